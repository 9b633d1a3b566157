//! Reading attributes and child elements: which particle each belongs to, and so which field.

use super::error::{ReadError, ReadErrorKind};
use super::interpreter::{INSTANCE, Interpreter, Result, expanded, is_secret, is_white_space};
use super::text::{self, Checks};
use super::{Mode, error};
use crate::content::{AnyMatcher, Found, Frame, Matcher, Symbol};
use crate::model::{
    Attribute, Compositor, Element, Group, Model, Particle, Scope, Term, ValueConstraint,
};
use crate::simple::{ANY_SIMPLE_TYPE, Builtin};
use crate::value::{Checked, Choice, Place, Record, Value};
use crate::xml::AnyAttribute;
use crate::xml::{Reader, Token};

/// Attributes.
impl Interpreter<'_, '_> {
    pub(super) fn read_attributes(
        &mut self,
        record: &mut dyn Record,
        model: &'static Model,
    ) -> Result {
        let mut seen = Seen::default();
        let checks = Checks::of(self.mode);
        let reader = &*self.reader;
        let mut skipped = Vec::new();
        // Mostly attributes stand in the order in which they are declared.
        let mut next = 0;
        let mut ids = Vec::new();
        for attribute in reader.attributes() {
            let is_declared = |declared: &Attribute| {
                attribute
                    .name
                    .is(declared.name.namespace, declared.name.local)
            };
            let namespace = attribute.name.namespace.as_str();
            let index = match model.attributes.get(next) {
                Some(declared) if is_declared(declared) => Some(next),
                _ => model.attributes.iter().position(is_declared),
            };
            if let Some(index) = index
                && let Some(declared) = model.attributes.get(index)
            {
                next = index + 1;
                seen.insert(index);
                let place = record.field_mut(declared.field).place();
                let is_identifying = self.mode == Mode::Strict
                    && self.identity.wants_attribute(declared.simple_type);
                let is_secret = is_identifying && is_secret(&place);
                let value = self.shown(attribute.value, declared.simple_type);
                if let Err(error) = text::store(place, &value, declared.simple_type, reader, checks)
                {
                    return Err(self.attribute_error(declared, ReadErrorKind::InvalidValue(error)));
                }
                if let (Some(ValueConstraint::Fixed(fixed)), Mode::Strict) =
                    (declared.constraint, self.mode)
                    && !text::is_same_value(declared.simple_type, attribute.value, fixed, reader)
                {
                    let found = String::from(attribute.value);
                    return Err(
                        self.attribute_error(declared, ReadErrorKind::NotFixed { found, fixed })
                    );
                }
                if is_identifying {
                    let name = (declared.name.namespace, declared.name.local);
                    let simple_type = declared.simple_type;
                    self.identity
                        .attribute(name, simple_type, &value, is_secret, reader)
                        .map_err(|error| error.within(attribute_segment(declared)))?;
                }
            } else if namespace == INSTANCE && is_instance_attribute(attribute.name.local) {
            } else if let Some(any) = &model.any_attribute
                && any.wildcard.namespaces.admits(namespace)
            {
                if self.checks(any.wildcard.process_contents)
                    && let Some(simple_type) =
                        self.check_any_attribute(&attribute, any.wildcard.process_contents)?
                {
                    if simple_type.builtin() == Some(Builtin::Id) {
                        ids.push(attribute.name.to_string());
                    }
                    self.identity
                        .any_attribute(&attribute, simple_type, reader)?;
                }
                if let Place::AnyAttribute(place) = record.field_mut(any.field).add() {
                    let crate::xml::Name { namespace, local } = attribute.name;
                    *place = AnyAttribute::new(
                        namespace.as_str().to_owned(),
                        local.to_owned(),
                        self.shown(attribute.value, &ANY_SIMPLE_TYPE),
                    );
                }
            } else {
                skipped.push(attribute.name.to_string());
            }
        }
        self.several_ids(ids, model)?;
        self.charge_identity()?;
        self.unknown_attributes(skipped, model)?;
        self.absent_attributes(record, model, &seen)
    }

    /// An element of a simple type has no attributes but those of the namespace [`INSTANCE`].
    pub(super) fn only_instance_attributes(&mut self) -> Result {
        if !self.reader.has_attributes() {
            return Ok(());
        }
        let others = self.reader.attributes().filter(|attribute| {
            !attribute.name.namespace.is(INSTANCE) || !is_instance_attribute(attribute.name.local)
        });
        let others = others.map(|attribute| attribute.name.to_string()).collect();
        self.refuse_attributes(others, Vec::new)
    }

    fn unknown_attributes(&mut self, found: Vec<String>, model: &'static Model) -> Result {
        self.refuse_attributes(found, || {
            model
                .attributes
                .iter()
                .map(|attribute| attribute.name.to_string())
                .collect()
        })
    }

    fn refuse_attributes(
        &mut self,
        found: Vec<String>,
        expected: impl FnOnce() -> Vec<String>,
    ) -> Result {
        match (self.mode, found.into_iter().next()) {
            (_, None) => Ok(()),
            (Mode::Lenient, Some(found)) => {
                self.report.skip_attribute(found);
                Ok(())
            }
            (Mode::Strict, Some(found)) => Err(self.error(ReadErrorKind::UnexpectedAttribute {
                found,
                expected: expected(),
            })),
        }
    }

    /// An element has at most one attribute of type `xsd:ID`, those that a wildcard admits among them
    /// (`cvc-complex-type.5`).
    fn several_ids(&self, mut admitted: Vec<String>, model: &'static Model) -> Result {
        if admitted.is_empty() {
            return Ok(());
        }
        let is_id = |attribute: &&Attribute| attribute.simple_type.builtin() == Some(Builtin::Id);
        let declared = model.attributes.iter().filter(is_id);
        admitted.extend(declared.map(|attribute| attribute.name.to_string()));
        if admitted.len() < 2 {
            return Ok(());
        }
        Err(self.error(ReadErrorKind::SeveralIds { found: admitted }))
    }

    fn absent_attributes(
        &mut self,
        record: &mut dyn Record,
        model: &'static Model,
        seen: &Seen,
    ) -> Result {
        for (index, declared) in model.attributes.iter().enumerate() {
            if seen.contains(index) {
                continue;
            }
            if declared.required {
                let name = declared.name.to_string();
                return Err(self.error(ReadErrorKind::MissingAttribute { name }));
            }
            if let Some(constraint) = declared.constraint {
                let place = record.field_mut(declared.field).place();
                let stored = text::store(
                    place,
                    constraint.text(),
                    declared.simple_type,
                    &*self.reader,
                    Checks::Value,
                );
                stored.map_err(|error| {
                    self.attribute_error(declared, ReadErrorKind::InvalidValue(error))
                })?;
                if self.mode == Mode::Strict && self.identity.wants_attribute(declared.simple_type)
                {
                    let name = (declared.name.namespace, declared.name.local);
                    let (simple_type, text) = (declared.simple_type, constraint.text());
                    self.identity
                        .attribute(name, simple_type, text, false, self.reader)
                        .map_err(|error| error.within(attribute_segment(declared)))?;
                }
            }
        }
        Ok(())
    }

    fn attribute_error(&self, attribute: &Attribute, kind: ReadErrorKind) -> ReadError {
        self.error(kind).within(attribute_segment(attribute))
    }
}

/// How a path names an attribute.
fn attribute_segment(attribute: &Attribute) -> String {
    format!("@{}", attribute.name.local)
}

/// Child elements.
impl Interpreter<'_, '_> {
    pub(super) fn read_elements(
        &mut self,
        record: &mut dyn Record,
        group: &'static Group,
    ) -> Result {
        if group.is_flat {
            self.read_flat(record, group)
        } else if group.compositor == Compositor::All {
            self.read_all(record, group)
        } else if let Some((particle, choice)) = group.as_repeated_choice()
            && let Scope::Field(field) = choice.scope
        {
            self.read_repeated_choice(record.field_mut(field), particle, choice)
        } else {
            self.read_groups(record, group)
        }
    }

    /// A choice of elements, any number of times: each element is an occurrence, whatever came before.
    fn read_repeated_choice(
        &mut self,
        values: &mut dyn Value,
        particle: &'static Particle,
        choice: &'static Group,
    ) -> Result {
        let expected = || choice.particles.iter().map(|row| &row.term).collect();
        let mut is_empty = true;
        loop {
            match self.next()? {
                Token::Start => {}
                Token::Text => {
                    self.text_between_elements()?;
                    continue;
                }
                Token::End | Token::Eof => break,
            }
            let reader = &*self.reader;
            let found = choice.particles.iter().find_map(|row| match &row.term {
                Term::Element(element)
                    if reader.matches(element.name.namespace, element.name.local) =>
                {
                    Some(element)
                }
                _ => None,
            });
            let Some(element) = found else {
                self.unexpected_element(choice, &expected, None, 0)?;
                continue;
            };
            is_empty = false;
            let item: &mut dyn Value = match values.add() {
                Place::Choice(choice) => choice.select(element.field),
                Place::Checked(checked) => checked.field(element.field),
                _ => return Err(self.error(ReadErrorKind::InconsistentBindings)),
            };
            self.read_child(item, element, false)?;
        }
        if is_empty && particle.min > 0 {
            let expected: Vec<&'static Term> = expected();
            return Err(self.error(ReadErrorKind::MissingElement {
                expected: names(&expected),
            }));
        }
        Ok(())
    }

    /// A sequence of elements without groups: an index into the list, and a count.
    fn read_flat(&mut self, record: &mut dyn Record, group: &'static Group) -> Result {
        let mut rest = group.particles;
        let mut count = 0;
        loop {
            match self.next()? {
                Token::Start => {}
                Token::Text => {
                    self.text_between_elements()?;
                    continue;
                }
                Token::End | Token::Eof => break,
            }
            match self.find_ahead(rest, count) {
                Ahead::Found {
                    skipped,
                    particle,
                    element,
                } => {
                    count = if skipped == 0 { count + 1 } else { 1 };
                    rest = rest.get(skipped..).unwrap_or_default();
                    self.read_child(record.field_mut(element.field), element, particle.max > 1)?;
                }
                Ahead::Unknown => self.unexpected_element(
                    group,
                    &|| flat_expected(rest, count),
                    rest.first(),
                    count,
                )?,
            }
        }
        match rest.iter().enumerate().find(|(index, particle)| {
            let seen = if *index == 0 { count } else { 0 };
            seen < particle.min
        }) {
            None => Ok(()),
            Some(_) => Err(self.error(ReadErrorKind::MissingElement {
                expected: names(&flat_expected(rest, count)),
            })),
        }
    }

    /// Looks for the element that just started among the particles that may come next, of which the first has
    /// occurred `count` times.
    #[inline]
    fn find_ahead(&self, rest: &'static [Particle], count: u32) -> Ahead {
        let mut seen = count;
        for (skipped, particle) in rest.iter().enumerate() {
            if let Term::Element(element) = &particle.term
                && seen < particle.max
                && self
                    .reader
                    .matches(element.name.namespace, element.name.local)
            {
                return Ahead::Found {
                    skipped,
                    particle,
                    element,
                };
            }
            if seen < particle.min {
                break;
            }
            seen = 0;
        }
        Ahead::Unknown
    }

    /// Each element at most once, in any order.
    fn read_all(&mut self, record: &mut dyn Record, group: &'static Group) -> Result {
        let mut seen = Seen::default();
        let mut is_empty = true;
        loop {
            match self.next()? {
                Token::Start => {}
                Token::Text => {
                    self.text_between_elements()?;
                    continue;
                }
                Token::End | Token::Eof => break,
            }
            let found = group
                .particles
                .iter()
                .enumerate()
                .find_map(|(index, particle)| match &particle.term {
                    Term::Element(element)
                        if particle.max > 0
                            && !seen.contains(index)
                            && self
                                .reader
                                .matches(element.name.namespace, element.name.local) =>
                    {
                        Some((index, element))
                    }
                    _ => None,
                });
            match found {
                Some((index, element)) => {
                    seen.insert(index);
                    is_empty = false;
                    self.read_child(record.field_mut(element.field), element, false)?;
                }
                None => self.unexpected_element(group, &|| all_expected(group, &seen), None, 0)?,
            }
        }
        let is_missing =
            |(index, particle): (usize, &Particle)| particle.min > 0 && !seen.contains(index);
        if (is_empty && group.is_optional) || !group.particles.iter().enumerate().any(is_missing) {
            return Ok(());
        }
        Err(self.error(ReadErrorKind::MissingElement {
            expected: names(&all_expected(group, &seen)),
        }))
    }

    /// Any tree of groups.
    fn read_groups(&mut self, record: &mut dyn Record, group: &'static Group) -> Result {
        let mut matcher = Matcher::new(group);
        loop {
            match self.next()? {
                Token::Start => {}
                Token::Text => {
                    self.text_between_elements()?;
                    continue;
                }
                Token::End | Token::Eof => break,
            }
            let Some(found) = matcher.step(&StartedElement(self.reader)) else {
                self.unexpected_element(group, &|| matcher.expected(), None, 0)?;
                continue;
            };
            let value = locate(record, &found)
                .ok_or_else(|| self.error(ReadErrorKind::InconsistentBindings))?;
            self.read_term(value, &found.particle.term, found.is_repeated())?;
        }
        if matcher.is_complete() {
            return Ok(());
        }
        Err(self.error(ReadErrorKind::MissingElement {
            expected: names(&matcher.expected()),
        }))
    }

    fn read_term(
        &mut self,
        value: &mut dyn Value,
        term: &'static Term,
        is_repeated: bool,
    ) -> Result {
        match term {
            Term::Element(element) => self.read_child(value, element, is_repeated),
            Term::Any { wildcard, .. } => match value.add() {
                Place::Any(any) => self.read_admitted(any, wildcard.process_contents),
                Place::Checked(checked) => self.check_admitted(checked, wildcard.process_contents),
                _ => Err(self.error(ReadErrorKind::InconsistentBindings)),
            },
            Term::Group(_) => Err(self.error(ReadErrorKind::InconsistentBindings)),
        }
    }

    /// Text and elements as one list of items, the elements in an order that the group allows.
    pub(super) fn read_mixed(
        &mut self,
        items: &mut dyn Value,
        group: &'static Group,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        let mut matcher = AnyMatcher::new(group);
        let mut initial = Initial::new(constraint, self.mode);
        loop {
            match self.next()? {
                Token::Start => initial.element(self)?,
                Token::Text => {
                    initial.text(self.reader.text());
                    self.add_text(items, self.reader.text().len(), None)?;
                    continue;
                }
                Token::End | Token::Eof => break,
            }
            let Some(found) = matcher.step(&StartedElement(self.reader)) else {
                self.unexpected_element(group, &|| matcher.expected(), None, 0)?;
                continue;
            };
            let variant = match &found.term {
                Term::Element(element) => element.field,
                Term::Any { field, .. } => *field,
                Term::Group(_) => return Err(self.error(ReadErrorKind::InconsistentBindings)),
            };
            match items.add() {
                Place::Choice(item) => {
                    self.read_term(item.select(variant), &found.term, false)?;
                }
                Place::Checked(item) => self.read_term(item, &found.term, false)?,
                _ => return Err(self.error(ReadErrorKind::InconsistentBindings)),
            }
        }
        if !matcher.is_complete() {
            return Err(self.error(ReadErrorKind::MissingElement {
                expected: names(&matcher.expected()),
            }));
        }
        match initial.end(self)? {
            Some(default) => self.add_text(items, default.len(), Some(default)),
            None => Ok(()),
        }
    }

    /// Adds an item of text: the current one, or one that stands for it.
    fn add_text(
        &mut self,
        items: &mut dyn Value,
        length: usize,
        other: Option<&'static str>,
    ) -> Result {
        self.charge(length)?;
        let text = other.unwrap_or_else(|| self.reader.text());
        let stored = match items.add() {
            Place::Choice(item) => match item.select(0).place() {
                Place::Text(place) => place.read(text, &crate::simple::STRING, &*self.reader),
                _ => return Err(self.error(ReadErrorKind::InconsistentBindings)),
            },
            Place::Checked(_) => Ok(()),
            _ => return Err(self.error(ReadErrorKind::InconsistentBindings)),
        };
        stored.map_err(|error| self.error(ReadErrorKind::InvalidValue(error)))
    }
}

/// What mixed content must be where the schema fixes it, or is where there is none (`cvc-elt.5`).
pub(super) struct Initial {
    constraint: Option<ValueConstraint>,
    is_strict: bool,
    is_empty: bool,
    /// The text, where it must be compared.
    text: String,
}

impl Initial {
    pub(super) fn new(constraint: Option<ValueConstraint>, mode: Mode) -> Self {
        Initial {
            constraint,
            is_strict: mode == Mode::Strict,
            is_empty: true,
            text: String::new(),
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.constraint.is_some() {
            self.is_empty = false;
            self.text.push_str(text);
        }
    }

    /// A child, which content of a fixed value can't have (`cvc-elt.5.2.2.1`).
    pub(super) fn element(&mut self, interpreter: &Interpreter<'_, '_>) -> Result {
        self.is_empty = false;
        match self.constraint {
            Some(ValueConstraint::Fixed(fixed)) if self.is_strict => {
                let found = interpreter.reader.name().to_string();
                Err(interpreter.error(ReadErrorKind::ElementInFixed { found, fixed }))
            }
            _ => Ok(()),
        }
    }

    /// The end of the content: the text that stands for it where there is none.
    pub(super) fn end(self, interpreter: &Interpreter<'_, '_>) -> Result<Option<&'static str>> {
        match self.constraint {
            Some(constraint) if self.is_empty => Ok(Some(constraint.text())),
            Some(ValueConstraint::Fixed(fixed)) if self.is_strict && self.text != fixed => {
                let found = self.text;
                Err(interpreter.error(ReadErrorKind::NotFixed { found, fixed }))
            }
            _ => Ok(None),
        }
    }
}

/// What the schema does not allow.
impl Interpreter<'_, '_> {
    pub(crate) fn text_between_elements(&mut self) -> Result {
        let text = self.reader.text();
        if is_white_space(text) {
            return Ok(());
        }
        if self.mode == Mode::Lenient {
            self.report.skip_text();
            return Ok(());
        }
        let found = text.trim().chars().take(40).collect();
        Err(self.error(ReadErrorKind::UnexpectedText { found }))
    }

    /// An element that no particle takes here. Lenient reading skips it if the schema doesn't know it here at all;
    /// one that is known, but not at this place, is an error in both modes, as the order of elements means something.
    #[cold]
    fn unexpected_element(
        &mut self,
        group: &'static Group,
        expected: &dyn Fn() -> Vec<&'static Term>,
        current: Option<&'static Particle>,
        count: u32,
    ) -> Result {
        let started = StartedElement(self.reader);
        let is_repeated =
            current.is_some_and(|current| count >= current.max && started.is(&current.term));
        if self.mode == Mode::Lenient && (is_repeated || !knows(group, &started)) {
            return self.skip_element();
        }
        let name = self.reader.name();
        let segment = String::from(name.local);
        let found = expanded(name.namespace.as_str(), name.local);
        let kind = match current {
            Some(current) if is_repeated => ReadErrorKind::TooMany {
                found,
                max: current.max,
            },
            _ => ReadErrorKind::UnexpectedElement {
                found,
                expected: names(&expected()),
            },
        };
        Err(self.error(kind).within(segment))
    }
}

enum Ahead {
    Found {
        skipped: usize,
        particle: &'static Particle,
        element: &'static Element,
    },
    Unknown,
}

/// The element that the reader is at the start of.
struct StartedElement<'r, 'a>(&'r Reader<'a>);

impl Symbol for StartedElement<'_, '_> {
    fn is(&self, term: &'static Term) -> bool {
        match term {
            Term::Element(element) => self.0.matches(element.name.namespace, element.name.local),
            Term::Any { wildcard, .. } => {
                wildcard.namespaces.admits(self.0.name().namespace.as_str())
            }
            Term::Group(_) => false,
        }
    }
}

/// Whether any particle in the group, at whatever place, takes the element.
fn knows(group: &'static Group, started: &StartedElement<'_, '_>) -> bool {
    group.particles.iter().any(|particle| match &particle.term {
        Term::Group(group) => knows(group, started),
        term => started.is(term),
    })
}

/// The value that the found particle fills: a field of the record, or of a struct or enum inside of it.
fn locate<'v>(record: &'v mut dyn Record, found: &Found<'_>) -> Option<&'v mut dyn Value> {
    let mut scope = Fields::Record(record);
    let mut is_fresh = false;
    for (level, frame) in found.frames.iter().enumerate() {
        let Frame { group, .. } = frame;
        if let Scope::Field(field) = group.scope {
            let value = scope.member(field, is_fresh)?;
            is_fresh = level >= found.fresh_from;
            let place = if is_fresh { value.add() } else { value.last()? };
            scope = match place {
                Place::Record(record) => Fields::Record(record),
                Place::Choice(choice) => Fields::Choice(choice),
                Place::Checked(checked) => Fields::Checked(checked),
                _ => return None,
            };
        }
    }
    let field = match &found.particle.term {
        Term::Element(element) => element.field,
        Term::Any { field, .. } => *field,
        Term::Group(_) => return None,
    };
    scope.member(field, is_fresh)
}

/// The values that field numbers refer to.
enum Fields<'v> {
    Record(&'v mut dyn Record),
    Choice(&'v mut dyn Choice),
    Checked(&'v mut Checked),
}

impl<'v> Fields<'v> {
    /// The field of a number; of an enum, the variant: made anew where the element begins an occurrence.
    fn member(self, field: u16, is_fresh: bool) -> Option<&'v mut dyn Value> {
        match self {
            Fields::Record(record) => Some(record.field_mut(field)),
            Fields::Choice(choice) if is_fresh => Some(choice.select(field)),
            Fields::Choice(choice) => Some(choice.selected_mut()),
            Fields::Checked(checked) => Some(checked.field(field)),
        }
    }
}

fn flat_expected(rest: &'static [Particle], count: u32) -> Vec<&'static Term> {
    let mut expected = Vec::new();
    let mut seen = count;
    for particle in rest {
        if seen < particle.max {
            expected.push(&particle.term);
        }
        if seen < particle.min {
            break;
        }
        seen = 0;
    }
    expected
}

fn all_expected(group: &'static Group, seen: &Seen) -> Vec<&'static Term> {
    let unseen = group
        .particles
        .iter()
        .enumerate()
        .filter(|(index, _)| !seen.contains(*index));
    unseen.map(|(_, particle)| &particle.term).collect()
}

fn names(terms: &[&'static Term]) -> Vec<String> {
    terms.iter().map(|term| error::term_name(term)).collect()
}

/// Whether the namespace [`INSTANCE`] has an attribute of a name (Part 1, 2.6).
pub(super) fn is_instance_attribute(local: &str) -> bool {
    matches!(
        local,
        "type" | "nil" | "schemaLocation" | "noNamespaceSchemaLocation"
    )
}

/// A set of small numbers.
#[derive(Default)]
struct Seen {
    first: u64,
    rest: Vec<usize>,
}

impl Seen {
    fn insert(&mut self, index: usize) {
        match bit(index) {
            Some(bit) => self.first |= bit,
            None => self.rest.push(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match bit(index) {
            Some(bit) => self.first & bit != 0,
            None => self.rest.contains(&index),
        }
    }
}

fn bit(index: usize) -> Option<u64> {
    u32::try_from(index)
        .ok()
        .and_then(|index| 1u64.checked_shl(index))
}
