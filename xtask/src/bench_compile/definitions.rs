//! The type definitions of the generated bindings, without what connects them to the runtime.

use std::collections::BTreeSet;
use std::path::Path;

/// What the definitions are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavor {
    /// The structs and enums with the derives that they have.
    Plain,
    /// With serde's derives on top, and functions that read and write what each message holds.
    Serde,
}

/// The generated files that the crates are made from.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    /// The types of the namespace that all versions share.
    pub(super) common: &'a str,
    /// The types of a version.
    pub(super) types: &'a str,
    /// The operations of that version.
    pub(super) operations: &'a str,
}

/// The root of a crate with the definitions of the types.
///
/// # Errors
/// Where the types of an operation are not found: what is then measured would not be what the operations cost.
pub(super) fn library(sources: Sources<'_>, flavor: Flavor) -> Result<String, String> {
    let mut library = String::from("#![allow(dead_code)]\n\n");
    for (module, source) in [("common", sources.common), ("types", sources.types)] {
        let definitions = definitions(source, flavor);
        library.push_str(&format!("pub mod {module} {{\n\n{definitions}\n"));
        if flavor == Flavor::Serde {
            for name in exchanged(module, sources)? {
                if !definitions.contains(&format!("pub struct {name} {{")) {
                    return Err(format!("`{name}` is not a struct of the module `{module}`"));
                }
                library.push_str(&functions(name));
            }
        }
        library.push_str("}\n\n");
    }
    if flavor == Flavor::Serde {
        library.push_str(ITEMS);
    }
    Ok(library)
}

/// The types of a module that messages hold: those of the inputs and outputs of all operations, or, in the module that
/// versions share, those of faults and headers.
fn exchanged<'a>(module: &str, sources: Sources<'a>) -> Result<BTreeSet<&'a str>, String> {
    if module != "types" {
        let elements: BTreeSet<&str> = global_elements(sources.common).collect();
        let calls = sources.common.matches("global_element!").count();
        return match elements.len() == calls && calls > 0 {
            true => Ok(elements),
            false => Err(format!(
                "{calls} global elements, of which {} have a type that is found",
                elements.len()
            )),
        };
    }
    let operations = sources
        .operations
        .split("::soapstone::bindings::operation!")
        .skip(1);
    let mut types = BTreeSet::new();
    let mut count = 0;
    for operation in operations {
        count += 1;
        for role in ["input", "output"] {
            let name = exchanged_type(operation, role).ok_or_else(|| {
                let start = operation.lines().next().unwrap_or_default();
                format!("the {role} of the operation{start} is not found")
            })?;
            types.insert(name);
        }
    }
    match count {
        0 => Err(String::from("no operation is found")),
        _ => Ok(types),
    }
}

/// The type `Found` in `output: super::Found,`.
fn exchanged_type<'a>(operation: &'a str, role: &str) -> Option<&'a str> {
    let (_, rest) = operation.split_once(&format!(" {role}: super::"))?;
    let (name, _) = rest.split_once([',', ' '])?;
    Some(name)
}

/// The root of a crate that holds the bindings in a directory as they are, and functions of its own that read and write
/// what each message holds, as the crate of serde has them: so that their code is made in both.
///
/// # Errors
/// Where the types of an operation are not found.
pub(super) fn users(bindings: &Path, sources: Sources<'_>) -> Result<String, String> {
    let mut library = String::from("#![allow(missing_docs)]\n\n");
    for (module, directory) in [("common", "common"), ("types", "v2014_04_03")] {
        let file = bindings.join(directory).join("mod.rs");
        library.push_str(&format!(
            "#[path = {:?}]\npub mod {directory};\n\npub mod {module}_in_use {{\n    use super::{directory} as bindings;\n\n",
            file.display().to_string()
        ));
        for name in exchanged(module, sources)? {
            library.push_str(&users_functions(name));
        }
        library.push_str("}\n\n");
    }
    Ok(library)
}

fn users_functions(name: &str) -> String {
    format!(
        "#[allow(non_snake_case)]\n\
         pub fn read_{name}(text: &str) -> Result<bindings::{name}, ::soapstone::ReadError> {{\n    \
             ::soapstone::from_str(text)\n}}\n\n\
         #[allow(non_snake_case)]\n\
         pub fn write_{name}(value: &bindings::{name}) -> Result<String, ::soapstone::WriteError> {{\n    \
             ::soapstone::to_string(value)\n}}\n\n"
    )
}

/// A list in an element of its own, as the schema has them.
const ITEMS: &str = "\
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, ::serde::Serialize, ::serde::Deserialize)]
pub struct Items<T> {
    #[serde(default = \"::std::vec::Vec::new\")]
    pub items: ::std::vec::Vec<T>,
}
";

/// The items of a generated file that define types: not the calls of the runtime's macros, the constructors and the
/// tables.
fn definitions(source: &str, flavor: Flavor) -> String {
    let mut kept = String::new();
    let mut depth = 0;
    let mut is_skipping = false;
    for line in source.lines() {
        if depth == 0 {
            let starts = [
                "::soapstone::",
                "impl ",
                "pub mod ",
                "#[doc(hidden)]",
                "#[rustfmt::skip]",
            ];
            is_skipping = starts.iter().any(|start| line.starts_with(start));
        }
        if !is_doc(line) {
            depth += line.matches('{').count();
            depth = depth.saturating_sub(line.matches('}').count());
        }
        if !is_skipping {
            push(&mut kept, line, flavor);
        }
    }
    kept
}

fn push(kept: &mut String, line: &str, flavor: Flavor) {
    if flavor == Flavor::Plain || is_doc(line) {
        kept.push_str(line);
        kept.push('\n');
        return;
    }
    if line.starts_with("pub struct ") && line.ends_with('{') {
        kept.push_str("#[serde(rename_all = \"camelCase\")]\n");
    }
    if line == "    Other(::std::string::String)," {
        kept.push_str("    #[serde(untagged)]\n");
    }
    kept.push_str(&with_types_of_serde(line));
    kept.push('\n');
    if line.starts_with("#[derive(") {
        kept.push_str("#[derive(::serde::Serialize, ::serde::Deserialize)]\n");
    }
}

/// Lists become structs, as the schema has them, and the types that serde does not know become texts.
fn with_types_of_serde(line: &str) -> String {
    let mut line = line.replace("::std::vec::Vec<", "crate::Items<");
    for name in [
        "xsd::DateTime",
        "xsd::Secret",
        "xsd::Base64Binary",
        "AnyAttribute",
    ] {
        line = line.replace(&format!("::soapstone::{name}"), "::std::string::String");
    }
    line
}

fn is_doc(line: &str) -> bool {
    line.trim_start().starts_with("///")
}

/// The types of the global elements.
fn global_elements(source: &str) -> impl Iterator<Item = &str> {
    let calls = source
        .split("::soapstone::bindings::global_element!")
        .skip(1);
    calls.filter_map(|call| {
        let (name, _) = call.split_once(':')?;
        Some(name.trim_matches([' ', '\n', '{', '(']))
    })
}

fn functions(name: &str) -> String {
    format!(
        "#[allow(non_snake_case)]\n\
         pub fn read_{name}(text: &str) -> Result<{name}, ::quick_xml::DeError> {{\n    \
             ::quick_xml::de::from_str(text)\n}}\n\n\
         #[allow(non_snake_case)]\n\
         pub fn write_{name}(value: &{name}) -> Result<String, ::quick_xml::SeError> {{\n    \
             ::quick_xml::se::to_string(value)\n}}\n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
#[doc(hidden)]
pub mod model;

/// A list {of things}.
#[derive(Clone, Debug)]
pub struct Find {
    /// When.
    pub since: ::std::option::Option<
        ::soapstone::xsd::DateTime,
    >,
    pub names: ::std::vec::Vec<String>,
}
impl Find {
    pub fn new() -> Self {
        Self { since: None }
    }
}

::soapstone::bindings::record! { Find: model::FIND {
    0 since, 1 names,
} }

::soapstone::bindings::global_element! { Find: model::NS, \"find\", Complex(&model::FIND) }

pub struct Found {
}

::soapstone::bindings::global_element! {
    Found: model::NS, \"found\", Complex(&model::FOUND)
}

#[derive(Clone)]
pub enum Kind {
    Image,
    Other(::std::string::String),
}
";

    #[test]
    fn only_definitions_stay() {
        let plain = definitions(SOURCE, Flavor::Plain);
        assert!(
            plain.contains("pub struct Find {\n    /// When.\n"),
            "{plain}"
        );
        assert!(plain.contains("pub enum Kind {\n    Image,\n"), "{plain}");
        for gone in ["impl", "record!", "global_element!", "mod model", "serde"] {
            assert!(!plain.contains(gone), "{gone}: {plain}");
        }
    }

    const OPERATIONS: &str = "\
::soapstone::bindings::operation! { Find {
    name: \"find\",
    input: super::Find,
    output: super::Found,
} }
";

    const COMMON: &str = "\
pub struct Fault {
}

::soapstone::bindings::global_element! {
    Fault: model::NS, \"fault\", Complex(&model::FAULT)
}
";

    fn serde(operations: &str) -> Result<String, String> {
        let sources = Sources {
            common: COMMON,
            types: SOURCE,
            operations,
        };
        library(sources, Flavor::Serde)
    }

    #[test]
    fn serde_gets_derives_and_functions() {
        let library = serde(OPERATIONS).unwrap();
        for expected in [
            "#[derive(Clone, Debug)]\n#[derive(::serde::Serialize, ::serde::Deserialize)]\n#[serde(rename_all",
            "        ::std::string::String,\n",
            "pub names: crate::Items<String>",
            "    #[serde(untagged)]\n    Other(",
            "pub fn read_Find(text: &str)",
            "pub fn write_Find(value: &Find)",
            "pub fn read_Found(text: &str)",
            "pub fn read_Fault(text: &str)",
        ] {
            assert!(library.contains(expected), "{expected}: {library}");
        }
    }

    #[test]
    fn the_bindings_get_the_same_functions() {
        let sources = Sources {
            common: COMMON,
            types: SOURCE,
            operations: OPERATIONS,
        };
        let library = users(Path::new("src"), sources).unwrap();
        for expected in [
            "pub fn read_Find(text: &str) -> Result<bindings::Find,",
            "pub fn write_Found(value: &bindings::Found)",
            "pub fn read_Fault(text: &str)",
        ] {
            assert!(library.contains(expected), "{expected}: {library}");
        }
    }

    #[test]
    fn an_operation_without_known_types_is_an_error() {
        assert_eq!(serde(""), Err(String::from("no operation is found")));
        assert_eq!(
            serde(&OPERATIONS.replace("output: super::Found,", "")),
            Err(String::from(
                "the output of the operation { Find { is not found"
            ))
        );
        assert_eq!(
            serde(&OPERATIONS.replace("Found", "Lost")),
            Err(String::from("`Lost` is not a struct of the module `types`"))
        );
    }
}
