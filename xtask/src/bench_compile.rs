//! What compiling the IPS bindings costs, beside the same types without any code, and with serde's derives.

mod contestant;
mod definitions;
pub(crate) mod schemas;

use contestant::{Build, Contestant};

use crate::median;

/// How many times each crate is compiled. They take turns, so that a busy moment of the machine hits all of them.
const ROUNDS: usize = 3;

/// Compiles each of the crates and prints the user CPU seconds of the compiler, for that crate alone.
pub(crate) fn run() -> Result<(), String> {
    let contestants = [
        contestant::ours(),
        contestant::in_use()?,
        contestant::floor()?,
        contestant::serde()?,
    ];
    let check = measure(&contestants, Build::Check)?;
    let release = measure(&contestants, Build::Release)?;
    println!("user CPU seconds of rustc for one crate, the median of {ROUNDS} interleaved rounds");
    print!("{:<16}", "");
    for contestant in &contestants {
        print!(" {:>18}", contestant.title);
    }
    println!();
    for (build, seconds) in [(Build::Check, &check), (Build::Release, &release)] {
        print!("{:<16}", build.command());
        for seconds in seconds {
            print!(" {seconds:>18.2}");
        }
        println!();
    }
    let [ours, _, floor, _] = check;
    let check_floor = ours / floor;
    // What nobody calls is not compiled, so that only the bindings in use say what reading and writing cost.
    let [_, in_use, floor, serde] = release;
    let (release_floor, release_serde) = (in_use / floor, in_use / serde);
    println!(
        "bench-compile: check/floor {check_floor:.2} release/floor {release_floor:.2} \
         release/serde {release_serde:.2}"
    );
    Ok(())
}

/// The medians of the contestants.
fn measure(contestants: &[Contestant; 4], build: Build) -> Result<[f64; 4], String> {
    let mut seconds = [const { Vec::new() }; 4];
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
