//! The identity constraints of the elements that are being read (XSD 1.0 Part 1, 3.11.4 and 3.11.5).
//!
//! From the start of an element that has constraints to its end, the names of the elements between it and the place
//! of reading are kept, and every element that starts is compared with the paths of the constraints, from its own
//! name outwards: most fail at the first comparison. Elements that a selector selects are *targets*; they wait for the
//! values of their fields until they end.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::IdentityError;
use super::error::{FieldProblem, is_key, named, referred};
use crate::model::{IdentityConstraint, IdentityConstraintCategory, Name, Path, PathBranch};
use crate::read::error::{ReadError, ReadErrorKind};
use crate::simple::{SimpleType, Value};
use crate::xml::Reader;

/// The constraints whose elements are open.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    /// The open elements, from the outermost that has constraints.
    open: Vec<Open>,
    /// Those of them that have constraints.
    scopes: Vec<Scope>,
    /// The selected elements among them, outermost first.
    targets: Vec<Target>,
    /// About how much memory the keys take.
    bytes: usize,
}

/// What the text or the attributes of an element are to the constraints around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'f> {
    /// The type of the value.
    pub(super) simple_type: &'f SimpleType,
    /// The text, as it stands in the document.
    pub(super) text: &'f str,
    /// Whether errors must not show it.
    pub(super) is_secret: bool,
}

/// An element that starts.
#[derive(Debug)]
pub(super) struct Started {
    pub(super) namespace: Cow<'static, str>,
    pub(super) local: Cow<'static, str>,
    pub(super) constraints: &'static [IdentityConstraint],
    pub(super) is_nillable: bool,
}

#[derive(Debug)]
struct Open {
    namespace: Cow<'static, str>,
    local: Cow<'static, str>,
    /// Where the start tag is.
    offset: usize,
    /// What is wrong with the element being a field, which is said where it ends.
    problem: Option<IdentityError>,
    /// The fields whose value is the text of the element.
    texts: Vec<FieldPlace>,
    /// The fields that an attribute of the element may be.
    attributes: Vec<FieldPlace>,
    /// The node tables of the children, as far as a constraint further out refers to them.
    tables: Tables,
}

/// A field of a target.
#[derive(Clone, Copy, Debug)]
struct FieldPlace {
    target: usize,
    field: usize,
}

#[derive(Debug)]
struct Scope {
    /// The index of the element among the open ones.
    depth: usize,
    constraints: &'static [IdentityConstraint],
    /// What each constraint has come to.
    keys: Vec<Keys>,
    /// What all keys took when the element started.
    bytes: usize,
}

type Key = Box<[Value<'static>]>;

#[derive(Debug)]
enum Keys {
    /// The keys of a `key` or `unique`, with the places of their elements.
    Defined(HashMap<Key, usize>),
    /// The keys that a `keyref` refers to.
    Referred(Vec<Reference>),
}

#[derive(Debug)]
struct Reference {
    key: Key,
    shown: Vec<Option<String>>,
    offset: usize,
}

/// The keys of one constraint at or below an element: the pairs of a node table, of which nobody asks for the nodes.
type NodeTable = HashMap<Key, Node>;

/// The node tables of several constraints.
type Tables = HashMap<Name, NodeTable>;

#[derive(Clone, Copy, Debug)]
enum Node {
    /// One element has the key.
    One,
    /// Several children have it: it refers to none of them, here and from further out.
    Several,
}

/// A selected element.
#[derive(Debug)]
struct Target {
    scope: usize,
    /// The index of the constraint.
    index: usize,
    constraint: &'static IdentityConstraint,
    /// The index of the element among the open ones.
    depth: usize,
    fields: Vec<Field>,
}

#[derive(Debug)]
enum Field {
    Absent,
    /// It is an element whose text has not been read yet.
    Selected,
    Nil,
    Value(Value<'static>, Option<String>),
}

impl Constraints {
    /// Whether an element with constraints is open.
    #[inline]
    pub(super) fn is_active(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether the text of the current element is the value of a field.
    #[inline]
    pub(super) fn wants_text(&self) -> bool {
        self.open.last().is_some_and(|open| !open.texts.is_empty())
    }

    /// Whether an attribute of the current element may be the value of a field.
    #[inline]
    pub(super) fn wants_attributes(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| !open.attributes.is_empty())
    }

    /// About how much memory the keys take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// An element starts.
    pub(super) fn enter(&mut self, element: Started, reader: &Reader<'_>) {
        let depth = self.open.len();
        self.open.push(Open {
            namespace: element.namespace,
            local: element.local,
            offset: reader.element_offset(),
            problem: None,
            texts: Vec::new(),
            attributes: Vec::new(),
            tables: Tables::new(),
        });
        if !element.constraints.is_empty() {
            self.scopes.push(Scope {
                depth,
                constraints: element.constraints,
                keys: element.constraints.iter().map(Keys::of).collect(),
                bytes: self.bytes,
            });
        }
        self.select_targets(depth);
        self.select_fields(element.is_nillable);
    }

    fn select_targets(&mut self, depth: usize) {
        for (number, scope) in self.scopes.iter().enumerate() {
            let path = self.open.get(scope.depth..).unwrap_or_default();
            for (index, constraint) in scope.constraints.iter().enumerate() {
                if selects(constraint.selector, path) {
                    self.targets.push(Target {
                        scope: number,
                        index,
                        constraint,
                        depth,
                        fields: constraint.fields.iter().map(|_| Field::Absent).collect(),
                    });
                }
            }
        }
    }

    fn select_fields(&mut self, is_nillable: bool) {
        let mut problem = None;
        let mut texts = Vec::new();
        let mut attributes = Vec::new();
        for (number, target) in self.targets.iter_mut().enumerate() {
            let path = self.open.get(target.depth..).unwrap_or_default();
            let constraint = target.constraint;
            for (index, (state, field)) in
                target.fields.iter_mut().zip(constraint.fields).enumerate()
            {
                let place = FieldPlace {
                    target: number,
                    field: index,
                };
                if selects(*field, path) {
                    let found = match state {
                        Field::Absent if is_nillable && is_key(constraint) => {
                            Some(FieldProblem::Nillable)
                        }
                        Field::Absent => None,
                        Field::Selected | Field::Nil | Field::Value(..) => {
                            Some(FieldProblem::Ambiguous)
                        }
                    };
                    if let (Some(found), None) = (found, &problem) {
                        problem = Some(found.error(constraint, index));
                    }
                    *state = Field::Selected;
                    texts.push(place);
                }
                let may_have = |branch: &PathBranch| branch.attribute.is_some();
                if field
                    .0
                    .iter()
                    .any(|branch| may_have(branch) && leads(branch, path))
                {
                    attributes.push(place);
                }
            }
        }
        if let Some(open) = self.open.last_mut() {
            open.texts = texts;
            open.attributes = attributes;
            open.problem = problem;
        }
    }

    /// The current element has an attribute, or one by default.
    pub(super) fn attribute(
        &mut self,
        namespace: &str,
        local: &str,
        found: Found<'_>,
        reader: &Reader<'_>,
    ) -> Result<(), ReadError> {
        let places = self.open.last().map(|open| open.attributes.as_slice());
        for place in places.unwrap_or_default() {
            let Some(target) = self.targets.get_mut(place.target) else {
                continue;
            };
            let path = self.open.get(target.depth..).unwrap_or_default();
            let is_selected = |branch: &PathBranch| {
                let test = branch.attribute;
                test.is_some_and(|test| test.selects(namespace, local)) && leads(branch, path)
            };
            let field = target.constraint.fields.get(place.field);
            if !field.is_some_and(|field| field.0.iter().any(is_selected)) {
                continue;
            }
            if target.is_absent(place.field) {
                target.set(place.field, found, reader)?;
            } else {
                let error = FieldProblem::Ambiguous.error(target.constraint, place.field);
                return Err(at(error, reader.element_offset(), reader));
            }
        }
        Ok(())
    }

    /// The current element has a text.
    pub(super) fn text(&mut self, found: Found<'_>, reader: &Reader<'_>) -> Result<(), ReadError> {
        let places = self.open.last().map(|open| open.texts.as_slice());
        for place in places.unwrap_or_default() {
            if let Some(target) = self.targets.get_mut(place.target) {
                target.set(place.field, found, reader)?;
            }
        }
        Ok(())
    }

    /// The current element is nil, and so has no value.
    pub(super) fn nil(&mut self) {
        let places = self.open.last().map(|open| open.texts.as_slice());
        for place in places.unwrap_or_default() {
            let target = self.targets.get_mut(place.target);
            if let Some(field) = target.and_then(|target| target.fields.get_mut(place.field)) {
                *field = Field::Nil;
            }
        }
    }

    /// The current element ends.
    pub(super) fn leave(&mut self, reader: &Reader<'_>) -> Result<(), ReadError> {
        let Some(depth) = self.open.len().checked_sub(1) else {
            return Ok(());
        };
        self.check_fields(reader)?;
        let is_inner = |target: &Target| target.depth < depth;
        let first = self.targets.partition_point(is_inner);
        for target in self.targets.split_off(first) {
            self.complete(target, reader)?;
        }
        let tables = match self.open.pop() {
            Some(open) => open.tables,
            None => Tables::new(),
        };
        let tables = match self.scopes.pop_if(|scope| scope.depth == depth) {
            Some(scope) => self.close(scope, tables, reader)?,
            None => tables,
        };
        match self.open.last_mut() {
            Some(parent) => parent.adopt(tables),
            None => self.bytes = 0,
        }
        Ok(())
    }

    /// A field that is the current element is no other, and needs its text.
    fn check_fields(&self, reader: &Reader<'_>) -> Result<(), ReadError> {
        let Some(open) = self.open.last() else {
            return Ok(());
        };
        if let Some(problem) = &open.problem {
            return Err(at(problem.clone(), open.offset, reader));
        }
        for place in &open.texts {
            if let Some(target) = self.targets.get(place.target)
                && let Some(Field::Selected) = target.fields.get(place.field)
            {
                let error = FieldProblem::NotSimple.error(target.constraint, place.field);
                return Err(at(error, open.offset, reader));
            }
        }
        Ok(())
    }

    /// A target ends: its key is known.
    fn complete(&mut self, target: Target, reader: &Reader<'_>) -> Result<(), ReadError> {
        let offset = self.open.get(target.depth).map_or(0, |open| open.offset);
        let constraint = target.constraint;
        let mut key = Vec::new();
        let mut shown = Vec::new();
        for (index, field) in target.fields.into_iter().enumerate() {
            match field {
                Field::Value(value, text) => {
                    key.push(value);
                    shown.push(text);
                }
                Field::Absent | Field::Selected | Field::Nil if is_key(constraint) => {
                    let error = FieldProblem::Missing.error(constraint, index);
                    return Err(at(error, offset, reader));
                }
                Field::Absent | Field::Selected | Field::Nil => return Ok(()),
            }
        }
        self.bytes = self.bytes.saturating_add(cost(&key));
        let keys = self
            .scopes
            .get_mut(target.scope)
            .and_then(|scope| scope.keys.get_mut(target.index));
        let key = key.into_boxed_slice();
        match keys {
            Some(Keys::Defined(defined)) => match defined.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(offset);
                }
                Entry::Occupied(entry) => {
                    let error = IdentityError::Duplicate {
                        constraint: named(constraint),
                        values: shown,
                        first: reader.position(*entry.get()),
                        is_key: is_key(constraint),
                    };
                    return Err(at(error, offset, reader));
                }
            },
            Some(Keys::Referred(references)) => references.push(Reference { key, shown, offset }),
            None => {}
        }
        Ok(())
    }

    /// An element with constraints ends: checks its references, and gives the node tables that it leaves to the
    /// constraints further out.
    fn close(
        &mut self,
        scope: Scope,
        mut tables: Tables,
        reader: &Reader<'_>,
    ) -> Result<Tables, ReadError> {
        scope.check_references(&tables, reader)?;
        tables.retain(|name, _| self.is_referred(*name));
        for (constraint, keys) in scope.constraints.iter().zip(scope.keys) {
            if let Keys::Defined(defined) = keys
                && self.is_referred(constraint.name)
            {
                let table = tables.entry(constraint.name).or_default();
                let own = defined.into_iter();
                table.extend(own.map(|(key, _)| (key, Node::One)));
            }
        }
        if tables.is_empty() {
            self.bytes = scope.bytes;
        }
        Ok(tables)
    }

    /// Whether a `keyref` of an open element refers to a constraint.
    fn is_referred(&self, name: Name) -> bool {
        let mut constraints = self.scopes.iter().flat_map(|scope| scope.constraints);
        constraints.any(|constraint| referred(constraint) == Some(name))
    }
}

impl Open {
    /// Takes over the node tables of a child: a key that two children have stands for neither of them.
    fn adopt(&mut self, tables: Tables) {
        for (name, mut table) in tables {
            table.retain(|_, node| matches!(node, Node::One));
            let own = self.tables.entry(name).or_default();
            if own.len() < table.len() {
                std::mem::swap(own, &mut table);
            }
            for (key, node) in table {
                match own.entry(key) {
                    Entry::Vacant(entry) => {
                        entry.insert(node);
                    }
                    Entry::Occupied(mut entry) => {
                        entry.insert(Node::Several);
                    }
                }
            }
        }
    }
}

impl Scope {
    fn check_references(&self, tables: &Tables, reader: &Reader<'_>) -> Result<(), ReadError> {
        for (constraint, keys) in self.constraints.iter().zip(&self.keys) {
            let (Keys::Referred(references), Some(name)) = (keys, referred(constraint)) else {
                continue;
            };
            let own = self.defined(name);
            let below = tables.get(&name);
            let is_known = |reference: &&Reference| {
                own.is_some_and(|own| own.contains_key(&reference.key))
                    || below
                        .is_some_and(|below| matches!(below.get(&reference.key), Some(Node::One)))
            };
            if let Some(unknown) = references.iter().find(|reference| !is_known(reference)) {
                let error = IdentityError::Unresolved {
                    constraint: named(constraint),
                    values: unknown.shown.clone(),
                    key: name.to_string(),
                };
                return Err(at(error, unknown.offset, reader));
            }
        }
        Ok(())
    }

    /// The keys of a `key` or `unique` of the element.
    fn defined(&self, name: Name) -> Option<&HashMap<Key, usize>> {
        let mut constraints = self.constraints.iter().zip(&self.keys);
        constraints.find_map(|(constraint, keys)| match keys {
            Keys::Defined(defined) if constraint.name == name => Some(defined),
            Keys::Defined(_) | Keys::Referred(_) => None,
        })
    }
}

impl Keys {
    fn of(constraint: &IdentityConstraint) -> Keys {
        match constraint.category {
            IdentityConstraintCategory::Key | IdentityConstraintCategory::Unique => {
                Keys::Defined(HashMap::new())
            }
            IdentityConstraintCategory::Keyref(_) => Keys::Referred(Vec::new()),
        }
    }
}

impl Target {
    fn is_absent(&self, field: usize) -> bool {
        matches!(self.fields.get(field), Some(Field::Absent))
    }

    fn set(
        &mut self,
        index: usize,
        found: Found<'_>,
        reader: &Reader<'_>,
    ) -> Result<(), ReadError> {
        let simple_type = found.simple_type;
        let text = simple_type.normalize(found.text);
        let value = match simple_type.value(&text, reader) {
            Ok(value) => value.into_owned(),
            Err(error) => {
                let error = if found.is_secret {
                    error.redacted()
                } else {
                    error
                };
                let position = reader.position(reader.offset());
                return Err(ReadError::new(ReadErrorKind::InvalidValue(error), position));
            }
        };
        if let Some(field) = self.fields.get_mut(index) {
            *field = Field::Value(value, (!found.is_secret).then(|| text.into_owned()));
        }
        Ok(())
    }
}

/// Whether a path selects the last of the open elements, from the first of them.
fn selects(path: Path, open: &[Open]) -> bool {
    let mut branches = path.0.iter();
    branches.any(|branch| branch.attribute.is_none() && leads(branch, open))
}

/// Whether the steps to elements lead from the first of the open elements to the last.
fn leads(branch: &PathBranch, open: &[Open]) -> bool {
    let Some(depth) = open.len().checked_sub(1) else {
        return false;
    };
    let steps = branch.steps.len();
    let is_deep_enough = if branch.is_descendant {
        steps <= depth
    } else {
        steps == depth
    };
    is_deep_enough
        && std::iter::zip(branch.steps.iter().rev(), open.iter().rev())
            .all(|(step, element)| step.selects(&element.namespace, &element.local))
}

/// About what a key takes in a table.
fn cost(key: &[Value<'static>]) -> usize {
    let texts = key.iter().map(|value| match value {
        Value::String(text) | Value::AnyUri(text) => text.len(),
        Value::List(items) => cost(items),
        _ => 0,
    });
    size_of::<Reference>() + 2 * size_of_val(key) + texts.sum::<usize>()
}

fn at(error: IdentityError, offset: usize, reader: &Reader<'_>) -> ReadError {
    ReadError::new(ReadErrorKind::Identity(error), reader.position(offset))
}
