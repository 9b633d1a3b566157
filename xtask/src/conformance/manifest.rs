//! Manifests of the W3C XML Schema Test Suite: a JSON object on each line.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::case::{Case, Expected, Instance};

/// Reads a manifest.
pub(crate) fn read(manifest: &Path, files: &Path) -> Result<Vec<Case>, String> {
    let text =
        fs::read_to_string(manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
    let mut cases = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let place = || format!("{}:{}", manifest.display(), index + 1);
        let entry: Value =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", place()))?;
        let case = case(&entry, files)
            .ok_or_else(|| format!("{}: a field is missing or of another type", place()))?;
        cases.push(case);
    }
    Ok(cases)
}

fn case(entry: &Value, files: &Path) -> Option<Case> {
    let schemas = entry.get("schemas")?.as_array()?.iter();
    let documents: Option<Vec<PathBuf>> = schemas
        .map(|path| Some(files.join(path.as_str()?)))
        .collect();
    let instances = entry.get("instances")?.as_array()?.iter();
    let instances: Option<Vec<Instance>> = instances.map(|entry| instance(entry, files)).collect();
    let instances = instances?;
    let features = entry.get("features").and_then(Value::as_array);
    let has_hints =
        features.is_some_and(|list| list.iter().any(|feature| feature == "instance-schema-hint"));
    let hints = if has_hints {
        instances
            .iter()
            .flat_map(|instance| hints(&instance.path))
            .collect()
    } else {
        Vec::new()
    };
    Some(Case {
        name: entry.get("id")?.as_str()?.to_owned(),
        group: entry.get("contributor")?.as_str()?.to_owned(),
        documents: documents?,
        hints,
        catalog: Vec::new(),
        is_strict: true,
        expected: expected(entry.get("schema_valid")?)?,
        instances,
    })
}

fn instance(entry: &Value, files: &Path) -> Option<Instance> {
    let name = entry.get("path")?.as_str()?;
    Some(Instance {
        message: None,
        name: name.to_owned(),
        path: files.join(name),
        expected: expected(entry.get("valid")?)?,
    })
}

fn expected(verdict: &Value) -> Option<Expected> {
    Some(if verdict.as_bool()? {
        Expected::Valid
    } else {
        Expected::Invalid
    })
}

/// The schema documents that an instance names.
fn hints(instance: &Path) -> Vec<PathBuf> {
    const NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";
    let Some(text) = super::document::read(instance) else {
        return Vec::new();
    };
    let Ok(document) = super::document::parse(&text) else {
        return Vec::new();
    };
    let mut locations: Vec<&str> = Vec::new();
    for node in document.descendants() {
        locations.extend(
            node.attribute((NAMESPACE, "noNamespaceSchemaLocation"))
                .map(str::trim),
        );
        let pairs = node
            .attribute((NAMESPACE, "schemaLocation"))
            .unwrap_or_default();
        locations.extend(pairs.split_whitespace().skip(1).step_by(2));
    }
    let directory = instance.parent().unwrap_or(Path::new(""));
    locations
        .into_iter()
        .map(|location| directory.join(location))
        .filter(|path| path.is_file())
        .collect()
}
