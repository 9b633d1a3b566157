//! Messages in several parts (RFC 2387): an envelope, and what it refers to.

use std::fmt;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};

use crate::limits::{Limit, LimitExceeded, Limits};

/// A part of a message beside its envelope: a file that goes with it.
///
/// In MTOM, attachments are the content of `xsd:base64Binary` elements, and stand in the fields of the values that were
/// read. In *SOAP Messages with Attachments* they are beside the message, which refers to them by `cid:` and their
/// identifier, or not at all.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachment {
    /// What the message refers to it by, without angle brackets: `photo@example.com`.
    pub id: String,
    /// The media type: `image/png`.
    pub content_type: String,
    /// The bytes.
    pub body: Bytes,
}

impl Attachment {
    /// An attachment. The identifier must be one of its kind in the message; `cid:` before it makes a reference.
    pub fn new(
        id: impl Into<String>,
        content_type: impl Into<String>,
        body: impl Into<Bytes>,
    ) -> Self {
        Attachment {
            id: id.into(),
            content_type: content_type.into(),
            body: body.into(),
        }
    }

    /// Whether a reference such as `cid:photo%40example.com` means this attachment (RFC 2392).
    pub fn is_meant_by(&self, reference: &str) -> bool {
        let Some(id) = reference.trim().strip_prefix("cid:") else {
            return false;
        };
        id == self.id || percent_decoded(id).as_deref() == Some(self.id.as_bytes())
    }
}

/// Without the bytes, which may be many.
impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Attachment({}, {}, {} bytes)",
            self.id,
            self.content_type,
            self.body.len()
        )
    }
}

/// A message in parts, taken apart.
#[derive(Debug)]
pub(super) struct Package {
    /// The document.
    pub(super) root: Bytes,
    /// The headers that say what the document is.
    pub(super) headers: HeaderMap,
    /// Whether the document is in the form of XOP, with references in the place of bytes.
    pub(super) is_xop: bool,
    /// All other parts.
    pub(super) attachments: Vec<Attachment>,
}

/// Why a message in parts can't be taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MultipartError {
    /// The content type has no `boundary`.
    NoBoundary,
    /// The boundary does not occur, or no part follows it.
    NoParts,
    /// The message ends before its last boundary.
    Truncated,
    /// The headers of a part don't end, or a line of them is no header.
    PartHeader {
        /// The number of the part, from 1.
        part: usize,
    },
    /// No part has the identifier that the content type calls the start.
    NoRoot {
        /// The identifier.
        start: String,
    },
    /// Two parts have one identifier.
    DuplicateId {
        /// The identifier.
        id: String,
    },
    /// A part is in parts itself.
    Nested {
        /// The number of the part, from 1.
        part: usize,
    },
    /// A part has a transfer encoding that can't be read.
    TransferEncoding {
        /// The number of the part, from 1.
        part: usize,
        /// The encoding.
        found: String,
    },
    /// A limit was exceeded.
    Limit(LimitExceeded),
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MultipartError::NoBoundary => {
                f.write_str("the content type names no boundary: expected `boundary=…`")
            }
            MultipartError::NoParts => f.write_str("there are no parts: expected the boundary"),
            MultipartError::Truncated => {
                f.write_str("the last part doesn't end: expected the boundary with `--` behind it")
            }
            MultipartError::PartHeader { part } => write!(
                f,
                "the headers of part {part} are none: expected lines `name: value` and an empty line"
            ),
            MultipartError::NoRoot { start } => {
                write!(f, "no part has the identifier `{start}` of the root")
            }
            MultipartError::DuplicateId { id } => {
                write!(f, "two parts have the identifier `{id}`")
            }
            MultipartError::Nested { part } => write!(
                f,
                "part {part} is in parts itself: expected a document or an attachment"
            ),
            MultipartError::TransferEncoding { part, found } => write!(
                f,
                "part {part} has the transfer encoding `{found}`: expected binary, 8bit, 7bit or base64"
            ),
            MultipartError::Limit(error) => error.fmt(f),
        }
    }
}

impl MultipartError {
    /// The same with what it repeats of the message passed through a function, which takes secrets out.
    pub(super) fn redacted(self, redact: &dyn Fn(&str) -> String) -> Self {
        match self {
            MultipartError::NoRoot { start } => MultipartError::NoRoot {
                start: redact(&start),
            },
            MultipartError::DuplicateId { id } => MultipartError::DuplicateId { id: redact(&id) },
            MultipartError::TransferEncoding { part, found } => MultipartError::TransferEncoding {
                part,
                found: redact(&found),
            },
            other @ (MultipartError::NoBoundary
            | MultipartError::NoParts
            | MultipartError::Truncated
            | MultipartError::PartHeader { .. }
            | MultipartError::Nested { .. }
            | MultipartError::Limit(_)) => other,
        }
    }
}

impl std::error::Error for MultipartError {}

/// Takes a message apart, if its content type says that it is in parts.
pub(super) fn open(
    body: &Bytes,
    headers: &HeaderMap,
    limits: &Limits,
) -> Result<Option<Package>, MultipartError> {
    let Some(media_type) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return Ok(None);
    };
    if !is_multipart(media_type) {
        return Ok(None);
    }
    let boundary = parameter(media_type, "boundary").ok_or(MultipartError::NoBoundary)?;
    let mut parts = Vec::new();
    for (index, range) in split(body, &boundary, limits)?.into_iter().enumerate() {
        parts.push(Part::read(body, range, index + 1, limits)?);
    }
    let root = match parameter(media_type, "start") {
        Some(start) => {
            let id = without_brackets(&start);
            let found = parts.iter().position(|part| part.id.as_deref() == Some(id));
            found.ok_or(MultipartError::NoRoot { start })?
        }
        None => 0,
    };
    if root >= parts.len() {
        return Err(MultipartError::NoParts);
    }
    let document = parts.remove(root);
    Ok(Some(Package {
        is_xop: document.is_xop(),
        root: document.body,
        headers: document.headers,
        attachments: attachments(parts)?,
    }))
}

fn attachments(parts: Vec<Part>) -> Result<Vec<Attachment>, MultipartError> {
    let mut attachments: Vec<Attachment> = Vec::new();
    for part in parts {
        let id = part.id.clone().unwrap_or_default();
        if !id.is_empty() && attachments.iter().any(|known| known.id == id) {
            return Err(MultipartError::DuplicateId { id });
        }
        let content_type = part.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        attachments.push(Attachment {
            id,
            content_type: String::from(content_type),
            body: part.body,
        });
    }
    Ok(attachments)
}

struct Part {
    id: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl Part {
    fn read(
        message: &Bytes,
        range: Range<usize>,
        number: usize,
        limits: &Limits,
    ) -> Result<Self, MultipartError> {
        let no_header = || MultipartError::PartHeader { part: number };
        let whole = message.get(range.clone()).ok_or_else(no_header)?;
        let (head, start) = head_of(whole).ok_or_else(no_header)?;
        within(Limit::MimePartHeader, limits.mime_part_header, head.len())?;
        let headers = read_headers(head).ok_or_else(no_header)?;
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if header("content-type").is_some_and(is_multipart) {
            return Err(MultipartError::Nested { part: number });
        }
        let body = message.slice(range.start + start..range.end);
        let body = match header("content-transfer-encoding").map(str::trim) {
            None => body,
            Some(encoding) => {
                decoded(body, encoding).ok_or_else(|| MultipartError::TransferEncoding {
                    part: number,
                    found: String::from(encoding),
                })?
            }
        };
        let id = header("content-id").map(|id| String::from(without_brackets(id)));
        Ok(Part { id, headers, body })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn is_xop(&self) -> bool {
        let media_type = self.header("content-type").unwrap_or_default();
        let (name, _) = media_type.split_once(';').unwrap_or((media_type, ""));
        name.trim().eq_ignore_ascii_case("application/xop+xml")
    }
}

/// The places of the parts, with their headers. The line end before a boundary belongs to the boundary.
fn split(
    body: &[u8],
    boundary: &str,
    limits: &Limits,
) -> Result<Vec<Range<usize>>, MultipartError> {
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let mut open = None;
    let mut line = 0;
    while let Some(rest) = body.get(line..).filter(|rest| !rest.is_empty()) {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let next = end.map_or(body.len(), |end| line + end + 1);
        if let Some(after) = rest.strip_prefix(delimiter.as_slice()) {
            let is_last = after.starts_with(b"--");
            let is_delimiter = is_last || {
                let tail = body.get(line + delimiter.len()..next).unwrap_or_default();
                tail.trim_ascii().is_empty()
            };
            if is_delimiter {
                if let Some(start) = open.take() {
                    parts.push(start..without_line_end(body, start, line));
                    within(Limit::MimeParts, limits.mime_parts, parts.len())?;
                }
                if is_last {
                    return match parts.is_empty() {
                        true => Err(MultipartError::NoParts),
                        false => Ok(parts),
                    };
                }
                open = Some(next);
            }
        }
        line = next;
    }
    match open {
        Some(_) => Err(MultipartError::Truncated),
        None => Err(MultipartError::NoParts),
    }
}

fn without_line_end(body: &[u8], start: usize, end: usize) -> usize {
    let text = body.get(start..end).unwrap_or_default();
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    start + text.len()
}

/// The headers of a part, and where its content begins.
fn head_of(part: &[u8]) -> Option<(&[u8], usize)> {
    let mut line = 0;
    loop {
        let rest = part.get(line..)?;
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let content = rest.get(..end)?;
        let next = line + end + 1;
        if content.strip_suffix(b"\r").unwrap_or(content).is_empty() {
            return Some((part.get(..line)?, next));
        }
        line = next;
    }
}

fn read_headers(head: &[u8]) -> Option<HeaderMap> {
    let text = std::str::from_utf8(head).ok()?.replace("\r\n", "\n");
    // A line that starts with white space goes on with the one before (RFC 5322 section 2.2.3).
    let unfolded = text.replace("\n ", " ").replace("\n\t", " ");
    let mut headers = HeaderMap::new();
    for line in unfolded.lines() {
        let (name, value) = line.split_once(':')?;
        let name = http::HeaderName::try_from(name.trim()).ok()?;
        let value = HeaderValue::from_str(value.trim()).ok()?;
        headers.append(name, value);
    }
    Some(headers)
}

/// `None` for an encoding that is not known, or content that is not in it.
fn decoded(body: Bytes, encoding: &str) -> Option<Bytes> {
    if ["binary", "8bit", "7bit"]
        .iter()
        .any(|known| encoding.eq_ignore_ascii_case(known))
    {
        return Some(body);
    }
    if !encoding.eq_ignore_ascii_case("base64") {
        return None;
    }
    let text: Vec<u8> = body
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD.decode(text).ok().map(Bytes::from)
}

fn within(limit: Limit, value: usize, found: usize) -> Result<(), MultipartError> {
    if found > value {
        return Err(MultipartError::Limit(LimitExceeded { limit, value }));
    }
    Ok(())
}

pub(super) fn is_multipart(media_type: &str) -> bool {
    media_type
        .trim_start()
        .get(.."multipart/".len())
        .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

/// A parameter of a media type, which may be quoted (RFC 2045 section 5.1).
fn parameter(media_type: &str, name: &str) -> Option<String> {
    let mut rest = media_type.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                let (value, next) = after.split_at(end);
                (String::from(value.trim()), next)
            }
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next.trim_start().strip_prefix(';')?;
    }
}

/// The text up to the closing quote, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(index + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

fn without_brackets(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix('<')
        .and_then(|id| id.strip_suffix('>'))
        .unwrap_or(id)
}

fn percent_decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let digits = after.get(..2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}

/// A document to be sent, with the parts beside it.
pub(super) struct Parts {
    pub(super) document: String,
    /// Whether the document has references of XOP in the place of bytes.
    pub(super) is_xop: bool,
    pub(super) attachments: Vec<Attachment>,
}

impl Parts {
    /// The body of the message: the document itself where nothing stands beside it. The content type in `headers`, which
    /// is that of the document, becomes that of the body.
    pub(super) fn into_body(self, headers: &mut HeaderMap) -> Bytes {
        let media_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let Some(media_type) = media_type.filter(|_| !self.attachments.is_empty()) else {
            return Bytes::from(self.document);
        };
        let boundary = self.unused_boundary();
        let (outer, root) = self.media_types(media_type, &boundary);
        // Made of the media type before it, and so as fit for a header.
        if let Ok(outer) = HeaderValue::from_str(&outer) {
            headers.insert(CONTENT_TYPE, outer);
        }
        self.written(&boundary, &root)
    }

    /// The content types of the message and of its root (RFC 2387 section 3, XOP 1.0 section 4.1, MTOM section 3.3).
    fn media_types(&self, media_type: &str, boundary: &str) -> (String, String) {
        let (name, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
        let (kind, root) = match self.is_xop {
            true => (
                format!("type=\"application/xop+xml\"; start-info=\"{name}\""),
                format!("application/xop+xml; charset=UTF-8; type=\"{name}\""),
            ),
            false => (format!("type=\"{name}\""), String::from(media_type)),
        };
        // A receiver of SOAP 1.2 looks for the action here, and for nothing else.
        let action = parameters
            .split_once("action=")
            .map(|(_, action)| format!("; action={action}"));
        let outer = format!(
            "multipart/related; boundary=\"{boundary}\"; start=\"<{ROOT}>\"; {kind}{}",
            action.unwrap_or_default()
        );
        (outer, root)
    }

    fn written(&self, boundary: &str, root: &str) -> Bytes {
        let mut body = Vec::with_capacity(self.document.len() + 512);
        let mut part = |id: &str, content_type: &str, content: &[u8]| {
            let head = format!(
                "--{boundary}\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: binary\r\n\
                 Content-ID: <{id}>\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        part(ROOT, root, self.document.as_bytes());
        for attachment in &self.attachments {
            part(
                &one_line(&attachment.id),
                &one_line(&attachment.content_type),
                &attachment.body,
            );
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Bytes::from(body)
    }

    /// A boundary that stands in none of the parts.
    fn unused_boundary(&self) -> String {
        let documents = std::iter::once(self.document.as_bytes());
        let contents = || {
            documents
                .clone()
                .chain(self.attachments.iter().map(|attachment| &*attachment.body))
        };
        let is_unused = |boundary: &String| {
            !contents().any(|content| {
                content
                    .windows(boundary.len())
                    .any(|window| window == boundary.as_bytes())
            })
        };
        (0_u64..)
            .map(|number| format!("soapstone-part-{number}"))
            .find(is_unused)
            .unwrap_or_default()
    }
}

/// The identifier of the document.
const ROOT: &str = "message@soapstone";

/// A text that can't add a header of its own to a part.
fn one_line(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control() && !matches!(character, '<' | '>'))
        .collect()
}

#[cfg(test)]
#[path = "multipart/tests.rs"]
mod tests;
