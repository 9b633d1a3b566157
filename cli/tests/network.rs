//! The commands that use the network, against services on this machine.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

#[path = "../../generated/examples/job_service/mod.rs"]
mod job_service;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::{env, fs};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use job_service::{COMPANY, JOB, JobService, OPERATOR, PASSWORD, VISITOR};
use scene7_ips_api::v2014_04_03::server::ips_api;
use serde_json::{Value, json};
use soapstone::transport::Server;
use soapstone::{AnyElement, Limits, ReadOptions};
use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::service::{Message, Operation, PartContent, SoapVersion};
use soapstone_dynamic::{Declaration, Extent, Schema};

const IPS: &str = "../xsd/ips/2014-04-03/IpsApi.wsdl";

fn soapstone(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_PROXY", "*")
        .envs(variables.iter().copied())
        .args(arguments)
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A directory that is gone when this is.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("soapstone-network-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// From JSON to JSON against the generated service, and a fault with its detail.
#[test]
fn a_generated_service_is_called() {
    let directory = Directory::new("ips");
    let server = Server::bind("127.0.0.1:0", ips_api(JobService::new())).unwrap();
    let input = json!({ "companyHandle": COMPANY, "jobHandle": JOB });
    let input = directory.write("input.json", &input.to_string());
    let header = |user: &str| {
        let header = json!({
            "user": user, "password": "${IPS_PASSWORD}", "appName": "cli", "appVersion": "1",
        });
        let path = directory.write(&format!("{user}.json"), &header.to_string());
        format!("{{http://www.scene7.com/IpsApi/xsd}}authHeader={path}")
    };
    let url = server.url();
    let call = [
        "call",
        IPS,
        "executeJob",
        "--endpoint",
        &url,
        "--input",
        &input,
    ];
    let operator = header(OPERATOR);
    let with_header = [&call[..], &["--soap-header", &operator]].concat();
    let password = [("IPS_PASSWORD", PASSWORD)];

    let done = soapstone(&with_header, &password);
    assert_eq!(
        (code(&done), stdout(&done).as_str()),
        (0, "{}\n"),
        "{}",
        stderr(&done)
    );

    let visitor = header(VISITOR);
    let as_visitor = [&call[..], &["--soap-header", &visitor]].concat();
    let refused = soapstone(&as_visitor, &password);
    assert_eq!((code(&refused), stdout(&refused).as_str()), (4, ""));
    let said = stderr(&refused);
    assert!(said.starts_with("fault "), "{said}");
    assert!(said.contains("\"code\": 20003"), "{said}");
    assert!(!said.contains(PASSWORD), "{said}");

    let as_json = soapstone(&[&as_visitor[..], &["--json"]].concat(), &password);
    assert_eq!((code(&as_json), stderr(&as_json).as_str()), (4, ""));
    let fault: Value = serde_json::from_slice(&as_json.stdout).unwrap();
    let details = &fault["fault"]["details"];
    assert_eq!(
        details["{http://www.scene7.com/IpsApi/xsd}authorizationFault"]["code"],
        20003
    );

    let unset = soapstone(&with_header, &[]);
    assert_eq!(code(&unset), 2);
    assert_eq!(
        stderr(&unset),
        "error: the environment variable IPS_PASSWORD is not set\n"
    );

    let wrong = directory.write("wrong.json", r#"{"companyHandle":"c","jobHandel":"j"}"#);
    let wrong = soapstone(
        &[
            "call",
            IPS,
            "executeJob",
            "--endpoint",
            &url,
            "--input",
            &wrong,
        ],
        &[],
    );
    assert_eq!(code(&wrong), 1);
    assert!(
        stderr(&wrong).contains("/executeJobParam: found `jobHandel`: expected "),
        "{}",
        stderr(&wrong)
    );
    drop(server);
    let gone = soapstone(&call, &[]);
    assert_eq!(code(&gone), 5, "{}", stderr(&gone));
}

/// A service that checks requests strictly, and answers each operation with a sample.
struct Echo {
    schema: Schema,
    operations: Vec<(Declaration, Option<Declaration>)>,
    wrong: Mutex<Vec<String>>,
}

impl Echo {
    fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        match self.body(request.body()) {
            Ok(body) => envelope(&body, StatusCode::OK),
            Err(error) => {
                self.wrong.lock().unwrap().push(error);
                let fault = "<soap:Fault><faultcode>soap:Client</faultcode><faultstring>wrong</faultstring></soap:Fault>";
                envelope(fault, StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    fn body(&self, bytes: &[u8]) -> Result<String, String> {
        let text = std::str::from_utf8(bytes).unwrap();
        let envelope = AnyElement::from_xml(text, &Limits::default()).unwrap();
        let body = envelope
            .elements()
            .find(|child| child.name.local == "Body")
            .unwrap();
        let element = body.elements().next().unwrap();
        let xml = element.to_xml().unwrap();
        let (document, _) = self
            .schema
            .read(&xml, &ReadOptions::strict())
            .map_err(|error| format!("{error}: {xml}"))?;
        let name = document.declaration().name();
        let mut operations = self.operations.iter();
        let (_, output) = operations.find(|(input, _)| input.name() == name).unwrap();
        match output {
            Some(output) => Ok(sample(&self.schema, *output).1),
            None => Ok(String::new()),
        }
    }
}

fn envelope(body: &str, status: StatusCode) -> Response<Bytes> {
    let text = format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>{body}</soap:Body></soap:Envelope>"
    );
    let response = Response::builder()
        .status(status)
        .header("content-type", "text/xml");
    response.body(Bytes::from(text)).unwrap()
}

/// A sample with its JSON and XML.
fn sample(schema: &Schema, declaration: Declaration) -> (Value, String) {
    let sample = schema.sample(declaration, Extent::All).unwrap();
    (sample.to_json(), sample.to_xml().unwrap())
}

fn body(schema: &Schema, message: &Message) -> Option<Declaration> {
    match message.body.as_slice() {
        [part] if message.wrapper.is_none() => match &part.content {
            PartContent::Element(name) => schema.element(&name.value),
            PartContent::Type(_) => None,
        },
        _ => None,
    }
}

/// Ten services of the corpus, document style: a sample of each operation's input is sent, and its output comes back.
#[test]
fn services_of_the_corpus_are_called_with_samples() {
    let Some(corpus) = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|ancestor| ancestor.join("shared/corpus"))
        .find(|path| path.is_dir())
    else {
        println!("skipped: ../shared/corpus is not there");
        return;
    };
    let directory = Directory::new("corpus");
    let mut done = Vec::new();
    for file in [
        "fedex-rate/RateService_v28.wsdl",
        "fedex-track/TrackService_v16.wsdl",
        "salesforce-metadata/metadata.wsdl.xml",
        "vies-checkvat/vies.xml",
        "juniper-nsm/juniper.wsdl",
        "betfair-global/betfair.xml",
        "wsdot-ferry/ferry.wsdl",
        "mnb-exchange-rates/mnb-exchange.wsdl",
        "usda-awdb/usda-awdb.wsdl",
        "marketo/marketo.wsdl",
        "geotrust/geotrust.wsdl",
        "taxcloud/wsdl/taxcloud.xml",
        "interhome/interhome.xml",
    ] {
        let path = corpus.join(file);
        let path = path.to_str().unwrap();
        let analysis = Analysis::new(&Config::new().input(path));
        if analysis.diagnostics.has_errors() {
            println!("{file}: is not taken by the generator");
            continue;
        }
        let count = call_all(path, &analysis, &directory);
        println!("{file}: {count} operations called");
        if count > 0 {
            done.push(file);
        }
    }
    assert!(done.len() >= 10, "{done:?}");
}

/// How many operations of one service are called; a few of each.
fn call_all(path: &str, analysis: &Analysis, directory: &Directory) -> usize {
    const MOST: usize = 3;
    let schema = Schema::new(analysis);
    let interface = &analysis.services.interfaces[0];
    let is_soap11 = analysis.services.bindings[0].version == SoapVersion::V11;
    assert!(is_soap11 || !interface.operations.is_empty());
    let usable = interface.operations.iter().filter_map(|operation| {
        let output = operation.output.as_ref()?;
        let messages = (body(&schema, &operation.input)?, body(&schema, output)?);
        (!operation.overloaded).then_some((operation, messages))
    });
    let usable: Vec<(&Operation, (Declaration, Declaration))> = usable.take(MOST).collect();
    let operations = usable
        .iter()
        .map(|(_, (input, output))| (*input, Some(*output)));
    let echo = Arc::new(Echo {
        operations: operations.collect(),
        schema: Schema::new(analysis),
        wrong: Mutex::new(Vec::new()),
    });
    let service = Arc::clone(&echo);
    let server = Server::bind("127.0.0.1:0", move |request: Request<Bytes>| {
        service.answer(&request)
    })
    .unwrap();
    for (operation, (_, output)) in &usable {
        let made = soapstone(&["sample", path, &operation.name, "--all", "--json"], &[]);
        assert_eq!(
            code(&made),
            0,
            "{path} {}: {}",
            operation.name,
            stdout(&made)
        );
        let input = directory.write("input.json", &stdout(&made));
        let url = server.url();
        let call = [
            "call",
            path,
            &operation.name,
            "--soap",
            "1.1",
            "--strict",
            "--endpoint",
            &url,
            "--input",
            &input,
            "--json",
        ];
        let called = soapstone(&call, &[]);
        let wrong = echo.wrong.lock().unwrap().join("\n");
        assert_eq!(
            code(&called),
            0,
            "{path} {}: {} {wrong}",
            operation.name,
            stdout(&called)
        );
        let reply: Value = serde_json::from_slice(&called.stdout).unwrap();
        assert_eq!(reply["output"], sample(&schema, *output).0, "{path}");
    }
    usable.len()
}

/// Documents by their paths.
fn files(documents: &'static [(&'static str, &'static str)]) -> Server {
    Server::bind("127.0.0.1:0", move |request: Request<Bytes>| {
        let path = request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default();
        if let Some(target) = path.strip_prefix("/redirect?") {
            let response = Response::builder().status(302).header("location", target);
            return response.body(Bytes::new()).unwrap();
        }
        let found = documents.iter().find(|(known, _)| *known == path);
        let status = match found {
            Some(_) => StatusCode::OK,
            None => StatusCode::NOT_FOUND,
        };
        let text = found.map_or("", |(_, text)| text);
        Response::builder()
            .status(status)
            .body(Bytes::from(text))
            .unwrap()
    })
    .unwrap()
}

const DOCUMENTS: &[(&str, &str)] = &[
    (
        "/orders?wsdl",
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:o">
  <import namespace="urn:p" location="parts/port.wsdl"/>
  <types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="urn:t" schemaLocation="?xsd=1"/></xs:schema></types>
</definitions>"#,
    ),
    (
        "/parts/port.wsdl",
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:p">
  <import namespace="urn:o" location="/orders?wsdl"/>
</definitions>"#,
    ),
    (
        "/orders?xsd=1",
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
  <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>
  <xs:element name="order" type="xs:string"/>
</xs:schema>"#,
    ),
];

const CHANGED: &[(&str, &str)] = &[(
    "/orders?wsdl",
    r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:o"/>"#,
)];

#[test]
fn a_wsdl_is_fetched_with_all_that_it_refers_to() {
    let directory = Directory::new("fetch");
    let out = directory.path("wsdl");
    let server = files(DOCUMENTS);
    let url = format!("{}/orders?wsdl", server.url().trim_end_matches('/'));
    let allowed = ["--out", &out, "--allow-http", "--allow-private"];

    let refused = soapstone(&["fetch", &url, "--out", &out, "--allow-http"], &[]);
    assert_eq!(code(&refused), 5, "{}", stderr(&refused));
    assert!(
        stderr(&refused).contains("the host has an address that is not public"),
        "{}",
        stderr(&refused)
    );

    let fetched = soapstone(&[&["fetch", &url][..], &allowed].concat(), &[]);
    assert_eq!(code(&fetched), 0, "{}", stderr(&fetched));
    let wsdl = fs::read_to_string(Path::new(&out).join("orders.wsdl")).unwrap();
    assert!(wsdl.contains(r#"location="port.wsdl""#), "{wsdl}");
    assert!(
        wsdl.contains(r#"schemaLocation="orders-xsd-1.xsd""#),
        "{wsdl}"
    );
    let port = fs::read_to_string(Path::new(&out).join("port.wsdl")).unwrap();
    assert!(port.contains(r#"location="orders.wsdl""#), "{port}");
    let checked = soapstone(&["check", &format!("{out}/orders.wsdl")], &[]);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));

    let same = soapstone(&[&["fetch", "--check"][..], &allowed].concat(), &[]);
    assert_eq!(
        (code(&same), stdout(&same).as_str()),
        (0, "3 documents as in the lock file\n")
    );
    fs::write(Path::new(&out).join("port.wsdl"), "edited").unwrap();
    let edited = soapstone(&[&["fetch", "--check"][..], &allowed].concat(), &[]);
    assert_eq!(code(&edited), 1);
    assert!(
        stdout(&edited).contains("port.wsdl was changed"),
        "{}",
        stdout(&edited)
    );
    let repaired = soapstone(&[&["fetch", "--update"][..], &allowed].concat(), &[]);
    assert_eq!(code(&repaired), 0, "{}", stderr(&repaired));
    assert_eq!(
        fs::read_to_string(Path::new(&out).join("port.wsdl")).unwrap(),
        port
    );
}

#[test]
fn what_changed_since_is_found_and_replaced() {
    let directory = Directory::new("changed");
    let out = directory.path("wsdl");
    let server = files(DOCUMENTS);
    let url = format!("{}/orders?wsdl", server.url().trim_end_matches('/'));
    let allowed = ["--out", &out, "--allow-http", "--allow-private"];
    let fetched = soapstone(&[&["fetch", &url][..], &allowed].concat(), &[]);
    assert_eq!(code(&fetched), 0, "{}", stderr(&fetched));

    // The same URLs give something else: another server, which the lock file is made to name.
    let later = files(CHANGED);
    let lock = Path::new(&out).join("soapstone.lock.json");
    let text = fs::read_to_string(&lock).unwrap();
    let base = |server: &Server| server.url().trim_end_matches('/').to_owned();
    fs::write(&lock, text.replace(&base(&server), &base(&later))).unwrap();
    let checked = soapstone(&[&["fetch", "--check"][..], &allowed].concat(), &[]);
    assert_eq!(code(&checked), 1);
    let findings = stdout(&checked);
    assert!(findings.contains("/orders?wsdl changed"), "{findings}");
    assert!(
        findings.contains("/parts/port.wsdl is not referred to any more"),
        "{findings}"
    );

    let updated = soapstone(&[&["fetch", "--update"][..], &allowed].concat(), &[]);
    assert_eq!(code(&updated), 0, "{}", stderr(&updated));
    assert!(!Path::new(&out).join("port.wsdl").exists());
    let lock = fs::read_to_string(&lock).unwrap();
    assert!(!lock.contains("port.wsdl"), "{lock}");
}

#[test]
fn what_a_document_says_does_not_lead_elsewhere() {
    let directory = Directory::new("elsewhere");
    let server = files(&[
        ("/html", "<html/>"),
        (
            "/dtd",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        ),
        (
            "/file",
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="file:///etc/passwd"/></xs:schema>"#,
        ),
    ]);
    let base = server.url().trim_end_matches('/').to_owned();
    for (path, exit, expected) in [
        ("/html", 1, "found `html`: expected a WSDL or a schema"),
        ("/dtd", 1, ""),
        ("/file", 1, "file:///etc/passwd: expected a URL with https"),
        ("/missing", 5, "HTTP 404 Not Found"),
        (
            "/redirect?http://127.0.0.2/a.xsd",
            5,
            "a redirect to http://127.0.0.2",
        ),
        ("/redirect?/html", 5, "redirect"),
        ("/redirect?ftp://example.com/", 5, "redirect"),
    ] {
        let out = directory.path("out");
        let url = format!("{base}{path}");
        let output = soapstone(
            &[
                "fetch",
                &url,
                "--out",
                &out,
                "--allow-http",
                "--allow-private",
            ],
            &[],
        );
        assert_eq!(code(&output), exit, "{path}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(expected),
            "{path}: {}",
            stderr(&output)
        );
        assert!(!Path::new(&out).exists(), "{path}");
    }
}
