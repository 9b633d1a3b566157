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

/// The first place of a special byte.
#[inline]
pub(crate) fn first(bytes: &[u8], is_special: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let Some(last) = bytes.last_chunk() else {
        let found = marks(&block(bytes), is_special) != 0;
        return found
            .then(|| bytes.iter().position(|byte| is_special(*byte)))
            .flatten();
    };
    let place = |marks: u128| (marks != 0).then(|| marks.trailing_zeros() as usize / 8);
    let (blocks, _) = bytes.as_chunks();
    for (index, block) in blocks.iter().enumerate() {
        if let Some(at) = place(marks(block, is_special)) {
            return Some(index * 16 + at);
        }
    }
    // The first of these bytes have been looked at, and are not special.
    place(marks(last, is_special)).map(|at| bytes.len() - 16 + at)
}

/// A number with a bit in each byte that is special.
#[inline]
fn marks(block: &[u8; 16], is_special: impl Fn(u8) -> bool) -> u128 {
    let mut marks = [0; 16];
    mark(block, &mut marks, is_special);
    u128::from_le_bytes(marks)
}

/// One for each byte that is special. The compiler makes one vector of all bytes, as nothing branches, and as no code
/// around it is in the way.
#[inline(never)]
fn mark(block: &[u8; 16], marks: &mut [u8; 16], is_special: impl Fn(u8) -> bool) {
    for (mark, byte) in marks.iter_mut().zip(block) {
        *mark = u8::from(is_special(*byte));
    }
}

/// Fewer than sixteen bytes as a block, in which some of them are twice.
#[inline]
fn block(bytes: &[u8]) -> [u8; 16] {
    if let (Some(start), Some(end)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        let (start, end) = (u64::from_le_bytes(*start), u64::from_le_bytes(*end));
        return (u128::from(start) | u128::from(end) << 64).to_le_bytes();
    }
    let word = if let (Some(start), Some(end)) = (bytes.first_chunk(), bytes.last_chunk()) {
        u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << 32
    } else {
        let fill = u64::from(b' ');
        let byte = |index: usize| bytes.get(index).map_or(fill, |byte| u64::from(*byte));
        byte(0) | byte(1) << 8 | byte(2) << 16 | every(b' ') << 24
    };
    (u128::from(word) | u128::from(word) << 64).to_le_bytes()
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
                    let is_special =
                        |byte: u8| (byte < 0x20) | (byte == b'&') | (byte == b';') | (byte == 0xEF);
                    assert_eq!(
                        first(&bytes, is_special),
                        bytes.iter().position(|byte| is_special(*byte)),
                        "{bytes:?}"
                    );
                }
            }
        }
    }
}
