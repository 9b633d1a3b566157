//! Folders.

use super::Company;
use super::api::{self, operations};
use super::error::Error;

/// How many levels one request asks for.
const DEPTH: i32 = 4;

impl Company {
    /// A folder and the folders in it, down to a depth: 0 for the folder alone. `None` for the root.
    ///
    /// Calls [`getFolderTree`](api::client::IpsApi::get_folder_tree).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn folder_tree(
        &self,
        path: Option<&str>,
        depth: i32,
    ) -> Result<Option<api::Folder>, Error> {
        let mut param = api::GetFolderTreeParam::new(self.handle(), depth);
        param.folder_path = path.map(str::to_owned);
        let reply = self.ips.call::<operations::GetFolderTree>(&param).await?;
        Ok(reply.folders.map(|folder| *folder))
    }

    /// All folders in and below one, each before those in it, without their subfolders as fields. Large trees are read in
    /// several requests of a few levels each.
    ///
    /// Calls [`getFolderTree`](api::client::IpsApi::get_folder_tree).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn folders(&self, path: Option<&str>) -> Result<Vec<api::Folder>, Error> {
        let mut found = Vec::new();
        let Some(root) = self.folder_tree(path, DEPTH).await? else {
            return Ok(found);
        };
        // The folders to look at next are at the end.
        let mut open = vec![root];
        while let Some(mut folder) = open.pop() {
            let mut inside = folder.subfolder_array.take();
            if inside.as_ref().is_none_or(Vec::is_empty)
                && folder.has_subfolders == Some(true)
                && let Some(path) = folder.path.as_deref()
                && let Some(tree) = self.folder_tree(Some(path), DEPTH).await?
            {
                inside = tree.subfolder_array;
            }
            found.push(folder);
            open.extend(inside.into_iter().flatten().rev());
        }
        Ok(found)
    }

    /// Makes a folder, and those above it that are missing. Gives its handle.
    ///
    /// Calls [`createFolder`](api::client::IpsApi::create_folder).
    ///
    /// # Errors
    /// Those of a call, and [`Error::Incomplete`].
    pub async fn create_folder(&self, path: &str) -> Result<String, Error> {
        let param = api::CreateFolderParam::new(self.handle(), path);
        let reply = self.ips.call::<operations::CreateFolder>(&param).await?;
        reply.folder_handle.ok_or(Error::Incomplete {
            operation: "createFolder",
            field: "folderHandle",
        })
    }
}
