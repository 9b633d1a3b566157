//! What somebody may have meant who wrote another name.

/// The name that differs least, if it differs by few letters: what a slip of the keyboard explains. Of several, the
/// first in alphabetical order.
///
/// ```
/// let known = ["sequence", "choice"];
/// assert_eq!(soapstone_codegen::diagnostic::nearest("sequnce", known.into_iter()), Some("sequence"));
/// ```
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = name.to_lowercase();
    known
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= name.len().div_ceil(3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be changed, added or left out to make one word of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (slot, other) in row.iter_mut().skip(1).zip(&right) {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = *slot;
            before = changed.min(*slot + 1).min(before + 1);
            *slot = before;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn the_nearest_name_is_one_that_a_slip_explains() {
        assert_eq!(distance("kitten", "sitting"), 3);
        let known = ["executeJob", "submitJob", "getAssets"];
        assert_eq!(nearest("executejob", known.into_iter()), Some("executeJob"));
        assert_eq!(nearest("getAsset", known.into_iter()), Some("getAssets"));
        assert_eq!(nearest("somethingElse", known.into_iter()), None);
    }
}
