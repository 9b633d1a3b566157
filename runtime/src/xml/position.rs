//! Lines and columns.

use std::fmt;

/// A place in a text, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Position {
    /// The place of a byte offset in a text.
    pub fn of(text: &str, offset: usize) -> Position {
        let end = offset.min(text.len());
        let boundary = (0..=end)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let before = text.get(..boundary).unwrap_or(text);
        let mut lines = before.split('\n');
        let last = lines.next_back().unwrap_or_default();
        Position {
            line: lines.count() + 1,
            column: last.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "<a>\n é<b/>\r\n</a>";
        let cases = [
            (0, 1, 1),
            (3, 1, 4),
            (4, 2, 1),
            (5, 2, 2),
            (6, 2, 2),
            (7, 2, 3),
            (13, 3, 1),
        ];
        for (offset, line, column) in cases {
            assert_eq!(
                Position::of(text, offset),
                Position { line, column },
                "{offset}"
            );
        }
        assert_eq!(Position::of(text, usize::MAX).to_string(), "3:5");
    }
}
