//! What the conformance tests share: finding the data, and a loader that follows schema locations in a folder.

#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use soapstone_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use soapstone_codegen::schema::compose::{self, Input};
use soapstone_codegen::schema::{Set, Strictness, check};
use soapstone_codegen::source::{Document, DocumentId, Documents, Origin};
use soapstone_codegen::syntax::xsd::{self, Schema, XSD_NAMESPACE};

/// The folder of that name in the data that lies beside the project, if it is there.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .map(|ancestor| ancestor.join("shared").join(folder))
        .find(|path| path.is_dir())
}

/// What came of compiling some schema documents.
pub struct Outcome {
    /// Why a document could not be read at all; the others were compiled all the same.
    pub unreadable: Vec<String>,
    /// All messages.
    pub diagnostics: Diagnostics,
    /// The components.
    pub set: Set,
    /// The documents that were read.
    pub documents: Documents,
}

impl Outcome {
    /// Whether there is nothing wrong.
    pub fn is_valid(&self) -> bool {
        self.unreadable.is_empty() && !self.diagnostics.has_errors()
    }

    /// The errors in one line each: code, message, file and the text in question.
    pub fn errors(&self) -> Vec<String> {
        let errors = self
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error);
        self.unreadable
            .iter()
            .cloned()
            .chain(errors.map(|diagnostic| self.show(diagnostic)))
            .collect()
    }

    fn show(&self, diagnostic: &Diagnostic) -> String {
        let place = diagnostic.span.and_then(|span| {
            let document = self.documents.get(span.document)?;
            let before = document.text.get(..span.start as usize)?;
            let text = document.text.get(span.start as usize..span.end as usize)?;
            Some(format!(
                "{}:{}: {}",
                document.name,
                before.lines().count().max(1),
                text.replace('\n', " ")
            ))
        });
        format!(
            "{}: {} [{}]",
            diagnostic.code.name,
            diagnostic.message,
            place.unwrap_or_default()
        )
    }
}

/// Reads schema documents, and what they refer to.
#[derive(Default)]
pub struct Loader {
    documents: Documents,
    diagnostics: Diagnostics,
    schemas: Vec<Schema>,
    paths: Vec<PathBuf>,
    known: HashMap<PathBuf, Vec<usize>>,
    unreadable: Vec<String>,
    catalog: HashMap<String, PathBuf>,
    strictness: Strictness,
    texts: HashMap<PathBuf, String>,
}

impl Loader {
    /// References that lead to files, whatever they look like.
    pub fn catalog(mut self, entries: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        self.catalog.extend(entries);
        self
    }

    /// Compiles the first of some documents, which can refer to the others by their names.
    pub fn compile_texts(mut self, texts: &[(&str, String)], strictness: Strictness) -> Outcome {
        self.strictness = strictness;
        let paths = texts
            .iter()
            .map(|(name, text)| (PathBuf::from(name), text.clone()));
        self.texts = paths.collect();
        let root = texts
            .first()
            .map(|(name, _)| PathBuf::from(name))
            .unwrap_or_default();
        let roots = self.load(&root);
        self.compose(roots)
    }

    /// Compiles a schema document given as text.
    pub fn compile_text(mut self, text: &str, strictness: Strictness) -> Outcome {
        self.strictness = strictness;
        let id = self.documents.add(Document::new(
            "test.xsd",
            text,
            Origin::Memory("test.xsd".into()),
        ));
        let roots = self.parse(text, id, Path::new("test.xsd"));
        self.compose(roots)
    }

    /// Reads and compiles the files.
    pub fn compile(mut self, roots: &[PathBuf], strictness: Strictness) -> Outcome {
        self.strictness = strictness;
        let roots: Vec<usize> = roots.iter().flat_map(|root| self.load(root)).collect();
        self.compose(roots)
    }

    fn compose(mut self, roots: Vec<usize>) -> Outcome {
        let strictness = self.strictness;
        let mut targets: Vec<Vec<Option<usize>>> = Vec::new();
        while targets.len() < self.schemas.len() {
            let found = self.follow(targets.len());
            targets.push(found);
        }
        self.resolve_by_namespace(&mut targets);
        let documents = (self.schemas.iter().zip(targets))
            .map(|(schema, targets)| compose::Document { schema, targets })
            .collect();
        let input = Input { documents, roots };
        let set = compose::compose(&input, strictness, &mut self.diagnostics);
        check::check(&set, strictness, &mut self.diagnostics);
        Outcome {
            unreadable: self.unreadable,
            diagnostics: self.diagnostics,
            set,
            documents: self.documents,
        }
    }

    /// The schemas in a file: one in a schema document, any number in a WSDL.
    fn load(&mut self, path: &Path) -> Vec<usize> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        if let Some(known) = self.known.get(&path) {
            return known.clone();
        }
        let given = self.texts.get(&path).cloned();
        let Some(text) = given.or_else(|| fs::read(&path).ok().map(|bytes| decode(&bytes))) else {
            self.unreadable
                .push(format!("can't read {}", path.display()));
            return Vec::new();
        };
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let id = self.documents.add(Document::new(
            name,
            text.as_str(),
            Origin::File(path.clone()),
        ));
        let found = self.parse(&text, id, &path);
        self.known.insert(path, found.clone());
        found
    }

    fn parse(&mut self, text: &str, id: DocumentId, path: &Path) -> Vec<usize> {
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..roxmltree::ParsingOptions::default()
        };
        let document = match roxmltree::Document::parse_with_options(text, options) {
            Ok(document) => document,
            Err(error) => {
                self.unreadable
                    .push(format!("not well-formed: {}: {error}", path.display()));
                return Vec::new();
            }
        };
        let root = document.root_element();
        let is_schema =
            |node: &roxmltree::Node<'_, '_>| node.has_tag_name((XSD_NAMESPACE, "schema"));
        let nodes: Vec<_> = if is_schema(&root) {
            vec![root]
        } else {
            root.descendants().filter(is_schema).collect()
        };
        if nodes.is_empty() && root.tag_name().name() != "definitions" {
            self.unreadable
                .push(format!("no schema: {}", path.display()));
        }
        let first = self.schemas.len();
        for node in nodes {
            self.schemas.push(xsd::parse_schema_with(
                node,
                id,
                self.strictness,
                &mut self.diagnostics,
            ));
            self.paths.push(path.to_path_buf());
        }
        (first..self.schemas.len()).collect()
    }

    fn follow(&mut self, schema: usize) -> Vec<Option<usize>> {
        let folder = self.paths[schema]
            .parent()
            .unwrap_or(Path::new(""))
            .to_path_buf();
        let locations: Vec<_> = (self.schemas[schema].references.iter())
            .map(|reference| (reference.location.clone(), reference.namespace.clone()))
            .collect();
        let mut targets = Vec::new();
        for (location, namespace) in locations {
            let path = location.and_then(|location| self.locate(&folder, &location));
            let path = path.or_else(|| self.catalog.get(&*namespace?).cloned());
            targets.push(path.and_then(|path| self.load(&path).first().copied()));
        }
        targets
    }

    fn locate(&self, folder: &Path, location: &str) -> Option<PathBuf> {
        if let Some(path) = self.catalog.get(location) {
            return Some(path.clone());
        }
        let path = folder.join(location.split(['?', '#']).next()?);
        if path.is_file() || self.texts.contains_key(&path) {
            return Some(path);
        }
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let entries = fs::read_dir(path.parent()?).ok()?;
        let same =
            |entry: &fs::DirEntry| entry.file_name().to_string_lossy().to_lowercase() == name;
        entries
            .filter_map(Result::ok)
            .find(same)
            .map(|entry| entry.path())
    }

    /// Imports that lead nowhere by location lead to a schema of their namespace that was read.
    fn resolve_by_namespace(&self, targets: &mut [Vec<Option<usize>>]) {
        for (schema, targets) in self.schemas.iter().zip(targets) {
            for (reference, target) in schema.references.iter().zip(targets) {
                if target.is_none() && reference.kind == xsd::ReferenceKind::Import {
                    *target = self.schemas.iter().position(|other| {
                        other.target_namespace == reference.namespace
                            && !std::ptr::eq(other, schema)
                    });
                }
            }
        }
    }
}

/// UTF-16 with a byte order mark, UTF-8, or else Latin-1.
fn decode(bytes: &[u8]) -> String {
    let units = |from: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes[2..]
            .chunks_exact(2)
            .map(|pair| from([pair[0], pair[1]]))
            .collect()
    };
    match bytes {
        [0xFE, 0xFF, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)),
        [0xFF, 0xFE, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{FEFF}').to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}
