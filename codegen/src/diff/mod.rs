//! What changed between two versions of a schema or WSDL, and what it does to code and to messages.
//!
//! [`diff`] compares two [`Analysis`] values: the shapes of the Rust types for what the user's code sees, the tables
//! for what documents may hold, and the services for what travels. Components are matched by their schema names; a
//! [`Mapping`] says which namespaces of the old version are which of the new one. Documentation is not compared.
//!
//! An effect on Rust is *breaking* where code that uses the types as documented (`new`, named fields with `..`,
//! exhaustive matches) no longer compiles. An effect on messages is breaking where a message that one side may send
//! is refused, or read as another value, by the other side of the other version.

mod content;
mod facets;
mod items;
mod services;
mod version;

use std::sync::Arc;

use crate::analysis::Analysis;
use crate::syntax::QName;
use version::Version;

/// Compares two versions; the changes are in the order of the new one, with what was removed behind.
///
/// Both must be free of errors: without Rust types there is nothing to compare.
pub fn diff(old: &Analysis, new: &Analysis, mapping: &Mapping) -> Vec<Change> {
    let old = Version::old(old, mapping);
    let new = Version::new(new);
    let mut changes = Changes::default();
    services::compare(&old, &new, &mut changes);
    items::compare(&old, &new, &mut changes);
    merged(changes.list)
}

/// Puts what is said of the Rust type alone to what is said of the messages, where one difference does both.
fn merged(list: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    let is_about_rust = |change: &Change| {
        change.action == Action::Changed
            && change.detail.is_empty()
            && change.messages == Effect::none()
    };
    for change in list {
        let partner = merged.iter_mut().find(|known| {
            let (rust, messages) = match is_about_rust(known) {
                true => (&**known, &change),
                false => (&change, &**known),
            };
            (&known.component, &known.member) == (&change.component, &change.member)
                && is_about_rust(rust)
                && messages.action == Action::Changed
                && messages.rust == Effect::none()
        });
        match partner {
            Some(known) if is_about_rust(known) => {
                let rust = std::mem::replace(&mut known.rust, Effect::none());
                *known = Change { rust, ..change };
            }
            Some(known) => known.rust = change.rust,
            None => merged.push(change),
        }
    }
    merged
}

/// Which namespaces of the old version are which of the new one.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    pairs: Vec<(Arc<str>, Arc<str>)>,
}

impl Mapping {
    /// No namespace has another name.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a namespace of the old version for one of the new version.
    #[must_use]
    pub fn namespace(mut self, old: &str, new: &str) -> Self {
        self.pairs.push((Arc::from(old), Arc::from(new)));
        self
    }

    fn apply(&self, name: &QName) -> QName {
        QName {
            namespace: self.apply_to_namespace(name.namespace.as_ref()).cloned(),
            local: name.local.clone(),
        }
    }

    fn apply_to_namespace<'a>(&'a self, namespace: Option<&'a Arc<str>>) -> Option<&'a Arc<str>> {
        let pair = self
            .pairs
            .iter()
            .find(|(old, _)| namespace.is_some_and(|namespace| namespace == old));
        pair.map(|(_, new)| new).or(namespace)
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is part of.
    pub component: Component,
    /// The field, variant or value of it; `None` where the component itself came, went or changed.
    pub member: Option<Member>,
    /// What happened.
    pub action: Action,
    /// What is there now, or was there before, or both: half a sentence; may be empty.
    pub detail: String,
    /// What it does to code that uses the types.
    pub rust: Effect,
    /// What it does to messages.
    pub messages: Effect,
}

impl Change {
    /// The worse of the two effects.
    pub fn class(&self) -> Class {
        self.rust.class.max(self.messages.class)
    }
}

/// A component of a schema or WSDL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// What it is.
    pub kind: ComponentKind,
    /// Its name, or that of the global component around it, as the new version has it.
    pub name: QName,
    /// Where inside of that one it is, such as `choice`; empty for the global component itself.
    pub inside: Vec<String>,
}

/// The kinds of components.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ComponentKind {
    /// A namespace.
    Namespace,
    /// A port type.
    Interface,
    /// An operation of a port type.
    Operation,
    /// A binding.
    Binding,
    /// A port of a service.
    Port,
    /// A global element, with its anonymous type.
    Element,
    /// A named type.
    Type,
    /// A named model group.
    Group,
    /// A type that an overlay makes.
    Overlay,
}

impl ComponentKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            ComponentKind::Namespace => "namespace",
            ComponentKind::Interface => "interface",
            ComponentKind::Operation => "operation",
            ComponentKind::Binding => "binding",
            ComponentKind::Port => "port",
            ComponentKind::Element => "element",
            ComponentKind::Type => "type",
            ComponentKind::Group => "group",
            ComponentKind::Overlay => "overlay type",
        }
    }
}

/// A part of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What it is.
    pub kind: MemberKind,
    /// Its name in the schema; a number where it has none.
    pub name: String,
    /// What documents may hold for it, in the version that has it, the new one if both do.
    pub occurrence: Option<Occurrence>,
}

/// The kinds of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// An element inside of a type.
    Element,
    /// An attribute.
    Attribute,
    /// The text of simple content, or the items of mixed content.
    Content,
    /// A nested group.
    Group,
    /// A wildcard for elements.
    Any,
    /// A wildcard for attributes.
    AnyAttribute,
    /// A value of an enumeration.
    Value,
    /// A member type of a union.
    MemberType,
    /// A type that `xsi:type` may name.
    DerivedType,
    /// A facet.
    Facet,
    /// A header of a message.
    Header,
    /// A declared fault.
    Fault,
}

impl MemberKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            MemberKind::Element => "element",
            MemberKind::Attribute => "attribute",
            MemberKind::Content => "content",
            MemberKind::Group => "group",
            MemberKind::Any => "any",
            MemberKind::AnyAttribute => "anyAttribute",
            MemberKind::Value => "value",
            MemberKind::MemberType => "member type",
            MemberKind::DerivedType => "derived type",
            MemberKind::Facet => "facet",
            MemberKind::Header => "header",
            MemberKind::Fault => "fault",
        }
    }
}

/// How an element or attribute stands in a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The type, as the schema names it; `None` for an anonymous one.
    pub type_name: Option<QName>,
    /// The least number.
    pub min: u32,
    /// The greatest number; `None` for unbounded.
    pub max: Option<u32>,
    /// The element of the same type that stands before it.
    pub after: Option<Arc<str>>,
}

/// What happened to a component or member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

impl Action {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Action::Added => "added",
            Action::Removed => "removed",
            Action::Changed => "changed",
        }
    }
}

/// What a change does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// How bad it is.
    pub class: Class,
    /// What it comes to, as half a sentence; empty where there is no effect.
    pub text: String,
}

impl Effect {
    fn none() -> Self {
        Effect {
            class: Class::Harmless,
            text: String::new(),
        }
    }

    fn harmless(text: impl Into<String>) -> Self {
        Effect {
            class: Class::Harmless,
            text: text.into(),
        }
    }

    fn additive(text: impl Into<String>) -> Self {
        Effect {
            class: Class::Additive,
            text: text.into(),
        }
    }

    fn breaking(text: impl Into<String>) -> Self {
        Effect {
            class: Class::Breaking,
            text: text.into(),
        }
    }
}

/// How bad an effect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nobody notices.
    Harmless,
    /// There is more than before; what was there stays.
    Additive,
    /// Code stops compiling, or messages are not understood any more.
    Breaking,
}

impl Class {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Class::Harmless => "harmless",
            Class::Additive => "additive",
            Class::Breaking => "breaking",
        }
    }
}

/// The changes found so far.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
}

impl Changes {
    fn push(
        &mut self,
        component: &Component,
        member: Option<Member>,
        action: Action,
        detail: impl Into<String>,
        (rust, messages): (Effect, Effect),
    ) {
        self.list.push(Change {
            component: component.clone(),
            member,
            action,
            detail: detail.into(),
            rust,
            messages,
        });
    }
}
