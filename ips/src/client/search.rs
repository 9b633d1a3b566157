//! Searches, page by page.

use std::collections::{HashSet, VecDeque};

use soapstone::Operation;

use super::Company;
use super::api::{self, operations};
use super::error::{Error, PagingError};
use crate::{FieldError, Fields};

/// How many assets the service gives at most on a page.
const ROWS: i32 = 1000;

/// How many it gives where only a few fields are asked for.
const ROWS_OF_FEW_FIELDS: i32 = 10_000;

/// Those fields.
const FEW_FIELDS: [&str; 5] = [
    TOTAL,
    HANDLE,
    "assetArray/items/name",
    "assetArray/items/type",
    "assetArray/items/subType",
];

const TOTAL: &str = "totalRows";
const HANDLE: &str = "assetArray/items/assetHandle";
const ITEMS: &str = "assetArray/items/";

/// What to search for.
///
/// ```
/// use scene7_ips::Search;
/// use scene7_ips::api::AssetType;
///
/// let search = Search::new()
///     .folder("Acme/shoes/")
///     .types([AssetType::Image])
///     .fields(["assetHandle", "name", "imageInfo/width"])?;
/// # Ok::<(), scene7_ips::FieldError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Search {
    param: api::SearchAssetsParam,
    fields: Option<Fields>,
}

impl Default for Search {
    fn default() -> Self {
        Search::new()
    }
}

impl Search {
    /// A search for all assets of a company, in all folders, but for those in the trash.
    pub fn new() -> Self {
        Search {
            param: api::SearchAssetsParam::new("", true),
            fields: None,
        }
    }

    /// Only assets in a folder, as in `Acme/shoes/`, and those below it.
    #[must_use]
    pub fn folder(mut self, path: impl Into<String>) -> Self {
        self.param.folder = Some(path.into());
        self
    }

    /// Leaves out assets in folders below.
    #[must_use]
    pub fn without_subfolders(mut self) -> Self {
        self.param.include_subfolders = false;
        self
    }

    /// Only assets of these types.
    #[must_use]
    pub fn types(mut self, types: impl IntoIterator<Item = api::AssetType>) -> Self {
        self.param.asset_type_array = Some(types.into_iter().collect());
        self
    }

    /// Only assets whose system field, such as the name, is like this. Several conditions must hold all.
    #[must_use]
    pub fn condition(mut self, condition: api::SystemFieldCondition) -> Self {
        self.param.system_field_match_mode = Some(api::SearchMatchMode::MatchAll);
        self.param
            .system_field_condition_array
            .get_or_insert_default()
            .push(condition);
        self
    }

    /// Only assets whose name contains a text.
    #[must_use]
    pub fn name_contains(self, text: impl Into<String>) -> Self {
        let mut condition = api::SystemFieldCondition::new(
            api::AssetSearchSystemField::Name,
            api::ComparisonOperator::Contains,
        );
        condition.value = Some(text.into());
        self.condition(condition)
    }

    /// Only assets whose metadata field is like this. Several conditions must hold all.
    #[must_use]
    pub fn metadata(mut self, condition: api::MetadataCondition) -> Self {
        self.param.metadata_match_mode = Some(api::SearchMatchMode::MatchAll);
        self.param
            .metadata_condition_array
            .get_or_insert_default()
            .push(condition);
        self
    }

    /// Only assets that are marked for publishing, or not.
    #[must_use]
    pub fn publish_state(mut self, state: api::PublishState) -> Self {
        self.param.publish_state = Some(state);
        self
    }

    /// Only assets in the trash, or all. Default: those that are not.
    #[must_use]
    pub fn trash(mut self, state: api::TrashStateFilter) -> Self {
        self.param.trash_state = Some(state);
        self
    }

    /// Sorts the assets.
    #[must_use]
    pub fn sort(mut self, field: api::AssetSortField, direction: api::SortDirection) -> Self {
        self.param.sort_by = Some(field);
        self.param.sort_direction = Some(direction);
        self
    }

    /// Sets how many assets are on a page. Default: as many as the service allows, which is 1000, or 10 000 where
    /// nothing but handle, name, type and subtype is asked for.
    #[must_use]
    pub fn page_size(mut self, size: i32) -> Self {
        self.param.records_per_page = Some(size.max(1));
        self
    }

    /// Asks for some fields only, which makes replies much smaller. A path is that below the asset, as in `name` or
    /// `imageInfo/width`. The handle and the number of assets always come.
    ///
    /// # Errors
    /// [`FieldError`] for a path that no asset has.
    pub fn fields(
        mut self,
        paths: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, FieldError> {
        let fields = Fields::only::<operations::SearchAssets>(below_asset(paths))?;
        self.fields = Some(fields.with(TOTAL).with(HANDLE));
        Ok(self)
    }

    /// Asks for all fields but these.
    ///
    /// # Errors
    /// [`FieldError`] for a path that no asset has.
    pub fn without_fields(
        mut self,
        paths: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, FieldError> {
        let fields = Fields::without::<operations::SearchAssets>(below_asset(paths))?;
        self.fields = Some(fields.with(TOTAL).with(HANDLE));
        Ok(self)
    }

    /// Changes the parameter of `searchAssets` itself, for what has no method here. The company, the page and the fields
    /// are set by the search.
    #[must_use]
    pub fn param(mut self, change: impl FnOnce(&mut api::SearchAssetsParam)) -> Self {
        change(&mut self.param);
        self
    }

    fn into_param(self, company: &Company) -> api::SearchAssetsParam {
        let mut param = self.param;
        param.company_handle = company.handle().to_owned();
        let few = self
            .fields
            .as_ref()
            .is_some_and(|fields| fields.is_within(&FEW_FIELDS));
        let rows = if few { ROWS_OF_FEW_FIELDS } else { ROWS };
        param.records_per_page = Some(param.records_per_page.unwrap_or(rows).min(rows));
        if let Some(fields) = self.fields {
            (param.response_field_array, param.exclude_field_array) = fields.into_arrays();
        }
        param
    }
}

fn below_asset(paths: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let below = |path: &str| format!("{ITEMS}{path}");
    paths.into_iter().map(|path| below(path.as_ref())).collect()
}

/// Where a walk through pages is: it knows when it is at its end, and that it doesn't go in circles.
#[derive(Debug, Default)]
struct Walk {
    page: i32,
    handles: HashSet<String>,
    is_done: bool,
}

impl Walk {
    /// The number of the next page.
    fn next_page(&mut self) -> Option<i32> {
        if self.is_done {
            return None;
        }
        self.page += 1;
        Some(self.page)
    }

    /// Takes a page with `total` assets on all pages; leaves what was not on a page before.
    fn accept<T>(
        &mut self,
        items: &mut Vec<T>,
        total: usize,
        handle: impl Fn(&T) -> Option<&str>,
    ) -> Result<(), PagingError> {
        let on_page = items.len();
        // Without a handle nobody can tell.
        items.retain(|item| {
            handle(item).is_none_or(|handle| self.handles.insert(handle.to_owned()))
        });
        let (page, found) = (self.page, self.handles.len());
        if found >= total {
            self.is_done = true;
            return Ok(());
        }
        if on_page == 0 {
            self.is_done = true;
            return Err(PagingError::Ended { page, found, total });
        }
        if items.is_empty() {
            self.is_done = true;
            return Err(PagingError::Repeated { page, found, total });
        }
        Ok(())
    }
}

/// One page of a search.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// The number of the page, from 1.
    pub number: i32,
    /// How many assets there are on all pages.
    pub total: usize,
    /// The assets, without those that were on a page before: pages shift when assets come and go.
    pub assets: Vec<api::Asset>,
}

/// The pages of a search.
///
/// It ends after as many assets as the service says there are. A service that gives the same page again and again is an
/// error and not a loop.
#[derive(Debug)]
pub struct Pages {
    company: Company,
    param: api::SearchAssetsParam,
    walk: Walk,
}

impl Pages {
    /// The next page; `None` after the last. After an error in a call the same page can be asked for again.
    ///
    /// # Errors
    /// Those of a call, and [`Error::Paging`], which ends the search.
    pub async fn next(&mut self) -> Result<Option<Page>, Error> {
        let Some(number) = self.walk.next_page() else {
            return Ok(None);
        };
        self.param.results_page = Some(number);
        let reply = match self
            .company
            .ips
            .call::<operations::SearchAssets>(&self.param)
            .await
        {
            Ok(reply) => reply,
            Err(error) => {
                self.walk.page -= 1;
                return Err(error);
            }
        };
        let mut assets = reply.asset_array.unwrap_or_default();
        let total = total(reply.total_rows, operations::SearchAssets::META.name)?;
        self.walk
            .accept(&mut assets, total, |asset| asset.asset_handle.as_deref())?;
        Ok(Some(Page {
            number,
            total,
            assets,
        }))
    }
}

fn total(rows: Option<i32>, operation: &'static str) -> Result<usize, Error> {
    rows.and_then(|rows| usize::try_from(rows).ok())
        .ok_or(Error::Incomplete {
            operation,
            field: TOTAL,
        })
}

/// The assets of a search, one by one.
#[derive(Debug)]
pub struct Assets {
    pages: Pages,
    waiting: VecDeque<api::Asset>,
}

impl Assets {
    /// The next asset; `None` after the last.
    ///
    /// # Errors
    /// As [`Pages::next`].
    pub async fn next(&mut self) -> Result<Option<api::Asset>, Error> {
        loop {
            if let Some(asset) = self.waiting.pop_front() {
                return Ok(Some(asset));
            }
            match self.pages.next().await? {
                Some(page) => self.waiting.extend(page.assets),
                None => return Ok(None),
            }
        }
    }
}

/// A search by metadata: `searchAssetsByMetadata`, which answers from an index and with summaries.
///
/// Fields of your own can be searched, but their values don't come back: ask for them with [`Company::assets`].
#[derive(Clone, Debug)]
pub struct MetadataSearch {
    param: api::SearchAssetsByMetadataParam,
}

impl MetadataSearch {
    /// A search for assets that meet all of these conditions.
    pub fn all(conditions: impl IntoIterator<Item = api::MetadataCondition>) -> Self {
        Self::new(conditions, api::SearchMatchMode::MatchAll)
    }

    /// A search for assets that meet one of these conditions.
    pub fn any(conditions: impl IntoIterator<Item = api::MetadataCondition>) -> Self {
        Self::new(conditions, api::SearchMatchMode::MatchAny)
    }

    fn new(
        conditions: impl IntoIterator<Item = api::MetadataCondition>,
        mode: api::SearchMatchMode,
    ) -> Self {
        let mut param = api::SearchAssetsByMetadataParam::new("");
        param.metadata_condition_array = Some(conditions.into_iter().collect());
        param.metadata_condition_match_mode = Some(mode);
        param.records_per_page = Some(ROWS);
        MetadataSearch { param }
    }

    /// Sets how many assets are on a page. Default: 1000.
    #[must_use]
    pub fn page_size(mut self, size: i32) -> Self {
        self.param.records_per_page = Some(size.clamp(1, ROWS));
        self
    }

    /// Changes the parameter of `searchAssetsByMetadata` itself, for what has no method here.
    #[must_use]
    pub fn param(mut self, change: impl FnOnce(&mut api::SearchAssetsByMetadataParam)) -> Self {
        change(&mut self.param);
        self
    }
}

/// One page of a search by metadata.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SummaryPage {
    /// The number of the page, from 1.
    pub number: i32,
    /// How many assets there are on all pages.
    pub total: usize,
    /// What the index knows of the assets.
    pub assets: Vec<api::AssetSummary>,
}

/// The pages of a search by metadata.
#[derive(Debug)]
pub struct MetadataPages {
    company: Company,
    param: api::SearchAssetsByMetadataParam,
    walk: Walk,
}

impl MetadataPages {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// As [`Pages::next`].
    pub async fn next(&mut self) -> Result<Option<SummaryPage>, Error> {
        let Some(number) = self.walk.next_page() else {
            return Ok(None);
        };
        self.param.results_page = Some(number);
        let reply = match self
            .company
            .ips
            .call::<operations::SearchAssetsByMetadata>(&self.param)
            .await
        {
            Ok(reply) => reply,
            Err(error) => {
                self.walk.page -= 1;
                return Err(error);
            }
        };
        let mut assets = reply.asset_summary_array.unwrap_or_default();
        let total = total(
            reply.total_rows,
            operations::SearchAssetsByMetadata::META.name,
        )?;
        self.walk
            .accept(&mut assets, total, |asset| asset.asset_handle.as_deref())?;
        Ok(Some(SummaryPage {
            number,
            total,
            assets,
        }))
    }
}

impl Company {
    /// Searches, page by page.
    ///
    /// Calls [`searchAssets`](api::client::IpsApi::search_assets).
    pub fn pages(&self, search: Search) -> Pages {
        Pages {
            company: self.clone(),
            param: search.into_param(self),
            walk: Walk::default(),
        }
    }

    /// Searches, asset by asset.
    pub fn search(&self, search: Search) -> Assets {
        Assets {
            pages: self.pages(search),
            waiting: VecDeque::new(),
        }
    }

    /// Searches to the end.
    ///
    /// # Errors
    /// As [`Pages::next`].
    pub async fn search_all(&self, search: Search) -> Result<Vec<api::Asset>, Error> {
        let mut pages = self.pages(search);
        let mut assets = Vec::new();
        while let Some(page) = pages.next().await? {
            assets.extend(page.assets);
        }
        Ok(assets)
    }

    /// How many assets a search finds, with a reply that holds one of them at most.
    ///
    /// # Errors
    /// As [`Pages::next`].
    pub async fn count(&self, search: Search) -> Result<usize, Error> {
        let mut param = search.into_param(self);
        param.records_per_page = Some(1);
        param.results_page = Some(1);
        param.response_field_array = Some(vec![TOTAL.to_owned()]);
        param.exclude_field_array = None;
        let reply = self.ips.call::<operations::SearchAssets>(&param).await?;
        total(reply.total_rows, operations::SearchAssets::META.name)
    }

    /// Searches by metadata, page by page.
    ///
    /// Calls [`searchAssetsByMetadata`](api::client::IpsApi::search_assets_by_metadata).
    pub fn metadata_pages(&self, search: MetadataSearch) -> MetadataPages {
        let mut param = search.param;
        param.company_handle = self.handle().to_owned();
        MetadataPages {
            company: self.clone(),
            param,
            walk: Walk::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(walk: &mut Walk, page: &[&'static str], total: usize) -> Result<usize, PagingError> {
        walk.next_page();
        let mut items = page.to_vec();
        walk.accept(&mut items, total, |item| Some(item))?;
        Ok(items.len())
    }

    #[test]
    fn what_was_on_a_page_before_is_left_out() {
        let mut walk = Walk::default();
        assert_eq!(accept(&mut walk, &["a", "b"], 3), Ok(2));
        assert_eq!(accept(&mut walk, &["b", "c"], 3), Ok(1));
        assert_eq!(walk.next_page(), None);
    }

    #[test]
    fn a_page_that_repeats_the_one_before_ends_the_search() {
        let mut walk = Walk::default();
        assert_eq!(accept(&mut walk, &["a", "b"], 3), Ok(2));
        let (page, found, total) = (2, 2, 3);
        assert_eq!(
            accept(&mut walk, &["a", "b"], 3),
            Err(PagingError::Repeated { page, found, total })
        );
        assert_eq!(walk.next_page(), None);
    }

    #[test]
    fn an_empty_page_too_early_is_an_error() {
        let mut walk = Walk::default();
        let (page, found, total) = (1, 0, 3);
        assert_eq!(
            accept(&mut walk, &[], 3),
            Err(PagingError::Ended { page, found, total })
        );
    }
}
