//! The documentation: each link to a file of the repository leads somewhere, and each setting is described.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The pages that people read: those at the root, in `docs`, and of the crates.
fn pages() -> Vec<PathBuf> {
    let root = repository();
    let directories = ["", "docs", "runtime", "codegen", "cli", "generated", "xsd"];
    let files = directories
        .iter()
        .flat_map(|directory| fs::read_dir(root.join(directory)).unwrap());
    let pages = files.map(|entry| entry.unwrap().path());
    pages
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// The targets of the links of a page, without those of the web and those inside of the page.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let targets = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    targets.map(|target| target.split('#').next().unwrap_or_default())
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    let mut count = 0;
    for page in pages() {
        for link in links(&fs::read_to_string(&page).unwrap()) {
            count += 1;
            if !page.parent().unwrap().join(link).exists() {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(count > 50, "found {count} links");
}

#[test]
fn the_settings_of_the_generator_are_all_described() {
    let root = repository();
    let config = fs::read_to_string(root.join("codegen/src/config.rs")).unwrap();
    let page = fs::read_to_string(root.join("docs/build-script.md")).unwrap();
    let signatures = config
        .split("    pub fn ")
        .skip(1)
        .filter_map(|rest| rest.split(" {").next());
    let settings = signatures
        .filter(|signature| signature.contains("(mut self") || signature.contains("(self"));
    let names: Vec<&str> = settings
        .filter_map(|signature| signature.split(['(', '<']).next())
        .collect();
    assert!(names.contains(&"flatten_lists"), "{names:?}");
    let missing: Vec<&str> = names
        .into_iter()
        .filter(|name| !page.contains(&format!("`{name}(")))
        .collect();
    assert!(
        missing.is_empty(),
        "not in docs/build-script.md: {missing:?}"
    );
}
