//! Checking without keeping: what wildcards admit, content of any type, and elements that only declarations know.
//!
//! The same interpreter walks the same tables, with a [`Checked`] in the place of a value. What a wildcard with
//! `strict` or `lax` admits is read twice: once to check it, with all that is inside of it, and once into the generic
//! element that keeps it. So the cost is at most double, however deep wildcards nest.

use super::content::{Initial, is_instance_attribute};
use super::error::{ReadError, ReadErrorKind, segment};
use super::interpreter::{INSTANCE, InstanceAttributes, Interpreter, Result, TypeName};
use super::text::{self, Checks};
use super::{Mode, ReadOptions};
use crate::declarations::{Declarations, Named};
use crate::model::{
    Content, DerivedType, Element, ElementType, Model, Name, ProcessContents, ValueConstraint,
};
use crate::simple::SimpleType;
use crate::value::{Checked, Place, Record, Value};
use crate::xml::{AnyElement, Attribute, Reader, Token};

/// Checks a document against the declarations of its schema, and keeps nothing of it. The root must be declared, or
/// name its type by `xsi:type`.
///
/// # Errors
/// As [`from_str_with`](super::from_str_with).
pub fn validate(text: &str, declarations: &'static Declarations, options: &ReadOptions) -> Result {
    let mut reader = Reader::new(text, &options.limits);
    let mut interpreter = Interpreter::new(&mut reader, options);
    interpreter.declarations = Some(declarations);
    interpreter.next()?;
    interpreter.begin_identity();
    interpreter.check_admitted(&mut Checked::default(), ProcessContents::Strict)?;
    interpreter.end_identity()?;
    interpreter.finish()
}

/// Checks a document whose root must be the element given, and keeps nothing of it.
///
/// # Errors
/// As [`from_str_with`](super::from_str_with).
pub fn validate_element(text: &str, element: &'static Element, options: &ReadOptions) -> Result {
    super::read_document(&mut Checked::default(), element, text, options).map(drop)
}

/// What a wildcard admits.
impl Interpreter<'_, '_> {
    /// Whether what a wildcard admits is checked.
    pub(super) fn checks(&self, process_contents: ProcessContents) -> bool {
        self.mode == Mode::Strict
            && process_contents != ProcessContents::Skip
            && self.declarations.is_some()
    }

    /// Reads the element that just started, which a wildcard admits, into a generic one.
    pub(super) fn read_admitted(
        &mut self,
        any: &mut AnyElement,
        process_contents: ProcessContents,
    ) -> Result {
        if self.checks(process_contents) {
            self.ahead(|interpreter| {
                interpreter.check_admitted(&mut Checked::default(), process_contents)
            })?;
        }
        self.read_any(any)
    }

    /// Checks the element that just started, which a wildcard admits (`cvc-assess-elt`).
    pub(super) fn check_admitted(
        &mut self,
        checked: &mut Checked,
        process_contents: ProcessContents,
    ) -> Result {
        let Some(declarations) = self.declarations.filter(|_| self.checks(process_contents)) else {
            return self.skip();
        };
        let name = self.reader.name();
        if let Some(element) = declarations.element(name.namespace.as_str(), name.local) {
            if element.is_abstract {
                let name = element.name.to_string();
                let error = self.error(ReadErrorKind::AbstractElement { name });
                return Err(error.within(segment(&element.name, None)));
            }
            return self.read_child(checked, element, false);
        }
        let segment = String::from(name.local);
        self.enter_undeclared();
        self.check_undeclared(checked, process_contents, declarations)
            .and_then(|()| self.leave_undeclared())
            .map_err(|error| error.within(segment))
    }

    /// Checks an element without a declaration: by the type that it names, or, where the wildcard is lax, what is
    /// inside of it.
    fn check_undeclared(
        &mut self,
        checked: &mut Checked,
        process_contents: ProcessContents,
        declarations: &'static Declarations,
    ) -> Result {
        let instance = self.instance_attributes()?;
        let named = instance
            .type_name
            .as_ref()
            .and_then(|name| declarations.resolve(&name.namespace, &name.local));
        match (named, process_contents) {
            (Some(named), _) => {
                self.check_content(checked, named.content(), &UNDECLARED, &instance)
            }
            (None, ProcessContents::Strict) => {
                let found = self.reader.name().to_string();
                Err(self.error(ReadErrorKind::UndeclaredElement { found }))
            }
            (None, ProcessContents::Lax | ProcessContents::Skip) => {
                self.check_lax_content(checked, None)
            }
        }
    }

    /// Runs a check of the element that just started, and goes back to its start tag.
    pub(super) fn ahead(&mut self, check: impl FnOnce(&mut Self) -> Result) -> Result {
        let start = self.reader.checkpoint();
        let account = self.memory_left + self.identity.charged();
        check(self)?;
        self.reader.rewind(start);
        // Keys and IDs are kept, though the values are not.
        self.memory_left = account.saturating_sub(self.identity.charged());
        Ok(())
    }

    /// Checks an attribute that a wildcard admits (`cvc-assess-attr`), and tells its type where it is declared.
    pub(super) fn check_any_attribute(
        &self,
        attribute: &Attribute<'_>,
        process_contents: ProcessContents,
    ) -> Result<Option<&'static SimpleType>> {
        let name = attribute.name;
        let declared = self
            .declarations
            .and_then(|declarations| declarations.attribute(name.namespace.as_str(), name.local));
        let error = |kind| Err(self.error(kind).within(format!("@{}", name.local)));
        let Some(declared) = declared else {
            return match process_contents {
                ProcessContents::Strict => error(ReadErrorKind::UndeclaredAttribute {
                    found: name.to_string(),
                }),
                ProcessContents::Lax | ProcessContents::Skip => Ok(None),
            };
        };
        let simple_type = declared.simple_type;
        let value = self.shown(attribute.value, simple_type);
        let mut checked = Checked::default();
        let place = Place::Checked(&mut checked);
        if let Err(invalid) = text::store(place, &value, simple_type, &*self.reader, Checks::All) {
            return error(ReadErrorKind::InvalidValue(invalid));
        }
        if let Some(ValueConstraint::Fixed(fixed)) = declared.constraint
            && !text::is_same_value(simple_type, attribute.value, fixed, &*self.reader)
        {
            let found = String::from(attribute.value);
            return error(ReadErrorKind::NotFixed { found, fixed });
        }
        Ok(Some(simple_type))
    }
}

/// Content of a type that is known while reading.
impl Interpreter<'_, '_> {
    /// Reads the element that just started, whose declared type is `xsd:anyType`, into a generic one.
    pub(super) fn read_any_type(
        &mut self,
        any: &mut AnyElement,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        if self.checks(ProcessContents::Lax) {
            self.ahead(|interpreter| {
                interpreter.check_any_type(&mut Checked::default(), element, instance)
            })?;
        }
        self.read_any(any)
    }

    /// Reads the element that just started, whose declared type is `xsd:anySimpleType`, into a generic one, which
    /// keeps the type that it names.
    pub(super) fn read_any_simple(
        &mut self,
        any: &mut AnyElement,
        simple_type: &'static SimpleType,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        if self.mode == Mode::Strict {
            self.ahead(|interpreter| {
                let checked = &mut Checked::default();
                interpreter.read_simple(Place::Checked(checked), simple_type, element, instance)
            })?;
        }
        self.read_any(any)
    }

    /// Checks the element that just started against a type.
    pub(super) fn check_content(
        &mut self,
        checked: &mut Checked,
        content: ElementType,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        match content {
            ElementType::Simple(simple_type) => {
                if let Some(name) = &instance.type_name
                    && let Some(Named::Type(named)) = self.substitute(simple_type, element, name)
                    && let ElementType::Complex(_) = named.content
                {
                    return self.check_content(checked, named.content, element, instance);
                }
                self.read_simple(Place::Checked(checked), simple_type, element, instance)
            }
            ElementType::Complex(model) | ElementType::Flattened(model) => {
                self.check_type_name(model, instance)?;
                self.read_record(&mut CheckedRecord { model, checked }, element.constraint)
            }
            ElementType::Derived(types) => {
                let content = self.derived_content(types, instance)?;
                self.check_content(checked, content, element, instance)
            }
            ElementType::Any => self.check_any_type(checked, element, instance),
            ElementType::Unchecked => self.skip(),
        }
    }

    fn derived_content(
        &self,
        types: &'static [DerivedType],
        instance: &InstanceAttributes,
    ) -> Result<ElementType> {
        match self.derived_type(types, instance)?.content {
            ElementType::Derived(_) => Err(self.error(ReadErrorKind::InconsistentBindings)),
            content => Ok(content),
        }
    }

    /// Checks an element of type `xsd:anyType`: against the type that it names, or what is declared inside of it.
    fn check_any_type(
        &mut self,
        checked: &mut Checked,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        match self.named_type(element, instance)? {
            None | Some(Named::AnyType) => self.check_lax_content(checked, element.constraint),
            Some(named) => self.check_content(checked, named.content(), element, instance),
        }
    }

    /// The type that an element of type `xsd:anyType` names (`cvc-elt.4`).
    fn named_type(
        &self,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result<Option<Named>> {
        let (Some(found), Some(declarations)) = (&instance.type_name, self.declarations) else {
            return Ok(None);
        };
        let Some(named) = declarations.resolve(&found.namespace, &found.local) else {
            let found = found.to_string();
            return Err(self.error(ReadErrorKind::UnknownType { found }));
        };
        if declarations
            .methods_from_any_type(named)
            .overlap(element.blocked)
        {
            return Err(self.blocked_type(found));
        }
        Ok(Some(named))
    }

    fn blocked_type(&self, found: &TypeName) -> ReadError {
        self.error(ReadErrorKind::UnexpectedType {
            found: found.to_string(),
            expected: Vec::new(),
        })
    }

    /// Attributes and content of `xsd:anyType`: all of it may be there, and what is declared must be valid.
    fn check_lax_content(
        &mut self,
        checked: &mut Checked,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        self.check_lax_attributes()?;
        let mut initial = Initial::new(constraint, self.mode);
        loop {
            match self.next()? {
                Token::Start => {
                    initial.element(self)?;
                    self.check_admitted(checked, ProcessContents::Lax)?;
                }
                Token::Text => initial.text(self.reader.text()),
                Token::End | Token::Eof => break,
            }
        }
        initial.end(self).map(drop)
    }

    fn check_lax_attributes(&mut self) -> Result {
        let others = self.reader.attributes().filter(|attribute| {
            !attribute.name.namespace.is(INSTANCE) || !is_instance_attribute(attribute.name.local)
        });
        for attribute in others {
            if let Some(simple_type) = self.check_any_attribute(&attribute, ProcessContents::Lax)? {
                self.identity
                    .any_attribute(&attribute, simple_type, self.reader)?;
            }
        }
        self.charge_identity()
    }

    /// What is asked of an element with `xsi:nil="true"`, but for its content, which is none (`cvc-elt.3`).
    pub(super) fn check_nil(
        &mut self,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        if !element.nillable {
            return Err(self.error(ReadErrorKind::NotNillable));
        }
        if let Some(ValueConstraint::Fixed(fixed)) = element.constraint {
            return Err(self.error(ReadErrorKind::NilFixed { fixed }));
        }
        let named = match element.content {
            ElementType::Any => self.named_type(element, instance)?,
            _ => None,
        };
        let content = match (named, element.content) {
            (Some(named), _) => named.content(),
            (None, ElementType::Derived(types)) => self.derived_content(types, instance)?,
            (None, content) => content,
        };
        match content {
            ElementType::Simple(simple_type) => {
                self.identity.nil();
                self.check_simple_type_name(simple_type, element, instance)?;
                self.only_instance_attributes()
            }
            ElementType::Complex(model) | ElementType::Flattened(model) => {
                self.check_type_name(model, instance)?;
                if let Content::Text { .. } = model.content() {
                    self.identity.nil();
                }
                let checked = &mut Checked::default();
                self.read_attributes(&mut CheckedRecord { model, checked }, model)
            }
            ElementType::Any => self.check_lax_attributes(),
            ElementType::Derived(_) | ElementType::Unchecked => Ok(()),
        }
    }

    /// Skips the element that just started, which is not checked.
    fn skip(&mut self) -> Result {
        self.reader.skip().map_err(|error| self.xml_error(error))
    }
}

/// What stands for the declaration of an element that has none.
static UNDECLARED: Element = Element::new(Name::new("", ""), 0, ElementType::Any);

/// A struct of any complex type that keeps nothing.
pub(super) struct CheckedRecord<'c> {
    pub(super) model: &'static Model,
    pub(super) checked: &'c mut Checked,
}

impl Record for CheckedRecord<'_> {
    fn model(&self) -> &'static Model {
        self.model
    }

    fn field(&self, _: u16) -> &dyn Value {
        &*self.checked
    }

    fn field_mut(&mut self, index: u16) -> &mut dyn Value {
        self.checked.field(index)
    }
}
