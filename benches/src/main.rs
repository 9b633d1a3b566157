//! Prints how fast soapstone reads and writes two documents of 20 MB, beside what else reads and writes XML in Rust.
//!
//! `cargo xtask bench` runs it. The last two lines have one form, for other programs to read.

mod assets;
mod baseline;
mod comparison;
mod measure;
mod orders;

use std::error::Error;

use comparison::Comparison;

/// About how long each document is, in bytes.
const LENGTH: usize = 20_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let orders = orders::document(LENGTH)?;
    let orders = Comparison::run::<_, orders::as_serde::Orders>("orders: attributes, dates, decimals, choices", &orders)?;
    let assets = assets::document(LENGTH)?;
    let assets = Comparison::run::<_, assets::as_serde::SearchAssetsReturn>("searchAssetsReturn of the IPS API", &assets)?;
    println!();
    println!("bench-mixed: {orders}");
    println!("bench: {assets}");
    Ok(())
}
