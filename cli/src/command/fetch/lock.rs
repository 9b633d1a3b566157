//! The lock file: which URL gave which file, with checksums.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::outcome::Failure;

/// The name of the lock file.
const NAME: &str = "soapstone.lock.json";

/// What was downloaded.
#[derive(Debug)]
pub(super) struct Lock {
    /// The URL that it began with.
    pub(super) root: String,
    /// The documents, the root first.
    pub(super) entries: Vec<Entry>,
}

/// A document.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) url: String,
    pub(super) file: String,
    /// The checksum of what the URL gave.
    pub(super) received: String,
    /// The checksum of the file, whose references are rewritten.
    pub(super) written: String,
}

impl Lock {
    /// Reads the lock file of a directory.
    pub(super) fn read(directory: &Path) -> Result<Self, Failure> {
        let path = directory.join(NAME);
        let text = fs::read_to_string(&path).map_err(|source| Failure::File {
            path: path.clone(),
            source,
        })?;
        let value: Option<Value> = serde_json::from_str(&text).ok();
        let lock = value.as_ref().and_then(Self::of_json);
        lock.ok_or_else(|| Failure::Input(format!("{} is no lock file", path.display())))
    }

    /// Writes the lock file of a directory.
    pub(super) fn write(&self, directory: &Path) -> Result<(), Failure> {
        let path = directory.join(NAME);
        fs::write(&path, format!("{:#}\n", self.to_json()))
            .map_err(|source| Failure::File { path, source })
    }

    pub(super) fn to_json(&self) -> Value {
        let documents = self.entries.iter().map(|entry| {
            json!({
                "url": entry.url,
                "file": entry.file,
                "sha256": entry.received,
                "file_sha256": entry.written,
            })
        });
        json!({ "url": self.root, "documents": documents.collect::<Value>() })
    }

    fn of_json(value: &Value) -> Option<Self> {
        let text = |value: &Value, key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let entries = value.get("documents")?.as_array()?.iter().map(|document| {
            let file = text(document, "file")?;
            // A lock file may come from elsewhere, and must not name a file outside of its directory.
            let is_plain = !file.is_empty() && !file.contains(['/', '\\', ':']) && file != "..";
            Some(Entry {
                url: text(document, "url")?,
                file: Some(file).filter(|_| is_plain)?,
                received: text(document, "sha256")?,
                written: text(document, "file_sha256")?,
            })
        });
        Some(Lock {
            root: text(value, "url")?,
            entries: entries.collect::<Option<Vec<_>>>()?,
        })
    }
}

/// The checksum of bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
