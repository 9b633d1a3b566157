//! Workflow 8: renaming, moving, deleting, and the trash.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::Search;
use scene7_ips::api::TrashStateFilter;
use scene7_ips::{Error, Ips, blocking};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let assets = company.assets_by_name(["hat-01", "hat-02"]).await?;
    let mut handles = assets.into_iter().filter_map(|asset| asset.asset_handle);
    let (first, second) = (
        handles.next().unwrap_or_default(),
        handles.next().unwrap_or_default(),
    );

    company.rename_asset(&first, "bowler", true).await?;
    let taken = company.rename_asset(&second, "bowler", true).await;
    let folder = company.create_folder("Acme/hats/old").await?;
    let moved = company
        .move_assets([&*first], &folder)
        .await?
        .into_result()?;

    let deleted = company
        .delete_assets([&*first, &*second])
        .await?
        .into_result()?;
    let in_trash = Search::new().trash(TrashStateFilter::InTrash);
    let in_trash = company.count(in_trash).await?;
    let restored = company.restore_assets([&*first]).await?.into_result()?;
    let emptied = company.empty_trash([&*second]).await?.into_result()?;
    Ok(vec![
        format!("{}", taken.expect_err("the name is in use")),
        format!(
            "{} moved, {} deleted, {in_trash} in the trash",
            moved.successes, deleted.successes
        ),
        format!(
            "{} restored, {} gone",
            restored.successes, emptied.successes
        ),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let assets = company.assets_by_name(["hat-01", "hat-02"])?;
    let mut handles = assets.into_iter().filter_map(|asset| asset.asset_handle);
    let (first, second) = (
        handles.next().unwrap_or_default(),
        handles.next().unwrap_or_default(),
    );

    company.rename_asset(&first, "bowler", true)?;
    let taken = company.rename_asset(&second, "bowler", true);
    let folder = company.create_folder("Acme/hats/old")?;
    let moved = company.move_assets([&*first], &folder)?.into_result()?;

    let deleted = company.delete_assets([&*first, &*second])?.into_result()?;
    let in_trash = Search::new().trash(TrashStateFilter::InTrash);
    let in_trash = company.count(in_trash)?;
    let restored = company.restore_assets([&*first])?.into_result()?;
    let emptied = company.empty_trash([&*second])?.into_result()?;
    Ok(vec![
        format!("{}", taken.expect_err("the name is in use")),
        format!(
            "{} moved, {} deleted, {in_trash} in the trash",
            moved.successes, deleted.successes
        ),
        format!(
            "{} restored, {} gone",
            restored.successes, emptied.successes
        ),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
