//! Folders as trees.

use std::collections::BTreeMap;

use soapstone::xsd::DateTime;

use super::api::Folder;

/// The folder with those in it down to a depth; `None` if there is no such folder.
pub(super) fn tree(folders: &BTreeMap<String, DateTime>, path: &str, depth: i32) -> Option<Folder> {
    let modified = folders.get(path)?;
    let inside = below(folders, path);
    let mut folder = Folder::default();
    folder.folder_handle = Some(format!("f|{path}"));
    folder.path = Some(path.to_owned());
    folder.last_modified = Some(modified.clone());
    folder.child_last_modified = Some(modified.clone());
    folder.has_subfolders = Some(!inside.is_empty());
    if depth > 0 && !inside.is_empty() {
        let subfolders = inside
            .into_iter()
            .filter_map(|path| tree(folders, path, depth - 1));
        folder.subfolder_array = Some(subfolders.collect());
    }
    Some(folder)
}

/// The paths of the folders directly in one.
fn below<'f>(folders: &'f BTreeMap<String, DateTime>, path: &str) -> Vec<&'f str> {
    let is_below = |other: &str| {
        other
            .strip_prefix(path)
            .and_then(|rest| rest.strip_suffix('/'))
            .is_some_and(|name| !name.is_empty() && !name.contains('/'))
    };
    folders
        .keys()
        .map(String::as_str)
        .filter(|other| is_below(other))
        .collect()
}
