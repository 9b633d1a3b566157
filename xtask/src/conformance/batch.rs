//! Crates of many generated modules: writing them, building them, and finding the modules that don't compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::case::{FailureKind, Outcome};

/// How long a build may take before the batch is cut in two.
const TIME_LIMIT: Duration = Duration::from_secs(900);

/// A generated module.
#[derive(Clone, Copy)]
pub(crate) struct Module<'a> {
    /// Its number.
    pub(crate) number: usize,
    /// Its code.
    pub(crate) code: &'a str,
    /// The expanded names and paths of the global elements.
    pub(crate) elements: &'a [(String, String)],
    /// The paths of the operations.
    pub(crate) operations: &'a [String],
}

/// What came of a batch.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// Programs with the numbers of the modules that are in them.
    pub(crate) programs: Vec<(PathBuf, BTreeSet<usize>)>,
    /// The numbers of the modules that would build, where there are to be no programs.
    pub(crate) checked: BTreeSet<usize>,
    /// What is wrong with the other modules.
    pub(crate) failures: BTreeMap<usize, Outcome>,
}

/// The directory where batches are built.
#[derive(Debug)]
pub(crate) struct Workshop {
    directory: PathBuf,
    /// Whether to stop before there is a program.
    check_only: bool,
    programs: usize,
}

/// What came of one run of the compiler.
enum Compilation {
    Program(PathBuf),
    /// It would build; there is no program.
    Checked,
    /// Modules with errors.
    Errors(BTreeMap<usize, String>),
    /// It failed as a whole.
    Failed(FailureKind, String),
}

impl Workshop {
    /// Prepares a directory.
    pub(crate) fn new(root: &Path, directory: PathBuf, check_only: bool) -> Result<Self, String> {
        let workshop = Workshop {
            directory,
            check_only,
            programs: 0,
        };
        let source = workshop.directory.join("src");
        fs::create_dir_all(&source).map_err(|error| format!("{}: {error}", source.display()))?;
        let runtime = root.join("runtime");
        workshop.write(
            "Cargo.toml",
            &MANIFEST.replace("{runtime}", &runtime.to_string_lossy()),
        )?;
        workshop.write(
            "src/main.rs",
            "#![allow(warnings)]\nmod driver;\nmod message;\nmod modules;\nfn main() { driver::main() }\n",
        )?;
        workshop.write("src/message.rs", include_str!("message.rs"))?;
        workshop.write(
            "src/driver.rs",
            &include_str!("driver.rs").replace("\nfn main()", "\npub fn main()"),
        )?;
        fs::copy(
            root.join("Cargo.lock"),
            workshop.directory.join("Cargo.lock"),
        )
        .map_err(|error| format!("Cargo.lock: {error}"))?;
        Ok(workshop)
    }

    /// Builds modules, and leaves out those that don't compile.
    pub(crate) fn build(&mut self, modules: &[Module<'_>]) -> Result<Built, String> {
        let mut built = Built::default();
        self.build_into(modules.to_vec(), &mut built)?;
        Ok(built)
    }

    fn build_into(
        &mut self,
        mut modules: Vec<Module<'_>>,
        built: &mut Built,
    ) -> Result<(), String> {
        while !modules.is_empty() {
            self.write_modules(&modules)?;
            match self.compile()? {
                Compilation::Program(program) => {
                    built.programs.push((
                        program,
                        modules.iter().map(|module| module.number).collect(),
                    ));
                    return Ok(());
                }
                Compilation::Checked => {
                    built
                        .checked
                        .extend(modules.iter().map(|module| module.number));
                    return Ok(());
                }
                Compilation::Errors(errors) => {
                    modules.retain(|module| !errors.contains_key(&module.number));
                    let failures = errors.into_iter();
                    built.failures.extend(failures.map(|(number, text)| {
                        (number, Outcome::failed(FailureKind::NotCompiled, text))
                    }));
                }
                Compilation::Failed(kind, message) => {
                    if let [module] = modules.as_slice() {
                        built
                            .failures
                            .insert(module.number, Outcome::failed(kind, message));
                        return Ok(());
                    }
                    let rest = modules.split_off(modules.len() / 2);
                    self.build_into(modules, built)?;
                    modules = rest;
                }
            }
        }
        Ok(())
    }

    fn write_modules(&self, modules: &[Module<'_>]) -> Result<(), String> {
        let mut list = String::new();
        let mut table = String::from("pub static MODULES: &[crate::driver::Module] = &[\n");
        for module in modules {
            let name = format!("m{}", module.number);
            let directory = format!("src/modules/{name}");
            let path = self.directory.join(&directory);
            fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            self.write(&format!("{directory}/bindings.rs"), module.code)?;
            self.write(&format!("{directory}/mod.rs"), &elements(module))?;
            let _ = writeln!(list, "mod {name};");
            let _ = writeln!(
                table,
                "    (\"{name}\", {name}::ELEMENTS, {name}::MESSAGES),"
            );
        }
        self.write("src/modules/mod.rs", &format!("{list}\n{table}];\n"))
    }

    fn compile(&mut self) -> Result<Compilation, String> {
        let messages = self.directory.join("messages.jsonl");
        let errors = self.directory.join("errors.txt");
        let create = |path: &Path| {
            fs::File::create(path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let mut cargo = Command::new(env!("CARGO"));
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut cargo, 0);
        let verb = if self.check_only { "check" } else { "build" };
        let mut cargo = cargo
            .args([verb, "--offline", "--message-format=json"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", self.directory.join("target"))
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::null())
            .stdout(create(&messages)?)
            .stderr(create(&errors)?)
            .spawn()
            .map_err(|error| format!("cargo: {error}"))?;
        let Some(succeeded) = wait(&mut cargo, TIME_LIMIT)? else {
            return Ok(Compilation::Failed(
                FailureKind::Timeout,
                String::from("compiling takes too long"),
            ));
        };
        if succeeded && self.check_only {
            return Ok(Compilation::Checked);
        }
        if succeeded {
            return self.keep_program().map(Compilation::Program);
        }
        let by_module = errors_by_module(&fs::read_to_string(&messages).unwrap_or_default());
        if !by_module.is_empty() {
            return Ok(Compilation::Errors(by_module));
        }
        let text = fs::read_to_string(&errors).unwrap_or_default();
        let line = text
            .lines()
            .find(|line| line.starts_with("error"))
            .unwrap_or_default();
        Ok(Compilation::Failed(
            FailureKind::NotCompiled,
            line.to_owned(),
        ))
    }

    /// Moves the program out of the way of the next build.
    fn keep_program(&mut self) -> Result<PathBuf, String> {
        self.programs += 1;
        let built = self.directory.join("target/debug/batch");
        let kept = self.directory.join(format!("program-{}", self.programs));
        fs::rename(&built, &kept).map_err(|error| format!("{}: {error}", built.display()))?;
        Ok(kept)
    }

    fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.directory.join(path);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// Waits for a process to end, and says whether it succeeded; ends it where it takes too long.
pub(crate) fn wait(process: &mut Child, limit: Duration) -> Result<Option<bool>, String> {
    let start = Instant::now();
    loop {
        if let Some(status) = process.try_wait().map_err(|error| error.to_string())? {
            return Ok(Some(status.success()));
        }
        if start.elapsed() > limit {
            end(process)?;
            process.wait().map_err(|error| error.to_string())?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Ends a process and, where it leads a group of its own, those that it started: a compiler that Cargo started would go
/// on without it.
fn end(process: &mut Child) -> Result<(), String> {
    #[cfg(unix)]
    {
        let group = format!("-{}", process.id());
        let ended = Command::new("kill").args(["-KILL", "--", &group]).status();
        if ended.is_ok_and(|status| status.success()) {
            return Ok(());
        }
    }
    process.kill().map_err(|error| error.to_string())
}

fn elements(module: &Module<'_>) -> String {
    let mut text =
        String::from("mod bindings;\npub static ELEMENTS: &[crate::driver::Element] = &[\n");
    for (name, path) in module.elements {
        let _ = writeln!(
            text,
            "    crate::driver::Element::of::<bindings{path}>({name:?}),"
        );
    }
    text.push_str("];\npub static MESSAGES: &[crate::driver::Message] = &[\n");
    for path in module.operations {
        let _ = writeln!(text, "    crate::driver::Message::of::<bindings{path}>(),");
    }
    text + "];\n"
}

/// The first error in each module.
fn errors_by_module(messages: &str) -> BTreeMap<usize, String> {
    let mut errors = BTreeMap::new();
    for line in messages.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let Some(message) = line
            .get("message")
            .filter(|message| message.get("level").is_some_and(|level| level == "error"))
        else {
            continue;
        };
        if let Some(number) = module_of(message) {
            let text = message
                .get("rendered")
                .or(message.get("message"))
                .and_then(Value::as_str)
                .unwrap_or_default();
            errors.entry(number).or_insert_with(|| text.to_owned());
        }
    }
    errors
}

/// The module that an error is in: the first that one of its places, or of the macros that they come from, is in.
fn module_of(message: &Value) -> Option<usize> {
    match message {
        Value::Object(fields) => {
            let own = fields
                .get("file_name")
                .and_then(Value::as_str)
                .and_then(number_of);
            own.or_else(|| fields.values().find_map(module_of))
        }
        Value::Array(items) => items.iter().find_map(module_of),
        _ => None,
    }
}

fn number_of(file: &str) -> Option<usize> {
    let rest = file.split_once("src/modules/m")?.1;
    rest.split_once('/')?.0.parse().ok()
}

const MANIFEST: &str = r#"[package]
name = "batch"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
soapstone = { path = "{runtime}" }
bytes = "1"
http = "1"

[profile.dev]
debug = false
incremental = false
opt-level = 0

[profile.dev.package."*"]
opt-level = 1
"#;

#[cfg(test)]
mod tests {
    use super::{errors_by_module, number_of};

    #[test]
    fn errors_are_mapped_to_modules_through_macros() {
        let messages = concat!(
            r#"{"reason":"compiler-message","message":{"level":"warning","spans":[{"file_name":"src/modules/m1/mod.rs"}]}}"#,
            "\nnot json\n",
            r#"{"reason":"compiler-message","message":{"level":"error","message":"no","spans":[{"file_name":"/runtime/src/macros.rs","expansion":{"span":{"file_name":"src/modules/m12/bindings.rs"}}}]}}"#,
        );
        let errors = errors_by_module(messages);
        assert_eq!(
            errors.into_iter().collect::<Vec<_>>(),
            [(12, String::from("no"))]
        );
    }

    #[test]
    fn other_files_are_no_modules() {
        assert_eq!(number_of("src/driver.rs"), None);
        assert_eq!(number_of("src/modules/mod.rs"), None);
        assert_eq!(number_of("src/modules/m7/bindings.rs"), Some(7));
    }
}
