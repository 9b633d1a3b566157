//! A file of three gigabytes, in little memory.
//!
//! It takes a minute, so run it by its name:
//! `cargo test -p scene7-ips --test large_upload -- --ignored --nocapture`
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::field_reassign_with_default,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may"
)]

use std::sync::{Arc, Mutex};

use scene7_ips::fake::Fake;
use scene7_ips::{Content, Credentials, Ips, Upload, UploadProgress, WaitOptions};

const SIZE: u64 = 3 << 30;

/// The most memory that this process had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let digits = line.map(|line| {
        line.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    });
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

struct Sparse(std::path::PathBuf);

impl Sparse {
    fn new(size: u64) -> Self {
        let path =
            std::env::temp_dir().join(format!("scene7-ips-sparse-{}.tif", std::process::id()));
        std::fs::File::create(&path).unwrap().set_len(size).unwrap();
        Sparse(path)
    }
}

impl Drop for Sparse {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
#[ignore = "takes a minute"]
fn three_gigabytes_go_in_constant_memory() {
    let file = Sparse::new(SIZE);
    let fake = Fake::demo();
    let server = fake.serve().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = peak();
    for kind in ["asynchronous", "blocking"] {
        let last = Arc::new(Mutex::new((0, 0_u64)));
        let seen = Arc::clone(&last);
        let upload = Upload::to("Acme/big/")
            .file(format!("{kind}.tif"), Content::path(&file.0))
            .on_progress(move |progress: &UploadProgress| {
                let mut seen = seen.lock().unwrap();
                assert!(progress.sent >= seen.1, "progress is monotonic");
                assert_eq!(progress.total, SIZE);
                *seen = (seen.0 + 1, progress.sent);
            });
        let credentials = Credentials::password("me@example.com", "open sesame");
        let builder = Ips::builder(server.hosts().unwrap(), credentials);
        let started = std::time::Instant::now();
        let report = if kind == "blocking" {
            let transport = soapstone::transport::Ureq::new();
            let ips = builder
                .connect_blocking_with(transport, fake.clock())
                .unwrap();
            let job = ips.company("Acme").unwrap().upload(upload).unwrap();
            job.wait(&WaitOptions::new()).unwrap()
        } else {
            runtime.block_on(async {
                let transport = soapstone::transport::Reqwest::new().unwrap();
                let ips = builder.connect_with(transport, fake.clock()).unwrap();
                let job = ips
                    .company("Acme")
                    .await
                    .unwrap()
                    .upload(upload)
                    .await
                    .unwrap();
                job.wait(&WaitOptions::new()).await.unwrap()
            })
        };
        assert!(report.is_success());
        let (calls, sent) = *last.lock().unwrap();
        assert_eq!(sent, SIZE, "progress is exact");
        println!(
            "{kind}: {sent} bytes in {:.1} s, {calls} reports of progress, peak memory {} MiB (before: {} MiB)",
            started.elapsed().as_secs_f64(),
            peak() / 1024,
            before / 1024
        );
    }
    assert_eq!(
        fake.received().iter().map(|(_, size)| size).sum::<u64>(),
        2 * SIZE
    );
    if peak() > 0 {
        assert!(peak() < 64 * 1024, "{} KiB", peak());
    }
}
