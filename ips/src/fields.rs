//! Paths of fields in replies, checked before they are sent.

use std::fmt;

use soapstone::Operation;
use soapstone::model::{Content, Element, ElementType, Group, Model, Term};

/// Which fields of a reply are asked for, or left out: `responseFieldArray` and `excludeFieldArray`.
///
/// The service ignores paths that it doesn't know, and a reply without the field that one misspelt is hard to tell from an
/// asset that doesn't have it. So each path is checked against the schema of the reply.
///
/// ```
/// use scene7_ips::Fields;
/// use scene7_ips::api::operations::SearchAssets;
///
/// let fields = Fields::only::<SearchAssets>(["assetArray/items/name"])?;
/// assert_eq!(fields.paths(), ["assetArray/items/name"]);
///
/// let error = Fields::only::<SearchAssets>(["assetArray/items/nmae"]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the reply `searchAssetsReturn` has no field `assetArray/items/nmae`: \
///      found `nmae` in `Asset`, expected one like `name`",
/// );
/// # Ok::<(), scene7_ips::FieldError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    paths: Vec<String>,
    selection: Selection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Selection {
    Only,
    Without,
}

impl Fields {
    /// These fields of the output of `O` and no others. A path is that below the element of the reply, as in
    /// `assetArray/items/name`.
    ///
    /// # Errors
    /// [`FieldError`] for a path that no reply has.
    pub fn only<O: Operation>(
        paths: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, FieldError> {
        Fields::new::<O>(paths, Selection::Only)
    }

    /// All fields of the output of `O` but these.
    ///
    /// # Errors
    /// [`FieldError`] for a path that no reply has.
    pub fn without<O: Operation>(
        paths: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, FieldError> {
        Fields::new::<O>(paths, Selection::Without)
    }

    fn new<O: Operation>(
        paths: impl IntoIterator<Item = impl Into<String>>,
        selection: Selection,
    ) -> Result<Self, FieldError> {
        let paths: Vec<String> = paths.into_iter().map(Into::into).collect();
        let output = O::META.output.and_then(|output| output.element());
        for path in &paths {
            check(path, output, O::META.name)?;
        }
        Ok(Fields { paths, selection })
    }

    /// The paths.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The values for `responseFieldArray` and `excludeFieldArray`.
    pub fn into_arrays(self) -> (Option<Vec<String>>, Option<Vec<String>>) {
        match self.selection {
            Selection::Only => (Some(self.paths), None),
            Selection::Without => (None, Some(self.paths)),
        }
    }

    /// The same, with a field that is needed whatever else is asked for.
    pub(crate) fn with(mut self, path: &str) -> Self {
        match self.selection {
            Selection::Only if !self.paths.iter().any(|known| known == path) => {
                self.paths.push(path.to_owned());
            }
            Selection::Without => self.paths.retain(|known| known != path),
            Selection::Only => {}
        }
        self
    }

    /// Whether nothing is asked for but these fields.
    pub(crate) fn is_within(&self, paths: &[&str]) -> bool {
        self.selection == Selection::Only
            && self.paths.iter().all(|path| paths.contains(&path.as_str()))
    }
}

/// A path that no reply of an operation has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    reply: String,
    path: String,
    found: String,
    inside: String,
    nearest: Option<String>,
}

impl FieldError {
    /// The path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name in the path that is not known.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the reply `{}` has no field `{}`: found `{}` in `{}`, expected ",
            self.reply, self.path, self.found, self.inside
        )?;
        match &self.nearest {
            Some(name) => write!(f, "one like `{name}`"),
            None => f.write_str("nothing below it"),
        }
    }
}

impl std::error::Error for FieldError {}

fn check(path: &str, output: Option<&Element>, operation: &str) -> Result<(), FieldError> {
    let reply = output.map_or(operation, |output| output.name.local);
    let mut inside = reply;
    let mut model = output.and_then(|output| model(&output.content));
    for name in path.split('/') {
        let element = model.and_then(|model| child(model, name));
        let Some(element) = element else {
            return Err(FieldError {
                reply: reply.to_owned(),
                path: path.to_owned(),
                found: name.to_owned(),
                inside: model.map_or(inside, |model| model.name.local).to_owned(),
                nearest: model.and_then(|model| nearest(model, name)),
            });
        };
        inside = element.name.local;
        model = self::model(&element.content);
    }
    Ok(())
}

fn model(content: &ElementType) -> Option<&'static Model> {
    match content {
        ElementType::Complex(model) | ElementType::Flattened(model) => Some(model),
        _ => None,
    }
}

fn child(model: &'static Model, name: &str) -> Option<&'static Element> {
    elements(model)
        .into_iter()
        .find(|element| element.name.local == name)
}

fn elements(model: &'static Model) -> Vec<&'static Element> {
    let mut found = Vec::new();
    let mut groups: Vec<&'static Group> = match &model.content {
        Content::Elements(group) => vec![group],
        Content::Mixed { group, .. } => vec![group],
        _ => Vec::new(),
    };
    while let Some(group) = groups.pop() {
        for particle in group.particles {
            match &particle.term {
                Term::Element(element) => found.push(element),
                Term::Group(group) => groups.push(group),
                Term::Any { .. } => {}
            }
        }
    }
    found
}

fn nearest(model: &'static Model, name: &str) -> Option<String> {
    elements(model)
        .into_iter()
        .min_by_key(|element| distance(element.name.local, name))
        .map(|element| element.name.local.to_owned())
}

/// How many characters differ (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&row, j) + usize::from(a != *b);
            next.push(replaced.min(at(&row, j + 1) + 1).min(at(&next, j) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
