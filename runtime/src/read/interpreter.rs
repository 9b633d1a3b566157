//! The interpreter that reads: it walks the tables beside the tokens of the document.
//!
//! Nothing in here is generic over the types of the user, and values are filled in place, so that one level of
//! nesting costs a few hundred bytes of stack whatever the size of the struct.

use std::borrow::Cow;
use std::fmt;

use super::error::{EmptyBecause, ReadError, ReadErrorKind, segment};
use super::identity::Identity;
use super::text::{self, Checks};
use super::{Mode, ReadOptions, Report};
use crate::declarations::{Declarations, Named};
use crate::model::{Content, DerivedType, Element, ElementType, Model, Name, ValueConstraint};
use crate::simple::{BOOLEAN, Builtin, Namespaces, QNAME, SimpleType, ValueError};
use crate::soap::{Attachment, Secrets};
use crate::value::{Place, Record, Value};
use crate::xml::AnyElement;
use crate::xml::{Content as TextContent, Reader, Token, XmlError};

/// The namespace of `xsi:type` and its siblings.
pub(crate) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

pub(super) type Result<T = ()> = std::result::Result<T, ReadError>;

/// Reads the elements of one document.
pub(crate) struct Interpreter<'r, 'a> {
    pub(crate) reader: &'r mut Reader<'a>,
    pub(crate) mode: Mode,
    memory: usize,
    pub(super) memory_left: usize,
    pub(super) identity: Identity,
    pub(crate) report: Report,
    /// What elements of bytes may refer to instead of holding them.
    pub(super) attachments: Vec<Attachment>,
    /// What may not stand in the texts read.
    kept: Option<Secrets>,
    /// What wildcards and `xsi:type` refer to.
    pub(super) declarations: Option<&'static Declarations>,
}

/// The attributes of the namespace [`INSTANCE`] on one element.
#[derive(Default)]
pub(super) struct InstanceAttributes {
    nil: bool,
    /// The expanded name in `xsi:type`.
    pub(super) type_name: Option<TypeName>,
}

/// The name in an `xsi:type`, expanded.
pub(super) struct TypeName {
    pub(super) namespace: String,
    pub(super) local: String,
}

impl TypeName {
    fn is(&self, name: &Name) -> bool {
        self.local == name.local && self.namespace == name.namespace
    }

    fn parse(text: &str, reader: &Reader<'_>) -> std::result::Result<Self, ValueError> {
        QNAME.validate(text, reader)?;
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        Ok(TypeName {
            namespace: reader
                .namespace(prefix)
                .map(String::from)
                .unwrap_or_default(),
            local: String::from(local),
        })
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&expanded(&self.namespace, &self.local))
    }
}

/// `{namespace}local`, `local` where there is no namespace, and `xsd:local` for what XSD defines.
pub(super) fn expanded(namespace: &str, local: &str) -> String {
    match namespace {
        "" => String::from(local),
        crate::simple::XSD_NAMESPACE => format!("xsd:{local}"),
        namespace => format!("{{{namespace}}}{local}"),
    }
}

impl<'r, 'a> Interpreter<'r, 'a> {
    pub(crate) fn new(reader: &'r mut Reader<'a>, options: &ReadOptions) -> Self {
        Interpreter {
            reader,
            mode: options.mode,
            memory: options.limits.decoded_bytes,
            memory_left: options.limits.decoded_bytes,
            identity: Identity::default(),
            report: Report::default(),
            attachments: Vec::new(),
            kept: None,
            declarations: None,
        }
    }

    /// Takes secrets out of all text read from now on: a service that repeats a request in a fault must not bring them
    /// into an error.
    pub(crate) fn keep_from_text(&mut self, secrets: Secrets) {
        self.kept = Some(secrets);
    }

    /// A text of a simple type without the secrets that are kept from it. Only text in the narrow sense can hold one.
    pub(super) fn shown<'t>(&self, text: &'t str, simple_type: &SimpleType) -> Cow<'t, str> {
        let Some(secrets) = &self.kept else {
            return Cow::Borrowed(text);
        };
        match simple_type.builtin() {
            Some(
                Builtin::String
                | Builtin::AnySimpleType
                | Builtin::NormalizedString
                | Builtin::Token
                | Builtin::AnyUri,
            ) => Cow::Owned(secrets.redact(text, usize::MAX)),
            _ => Cow::Borrowed(text),
        }
    }

    pub(crate) fn into_report(self) -> Report {
        self.report
    }

    /// Reads the element that just started into a value, to its end tag. A value for repeated elements is a list of
    /// them; any other is the one occurrence, which may itself be a list.
    pub(super) fn read_element(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
        is_repeated: bool,
    ) -> Result {
        let instance = self.instance_attributes()?;
        if instance.nil {
            return self.read_nil(value, element, &instance);
        }
        let place = if is_repeated {
            value.add()
        } else {
            value.place()
        };
        self.read_content(place, element.content, element, &instance)
    }

    /// Reads a child of a record. The path of an error gets its name, and its number if it may be repeated.
    #[inline]
    pub(super) fn read_child(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
        is_repeated: bool,
    ) -> Result {
        let read = if self.is_constrained(element) {
            self.read_constrained(value, element, is_repeated)
        } else {
            self.read_element(value, element, is_repeated)
        };
        match read {
            Ok(()) => Ok(()),
            Err(error) => {
                let number = is_repeated.then(|| occurrences(value));
                Err(error.within(segment(&element.name, number)))
            }
        }
    }

    /// An element that says that it is nil. Lenient reading takes it for an absent one where the schema does not
    /// allow nil, and for an empty one where it must be there.
    fn read_nil(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        if self.mode == Mode::Strict
            && let Err(error) = self.check_nil(element, instance)
        {
            // The path of the error counts the element.
            value.add();
            return Err(error);
        }
        // A generic element keeps what else is said of it.
        let says_more = self.reader.attributes().len() > 1;
        let is_nillable_value = match value.add() {
            Place::Any(any) if element.nillable && says_more => return self.read_any_nil(any),
            Place::Nillable(nillable) => {
                if says_more && let Place::Any(any) = nillable.fill() {
                    return self.read_any_nil(any);
                }
                nillable.set_nil();
                true
            }
            Place::Checked(_) => true,
            _ => false,
        };
        if is_nillable_value || value.take_back() {
            return self.read_empty(EmptyBecause::Nil);
        }
        if element.nillable {
            return Err(self.error(ReadErrorKind::InconsistentBindings));
        }
        self.read_content(value.place(), element.content, element, instance)
    }

    /// Reads the element that just started, whose type may be another than that of its declaration.
    pub(super) fn read_content(
        &mut self,
        place: Place<'_>,
        content: ElementType,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        match (content, place) {
            (content, Place::Nillable(nillable)) => {
                self.read_content(nillable.fill(), content, element, instance)
            }
            (content, Place::Checked(checked)) => {
                self.check_content(checked, content, element, instance)
            }
            (ElementType::Simple(simple_type), Place::Any(any)) => {
                self.read_any_simple(any, simple_type, element, instance)
            }
            (ElementType::Simple(simple_type), place) => {
                self.read_simple(place, simple_type, element, instance)
            }
            (ElementType::Complex(model), Place::Record(record)) => {
                self.check_type_name(model, instance)?;
                self.read_record(record, element.constraint)
            }
            (ElementType::Flattened(model), Place::Many(list)) => {
                self.check_type_name(model, instance)?;
                self.read_record(&mut FlattenedList { model, list }, element.constraint)
            }
            (ElementType::Derived(types), Place::Choice(choice)) => {
                let derived = self.derived_type(types, instance)?;
                let place = choice.select(derived.variant).place();
                match derived.content {
                    ElementType::Derived(_) => Err(self.error(ReadErrorKind::InconsistentBindings)),
                    content => self.read_content(place, content, element, instance),
                }
            }
            (ElementType::Any, Place::Any(any)) => self.read_any_type(any, element, instance),
            _ => Err(self.error(ReadErrorKind::InconsistentBindings)),
        }
    }

    /// Reads the element that just started, of a simple type.
    pub(super) fn read_simple(
        &mut self,
        place: Place<'_>,
        simple_type: &'static SimpleType,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        self.only_instance_attributes()?;
        let named = match &instance.type_name {
            Some(name) => self.named_simple_type(simple_type, element, name)?,
            None => None,
        };
        self.read_text(place, simple_type, named, element.constraint)?;
        match named {
            Some(named) => self.check_text(named, element.constraint),
            None => Ok(()),
        }
    }

    /// Reads attributes and content of the element that just started.
    pub(super) fn read_record(
        &mut self,
        record: &mut dyn Record,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        self.charge(std::mem::size_of_val(record))?;
        let model = record.model();
        if self.reader.has_attributes() || !model.attributes.is_empty() {
            self.read_attributes(record, model)?;
        }
        match model.content() {
            Content::Empty => self.read_empty(EmptyBecause::Type),
            Content::Text { field, simple_type } => self.read_text(
                record.field_mut(*field).place(),
                simple_type,
                None,
                constraint,
            ),
            Content::Elements(group) => self.read_elements(record, group),
            Content::Mixed { field, group } => {
                self.read_mixed(record.field_mut(*field), group, constraint)
            }
            Content::Later(_) => Err(self.error(ReadErrorKind::InconsistentBindings)),
        }
    }

    /// Reads the element that just started into a generic one, unchecked.
    pub(crate) fn read_any(&mut self, element: &mut AnyElement) -> Result {
        match AnyElement::read(self.reader) {
            Ok(read) => *element = read,
            Err(error) => return Err(self.xml_error(error)),
        }
        Ok(())
    }

    /// Reads an element that says that it is nil into a generic one.
    fn read_any_nil(&mut self, any: &mut AnyElement) -> Result {
        if self.mode == Mode::Strict {
            self.ahead(|interpreter| interpreter.read_empty(EmptyBecause::Nil))?;
        }
        self.read_any(any)
    }

    /// Reads the text of the element that just started into a value of a simple type; the element may name another.
    fn read_text(
        &mut self,
        place: Place<'_>,
        simple_type: &'static SimpleType,
        named: Option<&'static SimpleType>,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        match self.reader.read_text() {
            Ok(TextContent::Text) => {}
            Ok(TextContent::Child) => {
                let text = self.read_included(simple_type)?;
                return self.store_text(place, simple_type, &text);
            }
            Err(error) => return Err(self.xml_error(error)),
        }
        let reader = &*self.reader;
        let text = match constraint {
            Some(constraint) if reader.text().is_empty() => constraint.text(),
            _ => reader.text(),
        };
        let text = &*self.shown(text, simple_type);
        let actual_type = named.unwrap_or(simple_type);
        let is_identifying = self.mode == Mode::Strict && self.identity.wants_text(actual_type);
        let is_secret = is_identifying && is_secret(&place);
        if let Err(error) = text::store(place, text, simple_type, reader, Checks::of(self.mode)) {
            return Err(self.error(ReadErrorKind::InvalidValue(error)));
        }
        if let (Some(ValueConstraint::Fixed(fixed)), Mode::Strict) = (constraint, self.mode)
            && !text::is_same_value(simple_type, text, fixed, reader)
        {
            let found = String::from(text);
            return Err(self.error(ReadErrorKind::NotFixed { found, fixed }));
        }
        let length = text.len();
        if is_identifying {
            self.identity.text(actual_type, text, is_secret, reader)?;
            self.charge_identity()?;
        }
        self.charge(length)
    }

    /// Stores a text that does not stand in the document itself.
    fn store_text(
        &mut self,
        place: Place<'_>,
        simple_type: &'static SimpleType,
        text: &str,
    ) -> Result {
        let checks = Checks::of(self.mode);
        if let Err(error) = text::store(place, text, simple_type, &*self.reader, checks) {
            return Err(self.error(ReadErrorKind::InvalidValue(error)));
        }
        self.charge(text.len())
    }

    /// Reads to the end tag of an element that must be empty.
    pub(super) fn read_empty(&mut self, because: EmptyBecause) -> Result {
        loop {
            let is_allowed = match self.next()? {
                Token::End | Token::Eof => return Ok(()),
                Token::Text => because == EmptyBecause::Type && is_white_space(self.reader.text()),
                Token::Start if self.mode == Mode::Lenient => {
                    self.skip_element()?;
                    true
                }
                Token::Start => false,
            };
            if !is_allowed && self.mode == Mode::Strict {
                return Err(self.error(ReadErrorKind::NotEmpty { because }));
            }
        }
    }
}

/// Types named in the document.
impl Interpreter<'_, '_> {
    pub(super) fn instance_attributes(&mut self) -> Result<InstanceAttributes> {
        let mut instance = InstanceAttributes::default();
        if !self.reader.has_prefixed_attributes() {
            return Ok(instance);
        }
        let mut failure = None;
        for attribute in self.reader.attributes() {
            if !attribute.name.namespace.is(INSTANCE) {
                continue;
            }
            let value = attribute.value.trim_matches(is_space);
            match attribute.name.local {
                "nil" => match text::parse::<bool>(value, &BOOLEAN, &*self.reader) {
                    Ok(nil) => instance.nil = nil,
                    Err(error) => failure = Some(error),
                },
                "type" => match TypeName::parse(value, self.reader) {
                    Ok(name) => instance.type_name = Some(name),
                    Err(error) => failure = Some(error),
                },
                _ => {}
            }
        }
        match failure {
            Some(error) => Err(self.error(ReadErrorKind::InvalidValue(error))),
            None => Ok(instance),
        }
    }

    /// An element that is not polymorphic may name its own type and no other.
    pub(super) fn check_type_name(
        &self,
        model: &'static Model,
        instance: &InstanceAttributes,
    ) -> Result {
        match &instance.type_name {
            Some(found) if self.mode == Mode::Strict && !found.is(&model.name) => {
                Err(self.error(ReadErrorKind::UnexpectedType {
                    found: found.to_string(),
                    expected: vec![model.name.to_string()],
                }))
            }
            _ if model.is_abstract => Err(self.error(ReadErrorKind::AbstractType {
                name: model.name.to_string(),
                expected: Vec::new(),
            })),
            _ => Ok(()),
        }
    }

    /// Checks the text that was just read against another type than that of its value.
    fn check_text(
        &self,
        simple_type: &'static SimpleType,
        constraint: Option<ValueConstraint>,
    ) -> Result {
        let text = match constraint {
            Some(constraint) if self.reader.text().is_empty() => constraint.text(),
            _ => self.reader.text(),
        };
        let text = simple_type.normalize(text);
        let checked = simple_type.validate(&text, &*self.reader);
        checked.map_err(|error| self.error(ReadErrorKind::InvalidValue(error)))
    }

    /// The simple type that an element names beside the declared one, which must be derived from that.
    fn named_simple_type(
        &self,
        simple_type: &'static SimpleType,
        element: &'static Element,
        found: &TypeName,
    ) -> Result<Option<&'static SimpleType>> {
        let own = simple_type.name.as_ref();
        let is_own =
            own.is_some_and(|own| *own.local == *found.local && *own.namespace == *found.namespace);
        if is_own || self.mode == Mode::Lenient {
            return Ok(None);
        }
        match self.substitute(simple_type, element, found) {
            Some(Named::Builtin(named)) => Ok(Some(named)),
            Some(Named::Type(named)) => match named.content {
                ElementType::Simple(named) => Ok(Some(named)),
                // The Rust type has no room for what the complex type adds.
                _ => Err(self.unexpected_type(simple_type, found)),
            },
            Some(Named::AnyType) | None => Err(self.unexpected_type(simple_type, found)),
        }
    }

    /// An element of a simple type may name a type derived from it and no other.
    pub(super) fn check_simple_type_name(
        &self,
        simple_type: &'static SimpleType,
        element: &'static Element,
        instance: &InstanceAttributes,
    ) -> Result {
        match &instance.type_name {
            Some(name) => self.named_simple_type(simple_type, element, name).map(drop),
            None => Ok(()),
        }
    }

    /// The type of a name, if an element of a simple type may be of it: derived from that, by a method that the
    /// element does not block (`cvc-elt.4.3`).
    pub(super) fn substitute(
        &self,
        simple_type: &'static SimpleType,
        element: &'static Element,
        found: &TypeName,
    ) -> Option<Named> {
        let declarations = self.declarations.unwrap_or(&NO_DECLARATIONS);
        let named = declarations.resolve(&found.namespace, &found.local)?;
        let methods = declarations.methods_from_simple(named, simple_type)?;
        (!methods.overlap(element.blocked)).then_some(named)
    }

    pub(super) fn unexpected_type(
        &self,
        simple_type: &'static SimpleType,
        found: &TypeName,
    ) -> ReadError {
        let own = simple_type.name.as_ref();
        self.error(ReadErrorKind::UnexpectedType {
            found: found.to_string(),
            expected: own
                .map(|own| expanded(&own.namespace, &own.local))
                .into_iter()
                .collect(),
        })
    }

    /// The row of the type that the element names, or of the declared one.
    pub(super) fn derived_type(
        &self,
        types: &'static [DerivedType],
        instance: &InstanceAttributes,
    ) -> Result<&'static DerivedType> {
        let is_concrete = |row: &&DerivedType| !matches!(row.content, ElementType::Complex(model) if model.is_abstract);
        let concrete = || {
            types
                .iter()
                .filter(is_concrete)
                .map(|row| row.name.to_string())
                .collect()
        };
        let named = instance
            .type_name
            .as_ref()
            .map(|name| types.iter().find(|row| name.is(&row.name)));
        let row = match (named, types.first()) {
            (Some(Some(row)), _) => row,
            (Some(None), _) if self.mode == Mode::Strict => {
                return Err(self.error(ReadErrorKind::UnexpectedType {
                    found: instance
                        .type_name
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                    expected: concrete(),
                }));
            }
            (_, Some(declared)) => declared,
            (_, None) => return Err(self.error(ReadErrorKind::InconsistentBindings)),
        };
        if is_concrete(&row) {
            return Ok(row);
        }
        Err(self.error(ReadErrorKind::AbstractType {
            name: row.name.to_string(),
            expected: concrete(),
        }))
    }
}

/// Tokens, errors and accounts.
impl Interpreter<'_, '_> {
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Token> {
        match self.reader.next() {
            Ok(token) => Ok(token),
            Err(error) => Err(self.xml_error(error)),
        }
    }

    /// Skips an element that the schema doesn't know; only lenient reading does.
    pub(crate) fn skip_element(&mut self) -> Result {
        let name = self.reader.name().to_string();
        self.report.skip_element(name);
        self.reader.skip().map_err(|error| self.xml_error(error))
    }

    /// Accounts for memory that the values take.
    #[inline]
    pub(super) fn charge(&mut self, bytes: usize) -> Result {
        match self.memory_left.checked_sub(bytes) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(self.error(ReadErrorKind::TooMuchMemory { limit: self.memory })),
        }
    }

    /// An error at the current token.
    #[cold]
    pub(crate) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError::new(kind, self.reader.position(self.reader.offset()))
    }

    #[cold]
    pub(crate) fn xml_error(&self, error: XmlError) -> ReadError {
        let position = self.reader.position(error.offset());
        ReadError::new(ReadErrorKind::Xml(error), position)
    }
}

/// Whether the text of a place must not be shown.
pub(super) fn is_secret(place: &Place<'_>) -> bool {
    matches!(place, Place::Text(value) if value.is_secret())
}
/// What a document without declarations refers to: the built-in types alone.
static NO_DECLARATIONS: Declarations = Declarations {
    elements: &[],
    attributes: &[],
    types: &[],
};

/// How many occurrences a value holds.
#[cold]
fn occurrences(value: &dyn Value) -> u32 {
    let count = (0..)
        .take_while(|index| value.get(*index).is_some())
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The list that stands for a struct whose only field it would be.
struct FlattenedList<'v> {
    model: &'static Model,
    list: &'v mut dyn Value,
}

impl Record for FlattenedList<'_> {
    fn model(&self) -> &'static Model {
        self.model
    }

    fn field(&self, _: u16) -> &dyn Value {
        self.list
    }

    fn field_mut(&mut self, _: u16) -> &mut dyn Value {
        self.list
    }
}

pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

pub(super) fn is_white_space(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}
