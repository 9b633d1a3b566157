//! Workflow 9: the cache of the CDN.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::{Error, Ips, blocking};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let url = |number: usize| {
        format!(
            "https://s7d1.example.com/is/image/Acme/shoe-{:04}",
            number % 1200
        )
    };
    let invalidation = company.invalidate_cdn((0..2400).map(url)).await?;
    let wrong = company.invalidate_cdn(["shoe-0001"]).await;
    Ok(vec![
        format!(
            "{} URLs in {} requests",
            invalidation.urls,
            invalidation.replies.len()
        ),
        format!("{}", wrong.expect_err("it is no URL")),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let url = |number: usize| {
        format!(
            "https://s7d1.example.com/is/image/Acme/shoe-{:04}",
            number % 1200
        )
    };
    let invalidation = company.invalidate_cdn((0..2400).map(url))?;
    let wrong = company.invalidate_cdn(["shoe-0001"]);
    Ok(vec![
        format!(
            "{} URLs in {} requests",
            invalidation.urls,
            invalidation.replies.len()
        ),
        format!("{}", wrong.expect_err("it is no URL")),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
