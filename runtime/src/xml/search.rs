//! Finding bytes, a word of eight at a time.

/// The first place of any of the needles, which are ASCII.
#[inline]
pub(crate) fn either<const N: usize>(bytes: &[u8], needles: [u8; N]) -> Option<usize> {
    let look = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let found = needles
            .iter()
            .fold(0, |found, needle| found | zeros(word ^ every(*needle)));
        (found != 0).then(|| found.trailing_zeros() as usize / 8)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if let Some(at) = look(word) {
            return Some(index * 8 + at);
        }
    }
    if rest.is_empty() {
        return None;
    }
    match bytes.last_chunk() {
        // The first of these bytes have been looked at, and are none of the needles.
        Some(last) => look(last).map(|at| bytes.len() - 8 + at),
        None => rest.iter().position(|byte| needles.contains(byte)),
    }
}

/// Whether all bytes are printable ASCII or part of longer characters, and none is one of the needles, which are
/// ASCII, or the byte `first`, which starts longer characters.
#[inline]
pub(crate) fn is_free_of<const N: usize>(bytes: &[u8], needles: [u8; N], first: u8) -> bool {
    let look = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(every(0x20)) & !word & HIGH;
        let found = needles.iter().fold(controls, |found, needle| {
            found | zeros(word ^ every(*needle))
        });
        found | zeros(word ^ every(first)) == 0
    };
    let (words, rest) = bytes.as_chunks::<8>();
    if !words.iter().all(look) {
        return false;
    }
    match bytes.last_chunk() {
        Some(last) => look(last),
        None => rest
            .iter()
            .all(|byte| *byte >= 0x20 && *byte != first && !needles.contains(byte)),
    }
}

const LOW: u64 = every(0x01);
const HIGH: u64 = every(0x80);

/// A word that has one byte everywhere.
const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is zero. Bytes above the lowest zero may be marked in vain, as they borrow from it.
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_search_byte_by_byte_finds() {
        for length in 0..40 {
            for at in 0..=length {
                for byte in [
                    b'<', b'&', b'=', b';', 0xBC, 0x00, 0x1F, 0x20, 0x9F, 0xEF, 0xFF, b'\'',
                ] {
                    let mut bytes = vec![b'='; length];
                    if let Some(place) = bytes.get_mut(at) {
                        *place = byte;
                    }
                    if let Some(place) = bytes.get_mut(at + 1) {
                        *place = b'&';
                    }
                    let expected = bytes.iter().position(|byte| b"<&".contains(byte));
                    assert_eq!(either(&bytes, *b"<&"), expected, "{bytes:?}");
                    let free = |byte: &u8| *byte >= 0x20 && !b"<&\xEF".contains(byte);
                    assert_eq!(
                        is_free_of(&bytes, *b"<&", 0xEF),
                        bytes.iter().all(free),
                        "{bytes:?}"
                    );
                }
            }
        }
    }
}
