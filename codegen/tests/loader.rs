//! The loader on disk: relative and absolute locations, catalogs, symbolic links, encodings.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use soapstone_codegen::diagnostic::{Colour, Diagnostics};
use soapstone_codegen::source::{DocumentId, Found, Loader, Locations, Request, Span};

/// A directory of its own for each test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("loader")
            .join(name);
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        fs::create_dir_all(&directory).unwrap();
        let directory = Directory(directory);
        for (path, text) in files {
            directory.write(path, text.as_bytes());
        }
        directory
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }
}

struct Run {
    loader: Loader,
    diagnostics: Diagnostics,
    entry: Option<DocumentId>,
}

impl Run {
    fn new(directory: &Directory, entry: &str, locations: Locations) -> Self {
        let mut diagnostics = Diagnostics::default();
        let mut loader = Loader::new(locations, &mut diagnostics);
        let entry = loader.entry(&directory.path(entry), &mut diagnostics);
        Run {
            loader,
            diagnostics,
            entry,
        }
    }

    fn refer(&mut self, location: &str) -> Found {
        let from = self.entry.unwrap();
        let span = Span::new(from, 0..1);
        self.loader.refer(
            Request {
                from,
                location,
                span,
            },
            &mut self.diagnostics,
        )
    }

    /// The text of what a location refers to, or the code of the message.
    fn text(&mut self, location: &str) -> String {
        match self.refer(location) {
            Found::Document(id) => self.loader.documents().get(id).unwrap().text.clone(),
            Found::Nowhere(diagnostic) => diagnostic.code.name.to_owned(),
            Found::Broken => self.diagnostics.iter().last().unwrap().code.name.to_owned(),
            Found::BuiltIn => "built in".to_owned(),
        }
    }
}

#[test]
fn relative_locations_are_files_beside_the_document() {
    let files = [
        ("api/v1/a.xsd", "<a/>"),
        ("api/common.xsd", "<common/>"),
        ("api/v1/my types.xsd", "<types/>"),
        ("api/v1/100%.xsd", "<percent/>"),
    ];
    let directory = Directory::new("relative", &files);
    let mut run = Run::new(&directory, "api/v1/a.xsd", Locations::default());
    for (location, expected) in [
        ("../common.xsd", "<common/>"),
        ("..\\common.xsd", "<common/>"),
        ("./../../api/common.xsd#part", "<common/>"),
        ("my types.xsd", "<types/>"),
        ("my%20types.xsd", "<types/>"),
        ("100%.xsd", "<percent/>"),
        ("gone.xsd", "file-not-found"),
        ("..", "file-unreadable"),
        ("http://example.com/a.xsd", "file-unmapped"),
        ("http://www.w3.org/2001/XMLSchema", "built in"),
    ] {
        assert_eq!(run.text(location), expected, "{location}");
    }
    let names: Vec<_> = run
        .loader
        .documents()
        .iter()
        .map(|(_, document)| document.name.clone())
        .collect();
    assert_eq!(names.len(), 4, "each document is read once: {names:?}");
    assert_eq!(run.loader.files().len(), 5, "{:?}", run.loader.files());
}

#[test]
fn absolute_locations_stay_in_the_directory_of_the_entry() {
    let directory = Directory::new(
        "absolute",
        &[
            ("in/a.xsd", "<a/>"),
            ("in/sub/b.xsd", "<b/>"),
            ("out/c.xsd", "<c/>"),
        ],
    );
    let plain = |path: &str| directory.path(path).display().to_string();
    let url = |path: &str| {
        format!(
            "file:///{}",
            plain(path).replace('\\', "/").trim_start_matches('/')
        )
    };
    let mut run = Run::new(&directory, "in/a.xsd", Locations::default());
    assert_eq!(run.text(&url("in/sub/b.xsd")), "<b/>");
    assert_eq!(run.text(&plain("in/sub/b.xsd")), "<b/>");
    assert_eq!(run.text(&url("out/c.xsd")), "file-refused");
    assert_eq!(run.text(&plain("in/../out/c.xsd")), "file-refused");
    assert_eq!(run.text("/no/such/file.xsd"), "file-refused");
    let locations = Locations {
        allowed: vec![directory.path("out")],
        ..Locations::default()
    };
    let mut run = Run::new(&directory, "in/a.xsd", locations);
    assert_eq!(run.text(&url("out/c.xsd")), "<c/>");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_resolved_before_a_path_is_judged() {
    let directory = Directory::new("links", &[("in/a.xsd", "<a/>"), ("out/c.xsd", "<c/>")]);
    std::os::unix::fs::symlink(directory.path("out"), directory.path("in/link")).unwrap();
    let mut run = Run::new(&directory, "in/a.xsd", Locations::default());
    let through_link = directory.path("in/link/c.xsd").display().to_string();
    assert_eq!(run.text(&through_link), "file-refused");
    // The same file by relative paths, through the link and beside it, is one document.
    assert_eq!(run.text("link/c.xsd"), "<c/>");
    assert_eq!(run.text("../out/c.xsd"), "<c/>");
    assert_eq!(run.loader.documents().iter().count(), 2);
}

#[test]
fn catalogs_are_read_with_those_that_they_name() {
    let directory = Directory::new(
        "catalogs",
        &[
            ("a.xsd", "<a/>"),
            (
                "catalog/catalog.xml",
                "<!DOCTYPE catalog PUBLIC '-//OASIS//DTD XML Catalogs V1.1//EN' 'http://gone/catalog.dtd'>
                 <catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>
                   <rewriteURI uriStartString='http://h/' rewritePrefix='../local/'/>
                   <nextCatalog catalog='next.xml'/>
                 </catalog>",
            ),
            (
                "catalog/next.xml",
                "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>
                   <uri name='urn:b' uri='../local/b.xsd'/>
                   <uri name='urn:gone' uri='gone.xsd'/>
                   <uri name='urn:wsa' uri='http://www.w3.org/2005/08/addressing/ws-addr.xsd'/>
                 </catalog>",
            ),
            ("local/b.xsd", "<b/>"),
        ],
    );
    let locations = Locations {
        catalogs: vec![directory.path("catalog/catalog.xml")],
        ..Locations::default()
    };
    let mut run = Run::new(&directory, "a.xsd", locations);
    assert_eq!(run.diagnostics.iter().count(), 0);
    assert_eq!(run.text("http://h/b.xsd"), "<b/>");
    assert_eq!(run.text("urn:b"), "<b/>");
    assert_eq!(run.text("urn:gone"), "file-not-found");
    assert!(run.text("urn:wsa").contains("EndpointReference"));
    let read: Vec<_> = run
        .loader
        .files()
        .iter()
        .filter_map(|path| path.file_name())
        .collect();
    assert_eq!(read, ["catalog.xml", "next.xml", "a.xsd", "b.xsd"]);
}

#[test]
fn files_that_cannot_be_read_are_reported() {
    let directory = Directory::new("unreadable", &[]);
    directory.write("latin.xsd", b"<?xml version='1.0'?><a>\xE4</a>");
    directory.write("mixed.xsd", b"<?xml version='1.0' encoding='utf-16'?><a/>");
    let rendered = |entry: &str| {
        let run = Run::new(&directory, entry, Locations::default());
        let text = run
            .diagnostics
            .render(run.loader.documents(), Colour::Never);
        text.replace(&directory.path("").display().to_string(), "")
    };
    assert_eq!(
        rendered("gone.xsd"),
        "error[file-not-found]: there is no file `gone.xsd`\n"
    );
    let latin = rendered("latin.xsd");
    let expected =
        "error[file-encoding]: can't decode `latin.xsd`: the byte 0xE4 at offset 24 is not UTF-8\n";
    assert!(latin.starts_with(expected), "{latin}");
    assert!(
        latin.contains(
            "help: without a declaration XML is UTF-8; if it is in another encoding, begin it with"
        ),
        "{latin}"
    );
    assert_eq!(
        rendered("mixed.xsd"),
        "warning[file-encoding-declaration]: `mixed.xsd` declares the encoding utf-16 but is in UTF-8, which is used\n"
    );
}

#[test]
fn a_catalog_that_is_missing_is_reported() {
    let directory = Directory::new("no-catalog", &[("a.xsd", "<a/>")]);
    let locations = Locations {
        catalogs: vec![directory.path("catalog.xml")],
        ..Locations::default()
    };
    let run = Run::new(&directory, "a.xsd", locations);
    let codes: Vec<_> = run
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.name)
        .collect();
    assert_eq!(codes, ["file-catalog"]);
}
