//! Finding bytes, a word of eight at a time.

/// The first place of any of the needles, which are ASCII.
#[inline]
pub(super) fn either<const N: usize>(bytes: &[u8], needles: [u8; N]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = needles.iter().fold(0, |found, needle| found | zeros(word ^ every(*needle)));
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| needles.contains(byte))?;
    Some(words.len() * 8 + at)
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
                for byte in [b'<', b'&', b'=', b';', 0xBC, 0x00, 0xFF, b'\''] {
                    let mut bytes = vec![b'='; length];
                    if let Some(place) = bytes.get_mut(at) {
                        *place = byte;
                    }
                    if let Some(place) = bytes.get_mut(at + 1) {
                        *place = b'&';
                    }
                    let expected = bytes.iter().position(|byte| b"<&".contains(byte));
                    assert_eq!(either(&bytes, *b"<&"), expected, "{bytes:?}");
                }
            }
        }
    }
}
