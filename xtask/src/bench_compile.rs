//! What compiling the IPS bindings costs, beside the same types without any code, and with serde's derives.

mod contestant;
mod definitions;

use contestant::{Build, Contestant};

use crate::median;

/// How many times each crate is compiled. They take turns, so that a busy moment of the machine hits all of them.
const ROUNDS: usize = 3;

/// Compiles each of the crates and prints the user CPU seconds of the compiler, for that crate alone.
pub(crate) fn run() -> Result<(), String> {
    let contestants = [
        contestant::ours(),
        contestant::floor()?,
        contestant::serde()?,
    ];
    let mut rows = Vec::new();
    for build in [Build::Check, Build::Release] {
        rows.push((build, measure(&contestants, build)?));
    }
    println!("user CPU seconds of rustc for one crate, the median of {ROUNDS} interleaved rounds");
    let [ours, floor, serde] = contestants.each_ref().map(|contestant| contestant.title);
    println!("{:<16} {ours:>16} {floor:>28} {serde:>24}", "");
    for (build, seconds) in &rows {
        println!(
            "{:<16} {:>16.2} {:>28.2} {:>24.2}",
            build.command(),
            seconds[0],
            seconds[1],
            seconds[2]
        );
    }
    match rows.as_slice() {
        [(_, check), (_, release)] => {
            let (check_floor, release_floor) = (check[0] / check[1], release[0] / release[1]);
            let release_serde = release[0] / release[2];
            println!(
                "bench-compile: check/floor {check_floor:.2} release/floor {release_floor:.2} \
                 release/serde {release_serde:.2}"
            );
            Ok(())
        }
        _ => Err(String::from("there are two kinds of build")),
    }
}

/// The medians of the contestants.
fn measure(contestants: &[Contestant; 3], build: Build) -> Result<[f64; 3], String> {
    let mut seconds = [const { Vec::new() }; 3];
    for round in 1..=ROUNDS {
        for (contestant, seconds) in contestants.iter().zip(&mut seconds) {
            let taken = contestant.compile(build)?;
            eprintln!(
                "round {round}: {} {}: {taken:.2} s",
                build.command(),
                contestant.title
            );
            seconds.push(taken);
        }
    }
    Ok(seconds.map(median))
}
