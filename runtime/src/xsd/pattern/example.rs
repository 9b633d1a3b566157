//! Texts that match an expression.

use super::compile::characters;
use super::syntax::{self, Class, Escapes, Expression};

/// How many more than the least number of repetitions are tried.
const REPETITIONS: u32 = 12;
/// How many alternatives of a choice are tried.
const ALTERNATIVES: usize = 6;
/// No text is longer, whatever the expression repeats.
const LENGTH_LIMIT: usize = 4096;

/// Characters that people read well, the best ones first.
const READABLE: &str = "aA1x0bB2 -_.,:/@+#";

/// Some texts that match the expression, each once.
pub(super) fn examples(source: &str) -> Vec<String> {
    let Ok(expression) = syntax::parse(source, Escapes::Punctuation) else {
        return Vec::new();
    };
    let mut texts: Vec<String> = Vec::new();
    for more in 0..=REPETITIONS {
        for alternative in 0..ALTERNATIVES {
            let taste = Taste { more, alternative };
            let mut text = String::new();
            if taste.add(&expression, &mut text).is_some() && !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

/// Which of the many texts.
#[derive(Clone, Copy)]
struct Taste {
    /// How many more than the least number of repetitions.
    more: u32,
    /// Which alternative.
    alternative: usize,
}

impl Taste {
    /// Adds a text for an expression; `None` where there is none, or it is too long.
    fn add(self, expression: &Expression, text: &mut String) -> Option<()> {
        if text.len() > LENGTH_LIMIT {
            return None;
        }
        match expression {
            Expression::Class(class) => text.push(character(class)?),
            Expression::Sequence(parts) => {
                parts.iter().try_for_each(|part| self.add(part, text))?;
            }
            Expression::Choice(alternatives) => {
                let index = self.alternative.min(alternatives.len().checked_sub(1)?);
                self.add(alternatives.get(index)?, text)?;
            }
            Expression::Repeat { body, least, most } => {
                let count = least.saturating_add(self.more);
                let count = most.map_or(count, |most| count.min(most));
                (0..count).try_for_each(|_| self.add(body, text))?;
            }
        }
        Some(())
    }
}

/// A character of a class.
fn character(class: &Class) -> Option<char> {
    let characters = characters(class);
    let has = |wanted: char| {
        characters
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&wanted))
    };
    let readable = READABLE.chars().find(|character| has(*character));
    let visible = || {
        let starts = characters
            .iter()
            .flat_map(|range| [range.start(), range.end()]);
        starts.into_iter().find(|character| !character.is_control())
    };
    readable
        .or_else(visible)
        .or_else(|| characters.iter().map(|range| range.start()).next())
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    #[test]
    fn examples_match() {
        for source in [
            "",
            "abc",
            "[a-c]{3}",
            r"\d{3}-\d{4}",
            "(red|green|blue)+",
            r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}",
            r"\i\c*",
            "[^a-zA-Z0-9 ]",
            "[a-z-[aeiou]]{2,}",
            r"\p{Lu}\p{IsBasicLatin}?",
            "x{0}y",
        ] {
            let pattern = Pattern::new(source);
            let examples = pattern.examples();
            assert!(!examples.is_empty(), "{source}");
            for example in examples {
                assert_eq!(
                    pattern.is_match(&example),
                    Ok(true),
                    "{source}: {example:?}"
                );
            }
        }
        assert_eq!(Pattern::new("[").examples(), [""; 0]);
    }
}
