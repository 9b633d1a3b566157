//! Workflow 7: metadata of many assets. Some may fail, and the outcome says which.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::api::{ComparisonOperator, MetadataCondition};
use scene7_ips::{Error, Ips, blocking};
use scene7_ips::{MetadataSearch, Search, SetMetadata};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let boots = company
        .search_all(Search::new().name_contains("boot"))
        .await?;
    let handles: Vec<String> = boots
        .into_iter()
        .filter_map(|asset| asset.asset_handle)
        .collect();

    let change = SetMetadata::of(handles.clone()).text("Season", "winter");
    let outcome = company.set_metadata([change]).await?.into_result()?;
    let mut lines = vec![format!("{} set", outcome.successes)];

    let wrong = SetMetadata::of(["a|0"]).text("Season", "winter");
    match company.set_metadata([wrong]).await?.into_result() {
        Ok(_) => lines.push("unexpected".to_owned()),
        Err(failure) => lines.push(failure.to_string()),
    }

    let mut winter = MetadataCondition::new("Season", ComparisonOperator::Equals);
    winter.value = Some("winter".to_owned());
    let mut pages = company.metadata_pages(MetadataSearch::all([winter]));
    if let Some(page) = pages.next().await? {
        lines.push(format!("{} found", page.total));
    }
    Ok(lines)
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let boots = company.search_all(Search::new().name_contains("boot"))?;
    let handles: Vec<String> = boots
        .into_iter()
        .filter_map(|asset| asset.asset_handle)
        .collect();

    let change = SetMetadata::of(handles.clone()).text("Season", "winter");
    let outcome = company.set_metadata([change])?.into_result()?;
    let mut lines = vec![format!("{} set", outcome.successes)];

    let wrong = SetMetadata::of(["a|0"]).text("Season", "winter");
    match company.set_metadata([wrong])?.into_result() {
        Ok(_) => lines.push("unexpected".to_owned()),
        Err(failure) => lines.push(failure.to_string()),
    }

    let mut winter = MetadataCondition::new("Season", ComparisonOperator::Equals);
    winter.value = Some("winter".to_owned());
    let mut pages = company.metadata_pages(MetadataSearch::all([winter]));
    if let Some(page) = pages.next().transpose()? {
        lines.push(format!("{} found", page.total));
    }
    Ok(lines)
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
