//! The same as structs of serde's, as one writes them by hand for the fields that one uses.
//!
//! Texts with known values and moments are strings here, which is less work than reading them into types of their
//! own.

use serde::Deserialize;

use crate::comparison::Tally;

/// A list in an element of its own.
#[derive(Deserialize)]
pub(crate) struct Items<T> {
    #[serde(default = "Vec::new")]
    items: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchAssetsReturn {
    #[expect(dead_code, reason = "read like the others")]
    total_rows: Option<i32>,
    asset_array: Option<Items<Asset>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Asset {
    asset_handle: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    sub_type: Option<String>,
    name: Option<String>,
    file_name: Option<String>,
    folder: Option<String>,
    folder_handle: Option<String>,
    ready_for_publish: Option<bool>,
    trash_state: Option<String>,
    projects: Option<String>,
    #[serde(rename = "ipsImageUrl")]
    ips_image_url: Option<String>,
    created: Option<String>,
    create_user: Option<String>,
    last_modified: Option<String>,
    last_modify_user: Option<String>,
    metadata_array: Option<Items<Metadata>>,
    image_info: Option<ImageInfo>,
    permissions: Option<Items<Permission>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Metadata {
    name: Option<String>,
    value: Option<String>,
    bool_val: Option<bool>,
    long_val: Option<i64>,
    double_val: Option<f64>,
    date_val: Option<String>,
    value_array: Option<Items<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
struct ImageInfo {
    original_path: Option<String>,
    original_file: Option<String>,
    optimized_path: Option<String>,
    optimized_file: Option<String>,
    mask_path: Option<String>,
    mask_file: Option<String>,
    width: Option<i32>,
    height: Option<i32>,
    file_size: Option<i64>,
    resolution: Option<f64>,
    sku: Option<String>,
    description: Option<String>,
    comments: Option<String>,
    user_data: Option<String>,
    anchor_x: Option<i32>,
    anchor_y: Option<i32>,
    url_modifier: Option<String>,
    url_post_apply_modifier: Option<String>,
    zoom_targets: Option<Items<ZoomTarget>>,
    image_maps: Option<Items<ImageMap>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
struct ZoomTarget {
    zoom_target_handle: Option<String>,
    name: Option<String>,
    x_position: Option<i32>,
    y_position: Option<i32>,
    width: Option<i32>,
    height: Option<i32>,
    user_data: Option<String>,
    position: Option<i32>,
    last_modified: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
struct ImageMap {
    image_map_handle: Option<String>,
    name: Option<String>,
    region: Option<String>,
    action: Option<String>,
    shape_type: Option<String>,
    position: Option<i32>,
    enabled: Option<bool>,
    last_modified: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Permission {
    group_handle: Option<String>,
    group_name: Option<String>,
    permission_type: Option<String>,
    is_allowed: Option<bool>,
    is_override: Option<bool>,
}

impl Tally for SearchAssetsReturn {
    fn tally(&self) -> usize {
        let assets = self
            .asset_array
            .as_ref()
            .map(|array| array.items.as_slice())
            .unwrap_or_default();
        assets.len()
            + assets
                .iter()
                .flat_map(|asset| &asset.metadata_array)
                .map(|array| array.items.len())
                .sum::<usize>()
    }
}
