//! Schemas as data: the static tables that generated code holds for every complex type.
//!
//! A [`Model`] says what may stand in an element of a type and into which field of the Rust struct each part goes.
//! One interpreter, compiled once, walks these tables to read, check and write every type; the generated code
//! contributes nothing but the tables and the access to its fields ([`Record`](crate::value::Record)).
//!
//! Content models stay what they are in the schema: trees of particles. A plain sequence of elements, which is what
//! nearly every type has, is a list that the interpreter walks with one index; occurrence bounds are numbers that it
//! counts, never unrolled; a choice of five hundred elements is five hundred rows, where an automaton's transition
//! table would have a quarter of a million.

mod identity;

pub use identity::{IdentityConstraint, IdentityConstraintCategory, NameTest, Path, PathBranch};

use std::sync::OnceLock;

use crate::simple::SimpleType;

pub use crate::declarations::{Declarations, NamedType};

/// `maxOccurs="unbounded"`.
pub const UNBOUNDED: u32 = u32::MAX;

/// An expanded name of a schema component; the empty namespace stands for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The namespace, or `""`.
    pub namespace: &'static str,
    /// The local name.
    pub local: &'static str,
}

impl Name {
    /// The name `local` in `namespace`.
    pub const fn new(namespace: &'static str, local: &'static str) -> Self {
        Name { namespace, local }
    }
}

/// `{namespace}local`, or `local` where there is no namespace.
impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.namespace {
            "" => f.write_str(self.local),
            crate::simple::XSD_NAMESPACE => write!(f, "xsd:{}", self.local),
            namespace => write!(f, "{{{namespace}}}{}", self.local),
        }
    }
}

/// A complex type definition (XSD 1.0 Part 1, 3.4): attributes and content, and where their values go.
#[derive(Debug)]
pub struct Model {
    /// The type's name, or that of the element whose anonymous type it is.
    pub name: Name,
    /// Attribute uses, each with the field for its value.
    pub attributes: &'static [Attribute],
    /// The attribute wildcard and the field for what it admits.
    pub any_attribute: Option<AnyAttribute>,
    /// What may stand between the tags.
    pub content: Content,
    /// Whether the type is abstract: an element of it must name another by `xsi:type`.
    pub is_abstract: bool,
}

impl Model {
    /// A type whose content is a plain sequence of elements.
    pub const fn sequence(name: Name, particles: &'static [Particle]) -> Self {
        Self::new(name, Content::Elements(Group::sequence(particles)))
    }

    /// A type whose content is an `all` group.
    pub const fn all(name: Name, particles: &'static [Particle]) -> Self {
        Self::new(name, Content::Elements(Group::all(particles)))
    }

    /// A type with the given content and no attributes.
    pub const fn new(name: Name, content: Content) -> Self {
        Model {
            name,
            attributes: &[],
            any_attribute: None,
            content,
            is_abstract: false,
        }
    }

    /// Adds the attribute uses.
    #[must_use]
    pub const fn attributes(mut self, attributes: &'static [Attribute]) -> Self {
        self.attributes = attributes;
        self
    }

    /// Adds the attribute wildcard, which fills `field`.
    #[must_use]
    pub const fn any_attribute(mut self, field: u16, wildcard: Wildcard) -> Self {
        self.any_attribute = Some(AnyAttribute { field, wildcard });
        self
    }

    /// What may stand between the tags, where it is not part of the table itself.
    pub(crate) fn content(&'static self) -> &'static Content {
        match &self.content {
            Content::Later(content) => content.get().unwrap_or(&Content::Empty),
            content => content,
        }
    }

    /// Marks the type as abstract.
    #[must_use]
    pub const fn is_abstract(mut self) -> Self {
        self.is_abstract = true;
        self
    }
}

/// The {content type} of a complex type.
#[derive(Debug)]
pub enum Content {
    /// No text and no elements.
    Empty,
    /// Text of a simple type, which fills `field`.
    Text {
        /// The field for the text.
        field: u16,
        /// What the text must be.
        simple_type: &'static SimpleType,
    },
    /// Elements only.
    Elements(Group),
    /// Elements and text, interleaved. The items, in order, fill `field`, a list of an enum: its variant 0 is text,
    /// and every element of the group names its variant where it would name its field.
    Mixed {
        /// The field for the items.
        field: u16,
        /// The elements and their order.
        group: Group,
    },
    /// One of the others, filled in after the table was made. Tables that are built while the program runs need it:
    /// types refer to each other in circles, which only a `static` can do at once. Nothing stands for an empty one.
    Later(&'static OnceLock<Content>),
}

/// An attribute use: a declaration and whether it is required.
#[derive(Debug)]
pub struct Attribute {
    /// The attribute's name.
    pub name: Name,
    /// The field for its value.
    pub field: u16,
    /// What the value must be.
    pub simple_type: &'static SimpleType,
    /// Whether it must be there.
    pub required: bool,
    /// The value it has, or must have, when it is absent.
    pub constraint: Option<ValueConstraint>,
}

impl Attribute {
    /// An optional attribute.
    pub const fn new(name: Name, field: u16, simple_type: &'static SimpleType) -> Self {
        Attribute {
            name,
            field,
            simple_type,
            required: false,
            constraint: None,
        }
    }

    /// Makes it required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Gives it a default value.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.constraint = Some(ValueConstraint::Default(value));
        self
    }

    /// Fixes its value.
    #[must_use]
    pub const fn fixed(mut self, value: &'static str) -> Self {
        self.constraint = Some(ValueConstraint::Fixed(value));
        self
    }
}

/// A {value constraint}: the lexical form of a default or of the only value allowed.
#[derive(Clone, Copy, Debug)]
pub enum ValueConstraint {
    /// The value where none is given.
    Default(&'static str),
    /// The only value.
    Fixed(&'static str),
}

impl ValueConstraint {
    /// The lexical form.
    pub fn text(self) -> &'static str {
        match self {
            ValueConstraint::Default(text) | ValueConstraint::Fixed(text) => text,
        }
    }
}

/// An attribute wildcard and the field for the attributes that it admits.
#[derive(Debug)]
pub struct AnyAttribute {
    /// The field, a list of attributes.
    pub field: u16,
    /// Which attributes.
    pub wildcard: Wildcard,
}

/// A particle (XSD 1.0 Part 1, 3.9): a term and how often it may occur.
#[derive(Debug)]
pub struct Particle {
    /// The least number of occurrences.
    pub min: u32,
    /// The greatest number, or [`UNBOUNDED`].
    pub max: u32,
    /// What occurs.
    pub term: Term,
}

impl Particle {
    /// Exactly one occurrence of a term.
    pub const fn new(term: Term) -> Self {
        Particle {
            min: 1,
            max: 1,
            term,
        }
    }

    /// Makes it `minOccurs="0"`.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.min = 0;
        self
    }

    /// Makes it `minOccurs="0" maxOccurs="unbounded"`.
    #[must_use]
    pub const fn repeated(self) -> Self {
        self.occurs(0, UNBOUNDED)
    }

    /// Sets both bounds.
    #[must_use]
    pub const fn occurs(mut self, min: u32, max: u32) -> Self {
        self.min = min;
        self.max = max;
        self
    }

    /// Sets `nillable="true"` on an element particle.
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        if let Term::Element(element) = &mut self.term {
            element.nillable = true;
        }
        self
    }

    /// Gives an element particle a default value.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        if let Term::Element(element) = &mut self.term {
            element.constraint = Some(ValueConstraint::Default(value));
        }
        self
    }

    /// Fixes the value of an element particle.
    #[must_use]
    pub const fn fixed(mut self, value: &'static str) -> Self {
        if let Term::Element(element) = &mut self.term {
            element.constraint = Some(ValueConstraint::Fixed(value));
        }
        self
    }

    /// Keeps types out that are derived by these methods.
    #[must_use]
    pub const fn block(mut self, methods: Methods) -> Self {
        if let Term::Element(element) = &mut self.term {
            element.blocked = methods;
        }
        self
    }

    /// Whether its occurrences must be counted, because the bounds are other than {0,1} and {1,unbounded}.
    const fn is_counted(&self) -> bool {
        self.min > 1 || (self.max > 1 && self.max != UNBOUNDED)
    }

    /// Gives an element particle its identity constraints.
    #[must_use]
    pub const fn identity(mut self, constraints: &'static [IdentityConstraint]) -> Self {
        if let Term::Element(element) = &mut self.term {
            element.identity = constraints;
        }
        self
    }

    /// Whether nothing at all satisfies it (XSD 1.0 Part 1, *particle emptiable*).
    pub const fn is_emptiable(&self) -> bool {
        if self.min == 0 {
            return true;
        }
        match &self.term {
            Term::Element(_) | Term::Any { .. } => false,
            Term::Group(group) => group.is_emptiable,
        }
    }
}

/// What a particle holds.
#[derive(Debug)]
pub enum Term {
    /// An element.
    Element(Element),
    /// Any element that the wildcard admits, which fills `field`.
    Any {
        /// The field for the elements.
        field: u16,
        /// Which elements.
        wildcard: Wildcard,
    },
    /// A nested group.
    Group(Group),
}

/// A model group (XSD 1.0 Part 1, 3.8) and where its values go.
#[derive(Debug)]
pub struct Group {
    /// Sequence, choice or all.
    pub compositor: Compositor,
    /// The particles, in document order.
    pub particles: &'static [Particle],
    /// Which value the fields of the particles belong to.
    pub scope: Scope,
    /// Whether nothing at all satisfies it, for whatever reason.
    is_emptiable: bool,
    /// An `all` group that may be left out as a whole.
    pub(crate) is_optional: bool,
    /// Some bounds inside are other than {0,1} and {1,unbounded} where a group may repeat around them.
    pub(crate) has_counters: bool,
    /// Every particle is an element: the interpreter walks such a sequence with one index.
    pub(crate) is_flat: bool,
    /// Every particle is an element that occurs once: in a choice, each element is an occurrence of the choice.
    has_single_elements: bool,
}

impl Group {
    /// A sequence whose values are fields of the enclosing struct.
    pub const fn sequence(particles: &'static [Particle]) -> Self {
        Self::new(Compositor::Sequence, particles)
    }

    /// A choice; [`Group::into_field`] says which field holds the enum.
    pub const fn choice(particles: &'static [Particle]) -> Self {
        Self::new(Compositor::Choice, particles)
    }

    /// An `all` group whose values are fields of the enclosing struct.
    pub const fn all(particles: &'static [Particle]) -> Self {
        Self::new(Compositor::All, particles)
    }

    /// Puts each occurrence of the group into `field`: a struct for a sequence, an enum for a choice.
    #[must_use]
    pub const fn into_field(mut self, field: u16) -> Self {
        self.scope = Scope::Field(field);
        self
    }

    /// Makes an `all` group `minOccurs="0"`: without any element, none of its elements is required.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_optional = true;
        self.is_emptiable = true;
        self
    }

    const fn new(compositor: Compositor, particles: &'static [Particle]) -> Self {
        let mut all = true;
        // A choice of nothing is what nothing satisfies.
        let mut any = false;
        let mut is_flat = matches!(compositor, Compositor::Sequence);
        let mut has_counters = false;
        let mut has_single_elements = true;
        let mut rest = particles;
        while let [particle, tail @ ..] = rest {
            if particle.min != 1 || particle.max != 1 {
                has_single_elements = false;
            }
            if particle.is_emptiable() {
                any = true;
            } else {
                all = false;
            }
            if !matches!(particle.term, Term::Element(_)) {
                is_flat = false;
                has_single_elements = false;
            }
            if let Term::Group(group) = &particle.term {
                has_counters |=
                    group.has_counters || group.has_counted_particles() || particle.is_counted();
            }
            rest = tail;
        }
        let is_emptiable = match compositor {
            Compositor::Sequence | Compositor::All => all,
            Compositor::Choice => any,
        };
        Group {
            compositor,
            particles,
            scope: Scope::Enclosing,
            is_emptiable,
            is_optional: false,
            has_counters,
            is_flat,
            has_single_elements,
        }
    }

    /// A choice of elements any number of times, where this group is nothing else: the particle, and the choice.
    pub(crate) fn as_repeated_choice(&self) -> Option<(&'static Particle, &'static Group)> {
        match (self.compositor, self.particles) {
            (Compositor::Sequence, [particle]) => match &particle.term {
                Term::Group(choice)
                    if choice.compositor == Compositor::Choice
                        && choice.has_single_elements
                        && particle.min <= 1
                        && particle.max == UNBOUNDED =>
                {
                    Some((particle, choice))
                }
                _ => None,
            },
            _ => None,
        }
    }

    const fn has_counted_particles(&self) -> bool {
        let mut rest = self.particles;
        while let [particle, tail @ ..] = rest {
            if particle.is_counted() {
                return true;
            }
            rest = tail;
        }
        false
    }

    /// Whether nothing at all satisfies one occurrence of the group.
    pub const fn is_emptiable(&self) -> bool {
        self.is_emptiable
    }
}

/// The {compositor} of a model group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compositor {
    /// The particles in order.
    Sequence,
    /// One of the particles.
    Choice,
    /// The particles in any order.
    All,
}

/// Which value the field numbers inside a group refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The value that the enclosing group refers to.
    Enclosing,
    /// A value of its own, an occurrence in this field of the enclosing value: a struct, whose fields they number,
    /// or an enum, whose variants they number.
    Field(u16),
}

/// An element declaration in its place: name, type, and where its value goes.
#[derive(Debug)]
pub struct Element {
    /// The element's name.
    pub name: Name,
    /// The field (in a choice: the variant) for its value.
    pub field: u16,
    /// What its content must be and how the value holds it.
    pub content: ElementType,
    /// Whether `xsi:nil="true"` is allowed.
    pub nillable: bool,
    /// Whether only elements of its substitution group may appear.
    pub is_abstract: bool,
    /// The {disallowed substitutions}: how a type that `xsi:type` names may not be derived. Where the rows of
    /// [`ElementType::Derived`] list the types, they are chosen with that in mind.
    pub blocked: Methods,
    /// The value it has, or must have, when it is empty.
    pub constraint: Option<ValueConstraint>,
    /// What must be unique or known below it.
    pub identity: &'static [IdentityConstraint],
    /// The declarations of the set that it belongs to: for the root of a document, where the content refers to them.
    pub declarations: Option<&'static Declarations>,
}

impl Element {
    /// An element that is not nillable and has no value constraint.
    pub const fn new(name: Name, field: u16, content: ElementType) -> Self {
        Element {
            name,
            field,
            content,
            nillable: false,
            is_abstract: false,
            blocked: Methods::NONE,
            constraint: None,
            identity: &[],
            declarations: None,
        }
    }

    /// Marks it as abstract.
    #[must_use]
    pub const fn is_abstract(mut self) -> Self {
        self.is_abstract = true;
        self
    }

    /// Keeps types out that are derived by these methods.
    #[must_use]
    pub const fn block(mut self, methods: Methods) -> Self {
        self.blocked = methods;
        self
    }

    /// Names the declarations of the set that it belongs to.
    #[must_use]
    pub const fn declarations(mut self, declarations: &'static Declarations) -> Self {
        self.declarations = Some(declarations);
        self
    }

    /// Allows `xsi:nil`.
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }

    /// Gives it a default value.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.constraint = Some(ValueConstraint::Default(value));
        self
    }

    /// Fixes its value.
    #[must_use]
    pub const fn fixed(mut self, value: &'static str) -> Self {
        self.constraint = Some(ValueConstraint::Fixed(value));
        self
    }

    /// Gives it its identity constraints.
    #[must_use]
    pub const fn identity(mut self, constraints: &'static [IdentityConstraint]) -> Self {
        self.identity = constraints;
        self
    }
}

/// The type of an element, with the shape of the Rust value that holds it.
#[derive(Clone, Copy, Debug)]
pub enum ElementType {
    /// A simple type; the value is one that reads text, or a list of such for a list type.
    Simple(&'static SimpleType),
    /// A complex type; the value is a struct with this model.
    Complex(&'static Model),
    /// A complex type that holds nothing but one repeated element; the value is the list of those.
    Flattened(&'static Model),
    /// A type with derived types in the schema; the value is an enum with a variant for each, chosen by `xsi:type`.
    Derived(&'static [DerivedType]),
    /// `xsd:anyType`; the value is an [`AnyElement`](crate::AnyElement).
    Any,
    /// A type whose table was left out of the bindings: content of any kind, which is not checked. Only declarations
    /// name it, never the particle of a type.
    Unchecked,
}

/// A row of [`ElementType::Derived`]: a type that `xsi:type` may name. The first row is the declared type itself,
/// which needs no `xsi:type`.
#[derive(Debug)]
pub struct DerivedType {
    /// The type's name.
    pub name: Name,
    /// The variant for it.
    pub variant: u16,
    /// Its content.
    pub content: ElementType,
}

/// Methods of derivation (XSD 1.0 Part 1, 3.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Methods {
    /// By extension.
    pub extension: bool,
    /// By restriction.
    pub restriction: bool,
}

impl Methods {
    /// Neither.
    pub const NONE: Methods = Methods {
        extension: false,
        restriction: false,
    };
    /// By extension.
    pub const EXTENSION: Methods = Methods {
        extension: true,
        restriction: false,
    };
    /// By restriction.
    pub const RESTRICTION: Methods = Methods {
        extension: false,
        restriction: true,
    };
    /// Both.
    pub const ALL: Methods = Methods {
        extension: true,
        restriction: true,
    };

    /// Whether there is a method that is in both.
    pub const fn overlap(self, other: Methods) -> bool {
        (self.extension && other.extension) || (self.restriction && other.restriction)
    }

    /// The methods of both.
    #[must_use]
    pub const fn union(self, other: Methods) -> Methods {
        Methods {
            extension: self.extension || other.extension,
            restriction: self.restriction || other.restriction,
        }
    }
}

/// A wildcard (XSD 1.0 Part 1, 3.10).
#[derive(Clone, Copy, Debug)]
pub struct Wildcard {
    /// Which namespaces it admits.
    pub namespaces: NamespaceConstraint,
    /// What is asked of what it admits.
    pub process_contents: ProcessContents,
}

/// The {namespace constraint} of a wildcard.
#[derive(Clone, Copy, Debug)]
pub enum NamespaceConstraint {
    /// Any namespace, or none.
    Any,
    /// Any namespace but this one, and not none.
    Not(&'static str),
    /// One of these; `""` stands for no namespace.
    OneOf(&'static [&'static str]),
}

impl NamespaceConstraint {
    /// Whether a name in `namespace` (`""`: none) is admitted (*wildcard allows namespace name*).
    pub fn admits(self, namespace: &str) -> bool {
        match self {
            NamespaceConstraint::Any => true,
            NamespaceConstraint::Not(other) => !namespace.is_empty() && namespace != other,
            NamespaceConstraint::OneOf(list) => list.contains(&namespace),
        }
    }
}

/// The {process contents} of a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessContents {
    /// There must be a declaration, and the item must be valid.
    Strict,
    /// Where there is a declaration, the item must be valid.
    Lax,
    /// Well-formed is enough.
    Skip,
}

/// An element particle of a simple type: short for the table rows that are most frequent.
pub const fn text(name: Name, field: u16, simple_type: &'static SimpleType) -> Particle {
    element(name, field, ElementType::Simple(simple_type))
}

/// An element particle of a complex type.
pub const fn child(name: Name, field: u16, model: &'static Model) -> Particle {
    element(name, field, ElementType::Complex(model))
}

/// An element particle of a complex type whose only content, a repeated element, is the field's value.
pub const fn flattened(name: Name, field: u16, model: &'static Model) -> Particle {
    element(name, field, ElementType::Flattened(model))
}

/// An element particle of any kind of type.
pub const fn element(name: Name, field: u16, content: ElementType) -> Particle {
    Particle::new(Term::Element(Element::new(name, field, content)))
}

/// A wildcard particle.
pub const fn any(
    field: u16,
    namespaces: NamespaceConstraint,
    process_contents: ProcessContents,
) -> Particle {
    Particle::new(Term::Any {
        field,
        wildcard: Wildcard {
            namespaces,
            process_contents,
        },
    })
}

/// A group particle.
pub const fn group(group: Group) -> Particle {
    Particle::new(Term::Group(group))
}
