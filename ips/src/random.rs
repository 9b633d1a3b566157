//! Numbers that differ, for names and pauses. Nothing secret depends on them.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// A number that nobody else has, most likely: each `RandomState` has keys of its own.
pub(crate) fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A time between half of `time` and all of it, so that clients that failed together don't come back together.
pub(crate) fn spread(time: Duration) -> Duration {
    let half = time / 2;
    let thousandths = u32::try_from(number() % 1001).unwrap_or_default();
    half + half * thousandths / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_and_times_stay_within_bounds() {
        assert_ne!(number(), number());
        let second = Duration::from_secs(1);
        assert!((0..100).all(|_| (second / 2..=second).contains(&spread(second))));
    }
}
