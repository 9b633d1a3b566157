//! Runs the examples as programs and checks what they print.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]
#![cfg(feature = "v2014-04-03")]

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// What an example prints.
fn output_of(example: &str) -> String {
    let output = command(example).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The program that Cargo built along with this test. Where it built this test alone, there is none or an old one, and
/// Cargo is asked to build it.
fn command(example: &str) -> Command {
    let test = std::env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let program = profile
        .join("examples")
        .join(format!("{example}{EXE_SUFFIX}"));
    let built = fs::metadata(&program).and_then(|metadata| metadata.modified());
    if built.is_ok_and(|built| built >= last_change()) {
        return Command::new(program);
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--example", example, "--target-dir"]);
    cargo
        .arg(profile.parent().unwrap())
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

/// When the sources of the examples were last changed.
fn last_change() -> SystemTime {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let directories = [
        examples.clone(),
        examples.join("job_service"),
        examples.join("wire"),
    ];
    let files = directories
        .iter()
        .flat_map(|directory| fs::read_dir(directory).unwrap());
    files
        .map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap())
        .max()
        .unwrap()
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
