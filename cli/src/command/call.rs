//! `soapstone call`: an operation of a service, from JSON to JSON.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, io};

use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use soapstone::transport::{BasicAuth, Bearer, Endpoint, Ureq};
use soapstone::{
    AnyElement, CallOptions, Error, Fault, Framing, HeaderBlock, Limits, Mode, NoFault,
    ReadOptions, blocking,
};
use soapstone_codegen::service::SoapVersion;
use soapstone_codegen::syntax::QName;
use soapstone_dynamic::{Document, Schema};

use super::message::{self, Found, last_name, usage};
use crate::arguments::Call;
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};
use crate::view::Names;

/// Sends the request, and prints the reply.
pub(crate) fn run(arguments: &Call, console: &Console) -> Result<Outcome, Failure> {
    let (config, name) = arguments
        .reading
        .split()
        .ok_or_else(|| usage(String::from("expected files and the name of an operation")))?;
    let name = last_name(name)?;
    let analysis = super::analyse(&config, console);
    if analysis.diagnostics.has_errors() {
        if console.json {
            let messages = console::to_json(&analysis.diagnostics, &analysis.documents);
            console.print_json(&json!({ "diagnostics": messages }))?;
        }
        return Ok(console::outcome(&analysis.diagnostics));
    }
    let schema = Schema::new(&analysis);
    let names = Names::new(&analysis);
    let found = message::operation(&analysis, &names, name)?;
    let caller = Caller {
        arguments,
        schema: &schema,
        names: &names,
    };
    let (version, address) = found.port(&analysis, arguments.soap);
    let client = caller.client(version, address.as_deref())?;
    let body = caller.input(&found)?;
    let action = found.action(&analysis, version);
    let options = CallOptions::new();
    match client.call_raw(&action, &body, &options) {
        Ok(reply) => caller.reply(&found, reply.output.as_ref(), console),
        Err(Error::Fault(fault)) => {
            caller.fault(&fault, console)?;
            Ok(Outcome::Fault)
        }
        Err(error) => Err(Failure::NoAnswer(error.to_string())),
    }
}

struct Caller<'a> {
    arguments: &'a Call,
    schema: &'a Schema,
    names: &'a Names,
}

impl Caller<'_> {
    fn client(
        &self,
        version: SoapVersion,
        address: Option<&str>,
    ) -> Result<blocking::Client, Failure> {
        let arguments = self.arguments;
        let url = arguments.endpoint.as_deref().or(address).ok_or_else(|| {
            usage(String::from(
                "the WSDL has no address: say where the service is with --endpoint",
            ))
        })?;
        let endpoint = match arguments.allow_http {
            true => Endpoint::allow_plain_http(url),
            false => Endpoint::new(url),
        };
        let endpoint = endpoint.map_err(|error| Failure::Usage {
            message: format!("the endpoint can't be used: {error}"),
            help: String::from("--allow-http lets it be plain http"),
        })?;
        let transport = Ureq::builder()
            .timeout(Duration::from_secs(arguments.timeout))
            .build();
        let mut builder = blocking::Client::builder(endpoint, transport)
            .framing(match version {
                SoapVersion::V11 => Framing::Soap11,
                SoapVersion::V12 => Framing::Soap12,
            })
            .timeout(Duration::from_secs(arguments.timeout));
        for (name, value) in &arguments.header {
            let bad = || {
                usage(format!(
                    "`{name}` can't be an HTTP header, or not with this value"
                ))
            };
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
            let mut value = HeaderValue::from_str(&expanded(value)?).map_err(|_| bad())?;
            value.set_sensitive(true);
            builder = builder.http_header(header, value);
        }
        if let Some(variable) = &arguments.basic {
            let text = environment(variable)?;
            let (user, password) = text.split_once(':').ok_or_else(|| {
                usage(format!(
                    "the variable {variable} does not hold `user:password`"
                ))
            })?;
            let credentials = BasicAuth::new(user, password)
                .map_err(|error| usage(format!("the variable {variable}: {error}")))?;
            builder = builder.basic_auth(&credentials);
        }
        if let Some(variable) = &arguments.bearer {
            let token = Bearer::new(&environment(variable)?)
                .map_err(|error| usage(format!("the variable {variable}: {error}")))?;
            builder = builder.bearer(&token);
        }
        for (name, file) in &arguments.soap_header {
            let declaration = message::element(self.schema, self.names, name)?;
            let document = self.document(declaration, Path::new(file))?;
            let block = HeaderBlock::raw(&element(&document)?)
                .map_err(|error| Failure::Input(error.to_string()))?;
            builder = builder.header(block);
        }
        Ok(builder.build())
    }

    /// The element of the request.
    fn input(&self, found: &Found<'_>) -> Result<AnyElement, Failure> {
        let Some(declaration) = message::body(self.schema, &found.operation.input)? else {
            return Err(Failure::Input(format!(
                "operation `{}` has an input without parts: that is not supported here",
                found.operation.name
            )));
        };
        let document = match &self.arguments.input {
            Some(path) => self.document(declaration, path)?,
            None => self.document_of(declaration, &json!({}), "the input")?,
        };
        element(&document)
    }

    fn document(
        &self,
        declaration: soapstone_dynamic::Declaration,
        path: &Path,
    ) -> Result<Document, Failure> {
        let text = read(path)?;
        let mut json: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::Input(format!("{}: {error}", path.display())))?;
        expand(&mut json)?;
        self.document_of(declaration, &json, &path.display().to_string())
    }

    fn document_of(
        &self,
        declaration: soapstone_dynamic::Declaration,
        json: &Value,
        name: &str,
    ) -> Result<Document, Failure> {
        let document = self.schema.from_json(declaration, json);
        document.map_err(|error| Failure::Input(format!("{name}: {error}")))
    }

    fn reply(
        &self,
        found: &Found<'_>,
        output: Option<&AnyElement>,
        console: &Console,
    ) -> Result<Outcome, Failure> {
        let json = match output {
            None => Value::Null,
            Some(output) => {
                let (document, is_declared) = self.read(output)?;
                if !is_declared && found.operation.output.is_none() {
                    Value::Null
                } else {
                    document
                }
            }
        };
        match console.json {
            true => console.print_json(&json!({ "output": json }))?,
            false if json.is_null() => {}
            false => console.print(&format!("{json:#}\n"))?,
        }
        Ok(Outcome::Success)
    }

    /// The JSON of an element, and whether a schema declares it; what none declares is the text of its XML.
    fn read(&self, element: &AnyElement) -> Result<(Value, bool), Failure> {
        let xml = element
            .to_xml()
            .map_err(|error| Failure::NoAnswer(error.to_string()))?;
        let name = QName::new(Some(&element.name.namespace), &element.name.local);
        let Some(declaration) = self.schema.element(&name) else {
            return Ok((Value::String(xml), false));
        };
        let options = ReadOptions {
            mode: match self.arguments.strict {
                true => Mode::Strict,
                false => Mode::Lenient,
            },
            limits: Limits::default(),
        };
        match self.schema.read_as(declaration, &xml, &options) {
            Ok((document, _)) => Ok((document.to_json(), true)),
            Err(error) => Err(Failure::NoAnswer(format!("the reply: {error}"))),
        }
    }

    fn fault(&self, fault: &Fault<NoFault>, console: &Console) -> Result<(), Failure> {
        let details = fault.other_details.iter().map(|detail| {
            let value = match self.read(detail) {
                Ok((value, _)) => value,
                // A detail that is not what it should be is still worth showing.
                Err(_) => Value::String(detail.to_xml().unwrap_or_default()),
            };
            (detail.name.to_string(), value)
        });
        let details: serde_json::Map<String, Value> = details.collect();
        if console.json {
            let subcodes: Vec<String> = fault.subcodes.iter().map(ToString::to_string).collect();
            return console.print_json(&json!({ "fault": {
                "code": format!("{:?}", fault.code),
                "subcodes": subcodes,
                "reason": fault.reason,
                "details": details,
                "status": fault.status,
            } }));
        }
        let mut text = format!("{fault}\n");
        for (name, value) in &details {
            text.push_str(&format!("{name}: {value:#}\n"));
        }
        console.note(&text);
        Ok(())
    }
}

fn element(document: &Document) -> Result<AnyElement, Failure> {
    document
        .to_element()
        .map_err(|error| Failure::Input(error.to_string()))
}

fn read(path: &Path) -> Result<String, Failure> {
    let read = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    read.map_err(|source| Failure::File {
        path: PathBuf::from(path),
        source,
    })
}

/// A text with the environment variables that `${NAME}` stands for. What they hold is not part of any message.
fn expanded(text: &str) -> Result<String, Failure> {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        out.push_str(&environment(name)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn environment(name: &str) -> Result<String, Failure> {
    env::var(name).map_err(|_| usage(format!("the environment variable {name} is not set")))
}

/// Puts environment variables into the texts of JSON that are nothing but `${NAME}`.
fn expand(json: &mut Value) -> Result<(), Failure> {
    match json {
        Value::String(text) => {
            let name = text
                .strip_prefix("${")
                .and_then(|rest| rest.strip_suffix('}'));
            if let Some(name) = name {
                *text = environment(name)?;
            }
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(expand),
        Value::Object(object) => object.values_mut().try_for_each(expand),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
