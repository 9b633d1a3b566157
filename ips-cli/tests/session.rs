//! The session in the guide is what the command really does. `BLESS=1` writes what it does now.
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::field_reassign_with_default,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may"
)]

use std::path::Path;
use std::process::Command;

/// Runs a line of the session in a shell, and gives what it printed.
fn run(line: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_ips"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("{line} 2>&1"))
        .env("PATH", path)
        .env("IPS_CONFIG", "/nonexistent/ips.toml")
        .env_remove("IPS_COMPANY")
        .env_remove("IPS_USER")
        .env_remove("IPS_PASSWORD")
        .env_remove("IPS_TOKEN")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    match output.status.code() {
        Some(0) => {}
        code => text.push_str(&format!("[status {}]\n", code.unwrap_or(-1))),
    }
    text
}

#[test]
fn the_session_in_the_guide_is_true() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/ips/command.md");
    let text = std::fs::read_to_string(&guide).unwrap();
    let mut actual = String::new();
    let mut in_session = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_session = line == "```console";
        }
        if !in_session {
            actual.push_str(line);
            actual.push('\n');
            continue;
        }
        match line.strip_prefix("$ ") {
            Some(command) => {
                actual.push_str(&format!("{line}\n{}", run(command)));
            }
            None if line.starts_with("```") => actual.push_str("```console\n"),
            None => {}
        }
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&guide, actual).unwrap();
        return;
    }
    assert_eq!(text, actual);
}

#[test]
fn a_password_in_the_environment_is_never_shown() {
    let shown = run(
        "IPS_API_URL=http://127.0.0.1:9/scene7 IPS_COMPANY=Acme IPS_USER=me@example.com \
         IPS_PASSWORD=CANARY-5EcR3t ips search",
    );
    assert!(
        shown.contains("error: ") && !shown.contains("CANARY"),
        "{shown}"
    );
}
