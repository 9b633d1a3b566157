//! Workflow 1: the company, whose handle everything else needs. It is asked for once.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::{Error, Ips, blocking};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let again = ips.company("Acme").await?;
    let missing = ips.company("Amce").await;
    Ok(vec![
        format!(
            "{} is {}",
            again.root_path().unwrap_or_default(),
            company.handle()
        ),
        format!("{}", missing.expect_err("there is no such company")),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let again = ips.company("Acme")?;
    let missing = ips.company("Amce");
    Ok(vec![
        format!(
            "{} is {}",
            again.root_path().unwrap_or_default(),
            company.handle()
        ),
        format!("{}", missing.expect_err("there is no such company")),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
