//! The characters that an expression can't tell apart, numbered.
//!
//! A class such as `\w` needs hundreds of states in an automaton over UTF-8, and as many again for each
//! repetition. Most expressions tell only a few kinds of characters apart, so texts are first mapped to
//! the numbers of these kinds, and every class becomes a set of bytes.

use regex_syntax::hir::{ClassBytes, ClassBytesRange, ClassUnicode};
use std::collections::BTreeMap;

/// Numbers the kinds of characters.
#[derive(Clone, Debug)]
pub(super) struct Alphabet {
    ascii: [u8; 128],
    /// The first characters of the intervals of one kind, in order, and their kinds.
    intervals: Box<[(char, u8)]>,
}

/// How many different classes are worth the work; more is left to an automaton over UTF-8.
const CLASS_LIMIT: usize = 512;

impl Alphabet {
    /// The kinds that these classes tell apart; `None` if a byte can't number them.
    pub(super) fn of(classes: &[ClassUnicode]) -> Option<Alphabet> {
        if classes.len() > CLASS_LIMIT {
            return None;
        }
        let mut starts: Vec<char> = classes.iter().flat_map(boundaries).collect();
        starts.push('\0');
        starts.sort_unstable();
        starts.dedup();
        let mut kinds = vec![0_usize; starts.len()];
        for class in classes {
            refine(&mut kinds, &starts, class);
        }
        let intervals: Option<Vec<(char, u8)>> = starts
            .iter()
            .zip(kinds)
            .map(|(start, kind)| Some((*start, u8::try_from(kind).ok()?)))
            .collect();
        let mut alphabet = Alphabet {
            ascii: [0; 128],
            intervals: intervals?.into_boxed_slice(),
        };
        let ascii: Vec<u8> = ('\0'..='\u{7f}')
            .map(|character| alphabet.find(character))
            .collect();
        alphabet.ascii = ascii.try_into().ok()?;
        Some(alphabet)
    }

    /// The kind of a character.
    pub(super) fn kind(&self, character: char) -> u8 {
        let ascii = usize::try_from(u32::from(character))
            .ok()
            .and_then(|index| self.ascii.get(index));
        ascii.copied().unwrap_or_else(|| self.find(character))
    }

    fn find(&self, character: char) -> u8 {
        let after = self
            .intervals
            .partition_point(|(start, _)| *start <= character);
        let interval = after
            .checked_sub(1)
            .and_then(|index| self.intervals.get(index));
        interval.map_or(0, |(_, kind)| *kind)
    }

    /// The kinds of the characters in a class, which is one of those that the alphabet was made of.
    pub(super) fn kinds(&self, class: &ClassUnicode) -> ClassBytes {
        let ranges = class.iter().flat_map(|range| {
            let first = self
                .intervals
                .partition_point(|(start, _)| *start < range.start());
            let rest = self.intervals.get(first..).unwrap_or_default();
            rest.iter().take_while(|(start, _)| *start <= range.end())
        });
        ClassBytes::new(ranges.map(|(_, kind)| ClassBytesRange::new(*kind, *kind)))
    }
}

/// The characters where a class begins, and those behind its ends.
fn boundaries(class: &ClassUnicode) -> impl Iterator<Item = char> {
    class
        .iter()
        .flat_map(|range| [Some(range.start()), next(range.end())])
        .flatten()
}

fn next(character: char) -> Option<char> {
    (character..=char::MAX).nth(1)
}

/// Splits each kind into what is in the class and what is not.
fn refine(kinds: &mut [usize], starts: &[char], class: &ClassUnicode) {
    let mut split = BTreeMap::new();
    let mut ranges = class.iter().peekable();
    for (kind, start) in kinds.iter_mut().zip(starts) {
        while ranges.next_if(|range| range.end() < *start).is_some() {}
        let is_in = ranges.peek().is_some_and(|range| range.start() <= *start);
        let count = split.len();
        *kind = *split.entry((*kind, is_in)).or_insert(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_syntax::hir::ClassUnicodeRange;

    fn class(ranges: &[(char, char)]) -> ClassUnicode {
        ClassUnicode::new(
            ranges
                .iter()
                .map(|(first, last)| ClassUnicodeRange::new(*first, *last)),
        )
    }

    #[test]
    fn numbers_what_classes_tell_apart() {
        let letters = class(&[('a', 'z'), ('α', 'ω')]);
        let vowels = class(&[('a', 'a'), ('e', 'e')]);
        let last = class(&[('\u{10fff0}', char::MAX)]);
        let alphabet = Alphabet::of(&[letters.clone(), vowels, last]).unwrap();
        let kind = |character| alphabet.kind(character);
        assert_eq!(kind('b'), kind('γ'));
        assert_eq!(kind('a'), kind('e'));
        assert_eq!(kind('1'), kind('中'));
        assert_eq!(kind('\0'), kind('\u{10ffef}'));
        let mut all = [kind('a'), kind('b'), kind('1'), kind(char::MAX)].to_vec();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3]);
        let kinds = alphabet.kinds(&letters);
        assert!(
            kinds
                .iter()
                .any(|range| (range.start()..=range.end()).contains(&kind('a')))
        );
        assert!(
            !kinds
                .iter()
                .any(|range| (range.start()..=range.end()).contains(&kind('1')))
        );
    }

    #[test]
    fn gives_up_beyond_a_byte() {
        let singles: Vec<_> = ('\u{4e00}'..'\u{4f00}')
            .map(|single| class(&[(single, single)]))
            .collect();
        assert!(Alphabet::of(&singles).is_none());
        assert!(Alphabet::of(&singles[1..]).is_some());
    }
}
