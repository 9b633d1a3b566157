//! The Rust side of a schema, before it has names: which types there are, what their fields hold, and the tables
//! that say what is allowed.
//!
//! [`lower`] makes a [`Crate`] from the component model and the services; the [`pass`]es then change its shape.
//! Identifiers are chosen after that, in [`naming`](crate::naming), from the schema names kept here.

pub mod lower;
pub mod pass;
pub mod rows;

use std::sync::Arc;

use crate::schema::{
    self, Builtin, Compositor, DerivationSet, NamespaceConstraint, ProcessContents,
    SimpleTypeDefinition, WhiteSpace,
};
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::wsdl::SoapVersion;

/// All that is generated, without identifiers.
#[derive(Debug, Default)]
pub struct Crate {
    /// The Rust types.
    pub items: Vec<Item>,
    /// Descriptors of the simple types that the tables name.
    pub simple_types: Vec<SimpleTable>,
    /// The global elements, each with the Rust type that a document of it is.
    pub elements: Vec<GlobalElement>,
    /// What wildcards and `xsi:type` refer to; `None` where no type asks for it.
    pub declarations: Option<Declarations>,
    /// Clients and servers.
    pub interfaces: Vec<Interface>,
    /// The namespace whose types stand at the root of the module; those of others stand in modules of their own.
    pub primary_namespace: Option<Arc<str>>,
}

/// An index into [`Crate::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub usize);

/// An index into [`Crate::simple_types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimpleId(pub usize);

/// A Rust type.
#[derive(Debug)]
pub struct Item {
    /// The namespace of the component, which decides the module.
    pub namespace: Option<Arc<str>>,
    /// What its name is made from.
    pub origin: Origin,
    /// What the schema says about it.
    pub documentation: Option<Arc<str>>,
    /// The component that it stands for.
    pub span: Option<Span>,
    /// What it is.
    pub kind: ItemKind,
    /// Whether it is written; what no chosen operation needs, or what another module has, is not.
    pub presence: Presence,
}

/// Whether an item is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It is written.
    #[default]
    Written,
    /// It is part of a module generated elsewhere.
    External,
    /// Nothing needs it.
    Pruned,
}

/// What an item's name is made from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A named type.
    Type(QName),
    /// A global element.
    Element(QName),
    /// A named model group.
    Group(QName),
    /// An open enumeration of an overlay.
    Overlay(Arc<str>),
    /// Something inside of another item.
    Nested {
        /// The item.
        parent: ItemId,
        /// The schema name that tells it from its siblings; empty where there is none.
        local: Arc<str>,
        /// What it is, for when the name is taken.
        role: Role,
    },
    /// An anonymous type inside a named model group.
    InGroup {
        /// The group.
        group: QName,
        /// The element whose type it is.
        local: Arc<str>,
        /// What it is.
        role: Role,
    },
}

/// What a nested item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An anonymous type.
    Type,
    /// A choice.
    Choice,
    /// One occurrence of a repeated sequence.
    Group,
    /// An item of mixed content.
    Content,
    /// The types derived from one.
    Kind,
    /// The members of a substitution group.
    Substitution,
    /// Codes of a fault.
    FaultKind,
}

/// What a Rust type is.
#[derive(Debug)]
pub enum ItemKind {
    /// A struct for a complex type, or for one occurrence of a group.
    Struct(Struct),
    /// An enum whose variants the elements of a choice, of mixed content or of a substitution group fill.
    Choice(Choice),
    /// An enum of a type and the types derived from it, told apart by `xsi:type`.
    Derived(Derived),
    /// An enum of the values of an enumerated simple type.
    Enumeration {
        /// The values.
        values: Vec<EnumValue>,
        /// The descriptor.
        simple_type: SimpleId,
    },
    /// An enum of known values and any other text.
    OpenEnumeration(Vec<EnumValue>),
    /// A tuple struct around a simple value, which checks its facets.
    Restricted {
        /// The plain value.
        inner: Shape,
        /// The descriptor.
        simple_type: SimpleId,
        /// Whether it keeps the text that it was read from, because patterns allow some texts of a value and not
        /// others.
        keeps_text: bool,
    },
    /// An enum of the member types of a union.
    Union {
        /// A variant for each member type.
        variants: Vec<UnionVariant>,
        /// The descriptor.
        simple_type: SimpleId,
    },
    /// Another name for a type.
    Alias(Shape),
    /// A tuple struct for a global element whose type has a name of its own.
    Element {
        /// What it holds.
        inner: Shape,
    },
    /// Names for the codes of a fault.
    FaultKinds(FaultKinds),
}

/// A struct.
#[derive(Debug, Default)]
pub struct Struct {
    /// The fields; the tables name them by their index.
    pub fields: Vec<Field>,
    /// The table; `None` for one occurrence of a group, whose table is part of the type that it is in.
    pub model: Option<Model>,
    /// Whether fields hold the list itself in place of this struct.
    pub is_flattened: bool,
}

impl Struct {
    /// The fields that whoever makes a value must give, by their index.
    pub fn required_fields(&self) -> Vec<usize> {
        let fields = self.fields.iter().enumerate();
        let required = |(_, field): &(usize, &Field)| {
            field.shape.cardinality == Cardinality::One && field.default.is_none()
        };
        fields.filter(required).map(|(index, _)| index).collect()
    }

    /// How a value is made from its required fields.
    pub fn constructor(&self) -> Constructor {
        // Clippy allows a function seven arguments.
        const MOST_ARGUMENTS: usize = 7;
        let required = self.required_fields();
        let has_defaults = self.fields.iter().any(|field| field.default.is_some());
        match required.len() {
            0 if has_defaults => Constructor::Default,
            0 => Constructor::Derived,
            1..=MOST_ARGUMENTS => Constructor::New(required),
            _ => Constructor::Literal,
        }
    }
}

/// How a value of a struct is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// `Default` is derived: nothing is required.
    Derived,
    /// `Default` fills in the defaults of the schema.
    Default,
    /// `new` takes these fields, by their index.
    New(Vec<usize>),
    /// More fields are required than a function should take.
    Literal,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// What its name is made from.
    pub origin: FieldOrigin,
    /// What the schema says about it.
    pub documentation: Option<Arc<str>>,
    /// Its type.
    pub shape: Shape,
    /// What it has where nothing is given.
    pub default: Option<Arc<str>>,
}

/// What a field's name is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldOrigin {
    /// An element.
    Element(QName),
    /// An attribute.
    Attribute(QName),
    /// A choice or a repeated sequence; named groups bring a name.
    Group {
        /// The local name of the group definition.
        name: Option<Arc<str>>,
        /// The compositor.
        compositor: Compositor,
        /// The local name of the first element inside.
        first: Option<Arc<str>>,
    },
    /// The text of simple content.
    Text,
    /// The items of mixed content.
    Mixed,
    /// What an element wildcard admits.
    Any,
    /// What an attribute wildcard admits.
    AnyAttributes,
}

/// A type of a value, and how many of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The type.
    pub type_ref: TypeRef,
    /// How many occurrences the value holds.
    pub cardinality: Cardinality,
    /// Each occurrence is itself a list: of a list type, or of a flattened element.
    pub is_list: bool,
    /// Each occurrence may be nil.
    pub is_nillable: bool,
    /// The value is behind a pointer.
    pub is_boxed: bool,
}

impl Shape {
    /// One value of a type.
    pub fn one(type_ref: TypeRef) -> Self {
        Shape {
            type_ref,
            cardinality: Cardinality::One,
            is_list: false,
            is_nillable: false,
            is_boxed: false,
        }
    }
}

/// How many occurrences a value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinality {
    /// Exactly one.
    One,
    /// One or none.
    Optional,
    /// Any number.
    Many,
}

/// A type by reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// A generated type.
    Item(ItemId),
    /// The Rust type of a built-in simple type.
    Builtin(Builtin),
    /// A text that must not be shown.
    Secret,
    /// A generic element.
    AnyElement,
    /// A generic attribute.
    AnyAttribute,
    /// A type of the user, by its path.
    User(String),
}

/// An enum with a value in each variant.
#[derive(Debug, Default)]
pub struct Choice {
    /// The variants; the tables name them by their index.
    pub variants: Vec<Variant>,
    /// A variant whose blank value is finite.
    pub blank: usize,
}

/// A variant of a choice.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What its name is made from.
    pub origin: VariantOrigin,
    /// What the schema says about it.
    pub documentation: Option<Arc<str>>,
    /// What it holds.
    pub shape: Shape,
}

/// What a variant's name is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantOrigin {
    /// An element.
    Element(QName),
    /// A sequence, known by its first element.
    Group(Option<Arc<str>>),
    /// Text of mixed content.
    Text,
    /// What a wildcard admits.
    Any,
}

/// An enum of a type and the types derived from it.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The types, the base first.
    pub variants: Vec<DerivedVariant>,
    /// A variant whose blank value is finite.
    pub blank: usize,
}

/// A variant for a type that `xsi:type` may name.
#[derive(Clone, Debug)]
pub struct DerivedVariant {
    /// The type.
    pub name: QName,
    /// The struct for it.
    pub item: ItemId,
    /// Whether it is abstract, so that there is no variant for it.
    pub is_abstract: bool,
}

/// A value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The text in a document.
    pub text: Arc<str>,
    /// What the schema or overlay says about it.
    pub documentation: Option<Arc<str>>,
    /// What to use instead, where it should not be used any more.
    pub deprecated: Option<Arc<str>>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// The name of the member type.
    pub name: Option<QName>,
    /// The value.
    pub shape: Shape,
}

/// Names for the codes of a fault.
#[derive(Clone, Debug)]
pub struct FaultKinds {
    /// The struct of the fault.
    pub fault: ItemId,
    /// The index of the field that holds the code.
    pub field: usize,
    /// The names, with code and documentation.
    pub kinds: Vec<FaultKind>,
}

/// A name for a code.
#[derive(Clone, Debug)]
pub struct FaultKind {
    /// The name.
    pub name: Arc<str>,
    /// The code.
    pub code: Arc<str>,
    /// What the overlay says about it.
    pub documentation: Option<Arc<str>>,
}

/// A global element and the Rust type for it.
#[derive(Clone, Debug)]
pub struct GlobalElement {
    /// The declaration.
    pub declaration: schema::Id<schema::ElementDeclaration>,
    /// The Rust type that implements `GlobalElement`; `None` for an abstract element, which no document has.
    pub item: Option<ItemId>,
    /// The value inside: the same type, or what it wraps.
    pub shape: Shape,
    /// The table row.
    pub row: ElementRow,
}

/// The table of a complex type. The rows mirror those of the runtime's `model` module.
#[derive(Clone, Debug)]
pub struct Model {
    /// The name of the type, or of the element whose anonymous type it is.
    pub name: QName,
    /// The attribute uses.
    pub attributes: Vec<AttributeRow>,
    /// The attribute wildcard and its field.
    pub any_attribute: Option<(usize, WildcardRow)>,
    /// The content.
    pub content: Content,
    /// Whether the type is abstract.
    pub is_abstract: bool,
}

/// The content of a complex type.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text.
    Text {
        /// The field.
        field: usize,
        /// The type of the text.
        simple_type: SimpleRef,
    },
    /// Elements.
    Elements(Group),
    /// Elements and text.
    Mixed {
        /// The field.
        field: usize,
        /// The elements.
        group: Group,
    },
}

/// A descriptor of a simple type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SimpleRef {
    /// One of the runtime.
    Builtin(Builtin),
    /// One that is generated.
    Table(SimpleId),
}

/// An attribute use.
#[derive(Clone, Debug)]
pub struct AttributeRow {
    /// The name.
    pub name: QName,
    /// The field.
    pub field: usize,
    /// The type.
    pub simple_type: SimpleRef,
    /// Whether it must be there.
    pub required: bool,
    /// Its default or fixed value.
    pub constraint: Option<Constraint>,
}

/// A default or fixed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Whether it is fixed.
    pub is_fixed: bool,
    /// The text.
    pub text: Arc<str>,
}

/// A group of particles.
#[derive(Clone, Debug)]
pub struct Group {
    /// Sequence, choice or all.
    pub compositor: Compositor,
    /// The particles.
    pub particles: Vec<Particle>,
    /// The field that each occurrence goes into; `None` where the fields are those of the enclosing value.
    pub field: Option<usize>,
    /// For `all`: whether it may be left out.
    pub is_optional: bool,
}

/// A particle.
#[derive(Clone, Debug)]
pub struct Particle {
    /// The least number of occurrences.
    pub min: u32,
    /// The greatest number; `None` for unbounded.
    pub max: Option<u32>,
    /// What occurs.
    pub term: Term,
}

/// What a particle holds.
#[derive(Clone, Debug)]
pub enum Term {
    /// An element.
    Element(ElementRow),
    /// What a wildcard admits.
    Any {
        /// The field or variant.
        field: usize,
        /// The wildcard.
        wildcard: WildcardRow,
    },
    /// A group.
    Group(Group),
}

/// An element.
#[derive(Clone, Debug)]
pub struct ElementRow {
    /// The name.
    pub name: QName,
    /// The field or variant.
    pub field: usize,
    /// The type.
    pub content: ElementContent,
    /// Whether it may be nil.
    pub is_nillable: bool,
    /// Its default or fixed value.
    pub constraint: Option<Constraint>,
    /// The {disallowed substitutions}.
    pub blocked: DerivationSet,
    /// Its identity constraints.
    pub identity: Vec<IdentityRow>,
}

/// An identity constraint.
#[derive(Clone, Debug)]
pub struct IdentityRow {
    /// The name.
    pub name: QName,
    /// Which of the three.
    pub category: IdentityCategory,
    /// The selector.
    pub selector: schema::Path,
    /// The fields.
    pub fields: Vec<schema::Path>,
}

/// The category of an identity constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityCategory {
    /// `unique`
    Unique,
    /// `key`
    Key,
    /// `keyref`, with the name of the `key` or `unique` that it refers to.
    Keyref(QName),
}

/// The type of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementContent {
    /// A simple type.
    Simple(SimpleRef),
    /// The complex type of a struct.
    Complex(ItemId),
    /// The complex type of a flattened struct.
    Flattened(ItemId),
    /// A type with derived types: an item of kind [`ItemKind::Derived`].
    Derived(ItemId),
    /// `xsd:anyType`.
    Any,
    /// A type whose table is left out; in [`Declarations`] alone.
    Unchecked,
}

/// The global declarations of the set, which wildcards and `xsi:type` refer to by name. Each list is in the order of
/// the expanded names.
#[derive(Clone, Debug, Default)]
pub struct Declarations {
    /// The elements.
    pub elements: Vec<DeclaredElement>,
    /// The attributes; their fields and whether they are required say nothing.
    pub attributes: Vec<AttributeRow>,
    /// The named types.
    pub types: Vec<NamedType>,
}

/// A global element.
#[derive(Clone, Debug)]
pub struct DeclaredElement {
    /// The row; its field says nothing.
    pub row: ElementRow,
    /// Whether only members of its substitution group may appear.
    pub is_abstract: bool,
}

/// A type that `xsi:type` may name.
#[derive(Clone, Debug)]
pub struct NamedType {
    /// The name.
    pub name: QName,
    /// What an element of the type holds.
    pub content: ElementContent,
    /// The named type that a complex type is derived from, `xsd:anyType` aside.
    pub base: Option<QName>,
    /// Whether it is an extension of that, and not a restriction.
    pub is_extension: bool,
}

/// A wildcard.
#[derive(Clone, Debug)]
pub struct WildcardRow {
    /// The namespaces.
    pub namespaces: NamespaceConstraint,
    /// What is asked of the elements or attributes.
    pub process_contents: ProcessContents,
}

/// The descriptor of a simple type.
#[derive(Clone, Debug)]
pub struct SimpleTable {
    /// The definition.
    pub definition: schema::Id<SimpleTypeDefinition>,
    /// The name, if it has one.
    pub name: Option<QName>,
    /// What its static is named after where it has no name: a schema name from around it.
    pub origin: Origin,
    /// The namespace that it belongs to, which decides the module.
    pub namespace: Option<Arc<str>>,
    /// The base type.
    pub base: SimpleRef,
    /// What it is made of.
    pub variety: SimpleVariety,
    /// The effective white space.
    pub white_space: WhiteSpace,
    /// The facets of this step.
    pub facets: schema::Facets,
    /// Whether it is part of a module generated elsewhere, or of none.
    pub presence: Presence,
}

/// The variety of a simple type.
#[derive(Clone, Debug)]
pub enum SimpleVariety {
    /// One value, of the nearest built-in type.
    Atomic(Builtin),
    /// A list.
    List(SimpleRef),
    /// A union.
    Union(Vec<SimpleRef>),
}

/// A client and a server for a port type.
#[derive(Clone, Debug)]
pub struct Interface {
    /// The port type's name.
    pub name: QName,
    /// What the WSDL says about it.
    pub documentation: Option<String>,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The declared fault details of all operations, each once.
    pub faults: Vec<FaultDetail>,
    /// The header parts of inputs, each once.
    pub headers: Vec<Header>,
    /// The addresses.
    pub ports: Vec<Port>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name.
    pub name: Arc<str>,
    /// The name of the input where the operation is overloaded.
    pub overload: Option<Arc<str>>,
    /// What the WSDL says about it.
    pub documentation: Option<String>,
    /// The SOAP action.
    pub action: Arc<str>,
    /// The element of the input: an index into [`Crate::elements`].
    pub input: usize,
    /// The element of the output; `None` for one-way.
    pub output: Option<usize>,
    /// Whether it may be sent again.
    pub is_idempotent: bool,
}

/// A fault detail.
#[derive(Clone, Debug)]
pub struct FaultDetail {
    /// The element: an index into [`Crate::elements`].
    pub element: usize,
}

/// A header part.
#[derive(Clone, Debug)]
pub struct Header {
    /// The element that clients send for it: an index into [`Crate::elements`].
    pub element: usize,
}

/// An address.
#[derive(Clone, Debug)]
pub struct Port {
    /// The name.
    pub name: Arc<str>,
    /// The version of the envelope.
    pub version: SoapVersion,
    /// The address as written.
    pub address: Option<String>,
}
