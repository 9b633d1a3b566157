//! The index of a corpus: entries with files to generate from, and instances.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::body;
use crate::conformance::case::{Case, Expected, Instance};

/// What an index comes to.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    /// A case for each entry file.
    pub(crate) cases: Vec<Case>,
    /// Instances that belong to several cases: each with the positions of case and instance.
    pub(crate) shared: Vec<Vec<(usize, usize)>>,
    /// How many instances have no schema at all.
    pub(crate) without_schema: usize,
}

/// Which entries of an index to take.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// Those of this kind.
    pub(crate) kind: Option<String>,
    /// Those with these names; all where there are none.
    pub(crate) only: Vec<String>,
}

/// Reads an index; the contents of SOAP bodies are written as documents below `bodies`.
pub(crate) fn read(index: &Path, choice: &Choice, bodies: &Path) -> Result<Corpus, String> {
    let text =
        fs::read_to_string(index).map_err(|error| format!("{}: {error}", index.display()))?;
    let entries: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", index.display()))?;
    let directory = index.parent().unwrap_or(Path::new(""));
    let mut reader = Reader {
        corpus: Corpus::default(),
        bodies,
    };
    for (number, entry) in entries.as_array().into_iter().flatten().enumerate() {
        if choice.takes(entry) {
            reader.entry(entry, directory).ok_or_else(|| {
                format!(
                    "{}: entry {number}: a field is missing or of another type",
                    index.display()
                )
            })?;
        }
    }
    Ok(reader.corpus)
}

impl Choice {
    fn takes(&self, entry: &Value) -> bool {
        let field = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let is_of_kind = |wanted: &str| field("kind").split('+').any(|kind| kind == wanted);
        self.kind.as_deref().is_none_or(is_of_kind)
            && (self.only.is_empty() || self.only.iter().any(|name| name == field("name")))
    }
}

struct Reader<'a> {
    corpus: Corpus,
    bodies: &'a Path,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Value, directory: &Path) -> Option<()> {
        let name = entry.get("name")?.as_str()?;
        let folder = directory.join(name);
        let files: Option<Vec<&str>> = entry
            .get("entry")?
            .as_array()?
            .iter()
            .map(Value::as_str)
            .collect();
        let files = files?;
        let first = self.corpus.cases.len();
        let catalog = catalog(entry, &folder);
        for file in &files {
            self.corpus.cases.push(Case {
                name: format!("{name}/{file}"),
                group: name.to_owned(),
                documents: vec![folder.join(file)],
                hints: Vec::new(),
                catalog: catalog.clone(),
                is_strict: false,
                expected: if is_refused(entry, file) {
                    Expected::Unchecked
                } else {
                    Expected::Valid
                },
                instances: Vec::new(),
            });
        }
        let position = |file: &str| {
            files
                .iter()
                .position(|own| *own == file)
                .map(|position| first + position)
        };
        for instance in entry
            .get("instances")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let of: Vec<usize> = match instance.get("schema") {
                Some(Value::String(file)) => position(file).into_iter().collect(),
                Some(Value::Array(list)) => list
                    .iter()
                    .filter_map(Value::as_str)
                    .filter_map(position)
                    .collect(),
                _ => (first..first + files.len()).collect(),
            };
            self.instance(instance, &folder, name, &of)?;
        }
        Some(())
    }

    fn instance(&mut self, entry: &Value, folder: &Path, name: &str, of: &[usize]) -> Option<()> {
        let file = entry.get("file")?.as_str()?;
        let expected = match entry.get("expected")?.as_str()? {
            "valid" => Expected::Valid,
            "invalid" => Expected::Invalid,
            _ => Expected::Unchecked,
        };
        let path = folder.join(file);
        let path = if entry.get("kind")?.as_str()?.starts_with("soap") {
            // What has no body to take out is read as it is.
            body::write(&path, &self.bodies.join(name).join(file)).unwrap_or(path)
        } else {
            path
        };
        let mut places = Vec::new();
        for position in of {
            let case = self.corpus.cases.get_mut(*position)?;
            places.push((*position, case.instances.len()));
            case.instances.push(Instance {
                name: file.to_owned(),
                path: path.clone(),
                expected,
            });
        }
        match places.len() {
            0 => self.corpus.without_schema += 1,
            1 => {}
            _ => self.corpus.shared.push(places),
        }
        Some(())
    }
}

fn catalog(entry: &Value, folder: &Path) -> Vec<(String, PathBuf)> {
    let references = entry
        .get("catalog")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    references
        .filter_map(|(reference, file)| Some((reference.clone(), folder.join(file.as_str()?))))
        .collect()
}

/// Whether both validators refuse an entry file, or it is no XML.
fn is_refused(entry: &Value, file: &str) -> bool {
    let malformed = entry
        .get("malformed")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let status = entry
        .get("entry_status")
        .and_then(|status| status.get(file));
    let refuses = |validator: &str| {
        status
            .and_then(|status| status.get(validator))
            .is_some_and(|said| said != "ok")
    };
    malformed.into_iter().any(|own| own == file) || (refuses("xmllint") && refuses("xerces"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Choice, read};
    use crate::conformance::case::Expected;

    #[test]
    fn an_index_becomes_cases() {
        let directory = std::env::temp_dir().join(format!("corpus-index-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let index = directory.join("index.json");
        let text = r#"[
            {"name": "a", "kind": "xsd", "entry": ["x.xsd", "y.xsd", "z.xsd"], "catalog": {"urn:u": "u.xsd"},
             "entry_status": {"y.xsd": {"xmllint": "error", "xerces": "error"}, "z.xsd": {"xmllint": "ok", "xerces": "error"}},
             "instances": [
                {"file": "1.xml", "kind": "xml", "schema": "x.xsd", "expected": "valid"},
                {"file": "2.xml", "kind": "xml", "schema": ["x.xsd", "z.xsd"], "expected": "invalid"},
                {"file": "3.xml", "kind": "xml", "schema": null, "expected": "unchecked"}]},
            {"name": "b", "kind": "wsdl+xsd", "entry": ["b.wsdl"], "instances": []}]"#;
        fs::write(&index, text).unwrap();
        let all = read(&index, &Choice::default(), &directory).unwrap();
        let xsd = Choice {
            kind: Some(String::from("xsd")),
            only: vec![String::from("a")],
        };
        let one = read(&index, &xsd, &directory).unwrap();
        fs::remove_dir_all(&directory).unwrap();
        assert_eq!(all.cases.len(), 4);
        assert_eq!(one.cases.len(), 3);
        let expected: Vec<_> = one
            .cases
            .iter()
            .map(|case| (case.expected, case.instances.len()))
            .collect();
        assert_eq!(
            expected,
            [
                (Expected::Valid, 3),
                (Expected::Unchecked, 1),
                (Expected::Valid, 2)
            ]
        );
        assert_eq!(
            one.shared,
            [vec![(0, 1), (2, 0)], vec![(0, 2), (1, 0), (2, 1)]]
        );
        assert_eq!(
            one.cases[0].catalog,
            [(String::from("urn:u"), directory.join("a/u.xsd"))]
        );
    }
}
