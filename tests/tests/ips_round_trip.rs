//! Every operation of the IPS API from the generated client to the generated server and back, with values made up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use soapstone::transport::{Endpoint, InProcess, Server, Ureq};
use soapstone::{Framing, Mode, blocking};
use soapstone_tests::ips::{Script, Version, versions};
use soapstone_tests::sample::Sampler;

const FRAMINGS: [Framing; 2] = [Framing::Soap11, Framing::Soap12];

/// How many inputs and outputs each operation is called with in the same process, for each framing.
const SAMPLES: u64 = 4;

fn seed(index: usize, framing: Framing, sample: u64) -> u64 {
    let framing = u64::from(framing == Framing::Soap12);
    u64::try_from(index).unwrap() * 1000 + framing * 100 + sample
}

fn round_trips(
    version: &Version,
    client: &blocking::Client,
    framing: Framing,
    script: &Script,
    samples: u64,
) -> usize {
    for (index, operation) in version.operations.iter().enumerate() {
        for sample in 0..samples {
            operation.round_trip(
                client,
                script,
                &mut Sampler::new(seed(index, framing, sample)),
            );
        }
    }
    version.operations.len()
}

#[test]
fn every_operation_in_the_same_process() {
    let mut counts = Vec::new();
    for version in versions() {
        for framing in FRAMINGS {
            let script = Script::default();
            let transport = InProcess::new((version.service)(script.clone()));
            let endpoint = Endpoint::new("https://ips.example/services/IpsApiService").unwrap();
            let client = blocking::Client::builder(endpoint, transport)
                .framing(framing)
                .mode(Mode::Strict)
                .build();
            counts.push(round_trips(&version, &client, framing, &script, SAMPLES));
        }
    }
    println!("operations: {counts:?}, {SAMPLES} samples each");
    assert_eq!(counts, [164, 164, 163, 163]);
}

#[test]
fn every_operation_over_http() {
    for version in versions() {
        let script = Script::default();
        let server = Server::bind("127.0.0.1:0", (version.service)(script.clone())).unwrap();
        for framing in FRAMINGS {
            let endpoint = Endpoint::new(&server.url()).unwrap();
            let client = blocking::Client::builder(endpoint, Ureq::new())
                .framing(framing)
                .build();
            let count = round_trips(&version, &client, framing, &script, 1);
            println!(
                "{}: {count} operations over HTTP, {framing:?}",
                version.name
            );
        }
    }
}

#[test]
fn every_fault_of_every_operation_comes_back_typed() {
    for version in versions() {
        let script = Script::default();
        let server = Server::bind("127.0.0.1:0", (version.service)(script.clone())).unwrap();
        for framing in FRAMINGS {
            let endpoint = Endpoint::new(&server.url()).unwrap();
            let client = blocking::Client::builder(endpoint, Ureq::new())
                .framing(framing)
                .build();
            let mut faults = 0;
            for (index, operation) in version.operations.iter().enumerate() {
                let mut sampler = Sampler::new(seed(index, framing, 50));
                faults += operation.fault_round_trips(&client, &script, &mut sampler);
            }
            println!("{}: {faults} faults, {framing:?}", version.name);
            assert_eq!(faults, 3 * version.operations.len());
        }
    }
}
