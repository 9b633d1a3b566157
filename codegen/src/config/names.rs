//! Names in the configuration that the schemas don't have: said, because a setting with a typing mistake would
//! otherwise do nothing, in silence.

use std::sync::Arc;

use super::{Config, parse_name};
use crate::diagnostic::code::rust::{NAME_UNKNOWN, PATH_INVALID};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::schema::{Set, TypeDefinition};
use crate::syntax::Input;

impl Config {
    /// Reports the namespaces and mapped types of the configuration that are not there. Renames are reported where
    /// names are chosen, and operations where they are selected.
    pub(crate) fn check_names(&self, input: &Input, set: &Set, diagnostics: &mut Diagnostics) {
        let is_known = |namespace: &Arc<str>| {
            input.schemas().any(|(_, schema)| schema.target_namespace.as_ref() == Some(namespace))
        };
        let settings = [
            ("namespace_module", self.namespace_modules.keys().collect::<Vec<_>>()),
            ("extern_path", self.external.keys().collect()),
            ("only_namespace", self.only_namespace.iter().collect()),
        ];
        for (setting, namespaces) in settings {
            for namespace in namespaces.into_iter().filter(|namespace| !is_known(namespace)) {
                let message = format!("`{setting}` names `{namespace}`: no schema has that target namespace");
                diagnostics.push(
                    Diagnostic::error_without_place(&NAME_UNKNOWN, message).help(known_namespaces(input, namespace)),
                );
            }
        }
        for key in self.mapped_types.keys() {
            let problem = match set.type_named(&parse_name(key)) {
                Some(TypeDefinition::Simple(_)) => continue,
                Some(TypeDefinition::Complex(_)) => "it is a complex type, expected a simple one",
                None => "the schema has no such type",
            };
            diagnostics.push(
                Diagnostic::error_without_place(&NAME_UNKNOWN, format!("can't map `{key}`: {problem}"))
                    .help("name a simple type as `{namespace}local`"),
            );
        }
        let paths = self.external.values().chain(self.mapped_types.values()).chain(&self.derives);
        for path in paths.filter(|path| syn::parse_str::<syn::Path>(path).is_err()) {
            let message = format!("`{path}` is not a path of Rust");
            let help = "expected names with `::` between them, such as `crate::common` or `serde::Serialize`";
            diagnostics.push(Diagnostic::error_without_place(&PATH_INVALID, message).help(help));
        }
    }
}

fn known_namespaces(input: &Input, wanted: &str) -> String {
    let mut known: Vec<&str> = input.schemas().filter_map(|(_, schema)| schema.target_namespace.as_deref()).collect();
    known.sort_unstable();
    known.dedup();
    if let Some(near) = nearest(wanted, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    match known.as_slice() {
        [] => String::from("no schema has a target namespace"),
        known => format!("there are `{}`", known.join("`, `")),
    }
}
