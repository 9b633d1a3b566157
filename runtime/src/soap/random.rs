//! Randomness of the operating system.

/// Random bytes that nobody can guess; `None` where the system has none to give.
pub(super) fn random_bytes<const LENGTH: usize>() -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}
