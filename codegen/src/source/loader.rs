//! Finds and reads documents.

use std::path::PathBuf;

/// Where documents are found that are not beside the document that refers to them.
#[derive(Clone, Debug, Default)]
pub struct Locations {
    /// OASIS XML catalogs, asked in this order.
    pub catalogs: Vec<PathBuf>,
    /// URLs, namespaces or locations as written, each with the file to read instead; they come before catalogs.
    pub files: Vec<(String, PathBuf)>,
    /// Directories that absolute paths and `file:` URLs may point into, beside those of the entry files.
    pub allowed: Vec<PathBuf>,
}
