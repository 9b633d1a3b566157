//! The program around the generated modules of a batch: reads each instance that it is told to with the type of its
//! root element, strictly, writes the value, and says what came of it, one line of JSON for each instance.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use soapstone::{GlobalElement, Limits, ReadOptions};

/// How long an instance may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// The stack that threads of a server have at most.
const STACK: usize = 8 * 1024 * 1024;

/// A global element and what its type makes of a document.
pub struct Element {
    name: &'static str,
    round_trip: fn(&[u8]) -> Answer,
}

impl Element {
    pub const fn of<T: GlobalElement>(name: &'static str) -> Self {
        Element {
            name,
            round_trip: round_trip::<T>,
        }
    }
}

pub use crate::message::Message;

/// A generated module: its name, elements and operations.
pub type Module = (&'static str, &'static [Element], &'static [Message]);

/// What came of an instance.
pub struct Answer {
    pub status: &'static str,
    code: String,
    text: String,
}

impl Answer {
    pub fn new(status: &'static str, code: &str, text: impl Into<String>) -> Self {
        Answer {
            status,
            code: code.to_owned(),
            text: text.into(),
        }
    }
}

fn round_trip<T: GlobalElement>(bytes: &[u8]) -> Answer {
    let options = ReadOptions::strict().limits(Limits::trusted());
    let value: T = match soapstone::from_slice_with(bytes, &options) {
        Ok((value, _)) => value,
        Err(error) => return Answer::new("refused", error.code(), error.to_string()),
    };
    match soapstone::to_string(&value) {
        Ok(text) => Answer::new("written", "", text),
        Err(error) => Answer::new("not-written", "", error.to_string()),
    }
}

static PANIC: Mutex<String> = Mutex::new(String::new());

fn main() {
    std::panic::set_hook(Box::new(|information| {
        *PANIC
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = information.to_string();
    }));
    let requests = std::env::args().nth(1).expect("the file with the requests");
    let requests = std::fs::read_to_string(requests).expect("the requests");
    for line in requests.lines() {
        let mut fields = line.splitn(4, '\t');
        let mut field = || fields.next().unwrap_or_default().to_owned();
        let (number, module, root, path) = (field(), field(), field(), field());
        let answer = answer(&module, root, path);
        let mut out = std::io::stdout().lock();
        let line = format!(
            "{{\"number\":{number},\"status\":{},\"code\":{},\"text\":{}}}\n",
            json(answer.status),
            json(&answer.code),
            json(&answer.text)
        );
        out.write_all(line.as_bytes())
            .and_then(|()| out.flush())
            .expect("standard output");
    }
    // Threads that ran out of time go on until here.
    std::process::exit(0);
}

fn answer(module: &str, root: String, path: String) -> Answer {
    let (elements, messages) = crate::modules::MODULES
        .iter()
        .find(|(name, _, _)| *name == module)
        .map_or((&[][..], &[][..]), |(_, elements, messages)| (*elements, *messages));
    let (sender, receiver) = mpsc::channel();
    let run = move || {
        let answer = catch_unwind(AssertUnwindSafe(|| read(elements, messages, &root, &path)))
            .unwrap_or_else(|_| {
                Answer::new(
                    "panic",
                    "",
                    PANIC.lock().map(|text| text.clone()).unwrap_or_default(),
                )
            });
        let _ = sender.send(answer);
    };
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(run)
        .expect("a thread");
    match receiver.recv_timeout(TIME_LIMIT) {
        Ok(answer) => answer,
        Err(_) => Answer::new("timeout", "", ""),
    }
}

fn read(elements: &[Element], messages: &[Message], root: &str, path: &str) -> Answer {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Answer::new("unreadable", "", error.to_string()),
    };
    if matches!(root, "client" | "server" | "either") {
        return crate::message::read(messages, root, &bytes);
    }
    // Where no element has the name of the root, the first one says so.
    let element = elements
        .iter()
        .find(|element| element.name == root)
        .or(elements.first());
    match element {
        Some(element) => (element.round_trip)(&bytes),
        None => Answer::new("refused", "cvc-elt.1", "the schema declares no element"),
    }
}

fn json(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if (control as u32) < 0x20 => {
                quoted.push_str(&format!("\\u{:04x}", control as u32))
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
