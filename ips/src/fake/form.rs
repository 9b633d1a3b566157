//! Bodies of `multipart/form-data`, read piece by piece.

use bytes::{Buf, BytesMut};

/// How large a part may be that is kept, and the head of any part.
const KEPT: usize = 1 << 20;

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    /// The content, unless it is a file.
    pub(super) text: Vec<u8>,
    pub(super) length: u64,
}

/// Takes a body in pieces of any size, and keeps what is no file.
#[derive(Debug)]
pub(super) struct FormReader {
    boundary: Vec<u8>,
    buffer: BytesMut,
    place: Place,
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// Before the first boundary.
    Preamble,
    /// Behind a boundary.
    Head,
    Content,
    End,
}

impl FormReader {
    /// A reader for a body with this content type; `None` if that is no form.
    pub(super) fn new(content_type: &str) -> Option<Self> {
        let (kind, parameters) = content_type.split_once(';')?;
        if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
            return None;
        }
        let boundary = parameters
            .split(';')
            .find_map(|parameter| parameter.trim().strip_prefix("boundary="))?;
        let boundary = boundary.trim_matches('"');
        Some(FormReader {
            boundary: format!("\r\n--{boundary}").into_bytes(),
            // So that the first boundary is found like the others.
            buffer: BytesMut::from(&b"\r\n"[..]),
            place: Place::Preamble,
            parts: Vec::new(),
        })
    }

    /// Takes the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), &'static str> {
        self.buffer.extend_from_slice(piece);
        while self.step()? {}
        Ok(())
    }

    /// The parts, at the end of the body.
    pub(super) fn finish(self) -> Result<Vec<Part>, &'static str> {
        match self.place {
            Place::End => Ok(self.parts),
            _ => Err("The form has no end"),
        }
    }

    /// Goes on as far as the buffer allows. Whether there may be more to do.
    fn step(&mut self) -> Result<bool, &'static str> {
        match self.place {
            Place::End => {
                self.buffer.clear();
                Ok(false)
            }
            Place::Head => self.head(),
            Place::Preamble | Place::Content => self.content(),
        }
    }

    /// Content up to the next boundary, or as much as can't be the beginning of one.
    fn content(&mut self) -> Result<bool, &'static str> {
        let found = find(&self.buffer, &self.boundary);
        let safe = self.buffer.len().saturating_sub(self.boundary.len());
        let length = found.unwrap_or(safe);
        let content = self.buffer.split_to(length);
        if self.place == Place::Content {
            self.keep(&content)?;
        }
        if found.is_none() {
            return Ok(false);
        }
        self.buffer.advance(self.boundary.len());
        self.place = Place::Head;
        Ok(true)
    }

    fn keep(&mut self, content: &[u8]) -> Result<(), &'static str> {
        let Some(part) = self.parts.last_mut() else {
            return Ok(());
        };
        part.length += u64::try_from(content.len()).unwrap_or_default();
        if part.file_name.is_none() {
            if part.text.len() + content.len() > KEPT {
                return Err("A part of the form is too large");
            }
            part.text.extend_from_slice(content);
        }
        Ok(())
    }

    /// The lines behind a boundary.
    fn head(&mut self) -> Result<bool, &'static str> {
        if self.buffer.len() < 2 {
            return Ok(false);
        }
        if self.buffer.starts_with(b"--") {
            self.place = Place::End;
            return Ok(true);
        }
        let Some(end) = find(&self.buffer, b"\r\n\r\n") else {
            return match self.buffer.len() > KEPT {
                true => Err("The head of a part is too large"),
                false => Ok(false),
            };
        };
        let head = self.buffer.split_to(end);
        self.buffer.advance(b"\r\n\r\n".len());
        self.parts.push(part(&String::from_utf8_lossy(&head)));
        self.place = Place::Content;
        Ok(true)
    }
}

fn part(head: &str) -> Part {
    let disposition = head
        .lines()
        .find(|line| {
            line.to_ascii_lowercase()
                .starts_with("content-disposition:")
        })
        .unwrap_or_default();
    let parameter = |name: &str| {
        let start = disposition.find(&format!(" {name}=\""))? + name.len() + 3;
        let rest = disposition.get(start..)?;
        rest.get(..rest.find('"')?).map(str::to_owned)
    };
    Part {
        name: parameter("name").unwrap_or_default(),
        file_name: parameter("filename"),
        ..Part::default()
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut start = 0;
    while let Some(rest) = text.get(start..) {
        let at = start + rest.iter().position(|byte| *byte == first)?;
        if text.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        start = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_the_same_in_pieces_of_any_size() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"auth\"\r\n\r\n<a/>\r\n\
            --b\r\nContent-Disposition: form-data; name=\"file1\"; filename=\"x.tif\"\r\n\r\n\
            12\r\n--34\r\n--b\r\n\
            Content-Disposition: form-data; name=\"empty\"; filename=\"y\"\r\n\r\n\r\n--b--\r\n";
        for size in 1..body.len() {
            let mut reader = FormReader::new("multipart/form-data; boundary=b").unwrap();
            for piece in body.chunks(size) {
                reader.push(piece).unwrap();
            }
            let parts = reader.finish().unwrap();
            let shown: Vec<_> = parts
                .iter()
                .map(|part| (&*part.name, part.file_name.as_deref(), part.length))
                .collect();
            assert_eq!(
                shown,
                [
                    ("auth", None, 4),
                    ("file1", Some("x.tif"), 8),
                    ("empty", Some("y"), 0)
                ],
                "{size}"
            );
            assert_eq!(parts[0].text, b"<a/>");
        }
    }
}
