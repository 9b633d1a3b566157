//! Workflow 6: publishing what is marked for it, and jobs with a schedule.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::api::PublishState;
use scene7_ips::{Error, Ips, blocking};
use scene7_ips::{Job, Search, WaitOptions};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let hats = company
        .search_all(Search::new().folder("Acme/hats/"))
        .await?;
    let handles = hats.into_iter().filter_map(|asset| asset.asset_handle);
    let marked = company
        .set_publish_state(handles, PublishState::NotMarkedForPublish)
        .await?
        .into_result()?;
    let report = company
        .submit(Job::publish_full().name("evening"))
        .await?
        .wait(&WaitOptions::new())
        .await?;

    let nightly = company
        .submit(
            Job::publish_incremental()
                .name("nightly")
                .scheduled("0 0 2 * * ?"),
        )
        .await?;
    nightly.pause().await?;
    let scheduled = company.scheduled_jobs().await?;
    let state = scheduled.first().and_then(|job| job.trigger_state.clone());
    nightly.delete().await?;
    Ok(vec![
        format!("{} hats left out", marked.successes),
        format!("{:?} published", report.log.file_success_count),
        format!(
            "{state:?}, then {} scheduled",
            company.scheduled_jobs().await?.len()
        ),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let hats = company.search_all(Search::new().folder("Acme/hats/"))?;
    let handles = hats.into_iter().filter_map(|asset| asset.asset_handle);
    let marked = company
        .set_publish_state(handles, PublishState::NotMarkedForPublish)?
        .into_result()?;
    let report = company
        .submit(Job::publish_full().name("evening"))?
        .wait(&WaitOptions::new())?;

    let nightly = company.submit(
        Job::publish_incremental()
            .name("nightly")
            .scheduled("0 0 2 * * ?"),
    )?;
    nightly.pause()?;
    let scheduled = company.scheduled_jobs()?;
    let state = scheduled.first().and_then(|job| job.trigger_state.clone());
    nightly.delete()?;
    Ok(vec![
        format!("{} hats left out", marked.successes),
        format!("{:?} published", report.log.file_success_count),
        format!(
            "{state:?}, then {} scheduled",
            company.scheduled_jobs()?.len()
        ),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
