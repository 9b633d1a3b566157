//! Workflow 3: a walk through the folders, with a search in each.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::Search;
use scene7_ips::{Error, Ips, blocking};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let mut lines = Vec::new();
    for folder in company.folders(None).await? {
        let path = folder.path.unwrap_or_default();
        let search = Search::new().folder(&*path).without_subfolders();
        lines.push(format!("{path}: {}", company.count(search).await?));
    }
    Ok(lines)
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let mut lines = Vec::new();
    for folder in company.folders(None)? {
        let path = folder.path.unwrap_or_default();
        let search = Search::new().folder(&*path).without_subfolders();
        lines.push(format!("{path}: {}", company.count(search)?));
    }
    Ok(lines)
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
