//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use soapstone_codegen::Config;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "soapstone",
    version,
    about = "WSDL and XSD files in, plain Rust out.",
    after_help = EXIT_CODES,
    max_term_width = 100,
    propagate_version = true
)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub(crate) color: When,
    /// Write one JSON document to standard output, messages included.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done; there may be warnings
  1  the input has errors, or with `generate --check` files are not what would be written
  2  the command line is wrong, or names what isn't there
  3  a file can't be read or written
  4  the service answered with a fault
  5  there is no answer, or none that is SOAP and keeps to the schema";

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// If standard error is a terminal and NO_COLOR is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write Rust code for WSDL and XSD files.
    Generate(Generate),
    /// Say all that is wrong with WSDL and XSD files.
    Check(Check),
    /// Show what WSDL and XSD files offer: services, operations, types.
    Inspect(Inspect),
    /// Say what changed between two versions of a WSDL or XSD file, and what that does to code and messages.
    Diff(Diff),
    /// Check a document against the schemas of WSDL and XSD files.
    Validate(Validate),
    /// Make up a message of an operation, or a document of an element, that the schema allows.
    Sample(Sample),
    /// Call an operation of a service.
    Call(Call),
    /// Download a WSDL or XSD file and all that it refers to. The only command beside `call` that uses the network.
    Fetch(Fetch),
    /// Show what a stage of the generator makes of the files.
    Dump(Dump),
    /// Explain the code of a message, or list all codes.
    Explain(Explain),
}

/// Which files to read, and how.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// WSDL and XSD files; what they import and include is read with them.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Ask an OASIS XML catalog where documents are.
    #[arg(long, value_name = "FILE", help_heading = "Finding files")]
    catalog: Vec<PathBuf>,
    /// Read FILE in place of a URL or location; nothing is ever fetched. The last `=` separates the two.
    #[arg(long, value_name = "LOCATION=FILE", value_parser = pair, help_heading = "Finding files")]
    map: Vec<(String, String)>,
    /// Let documents name files in this directory by absolute paths.
    #[arg(long, value_name = "DIR", help_heading = "Finding files")]
    allow_path: Vec<PathBuf>,
    /// Make errors of the rules that real schemas break without harm.
    #[arg(long)]
    strict_schema: bool,
}

/// What Rust to make of the files. Each option is the method of that name of `soapstone_codegen::Config`.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to make")]
pub(crate) struct Making {
    /// Only these operations, and the types that they need.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
    /// Read an overlay: a TOML file with what the schema can't say.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Give a component or field a name: `{namespace}Type=Name`, `{namespace}Type/field=name`.
    #[arg(long, value_name = "KEY=NAME", value_parser = pair)]
    rename: Vec<(String, String)>,
    /// Name the module for the types of a namespace.
    #[arg(long, value_name = "NAMESPACE=NAME", value_parser = pair)]
    namespace_module: Vec<(String, String)>,
    /// Use the types of a namespace from a module that was generated elsewhere.
    #[arg(long, value_name = "NAMESPACE=PATH", value_parser = pair)]
    extern_path: Vec<(String, String)>,
    /// Use a type of yours for a simple type: `{namespace}Money=crate::Money`.
    #[arg(long, value_name = "KEY=PATH", value_parser = pair)]
    map_type: Vec<(String, String)>,
    /// Derive a trait for all structs and enums.
    #[arg(long, value_name = "PATH")]
    derive: Vec<String>,
    /// Make a `Vec` of a type that is nothing but one repeated element.
    #[arg(long)]
    flatten_lists: bool,
    /// Make fields optional in types that only outputs reach.
    #[arg(long)]
    partial_outputs: bool,
    /// Leave out clients, servers and operations.
    #[arg(long)]
    types_only: bool,
    /// Only the types of this namespace.
    #[arg(long, value_name = "NAMESPACE")]
    only_namespace: Option<String>,
}

/// `soapstone generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// Which files.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// The directory for the module tree; its root is `mod.rs`.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write nothing; fail if the files are not what would be written.
    #[arg(long)]
    pub(crate) check: bool,
    /// Say how long each stage took, and name every file.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// What to make of them.
    #[command(flatten)]
    pub(crate) making: Making,
}

/// `soapstone check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Which files.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Fail on warnings, too.
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// What would be made of them.
    #[command(flatten)]
    pub(crate) making: Making,
}

/// `soapstone inspect`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Which files.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// List the global elements and named types.
    #[arg(long, group = "what")]
    pub(crate) types: bool,
    /// List the operations with all their messages, headers and faults.
    #[arg(long, group = "what")]
    pub(crate) operations: bool,
    /// Show one type: what it derives from, its attributes and elements or values, and what derives from it.
    #[arg(long, value_name = "NAME", group = "what")]
    pub(crate) r#type: Option<String>,
    /// Show the tree of elements of an operation, an element or a type.
    #[arg(long, value_name = "NAME", group = "what")]
    pub(crate) tree: Option<String>,
    /// How deep a tree is shown.
    #[arg(long, value_name = "LEVELS", default_value_t = 6)]
    pub(crate) depth: usize,
}

/// `soapstone diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old version.
    pub(crate) old: PathBuf,
    /// The new version.
    pub(crate) new: PathBuf,
    /// Take a namespace of the old version for one of the new version. The last `=` separates the two.
    #[arg(long, value_name = "OLD=NEW", value_parser = pair)]
    pub(crate) map: Vec<(String, String)>,
    /// Fail if a change is breaking.
    #[arg(long)]
    pub(crate) deny_breaking: bool,
    /// Ask an OASIS XML catalog where documents are.
    #[arg(long, value_name = "FILE", help_heading = "Finding files")]
    catalog: Vec<PathBuf>,
    /// Read FILE in place of a URL or location; nothing is ever fetched.
    #[arg(long, value_name = "LOCATION=FILE", value_parser = pair, help_heading = "Finding files")]
    map_location: Vec<(String, String)>,
    /// Let documents name files in this directory by absolute paths.
    #[arg(long, value_name = "DIR", help_heading = "Finding files")]
    allow_path: Vec<PathBuf>,
    /// What is made of both.
    #[command(flatten)]
    making: Making,
}

impl Diff {
    /// The configuration for one of the two versions.
    pub(crate) fn config(&self, file: &std::path::Path) -> Config {
        let mut config = Config::new().input(file);
        for catalog in &self.catalog {
            config = config.catalog(catalog);
        }
        for (location, file) in &self.map_location {
            config = config.map_location(location, file);
        }
        for directory in &self.allow_path {
            config = config.allow_path(directory);
        }
        self.making.add_to(config)
    }
}

/// `soapstone validate`.
#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// Which files; the last one is the document.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Skip what the schema doesn't know, as clients do with replies.
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// `soapstone sample`.
#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// Which files; the last one is the name of an operation or element.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Show what is optional, too.
    #[arg(long)]
    pub(crate) all: bool,
    /// Make up the reply of the operation.
    #[arg(long)]
    pub(crate) output: bool,
    /// The version of the envelope; that of the first port, if nothing is said.
    #[arg(long, value_enum, value_name = "VERSION")]
    pub(crate) soap: Option<Soap>,
}

/// `soapstone call`.
#[derive(Debug, Args)]
pub(crate) struct Call {
    /// Which files; the last one is the name of the operation.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// The URL of the service; that of the first port, if nothing is said.
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// The input as JSON; `-` reads standard input. `soapstone sample --json` shows what it looks like.
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// Send an element as a header block; FILE has it as JSON.
    #[arg(long, value_name = "ELEMENT=FILE", value_parser = pair)]
    pub(crate) soap_header: Vec<(String, String)>,
    /// Send an HTTP header. `${NAME}` in the value stands for an environment variable.
    #[arg(long, value_name = "NAME: VALUE", value_parser = http_header)]
    pub(crate) header: Vec<(String, String)>,
    /// Send user name and password, which the environment variable holds as `user:password`.
    #[arg(long, value_name = "VARIABLE", conflicts_with = "bearer")]
    pub(crate) basic: Option<String>,
    /// Send the token that the environment variable holds.
    #[arg(long, value_name = "VARIABLE")]
    pub(crate) bearer: Option<String>,
    /// The version of the envelope; that of the first port, if nothing is said.
    #[arg(long, value_enum, value_name = "VERSION")]
    pub(crate) soap: Option<Soap>,
    /// Let the URL be plain http to another machine.
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Fail where the reply is not exactly what the schema allows.
    #[arg(long)]
    pub(crate) strict: bool,
    /// How many seconds the call may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub(crate) timeout: u64,
}

/// `soapstone fetch`.
#[derive(Debug, Args)]
pub(crate) struct Fetch {
    /// The URL of the WSDL or XSD file; that in the lock file, with `--check` and `--update`.
    #[arg(required_unless_present_any = ["check", "update"])]
    pub(crate) url: Option<String>,
    /// The directory for the files and the lock file.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write nothing; fail if the files, or what the URLs give, are not what the lock file says.
    #[arg(long, conflicts_with = "update")]
    pub(crate) check: bool,
    /// Download again, and replace files that the lock file lists.
    #[arg(long)]
    pub(crate) update: bool,
    /// Let URLs be plain http.
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Let hosts have addresses of this machine and of private networks.
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// How many seconds one document may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) timeout: u64,
}

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Soap {
    /// SOAP 1.1.
    #[value(name = "1.1")]
    V11,
    /// SOAP 1.2.
    #[value(name = "1.2")]
    V12,
}

/// `soapstone dump`.
#[derive(Debug, Args)]
pub(crate) struct Dump {
    /// Which files.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// The stage whose result is shown.
    #[arg(long, value_enum)]
    pub(crate) stage: Stage,
    /// What to make of them.
    #[command(flatten)]
    pub(crate) making: Making,
}

/// The stages that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// The documents as they are written.
    Syntax,
    /// The components of the schema, every reference resolved.
    Schema,
    /// The shape of the Rust types, before they have names.
    Rust,
    /// The names: the key for `--rename`, and the Rust name.
    Names,
}

/// `soapstone explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, as a message shows it in brackets. Without it, all codes are listed.
    pub(crate) code: Option<String>,
}

impl Reading {
    /// The configuration that reads these files.
    pub(crate) fn config(&self) -> Config {
        self.config_of(&self.files)
    }

    /// The configuration that reads all of the files but the last, and that one, which is something else.
    pub(crate) fn split(&self) -> Option<(Config, &PathBuf)> {
        let (last, files) = self.files.split_last()?;
        (!files.is_empty()).then(|| (self.config_of(files), last))
    }

    fn config_of(&self, files: &[PathBuf]) -> Config {
        let mut config = Config::new().strict_schema(self.strict_schema);
        for file in files {
            config = config.input(file);
        }
        for catalog in &self.catalog {
            config = config.catalog(catalog);
        }
        for (location, file) in &self.map {
            config = config.map_location(location, file);
        }
        for directory in &self.allow_path {
            config = config.allow_path(directory);
        }
        config
    }
}

impl Making {
    /// Adds these choices to a configuration.
    pub(crate) fn add_to(&self, mut config: Config) -> Config {
        config = config
            .flatten_lists(self.flatten_lists)
            .partial_outputs(self.partial_outputs)
            .types_only(self.types_only);
        if !self.operations.is_empty() {
            config = config.operations(&self.operations);
        }
        for overlay in &self.overlay {
            config = config.overlay(overlay);
        }
        for (component, name) in &self.rename {
            config = config.rename(component, name);
        }
        for (namespace, name) in &self.namespace_module {
            config = config.namespace_module(namespace, name);
        }
        for (namespace, path) in &self.extern_path {
            config = config.extern_path(namespace, path);
        }
        for (simple_type, path) in &self.map_type {
            config = config.map_type(simple_type, path);
        }
        for path in &self.derive {
            config = config.derive(path);
        }
        match &self.only_namespace {
            Some(namespace) => config.only_namespace(namespace),
            None => config,
        }
    }
}

/// Name and value of an HTTP header.
fn http_header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.trim().to_owned())),
        _ => Err(String::from(
            "expected a name and a value with `:` between them",
        )),
    }
}

/// Two texts with `=` between them. Namespaces and URLs may hold a `=`, names and paths hardly ever do, so the last
/// one counts.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((left, right)) if !left.is_empty() && !right.is_empty() => {
            Ok((left.to_owned(), right.to_owned()))
        }
        _ => Err(String::from("expected two texts with `=` between them")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_last_equals_sign_separates() {
        let both = |left: &str, right: &str| Ok((left.to_owned(), right.to_owned()));
        assert_eq!(pair("{urn:a}B=C"), both("{urn:a}B", "C"));
        assert_eq!(
            pair("http://example.com/?a=b=file.xsd"),
            both("http://example.com/?a=b", "file.xsd")
        );
        for wrong in ["", "a", "=", "a=", "=b"] {
            assert!(pair(wrong).is_err(), "{wrong}");
        }
    }
}
