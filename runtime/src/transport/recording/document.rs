//! The file of a recording.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;

use super::{Recorded, RecordedRequest, Recording};
use crate::limits::Limits;
use crate::xml::character::is_char;
use crate::xml::{AnyElement, XmlError};

impl Recording {
    /// The recording as a document of XML. Bodies that are text stand in it as they are, others in base64.
    ///
    /// # Errors
    /// [`RecordingError::Xml`] where a header holds what XML can't express.
    pub fn to_xml(&self) -> Result<String, RecordingError> {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<recording>\n");
        for exchange in &self.exchanges {
            let request = &exchange.request;
            let request = AnyElement::new("", "request")
                .with_attribute("", "method", request.method.as_str())
                .with_attribute("", "target", request.target.as_str())
                .with_attribute("", "action", request.action.as_str())
                .with_child(body(&request.body));
            let mut response = AnyElement::new("", "response").with_attribute(
                "",
                "status",
                exchange.status.as_u16().to_string(),
            );
            for (name, value) in &exchange.headers {
                response = response.with_child(
                    AnyElement::new("", "header")
                        .with_attribute("", "name", name.as_str())
                        .with_text(value.as_str()),
                );
            }
            let element = AnyElement::new("", "exchange")
                .with_child(request)
                .with_child(response.with_child(body(&exchange.body)));
            text.push_str(&element.to_xml()?);
            text.push('\n');
        }
        text.push_str("</recording>\n");
        Ok(text)
    }

    /// Reads what [`to_xml`](Self::to_xml) wrote.
    ///
    /// # Errors
    /// [`RecordingError`] says what in the document is not as it should be.
    pub fn from_xml(text: &str) -> Result<Self, RecordingError> {
        let root = AnyElement::from_xml(text, &Limits::trusted())?;
        expect(&root, "recording")?;
        let exchanges = root.elements().map(read_exchange).collect::<Result<_, _>>();
        Ok(Recording {
            exchanges: exchanges?,
        })
    }
}

fn body(bytes: &[u8]) -> AnyElement {
    let element = AnyElement::new("", "body");
    match std::str::from_utf8(bytes) {
        Ok(text) if text.chars().all(is_char) => element.with_text(text),
        _ => element
            .with_attribute("", "encoding", "base64")
            .with_text(STANDARD.encode(bytes)),
    }
}

fn read_exchange(element: &AnyElement) -> Result<Recorded, RecordingError> {
    expect(element, "exchange")?;
    let request = child(element, "request")?;
    let response = child(element, "response")?;
    let status = attribute(response, "status")?;
    let headers = response
        .elements()
        .filter(|element| element.name.is("", "header"))
        .map(|header| Ok((attribute(header, "name")?, header.text().into_owned())))
        .collect::<Result<_, RecordingError>>()?;
    Ok(Recorded {
        request: RecordedRequest {
            method: attribute(request, "method")?,
            target: attribute(request, "target")?,
            action: attribute(request, "action")?,
            body: read_body(request)?,
        },
        status: status
            .parse()
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok())
            .ok_or(RecordingError::Unexpected {
                found: status,
                expected: "an HTTP status",
            })?,
        headers,
        body: read_body(response)?,
    })
}

fn read_body(element: &AnyElement) -> Result<Vec<u8>, RecordingError> {
    let body = child(element, "body")?;
    let text = body.text();
    match body.attribute("", "encoding") {
        None => Ok(text.into_owned().into_bytes()),
        Some("base64") => STANDARD
            .decode(text.trim())
            .map_err(|_| RecordingError::Unexpected {
                found: text.chars().take(40).collect(),
                expected: "base64",
            }),
        Some(other) => Err(RecordingError::Unexpected {
            found: String::from(other),
            expected: "the encoding `base64`",
        }),
    }
}

fn expect(element: &AnyElement, local: &'static str) -> Result<(), RecordingError> {
    if element.name.is("", local) {
        return Ok(());
    }
    Err(RecordingError::Unexpected {
        found: element.name.to_string(),
        expected: local,
    })
}

fn child<'a>(
    element: &'a AnyElement,
    local: &'static str,
) -> Result<&'a AnyElement, RecordingError> {
    element.child("", local).ok_or(RecordingError::Missing {
        within: element.name.to_string(),
        expected: local,
    })
}

fn attribute(element: &AnyElement, local: &'static str) -> Result<String, RecordingError> {
    let value = element.attribute("", local);
    value.map(String::from).ok_or(RecordingError::Missing {
        within: element.name.to_string(),
        expected: local,
    })
}

/// Why a document is no recording, or a recording no document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RecordingError {
    /// The text is not XML, or a text can't stand in XML.
    Xml(XmlError),
    /// Something else than a recording has.
    Unexpected {
        /// The element or value.
        found: String,
        /// What was expected in its place.
        expected: &'static str,
    },
    /// An element or attribute is missing.
    Missing {
        /// The element in which it is missing.
        within: String,
        /// The name of what is missing.
        expected: &'static str,
    },
}

impl From<XmlError> for RecordingError {
    fn from(error: XmlError) -> Self {
        RecordingError::Xml(error)
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordingError::Xml(error) => error.fmt(f),
            RecordingError::Unexpected { found, expected } => {
                write!(
                    f,
                    "this is no recording: found `{found}`, expected {expected}"
                )
            }
            RecordingError::Missing { within, expected } => {
                write!(f, "this is no recording: `{within}` has no `{expected}`")
            }
        }
    }
}

impl std::error::Error for RecordingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            RecordingError::Xml(error) => Some(error),
            RecordingError::Unexpected { .. } | RecordingError::Missing { .. } => None,
        }
    }
}
