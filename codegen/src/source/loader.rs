//! Finds and reads documents, each once.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::bundled::{self, Bundled};
use super::catalog::{Catalogs, Target};
use super::decode::{DecodeError, Decoded, Encoding, decode};
use super::document::{Document, Documents, Origin};
use super::location::{Location, decode_percent, display, join_url, normalize};
use super::span::{DocumentId, Span};
use crate::diagnostic::code::source as code;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The largest file that is read, in bytes.
const LARGEST_FILE: u64 = 256 << 20;
/// The most documents that one run reads.
const MOST_DOCUMENTS: usize = 10_000;

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

/// Finds and reads documents. Each is read once, by whatever paths it is referred to.
///
/// A location that a document gives is looked up, in this order, in [`Locations::files`], in the catalogs, on disk
/// relative to the document, and among the bundled schemas. It is never fetched: a URL that nothing maps to a file
/// is reported, with the line that would map it.
///
/// Input may be hostile, so a location can't name just any file. A relative one is followed, also through `..`,
/// since trees of schemas share directories that way. An absolute path or a `file:` URL is followed only into the
/// directory of an entry file or into [`Locations::allowed`], after symbolic links are resolved. A network share,
/// a device or a pipe is never read, and a file that isn't XML is never quoted in a message.
#[derive(Debug)]
pub struct Loader {
    documents: Documents,
    /// Where relative locations in a document start, by the document's index.
    bases: Vec<Base>,
    locations: Locations,
    catalogs: Catalogs,
    memory: BTreeMap<PathBuf, Vec<u8>>,
    loaded: BTreeMap<Key, Option<DocumentId>>,
    /// The canonical directories that absolute paths may point into.
    allowed: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

/// What makes two documents the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    File(PathBuf),
    Memory(PathBuf),
    Bundled(&'static str),
}

/// What relative locations in a document are relative to.
#[derive(Clone, Debug, Default)]
struct Base {
    /// The directory of the file.
    directory: Option<PathBuf>,
    /// The URL that the document stands for, where it was found by one.
    url: Option<String>,
}

/// A location, and where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The document that refers.
    pub from: DocumentId,
    /// The location as written.
    pub location: &'a str,
    /// Where it is written.
    pub span: Span,
}

/// What became of a request.
#[derive(Debug)]
pub enum Found {
    /// The document was read, now or before.
    Document(DocumentId),
    /// XML Schema itself, whose components need no document.
    BuiltIn,
    /// A document was found but could not be read, which was reported.
    Broken,
    /// No document was found. The diagnostic says so; the caller decides whether it matters.
    Nowhere(Box<Diagnostic>),
}

impl Loader {
    /// A loader that knows these locations; reads the catalogs.
    pub fn new(locations: Locations, diagnostics: &mut Diagnostics) -> Self {
        let mut files = Vec::new();
        let (catalogs, errors) = Catalogs::read(&locations.catalogs, |path| {
            files.push(path.to_owned());
            let bytes = read_file(path).map_err(|error| error.to_string())?;
            Ok(decode(&bytes).map_err(|error| decode_message(&error))?.text)
        });
        for error in errors {
            let message = format!(
                "can't read the catalog `{}`: {}",
                display(&error.path),
                error.reason
            );
            diagnostics.push(Diagnostic::error_without_place(
                &code::FILE_CATALOG,
                message,
            ));
        }
        let allowed = locations
            .allowed
            .iter()
            .filter_map(|path| fs::canonicalize(path).ok())
            .collect();
        Loader {
            documents: Documents::default(),
            bases: Vec::new(),
            locations,
            catalogs,
            memory: BTreeMap::new(),
            loaded: BTreeMap::new(),
            allowed,
            files,
        }
    }

    /// Gives the content of a file that need not exist; it is used instead of the one on disk.
    pub fn insert(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.memory.insert(normalize(path.as_ref()), bytes.into());
    }

    /// Reads an entry file. Absolute locations may point into its directory from now on.
    ///
    /// Reports a file that is missing, can't be read or decoded, and returns `None` then.
    pub fn entry(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<DocumentId> {
        let path = normalize(path);
        if let Some(directory) = fs::canonicalize(&path)
            .ok()
            .as_deref()
            .and_then(Path::parent)
        {
            self.allowed.push(directory.to_owned());
        }
        self.file(&path, diagnostics)
    }

    /// Reads a file that is not XML and that no document refers to, such as an overlay.
    ///
    /// Reports a file that is missing, can't be read or decoded, and returns `None` then.
    pub fn file(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<DocumentId> {
        let path = normalize(path);
        match self.open(&path, None) {
            Some(key) => self.read(key, &path, None, None, diagnostics),
            None => {
                diagnostics.push(missing(&path));
                None
            }
        }
    }

    /// Reads what a location in a document refers to.
    pub fn refer(&mut self, request: Request<'_>, diagnostics: &mut Diagnostics) -> Found {
        let base = self.base(request.from);
        let location = request.location.trim();
        let url = base.url.as_deref().map(|base| join_url(base, location));
        for identifier in std::iter::once(location).chain(url.as_deref()) {
            if let Some(target) = self.mapped(identifier) {
                return self.follow(target, identifier, request, diagnostics);
            }
        }
        if bundled::is_built_in(location) {
            return Found::BuiltIn;
        }
        match Location::of(location) {
            Location::Relative(path) => {
                self.refer_relative(&base, &path, url, request, diagnostics)
            }
            Location::Absolute(path) => self.refer_absolute(&path, request, diagnostics),
            Location::Url(url) => match bundled::find(&url) {
                Some(bundled) => self.read_bundled(bundled, diagnostics),
                None => Found::Nowhere(Box::new(self.unmapped(&url, &base, request))),
            },
            Location::NetworkShare => {
                Found::Nowhere(Box::new(refused(request, "it is on another machine")))
            }
        }
    }

    /// Reads the document of a namespace that is given without a location, or whose location leads nowhere: mapped
    /// by the user, found in a catalog, or bundled.
    pub fn namespace(
        &mut self,
        namespace: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Found> {
        if let Some(target) = self.mapped(namespace) {
            let request = Request {
                from: span.document,
                location: namespace,
                span,
            };
            return Some(self.follow(target, namespace, request, diagnostics));
        }
        if bundled::is_built_in(namespace) {
            return Some(Found::BuiltIn);
        }
        bundled::find(namespace).map(|bundled| self.read_bundled(bundled, diagnostics))
    }

    /// The documents that were read.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Gives the documents away.
    pub fn into_documents(self) -> Documents {
        self.documents
    }

    /// All files on disk that were read, catalogs first: when one of them changes, the output may.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    fn base(&self, document: DocumentId) -> Base {
        let index = usize::try_from(document.0).unwrap_or(usize::MAX);
        self.bases.get(index).cloned().unwrap_or_default()
    }

    /// What the user's map or a catalog has for an identifier.
    fn mapped(&self, identifier: &str) -> Option<Target> {
        let listed = self
            .locations
            .files
            .iter()
            .find(|(known, _)| known == identifier);
        match listed {
            Some((_, path)) => Some(Target::File(normalize(path))),
            None => self.catalogs.resolve(identifier),
        }
    }

    fn follow(
        &mut self,
        target: Target,
        identifier: &str,
        request: Request<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Found {
        match target {
            Target::File(path) => match self.open(&path, None) {
                Some(key) => {
                    let url = matches!(Location::of(identifier), Location::Url(_))
                        .then(|| identifier.to_owned());
                    self.found(key, &path, url, request, diagnostics)
                }
                None => {
                    let message = format!(
                        "`{identifier}` is mapped to `{}`, but there is no such file",
                        display(&path)
                    );
                    let diagnostic =
                        Diagnostic::error(&code::FILE_NOT_FOUND, request.span, message);
                    diagnostics.push(diagnostic.label("mapped to a missing file"));
                    Found::Broken
                }
            },
            Target::Url(url) => match bundled::find(&url) {
                Some(bundled) => self.read_bundled(bundled, diagnostics),
                None => {
                    let base = self.base(request.from);
                    Found::Nowhere(Box::new(self.unmapped(&url, &base, request)))
                }
            },
        }
    }

    fn refer_relative(
        &mut self,
        base: &Base,
        written: &str,
        url: Option<String>,
        request: Request<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Found {
        let directory = base.directory.clone().unwrap_or_default();
        for spelling in spellings(written) {
            let path = normalize(&directory.join(&spelling));
            if let Some(key) = self.open(&path, Some(&directory.join(&spelling))) {
                return self.found(key, &path, url, request, diagnostics);
            }
        }
        if let Some(bundled) = url.as_deref().and_then(bundled::find) {
            return self.read_bundled(bundled, diagnostics);
        }
        let path = display(&normalize(&directory.join(written)));
        let message = format!("there is no file `{path}`");
        let diagnostic = Diagnostic::error(&code::FILE_NOT_FOUND, request.span, message)
            .label("refers to it")
            .help(format!(
                "put the file there, or map `{}` to the file that it stands for",
                request.location.trim()
            ));
        Found::Nowhere(Box::new(diagnostic))
    }

    fn refer_absolute(
        &mut self,
        path: &Path,
        request: Request<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Found {
        let path = normalize(path);
        if self.memory.contains_key(&path) {
            return self.found(Key::Memory(path.clone()), &path, None, request, diagnostics);
        }
        let Ok(canonical) = fs::canonicalize(&path) else {
            // Said like a refusal, so that a schema can't find out which files exist.
            return Found::Nowhere(Box::new(refused(
                request,
                "it is outside of the directories of the input",
            )));
        };
        if !self
            .allowed
            .iter()
            .any(|directory| canonical.starts_with(directory))
        {
            return Found::Nowhere(Box::new(refused(
                request,
                "it is outside of the directories of the input",
            )));
        }
        self.found(Key::File(canonical), &path, None, request, diagnostics)
    }

    fn found(
        &mut self,
        key: Key,
        path: &Path,
        url: Option<String>,
        request: Request<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Found {
        match self.read(key, path, url, Some(request), diagnostics) {
            Some(document) => Found::Document(document),
            None => Found::Broken,
        }
    }

    /// The identity of a file that exists: `path` names it, and `on_disk` is how the system should look for it,
    /// since `..` after a symbolic link is the system's business.
    fn open(&self, path: &Path, on_disk: Option<&Path>) -> Option<Key> {
        if self.memory.contains_key(path) {
            return Some(Key::Memory(path.to_owned()));
        }
        let canonical =
            fs::canonicalize(on_disk.unwrap_or(path)).or_else(|_| fs::canonicalize(path));
        canonical.ok().map(Key::File)
    }

    fn read(
        &mut self,
        key: Key,
        path: &Path,
        url: Option<String>,
        request: Option<Request<'_>>,
        diagnostics: &mut Diagnostics,
    ) -> Option<DocumentId> {
        if let Some(known) = self.loaded.get(&key) {
            return *known;
        }
        let document = match self.read_bytes(&key, path) {
            Ok(bytes) => self.decode(&key, path, &bytes, request, diagnostics),
            Err(error) => {
                let message = format!("can't read `{}`: {error}", display(path));
                diagnostics.push(place(&code::FILE_UNREADABLE, request, message));
                None
            }
        };
        let id = document.map(|document| {
            let directory = path.parent().map(Path::to_owned);
            self.add(document, Base { directory, url })
        });
        self.loaded.insert(key, id);
        id
    }

    fn read_bytes(&mut self, key: &Key, path: &Path) -> io::Result<Vec<u8>> {
        if self.loaded.len() >= MOST_DOCUMENTS {
            let message =
                format!("{MOST_DOCUMENTS} documents are read already, which is the limit");
            return Err(io::Error::other(message));
        }
        match key {
            Key::Memory(path) => Ok(self.memory.get(path).cloned().unwrap_or_default()),
            Key::File(canonical) => {
                self.files.push(path.to_owned());
                read_file(canonical)
            }
            Key::Bundled(_) => Ok(Vec::new()),
        }
    }

    fn decode(
        &self,
        key: &Key,
        path: &Path,
        bytes: &[u8],
        request: Option<Request<'_>>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Document> {
        let name = display(path);
        let Decoded { text, contradicted } = match decode(bytes) {
            Ok(decoded) => decoded,
            Err(error) => {
                let message = format!("can't decode `{name}`: {}", decode_message(&error));
                let mut diagnostic = place(&code::FILE_ENCODING, request, message);
                diagnostic.help = decode_help(&error);
                diagnostics.push(diagnostic);
                return None;
            }
        };
        if let Some((declared, encoding)) = contradicted {
            let message = format!(
                "`{name}` declares the encoding {declared} but is in {encoding}, which is used"
            );
            let mut diagnostic = place(&code::FILE_ENCODING_DECLARATION, request, message);
            diagnostic.severity = crate::diagnostic::Severity::Warning;
            diagnostics.push(diagnostic);
        }
        let origin = match key {
            Key::File(_) => Origin::File(path.to_owned()),
            Key::Memory(_) => Origin::Memory(path.to_owned()),
            Key::Bundled(_) => Origin::Bundled,
        };
        Some(Document::new(name, text, origin))
    }

    fn read_bundled(&mut self, bundled: &'static Bundled, diagnostics: &mut Diagnostics) -> Found {
        let key = Key::Bundled(bundled.name);
        if let Some(Some(known)) = self.loaded.get(&key) {
            return Found::Document(*known);
        }
        // A bundled schema is one more document like the others, so the limit counts it.
        if self.loaded.len() >= MOST_DOCUMENTS {
            let message =
                format!("{MOST_DOCUMENTS} documents are read already, which is the limit");
            diagnostics.push(Diagnostic::error_without_place(
                &code::FILE_UNREADABLE,
                message,
            ));
            return Found::Broken;
        }
        let document = Document::new(bundled.name, bundled.text, Origin::Bundled);
        let id = self.add(document, Base::default());
        self.loaded.insert(key, Some(id));
        Found::Document(id)
    }

    fn add(&mut self, document: Document, base: Base) -> DocumentId {
        self.bases.push(base);
        self.documents.add(document)
    }

    /// A URL that nothing maps to a file.
    fn unmapped(&self, url: &str, base: &Base, request: Request<'_>) -> Diagnostic {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        let name = path.rsplit(['/', ':']).next().unwrap_or_default();
        let directory = base.directory.clone().unwrap_or_default();
        let beside = normalize(&directory.join(name));
        let exists = !name.is_empty() && (self.memory.contains_key(&beside) || beside.is_file());
        let help = if exists {
            let file = display(&beside);
            format!(
                "if it is the file `{file}`, map the URL to it; nothing is fetched from the network"
            )
        } else {
            "download it once and map the URL to the file, by itself or in an XML catalog; nothing is fetched from \
             the network"
                .to_owned()
        };
        let message = format!("no file is known for `{url}`");
        Diagnostic::error(&code::FILE_UNMAPPED, request.span, message)
            .label("nothing maps this to a file")
            .help(help)
    }
}

/// The ways in which a relative location may be meant as a path, likeliest first.
fn spellings(written: &str) -> Vec<String> {
    let mut spellings = vec![written.to_owned()];
    let mut add = |spelling: String| {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    };
    let without_fragment = written.split('#').next().unwrap_or(written);
    for spelling in [written, without_fragment] {
        let decoded = decode_percent(spelling);
        add(spelling.replace('\\', "/"));
        add(decoded.replace('\\', "/"));
    }
    spellings
}

fn refused(request: Request<'_>, reason: &str) -> Diagnostic {
    let message = format!("`{}` is not read: {reason}", request.location.trim());
    Diagnostic::error(&code::FILE_REFUSED, request.span, message)
        .label("not followed")
        .help("allow its directory, or map the location to a file")
}

fn place(
    code: &'static crate::diagnostic::Code,
    request: Option<Request<'_>>,
    message: String,
) -> Diagnostic {
    match request {
        Some(request) => Diagnostic::error(code, request.span, message).label("referred to here"),
        None => Diagnostic::error_without_place(code, message),
    }
}

/// An entry file that is not there.
fn missing(path: &Path) -> Diagnostic {
    let message = format!("there is no file `{}`", display(path));
    let diagnostic = Diagnostic::error_without_place(&code::FILE_NOT_FOUND, message);
    match std::env::current_dir() {
        Ok(directory) if path.is_relative() => {
            diagnostic.help(format!("relative paths start at `{}`", display(&directory)))
        }
        _ => diagnostic,
    }
}

/// Reads a regular file of a sane size.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.len() > LARGEST_FILE {
        let message = format!(
            "it has {} bytes, more than the limit of {LARGEST_FILE}",
            metadata.len()
        );
        return Err(io::Error::other(message));
    }
    fs::read(path)
}

fn decode_message(error: &DecodeError) -> String {
    match error {
        DecodeError::UnknownEncoding(name) => format!(
            "it declares the encoding `{name}`; expected UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252"
        ),
        DecodeError::InvalidByte {
            encoding,
            offset,
            byte,
            ..
        } => format!("the byte 0x{byte:02X} at offset {offset} is not {encoding}"),
        DecodeError::Truncated => "it is UTF-16 but has an odd number of bytes".to_owned(),
    }
}

fn decode_help(error: &DecodeError) -> Option<String> {
    match error {
        DecodeError::InvalidByte {
            encoding: Encoding::Utf8,
            declared,
            ..
        } => {
            let found = if *declared {
                "it says that it is UTF-8"
            } else {
                "without a declaration XML is UTF-8"
            };
            Some(format!(
                "{found}; if it is in another encoding, begin it with `<?xml version=\"1.0\" \
                 encoding=\"windows-1252\"?>` or the like"
            ))
        }
        DecodeError::UnknownEncoding(_) => Some("save it as UTF-8".to_owned()),
        DecodeError::InvalidByte { .. } | DecodeError::Truncated => None,
    }
}
