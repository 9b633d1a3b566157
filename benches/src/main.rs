//! Prints how fast soapstone reads and writes two documents of 20 MB, beside what else reads and writes XML in Rust.
//!
//! `cargo xtask bench` runs it. The last two lines have one form, for other programs to read. With the arguments
//! `only read` or `only write`, and `assets` or `orders`, it does that one thing a few times: what a profiler wants
//! to see.

mod assets;
mod baseline;
mod comparison;
mod measure;
mod orders;

use std::error::Error;
use std::hint::black_box;

use soapstone::GlobalElement;

use comparison::Comparison;

/// About how long each document is, in bytes.
const LENGTH: usize = 20_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => compare(),
        ["only", work, "assets"] => only(work, &assets::document(LENGTH / 10)?),
        ["only", work, "orders"] => only(work, &orders::document(LENGTH / 10)?),
        _ => Err("usage: soapstone-bench [only read|write assets|orders]".into()),
    }
}

fn compare() -> Result<(), Box<dyn Error>> {
    let title = "orders: attributes, dates, decimals, a list, a repeated choice";
    let orders = Comparison::run::<_, orders::as_serde::Orders>(title, &orders::document(LENGTH)?)?;
    let title = "searchAssetsReturn of the IPS API";
    let assets = Comparison::run::<_, assets::as_serde::SearchAssetsReturn>(
        title,
        &assets::document(LENGTH)?,
    )?;
    println!();
    println!("bench-mixed: {orders}");
    println!("bench: {assets}");
    Ok(())
}

fn only<T: GlobalElement>(work: &str, value: &T) -> Result<(), Box<dyn Error>> {
    let document = soapstone::to_string(value)?;
    for _ in 0..10 {
        match work {
            "read" => drop(black_box(soapstone::from_str::<T>(&document)?)),
            _ => drop(black_box(soapstone::to_string(value)?)),
        }
    }
    Ok(())
}
