//! Workflow 4: files, by URL and from this machine.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::api::PublishType;
use scene7_ips::{Content, Job, Upload, WaitOptions};
use scene7_ips::{Error, Ips, blocking};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let urls = [
        ("https://example.com/coat.tif", "Acme/coats/coat.tif"),
        ("https://example.com/missing.tif", "Acme/coats/missing.tif"),
    ];
    let job = Job::upload_urls(urls).then_publish(PublishType::Incremental);
    let by_url = company.submit(job).await?.wait(&WaitOptions::new()).await?;

    let upload = Upload::to("Acme/scarves/")
        .file("wool.jpg", Content::bytes("not really an image"))
        .file("silk.jpg", Content::bytes("neither"));
    let by_post = company
        .upload(upload)
        .await?
        .wait(&WaitOptions::new())
        .await?;

    Ok(vec![
        format!("by URL: {:?}", by_url.outcome),
        format!(
            "failed: {:?}",
            by_url
                .errors()
                .next()
                .and_then(|error| error.asset_name.clone())
        ),
        format!(
            "posted: {:?}, {:?} files",
            by_post.outcome, by_post.log.file_success_count
        ),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let urls = [
        ("https://example.com/coat.tif", "Acme/coats/coat.tif"),
        ("https://example.com/missing.tif", "Acme/coats/missing.tif"),
    ];
    let job = Job::upload_urls(urls).then_publish(PublishType::Incremental);
    let by_url = company.submit(job)?.wait(&WaitOptions::new())?;

    let upload = Upload::to("Acme/scarves/")
        .file("wool.jpg", Content::bytes("not really an image"))
        .file("silk.jpg", Content::bytes("neither"));
    let by_post = company.upload(upload)?.wait(&WaitOptions::new())?;

    Ok(vec![
        format!("by URL: {:?}", by_url.outcome),
        format!(
            "failed: {:?}",
            by_url
                .errors()
                .next()
                .and_then(|error| error.asset_name.clone())
        ),
        format!(
            "posted: {:?}, {:?} files",
            by_post.outcome, by_post.log.file_success_count
        ),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
