//! `soapstone sample`: messages made up.

use serde_json::json;
use soapstone::xml::indent;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::service::SoapVersion;
use soapstone_dynamic::{Declaration, Document, Extent, Schema};

use super::message::{self, Found, last_name, usage};
use crate::arguments::Sample;
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};
use crate::view::Names;

/// Prints a message of the operation, or a document of the element.
pub(crate) fn run(arguments: &Sample, console: &Console) -> Result<Outcome, Failure> {
    let (config, name) = arguments.reading.split().ok_or_else(|| {
        usage(String::from(
            "expected files and the name of an operation or element",
        ))
    })?;
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
    let extent = match arguments.all {
        true => Extent::All,
        false => Extent::Required,
    };
    let maker = Maker {
        analysis: &analysis,
        schema: &schema,
        extent,
    };
    let is_operation = message::operations(&analysis)
        .iter()
        .any(|(operation, _)| *operation.local == *name || names.show(operation) == name);
    if !is_operation && !arguments.output {
        // What is neither is most likely a mistyped operation where there are operations.
        let element = message::element(&schema, &names, name);
        let element = match element {
            Err(_) if !message::operations(&analysis).is_empty() => {
                message::operation(&analysis, &names, name)?;
                message::element(&schema, &names, name)?
            }
            element => element?,
        };
        let document = maker.document(element)?;
        let text = match console.json {
            true => format!("{:#}\n", document.to_json()),
            false => laid_out(&xml(&document)?)?,
        };
        console.print(&text)?;
        return Ok(Outcome::Success);
    }
    let found = message::operation(&analysis, &names, name)?;
    let text = match console.json {
        true => format!("{:#}\n", maker.body_json(&found, arguments.output)?),
        false => laid_out(&maker.envelope(&found, arguments)?)?,
    };
    console.print(&text)?;
    Ok(Outcome::Success)
}

struct Maker<'a> {
    analysis: &'a Analysis,
    schema: &'a Schema,
    extent: Extent,
}

impl Maker<'_> {
    fn document(&self, declaration: Declaration) -> Result<Document, Failure> {
        let document = self.schema.sample(declaration, self.extent);
        document.map_err(|error| Failure::Input(error.to_string()))
    }

    fn body(&self, found: &Found<'_>, output: bool) -> Result<Option<Document>, Failure> {
        let message = match (output, &found.operation.output) {
            (false, _) => &found.operation.input,
            (true, Some(output)) => output,
            (true, None) => {
                let name = &found.operation.name;
                return Err(usage(format!("operation `{name}` has no output")));
            }
        };
        match message::body(self.schema, message)? {
            Some(declaration) => self.document(declaration).map(Some),
            None => Ok(None),
        }
    }

    fn body_json(&self, found: &Found<'_>, output: bool) -> Result<serde_json::Value, Failure> {
        let document = self.body(found, output)?;
        Ok(document.map_or(json!({}), |document| document.to_json()))
    }

    fn envelope(&self, found: &Found<'_>, arguments: &Sample) -> Result<String, Failure> {
        let namespace = match found.port(self.analysis, arguments.soap).0 {
            SoapVersion::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            SoapVersion::V12 => "http://www.w3.org/2003/05/soap-envelope",
        };
        let mut text = format!("<soap:Envelope xmlns:soap=\"{namespace}\">");
        let message = match (arguments.output, &found.operation.output) {
            (true, Some(output)) => output,
            _ => &found.operation.input,
        };
        if !message.headers.is_empty() {
            text.push_str("<soap:Header>");
            for header in &message.headers {
                let declaration = message::part(self.schema, &header.part)?;
                text.push_str(&xml(&self.document(declaration)?)?);
            }
            text.push_str("</soap:Header>");
        }
        text.push_str("<soap:Body>");
        if let Some(document) = self.body(found, arguments.output)? {
            text.push_str(&xml(&document)?);
        }
        text.push_str("</soap:Body></soap:Envelope>");
        Ok(text)
    }
}

fn xml(document: &Document) -> Result<String, Failure> {
    document
        .to_xml()
        .map_err(|error| Failure::Input(error.to_string()))
}

fn laid_out(text: &str) -> Result<String, Failure> {
    indent(text).map_err(|error| Failure::Input(error.to_string()))
}
