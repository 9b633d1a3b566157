//! Runs the examples as programs and checks what they print.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]
#![cfg(feature = "v2014-04-03")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What an example prints. Cargo builds it here, because it doesn't say where it put the examples that it built for
/// the tests.
fn output_of(example: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", example, "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target_directory())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The directory that this test was built into, so that nothing is built twice.
fn target_directory() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(3).unwrap().to_path_buf()
}

/// Fails unless the parts stand in the text in this order.
#[track_caller]
fn assert_in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => panic!("expected {part:?} in the rest of the output:\n{rest}\nof:\n{text}"),
        }
    }
}

#[test]
fn execute_job_shows_both_calls_and_hides_the_password() {
    let text = output_of("execute_job");
    assert_in_order(
        &text,
        &[
            "An IPS service listens on http://127.0.0.1:",
            "== executeJob as operator@example.com",
            "--> POST http://127.0.0.1:",
            "content-type: text/xml; charset=UTF-8\n",
            "soapaction: \"executeJob\"\n",
            "<soap:Header>",
            "authHeader xmlns",
            "=\"http://www.scene7.com/IpsApi/xsd\"",
            "user>operator@example.com</",
            "password>***</",
            "executeJobParam xmlns",
            "=\"http://www.scene7.com/IpsApi/xsd/2014-04-03\"",
            "companyHandle>c|301</",
            "jobHandle>j|301|5500</",
            "(service) run 1 of the job j|301|5500",
            "<-- HTTP/1.1 200 OK\n",
            "executeJobReturn xmlns",
            "typed result: ExecuteJobReturn\n",
            "== executeJob as visitor@example.com",
            "user>visitor@example.com</",
            "password>***</",
            "<-- HTTP/1.1 500 Internal Server Error\n",
            "authorizationFault xmlns",
            "code>20003</",
            "typed error: ",
            "kind: NoOperationPermission (code 20003)\n",
            "reason: visitor@example.com may not call executeJob\n",
        ],
    );
    assert!(
        !text.contains("correct horse"),
        "the password is in the output:\n{text}"
    );
    assert_eq!(
        text.matches("(service) run").count(),
        1,
        "the visitor ran the job:\n{text}"
    );
}

#[test]
fn the_blocking_client_gets_the_same_answers() {
    assert_in_order(
        &output_of("execute_job_blocking"),
        &[
            "(service) run 1 of the job j|301|5500",
            "typed result: ExecuteJobReturn\n",
            "typed error: ",
            "fault",
            "ipsApiFault",
        ],
    );
}
