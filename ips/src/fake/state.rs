//! What the fake knows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use soapstone::xsd::DateTime;

use super::api;
use super::chaos::Chaos;
use super::job::{JobState, ScheduledState};
use super::session::UserType;

#[derive(Debug)]
pub(super) struct State {
    pub(super) companies: Vec<CompanyState>,
    pub(super) users: Vec<UserState>,
    pub(super) invalidated: Vec<String>,
    pub(super) received: Vec<(String, u64)>,
    pub(super) calls: HashMap<String, usize>,
    pub(super) chaos: Chaos,
    pub(super) cut_upload: Option<u64>,
    pub(super) job_length: Duration,
    pub(super) job_gap: Duration,
    pub(super) ignores_pages: bool,
    pub(super) next_number: u64,
}

impl Default for State {
    fn default() -> Self {
        State {
            companies: Vec::new(),
            users: Vec::new(),
            invalidated: Vec::new(),
            received: Vec::new(),
            calls: HashMap::new(),
            chaos: Chaos::default(),
            cut_upload: None,
            job_length: Duration::from_secs(10),
            job_gap: Duration::from_secs(3),
            ignores_pages: false,
            next_number: 1,
        }
    }
}

#[derive(Debug)]
pub(super) struct CompanyState {
    pub(super) handle: String,
    pub(super) name: String,
    /// Paths with a slash at the end, and when each was changed.
    pub(super) folders: BTreeMap<String, DateTime>,
    pub(super) assets: Vec<AssetState>,
    pub(super) fields: BTreeSet<String>,
    pub(super) jobs: Vec<JobState>,
    pub(super) scheduled: Vec<ScheduledState>,
}

#[derive(Debug)]
pub(super) struct AssetState {
    pub(super) asset: api::Asset,
    pub(super) is_published: bool,
    pub(super) is_changed: bool,
    /// The handles and names of parts, such as crops.
    #[allow(dead_code, reason = "not every version has parts")]
    pub(super) parts: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) struct UserState {
    pub(super) handle: String,
    pub(super) email: String,
    pub(super) password: String,
    pub(super) token: Option<String>,
    pub(super) user_type: UserType,
    /// The names of the companies that the user may use; all if there are none.
    pub(super) companies: Vec<String>,
}

impl State {
    pub(super) fn number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }

    pub(super) fn count(&mut self, operation: &str) {
        *self.calls.entry(operation.to_owned()).or_default() += 1;
    }

    pub(super) fn company(&mut self, handle: &str) -> Option<&mut CompanyState> {
        self.companies
            .iter_mut()
            .find(|company| company.handle == handle)
    }

    pub(super) fn company_by_name(&mut self, name: &str) -> Option<&mut CompanyState> {
        self.companies
            .iter_mut()
            .find(|company| company.name == name)
    }

    pub(super) fn add_company(&mut self, name: &str) -> String {
        let handle = format!("c|{}", self.number());
        let date = DateTime::default();
        self.companies.push(CompanyState {
            handle: handle.clone(),
            name: name.to_owned(),
            folders: BTreeMap::from([(format!("{name}/"), date)]),
            assets: Vec::new(),
            fields: BTreeSet::from(["Season".to_owned(), "Colours".to_owned()]),
            jobs: Vec::new(),
            scheduled: Vec::new(),
        });
        handle
    }

    pub(super) fn add_user(
        &mut self,
        email: &str,
        password: &str,
        user_type: UserType,
        companies: &[&str],
    ) {
        let handle = format!("u|{}|{email}", self.number());
        self.users.push(UserState {
            handle,
            email: email.to_owned(),
            password: password.to_owned(),
            token: None,
            user_type,
            companies: companies.iter().map(|name| (*name).to_owned()).collect(),
        });
    }

    pub(super) fn add_token(&mut self, email: &str, token: &str) {
        for user in self.users.iter_mut().filter(|user| user.email == email) {
            user.token = Some(token.to_owned());
        }
    }

    pub(super) fn add_asset(
        &mut self,
        company: &str,
        path: &str,
        asset_type: api::AssetType,
        now: DateTime,
    ) -> String {
        let number = self.number();
        match self.company_by_name(company) {
            Some(company) => company.add_asset(number, path, asset_type, now),
            None => String::new(),
        }
    }

    pub(super) fn change_assets(&mut self, company: &str, mut change: impl FnMut(&mut api::Asset)) {
        if let Some(company) = self.company_by_name(company) {
            for state in &mut company.assets {
                change(&mut state.asset);
            }
        }
    }

    pub(super) fn published(&mut self, company: &str) -> Vec<String> {
        let assets = self.company_by_name(company).map(|company| &company.assets);
        let published = assets
            .into_iter()
            .flatten()
            .filter(|asset| asset.is_published);
        published.map(AssetState::path).collect()
    }
}

impl CompanyState {
    /// Adds an asset, or replaces the one of the same name.
    pub(super) fn add_asset(
        &mut self,
        number: u64,
        path: &str,
        asset_type: api::AssetType,
        now: DateTime,
    ) -> String {
        let (folder, file) = path.rsplit_once('/').unwrap_or((&self.name, path));
        let folder = format!("{folder}/");
        self.add_folder(&folder, &now);
        let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let known = self.assets.iter_mut().find(|state| {
            state.asset.name.as_deref() == Some(name)
                && state.asset.trash_state == Some(api::TrashState::NotInTrash)
        });
        if let Some(known) = known {
            known.asset.last_modified = Some(now);
            known.is_changed = true;
            return known.asset.asset_handle.clone().unwrap_or_default();
        }
        let handle = format!("a|{number}|1|{}", number + 400);
        let mut asset = api::Asset::default();
        asset.asset_handle = Some(handle.clone());
        asset.r#type = Some(asset_type.clone());
        asset.name = Some(name.to_owned());
        asset.file_name = Some(file.to_owned());
        asset.folder = Some(folder.clone());
        asset.folder_handle = Some(format!("f|{folder}"));
        asset.ready_for_publish = Some(true);
        asset.trash_state = Some(api::TrashState::NotInTrash);
        asset.created = Some(now.clone());
        asset.last_modified = Some(now);
        asset.metadata_array = Some(Vec::new());
        if asset_type == api::AssetType::Image {
            let mut info = api::ImageInfo::default();
            info.width = Some(1600);
            info.height = Some(1200);
            info.file_size = Some(482_113);
            asset.image_info = Some(Box::new(info));
        }
        self.assets.push(AssetState {
            asset,
            is_published: false,
            is_changed: true,
            parts: Vec::new(),
        });
        handle
    }

    /// Gives a folder another path, with all that is in it.
    pub(super) fn move_folder(&mut self, from: &str, to: &str) {
        let folders = std::mem::take(&mut self.folders);
        let moved = |path: &str| match path.strip_prefix(from) {
            Some(rest) => format!("{to}{rest}"),
            None => path.to_owned(),
        };
        self.folders = folders
            .into_iter()
            .map(|(path, date)| (moved(&path), date))
            .collect();
        for state in &mut self.assets {
            let folder = moved(state.asset.folder.as_deref().unwrap_or_default());
            state.asset.folder_handle = Some(format!("f|{folder}"));
            state.asset.folder = Some(folder);
        }
    }

    pub(super) fn add_folder(&mut self, path: &str, now: &DateTime) {
        let mut start = 0;
        while let Some(length) = path.get(start..).and_then(|rest| rest.find('/')) {
            start += length + 1;
            let part = path.get(..start).unwrap_or(path).to_owned();
            self.folders.entry(part).or_insert_with(|| now.clone());
        }
    }

    /// A part of an asset.
    #[allow(dead_code, reason = "not every version has parts")]
    pub(super) fn part(&mut self, owner: &str, handle: &str) -> Option<&(String, String)> {
        let parts = &self.asset(owner)?.parts;
        parts.iter().find(|(known, _)| known == handle)
    }

    pub(super) fn asset(&mut self, handle: &str) -> Option<&mut AssetState> {
        self.assets
            .iter_mut()
            .find(|state| state.asset.asset_handle.as_deref() == Some(handle))
    }
}

impl AssetState {
    pub(super) fn path(&self) -> String {
        let folder = self.asset.folder.as_deref().unwrap_or_default();
        let name = self.asset.name.as_deref().unwrap_or_default();
        format!("{folder}{name}")
    }

    pub(super) fn is_in_trash(&self) -> bool {
        self.asset.trash_state != Some(api::TrashState::NotInTrash)
    }
}
