//! WSDL files in the style of the real service give the same code as the files of this workspace.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use soapstone_codegen::{Config, Output};
use soapstone_tests::workspace;

const VERSIONS: [&str; 3] = ["2014-04-03", "2013-02-15", "2022-11-01-beta"];
const NAMESPACE: &str = "http://www.scene7.com/IpsApi";

/// How a WSDL of the service differs from the one of this workspace.
#[derive(Clone, Copy)]
struct Style {
    /// `namespace` on what the binding says of bodies, headers and faults, which document style ignores.
    binding_namespaces: bool,
    /// `name` on `soap:fault`, which WSDL requires.
    fault_names: bool,
    /// The SOAP 1.2 binding and its port.
    soap_12: bool,
}

/// As the service sends it.
const SERVED: Style = Style {
    binding_namespaces: true,
    fault_names: false,
    soap_12: true,
};

/// As edited by hand for tools that know SOAP 1.1 alone.
const EDITED: Style = Style {
    binding_namespaces: false,
    fault_names: true,
    soap_12: false,
};

#[test]
fn the_wsdl_as_served_gives_the_same_code() {
    for version in VERSIONS {
        let output = generate(&write(version, "served", SERVED));
        assert_same_code(
            &files(&generate(&workspace::schemas(version).join("IpsApi.wsdl"))),
            &files(&output),
        );
        let operations = output.statistics().operations;
        println!(
            "{version}, as served: {operations} operations, {} warnings",
            output.warnings().len()
        );
        let faults = [
            "ipsApiFaultException",
            "authenticationFaultException",
            "authorizationFaultException",
        ];
        for fault in faults {
            let warning =
                format!("warning[soap-fault-name]: `soap:fault` has no name; `{fault}` is taken");
            let count = titles(&output)
                .iter()
                .filter(|title| **title == warning)
                .count();
            assert_eq!(
                count,
                2 * operations,
                "one for each operation in two bindings: {warning}"
            );
        }
        assert_eq!(
            output.warnings().len(),
            faults.len() * 2 * operations,
            "nothing else is warned of"
        );
    }
}

#[test]
fn the_wsdl_edited_by_hand_gives_the_same_code() {
    for version in VERSIONS {
        let output = generate(&write(version, "edited", EDITED));
        let mut expected = files(&generate(&workspace::schemas(version).join("IpsApi.wsdl")));
        let without_port = expected
            .iter_mut()
            .map(|(_, text)| take_out_port(text, "IpsApiSoap12Port"))
            .sum::<usize>();
        assert!(without_port > 0, "the port has an address in the code");
        assert_same_code(&expected, &files(&output));
        println!("{version}, edited: {} warnings", output.warnings().len());
        assert_eq!(titles(&output), [""; 0]);
    }
}

fn generate(wsdl: &Path) -> Output {
    let config = Config::new()
        .wsdl(wsdl)
        .overlay(workspace::root().join("xsd/ips/overlay.toml"))
        .flatten_lists(true)
        .partial_outputs(true);
    config.generate().unwrap_or_else(|error| panic!("{error}"))
}

/// The paths and texts of the code.
fn files(output: &Output) -> Vec<(PathBuf, String)> {
    output
        .files()
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect()
}

/// Takes out the constant with the address of a port, from its documentation to the blank line behind it. Returns how
/// many there were.
fn take_out_port(text: &mut String, port: &str) -> usize {
    let start = format!("/// The address of the port `{port}`");
    let mut count = 0;
    while let Some(at) = text.find(&start) {
        let end = at + text[at..].find("\n\n").expect("a blank line") + 2;
        text.replace_range(at..end, "");
        count += 1;
    }
    count
}

fn assert_same_code(expected: &[(PathBuf, String)], found: &[(PathBuf, String)]) {
    assert!(!found.is_empty());
    assert_eq!(found.len(), expected.len());
    for ((expected_path, expected), (path, found)) in expected.iter().zip(found) {
        assert_eq!(path, expected_path);
        let mut lines = expected.lines().zip(found.lines()).enumerate();
        if let Some((number, (expected, line))) =
            lines.find(|(_, (expected, found))| expected != found)
        {
            panic!(
                "{}:{}:\nexpected {expected}\n   found {line}",
                path.display(),
                number + 1
            );
        }
        assert_eq!(found.len(), expected.len(), "{}", path.display());
    }
}

/// The first line of each warning.
fn titles(output: &Output) -> Vec<String> {
    let titles = output
        .warnings()
        .iter()
        .map(|warning| warning.lines().next().unwrap_or_default().to_owned());
    titles.collect()
}

/// Writes the WSDL of a version in a style.
fn write(version: &str, name: &str, style: Style) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("service-style")
        .join(version)
        .join(name);
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join("IpsApi.wsdl");
    fs::write(&path, restyle(version, style)).unwrap();
    path
}

fn restyle(version: &str, style: Style) -> String {
    let schemas = workspace::schemas(version);
    let mut wsdl = workspace::text(&schemas.join("IpsApi.wsdl"));
    let inline =
        [schemas.join("IpsApi.xsd"), schemas.join("../common.xsd")].map(|path| inline(&path));
    replace_between(&mut wsdl, "<wsdl:types>", "</wsdl:types>", &inline.concat());
    // Not the namespace of WSDL's HTTP binding, which ends in a slash.
    wsdl = wsdl.replacen(
        "<wsdl:definitions",
        "<wsdl:definitions xmlns:http=\"http://schemas.xmlsoap.org/wsdl/http\"",
        1,
    );
    if !style.fault_names {
        for prefix in ["soap", "soap12"] {
            for fault in [
                "ipsApiFaultException",
                "authenticationFaultException",
                "authorizationFaultException",
            ] {
                let named = format!("<{prefix}:fault name=\"{fault}\"");
                assert!(wsdl.contains(&named), "{named}");
                wsdl = wsdl.replace(&named, &format!("<{prefix}:fault"));
            }
        }
    }
    if style.binding_namespaces {
        for prefix in ["soap", "soap12"] {
            for element in ["body", "header", "fault"] {
                let start = format!("<{prefix}:{element} ");
                wsdl = wsdl.replace(&start, &format!("{start}namespace=\"{NAMESPACE}\" "));
            }
        }
    }
    if !style.soap_12 {
        replace_between(
            &mut wsdl,
            "<wsdl:binding name=\"IpsApiServiceSoap12Binding\"",
            "</wsdl:binding>",
            ">",
        );
        wsdl = wsdl.replace(
            "<wsdl:binding name=\"IpsApiServiceSoap12Binding\"></wsdl:binding>",
            "",
        );
        replace_between(
            &mut wsdl,
            "<wsdl:port name=\"IpsApiSoap12Port\"",
            "</wsdl:port>",
            ">",
        );
        wsdl = wsdl.replace("<wsdl:port name=\"IpsApiSoap12Port\"></wsdl:port>", "");
        assert!(!wsdl.contains("Soap12"));
    }
    wsdl
}

/// A schema document without its XML declaration.
fn inline(path: &Path) -> String {
    let text = workspace::text(path);
    assert!(
        !text.contains("<xsd:import"),
        "{}: the schemas don't import each other",
        path.display()
    );
    let start = text.find("<xsd:schema").expect("a schema");
    text[start..].to_owned()
}

/// Replaces what stands between two texts, of which the first occurs once.
fn replace_between(text: &mut String, before: &str, after: &str, by: &str) {
    assert_eq!(text.matches(before).count(), 1, "{before}");
    let start = text.find(before).unwrap() + before.len();
    let end = start + text[start..].find(after).unwrap();
    text.replace_range(start..end, by);
}
