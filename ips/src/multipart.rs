//! Bodies of `multipart/form-data` (RFC 7578) that are read while they are sent.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use soapstone::transport::StreamedBody;

use crate::random;

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Path(PathBuf),
    Bytes(Bytes),
}

/// A file to send.
#[derive(Clone, Debug)]
pub(crate) struct FilePart {
    /// The name of the target.
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) length: u64,
}

/// What was read of the files, and what went wrong with them. The body is read elsewhere, perhaps on another thread.
#[derive(Clone)]
pub(crate) struct Meter {
    state: Arc<Mutex<MeterState>>,
    callback: Arc<dyn Fn(&MeterState) + Send + Sync>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct MeterState {
    /// The index of the file that is being read.
    pub(crate) file: usize,
    /// How many of its bytes were read.
    pub(crate) file_sent: u64,
    /// How many bytes of all files were read.
    pub(crate) sent: u64,
    /// What went wrong when a file was read.
    pub(crate) error: Option<Arc<io::Error>>,
}

impl Meter {
    pub(crate) fn new(callback: impl Fn(&MeterState) + Send + Sync + 'static) -> Self {
        Meter {
            state: Arc::default(),
            callback: Arc::new(callback),
        }
    }

    pub(crate) fn state(&self) -> MeterState {
        self.lock().clone()
    }

    fn change(&self, change: impl FnOnce(&mut MeterState)) {
        let state = {
            let mut state = self.lock();
            change(&mut state);
            state.clone()
        };
        (self.callback)(&state);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, MeterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body: two texts, then files.
pub(crate) struct Form {
    boundary: String,
    segments: VecDeque<Segment>,
    length: u64,
}

enum Segment {
    Text(Vec<u8>),
    File(FilePart),
}

impl Form {
    pub(crate) fn new() -> Self {
        Form {
            boundary: format!("{:016x}{:016x}", random::number(), random::number()),
            segments: VecDeque::new(),
            length: 0,
        }
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Adds an XML document. What ASCII doesn't have is written as references, because the service declares these parts as
    /// ASCII.
    pub(crate) fn document(&mut self, name: &str, xml: &str) {
        let mut text = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\
             Content-Type: text/plain; charset=US-ASCII\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
            self.boundary
        );
        for character in xml.chars() {
            match character.is_ascii() {
                true => text.push(character),
                false => text.push_str(&format!("&#x{:X};", u32::from(character))),
            }
        }
        text.push_str("\r\n");
        self.text(text);
    }

    /// Adds a file.
    pub(crate) fn file(&mut self, number: usize, file: FilePart) {
        self.text(format!(
            "--{}\r\nContent-Disposition: form-data; name=\"file{number}\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream; charset=ISO-8859-1\r\n\
             Content-Transfer-Encoding: binary\r\n\r\n",
            self.boundary,
            escaped(&file.name),
        ));
        self.length += file.length;
        self.segments.push_back(Segment::File(file));
        self.text("\r\n".to_owned());
    }

    fn text(&mut self, text: String) {
        self.length += u64::try_from(text.len()).unwrap_or_default();
        self.segments.push_back(Segment::Text(text.into_bytes()));
    }

    /// The body, of exactly the length that the parts have.
    pub(crate) fn into_body(mut self, meter: Meter) -> StreamedBody {
        self.text(format!("--{}--\r\n", self.boundary));
        StreamedBody::new(
            self.length,
            FormReader {
                segments: self.segments,
                open: None,
                meter,
                files: 0,
            },
        )
    }
}

/// A file name between quotes, as browsers write it.
fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

struct FormReader {
    segments: VecDeque<Segment>,
    open: Option<Open>,
    meter: Meter,
    files: usize,
}

enum Open {
    Text(Cursor<Vec<u8>>),
    File {
        reader: Box<dyn Read + Send>,
        left: u64,
    },
}

impl FormReader {
    fn open(&mut self, segment: Segment) -> io::Result<Open> {
        Ok(match segment {
            Segment::Text(text) => Open::Text(Cursor::new(text)),
            Segment::File(file) => {
                let index = self.files;
                self.files += 1;
                self.meter.change(|state| {
                    state.file = index;
                    state.file_sent = 0;
                });
                let reader: Box<dyn Read + Send> = match file.source {
                    Source::Path(path) => Box::new(File::open(path)?),
                    Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
                };
                Open::File {
                    reader,
                    left: file.length,
                }
            }
        })
    }

    fn read_some(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.open.is_none() {
                let Some(segment) = self.segments.pop_front() else {
                    return Ok(0);
                };
                self.open = Some(self.open(segment)?);
            }
            let read = match &mut self.open {
                Some(Open::Text(text)) => text.read(buffer)?,
                Some(Open::File { reader, left }) => {
                    let room = usize::try_from(*left).unwrap_or(usize::MAX);
                    let room = room.min(buffer.len());
                    let read = reader.read(buffer.get_mut(..room).unwrap_or_default())?;
                    if read == 0 && *left > 0 {
                        return Err(io::Error::new(
                            io::ErrorKind::UnexpectedEof,
                            format!("the file is {left} bytes shorter than it was"),
                        ));
                    }
                    let bytes = u64::try_from(read).unwrap_or_default();
                    *left -= bytes;
                    if bytes > 0 {
                        self.meter.change(|state| {
                            state.file_sent += bytes;
                            state.sent += bytes;
                        });
                    }
                    read
                }
                None => 0,
            };
            if read > 0 {
                return Ok(read);
            }
            self.open = None;
        }
    }
}

impl Read for FormReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        self.read_some(buffer).inspect_err(|error| {
            let copy = Arc::new(io::Error::new(error.kind(), error.to_string()));
            self.meter.change(|state| state.error = Some(copy));
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_the_length_that_it_says_and_counts_the_bytes_of_files() {
        let mut form = Form::new();
        form.boundary = "b".to_owned();
        form.document("auth", "<a>\u{e9}</a>");
        form.file(
            1,
            FilePart {
                name: "A\"\r\nX: y".to_owned(),
                source: Source::Bytes(Bytes::from_static(b"12345")),
                length: 5,
            },
        );
        assert_eq!(form.content_type(), "multipart/form-data; boundary=b");
        let meter = Meter::new(|_| {});
        let mut body = form.into_body(meter.clone());
        let length = body.length();
        let mut text = String::new();
        body.read_to_string(&mut text).unwrap();
        assert_eq!(u64::try_from(text.len()).unwrap(), length);
        assert_eq!(meter.state().sent, 5);
        assert_eq!(
            text,
            "--b\r\nContent-Disposition: form-data; name=\"auth\"\r\n\
             Content-Type: text/plain; charset=US-ASCII\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
             <a>&#xE9;</a>\r\n\
             --b\r\nContent-Disposition: form-data; name=\"file1\"; filename=\"A%22%0D%0AX: y\"\r\n\
             Content-Type: application/octet-stream; charset=ISO-8859-1\r\n\
             Content-Transfer-Encoding: binary\r\n\r\n12345\r\n--b--\r\n"
        );
    }

    #[test]
    fn a_file_that_shrank_is_an_error_that_is_kept() {
        let mut form = Form::new();
        form.file(
            1,
            FilePart {
                name: "a".to_owned(),
                source: Source::Bytes(Bytes::from_static(b"123")),
                length: 5,
            },
        );
        let meter = Meter::new(|_| {});
        let error = form
            .into_body(meter.clone())
            .read_to_end(&mut Vec::new())
            .unwrap_err();
        assert_eq!(error.to_string(), "the file is 2 bytes shorter than it was");
        assert!(meter.state().error.is_some());
    }
}
