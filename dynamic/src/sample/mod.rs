//! Documents made up: short, readable, and valid.

mod text;

use std::fmt;

use soapstone::bindings::{
    Choice, Compositor, Content, Element, ElementType, Group, Model, NamespaceConstraint, Particle,
    Place, ProcessContents, Record, Scope, SimpleType, Term, Value, ValueConstraint, Wildcard,
    store_text,
};
use soapstone::{AnyAttribute, AnyElement};
use soapstone_codegen::syntax::QName;

use crate::schema::{Document, Error, Schema};

/// How much of a type a sample shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// What must be there.
    #[default]
    Required,
    /// What may be there, too: each optional element and attribute once, but for those that would go on without end.
    All,
}

/// Why no sample was found.
#[derive(Debug)]
pub enum SampleError {
    /// No text was found that a simple type allows.
    NoText {
        /// The way to the element or attribute.
        path: String,
        /// The type, where it has a name.
        type_name: String,
    },
    /// A type contains itself, and must.
    Endless {
        /// The way to where it was given up.
        path: String,
    },
    /// Every type that could stand here is abstract, or nothing is known that a wildcard admits.
    Nothing {
        /// The way to the place.
        path: String,
    },
    /// What was made up is not valid: keys and references are not made to fit.
    NotValid(Box<Error>),
}

impl fmt::Display for SampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SampleError::NoText { path, type_name } => {
                write!(f, "{path}: found no text that {type_name} allows")
            }
            SampleError::Endless { path } => {
                write!(f, "{path}: the type contains itself without end")
            }
            SampleError::NotValid(error) => write!(f, "what was made up is not valid: {error}"),
            SampleError::Nothing { path } => {
                write!(f, "{path}: nothing is known that may stand here")
            }
        }
    }
}

impl std::error::Error for SampleError {}

type Result<T = ()> = std::result::Result<T, SampleError>;

/// How deep a document goes at most.
const DEPTH_LIMIT: usize = 64;

/// Fills a blank document.
pub(crate) fn fill(schema: &Schema, document: &mut Document, extent: Extent) -> Result {
    let mut sampler = Sampler {
        schema,
        extent,
        open: Vec::new(),
        path: Vec::new(),
        texts: text::Texts::default(),
    };
    sampler.element(&mut document.value, document.declaration.element, false)
}

struct Sampler<'s> {
    schema: &'s Schema,
    extent: Extent,
    /// The types of the elements around.
    open: Vec<&'static Model>,
    path: Vec<&'static str>,
    texts: text::Texts,
}

/// The values that the field numbers of a group refer to.
enum Fields<'v> {
    Record(&'v mut dyn Record),
    Choice(&'v mut dyn Choice),
    /// The items of mixed content.
    Mixed(&'v mut dyn Value),
    /// A list that stands for a struct with this one field.
    List(&'v mut dyn Value),
}

impl Fields<'_> {
    fn field(&mut self, field: u16) -> Option<&mut dyn Value> {
        match self {
            Fields::Record(record) => Some(record.field_mut(field)),
            Fields::Choice(choice) => match choice.selected().0 == field {
                true => Some(choice.selected_mut()),
                false => Some(choice.select(field)),
            },
            Fields::Mixed(items) => match items.add() {
                Place::Choice(choice) => Some(choice.select(field)),
                _ => None,
            },
            Fields::List(list) => Some(&mut **list),
        }
    }
}

impl Sampler<'_> {
    fn element(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
        is_repeated: bool,
    ) -> Result {
        self.path.push(element.name.local);
        if self.path.len() > DEPTH_LIMIT {
            return Err(SampleError::Endless { path: self.path() });
        }
        let place = if is_repeated {
            value.add()
        } else {
            value.place()
        };
        self.content(place, element.content, element.constraint)?;
        self.path.pop();
        Ok(())
    }

    fn content(
        &mut self,
        place: Place<'_>,
        content: ElementType,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        match (place, content) {
            (Place::Nillable(nillable), content) => {
                self.content(nillable.fill(), content, constraint)
            }
            (Place::Any(element), _) => {
                let text = constraint.map_or("any", ValueConstraint::text);
                *element = AnyElement::new("", "value").with_text(text);
                Ok(())
            }
            (place, ElementType::Simple(simple_type)) => self.text(place, simple_type, constraint),
            (Place::Record(record), ElementType::Complex(model)) => {
                self.record(record, model, constraint)
            }
            (Place::Many(list), ElementType::Flattened(model)) => match &model.content {
                Content::Later(content) => match content.get() {
                    Some(Content::Elements(group)) => {
                        self.group(&mut Fields::List(list), group, false)
                    }
                    _ => Ok(()),
                },
                _ => Ok(()),
            },
            (Place::Choice(choice), ElementType::Derived(rows)) => {
                let is_concrete = |content: &ElementType| !matches!(content, ElementType::Complex(model) if model.is_abstract);
                let is_new = |content: &ElementType| !matches!(content, ElementType::Complex(model) if self.is_around(model));
                let concrete = || rows.iter().filter(|row| is_concrete(&row.content));
                let row = concrete().find(|row| is_new(&row.content));
                let row = row
                    .or_else(|| concrete().next())
                    .ok_or_else(|| SampleError::Nothing { path: self.path() })?;
                self.content(choice.select(row.variant).place(), row.content, constraint)
            }
            _ => Ok(()),
        }
    }

    fn record(
        &mut self,
        record: &mut dyn Record,
        model: &'static Model,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        for attribute in model.attributes {
            if attribute.required || self.extent == Extent::All {
                self.path.push(attribute.name.local);
                let place = record.field_mut(attribute.field).place();
                self.text(place, attribute.simple_type, attribute.constraint)?;
                self.path.pop();
            } else if let Some(constraint) = attribute.constraint {
                // What reading fills in is there from the start, as in values of generated types.
                let place = record.field_mut(attribute.field).place();
                let text = text::Candidate::plain(constraint.text());
                self.store(place, &text, attribute.simple_type)?;
            }
        }
        if let Some(any) = &model.any_attribute
            && self.extent == Extent::All
            && any.wildcard.process_contents != ProcessContents::Strict
            && any.wildcard.namespaces.admits(OTHER_NAMESPACE)
            && let Place::AnyAttribute(place) = record.field_mut(any.field).add()
        {
            *place = AnyAttribute::new(OTHER_NAMESPACE, "any", "any");
        }
        self.open.push(model);
        let content = match &model.content {
            Content::Later(content) => content.get().unwrap_or(&Content::Empty),
            content => content,
        };
        match content {
            Content::Empty | Content::Later(_) => {}
            Content::Text { field, simple_type } => {
                self.text(record.field_mut(*field).place(), simple_type, constraint)?;
            }
            Content::Elements(group) => self.group(&mut Fields::Record(record), group, false)?,
            Content::Mixed { field, group } => {
                let items = record.field_mut(*field);
                if let Place::Choice(choice) = items.add() {
                    let place = choice.select(0).place();
                    self.text(place, &soapstone::bindings::simple::STRING, constraint)?;
                }
                // A value that is given is text without elements.
                if constraint.is_none() {
                    self.group(&mut Fields::Mixed(items), group, false)?;
                }
            }
        }
        self.open.pop();
        Ok(())
    }

    /// Fills in a group. Where it is repeated without a value for each occurrence, so are its elements.
    fn group(
        &mut self,
        fields: &mut Fields<'_>,
        group: &'static Group,
        is_repeated: bool,
    ) -> Result {
        if group.compositor != Compositor::Choice {
            return group.particles.iter().try_for_each(|particle| {
                self.particle(fields, particle, self.count(particle), is_repeated)
            });
        }
        let ends = |particle: &&Particle| particle.max > 0 && !self.is_open(particle);
        let chosen = group.particles.iter().find(ends);
        match chosen.or_else(|| group.particles.first()) {
            Some(particle) => self.particle(fields, particle, particle.min.max(1), is_repeated),
            None => Err(SampleError::Nothing { path: self.path() }),
        }
    }

    fn particle(
        &mut self,
        fields: &mut Fields<'_>,
        particle: &'static Particle,
        count: u32,
        is_repeated: bool,
    ) -> Result {
        let is_repeated = is_repeated || particle.max > 1;
        for number in 0..count {
            match &particle.term {
                Term::Element(element) => {
                    let (path, open) = (self.path.len(), self.open.len());
                    let Some(value) = fields.field(element.field) else {
                        continue;
                    };
                    match self.element(value, element, is_repeated) {
                        // What need not be there is left out where nothing can be.
                        Err(_) if number >= particle.min && value.take_back() => {
                            self.path.truncate(path);
                            self.open.truncate(open);
                        }
                        filled => filled?,
                    }
                }
                Term::Any { field, wildcard } => {
                    let element = self.any(wildcard)?;
                    if let Some(value) = fields.field(*field)
                        && let Place::Any(place) = value.add()
                    {
                        *place = element;
                    }
                }
                Term::Group(group) => match group.scope {
                    Scope::Enclosing => self.group(fields, group, is_repeated)?,
                    Scope::Field(field) => {
                        let Some(value) = fields.field(field) else {
                            continue;
                        };
                        match value.add() {
                            Place::Record(record) => {
                                self.group(&mut Fields::Record(record), group, false)?;
                            }
                            Place::Choice(choice) => {
                                self.group(&mut Fields::Choice(choice), group, false)?;
                            }
                            _ => {}
                        }
                    }
                },
            }
        }
        Ok(())
    }

    /// How often a particle of a sequence or `all` group occurs.
    fn count(&self, particle: &Particle) -> u32 {
        match self.extent {
            Extent::All if particle.min == 0 && particle.max > 0 && !self.is_open(particle) => 1,
            _ => particle.min,
        }
    }

    /// Whether a particle leads back into a type that is open.
    fn is_open(&self, particle: &Particle) -> bool {
        match &particle.term {
            Term::Element(element) => match element.content {
                ElementType::Complex(model) | ElementType::Flattened(model) => {
                    self.is_around(model)
                }
                ElementType::Derived(rows) => rows.iter().any(|row| match row.content {
                    ElementType::Complex(model) => self.is_around(model),
                    _ => false,
                }),
                ElementType::Simple(_) | ElementType::Any | ElementType::Unchecked => false,
            },
            // An element that nothing is known of would say nothing.
            Term::Any { .. } => true,
            Term::Group(group) => {
                let is_open = |particle: &Particle| particle.min > 0 && self.is_open(particle);
                match group.compositor {
                    Compositor::Choice => group
                        .particles
                        .iter()
                        .all(|particle| self.is_open(particle)),
                    _ => group.particles.iter().any(is_open),
                }
            }
        }
    }

    fn is_around(&self, model: &'static Model) -> bool {
        self.open.iter().any(|open| std::ptr::eq(*open, model))
    }

    /// An element that a wildcard admits.
    fn any(&mut self, wildcard: &Wildcard) -> Result<AnyElement> {
        if wildcard.process_contents != ProcessContents::Strict {
            let namespace = match wildcard.namespaces {
                NamespaceConstraint::OneOf(list) => list.first().copied(),
                constraint => Some(OTHER_NAMESPACE).filter(|other| constraint.admits(other)),
            };
            let known = |namespace: &str| {
                let mut names = self.schema.elements().map(|element| element.name());
                names.any(|name| name == QName::new(Some(namespace), "any"))
            };
            if let Some(namespace) = namespace.filter(|namespace| !known(namespace)) {
                return Ok(AnyElement::new(namespace.to_owned(), "any").with_text("any"));
            }
        }
        let admitted = self.schema.elements().filter(|element| {
            let name = element.name();
            let namespace = name.namespace.as_deref().unwrap_or_default();
            wildcard.namespaces.admits(namespace)
        });
        for declaration in admitted.take(ANY_ATTEMPTS) {
            if self.path.len() > ANY_DEPTH {
                break;
            }
            let sample = self.schema.sample(declaration, Extent::Required);
            if let Some(element) = sample.ok().and_then(|sample| sample.to_element().ok()) {
                return Ok(element);
            }
        }
        Err(SampleError::Nothing { path: self.path() })
    }

    fn text(
        &mut self,
        place: Place<'_>,
        simple_type: &'static SimpleType,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        let text = match constraint {
            Some(constraint) => text::Candidate::plain(constraint.text()),
            None => {
                let text = self.texts.of(simple_type);
                text.ok_or_else(|| self.no_text(simple_type))?
            }
        };
        self.store(place, &text, simple_type)
    }

    fn store(&self, place: Place<'_>, text: &text::Candidate, simple_type: &SimpleType) -> Result {
        let stored = store_text(place, &text.text, simple_type, text);
        stored.map_err(|_| self.no_text(simple_type))
    }

    fn no_text(&self, simple_type: &SimpleType) -> SampleError {
        SampleError::NoText {
            path: self.path(),
            type_name: match &simple_type.name {
                Some(name) => name.local.to_string(),
                None => String::from("an anonymous type"),
            },
        }
    }

    fn path(&self) -> String {
        format!("/{}", self.path.join("/"))
    }
}

/// A namespace that no schema has.
const OTHER_NAMESPACE: &str = "urn:example:other";
/// How many elements are tried for a wildcard.
const ANY_ATTEMPTS: usize = 8;
/// How deep an element with a strict wildcard is still filled.
const ANY_DEPTH: usize = 16;
