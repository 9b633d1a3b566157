//! Reading faults, as services really write them: either version, any prefix, parts missing.

use super::fault::{Fault, FaultCode, Reason};
use super::framing::Version;
use super::message::{next_child, read_any};
use crate::bindings::{FaultDetail, NoFault};
use crate::model::Element;
use crate::read::{Interpreter, Mode, ReadError};
use crate::value::Value;
use crate::xml::{AnyElement, AnyNode, ExpandedName, Reader, Token};

/// Where the first declared detail of a fault is put, whatever its type.
pub(super) trait DetailSlot {
    /// The declared elements.
    fn elements(&self) -> &'static [Element];

    /// Whether there is a detail already.
    fn is_filled(&self) -> bool;

    /// Makes it a blank detail of a variant.
    fn fill(&mut self, variant: u16) -> Option<&mut dyn Value>;

    /// Takes the detail away.
    fn clear(&mut self);
}

impl<F: FaultDetail> DetailSlot for Option<F> {
    fn elements(&self) -> &'static [Element] {
        F::ELEMENTS
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }

    fn fill(&mut self, variant: u16) -> Option<&mut dyn Value> {
        *self = F::blank_detail();
        self.as_mut().map(|detail| detail.select(variant))
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// The declared detail that the element which just started is.
pub(super) fn declared_detail(
    details: &dyn DetailSlot,
    reader: &Reader<'_>,
) -> Option<&'static Element> {
    let elements = details.elements();
    elements
        .iter()
        .find(|element| reader.matches(element.name.namespace, element.name.local))
}

/// Whether the element that just started is a fault of either version. One without a namespace counts as well.
pub(super) fn is_fault(reader: &Reader<'_>) -> bool {
    let name = reader.name();
    is_fault_name(name.namespace.as_str(), name.local)
}

/// Whether a name is that of a fault.
pub(super) fn is_fault_name(namespace: &str, local: &str) -> bool {
    local == "Fault" && (namespace.is_empty() || Version::of_namespace(namespace).is_some())
}

/// Reads the fault that just started, to its end. Nothing but text that is no XML and, in strict reading, a detail
/// that is not as declared can keep a fault from being one.
pub(super) fn read_fault(
    interpreter: &mut Interpreter<'_, '_>,
    details: &mut dyn DetailSlot,
) -> Result<Fault<NoFault>, ReadError> {
    let mut fault = blank_fault();
    while let Some(()) = next_part(interpreter)? {
        let local = interpreter.reader.name().local.to_ascii_lowercase();
        match local.as_str() {
            "faultcode" | "code" => read_code(&read_any(interpreter)?, &mut fault),
            "faultstring" | "reason" => read_reasons(&read_any(interpreter)?, &mut fault),
            "faultactor" | "role" => fault.role = Some(trimmed_text(&read_any(interpreter)?)),
            "node" => fault.node = Some(trimmed_text(&read_any(interpreter)?)),
            "detail" => read_details(interpreter, details, &mut fault).map_err(|error| {
                error
                    .within(String::from("detail"))
                    .within(String::from("Fault"))
            })?,
            _ => interpreter.skip_element()?,
        }
    }
    if let Some(first) = fault.reasons.first() {
        fault.reason.clone_from(&first.text);
    }
    Ok(fault)
}

/// Reads a declared detail that stands where a whole fault should.
pub(super) fn read_bare_detail(
    interpreter: &mut Interpreter<'_, '_>,
    details: &mut dyn DetailSlot,
) -> Result<Fault<NoFault>, ReadError> {
    let mut fault = blank_fault();
    read_detail(interpreter, details, &mut fault)?;
    Ok(fault)
}

fn blank_fault() -> Fault<NoFault> {
    let mut fault = Fault::new(FaultCode::Unspecified, "");
    fault.reasons.clear();
    fault
}

/// As `next_child`, but text between the parts of a fault is never an error.
fn next_part(interpreter: &mut Interpreter<'_, '_>) -> Result<Option<()>, ReadError> {
    let mode = std::mem::replace(&mut interpreter.mode, Mode::Lenient);
    let next = next_child(interpreter);
    interpreter.mode = mode;
    next
}

/// `faultcode`, which is a qualified name, or `Code` with its values.
fn read_code(element: &AnyElement, fault: &mut Fault<NoFault>) {
    let mut scopes = vec![element];
    let Some(mut value) = child(element, "Value") else {
        let (name, is_foreign) = qualified_name(&trimmed_text(element), &scopes);
        set_code(fault, name, is_foreign);
        return;
    };
    let mut code = element;
    loop {
        scopes.push(value);
        let (name, is_foreign) = qualified_name(&trimmed_text(value), &scopes);
        scopes.pop();
        if std::ptr::eq(code, element) {
            set_code(fault, name, is_foreign);
        } else {
            fault.subcodes.push(name);
        }
        let Some(subcode) = child(code, "Subcode") else {
            return;
        };
        let Some(next) = child(subcode, "Value") else {
            return;
        };
        scopes.push(subcode);
        (code, value) = (subcode, next);
    }
}

/// A code that is not `is_foreign` is one of SOAP, whatever namespace it has or lacks.
fn set_code(fault: &mut Fault<NoFault>, name: ExpandedName, is_foreign: bool) {
    let (first, is_dotted) = match name.local.split_once('.') {
        Some((first, _)) => (first, true),
        None => (&*name.local, false),
    };
    let standard = if is_foreign {
        None
    } else {
        standard_code(first)
    };
    fault.code = match standard {
        Some(code) => {
            if is_dotted {
                fault.subcodes.push(name);
            }
            code
        }
        None if name.local.is_empty() => FaultCode::Unspecified,
        None => FaultCode::Other(name),
    };
}

fn standard_code(local: &str) -> Option<FaultCode> {
    Some(match local {
        "VersionMismatch" => FaultCode::VersionMismatch,
        "MustUnderstand" => FaultCode::MustUnderstand,
        "DataEncodingUnknown" => FaultCode::DataEncodingUnknown,
        "Client" | "Sender" => FaultCode::Sender,
        "Server" | "Receiver" => FaultCode::Receiver,
        _ => return None,
    })
}

/// The name that a text is, and whether it is declared to be in a namespace other than those of SOAP. `scopes` are the
/// elements around the text, outermost first; the first knows all declarations outside of it too.
fn qualified_name(text: &str, scopes: &[&AnyElement]) -> (ExpandedName, bool) {
    let namespace = |prefix: &str| {
        let mut declared = scopes.iter().rev().flat_map(|scope| scope.namespaces());
        declared
            .find(|(known, _)| *known == prefix)
            .map(|(_, namespace)| String::from(namespace))
    };
    match text.split_once(':') {
        None => (
            ExpandedName::new(namespace("").unwrap_or_default(), String::from(text)),
            false,
        ),
        Some((prefix, local)) => match namespace(prefix) {
            Some(namespace) => {
                let is_foreign = Version::of_namespace(&namespace).is_none();
                (
                    ExpandedName::new(namespace, String::from(local)),
                    is_foreign,
                )
            }
            None if standard_code(local).is_some() => {
                (ExpandedName::new("", String::from(local)), false)
            }
            None => (ExpandedName::new("", String::from(text)), true),
        },
    }
}

/// `faultstring`, or `Reason` with a `Text` for each language.
fn read_reasons(element: &AnyElement, fault: &mut Fault<NoFault>) {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    let texts: Vec<&AnyElement> = element
        .elements()
        .filter(|child| child.name.local == "Text")
        .collect();
    let texts = if texts.is_empty() {
        vec![element]
    } else {
        texts
    };
    fault.reasons.extend(texts.into_iter().map(|text| Reason {
        language: text.attribute(XML, "lang").map(String::from),
        text: trimmed_text(text),
    }));
}

fn read_details(
    interpreter: &mut Interpreter<'_, '_>,
    details: &mut dyn DetailSlot,
    fault: &mut Fault<NoFault>,
) -> Result<(), ReadError> {
    let name = ExpandedName::from(interpreter.reader.name());
    let mut text = String::new();
    let mut has_elements = false;
    loop {
        match interpreter.next()? {
            Token::Start => {
                has_elements = true;
                read_detail(interpreter, details, fault)?;
            }
            Token::Text => text.push_str(interpreter.reader.text()),
            Token::End | Token::Eof => break,
        }
    }
    if !has_elements && !text.trim().is_empty() {
        fault
            .other_details
            .push(AnyElement::new(name.namespace, name.local).with_text(text.trim()));
    }
    Ok(())
}

/// Reads one entry: the first that is declared as its type, all others as they are.
fn read_detail(
    interpreter: &mut Interpreter<'_, '_>,
    details: &mut dyn DetailSlot,
    fault: &mut Fault<NoFault>,
) -> Result<(), ReadError> {
    let declared = declared_detail(details, interpreter.reader).filter(|_| !details.is_filled());
    if let Some(element) = declared {
        let start = interpreter.reader.checkpoint();
        if let Some(value) = details.fill(element.field) {
            match interpreter.read_started(value, element) {
                Ok(()) => return Ok(()),
                Err(error) if interpreter.mode == Mode::Strict => return Err(error),
                // A fault with a detail that is not as declared is still a fault.
                Err(_) => {
                    details.clear();
                    interpreter.reader.rewind(start);
                }
            }
        }
    }
    let offset = interpreter.reader.offset();
    let element = read_any(interpreter)?;
    if interpreter.reader.offset().saturating_sub(offset)
        <= interpreter.reader.limits().fault_detail
    {
        fault.other_details.push(element);
    } else {
        interpreter.report.skip_element(element.name.to_string());
    }
    Ok(())
}

fn child<'a>(element: &'a AnyElement, local: &str) -> Option<&'a AnyElement> {
    element.elements().find(|child| child.name.local == local)
}

/// All text inside an element, without the white space around it.
fn trimmed_text(element: &AnyElement) -> String {
    let mut text = String::new();
    let mut rest: Vec<&AnyNode> = element.children.iter().rev().collect();
    while let Some(node) = rest.pop() {
        match node {
            AnyNode::Text(piece) => text.push_str(piece),
            AnyNode::Element(child) => rest.extend(child.children.iter().rev()),
        }
    }
    String::from(text.trim())
}
