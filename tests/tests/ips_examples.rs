//! Every documented and recorded message of the IPS API, through the generated bindings.
//!
//! Messages that are consistent with the schema read strictly, and are the same after writing and reading again. What
//! becomes of the others stands in `tests/golden/ips-examples.txt`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use scene7_ips_api::{common, v2014_04_03};
use serde_json::Value as Json;
use soapstone::soap::Settings;
use soapstone::transport::{BlockingTransport, CallOptions, InProcess};
use soapstone::xml::{Reader, Token};
use soapstone::{Framing, GlobalElement, Limits, Mode, ReadOptions, from_str};
use soapstone_tests::ips::{AnyOperation, Document, Script, Version, versions};
use soapstone_tests::{golden, workspace};

/// The namespace that all versions share; those of the versions begin with it.
const COMMON: &str = "http://www.scene7.com/IpsApi/xsd";

/// What the index of the examples says of one.
#[derive(Clone, Debug)]
struct Example {
    file: String,
    operation: String,
    kind: String,
    /// The text, made well-formed where the index knows how.
    text: String,
    checked: bool,
    truncated: bool,
    repaired: bool,
    consistent: bool,
    issues: Vec<String>,
    also_consistent_with: Vec<String>,
}

#[test]
fn every_consistent_example_reads_and_is_the_same_after_writing() {
    let Some(facts) =
        workspace::ips_facts("every_consistent_example_reads_and_is_the_same_after_writing")
    else {
        return;
    };
    let (messages, aside) = sort(examples(&facts.join("examples")));
    let [default, older] = versions();
    let mut counts = BTreeMap::<String, usize>::new();
    let mut failures = Vec::new();
    let mut also_older = 0;
    for example in messages.iter().filter(|example| example.consistent) {
        match read(example, &default) {
            Ok(document) => {
                check_rewriting(example, &default, &*document);
                let repaired = if example.repaired { ", repaired" } else { "" };
                *counts
                    .entry(format!("{}{repaired}", example.kind))
                    .or_default() += 1;
            }
            Err(_) if has_wrong_base64(example) => {
                println!("not consistent after all, wrong base64: {}", example.file)
            }
            Err(error) => failures.push(format!("{}: {error}", example.file)),
        }
        also_older += usize::from(read(example, &older).is_ok());
    }
    println!(
        "read, written and read again: {} {counts:?}",
        counts.values().sum::<usize>()
    );
    println!("of these also read by {}: {also_older}", older.name);
    for (reason, files) in &aside {
        println!("aside, {reason}: {}", files.len());
    }
    assert!(
        failures.is_empty(),
        "{} examples:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(
        counts.values().sum::<usize>() > 200,
        "most examples are consistent"
    );
}

#[test]
fn examples_of_the_older_version_read_there() {
    let Some(facts) = workspace::ips_facts("examples_of_the_older_version_read_there") else {
        return;
    };
    let (messages, _) = sort(examples(&facts.join("examples")));
    let [_, older] = versions();
    let mut count = 0;
    for example in &messages {
        if example
            .also_consistent_with
            .iter()
            .any(|version| version == older.name)
        {
            let document =
                read(example, &older).unwrap_or_else(|error| panic!("{}: {error}", example.file));
            check_rewriting(example, &older, &*document);
            count += 1;
        }
    }
    println!("{count} examples that only {} allows", older.name);
    assert!(count > 0);
}

#[test]
fn every_other_example_gives_its_exact_error() {
    let Some(facts) = workspace::ips_facts("every_other_example_gives_its_exact_error") else {
        return;
    };
    let all = examples(&facts.join("examples"));
    let cut = all
        .iter()
        .filter(|example| example.truncated && is_message(example));
    let (messages, _) = sort(all.clone());
    let is_other = |example: &&Example| !example.consistent || has_wrong_base64(example);
    let others: Vec<&Example> = messages.iter().filter(is_other).chain(cut).collect();
    let mut lines = String::from(
        "# What strict reading says of the examples that are cut or not consistent with 2014-04-03.\n",
    );
    let [default, _] = versions();
    for example in &others {
        let outcome = match read(example, &default) {
            Err(error) => error,
            Ok(_) if example.consistent && example.truncated => {
                String::from("reads: the cut leaves no trace")
            }
            Ok(_) => {
                // Types that only outputs reach have optional fields, because the service leaves fields out on request.
                let only_missing = example
                    .issues
                    .iter()
                    .all(|issue| issue.starts_with("missing-required "));
                assert!(
                    only_missing && example.kind == "response",
                    "{} must not read",
                    example.file
                );
                String::from(
                    "reads: nothing but required elements is missing, and fields of outputs are optional",
                )
            }
        };
        lines.push_str(&format!("\n{}\n    {outcome}\n", example.file));
    }
    println!("{} examples that are cut or not consistent", others.len());
    golden::check("ips-examples.txt", &lines);
}

/// The index.
fn examples(directory: &Path) -> Vec<Example> {
    let index = workspace::json(&directory.join("index.json"));
    let entries = index["examples"].as_array().expect("a list");
    entries
        .iter()
        .map(|entry| example(entry, directory))
        .collect()
}

fn example(entry: &Json, directory: &Path) -> Example {
    let text_of = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let flag = |key: &str| entry[key].as_bool().unwrap_or_default();
    let list = |key: &str| -> Vec<String> {
        let items = entry[key].as_array().into_iter().flatten();
        items
            .map(|item| item.as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let mut text = workspace::text(&directory.join(text_of("file")));
    let repairs: Vec<&Json> = entry["repairs"].as_array().into_iter().flatten().collect();
    for repair in &repairs {
        text = text.replace(repair[0].as_str().unwrap(), repair[1].as_str().unwrap());
    }
    Example {
        file: text_of("file"),
        operation: text_of("operation"),
        kind: text_of("kind"),
        text,
        checked: flag("checked"),
        truncated: flag("truncated"),
        repaired: !repairs.is_empty(),
        consistent: flag("consistent") || flag("consistent_after_repair"),
        issues: list("issues"),
        also_consistent_with: list("also_consistent_with"),
    }
}

/// The messages, and the files that are none, by the reason.
fn sort(examples: Vec<Example>) -> (Vec<Example>, BTreeMap<String, Vec<String>>) {
    let mut messages = Vec::new();
    let mut aside = BTreeMap::<String, Vec<String>>::new();
    for example in examples {
        let reason = if !example.checked {
            format!("not checked ({})", example.kind)
        } else if !is_message(&example) {
            format!("no global element ({})", example.kind)
        } else if example.truncated {
            String::from("cut with an ellipsis")
        } else {
            messages.push(example);
            continue;
        };
        aside.entry(reason).or_default().push(example.file);
    }
    (messages, aside)
}

/// Whether the root is a global element of the schema, or an envelope. It is, but for fragments.
fn is_message(example: &Example) -> bool {
    example.checked && (example.kind != "fragment" || shared_element(&example.text).is_some())
}

/// Reads a message as what its root element says.
fn read(example: &Example, version: &Version) -> Result<Box<dyn Document>, String> {
    let text = mapped(example, version);
    match root(&text) {
        Some((_, local)) if local == "Envelope" => read_envelope(example, version, &text),
        Some((_, local)) => read_document(&local, version, &text),
        None => Err(String::from("there is no root element")),
    }
}

fn read_document(local: &str, version: &Version, text: &str) -> Result<Box<dyn Document>, String> {
    if let Some(read) = shared_element(text) {
        return read(text);
    }
    let (operation, read): (_, ReadMessage) =
        match (local.strip_suffix("Param"), local.strip_suffix("Return")) {
            (Some(operation), _) => (operation, |operation, text| {
                operation.read_input(text, &ReadOptions::strict())
            }),
            (_, Some(operation)) => (operation, |operation, text| {
                operation.read_output(text, &ReadOptions::strict())
            }),
            _ => return Err(format!("no operation has the element {local}")),
        };
    let operation = version
        .operation(operation)
        .ok_or_else(|| format!("there is no operation {operation}"))?;
    read(operation, text).map_err(|error| error.to_string())
}

type ReadMessage = fn(&dyn AnyOperation, &str) -> Result<Box<dyn Document>, soapstone::ReadError>;

type ReadText = fn(&str) -> Result<Box<dyn Document>, String>;

/// The reader of the elements that are not messages of operations: headers and faults.
fn shared_element(text: &str) -> Option<ReadText> {
    fn of<T: GlobalElement + PartialEq + std::fmt::Debug + Send + 'static>()
    -> (&'static str, &'static str, ReadText) {
        let name = T::DECLARATION.name;
        (name.namespace, name.local, |text| {
            match from_str::<T>(text) {
                Ok(value) => Ok(Box::new(value)),
                Err(error) => Err(error.to_string()),
            }
        })
    }
    let elements = [
        of::<common::AuthHeader>(),
        of::<common::AuthenticationFault>(),
        of::<common::AuthorizationFault>(),
        of::<common::IpsApiFault>(),
        of::<v2014_04_03::AuthHeader>(),
    ];
    let (namespace, local) = root(text)?;
    let mut fitting = elements
        .into_iter()
        .filter(|element| (element.0, element.1) == (&*namespace, &*local));
    fitting.next().map(|(_, _, read)| read)
}

/// Reads an envelope as the client or the server does.
fn read_envelope(
    example: &Example,
    version: &Version,
    text: &str,
) -> Result<Box<dyn Document>, String> {
    let body = Bytes::from(text.to_owned());
    if example.kind == "request" {
        return serve(version, body);
    }
    let operation = version
        .operation(&example.operation)
        .ok_or("there is no such operation")?;
    let mut response = Response::new(body);
    let mut settings = Settings::default();
    settings.read.mode = Mode::Strict;
    if example.kind != "fault" {
        return operation
            .decode(&response, &settings)
            .map_err(|error| error.text);
    }
    // A fault comes with a status that the client chooses.
    for status in [StatusCode::OK, StatusCode::INTERNAL_SERVER_ERROR] {
        *response.status_mut() = status;
        match operation.decode(&response, &settings) {
            Ok(output) => return Err(format!("expected a fault, found {output:?}")),
            Err(error) if error.detail.is_none() => return Err(error.text),
            Err(_) => {}
        }
    }
    let detail = detail(text).ok_or("the fault has no detail")?;
    shared_element(&detail).ok_or("the detail is no fault of the service")?(&detail)
}

fn serve(version: &Version, body: Bytes) -> Result<Box<dyn Document>, String> {
    let script = Script::default();
    let transport = InProcess::new((version.service)(script.clone()));
    let request = Request::post("https://ips.example/").body(body).unwrap();
    let response = transport
        .send(request, &CallOptions::default())
        .map_err(|error| error.to_string())?;
    script
        .received()
        .ok_or_else(|| String::from_utf8_lossy(response.body()).into_owned())
}

/// The first element in the detail of a fault, as a document of its own. It declares its namespaces itself.
fn detail(envelope: &str) -> Option<String> {
    let (_, rest) = envelope.split_once("<detail>")?;
    let (detail, _) = rest.split_once("</detail>")?;
    Some(detail.trim().to_owned())
}

/// Writes what was read, and reads it again: nothing changes.
fn check_rewriting(example: &Example, version: &Version, document: &dyn Document) {
    let file = &example.file;
    let written = document
        .write()
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    let (_, local) = root(&written).expect("a root element");
    let again = read_document(&local, version, &written)
        .unwrap_or_else(|error| panic!("{file}: {error}\n{written}"));
    assert!(
        document.is_same(&*again),
        "{file}: {document:#?}\n{again:#?}"
    );
    assert_eq!(again.write().as_ref(), Ok(&written), "{file}");
}

/// The text in the namespace of a version: examples are written in those of all times. The shared namespace stays in
/// faults, in the header, and beside a versioned one.
fn mapped(example: &Example, version: &Version) -> String {
    let mut namespaces: Vec<&str> = example
        .text
        .split(['"', '\''])
        .filter(|uri| uri.starts_with(COMMON))
        .collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    let keeps_shared =
        namespaces.len() > 1 || shared_element(&example.text).is_some() || example.kind == "fault";
    let mut text = example.text.clone();
    for namespace in namespaces {
        if (namespace != COMMON || !keeps_shared) && example.kind != "auth" {
            for quote in ['"', '\''] {
                text = text.replace(
                    &format!("{quote}{namespace}{quote}"),
                    &format!("{quote}{}{quote}", version.namespace()),
                );
            }
        }
    }
    text
}

/// Whether the message has a long text in the letters of base64 whose length is no multiple of four, as it must be
/// (XSD 1.0 Part 2, 3.2.16). Not every tool minds, and so neither does the index.
fn has_wrong_base64(example: &Example) -> bool {
    let texts = example
        .text
        .split(['<', '>'])
        .map(|text| text.split_ascii_whitespace().collect::<String>());
    let mut long = texts.filter(|text| text.len() > 100);
    long.any(|text| {
        let is_letter =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        text.bytes().all(is_letter) && text.len() % 4 != 0
    })
}

/// The expanded name of the root element.
fn root(text: &str) -> Option<(String, String)> {
    let limits = Limits::default();
    let mut reader = Reader::new(text, &limits);
    let Ok(Token::Start) = reader.next() else {
        return None;
    };
    let name = reader.name();
    Some((name.namespace.as_str().to_owned(), name.local.to_owned()))
}

/// Without an envelope, a fault is the whole body, as the upload servlet sends it.
#[test]
fn a_bare_fault_is_a_fault() {
    let Some(facts) = workspace::ips_facts("a_bare_fault_is_a_fault") else {
        return;
    };
    let [default, _] = versions();
    let mut settings = Settings::default();
    settings.framing = Framing::Bare;
    let mut count = 0;
    for example in examples(&facts.join("examples")) {
        if example.kind != "fault" || shared_element(&example.text).is_none() {
            continue;
        }
        let operation = default.operation(&example.operation).expect("an operation");
        let error = operation
            .decode(&Response::new(Bytes::from(example.text)), &settings)
            .expect_err("a fault");
        assert!(error.detail.is_some(), "{}: {}", example.file, error.text);
        count += 1;
    }
    println!("{count} faults without an envelope");
    assert!(count > 0);
}
