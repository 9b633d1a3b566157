//! The interpreter that writes: it walks the tables beside the values, and checks what the Rust types can't.

use super::bounds;
use super::error::{WriteError, WriteErrorKind};
use super::packing::Packing;
use crate::content::{AnyMatcher, Matcher, Symbol};
use crate::model::{
    Attribute, Compositor, Content, DerivedType, Element, ElementType, Group, Model, Name,
    Particle, Scope, Term, UNBOUNDED,
};
use crate::read::INSTANCE;
use crate::read::{segment, term_name};
use crate::simple::{Form, Prefixes, Shared, Simple, SimpleType, ValueError, Variety};
use crate::soap::Secrets;
use crate::value::{Choice, Record, Value, View};
use crate::xml::{Writer, XmlError};

pub(super) type Result<T = ()> = std::result::Result<T, WriteError>;

/// Writes the elements of one document.
pub(crate) struct Interpreter<'w> {
    pub(super) writer: &'w mut Writer,
    /// The lexical form of the value at hand.
    pub(super) text: String,
    /// Where bytes go that are parts of their own.
    pub(super) packing: Option<Packing>,
    /// The texts of secret values written so far.
    secrets: Secrets,
    /// The elements at hand meet the bounds of their content model together, so that it does not matter how many
    /// each group holds.
    bounds_are_met: bool,
}

/// The values that field numbers refer to.
#[derive(Clone, Copy)]
pub(super) enum Fields<'v> {
    /// The fields of a struct.
    Record(&'v dyn Record),
    /// A list that stands for a struct with this one field.
    List(&'v dyn Value),
    /// The variants of an enum; only one has a value.
    Choice { variant: u16, value: &'v dyn Value },
}

impl<'v> Fields<'v> {
    pub(super) fn of_choice(choice: &'v dyn Choice) -> Self {
        let (variant, value) = choice.selected();
        Fields::Choice { variant, value }
    }

    /// The value of a number; nothing for a variant that the enum is not.
    pub(super) fn get(self, field: u16) -> Option<&'v dyn Value> {
        match self {
            Fields::Record(record) => Some(record.field(field)),
            Fields::List(list) => Some(list),
            Fields::Choice { variant, value } => (variant == field).then_some(value),
        }
    }

    fn has(self, field: u16) -> bool {
        self.get(field).is_some_and(|value| value.get(0).is_some())
    }
}

impl<'w> Interpreter<'w> {
    pub(crate) fn new(writer: &'w mut Writer) -> Self {
        Interpreter {
            writer,
            text: String::new(),
            packing: None,
            secrets: Secrets::default(),
            bounds_are_met: false,
        }
    }

    /// The texts of the secret values that were written.
    pub(crate) fn into_secrets(self) -> Secrets {
        self.secrets
    }

    /// Writes a value as the element given.
    pub(crate) fn write_root(&mut self, value: &dyn Value, element: &'static Element) -> Result {
        match value.get(0) {
            Some(view) => self.write_element(&view, element, None),
            None => self.write_element(&View::Nil, element, None),
        }
    }

    fn write_element(
        &mut self,
        view: &View<'_>,
        element: &'static Element,
        number: Option<usize>,
    ) -> Result {
        let written = match (view, element.content) {
            (View::Text(value), ElementType::Simple(simple_type)) => {
                self.write_text_element(*value, element, simple_type)
            }
            (View::Many(list), ElementType::Simple(simple_type))
                if matches!(simple_type.variety, Variety::List(_)) && is_plain_list(*list) =>
            {
                self.write_plain_element(element, |out| push_plain_list(*list, out))
            }
            (View::Any(any), ElementType::Any | ElementType::Simple(_)) => {
                return any
                    .write_as(element.name.namespace, element.name.local, self.writer)
                    .map_err(xml);
            }
            (view, content) => {
                self.start(&element.name)?;
                self.write_content(view, content, None)
                    .and_then(|()| self.writer.end().map_err(xml))
            }
        };
        match written {
            Ok(()) => Ok(()),
            Err(error) => {
                let number = number.and_then(|number| u32::try_from(number + 1).ok());
                Err(error.within(segment(&element.name, number)))
            }
        }
    }

    /// An element of a simple type that is neither a list nor a union: nearly every one.
    #[inline]
    fn write_text_element(
        &mut self,
        value: &dyn Simple,
        element: &'static Element,
        simple_type: &'static SimpleType,
    ) -> Result {
        let Name { namespace, local } = element.name;
        match value.form() {
            Form::Plain if self.packing.is_some() => {
                self.start(&element.name)?;
                self.write_text(&View::Text(value), simple_type)?;
                self.writer.end().map_err(xml)
            }
            Form::Text(text) => self
                .writer
                .text_element(namespace, local, text)
                .map_err(xml),
            Form::Plain => self.write_plain_element(element, |out| value.write(out, &mut ())),
            Form::Any => {
                self.start(&element.name)?;
                self.write_text(&View::Text(value), simple_type)?;
                self.writer.end().map_err(xml)
            }
        }
    }

    /// An element with a text that needs no escaping, which `write` appends.
    #[inline]
    fn write_plain_element(
        &mut self,
        element: &'static Element,
        write: impl FnOnce(&mut String) -> std::result::Result<(), ValueError>,
    ) -> Result {
        let Name { namespace, local } = element.name;
        let mut written = Ok(());
        self.writer
            .element_with(namespace, local, |out| written = write(out))
            .map_err(xml)?;
        written.map_err(invalid)
    }

    /// Attributes and content of the element just started.
    fn write_content(
        &mut self,
        view: &View<'_>,
        content: ElementType,
        type_name: Option<&Name>,
    ) -> Result {
        match (view, content) {
            (View::Nil, _) => self.writer.attribute(INSTANCE, "nil", "true").map_err(xml),
            (View::Record(record), ElementType::Complex(_)) => {
                self.write_type_name(type_name)?;
                self.write_model(record.model(), Fields::Record(*record))
            }
            (View::Many(list), ElementType::Flattened(model)) => {
                self.write_model(model, Fields::List(*list))
            }
            (View::Choice(choice), ElementType::Derived(types)) => {
                self.write_derived(*choice, types)
            }
            (view, ElementType::Simple(simple_type)) => {
                self.write_type_name(type_name)?;
                self.write_text(view, simple_type)
            }
            _ => Err(inconsistent()),
        }
    }

    fn write_derived(&mut self, choice: &dyn Choice, types: &'static [DerivedType]) -> Result {
        let (variant, value) = choice.selected();
        let mut rows = types.iter().enumerate();
        let (index, derived) = rows
            .find(|(_, row)| row.variant == variant)
            .ok_or_else(inconsistent)?;
        match derived.content {
            ElementType::Derived(_) => Err(inconsistent()),
            content => {
                self.write_content(&value.view(), content, (index > 0).then_some(&derived.name))
            }
        }
    }

    fn write_type_name(&mut self, type_name: Option<&Name>) -> Result {
        let Some(name) = type_name else {
            return Ok(());
        };
        let prefix = self.writer.prefix_for(name.namespace).map_err(xml)?;
        let value = if prefix.is_empty() {
            String::from(name.local)
        } else {
            format!("{prefix}:{}", name.local)
        };
        self.writer.attribute(INSTANCE, "type", &value).map_err(xml)
    }

    fn write_model(&mut self, model: &'static Model, fields: Fields<'_>) -> Result {
        if !model.attributes.is_empty() {
            self.write_attributes(model.attributes, fields)?;
        }
        if let Some(any) = &model.any_attribute {
            for_each(fields.get(any.field), |_, view| match view {
                View::AnyAttribute(attribute) => attribute.write(self.writer).map_err(xml),
                _ => Err(inconsistent()),
            })?;
        }
        match model.content() {
            Content::Empty => Ok(()),
            Content::Text { field, simple_type } => match fields.get(*field).and_then(only) {
                Some(view) => self.write_text(&view, simple_type),
                None => Ok(()),
            },
            Content::Elements(group) => self.write_elements(group, fields),
            Content::Mixed { field, group } => {
                self.write_mixed(fields.get(*field).ok_or_else(inconsistent)?, group)
            }
            Content::Later(_) => Err(inconsistent()),
        }
    }

    fn write_elements(&mut self, group: &'static Group, fields: Fields<'_>) -> Result {
        if group.is_optional && !is_present(group, fields) {
            return Ok(());
        }
        let are_met = group.has_counters && bounds::are_met(group, fields);
        let outer = std::mem::replace(&mut self.bounds_are_met, are_met);
        let written = match fields {
            Fields::Record(record) if group.is_flat => self.write_flat(group.particles, record),
            fields => self.write_group(group, fields),
        };
        self.bounds_are_met = outer;
        written
    }

    #[inline(never)]
    fn write_attributes(&mut self, attributes: &'static [Attribute], fields: Fields<'_>) -> Result {
        attributes
            .iter()
            .try_for_each(|attribute| self.write_attribute(attribute, fields))
    }

    fn write_attribute(&mut self, attribute: &'static Attribute, fields: Fields<'_>) -> Result {
        let value = fields.get(attribute.field);
        let view = match attribute.simple_type.variety {
            Variety::List(_) => value.and_then(only),
            _ => value.and_then(|value| value.get(0)),
        };
        match view {
            Some(view) => {
                let written = self.write_attribute_value(&view, attribute);
                written.map_err(|error| error.within(format!("@{}", attribute.name.local)))
            }
            None if attribute.required => Err(WriteError::new(WriteErrorKind::MissingAttribute {
                name: attribute.name.to_string(),
            })),
            None => Ok(()),
        }
    }

    fn write_attribute_value(&mut self, view: &View<'_>, attribute: &'static Attribute) -> Result {
        let Name { namespace, local } = attribute.name;
        if let View::Text(value) = view {
            match value.form() {
                Form::Text(text) => {
                    return self
                        .writer
                        .attribute_declared(namespace, local, text)
                        .map_err(xml);
                }
                Form::Plain => {
                    let mut written = Ok(());
                    let write = |out: &mut String| written = value.write(out, &mut ());
                    self.writer
                        .attribute_declared_with(namespace, local, write)
                        .map_err(xml)?;
                    return written.map_err(invalid);
                }
                Form::Any => {}
            }
        }
        self.take_text(view, attribute.simple_type)?;
        self.writer
            .attribute_declared(namespace, local, &self.text)
            .map_err(xml)
    }

    fn write_text(&mut self, view: &View<'_>, simple_type: &'static SimpleType) -> Result {
        if self.packing.is_some() && self.write_reference(view, simple_type)? {
            return Ok(());
        }
        match (view, &simple_type.variety) {
            (View::Text(value), _) => match value.form() {
                Form::Text(text) => return self.writer.text(text).map_err(xml),
                Form::Plain => return self.write_plain(|out| value.write(out, &mut ())),
                Form::Any => {}
            },
            (View::Many(list), Variety::List(_)) if is_plain_list(*list) => {
                return self.write_plain(|out| push_plain_list(*list, out));
            }
            _ => {}
        }
        self.take_text(view, simple_type)?;
        self.writer.text(&self.text).map_err(xml)
    }

    /// Lets `write` append a text that needs no escaping.
    #[inline]
    fn write_plain(
        &mut self,
        write: impl FnOnce(&mut String) -> std::result::Result<(), ValueError>,
    ) -> Result {
        let mut written = Ok(());
        self.writer
            .raw_with(|out| written = write(out))
            .map_err(xml)?;
        written.map_err(invalid)
    }

    pub(super) fn take_text(&mut self, view: &View<'_>, simple_type: &SimpleType) -> Result {
        self.text.clear();
        push_text(view, simple_type, &mut self.text, self.writer).map_err(invalid)?;
        if is_secret(view) {
            self.secrets.add(&self.text);
        }
        Ok(())
    }

    fn start(&mut self, name: &Name) -> Result {
        self.writer
            .start_declared(name.namespace, name.local)
            .map_err(xml)
    }
}

/// Groups.
impl Interpreter<'_> {
    fn write_group(&mut self, group: &'static Group, fields: Fields<'_>) -> Result {
        if let (Compositor::Choice, Fields::Choice { variant, .. }) = (group.compositor, fields)
            && let Some(particle) = group.particles.get(usize::from(variant))
            && is_variant(particle, variant)
        {
            return self.write_particle(particle, fields);
        }
        group
            .particles
            .iter()
            .try_for_each(|particle| self.write_particle(particle, fields))
    }

    /// A sequence of elements: what nearly every type is. It is a function of its own to be a short loop.
    #[inline(never)]
    fn write_flat(&mut self, particles: &'static [Particle], record: &dyn Record) -> Result {
        for particle in particles {
            let Term::Element(element) = &particle.term else {
                return Err(inconsistent());
            };
            let value = record.field(element.field);
            if particle.max == 1 && !may_be_list(element.content) {
                match (value.get(0), element.content) {
                    (Some(View::Text(value)), ElementType::Simple(simple_type)) => self
                        .write_text_element(value, element, simple_type)
                        .map_err(|error| error.within(segment(&element.name, None)))?,
                    (Some(view), _) => self.write_element(&view, element, None)?,
                    (None, _) if particle.min == 0 => {}
                    (None, _) => self.write_absent(element, particle)?,
                }
            } else {
                self.write_occurrences(value, element, particle)?;
            }
        }
        Ok(())
    }

    fn write_particle(&mut self, particle: &'static Particle, fields: Fields<'_>) -> Result {
        match &particle.term {
            Term::Element(element) => match fields.get(element.field) {
                Some(value) => self.write_occurrences(value, element, particle),
                None => Ok(()),
            },
            Term::Any { field, .. } => {
                // The enum of a choice is another alternative.
                let Some(value) = fields.get(*field) else {
                    return Ok(());
                };
                let count = for_each(Some(value), |_, view| match view {
                    View::Any(any) => any.write(self.writer).map_err(xml),
                    _ => Err(inconsistent()),
                })?;
                self.check_count(count, particle, || term_name(&particle.term))
            }
            Term::Group(group) => match group.scope {
                Scope::Field(field) => self.write_group_values(fields.get(field), group, particle),
                Scope::Enclosing if particle.min == 0 && !is_present(group, fields) => Ok(()),
                Scope::Enclosing
                    if particle.max > 1 && group.compositor == Compositor::Sequence =>
                {
                    self.write_repeated(group, particle, fields)
                }
                Scope::Enclosing => self.write_group(group, fields),
            },
        }
    }

    #[inline]
    fn write_occurrences(
        &mut self,
        value: &dyn Value,
        element: &'static Element,
        particle: &'static Particle,
    ) -> Result {
        if particle.max > 1 {
            return self.write_repeated_element(value, element, particle);
        }
        let occurrence = if may_be_list(element.content) {
            only(value)
        } else {
            value.get(0)
        };
        match occurrence {
            Some(view) => {
                self.write_element(&view, element, None)?;
                self.check_count(1, particle, || element.name.to_string())
            }
            None if particle.min == 0 => Ok(()),
            None => self.write_absent(element, particle),
        }
    }

    fn write_repeated_element(
        &mut self,
        value: &dyn Value,
        element: &'static Element,
        particle: &'static Particle,
    ) -> Result {
        let mut count = 0;
        while let Some(view) = value.get(count) {
            self.write_element(&view, element, Some(count))?;
            count += 1;
        }
        if count == 0 && particle.min > 0 {
            return self.write_absent(element, particle);
        }
        self.check_count(count, particle, || element.name.to_string())
    }

    /// An element that must occur and has no value: nil, where that is enough.
    fn write_absent(&mut self, element: &'static Element, particle: &'static Particle) -> Result {
        if particle.min == 1 && element.nillable {
            return self.write_element(&View::Nil, element, None);
        }
        self.check_count(0, particle, || element.name.to_string())
    }

    /// A group with a struct or an enum of its own for each occurrence.
    fn write_group_values(
        &mut self,
        value: Option<&dyn Value>,
        group: &'static Group,
        particle: &'static Particle,
    ) -> Result {
        let Some(value) = value else {
            return Ok(());
        };
        let count = for_each(Some(value), |_, view| match view {
            View::Record(record) => self.write_group(group, Fields::Record(record)),
            View::Choice(choice) => self.write_group(group, Fields::of_choice(choice)),
            _ => Err(inconsistent()),
        })?;
        if group.is_emptiable() && usize::try_from(particle.min).is_ok_and(|min| count < min) {
            return Ok(());
        }
        self.check_count(count, particle, || group_name(group))
    }

    fn check_count(
        &self,
        found: usize,
        particle: &Particle,
        what: impl FnOnce() -> String,
    ) -> Result {
        if self.bounds_are_met {
            return Ok(());
        }
        check_count(found, particle, what)
    }

    /// A repeated group around one repeated element: the list has the elements of all occurrences.
    fn write_repeated(
        &mut self,
        group: &'static Group,
        particle: &'static Particle,
        fields: Fields<'_>,
    ) -> Result {
        let [only] = group.particles else {
            return Err(inconsistent());
        };
        let (Term::Element(Element { field, .. }) | Term::Any { field, .. }) = &only.term else {
            return Err(inconsistent());
        };
        let mut matcher = Matcher::with_bounds(group, particle.min, particle.max);
        for_each(fields.get(*field), |index, view| {
            if matcher.step(&Variant(*field)).is_none() {
                return Err(unexpected(term_name(&only.term), &matcher.expected()));
            }
            match (&only.term, view) {
                (Term::Element(element), view) => self.write_element(&view, element, Some(index)),
                (Term::Any { .. }, View::Any(any)) => any.write(self.writer).map_err(xml),
                _ => Err(inconsistent()),
            }
        })?;
        check_complete(matcher.is_complete(), &matcher.expected())
    }

    /// Items of mixed content, in an order that the group allows.
    fn write_mixed(&mut self, items: &dyn Value, group: &'static Group) -> Result {
        let mut matcher = AnyMatcher::new(group);
        for_each(Some(items), |index, view| {
            let View::Choice(choice) = view else {
                return Err(inconsistent());
            };
            let (variant, value) = choice.selected();
            if variant == 0 {
                return self.write_text(&value.view(), &crate::simple::STRING);
            }
            match matcher
                .step(&Variant(variant))
                .map(|particle| &particle.term)
            {
                Some(Term::Element(element)) => {
                    self.write_element(&value.view(), element, Some(index))
                }
                Some(Term::Any { .. }) => match value.view() {
                    View::Any(any) => any.write(self.writer).map_err(xml),
                    _ => Err(inconsistent()),
                },
                Some(Term::Group(_)) => Err(inconsistent()),
                None => Err(unexpected(
                    variant_name(group, variant).unwrap_or_default(),
                    &matcher.expected(),
                )),
            }
        })?;
        check_complete(matcher.is_complete(), &matcher.expected())
    }
}

/// Whether a text, or the texts that it is made of, must not be shown.
pub(super) fn is_secret(view: &View<'_>) -> bool {
    match view {
        View::Text(value) => value.is_secret(),
        View::Many(list) => list.get(0).is_some_and(|item| is_secret(&item)),
        View::Choice(choice) => is_secret(&choice.selected().1.view()),
        _ => false,
    }
}

/// Appends the lexical form of a value of a simple type.
pub(crate) fn push_text(
    view: &View<'_>,
    simple_type: &SimpleType,
    out: &mut String,
    names: &mut dyn Prefixes,
) -> std::result::Result<(), ValueError> {
    match (view, &simple_type.variety) {
        (View::Text(value), _) => value.write(out, names),
        (View::Many(list), Variety::List(item)) => {
            let mut index = 0;
            while let Some(view) = list.get(index) {
                if index > 0 {
                    out.push(' ');
                }
                push_text(&view, item, out, names)?;
                index += 1;
            }
            Ok(())
        }
        (View::Choice(choice), Variety::Union(members)) => {
            let (variant, value) = choice.selected();
            let Some((member, earlier)) = members
                .get(..=usize::from(variant))
                .and_then(|members| members.split_last())
            else {
                return Ok(());
            };
            let start = out.len();
            push_text(&value.view(), member, out, names)?;
            let text = out.as_str().get(start..).unwrap_or_default();
            if let Some(form) = own_form(text, member, earlier) {
                out.truncate(start);
                out.push_str(&form);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Another form of a member's value that no earlier member of the union takes for its own, where one takes `text`:
/// the first member that accepts a text is the one that it is a value of (XSD 1.0 Part 2, 2.5.1.3).
fn own_form(text: &str, member: &SimpleType, earlier: &[Shared<SimpleType>]) -> Option<String> {
    let is_taken = |text: &str| {
        earlier
            .iter()
            .any(|member| member.validate(&member.normalize(text), &()).is_ok())
    };
    if earlier.is_empty() || !member.has_many_forms() || !is_taken(text) {
        return None;
    }
    member.other_form(text, &mut |form| {
        !is_taken(form) && member.validate(form, &()).is_ok()
    })
}

/// Whether a list is of values that need no escaping; of an empty one that is not known.
fn is_plain_list(list: &dyn Value) -> bool {
    match list.get(0) {
        Some(View::Text(first)) => matches!(first.form(), Form::Plain),
        _ => false,
    }
}

/// Appends the items of a list of values that need no escaping.
fn push_plain_list(list: &dyn Value, out: &mut String) -> std::result::Result<(), ValueError> {
    let mut index = 0;
    while let Some(View::Text(item)) = list.get(index) {
        if index > 0 {
            out.push(' ');
        }
        item.write(out, &mut ())?;
        index += 1;
    }
    Ok(())
}

/// Whether one occurrence of an element may be a list.
fn may_be_list(content: ElementType) -> bool {
    match content {
        ElementType::Flattened(_) => true,
        ElementType::Simple(simple_type) => matches!(simple_type.variety, Variety::List(_)),
        _ => false,
    }
}

/// The only occurrence that a value holds: of a list type, the list.
fn only(value: &dyn Value) -> Option<View<'_>> {
    match value.view() {
        View::Many(list) => Some(View::Many(list)),
        _ => value.get(0),
    }
}

/// Calls `write` with each occurrence; how many there were.
fn for_each(
    value: Option<&dyn Value>,
    mut write: impl FnMut(usize, View<'_>) -> Result,
) -> Result<usize> {
    let mut count = 0;
    if let Some(value) = value {
        while let Some(view) = value.get(count) {
            write(count, view)?;
            count += 1;
        }
    }
    Ok(count)
}

fn check_count(found: usize, particle: &Particle, what: impl FnOnce() -> String) -> Result {
    let count = u32::try_from(found).unwrap_or(UNBOUNDED);
    if count < particle.min {
        return Err(WriteError::new(WriteErrorKind::TooFew {
            what: what(),
            found,
            min: particle.min,
        }));
    }
    if count > particle.max {
        return Err(WriteError::new(WriteErrorKind::TooMany {
            what: what(),
            found,
            max: particle.max,
        }));
    }
    Ok(())
}

fn check_complete(is_complete: bool, expected: &[&'static Term]) -> Result {
    if is_complete {
        return Ok(());
    }
    Err(WriteError::new(WriteErrorKind::MissingElement {
        expected: expected.iter().map(|term| term_name(term)).collect(),
    }))
}

fn unexpected(found: String, expected: &[&'static Term]) -> WriteError {
    WriteError::new(WriteErrorKind::UnexpectedElement {
        found,
        expected: expected.iter().map(|term| term_name(term)).collect(),
    })
}

/// Whether any element of the group has a value.
pub(super) fn is_present(group: &'static Group, fields: Fields<'_>) -> bool {
    group.particles.iter().any(|particle| match &particle.term {
        Term::Element(element) => fields.has(element.field),
        Term::Any { field, .. } => fields.has(*field),
        Term::Group(group) => match group.scope {
            Scope::Field(field) => fields.has(field),
            Scope::Enclosing => is_present(group, fields),
        },
    })
}

/// Whether the particle is the alternative of a variant's number.
pub(super) fn is_variant(particle: &Particle, variant: u16) -> bool {
    match &particle.term {
        Term::Element(element) => element.field == variant,
        Term::Any { field, .. } => *field == variant,
        Term::Group(group) => group.scope == Scope::Field(variant),
    }
}

fn group_name(group: &'static Group) -> String {
    let names: Vec<String> = group
        .particles
        .iter()
        .map(|particle| term_name(&particle.term))
        .collect();
    names.join(if group.compositor == Compositor::Choice {
        " | "
    } else {
        ", "
    })
}

/// The name of the element that fills a variant.
fn variant_name(group: &'static Group, variant: u16) -> Option<String> {
    group
        .particles
        .iter()
        .find_map(|particle| match &particle.term {
            Term::Group(group) => variant_name(group, variant),
            term => is_variant(particle, variant).then(|| term_name(term)),
        })
}

/// The element of a variant's number.
struct Variant(u16);

impl Symbol for Variant {
    fn is(&self, term: &'static Term) -> bool {
        match term {
            Term::Element(element) => element.field == self.0,
            Term::Any { field, .. } => *field == self.0,
            Term::Group(_) => false,
        }
    }
}

impl crate::simple::Prefixes for Writer {
    fn prefix(&mut self, namespace: &str, wanted: Option<&str>) -> Option<&str> {
        self.prefix_or_else(namespace, wanted).ok()
    }
}

pub(super) fn xml(error: XmlError) -> WriteError {
    WriteError::new(WriteErrorKind::Xml(error))
}

fn invalid(error: ValueError) -> WriteError {
    WriteError::new(WriteErrorKind::InvalidValue(error))
}

fn inconsistent() -> WriteError {
    WriteError::new(WriteErrorKind::InconsistentBindings)
}
