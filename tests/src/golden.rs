//! Texts that a test must give again.

use std::{env, fs};

use crate::workspace;

/// Compares a text with the file of a name in `tests/golden`. With `BLESS=1` in the environment, writes the file.
pub fn check(name: &str, text: &str) {
    let path = workspace::root().join("tests/golden").join(name);
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("the file is in a directory"))
            .expect("the directory can be made");
        fs::write(&path, text).expect("the file can be written");
        return;
    }
    let expected = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let mut lines = expected.lines().zip(text.lines()).enumerate();
    if let Some((number, (expected, found))) =
        lines.find(|(_, (expected, found))| expected != found)
    {
        panic!(
            "{} differs at line {}:\nexpected: {expected}\n   found: {found}",
            path.display(),
            number + 1
        );
    }
    let (expected, found) = (expected.lines().count(), text.lines().count());
    assert_eq!(
        found,
        expected,
        "{}: number of lines (found, expected)",
        path.display()
    );
}
