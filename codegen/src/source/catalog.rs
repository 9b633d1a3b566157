//! OASIS XML catalogs: which file stands for which URL, namespace or public identifier.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use roxmltree::Node;

use super::location::{Location, join_url, normalize};

/// The namespace of catalog files.
const NAMESPACE: &str = "urn:oasis:names:tc:entity:xmlns:xml:catalog";
/// How many catalog files are read; more is a mistake.
const MOST_FILES: usize = 256;

/// All catalog files in the order in which they are asked.
#[derive(Debug, Default)]
pub(super) struct Catalogs {
    files: Vec<CatalogFile>,
}

/// One catalog file.
#[derive(Debug)]
struct CatalogFile {
    path: PathBuf,
    entries: Vec<Entry>,
    /// `nextCatalog`: asked after this file.
    next: Vec<PathBuf>,
    /// Whether it is asked by itself, not only by delegation.
    listed: bool,
}

/// One entry: what it matches and what it leads to.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    kind: Kind,
    key: String,
    target: Target,
}

/// How an entry matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `public`, `system`, `uri`: the whole identifier.
    Exact,
    /// `rewriteSystem`, `rewriteURI`: a beginning, which is replaced.
    Rewrite,
    /// `systemSuffix`, `uriSuffix`: an end.
    Suffix,
    /// `delegatePublic`, `delegateSystem`, `delegateURI`: a beginning, for which another catalog is asked.
    Delegate,
}

/// What an entry, or a whole lookup, leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file.
    File(PathBuf),
    /// A URL, which may be that of a bundled schema.
    Url(String),
}

/// A catalog file that could not be read.
#[derive(Debug)]
pub(super) struct CatalogError {
    /// The file.
    pub(super) path: PathBuf,
    /// Why.
    pub(super) reason: String,
}

impl Catalogs {
    /// Reads catalog files and those that they name; `read` gives the text of a file.
    pub(super) fn read(
        paths: &[PathBuf],
        mut read: impl FnMut(&Path) -> Result<String, String>,
    ) -> (Self, Vec<CatalogError>) {
        let mut catalogs = Catalogs::default();
        let mut errors = Vec::new();
        let mut seen = BTreeSet::new();
        let mut queue: VecDeque<_> = paths.iter().map(|path| (normalize(path), true)).collect();
        while let Some((path, listed)) = queue.pop_front() {
            if seen.len() >= MOST_FILES || !seen.insert(path.clone()) {
                continue;
            }
            let file = read(&path).and_then(|text| CatalogFile::parse(&path, &text, listed));
            match file {
                Ok(file) => {
                    queue.extend(file.next.iter().map(|next| (next.clone(), false)));
                    queue.extend(file.delegates().map(|next| (next.clone(), false)));
                    catalogs.files.push(file);
                }
                Err(reason) => errors.push(CatalogError { path, reason }),
            }
        }
        (catalogs, errors)
    }

    /// What an identifier leads to. System identifiers, URIs and public identifiers are not told apart, since a
    /// `schemaLocation` is looked up as either by the tools that catalogs are written for.
    pub(super) fn resolve(&self, identifier: &str) -> Option<Target> {
        let listed = self.files.iter().filter(|file| file.listed);
        self.resolve_in(listed.collect(), identifier)
    }

    fn resolve_in<'a>(
        &'a self,
        files: VecDeque<&'a CatalogFile>,
        identifier: &str,
    ) -> Option<Target> {
        let mut seen = BTreeSet::new();
        let mut queue = files;
        while let Some(file) = queue.pop_front() {
            if !seen.insert(&file.path) {
                continue;
            }
            if let Some(target) = file.own_answer(identifier) {
                return Some(target);
            }
            let delegates = file.delegates_for(identifier);
            if !delegates.is_empty() {
                // Delegation ends the search elsewhere (XML Catalogs 1.1 section 7.2.2).
                queue.clear();
            }
            let next = if delegates.is_empty() {
                file.next.iter().collect()
            } else {
                delegates
            };
            for path in next.into_iter().rev() {
                if let Some(file) = self.files.iter().find(|file| file.path == *path) {
                    queue.push_front(file);
                }
            }
        }
        None
    }
}

impl CatalogFile {
    fn parse(path: &Path, text: &str, listed: bool) -> Result<Self, String> {
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..roxmltree::ParsingOptions::default()
        };
        let document = roxmltree::Document::parse_with_options(text, options)
            .map_err(|error| error.to_string())?;
        let root = document.root_element();
        if !root.has_tag_name((NAMESPACE, "catalog")) {
            let found = root.tag_name().name();
            return Err(format!(
                "its root element is `{found}`, expected `catalog` in the namespace `{NAMESPACE}`"
            ));
        }
        let mut file = CatalogFile {
            path: path.to_owned(),
            entries: Vec::new(),
            next: Vec::new(),
            listed,
        };
        for node in root
            .descendants()
            .filter(|node| node.tag_name().namespace() == Some(NAMESPACE))
        {
            file.add(node);
        }
        Ok(file)
    }

    fn add(&mut self, node: Node<'_, '_>) {
        let (kind, key, target) = match node.tag_name().name() {
            "public" => (Kind::Exact, "publicId", "uri"),
            "system" => (Kind::Exact, "systemId", "uri"),
            "uri" => (Kind::Exact, "name", "uri"),
            "rewriteSystem" => (Kind::Rewrite, "systemIdStartString", "rewritePrefix"),
            "rewriteURI" => (Kind::Rewrite, "uriStartString", "rewritePrefix"),
            "systemSuffix" => (Kind::Suffix, "systemIdSuffix", "uri"),
            "uriSuffix" => (Kind::Suffix, "uriSuffix", "uri"),
            "delegatePublic" => (Kind::Delegate, "publicIdStartString", "catalog"),
            "delegateSystem" => (Kind::Delegate, "systemIdStartString", "catalog"),
            "delegateURI" => (Kind::Delegate, "uriStartString", "catalog"),
            "nextCatalog" => {
                if let Some(Target::File(next)) = self.target(node, "catalog") {
                    self.next.push(next);
                }
                return;
            }
            _ => return,
        };
        if let (Some(key), Some(target)) = (node.attribute(key), self.target(node, target)) {
            self.entries.push(Entry {
                kind,
                key: key.to_owned(),
                target,
            });
        }
    }

    /// An attribute that is a URI relative to `xml:base`, or else to this file.
    fn target(&self, node: Node<'_, '_>, attribute: &str) -> Option<Target> {
        let written = node.attribute(attribute)?;
        let directory = self.path.parent().unwrap_or(Path::new(""));
        let mut bases: Vec<_> = node
            .ancestors()
            .filter_map(|ancestor| ancestor.attribute((roxmltree::NS_XML_URI, "base")))
            .collect();
        let mut target = Target::File(directory.join(""));
        while let Some(base) = bases.pop() {
            target = resolve_against(&target, base)?;
        }
        resolve_against(&target, written)
    }

    fn own_answer(&self, identifier: &str) -> Option<Target> {
        let of = |kind| self.entries.iter().filter(move |entry| entry.kind == kind);
        let exact = of(Kind::Exact).find(|entry| entry.key == identifier);
        if let Some(entry) = exact {
            return Some(entry.target.clone());
        }
        let longest = of(Kind::Rewrite)
            .filter(|entry| identifier.starts_with(&entry.key))
            .max_by_key(|entry| entry.key.len());
        if let Some(entry) = longest {
            let rest = identifier.get(entry.key.len()..).unwrap_or_default();
            return Some(entry.target.append(rest));
        }
        of(Kind::Suffix)
            .filter(|entry| identifier.ends_with(&entry.key))
            .max_by_key(|entry| entry.key.len())
            .map(|entry| entry.target.clone())
    }

    fn delegates(&self) -> impl Iterator<Item = &PathBuf> {
        let delegates = self
            .entries
            .iter()
            .filter(|entry| entry.kind == Kind::Delegate);
        delegates.filter_map(|entry| match &entry.target {
            Target::File(path) => Some(path),
            Target::Url(_) => None,
        })
    }

    /// The catalogs to ask for an identifier, longest match first.
    fn delegates_for(&self, identifier: &str) -> Vec<&PathBuf> {
        let mut matching: Vec<_> = self
            .entries
            .iter()
            .filter(|entry| entry.kind == Kind::Delegate && identifier.starts_with(&entry.key))
            .filter_map(|entry| match &entry.target {
                Target::File(path) => Some((entry.key.len(), path)),
                Target::Url(_) => None,
            })
            .collect();
        matching.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        matching.into_iter().map(|(_, path)| path).collect()
    }
}

impl Target {
    fn append(&self, rest: &str) -> Self {
        match self {
            Target::File(path) if path.as_os_str().is_empty() => {
                Target::File(normalize(Path::new(rest)))
            }
            Target::File(path) => {
                // The prefix may end inside of a file name, so the strings are joined, not the paths.
                let mut joined = path.clone().into_os_string();
                joined.push(rest);
                Target::File(normalize(Path::new(&joined)))
            }
            Target::Url(url) => Target::Url(format!("{url}{rest}")),
        }
    }
}

/// Resolves a URI reference; a directory ends in a slash.
fn resolve_against(base: &Target, reference: &str) -> Option<Target> {
    let file = |path: PathBuf| {
        let directory = reference.ends_with('/');
        let normal = normalize(&path);
        Target::File(if directory { normal.join("") } else { normal })
    };
    match (Location::of(reference), base) {
        (Location::Url(url), _) => Some(Target::Url(url)),
        (Location::Absolute(path), _) => Some(file(path)),
        (Location::NetworkShare, _) => None,
        (Location::Relative(_), Target::Url(base)) => Some(Target::Url(join_url(base, reference))),
        (Location::Relative(relative), Target::File(base)) => {
            let directory = if base.as_os_str().to_string_lossy().ends_with(['/', '\\']) {
                base.as_path()
            } else {
                base.parent().unwrap_or(Path::new(""))
            };
            Some(file(
                directory.join(super::location::decode_percent(&relative)),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogs(files: &[(&str, &str)]) -> Catalogs {
        let first = PathBuf::from(files[0].0);
        let (catalogs, errors) = Catalogs::read(&[first], |path| {
            let found = files.iter().find(|(name, _)| Path::new(name) == path);
            let (_, body) = found.ok_or_else(|| "not there".to_owned())?;
            Ok(format!("<catalog xmlns='{NAMESPACE}'>{body}</catalog>"))
        });
        assert!(errors.is_empty(), "{errors:?}");
        catalogs
    }

    fn file(path: &str) -> Option<Target> {
        Some(Target::File(PathBuf::from(path)))
    }

    #[test]
    fn entries_match_by_their_kind() {
        let catalogs = catalogs(&[(
            "cat/catalog.xml",
            "<uri name='urn:a' uri='a.xsd'/>
             <system systemId='http://h/b.xsd' uri='../b%20b.xsd'/>
             <public publicId='urn:p' uri='file:///srv/p.xsd'/>
             <group xml:base='sub/'>
               <rewriteURI uriStartString='http://h/' rewritePrefix='h/'/>
               <rewriteSystem systemIdStartString='http://h/long/' rewritePrefix='long/'/>
             </group>
             <uriSuffix uriSuffix='/end.xsd' uri='end.xsd'/>
             <uri name='urn:url' uri='http://elsewhere/x.xsd'/>",
        )]);
        for (identifier, expected) in [
            ("urn:a", file("cat/a.xsd")),
            ("http://h/b.xsd", file("b b.xsd")),
            ("urn:p", file("/srv/p.xsd")),
            ("http://h/c/d.xsd", file("cat/sub/h/c/d.xsd")),
            ("http://h/long/d.xsd", file("cat/sub/long/d.xsd")),
            ("http://other/end.xsd", file("cat/end.xsd")),
            (
                "urn:url",
                Some(Target::Url("http://elsewhere/x.xsd".to_owned())),
            ),
            ("urn:unknown", None),
        ] {
            assert_eq!(catalogs.resolve(identifier), expected, "{identifier}");
        }
    }

    #[test]
    fn next_catalogs_are_asked_afterwards_and_cycles_end() {
        let catalogs = catalogs(&[
            (
                "1.xml",
                "<uri name='urn:a' uri='a1.xsd'/><nextCatalog catalog='2.xml'/><nextCatalog catalog='3.xml'/>",
            ),
            (
                "2.xml",
                "<uri name='urn:a' uri='a2.xsd'/><uri name='urn:b' uri='b2.xsd'/><nextCatalog catalog='1.xml'/>",
            ),
            (
                "3.xml",
                "<uri name='urn:b' uri='b3.xsd'/><uri name='urn:c' uri='c3.xsd'/>",
            ),
        ]);
        assert_eq!(catalogs.resolve("urn:a"), file("a1.xsd"));
        assert_eq!(catalogs.resolve("urn:b"), file("b2.xsd"));
        assert_eq!(catalogs.resolve("urn:c"), file("c3.xsd"));
        assert_eq!(catalogs.resolve("urn:d"), None);
    }

    #[test]
    fn delegation_asks_the_longest_match_and_nobody_else() {
        let catalogs = catalogs(&[
            (
                "1.xml",
                "<delegateURI uriStartString='http://h/' catalog='h.xml'/>
                 <delegateURI uriStartString='http://h/x/' catalog='x.xml'/>
                 <nextCatalog catalog='n.xml'/>",
            ),
            (
                "h.xml",
                "<uri name='http://h/x/a' uri='h.xsd'/><uri name='http://h/x/b' uri='hb.xsd'/>",
            ),
            ("x.xml", "<uri name='http://h/x/a' uri='x.xsd'/>"),
            (
                "n.xml",
                "<uri name='http://h/x/c' uri='n.xsd'/><uri name='urn:n' uri='n.xsd'/>",
            ),
        ]);
        assert_eq!(catalogs.resolve("http://h/x/a"), file("x.xsd"));
        assert_eq!(catalogs.resolve("http://h/x/b"), file("hb.xsd"));
        assert_eq!(catalogs.resolve("http://h/x/c"), None);
        assert_eq!(catalogs.resolve("urn:n"), file("n.xsd"));
    }

    #[test]
    fn what_is_no_catalog_is_said() {
        let (_, errors) = Catalogs::read(&[PathBuf::from("a.xml")], |_| Ok("<a/>".to_owned()));
        assert_eq!(
            errors[0].reason,
            "its root element is `a`, expected `catalog` in the namespace `urn:oasis:names:tc:entity:xmlns:xml:catalog`"
        );
        let (_, errors) =
            Catalogs::read(&[PathBuf::from("a.xml")], |_| Err("not there".to_owned()));
        assert_eq!(errors[0].reason, "not there");
    }
}
