//! SOAP faults (SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4).

use std::fmt;

use crate::bindings::{FaultDetail, NoFault};
use crate::xml::{AnyElement, AnyNode, ExpandedName};

/// What the service says went wrong, in either version of SOAP.
///
/// Its `Display` is one line: code, reason and, where there is one, the name of the detail.
///
/// ```
/// use soapstone::{Fault, FaultCode, NoFault};
///
/// let fault = Fault::<NoFault>::new(FaultCode::Sender, "no such asset");
/// assert_eq!(fault.to_string(), "fault Sender: no such asset");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fault<F> {
    /// Whose fault it is.
    pub code: FaultCode,
    /// More and more exact codes: those of SOAP 1.2, or the part after the dot of a code of SOAP 1.1.
    pub subcodes: Vec<ExpandedName>,
    /// What went wrong, for people: the first of [`reasons`](Self::reasons), without the white space around it.
    pub reason: String,
    /// The reason in each language that the service gives.
    pub reasons: Vec<Reason>,
    /// The node that acted (SOAP 1.1 `faultactor`, SOAP 1.2 `Role`), if it says so.
    pub role: Option<String>,
    /// The URI of the node that failed (SOAP 1.2).
    pub node: Option<String>,
    /// The first of the declared details.
    pub detail: Option<F>,
    /// All other details, as they came.
    pub other_details: Vec<AnyElement>,
    /// The HTTP status of the response that the fault came with. On a server: the status to answer with, if it is not
    /// to be the usual one.
    pub status: Option<u16>,
}

/// The reason of a fault in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The language (`xml:lang`), if given.
    pub language: Option<String>,
    /// The text.
    pub text: String,
}

/// The code of a fault, the same for both versions of SOAP.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultCode {
    /// An envelope of a version that the node doesn't know.
    VersionMismatch,
    /// A header block that must be understood and was not.
    MustUnderstand,
    /// An encoding that the node doesn't know (SOAP 1.2).
    DataEncodingUnknown,
    /// The message is at fault: `Client` in SOAP 1.1, `Sender` in SOAP 1.2.
    Sender,
    /// The service is at fault: `Server` in SOAP 1.1, `Receiver` in SOAP 1.2.
    Receiver,
    /// A code of the service's own, which SOAP 1.1 allows.
    Other(ExpandedName),
    /// The message doesn't have a code: the specifications require one, but not all services know.
    Unspecified,
}

impl<F> Fault<F> {
    /// The same fault with its texts, but for those of the declared detail, passed through a function, which takes
    /// secrets out.
    pub(super) fn redacted(mut self, redact: &dyn Fn(&str) -> String) -> Self {
        let reasons = self.reasons.iter_mut().map(|reason| &mut reason.text);
        let actors = [&mut self.role, &mut self.node].into_iter().flatten();
        for text in reasons.chain(actors).chain([&mut self.reason]) {
            *text = redact(text);
        }
        let code = match &mut self.code {
            FaultCode::Other(name) => Some(name),
            _ => None,
        };
        for name in self.subcodes.iter_mut().chain(code) {
            *name = ExpandedName::new(redact(&name.namespace), redact(&name.local));
        }
        self.other_details
            .iter_mut()
            .for_each(|detail| redact_element(detail, redact));
        self
    }

    /// A fault with a code and a reason, in no particular language.
    pub fn new(code: FaultCode, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Fault {
            code,
            subcodes: Vec::new(),
            reasons: vec![Reason {
                language: None,
                text: reason.clone(),
            }],
            reason,
            role: None,
            node: None,
            detail: None,
            other_details: Vec::new(),
            status: None,
        }
    }

    /// The same fault with another detail, of another type.
    pub(crate) fn replace_detail<G>(self, detail: Option<G>) -> Fault<G> {
        Fault {
            code: self.code,
            subcodes: self.subcodes,
            reason: self.reason,
            reasons: self.reasons,
            role: self.role,
            node: self.node,
            detail,
            other_details: self.other_details,
            status: self.status,
        }
    }

    /// The fault without its declared detail, and the detail.
    pub(crate) fn take_detail(mut self) -> (Fault<NoFault>, Option<F>) {
        let detail = self.detail.take();
        (self.replace_detail(None), detail)
    }
}

impl<F: FaultDetail> fmt::Display for Fault<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fault {}", self.code)?;
        if let Some(subcode) = self.subcodes.last() {
            write!(f, " ({subcode})")?;
        }
        if !self.reason.is_empty() {
            write!(f, ": {}", self.reason)?;
        }
        let declared = self.detail.as_ref().and_then(|detail| {
            let (variant, _) = detail.selected();
            F::ELEMENTS
                .iter()
                .find(|element| element.field == variant)
                .map(|element| element.name.to_string())
        });
        match declared.or_else(|| {
            self.other_details
                .first()
                .map(|detail| detail.name.to_string())
        }) {
            Some(name) => write!(f, ", detail {name}"),
            None => Ok(()),
        }
    }
}

impl<F: FaultDetail> std::error::Error for Fault<F> {}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FaultCode::VersionMismatch => f.write_str("VersionMismatch"),
            FaultCode::MustUnderstand => f.write_str("MustUnderstand"),
            FaultCode::DataEncodingUnknown => f.write_str("DataEncodingUnknown"),
            FaultCode::Sender => f.write_str("Sender"),
            FaultCode::Receiver => f.write_str("Receiver"),
            FaultCode::Other(name) => name.fmt(f),
            FaultCode::Unspecified => f.write_str("without a code"),
        }
    }
}

/// Passes the texts and attribute values of an element through a function.
fn redact_element(element: &mut AnyElement, redact: &dyn Fn(&str) -> String) {
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        for attribute in &mut element.attributes {
            attribute.value = redact(&attribute.value);
        }
        for node in &mut element.children {
            match node {
                AnyNode::Text(text) => *text = redact(text),
                AnyNode::Element(child) => open.push(child),
            }
        }
    }
}
