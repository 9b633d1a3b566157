//! One page of assets, as the IPS API returns it, with all fields that images have.

pub(crate) mod as_serde;

use std::error::Error;

use scene7_ips_api::v2014_04_03::{
    Asset, AssetType, ImageInfo, ImageMap, Metadata, Permission, PermissionType, RegionShape,
    SearchAssetsReturn, TrashState, ZoomTarget,
};
use soapstone::xsd::DateTime;

use crate::comparison::Tally;

/// The length of an asset as it is written, about.
const ASSET_LENGTH: usize = 4_110;

/// A value that is about `length` bytes long when it is written.
pub(crate) fn document(length: usize) -> Result<SearchAssetsReturn, Box<dyn Error>> {
    let count = i32::try_from(length / ASSET_LENGTH)?;
    Ok(SearchAssetsReturn {
        total_rows: Some(count),
        asset_array: Some((0..count).map(asset).collect::<Result<_, _>>()?),
    })
}

fn asset(number: i32) -> Result<Asset, Box<dyn Error>> {
    Ok(Asset {
        asset_handle: Some(format!("a|24265|1|{number}")),
        r#type: Some(AssetType::Image),
        sub_type: Some(String::from("CatalogImage")),
        name: Some(format!("autumn-leaves-{number}")),
        file_name: Some(format!("autumn-leaves-{number}.tif")),
        folder: Some(format!("Acme/catalogue/season-{}/outdoor", number % 40)),
        folder_handle: Some(format!("f|24265|{}", number % 40)),
        ready_for_publish: Some(number % 3 != 0),
        trash_state: Some(TrashState::NotInTrash),
        projects: Some(String::from("Autumn & Winter, Outdoor")),
        ips_image_url: Some(format!(
            "is/image/Acme/autumn-leaves-{number}?wid=100&hei=100&fmt=jpeg&qlt=80"
        )),
        created: Some(moment(number)?),
        create_user: Some(String::from("morgan.reyes@acme.example")),
        last_modified: Some(moment(number + 7)?),
        last_modify_user: Some(String::from("kim.larsen@acme.example")),
        metadata_array: Some(metadata(number)?),
        image_info: Some(Box::new(image_info(number)?)),
        permissions: Some(permissions()),
        ..Asset::default()
    })
}

fn metadata(number: i32) -> Result<Vec<Metadata>, Box<dyn Error>> {
    let field = |name: &str, value: String| Metadata {
        name: Some(String::from(name)),
        value: Some(value),
        ..Metadata::default()
    };
    let modified = moment(number + 3)?;
    Ok(vec![
        field(
            "dc.title",
            format!("Autumn leaves on a forest path, picture {number}"),
        ),
        field(
            "dc.rights",
            String::from("© Acme Corporation. All rights reserved; licensed for the web only."),
        ),
        Metadata {
            bool_val: Some(number % 2 == 0),
            ..field("approved", (number % 2 == 0).to_string())
        },
        Metadata {
            long_val: Some(i64::from(number) * 7_919),
            ..field("stock", (i64::from(number) * 7_919).to_string())
        },
        Metadata {
            double_val: Some(f64::from(number) * 0.25),
            ..field("weight", (f64::from(number) * 0.25).to_string())
        },
        Metadata {
            date_val: Some(modified.clone()),
            ..field("reviewed", modified.to_string())
        },
        Metadata {
            value_array: Some(
                ["autumn", "leaves", "forest", "path"]
                    .map(String::from)
                    .to_vec(),
            ),
            ..field("keywords", String::from("autumn, leaves, forest, path"))
        },
    ])
}

fn image_info(number: i32) -> Result<ImageInfo, Box<dyn Error>> {
    Ok(ImageInfo {
        original_path: Some(format!("/vol/acme/original/season-{}", number % 40)),
        original_file: Some(format!("autumn-leaves-{number}.tif")),
        optimized_path: Some(format!("/vol/acme/optimized/season-{}", number % 40)),
        optimized_file: Some(format!("autumn-leaves-{number}.ptif")),
        mask_path: Some(format!("/vol/acme/mask/season-{}", number % 40)),
        mask_file: Some(format!("autumn-leaves-{number}-mask.tif")),
        width: Some(4_000 + number % 1_000),
        height: Some(3_000 + number % 700),
        file_size: Some(36_000_000 + i64::from(number)),
        resolution: Some(300.5),
        sku: Some(format!("SKU-{number:08}")),
        description: Some(String::from(
            "Leaves of maple & oak on a path; morning light, <soft> shadows.",
        )),
        comments: Some(String::from("Colour corrected for print and for the web.")),
        user_data: Some(format!("row={number};source=camera-2")),
        anchor_x: Some(2_000),
        anchor_y: Some(1_500),
        url_modifier: Some(String::from("op_sharpen=1&resMode=bicub")),
        url_post_apply_modifier: Some(String::from("fmt=jpeg&qlt=80")),
        zoom_targets: Some(vec![zoom_target(number)?]),
        masks: None,
        image_maps: Some(vec![image_map(number)?]),
    })
}

fn zoom_target(number: i32) -> Result<ZoomTarget, Box<dyn Error>> {
    Ok(ZoomTarget {
        zoom_target_handle: Some(format!("z|24265|{number}")),
        name: Some(String::from("detail")),
        x_position: Some(number % 900),
        y_position: Some(number % 600),
        width: Some(640),
        height: Some(480),
        user_data: None,
        position: Some(1),
        last_modified: Some(moment(number)?),
    })
}

fn image_map(number: i32) -> Result<ImageMap, Box<dyn Error>> {
    Ok(ImageMap {
        image_map_handle: Some(format!("m|24265|{number}")),
        name: Some(String::from("leaf")),
        region: Some(String::from("120,80,480,80,480,360,120,360")),
        action: Some(format!("href=\"/catalogue/leaf-{number}\"")),
        shape_type: Some(RegionShape::Polygon),
        position: Some(1),
        enabled: Some(true),
        last_modified: Some(moment(number)?),
    })
}

fn permissions() -> Vec<Permission> {
    [PermissionType::Read, PermissionType::Write]
        .map(|permission_type| Permission {
            group_handle: Some(String::from("g|24265|3")),
            group_name: Some(String::from("Editors")),
            permission_type: Some(permission_type),
            is_allowed: Some(true),
            is_override: Some(false),
        })
        .to_vec()
}

fn moment(number: i32) -> Result<DateTime, Box<dyn Error>> {
    let text = format!(
        "2014-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}-08:00",
        number % 12 + 1,
        number % 28 + 1,
        number % 24,
        number % 60,
        (number / 60) % 60,
        number % 999 + 1
    );
    Ok(text.parse()?)
}

impl Tally for SearchAssetsReturn {
    fn tally(&self) -> usize {
        let assets = self.asset_array.as_deref().unwrap_or_default();
        assets.len()
            + assets
                .iter()
                .flat_map(|asset| asset.metadata_array.as_deref())
                .map(<[_]>::len)
                .sum::<usize>()
    }
}
