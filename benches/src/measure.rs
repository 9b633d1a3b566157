//! Times and their medians.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many times each contestant runs. They take turns, so that a busy moment of the machine hits all of them.
pub(crate) const ROUNDS: usize = 11;

/// How long a piece of work takes, without what it takes to drop its result.
pub(crate) fn time<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let start = Instant::now();
    let result = black_box(work()?);
    let duration = start.elapsed();
    drop(result);
    Ok(duration)
}

/// The value in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
