//! `soapstone fetch`: a WSDL or XSD file and all that it refers to, as files with a lock.
//!
//! What is downloaded is a stranger's: URLs are https unless allowed, hosts have public addresses unless allowed,
//! redirects are errors, and sizes, times and numbers have limits. References are rewritten to the names of the
//! files, so that the files need no network and no catalog.

mod lock;
mod network;
mod references;

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::arguments::Fetch;
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};
use lock::{Entry, Lock, sha256};
use network::Network;
use references::References;

/// How many documents there may be.
const DOCUMENTS: usize = 1000;
/// How large one may be.
const DOCUMENT_BYTES: u64 = 32 * 1024 * 1024;
/// How large all of them together may be.
const TOTAL_BYTES: usize = 256 * 1024 * 1024;

/// Downloads the files, or compares them with the lock.
pub(crate) fn run(arguments: &Fetch, console: &Console) -> Result<Outcome, Failure> {
    let known = match arguments.check || arguments.update {
        true => Some(Lock::read(&arguments.out)?),
        false => None,
    };
    let url = match (&arguments.url, &known) {
        (Some(url), _) => url.clone(),
        (None, Some(known)) => known.root.clone(),
        (None, None) => String::new(),
    };
    let network = Network::new(arguments);
    let documents = download(&url, &network, known.as_ref())?;
    let lock = Lock {
        root: url,
        entries: documents.iter().map(Fetched::entry).collect(),
    };
    match &known {
        Some(known) if arguments.check => check(arguments, known, &lock, console),
        known => {
            write(&arguments.out, &documents, &lock, known.as_ref())?;
            report(&arguments.out, &documents, &lock, console)?;
            Ok(Outcome::Success)
        }
    }
}

/// A document, as it came and as it is written.
struct Fetched {
    url: String,
    file: String,
    received: Vec<u8>,
    written: Vec<u8>,
}

impl Fetched {
    fn entry(&self) -> Entry {
        Entry {
            url: self.url.clone(),
            file: self.file.clone(),
            received: sha256(&self.received),
            written: sha256(&self.written),
        }
    }
}

/// Downloads a document and what it refers to, breadth first.
fn download(root: &str, network: &Network, known: Option<&Lock>) -> Result<Vec<Fetched>, Failure> {
    let mut files = FileNames::of(known);
    let mut waiting = VecDeque::from([String::from(without_fragment(root))]);
    let mut received: Vec<(String, Vec<u8>, References)> = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut total = 0;
    while let Some(url) = waiting.pop_front() {
        if names.contains_key(&url) {
            continue;
        }
        if names.len() >= DOCUMENTS {
            return Err(Failure::Input(format!(
                "there are more than {DOCUMENTS} documents"
            )));
        }
        let body = network.get(&url, DOCUMENT_BYTES)?;
        total += body.len();
        if total > TOTAL_BYTES {
            let limit = TOTAL_BYTES / (1024 * 1024);
            return Err(Failure::Input(format!(
                "the documents are more than {limit} MiB"
            )));
        }
        let references = References::of(&body, &url)
            .map_err(|message| Failure::Input(format!("{url}: {message}")))?;
        names.insert(url.clone(), files.choose(&url, references.extension));
        waiting.extend(references.urls().map(String::from));
        received.push((url, body, references));
    }
    let documents = received.into_iter().map(|(url, body, references)| {
        let written = references.rewritten(&body, &names);
        Fetched {
            file: names.get(&url).cloned().unwrap_or_default(),
            url,
            received: body,
            written,
        }
    });
    Ok(documents.collect())
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// Names of files, each once.
struct FileNames {
    /// Those that the lock gives to URLs.
    known: BTreeMap<String, String>,
    taken: Vec<String>,
}

impl FileNames {
    fn of(known: Option<&Lock>) -> Self {
        let known: BTreeMap<String, String> = known
            .iter()
            .flat_map(|lock| &lock.entries)
            .map(|entry| (entry.url.clone(), entry.file.clone()))
            .collect();
        FileNames {
            taken: known.values().map(|file| file.to_lowercase()).collect(),
            known,
        }
    }

    /// The last part of the path and the query, in characters that every file system takes.
    fn choose(&mut self, url: &str, extension: &str) -> String {
        if let Some(file) = self.known.get(url) {
            return file.clone();
        }
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let after_host = path.split_once("://").map_or(path, |(_, rest)| rest);
        let last = match after_host.trim_end_matches('/').rsplit_once('/') {
            Some((_, last)) => last,
            None => "document",
        };
        let query = query.trim_matches('=');
        // `?wsdl` says what the extension says.
        let query = match query.eq_ignore_ascii_case(extension) {
            true => "",
            false => query,
        };
        let stem = [".wsdl", ".xsd", ".xml", ".asmx", ".svc"]
            .iter()
            .find_map(|known| last.strip_suffix(known))
            .unwrap_or(last);
        let mut stem = plain(stem);
        if !query.is_empty() {
            stem = format!("{stem}-{}", plain(query));
        }
        let names = (1..).map(|number| match number {
            1 => format!("{stem}.{extension}"),
            number => format!("{stem}-{number}.{extension}"),
        });
        for name in names {
            let key = name.to_lowercase();
            if !self.taken.contains(&key) {
                self.taken.push(key);
                return name;
            }
        }
        String::new()
    }
}

/// Letters, digits and a few others; nothing that leads out of a directory.
fn plain(text: &str) -> String {
    const LENGTH: usize = 80;
    let allowed =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let text = text.chars().take(LENGTH);
    let text: String = text
        .map(|letter| if allowed(letter) { letter } else { '-' })
        .collect();
    let text = text.trim_matches(['-', '.']);
    match text.is_empty() {
        true => String::from("document"),
        false => text.to_owned(),
    }
}

/// Writes the files and the lock. A file that the lock does not list is not overwritten.
fn write(
    directory: &Path,
    documents: &[Fetched],
    lock: &Lock,
    known: Option<&Lock>,
) -> Result<(), Failure> {
    let file = |path: &Path, source| Failure::File {
        path: path.to_owned(),
        source,
    };
    fs::create_dir_all(directory).map_err(|source| file(directory, source))?;
    let is_known = |name: &str| {
        let mut entries = known.iter().flat_map(|known| &known.entries);
        entries.any(|entry| entry.file == name)
    };
    for document in documents {
        let path = directory.join(&document.file);
        let is_same = fs::read(&path).is_ok_and(|bytes| bytes == document.written);
        if path.exists() && !is_same && !is_known(&document.file) {
            return Err(Failure::Usage {
                message: format!("{} is there and is another file", path.display()),
                help: String::from("--update replaces files that the lock file lists"),
            });
        }
    }
    for document in documents {
        let path = directory.join(&document.file);
        fs::write(&path, &document.written).map_err(|source| file(&path, source))?;
    }
    for entry in known.iter().flat_map(|known| &known.entries) {
        if lock.entries.iter().all(|kept| kept.file != entry.file) {
            // One that somebody removed already is gone all the same.
            let _ = fs::remove_file(directory.join(&entry.file));
        }
    }
    lock.write(directory)
}

fn report(
    directory: &Path,
    documents: &[Fetched],
    lock: &Lock,
    console: &Console,
) -> Result<(), Failure> {
    if console.json {
        return console.print_json(&lock.to_json());
    }
    let mut text = String::new();
    for document in documents {
        text.push_str(&format!("{}  {}\n", document.file, document.url));
    }
    let count = console::counted(documents.len(), "document");
    text.push_str(&format!("{count} in {}\n", directory.display()));
    console.print(&text)
}

/// Says what is not as the lock says: on the network, and in the directory.
fn check(
    arguments: &Fetch,
    known: &Lock,
    found: &Lock,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut findings = Vec::new();
    for entry in &known.entries {
        let now = found.entries.iter().find(|other| other.url == entry.url);
        match now {
            None => findings.push(format!("{} is not referred to any more", entry.url)),
            Some(now) if now.received != entry.received => {
                findings.push(format!("{} changed", entry.url));
            }
            Some(_) => {}
        }
        let path = arguments.out.join(&entry.file);
        match fs::read(&path) {
            Ok(bytes) if sha256(&bytes) == entry.written => {}
            Ok(_) => findings.push(format!("{} was changed", path.display())),
            Err(_) => findings.push(format!("{} is missing", path.display())),
        }
    }
    for entry in &found.entries {
        if known.entries.iter().all(|other| other.url != entry.url) {
            findings.push(format!("{} is new", entry.url));
        }
    }
    if console.json {
        console.print_json(&json!({ "findings": findings }))?;
    } else if findings.is_empty() {
        let count = console::counted(known.entries.len(), "document");
        console.print(&format!("{count} as in the lock file\n"))?;
    } else {
        console.print(&format!("{}\n", findings.join("\n")))?;
    }
    Ok(match findings.is_empty() {
        true => Outcome::Success,
        false => Outcome::Findings,
    })
}

#[cfg(test)]
mod tests {
    use super::FileNames;

    #[test]
    fn files_are_named_after_urls_and_stay_in_their_directory() {
        let mut names = FileNames::of(None);
        for (url, extension, expected) in [
            ("https://example.com/orders?wsdl", "wsdl", "orders.wsdl"),
            ("https://example.com/Orders?WSDL", "wsdl", "Orders-2.wsdl"),
            (
                "https://example.com/orders.svc?xsd=xsd0",
                "xsd",
                "orders-xsd-xsd0.xsd",
            ),
            (
                "https://example.com/types/../../etc/passwd",
                "xsd",
                "passwd.xsd",
            ),
            ("https://example.com/..", "xsd", "document.xsd"),
            ("https://example.com", "xsd", "document-2.xsd"),
            (
                "https://example.com/a%2f..%2fb.xsd",
                "xsd",
                "a-2f..-2fb.xsd",
            ),
        ] {
            assert_eq!(names.choose(url, extension), expected, "{url}");
        }
    }
}
