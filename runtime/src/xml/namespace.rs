//! Namespaces in scope.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

/// The namespace of the prefix `xml`.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of the prefix `xmlns`.
pub(crate) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The namespace of a name that was read; empty for a name in no namespace.
///
/// Tables of a schema hold their namespaces as `&'static str`. The first time a namespace of the
/// document turns out equal to one of those, it remembers so, and from then on a comparison is
/// one of two pointers.
#[derive(Clone, Copy)]
pub struct Namespace<'r> {
    binding: &'r Binding<'r>,
}

impl<'r> Namespace<'r> {
    /// The namespace name; empty for none.
    #[inline]
    pub fn as_str(self) -> &'r str {
        &self.binding.uri
    }

    /// Whether this is the namespace given, which is empty for none.
    #[inline]
    pub fn is(self, namespace: &'static str) -> bool {
        self.binding.is(namespace)
    }
}

impl fmt::Debug for Namespace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for Namespace<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.binding, other.binding) || self.as_str() == other.as_str()
    }
}

impl Eq for Namespace<'_> {}

/// A namespace and a local name, as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'r> {
    /// The namespace; empty for none.
    pub namespace: Namespace<'r>,
    /// The local name.
    pub local: &'r str,
}

impl Name<'_> {
    /// Whether this is the name given.
    #[inline]
    pub fn is(self, namespace: &'static str, local: &str) -> bool {
        self.local == local && self.namespace.is(namespace)
    }
}

/// As `{namespace}local`.
impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.as_str() {
            "" => f.write_str(self.local),
            namespace => write!(f, "{{{namespace}}}{}", self.local),
        }
    }
}

/// One declaration in scope.
#[derive(Debug, Clone)]
struct Binding<'a> {
    prefix: &'a str,
    uri: Cow<'a, str>,
    /// The static text that the namespace name was last found equal to.
    known: Cell<Option<&'static str>>,
}

impl<'a> Binding<'a> {
    fn new(prefix: &'a str, uri: Cow<'a, str>) -> Self {
        Binding {
            prefix,
            uri,
            known: Cell::new(None),
        }
    }

    #[inline]
    fn is(&self, namespace: &'static str) -> bool {
        match self.known.get() {
            Some(known) if std::ptr::eq(known, namespace) => true,
            _ => self.is_by_content(namespace),
        }
    }

    fn is_by_content(&self, namespace: &'static str) -> bool {
        let equal = self.uri == namespace;
        if equal {
            self.known.set(Some(namespace));
        }
        equal
    }
}

/// Names a declaration by its place in the stack of those in scope.
pub(super) type BindingIndex = usize;

/// The binding of names without a prefix where no default namespace is declared.
pub(super) const NO_NAMESPACE: BindingIndex = 0;

/// The declarations in scope, innermost last.
#[derive(Debug, Clone)]
pub(super) struct Namespaces<'a> {
    bindings: Vec<Binding<'a>>,
    none: Binding<'a>,
    /// The prefix last resolved and its declaration, while no other declaration changed it.
    last: Option<(&'a str, BindingIndex)>,
}

/// Compares byte by byte, which for texts as short as prefixes is faster than a call.
#[inline]
fn is_same_prefix(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(a, b)| a == b)
}

/// Declarations that are in scope from the start.
const BUILT_IN: usize = 2;

impl<'a> Namespaces<'a> {
    pub(super) fn new() -> Self {
        let none = Binding::new("", Cow::Borrowed(""));
        let xml = Binding::new("xml", Cow::Borrowed(XML));
        Namespaces {
            bindings: vec![none.clone(), xml],
            none,
            last: None,
        }
    }

    /// How many declarations are in scope, to be given to [`truncate`](Self::truncate) later.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// How many declarations of the document are in scope.
    pub(super) fn declared(&self) -> usize {
        self.bindings.len().saturating_sub(BUILT_IN)
    }

    /// Brings a declaration into scope.
    pub(super) fn declare(&mut self, prefix: &'a str, uri: Cow<'a, str>) {
        self.bindings.push(Binding::new(prefix, uri));
        self.last = None;
    }

    /// Whether a declaration of the prefix came into scope since there were `len`.
    pub(super) fn declared_since(&self, len: usize, prefix: &str) -> bool {
        self.bindings
            .iter()
            .skip(len)
            .any(|binding| binding.prefix == prefix)
    }

    /// Ends the scope of the declarations made since there were `len`.
    #[inline]
    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.bindings.len() {
            self.bindings.truncate(len);
            if self.last.is_some_and(|(_, index)| index >= len) {
                self.last = None;
            }
        }
    }

    /// The innermost declaration of a prefix; the empty prefix always has one.
    #[inline]
    pub(super) fn resolve(&mut self, prefix: &'a str) -> Option<BindingIndex> {
        match self.last {
            Some((last, index)) if is_same_prefix(last, prefix) => Some(index),
            _ => self.resolve_anew(prefix),
        }
    }

    fn resolve_anew(&mut self, prefix: &'a str) -> Option<BindingIndex> {
        let index = self.find(prefix)?;
        self.last = Some((prefix, index));
        Some(index)
    }

    fn find(&self, prefix: &str) -> Option<BindingIndex> {
        self.bindings
            .iter()
            .rposition(|binding| is_same_prefix(binding.prefix, prefix))
    }

    #[inline]
    pub(super) fn get(&self, index: BindingIndex) -> Namespace<'_> {
        Namespace {
            binding: self.bindings.get(index).unwrap_or(&self.none),
        }
    }

    #[inline]
    pub(super) fn is(&self, index: BindingIndex, namespace: &'static str) -> bool {
        self.bindings
            .get(index)
            .is_some_and(|binding| binding.is(namespace))
    }

    /// The namespace of a prefix, empty for none; `None` for a prefix that is not declared.
    pub(super) fn lookup(&self, prefix: &str) -> Option<&str> {
        self.find(prefix)
            .and_then(|index| self.bindings.get(index))
            .map(|found| &*found.uri)
    }

    /// Prefix and namespace of the declarations in scope, innermost first, without those that
    /// another one hides, the one of `xml`, and the absence of a default namespace.
    pub(super) fn in_scope(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bindings
            .iter()
            .enumerate()
            .skip(BUILT_IN)
            .rev()
            .filter_map(|(index, binding)| {
                let hidden = self.declared_since(index + 1, binding.prefix);
                let declares = !hidden && !binding.uri.is_empty();
                declares.then_some((binding.prefix, &*binding.uri))
            })
    }

    /// Prefix and namespace of the declarations made since there were `len`, in their order.
    pub(super) fn since(&self, len: usize) -> impl Iterator<Item = (&str, &str)> {
        self.bindings
            .iter()
            .skip(len)
            .map(|binding| (binding.prefix, &*binding.uri))
    }
}
