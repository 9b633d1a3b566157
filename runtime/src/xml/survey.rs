//! What one look at the whole document tells, so that not each text needs it.

use super::character::is_char;

/// What is anywhere in a text, found by one scan that has no branches.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Survey {
    pub(super) carriage_return: bool,
    /// A control character that XML forbids.
    control: bool,
    /// A byte that starts U+FFFE and U+FFFF, and others.
    high: bool,
}

const CARRIAGE_RETURN: u8 = 1;
const CONTROL: u8 = 2;
const HIGH: u8 = 4;

impl Survey {
    pub(super) fn of(text: &str) -> Survey {
        const LANES: usize = 32;
        let mut lanes = [0; LANES];
        let chunks = text.as_bytes().chunks_exact(LANES);
        let rest = chunks.remainder();
        // One accumulator for each place in a chunk lets the compiler use vectors.
        for chunk in chunks {
            for (found, byte) in lanes.iter_mut().zip(chunk) {
                *found |= Survey::look(*byte);
            }
        }
        let found = rest
            .iter()
            .fold(0, |found, byte| found | Survey::look(*byte));
        let found = lanes.iter().fold(found, |found, lane| found | lane);
        Survey {
            carriage_return: found & CARRIAGE_RETURN != 0,
            control: found & CONTROL != 0,
            high: found & HIGH != 0,
        }
    }

    #[inline]
    fn look(byte: u8) -> u8 {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let space = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        flag(byte == b'\r', CARRIAGE_RETURN)
            | flag((byte < 0x20) & !space, CONTROL)
            | flag(byte == 0xEF, HIGH)
    }

    /// The first character that XML forbids, and where it is.
    pub(super) fn forbidden(self, text: &str) -> Option<(usize, char)> {
        let noncharacter = || text.contains('\u{FFFE}') || text.contains('\u{FFFF}');
        if self.control || self.high && noncharacter() {
            text.char_indices()
                .find(|(_, character)| !is_char(*character))
        } else {
            None
        }
    }
}
