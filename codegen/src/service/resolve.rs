//! Finds messages, port types and bindings by name, over all documents.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::diagnostic::code::source as code;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Span, Spanned};
use crate::syntax::QName;
use crate::syntax::wsdl::{Binding, Definitions, Message, PortType};

/// The components of all documents by name.
#[derive(Debug)]
pub(super) struct Index<'w> {
    pub(super) messages: Components<'w, Message>,
    pub(super) port_types: Components<'w, PortType>,
    pub(super) bindings: Components<'w, Binding>,
}

/// The components of one kind.
#[derive(Debug)]
pub(super) struct Components<'w, T> {
    kind: &'static str,
    by_name: BTreeMap<QName, &'w T>,
}

/// Takes diagnostics, each once: two bindings of one port type meet the same fault twice.
#[derive(Debug)]
pub(super) struct Reporter<'d> {
    diagnostics: &'d mut Diagnostics,
    seen: BTreeSet<(&'static str, Span)>,
}

impl<'d> Reporter<'d> {
    pub(super) fn new(diagnostics: &'d mut Diagnostics) -> Self {
        Reporter {
            diagnostics,
            seen: BTreeSet::new(),
        }
    }

    /// Passes a diagnostic on unless one of that code was at that place before.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let fresh = match diagnostic.span {
            Some(span) => self.seen.insert((diagnostic.code.name, span)),
            None => true,
        };
        if fresh {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Passes a warning with a label on.
    pub(super) fn warning(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
        label: &str,
    ) {
        self.push(Diagnostic::warning(code, span, message).label(label));
    }
}

/// What all components have.
pub(super) trait Component {
    fn name(&self) -> &Arc<str>;
    fn span(&self) -> Span;
}

macro_rules! component {
    ($($type:ty),*) => {
        $(impl Component for $type {
            fn name(&self) -> &Arc<str> {
                &self.name
            }

            fn span(&self) -> Span {
                self.span
            }
        })*
    };
}

component!(Message, PortType, Binding);

/// The name of a component of these definitions.
pub(super) fn qualify(definitions: &Definitions, local: &Arc<str>) -> QName {
    QName {
        namespace: definitions.target_namespace.clone(),
        local: local.clone(),
    }
}

impl<'w> Index<'w> {
    pub(super) fn new(all: &[&'w Definitions], reporter: &mut Reporter<'_>) -> Self {
        let mut index = Index {
            messages: Components::new("message"),
            port_types: Components::new("port type"),
            bindings: Components::new("binding"),
        };
        for definitions in all {
            index
                .messages
                .add(definitions, &definitions.messages, reporter);
            index
                .port_types
                .add(definitions, &definitions.port_types, reporter);
            index
                .bindings
                .add(definitions, &definitions.bindings, reporter);
        }
        index
    }
}

impl<'w, T: Component> Components<'w, T> {
    fn new(kind: &'static str) -> Self {
        Components {
            kind,
            by_name: BTreeMap::new(),
        }
    }

    fn add(&mut self, definitions: &Definitions, components: &'w [T], reporter: &mut Reporter<'_>) {
        for component in components {
            match self.by_name.entry(qualify(definitions, component.name())) {
                Entry::Vacant(entry) => {
                    entry.insert(component);
                }
                Entry::Occupied(entry) => {
                    let message = format!(
                        "the {} `{}` is defined twice; the first one counts",
                        self.kind,
                        entry.key()
                    );
                    reporter.push(
                        Diagnostic::warning(&code::WSDL_DUPLICATE, component.span(), message)
                            .label("defined again")
                            .related(entry.get().span(), "first defined here"),
                    );
                }
            }
        }
    }

    /// The component of exactly this name.
    pub(super) fn get(&self, name: &QName) -> Option<&'w T> {
        self.by_name.get(name).copied()
    }

    /// Whether this component is the one of its name, not a duplicate.
    pub(super) fn is_first(&self, name: &QName, component: &T) -> bool {
        self.by_name
            .get(name)
            .is_some_and(|first| std::ptr::eq(*first, component))
    }

    /// The component that a reference names. One in the wrong namespace is accepted with a warning where exactly
    /// one has its local name. One that is not found is a warning too, since the rest can be used: it says what is
    /// left out for want of it.
    pub(super) fn resolve(
        &self,
        reference: &Spanned<QName>,
        left_out: impl FnOnce() -> String,
        reporter: &mut Reporter<'_>,
    ) -> Option<(QName, &'w T)> {
        let wanted = &reference.value;
        if let Some((name, component)) = self.by_name.get_key_value(wanted) {
            return Some((name.clone(), component));
        }
        let mut of_that_name = self
            .by_name
            .iter()
            .filter(|(name, _)| name.local == wanted.local);
        if let (Some((name, component)), None) = (of_that_name.next(), of_that_name.next()) {
            let message = format!("there is no {} `{wanted}`; `{name}` is taken", self.kind);
            reporter.push(
                Diagnostic::warning(&code::WSDL_REFERENCE_GUESSED, reference.span, message)
                    .label("in the wrong namespace")
                    .related(component.span(), "the only one of that name"),
            );
            return Some((name.clone(), component));
        }
        let message = format!(
            "there is no {} `{wanted}`; {} is left out",
            self.kind,
            left_out()
        );
        let mut diagnostic = Diagnostic::warning(&code::WSDL_UNRESOLVED, reference.span, message)
            .label("not defined anywhere");
        diagnostic.help = self.alternatives(&wanted.local);
        reporter.push(diagnostic);
        None
    }

    /// Names that could be meant: those of that local name, or else the most similar one.
    fn alternatives(&self, local: &str) -> Option<String> {
        let same: Vec<_> = self
            .by_name
            .keys()
            .filter(|name| *name.local == *local)
            .collect();
        if !same.is_empty() {
            let names: Vec<_> = same.iter().map(|name| format!("`{name}`")).collect();
            return Some(format!("there are {}", names.join(" and ")));
        }
        let similar = nearest(local, self.by_name.keys().map(|name| &*name.local))?;
        let mut names = self.by_name.keys();
        let name = names.find(|name| *name.local == *similar)?;
        Some(format!("there is a similar name: `{name}`"))
    }
}
