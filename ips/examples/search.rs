//! Workflow 2: searches, page by page, with some fields only, and counts.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::Search;
use scene7_ips::api::AssetType;
use scene7_ips::{Error, Ips, blocking};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let shoes = || {
        Search::new()
            .folder("Acme/shoes/")
            .types([AssetType::Image])
    };
    let mut lines = vec![format!("{} images", company.count(shoes()).await?)];

    let mut pages = company.pages(shoes().fields(["name", "imageInfo/width"])?.page_size(5));
    while let Some(page) = pages.next().await? {
        let names = page.assets.iter().filter_map(|asset| asset.name.as_deref());
        let names: Vec<&str> = names.collect();
        lines.push(format!("page {}: {}", page.number, names.join(" ")));
    }

    let boots = company
        .search_all(Search::new().name_contains("boot"))
        .await?;
    let handles = boots.iter().filter_map(|asset| asset.asset_handle.clone());
    let details = company.assets(handles).await?;
    lines.push(format!(
        "{} boots, {} with details",
        boots.len(),
        details.len()
    ));
    Ok(lines)
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let shoes = || {
        Search::new()
            .folder("Acme/shoes/")
            .types([AssetType::Image])
    };
    let mut lines = vec![format!("{} images", company.count(shoes())?)];

    let mut pages = company.pages(shoes().fields(["name", "imageInfo/width"])?.page_size(5));
    while let Some(page) = pages.next().transpose()? {
        let names = page.assets.iter().filter_map(|asset| asset.name.as_deref());
        let names: Vec<&str> = names.collect();
        lines.push(format!("page {}: {}", page.number, names.join(" ")));
    }

    let boots = company.search_all(Search::new().name_contains("boot"))?;
    let handles = boots.iter().filter_map(|asset| asset.asset_handle.clone());
    let details = company.assets(handles)?;
    lines.push(format!(
        "{} boots, {} with details",
        boots.len(),
        details.len()
    ));
    Ok(lines)
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
