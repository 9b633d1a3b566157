//! What to generate: one method for each decision.

mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::emit;
use crate::error::Error;
use crate::naming;
use crate::output::Output;
use crate::overlay::Overlay;
use crate::rust::{lower, pass};
use crate::schema::Strictness;
use crate::source::Locations;

/// What to generate, and from which files.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), soapstone_codegen::Error> {
///     soapstone_codegen::Config::new()
///         .wsdl("wsdl/IpsApi.wsdl")
///         .operations(["executeJob", "submitJob"])
///         .flatten_lists(true)
///         .module("ips")
///         .build_script()
/// }
/// ```
///
/// ```ignore
/// // src/lib.rs
/// pub mod ips { soapstone::include_bindings!("ips"); }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) overlays: Vec<PathBuf>,
    pub(crate) locations: Locations,
    pub(crate) strictness: Strictness,
    operations: Option<Vec<Arc<str>>>,
    flatten_lists: bool,
    partial_outputs: bool,
    module: Option<String>,
    renames: BTreeMap<String, String>,
    namespace_modules: BTreeMap<Arc<str>, String>,
    external: BTreeMap<Arc<str>, String>,
    mapped_types: BTreeMap<String, String>,
    derives: Vec<String>,
    types_only: bool,
    pub(crate) only_namespace: Option<Arc<str>>,
}

impl Config {
    /// Nothing to read yet, and the defaults for everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a WSDL file, and all that it imports. May be called several times.
    #[must_use]
    pub fn wsdl(self, path: impl Into<PathBuf>) -> Self {
        self.input(path)
    }

    /// Reads an XSD file, and all that it includes and imports. May be called several times.
    #[must_use]
    pub fn schema(self, path: impl Into<PathBuf>) -> Self {
        self.input(path)
    }

    /// Reads a file of either kind; its root element tells which.
    #[must_use]
    pub fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.inputs.push(path.into());
        self
    }

    /// Generates these operations alone, by their names in the WSDL, and the types that they need. Without it, all
    /// operations and all types are generated.
    ///
    /// ```text
    /// .operations(["executeJob"])      // ExecuteJobParam, ExecuteJobReturn, the faults, and client methods for it
    /// ```
    #[must_use]
    pub fn operations<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names = names.into_iter().map(|name| Arc::from(name.as_ref()));
        self.operations.get_or_insert_default().extend(names);
        self
    }

    /// Makes a list of a type that holds nothing but one repeated element, where others use it.
    ///
    /// ```text
    /// pub asset_array: Option<Box<AssetArray>>,   // false, the default: asset_array.items
    /// pub asset_array: Option<Vec<Asset>>,        // true; an absent list and an empty one stay different
    /// ```
    #[must_use]
    pub fn flatten_lists(mut self, flatten: bool) -> Self {
        self.flatten_lists = flatten;
        self
    }

    /// Makes fields optional in types that only outputs of operations reach, for services that leave out required
    /// elements on request.
    ///
    /// ```text
    /// pub total_rows: i32,           // false, the default: reading fails where it is missing
    /// pub total_rows: Option<i32>,   // true
    /// ```
    #[must_use]
    pub fn partial_outputs(mut self, partial: bool) -> Self {
        self.partial_outputs = partial;
        self
    }

    /// Leaves out clients, servers and operations.
    #[must_use]
    pub fn types_only(mut self, types_only: bool) -> Self {
        self.types_only = types_only;
        self
    }

    /// Reads an overlay: a TOML file with what the schema can't say, such as open enumerations and secrets. Several
    /// are merged.
    #[must_use]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Gives a component or a field a name: `{namespace}Type` or `{namespace}Type/field`. A name that the schema
    /// doesn't have is an error.
    ///
    /// ```text
    /// .rename("{http://example.com/ns}Asset", "AssetRecord")        // pub struct AssetRecord
    /// .rename("{http://example.com/ns}Asset/hndl", "handle")        // pub handle: String
    /// ```
    #[must_use]
    pub fn rename(mut self, component: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.insert(component.into(), name.into());
        self
    }

    /// Names the module for the types of a namespace. Without it, the name comes from the namespace; the types of
    /// the main namespace stand at the root.
    #[must_use]
    pub fn namespace_module(mut self, namespace: impl AsRef<str>, name: impl Into<String>) -> Self {
        self.namespace_modules
            .insert(Arc::from(namespace.as_ref()), name.into());
        self
    }

    /// Uses the types of a namespace from a module that was generated elsewhere with the same settings, and does not
    /// generate them again.
    ///
    /// ```text
    /// .extern_path("http://example.com/common", "crate::common")    // pub header: crate::common::Header
    /// ```
    #[must_use]
    pub fn extern_path(mut self, namespace: impl AsRef<str>, path: impl Into<String>) -> Self {
        self.external
            .insert(Arc::from(namespace.as_ref()), path.into());
        self
    }

    /// Generates the types of this namespace alone, at the root, without clients and servers: the module that others
    /// then name with [`Config::extern_path`]. The namespace must not use the types of others.
    #[must_use]
    pub fn only_namespace(mut self, namespace: impl AsRef<str>) -> Self {
        self.only_namespace = Some(Arc::from(namespace.as_ref()));
        self.types_only = true;
        self
    }

    /// Uses a type of yours for a named simple type. It must be a value that reads and writes text, which the macro
    /// `soapstone::text_type!` makes of anything with `FromStr`, `Display` and `Default`.
    ///
    /// ```text
    /// .map_type("{http://example.com/ns}Money", "crate::Money")     // pub price: crate::Money
    /// ```
    #[must_use]
    pub fn map_type(mut self, simple_type: impl Into<String>, path: impl Into<String>) -> Self {
        self.mapped_types.insert(simple_type.into(), path.into());
        self
    }

    /// Derives a trait for all structs and enums, beside `Clone`, `Debug` and `PartialEq`.
    ///
    /// ```text
    /// .derive("serde::Serialize")    // #[derive(Clone, Debug, PartialEq, serde::Serialize)]
    /// ```
    #[must_use]
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.derives.push(path.into());
        self
    }

    /// Asks an OASIS XML catalog where documents are.
    #[must_use]
    pub fn catalog(mut self, path: impl Into<PathBuf>) -> Self {
        self.locations.catalogs.push(path.into());
        self
    }

    /// Reads a file in place of a URL, or of a location as it is written in a document. Nothing is ever fetched.
    #[must_use]
    pub fn map_location(mut self, location: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.locations.files.push((location.into(), path.into()));
        self
    }

    /// Lets documents name files in this directory by absolute paths.
    #[must_use]
    pub fn allow_path(mut self, directory: impl Into<PathBuf>) -> Self {
        self.locations.allowed.push(directory.into());
        self
    }

    /// Makes errors of the rules that real schemas break without harm, which are warnings otherwise.
    #[must_use]
    pub fn strict_schema(mut self, strict: bool) -> Self {
        self.strictness = if strict {
            Strictness::Exact
        } else {
            Strictness::Vendor
        };
        self
    }

    /// Names the output of [`Config::build_script`], for `include_bindings!`. The default is `bindings`.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Generates the code, and writes nothing.
    ///
    /// # Errors
    /// Where a file can't be read, a schema or WSDL is wrong or uses what is not supported, or the configuration
    /// names what isn't there. The error holds all messages.
    pub fn generate(&self) -> Result<Output, Error> {
        let analysis = Analysis::new(self);
        if analysis.diagnostics.has_errors() {
            return Err(Error::of_input(analysis));
        }
        self.emit(analysis)
    }

    /// The code for what an analysis of this configuration came to; only for one without errors.
    #[doc(hidden)]
    pub fn emit(&self, analysis: Analysis) -> Result<Output, Error> {
        emit::emit(analysis, &self.emission())
    }

    /// Generates the code into Cargo's `OUT_DIR` for `soapstone::include_bindings!`, prints warnings for Cargo to
    /// show, and has the build script run again when a file that was read changes.
    ///
    /// # Errors
    /// As [`Config::generate`], and where the file can't be written.
    pub fn build_script(&self) -> Result<(), Error> {
        let directory = std::env::var_os("OUT_DIR").ok_or(Error::NotInBuildScript)?;
        let output = match self.generate() {
            Ok(output) => output,
            Err(error) => {
                self.inputs
                    .iter()
                    .chain(&self.overlays)
                    .for_each(|path| rerun_if_changed(path));
                return Err(error);
            }
        };
        output
            .inputs()
            .iter()
            .for_each(|path| rerun_if_changed(path));
        for warning in first_of_each_kind(output.warnings()) {
            println!("cargo::warning={warning}");
        }
        let name = self.module.as_deref().unwrap_or("bindings");
        output.write_single_file(&Path::new(&directory).join(format!("{name}.rs")))
    }

    /// Generates the code as a tree of modules with its root at `mod.rs` in a directory.
    ///
    /// # Errors
    /// As [`Config::generate`], and where a file can't be written.
    pub fn write_to(&self, directory: impl AsRef<Path>) -> Result<Output, Error> {
        let output = self.generate()?;
        output.write_to(directory.as_ref())?;
        Ok(output)
    }

    pub(crate) fn choices(&self) -> lower::Choices {
        lower::Choices {
            mapped_types: self
                .mapped_types
                .iter()
                .map(|(name, path)| (parse_name(name), path.clone()))
                .collect(),
            operations: self.operations.clone(),
        }
    }

    pub(crate) fn passes(&self, overlay: Overlay) -> pass::Options {
        pass::Options {
            operations: self.operations.clone(),
            flatten_lists: self.flatten_lists,
            partial_outputs: self.partial_outputs,
            external_namespaces: self.external.keys().cloned().collect::<BTreeSet<_>>(),
            overlay,
            only_namespace: self.only_namespace.clone(),
        }
    }

    pub(crate) fn naming(&self) -> naming::Options {
        naming::Options {
            renames: self.renames.clone(),
            modules: self.namespace_modules.clone(),
            external: self.external.clone(),
        }
    }

    fn emission(&self) -> emit::Options {
        emit::Options {
            derives: self.derives.clone(),
            types_only: self.types_only,
        }
    }
}

/// The first line of the first warning of each code, with the number of those that are like it.
fn first_of_each_kind(warnings: &[String]) -> Vec<String> {
    let mut kinds: Vec<(&str, &str, usize)> = Vec::new();
    for warning in warnings {
        let line = warning.lines().next().unwrap_or_default();
        let code = line.split_once(']').map_or(line, |(code, _)| code);
        match kinds.iter_mut().find(|(known, _, _)| *known == code) {
            Some((_, _, count)) => *count += 1,
            None => kinds.push((code, line, 1)),
        }
    }
    let shown = kinds.into_iter().map(|(_, line, count)| match count {
        1 => String::from(line),
        count => format!("{line} (and {} more like it)", count - 1),
    });
    shown.collect()
}

fn rerun_if_changed(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

/// A name written `{namespace}local`.
fn parse_name(text: &str) -> crate::syntax::QName {
    match text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((namespace, local)) => crate::syntax::QName::new(Some(namespace), local),
        None => crate::syntax::QName::new(None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::first_of_each_kind;

    #[test]
    fn warnings_of_one_code_are_one_line() {
        let warnings = [
            "warning[soap-fault-name]: `a` has no name\n  --> a.wsdl:1:1",
            "warning[wsdl-empty]: nothing is here",
            "warning[soap-fault-name]: `b` has no name\n  --> a.wsdl:2:1",
        ];
        assert_eq!(
            first_of_each_kind(&warnings.map(String::from)),
            [
                "warning[soap-fault-name]: `a` has no name (and 1 more like it)",
                "warning[wsdl-empty]: nothing is here",
            ]
        );
    }
}
