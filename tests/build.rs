//! Reads the operations of the generated bindings, and writes a macro for each API version that hands all of them to
//! another macro: rows of the operation's type and the name of its methods.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a build script fails by panicking"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use syn::{Item, TraitItem};

const VERSIONS: [&str; 2] = ["v2013_02_15", "v2014_04_03"];

fn main() {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    let mut macros = String::new();
    for version in VERSIONS {
        let operations = operations(&generated.join(version).join("operations.rs"));
        let methods = methods(&generated.join(version).join("server.rs"));
        assert_eq!(
            operations.len(),
            methods.len(),
            "{version}: one method for each operation"
        );
        push_macro(&mut macros, version, &operations, &methods);
    }
    let output = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .expect("cargo sets OUT_DIR");
    fs::write(output.join("operations.rs"), macros).expect("OUT_DIR can be written");
}

/// The types that stand for operations: the structs without fields.
fn operations(path: &Path) -> Vec<String> {
    let items = items(path).into_iter();
    let unit_structs = items.filter_map(|item| match item {
        Item::Struct(item) if item.fields.is_empty() => Some(item.ident.to_string()),
        _ => None,
    });
    unit_structs.collect()
}

/// The methods of the trait of the service.
fn methods(path: &Path) -> Vec<String> {
    let service = items(path).into_iter().find_map(|item| match item {
        Item::Trait(service) => Some(service),
        _ => None,
    });
    let items = service.expect("server.rs has a trait").items.into_iter();
    let functions = items.filter_map(|item| match item {
        TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
        _ => None,
    });
    functions.collect()
}

fn items(path: &Path) -> Vec<Item> {
    println!("cargo::rerun-if-changed={}", path.display());
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    syn::parse_file(&text)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .items
}

/// The order of both lists is that of the WSDL; a pair that does not belong together would not compile.
fn push_macro(macros: &mut String, version: &str, operations: &[String], methods: &[String]) {
    let _ = writeln!(
        macros,
        "/// Hands all operations of the module `{version}` to a macro."
    );
    let _ = writeln!(macros, "macro_rules! operations_of_{version} {{");
    let _ = writeln!(
        macros,
        "    ($callback:ident) => {{ $callback! {{ {version}"
    );
    for (operation, method) in operations.iter().zip(methods) {
        let _ = writeln!(macros, "        {operation} {method},");
    }
    let _ = writeln!(macros, "    }} }};\n}}");
}
