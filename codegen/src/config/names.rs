//! Whether what a configuration names is there: a typing error would otherwise go unnoticed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Config, parse_name};
use crate::diagnostic::code::rust::{NAME_UNKNOWN, PATH_INVALID};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::schema::{Set, TypeDefinition};
use crate::syntax::QName;

impl Config {
    /// Holds the namespaces, types and paths of the configuration against the schema. Renamed components are the
    /// business of naming, operations that of selection.
    pub(crate) fn check_names(&self, set: &Set, diagnostics: &mut Diagnostics) {
        let known = namespaces(set);
        let named = self
            .namespace_modules
            .keys()
            .map(|namespace| ("namespace_module", namespace));
        let external = self
            .external
            .keys()
            .map(|namespace| ("extern_path", namespace));
        let only = self
            .only_namespace
            .iter()
            .map(|namespace| ("only_namespace", namespace));
        for (setting, namespace) in named.chain(external).chain(only) {
            if !known.contains(namespace) {
                diagnostics.push(unknown_namespace(setting, namespace, &known));
            }
        }
        for key in self.mapped_types.keys() {
            diagnostics_of_mapped_type(set, key)
                .into_iter()
                .for_each(|diagnostic| diagnostics.push(diagnostic));
        }
        let paths = self
            .external
            .values()
            .chain(self.mapped_types.values())
            .chain(&self.derives);
        for path in paths.filter(|path| syn::parse_str::<syn::Path>(path).is_err()) {
            let message = format!("`{path}` is not a path of Rust");
            let help = "expected names with `::` between them, such as `crate::common` or `serde::Serialize`";
            diagnostics.push(Diagnostic::error_without_place(&PATH_INVALID, message).help(help));
        }
    }
}

fn unknown_namespace(setting: &str, namespace: &str, known: &BTreeSet<Arc<str>>) -> Diagnostic {
    let message = format!("`{setting}` names `{namespace}`: no schema has that target namespace");
    let help = match nearest(namespace, known.iter().map(AsRef::as_ref)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let known: Vec<String> = known
                .iter()
                .map(|namespace| format!("`{namespace}`"))
                .collect();
            if known.is_empty() {
                String::from("no schema has one")
            } else {
                format!("there are {}", known.join(", "))
            }
        }
    };
    Diagnostic::error_without_place(&NAME_UNKNOWN, message).help(help)
}

fn diagnostics_of_mapped_type(set: &Set, key: &str) -> Option<Diagnostic> {
    let problem = match set.type_named(&parse_name(key)) {
        Some(TypeDefinition::Simple(_)) => return None,
        Some(TypeDefinition::Complex(_)) => "it is a complex type, expected a simple one",
        None => "the schema has no such type",
    };
    let diagnostic =
        Diagnostic::error_without_place(&NAME_UNKNOWN, format!("can't map `{key}`: {problem}"));
    let simple = set
        .simple_types
        .iter()
        .filter(|(_, definition)| definition.span.is_some());
    let names: Vec<String> = simple
        .filter_map(|(_, definition)| definition.name.as_ref().map(QName::to_string))
        .collect();
    Some(match nearest(key, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("name a simple type as `{namespace}local`"),
    })
}

/// The namespaces of all components that the documents define.
fn namespaces(set: &Set) -> BTreeSet<Arc<str>> {
    let elements = set.elements.iter().map(|(_, element)| Some(&element.name));
    let attributes = set
        .attributes
        .iter()
        .map(|(_, attribute)| attribute.span.map(|_| &attribute.name));
    let complex = set
        .complex_types
        .iter()
        .map(|(_, definition)| definition.span.and(definition.name.as_ref()));
    let simple = set
        .simple_types
        .iter()
        .map(|(_, definition)| definition.span.and(definition.name.as_ref()));
    let groups = set
        .group_definitions
        .iter()
        .map(|(_, group)| Some(&group.name));
    let attribute_groups = set
        .attribute_groups
        .iter()
        .map(|(_, group)| Some(&group.name));
    let names = elements
        .chain(attributes)
        .chain(complex)
        .chain(simple)
        .chain(groups)
        .chain(attribute_groups);
    names
        .flatten()
        .filter_map(|name| name.namespace.clone())
        .collect()
}
