//! Workflow 10: exports, and reports on jobs.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::{Error, Ips, blocking};
use scene7_ips::{Job, Search, WaitOptions};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let bags = company
        .search_all(Search::new().folder("Acme/bags/"))
        .await?;
    let handles = bags.into_iter().filter_map(|asset| asset.asset_handle);
    let report = company
        .submit(Job::export(handles))
        .await?
        .wait(&WaitOptions::new())
        .await?;
    let archives = report
        .urls()
        .into_iter()
        .filter(|url| url.ends_with(".zip"));

    let logs = company.job_logs(None, None, Some(10)).await?;
    let counts = logs.iter().filter_map(|log| log.total_file_count);
    Ok(vec![
        format!("{:?}, {} archive", report.outcome, archives.count()),
        format!("{} files in {} jobs", counts.sum::<i32>(), logs.len()),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let bags = company.search_all(Search::new().folder("Acme/bags/"))?;
    let handles = bags.into_iter().filter_map(|asset| asset.asset_handle);
    let report = company
        .submit(Job::export(handles))?
        .wait(&WaitOptions::new())?;
    let archives = report
        .urls()
        .into_iter()
        .filter(|url| url.ends_with(".zip"));

    let logs = company.job_logs(None, None, Some(10))?;
    let counts = logs.iter().filter_map(|log| log.total_file_count);
    Ok(vec![
        format!("{:?}, {} archive", report.outcome, archives.count()),
        format!("{} files in {} jobs", counts.sum::<i32>(), logs.len()),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
