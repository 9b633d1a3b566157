//! The generator takes any schema or WSDL, or says what is wrong with it, and gives the same twice.

#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use soapstone_codegen::Config;
use tempfile::TempDir;

static DIRECTORY: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a directory"));

fn generate(path: &Path) -> Option<String> {
    let output = Config::new().input(path).generate().ok()?;
    Some(String::from(output.single_file()))
}

fuzz_target!(|data: &[u8]| {
    let path = DIRECTORY.path().join("input.xml");
    fs::write(&path, data).expect("the file is written");
    let first = generate(&path);
    assert_eq!(generate(&path), first);
});
