//! Writing faults in the form of either version.

use super::fault::{Fault, FaultCode};
use super::framing::Version;
use super::header::not_written;
use crate::bindings::NoFault;
use crate::model::Element;
use crate::value::Value;
use crate::write::{self, WriteError};
use crate::xml::{ExpandedName, Writer, XmlError};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A declared detail with its element.
pub(super) type Detail<'v> = (&'static Element, &'v dyn Value);

/// Writes a fault into the body of an envelope.
pub(super) fn write_fault(
    writer: &mut Writer,
    version: Version,
    fault: &Fault<NoFault>,
    detail: Option<Detail<'_>>,
) -> Result<(), WriteError> {
    let namespace = version.namespace();
    writer.start(namespace, "Fault").map_err(not_written)?;
    match version {
        Version::Soap11 => write_11(writer, fault).map_err(not_written)?,
        Version::Soap12 => write_12(writer, fault).map_err(not_written)?,
    }
    if detail.is_some() || !fault.other_details.is_empty() {
        match version {
            Version::Soap11 => writer.start("", "detail"),
            Version::Soap12 => writer.start(namespace, "Detail"),
        }
        .map_err(not_written)?;
        write_details(writer, fault, detail)?;
        writer.end().map_err(not_written)?;
    }
    writer.end().map_err(not_written)
}

/// Writes a fault without an envelope: its detail alone or, without one, a fault of SOAP 1.1 as the root.
pub(super) fn write_bare_fault(
    writer: &mut Writer,
    fault: &Fault<NoFault>,
    detail: Option<Detail<'_>>,
) -> Result<(), WriteError> {
    match (detail, fault.other_details.first()) {
        (Some((element, value)), _) => write_detail(writer, element, value),
        (None, Some(other)) => other.write(writer).map_err(not_written),
        (None, None) => {
            writer.prefer(Version::Soap11.namespace(), "soap");
            write_fault(writer, Version::Soap11, fault, None)
        }
    }
}

fn write_details(
    writer: &mut Writer,
    fault: &Fault<NoFault>,
    detail: Option<Detail<'_>>,
) -> Result<(), WriteError> {
    if let Some((element, value)) = detail {
        write_detail(writer, element, value)?;
    }
    fault
        .other_details
        .iter()
        .try_for_each(|detail| detail.write(writer))
        .map_err(not_written)
}

fn write_detail(
    writer: &mut Writer,
    element: &'static Element,
    value: &dyn Value,
) -> Result<(), WriteError> {
    write::Interpreter::new(writer).write_root(value, element)
}

fn write_11(writer: &mut Writer, fault: &Fault<NoFault>) -> Result<(), XmlError> {
    writer.start("", "faultcode")?;
    write_name(writer, &code_11(fault))?;
    writer.end()?;
    writer.start("", "faultstring")?;
    if let Some(language) = fault
        .reasons
        .first()
        .and_then(|reason| reason.language.as_deref())
    {
        writer.attribute(XML, "lang", &sanitized(language))?;
    }
    writer.text(&sanitized(&fault.reason))?;
    writer.end()?;
    if let Some(role) = &fault.role {
        writer.start("", "faultactor")?;
        writer.text(&sanitized(role))?;
        writer.end()?;
    }
    Ok(())
}

/// The code in SOAP 1.1, where a subcode follows a dot.
fn code_11(fault: &Fault<NoFault>) -> ExpandedName {
    let local = match &fault.code {
        FaultCode::VersionMismatch => "VersionMismatch",
        FaultCode::MustUnderstand => "MustUnderstand",
        FaultCode::Sender | FaultCode::DataEncodingUnknown => "Client",
        FaultCode::Receiver | FaultCode::Unspecified => "Server",
        FaultCode::Other(name) => return name.clone(),
    };
    let namespace = Version::Soap11.namespace();
    let dotted = fault.subcodes.iter().find(|subcode| {
        let rest = subcode
            .local
            .strip_prefix(local)
            .and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| !rest.is_empty())
    });
    dotted.map_or(ExpandedName::from_static(namespace, local), |subcode| {
        ExpandedName::new(namespace, subcode.local.clone())
    })
}

fn write_12(writer: &mut Writer, fault: &Fault<NoFault>) -> Result<(), XmlError> {
    let namespace = Version::Soap12.namespace();
    let (local, foreign) = match &fault.code {
        FaultCode::VersionMismatch => ("VersionMismatch", None),
        FaultCode::MustUnderstand => ("MustUnderstand", None),
        FaultCode::DataEncodingUnknown => ("DataEncodingUnknown", None),
        FaultCode::Sender => ("Sender", None),
        FaultCode::Receiver | FaultCode::Unspecified => ("Receiver", None),
        // SOAP 1.2 has no other codes, but any subcode (part 1 section 5.4.6).
        FaultCode::Other(name) => ("Receiver", Some(name)),
    };
    let code = ExpandedName::from_static(namespace, local);
    let mut depth = 0;
    let mut element = "Code";
    for name in std::iter::once(&code).chain(foreign).chain(&fault.subcodes) {
        writer.start(namespace, element)?;
        writer.start(namespace, "Value")?;
        write_name(writer, name)?;
        writer.end()?;
        element = "Subcode";
        depth += 1;
    }
    (0..depth).try_for_each(|_| writer.end())?;
    write_reasons_12(writer, fault)?;
    let optional = [("Node", &fault.node), ("Role", &fault.role)];
    for (local, value) in optional {
        if let Some(value) = value {
            writer.start(namespace, local)?;
            writer.text(&sanitized(value))?;
            writer.end()?;
        }
    }
    Ok(())
}

/// SOAP 1.2 asks for at least one text, and for the language of each.
fn write_reasons_12(writer: &mut Writer, fault: &Fault<NoFault>) -> Result<(), XmlError> {
    let namespace = Version::Soap12.namespace();
    writer.start(namespace, "Reason")?;
    if fault.reasons.is_empty() {
        write_text_12(writer, None, &fault.reason)?;
    }
    for reason in &fault.reasons {
        write_text_12(writer, reason.language.as_deref(), &reason.text)?;
    }
    writer.end()
}

fn write_text_12(writer: &mut Writer, language: Option<&str>, text: &str) -> Result<(), XmlError> {
    writer.start(Version::Soap12.namespace(), "Text")?;
    writer.attribute(XML, "lang", &sanitized(language.unwrap_or("en")))?;
    writer.text(&sanitized(text))?;
    writer.end()
}

/// Writes a qualified name as the text of the element just started.
fn write_name(writer: &mut Writer, name: &ExpandedName) -> Result<(), XmlError> {
    let prefix = writer.prefix_for(&name.namespace)?;
    let text = if prefix.is_empty() {
        String::from(&*name.local)
    } else {
        format!("{prefix}:{}", name.local)
    };
    writer.text(&sanitized(&text))
}

/// The text with what XML can't express replaced: a fault must get out, whatever its reason quotes.
fn sanitized(text: &str) -> String {
    let is_forbidden = |character: char| matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.replace(is_forbidden, "\u{FFFD}")
}
