//! Workflow 5: waiting for a job, and what came of it.
#![allow(clippy::expect_used, reason = "it is an example")]

mod demo;

use scene7_ips::{Error, Ips, blocking};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use scene7_ips::{Job, WaitOptions};

/// With an asynchronous client.
pub(crate) async fn run(ips: Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme").await?;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let states = Arc::clone(&seen);
    let options = WaitOptions::new()
        .pauses(Duration::from_secs(2), Duration::from_secs(30))
        .deadline(Duration::from_secs(600))
        .on_progress(move |progress| {
            let mut states = states.lock().expect("nobody panics");
            if states.last() != Some(&progress.state) {
                states.push(progress.state.clone());
            }
        });
    let job = company.submit(Job::publish_full()).await?;
    let report = job.wait(&options).await?;

    let stopped = company.submit(Job::publish_full()).await?;
    stopped.stop().await?;
    let stopped = stopped.wait(&options).await?;
    let states = seen.lock().expect("nobody panics").len();
    Ok(vec![
        format!(
            "{:?}, {:?} files",
            report.outcome, report.log.file_success_count
        ),
        format!("{:?}", stopped.outcome),
        format!("more than one state: {}", states > 1),
    ])
}

/// With a blocking one.
pub(crate) fn run_blocking(ips: blocking::Ips) -> Result<Vec<String>, Error> {
    let company = ips.company("Acme")?;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let states = Arc::clone(&seen);
    let options = WaitOptions::new()
        .pauses(Duration::from_secs(2), Duration::from_secs(30))
        .deadline(Duration::from_secs(600))
        .on_progress(move |progress| {
            let mut states = states.lock().expect("nobody panics");
            if states.last() != Some(&progress.state) {
                states.push(progress.state.clone());
            }
        });
    let job = company.submit(Job::publish_full())?;
    let report = job.wait(&options)?;

    let stopped = company.submit(Job::publish_full())?;
    stopped.stop()?;
    let stopped = stopped.wait(&options)?;
    let states = seen.lock().expect("nobody panics").len();
    Ok(vec![
        format!(
            "{:?}, {:?} files",
            report.outcome, report.log.file_success_count
        ),
        format!("{:?}", stopped.outcome),
        format!("more than one state: {}", states > 1),
    ])
}

#[allow(dead_code, reason = "the tests call the two above")]
fn main() -> Result<(), Error> {
    demo::main(run, run_blocking)
}
