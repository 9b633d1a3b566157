//! Names as short as they can be, and components found by them.

use std::collections::BTreeMap;
use std::sync::Arc;

use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::diagnostic::nearest;
use soapstone_codegen::schema::{Set, TypeDefinition};
use soapstone_codegen::syntax::QName;

use crate::outcome::Failure;

/// The namespace of XSD.
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// How many names a message suggests.
const SUGGESTIONS: usize = 8;

/// How names are shown: without a prefix in the main namespace, otherwise with the prefix that the documents use.
#[derive(Debug)]
pub(crate) struct Names {
    main: Option<Arc<str>>,
    prefixes: BTreeMap<String, String>,
}

impl Names {
    /// The names of an analysis.
    pub(crate) fn new(analysis: &Analysis) -> Self {
        let mut prefixes = BTreeMap::from([(String::from(XSD), String::from("xsd"))]);
        for (_, document) in analysis.documents.iter() {
            for (prefix, namespace) in declarations(&document.text) {
                let taken = prefixes.values().any(|other| other == prefix);
                if !taken && !prefixes.contains_key(namespace) {
                    prefixes.insert(namespace.to_owned(), prefix.to_owned());
                }
            }
        }
        let first = || analysis.input.schemas().find_map(|(_, schema)| schema.target_namespace.clone());
        Names {
            main: analysis.crate_.primary_namespace.clone().or_else(first),
            prefixes,
        }
    }

    /// A name: `local` in the main namespace or none, `prefix:local`, else `{namespace}local`.
    pub(crate) fn show(&self, name: &QName) -> String {
        match &name.namespace {
            None => name.local.to_string(),
            Some(namespace) if self.main.as_ref() == Some(namespace) => name.local.to_string(),
            Some(namespace) => match self.prefixes.get(&**namespace) {
                Some(prefix) => format!("{prefix}:{}", name.local),
                None => name.to_string(),
            },
        }
    }

    /// The name of a type; `None` for an anonymous one.
    pub(crate) fn show_type(&self, set: &Set, definition: TypeDefinition) -> Option<String> {
        if set.is_poison(definition) {
            return Some(String::from("?"));
        }
        set.type_name(definition).map(|name| self.show(name))
    }

    /// The one thing that is called by a name as it is shown, as `{namespace}local`, or by its local name.
    pub(crate) fn find<T: Copy>(&self, noun: &str, wanted: &str, all: &[(QName, T)]) -> Result<T, Failure> {
        let exact = all.iter().filter(|(name, _)| name.to_string() == wanted || self.show(name) == wanted);
        let mut found: Vec<&(QName, T)> = exact.collect();
        if found.is_empty() {
            found = all.iter().filter(|(name, _)| *name.local == *wanted).collect();
        }
        match found.as_slice() {
            [(_, one)] => Ok(*one),
            [] => Err(Failure::Usage {
                message: format!("there is no {noun} `{wanted}`"),
                help: suggestions(wanted, all),
            }),
            several => Err(Failure::Usage {
                message: format!("there is more than one {noun} `{wanted}`"),
                help: format!("say which: {}", list(several.iter().map(|(name, _)| name.to_string()))),
            }),
        }
    }
}

/// The prefixes that a document declares, each with its namespace. This only makes names short, so that a declaration
/// that is quoted somewhere in a text does no harm.
fn declarations(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("xmlns:").skip(1).filter_map(|rest| {
        let (prefix, rest) = rest.split_once('=')?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (namespace, _) = rest.get(1..)?.split_once(quote)?;
        let prefix = prefix.trim_end();
        let is_name = prefix.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'));
        (is_name && !prefix.is_empty() && !namespace.is_empty()).then_some((prefix, namespace))
    })
}

fn suggestions<T>(wanted: &str, all: &[(QName, T)]) -> String {
    let local = wanted.rsplit(['}', ':']).next().unwrap_or(wanted).to_lowercase();
    let nearest = nearest(&local, all.iter().map(|(name, _)| &*name.local));
    let is_near = |name: &&(QName, T)| {
        let other = name.0.local.to_lowercase();
        nearest == Some(&*name.0.local) || (!local.is_empty() && (other.contains(&local) || local.contains(&other)))
    };
    let mut near: Vec<String> = all.iter().filter(is_near).map(|(name, _)| format!("`{}`", name.local)).collect();
    near.sort_by_key(|name| name.len().abs_diff(wanted.len()));
    near.dedup();
    near.truncate(SUGGESTIONS);
    match near.is_empty() {
        true => String::from("`soapstone inspect FILE` lists the operations, with `--types` the elements and types"),
        false => format!("did you mean {}?", near.join(" or ")),
    }
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_read_off_the_declarations() {
        let text = r#"<a xmlns:b="urn:b" xmlns:c = 'urn:c' xmlns="urn:d" xmlns:="urn:e" xmlns:f=urn xmlns:g"#;
        assert_eq!(declarations(text).collect::<Vec<_>>(), [("b", "urn:b"), ("c", "urn:c")]);
    }

    #[test]
    fn near_names_are_suggested() {
        let all = [("Asset", 0), ("assetArray", 1), ("Company", 2)];
        let all: Vec<(QName, i32)> = all.iter().map(|(name, at)| (QName::new(Some("urn:a"), name), *at)).collect();
        for (wanted, expected) in [("Aset", "did you mean `Asset`?"), ("Compeny", "did you mean `Company`?"), ("zzz", "`soapstone ")] {
            assert!(suggestions(wanted, &all).starts_with(expected), "{wanted}: {}", suggestions(wanted, &all));
        }
    }
}
