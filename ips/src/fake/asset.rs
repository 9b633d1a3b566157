//! Which assets a search finds, and in which order.

use super::api::{
    Asset, AssetSearchSystemField, AssetSortField, ComparisonOperator, MetadataCondition,
    PublishState, SearchAssetsParam, SearchFilter, SearchMatchMode, SortDirection,
    SystemFieldCondition, TrashStateFilter,
};
use super::state::{AssetState, CompanyState};

/// What the two kinds of searches have in common.
pub(super) struct Filter<'p> {
    folder: Option<&'p str>,
    includes_subfolders: bool,
    types: Option<&'p [super::api::AssetType]>,
    excluded_types: Option<&'p [super::api::AssetType]>,
    publish_state: Option<&'p PublishState>,
    trash_state: Option<&'p TrashStateFilter>,
    system: &'p [SystemFieldCondition],
    system_mode: Option<&'p SearchMatchMode>,
    metadata: &'p [MetadataCondition],
    metadata_mode: Option<&'p SearchMatchMode>,
}

impl<'p> Filter<'p> {
    pub(super) fn of_search(param: &'p SearchAssetsParam) -> Self {
        Filter {
            folder: param.folder.as_deref(),
            includes_subfolders: param.include_subfolders,
            types: param.asset_type_array.as_deref(),
            excluded_types: param.exclude_asset_type_array.as_deref(),
            publish_state: param.publish_state.as_ref(),
            trash_state: param.trash_state.as_ref(),
            system: param
                .system_field_condition_array
                .as_deref()
                .unwrap_or_default(),
            system_mode: param.system_field_match_mode.as_ref(),
            metadata: param
                .metadata_condition_array
                .as_deref()
                .unwrap_or_default(),
            metadata_mode: param.metadata_match_mode.as_ref(),
        }
    }

    pub(super) fn of_metadata(
        filter: Option<&'p SearchFilter>,
        conditions: Option<&'p [MetadataCondition]>,
        mode: Option<&'p SearchMatchMode>,
    ) -> Self {
        Filter {
            folder: filter.and_then(|filter| filter.folder.as_deref()),
            includes_subfolders: filter
                .and_then(|filter| filter.include_subfolders)
                .unwrap_or(true),
            types: filter.and_then(|filter| filter.asset_type_array.as_deref()),
            excluded_types: filter.and_then(|filter| filter.exclude_asset_type_array.as_deref()),
            publish_state: filter.and_then(|filter| filter.publish_state.as_ref()),
            trash_state: filter.and_then(|filter| filter.trash_state.as_ref()),
            system: &[],
            system_mode: None,
            metadata: conditions.unwrap_or_default(),
            metadata_mode: mode,
        }
    }

    pub(super) fn assets<'c>(&self, company: &'c CompanyState) -> Vec<&'c Asset> {
        let fitting = company.assets.iter().filter(|state| self.fits(state));
        fitting.map(|state| &state.asset).collect()
    }

    fn fits(&self, state: &AssetState) -> bool {
        let asset = &state.asset;
        let is_type = |types: &[super::api::AssetType]| {
            asset
                .r#type
                .as_ref()
                .is_some_and(|asset_type| types.contains(asset_type))
        };
        self.is_in_folder(asset)
            && self
                .types
                .is_none_or(|types| types.is_empty() || is_type(types))
            && !self.excluded_types.is_some_and(is_type)
            && self.fits_states(state)
            && holds(self.system_mode, self.system, |condition| {
                system(asset, condition)
            })
            && holds(self.metadata_mode, self.metadata, |condition| {
                metadata(asset, condition)
            })
    }

    fn is_in_folder(&self, asset: &Asset) -> bool {
        let Some(folder) = self.folder.filter(|folder| !folder.is_empty()) else {
            return true;
        };
        let folder = format!("{}/", folder.trim_end_matches('/'));
        let own = asset.folder.as_deref().unwrap_or_default();
        match self.includes_subfolders {
            true => own.starts_with(&folder),
            false => own == folder,
        }
    }

    fn fits_states(&self, state: &AssetState) -> bool {
        let is_in_trash = state.is_in_trash();
        let trash = match self.trash_state {
            None | Some(TrashStateFilter::NotInTrash) => !is_in_trash,
            Some(TrashStateFilter::InTrash) => is_in_trash,
            Some(TrashStateFilter::Any) => true,
            Some(_) => false,
        };
        let is_marked = state.asset.ready_for_publish == Some(true);
        let publish = match self.publish_state {
            None => true,
            Some(PublishState::MarkedForPublish) => is_marked,
            Some(PublishState::NotMarkedForPublish) => !is_marked,
            Some(_) => false,
        };
        trash && publish
    }
}

fn holds<T>(mode: Option<&SearchMatchMode>, conditions: &[T], is_met: impl Fn(&T) -> bool) -> bool {
    match mode {
        Some(SearchMatchMode::MatchAny) => conditions.is_empty() || conditions.iter().any(is_met),
        _ => conditions.iter().all(is_met),
    }
}

fn system(asset: &Asset, condition: &SystemFieldCondition) -> bool {
    let text = match &condition.field {
        AssetSearchSystemField::Name => asset.name.as_deref(),
        AssetSearchSystemField::FileName => asset.file_name.as_deref(),
        AssetSearchSystemField::CreateUser => asset.create_user.as_deref(),
        AssetSearchSystemField::LastModifyUser => asset.last_modify_user.as_deref(),
        AssetSearchSystemField::FileSize => {
            let size = asset.image_info.as_ref().and_then(|info| info.file_size);
            return number(size, condition);
        }
        _ => None,
    };
    compare(text, &condition.op, condition.value.as_deref(), false)
}

fn number(value: Option<i64>, condition: &SystemFieldCondition) -> bool {
    let Some(value) = value else { return false };
    let bound = condition.long_val.unwrap_or_default();
    let low = condition.min_long.unwrap_or(i64::MIN);
    let high = condition.max_long.unwrap_or(i64::MAX);
    match &condition.op {
        ComparisonOperator::Equals => value == bound,
        ComparisonOperator::NotEquals => value != bound,
        ComparisonOperator::LessThan => value < bound,
        ComparisonOperator::LessThanEquals => value <= bound,
        ComparisonOperator::GreaterThan => value > bound,
        ComparisonOperator::GreaterThanEquals => value >= bound,
        ComparisonOperator::Between => (low..=high).contains(&value),
        ComparisonOperator::NotBetween => !(low..=high).contains(&value),
        _ => false,
    }
}

fn metadata(asset: &Asset, condition: &MetadataCondition) -> bool {
    let fields = asset.metadata_array.as_deref().unwrap_or_default();
    let field = fields
        .iter()
        .find(|field| field.name.as_deref() == Some(&condition.field_handle));
    let value = field.and_then(|field| field.value.as_deref());
    compare(
        value,
        &condition.op,
        condition.value.as_deref(),
        condition.case_sensitive == Some(true),
    )
}

fn compare(
    text: Option<&str>,
    operator: &ComparisonOperator,
    wanted: Option<&str>,
    is_case_sensitive: bool,
) -> bool {
    let folded = |text: &str| match is_case_sensitive {
        true => text.to_owned(),
        false => text.to_lowercase(),
    };
    let text = folded(text.unwrap_or_default());
    let wanted = folded(wanted.unwrap_or_default());
    match operator {
        ComparisonOperator::Equals => text == wanted,
        ComparisonOperator::NotEquals => text != wanted,
        ComparisonOperator::Contains => text.contains(&wanted),
        ComparisonOperator::NotContains => !text.contains(&wanted),
        ComparisonOperator::StartsWith => text.starts_with(&wanted),
        ComparisonOperator::EndsWith => text.ends_with(&wanted),
        _ => false,
    }
}

/// Sorts as a search asks for; by the order of creation if it doesn't.
pub(super) fn sort(
    assets: &mut [&Asset],
    field: Option<&AssetSortField>,
    direction: Option<&SortDirection>,
) {
    match field {
        Some(AssetSortField::Name) => assets.sort_by(|a, b| a.name.cmp(&b.name)),
        Some(AssetSortField::AssetType) => {
            let key = |asset: &Asset| {
                asset
                    .r#type
                    .as_ref()
                    .map(|asset_type| asset_type.as_str().to_owned())
            };
            assets.sort_by_key(|asset| key(asset));
        }
        Some(AssetSortField::FileSize) => {
            assets.sort_by_key(|asset| asset.image_info.as_ref().and_then(|info| info.file_size));
        }
        _ => {}
    }
    if direction == Some(&SortDirection::Descending) {
        assets.reverse();
    }
}

/// One page of some rows.
pub(super) fn page<T>(items: Vec<T>, number: Option<i32>, size: i32) -> Vec<T> {
    let size = usize::try_from(size.max(1)).unwrap_or(1);
    let number = usize::try_from(number.unwrap_or(1).max(1)).unwrap_or(1);
    items
        .into_iter()
        .skip((number - 1).saturating_mul(size))
        .take(size)
        .collect()
}
