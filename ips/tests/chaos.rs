//! Searches by a hundred tasks, while things go wrong: a thousand of them; ten thousand, which take half a minute, with
//! `cargo test -p scene7-ips --test chaos -- --ignored --nocapture`.
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::field_reassign_with_default,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use scene7_ips::fake::{Chaos, Fake};
use scene7_ips::{Credentials, Error, Ips, Job, Retry, Search, TokioTimer};

const TASKS: usize = 100;

fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// What a call came to, in one word.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::Call(call) => match &call.error {
            soapstone::Error::Fault(_) => "fault",
            soapstone::Error::NotSoap(_) => "busy",
            soapstone::Error::Transport(_) => "cut",
            _ => "other",
        },
        _ => "other",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_search_ends_in_the_right_result_or_the_right_error() {
    search(10).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes half a minute"]
async fn ten_thousand_searches_end_in_the_right_result_or_the_right_error() {
    search(100).await;
}

/// Lets each task search so many times.
async fn search(searches: usize) {
    let fake = Fake::demo();
    let server = fake.serve().unwrap();
    let credentials = Credentials::password("me@example.com", "open sesame");
    let pauses = Retry::safe().delays(Duration::from_millis(1), Duration::from_millis(5));
    let ips = Ips::builder(server.hosts().unwrap(), credentials)
        .retry(pauses)
        .connect_with(
            soapstone::transport::Reqwest::new().unwrap(),
            TokioTimer::default(),
        )
        .unwrap();
    let company = Arc::new(ips.company("Acme").await.unwrap());
    let files = open_files();
    let chaos = Chaos::default()
        .faults(97)
        .cuts(23)
        .busy(17)
        .slow(31, Duration::from_millis(20));
    fake.set_chaos(chaos);

    let started = Instant::now();
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let company = Arc::clone(&company);
        tasks.push(tokio::spawn(async move {
            let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
            let mut submitted = 0;
            for number in 0..searches {
                let (folder, expected) =
                    [("Acme/shoes/", 12), ("Acme/hats/", 10), ("Acme/bags/", 8)]
                        [(task + number) % 3];
                let search = Search::new().folder(folder).fields(["name"]).unwrap();
                let word = match company.search_all(search).await {
                    Ok(assets) => {
                        assert_eq!(assets.len(), expected);
                        "right"
                    }
                    Err(error) => kind(&error),
                };
                *counts.entry(word).or_default() += 1;
                if number % 5 == 0 {
                    submitted += 1;
                    let _ = company.submit(Job::publish_full()).await;
                }
            }
            (counts, submitted)
        }));
    }
    let (mut counts, mut submitted) = (BTreeMap::new(), 0);
    for task in tasks {
        let (more, jobs) = task.await.unwrap();
        submitted += jobs;
        for (word, count) in more {
            *counts.entry(word).or_insert(0) += count;
        }
    }
    let [faults, slow, cuts, busy] = fake.chaos_counts();
    println!(
        "{counts:?} in {:.1} s; injected: {faults} faults, {slow} slow, {cuts} cuts, {busy} busy; \
         searches carried out: {}, jobs: {} of {submitted}",
        started.elapsed().as_secs_f64(),
        fake.calls("searchAssets"),
        fake.calls("submitJob"),
    );
    let count = |word| counts.get(word).copied().unwrap_or(0);
    assert_eq!(counts.values().sum::<usize>(), TASKS * searches);
    assert_eq!(count("other"), 0);
    assert!(count("right") > TASKS * searches * 97 / 100, "{counts:?}");
    // Each fault is an answer: none was asked for again. Those that hit a submit are not among the searches.
    assert!(
        count("fault") <= faults && faults - count("fault") <= submitted,
        "{counts:?}"
    );
    // No job was sent twice: some never arrived, and each is counted once.
    assert!(fake.calls("submitJob") <= submitted);
    let names: std::collections::BTreeSet<_> = {
        fake.set_chaos(Chaos::default());
        let jobs = company.active_jobs().await.unwrap();
        jobs.iter()
            .filter_map(|job| job.original_name.clone())
            .collect()
    };
    assert_eq!(names.len(), fake.calls("submitJob"));

    // Connections that are kept are at most one for each task, on either side.
    let more = open_files().saturating_sub(files);
    println!("{more} more files are open than before");
    assert!(more <= 2 * TASKS, "{more}");
}
