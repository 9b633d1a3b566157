//! From an expression to a program that matches in linear time.

use super::PatternError;
use super::alphabet::Alphabet;
use super::syntax::{Class, ClassItem, Escapes, Expression, NamedSet, parse};
use crate::xsd::name_chars;
use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_syntax::hir::{self, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};
use std::collections::BTreeMap;

/// A compiled expression.
#[derive(Clone, Debug)]
pub(super) struct Program {
    regex: Regex,
    /// What texts are mapped with; without it the program matches UTF-8.
    alphabet: Option<Alphabet>,
}

/// The size that the program of one pattern may have.
const SIZE_LIMIT: usize = 1 << 20;

/// Compiles an expression.
pub(super) fn compile(source: &str) -> Result<Program, PatternError> {
    let expression = parse(source, Escapes::Punctuation).map_err(PatternError::Syntax)?;
    let mut classes = Classes::new();
    collect(&expression, &mut classes);
    let mut distinct: Vec<ClassUnicode> = classes.values().cloned().collect();
    distinct.sort_unstable_by(|left, right| left.ranges().cmp(right.ranges()));
    distinct.dedup();
    assemble(&expression, &classes, Alphabet::of(&distinct))
}

/// The classes of an expression and their characters.
type Classes<'e> = BTreeMap<&'e Class, ClassUnicode>;

/// Adds the classes of an expression.
fn collect<'e>(expression: &'e Expression, classes: &mut Classes<'e>) {
    match expression {
        Expression::Class(class) => {
            classes.entry(class).or_insert_with(|| characters(class));
        }
        Expression::Sequence(parts) | Expression::Choice(parts) => {
            for part in parts {
                collect(part, classes);
            }
        }
        Expression::Repeat { body, .. } => collect(body, classes),
    }
}

/// Builds the program, over the kinds of an alphabet or over UTF-8.
fn assemble(
    expression: &Expression,
    classes: &Classes<'_>,
    alphabet: Option<Alphabet>,
) -> Result<Program, PatternError> {
    let body = lower(expression, classes, alphabet.as_ref());
    let whole = Hir::concat(vec![Hir::look(Look::Start), body, Hir::look(Look::End)]);
    let configuration = Regex::config()
        .nfa_size_limit(Some(SIZE_LIMIT))
        .which_captures(WhichCaptures::None)
        .utf8_empty(false);
    // The expression is well-formed; the only thing that can be wrong is its size.
    let regex = Regex::builder()
        .configure(configuration)
        .build_from_hir(&whole)
        .map_err(|_| PatternError::TooLarge { limit: SIZE_LIMIT })?;
    Ok(Program { regex, alphabet })
}

impl Program {
    /// Whether all of the text matches.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let Some(alphabet) = &self.alphabet else {
            return self.regex.is_match(Input::new(text));
        };
        let kinds: Vec<u8> = text
            .chars()
            .map(|character| alphabet.kind(character))
            .collect();
        self.regex.is_match(Input::new(&kinds))
    }
}

/// The expression in the form that the automaton is built from.
fn lower(expression: &Expression, classes: &Classes<'_>, alphabet: Option<&Alphabet>) -> Hir {
    let lower_all = |parts: &[Expression]| {
        parts
            .iter()
            .map(|part| lower(part, classes, alphabet))
            .collect()
    };
    match expression {
        Expression::Class(class) => {
            // All classes were collected; what is not there would match nothing.
            let characters = classes
                .get(class)
                .cloned()
                .unwrap_or_else(ClassUnicode::empty);
            Hir::class(match alphabet {
                Some(alphabet) => hir::Class::Bytes(alphabet.kinds(&characters)),
                None => hir::Class::Unicode(characters),
            })
        }
        Expression::Sequence(parts) => Hir::concat(lower_all(parts)),
        Expression::Choice(parts) => Hir::alternation(lower_all(parts)),
        Expression::Repeat { body, least, most } => Hir::repetition(Repetition {
            min: *least,
            max: *most,
            greedy: true,
            sub: Box::new(lower(body, classes, alphabet)),
        }),
    }
}

/// The characters of a class.
pub(super) fn characters(class: &Class) -> ClassUnicode {
    let mut characters = ClassUnicode::empty();
    for item in &class.items {
        match item {
            ClassItem::Range(first, last) => characters.push(ClassUnicodeRange::new(*first, *last)),
            ClassItem::Named { set, is_negated } => {
                let mut named = named_set(set);
                if *is_negated {
                    named.negate();
                }
                characters.union(&named);
            }
        }
    }
    if class.is_negated {
        characters.negate();
    }
    if let Some(subtracted) = &class.subtracted {
        characters.difference(&self::characters(subtracted));
    }
    characters
}

fn named_set(set: &NamedSet) -> ClassUnicode {
    match set {
        NamedSet::Category(name) => category(name),
        NamedSet::Block(ranges) => from_ranges(ranges),
        NamedSet::Space => from_ranges(&[('\t', '\n'), ('\r', '\r'), (' ', ' ')]),
        NamedSet::NameStart => from_ranges(&name_chars::NAME_START),
        NamedSet::NameChar => from_ranges(&name_chars::NAME),
        NamedSet::Word => {
            let mut others = category("P");
            others.union(&category("Z"));
            others.union(&category("C"));
            others.negate();
            others
        }
    }
}

fn from_ranges(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(
        ranges
            .iter()
            .map(|(first, last)| ClassUnicodeRange::new(*first, *last)),
    )
}

/// The characters of a general category.
fn category(name: &str) -> ClassUnicode {
    let parsed = regex_syntax::parse(&format!("\\p{{{name}}}"));
    match parsed.map(Hir::into_kind) {
        Ok(HirKind::Class(hir::Class::Unicode(characters))) => characters,
        // Zl and Zp have one character each.
        Ok(HirKind::Literal(hir::Literal(character))) => {
            let characters = str::from_utf8(&character).unwrap_or_default().chars();
            ClassUnicode::new(
                characters.map(|character| ClassUnicodeRange::new(character, character)),
            )
        }
        // The syntax lets only the categories of Unicode through.
        _ => ClassUnicode::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simple::Pattern;
    use crate::xsd::pattern::check_syntax;
    use crate::xsd::pattern::syntax::CATEGORIES;
    use proptest::prelude::*;

    fn check(source: &str, good: &[&str], bad: &[&str]) {
        let pattern = Pattern::from(source.to_owned());
        for text in good {
            assert_eq!(pattern.is_match(text), Ok(true), "{source} {text:?}");
        }
        for text in bad {
            assert_eq!(pattern.is_match(text), Ok(false), "{source} {text:?}");
        }
    }

    #[test]
    fn matches_the_whole_text() {
        check("", &[""], &["a"]);
        check("a|bc", &["a", "bc"], &["ac", "abc", "", "bca"]);
        check("(a|b)*c{2,3}", &["cc", "abccc"], &["c", "acccc"]);
        check("^a$", &["^a$"], &["a"]);
        check("a{0}", &[""], &["a"]);
        check("(a?){2}b+", &["aab", "b"], &["aaab", "a"]);
        check("(ab|)", &["", "ab"], &["a"]);
    }

    #[test]
    fn knows_the_classes_of_xsd() {
        check(".", &["a", "\u{85}", "\u{2028}", "😀"], &["\n", "\r", ""]);
        check(r"\s", &[" ", "\t", "\n", "\r"], &["\u{a0}", "\u{b}"]);
        check(r"\d", &["0", "٣"], &["a", "½"]);
        check(
            r"\w",
            &["a", "$", "+", "1", "é", "^"],
            &["_", "-", " ", "\u{a0}", "."],
        );
        check(r"\W", &["_", "-", " "], &["a", "$"]);
        check(r"\i\c*", &["a-1", ":x", "_.", "é"], &["1", "-", ""]);
        check(r"\I\C", &["1 "], &["a ", "11"]);
        check(r"\p{Lu}\P{Lu}", &["Aa", "É1"], &["aA", "AA"]);
        check(r"\p{IsGreek}+", &["αβ"], &["a"]);
        check(r"\P{IsBasicLatin}", &["é"], &["a"]);
        check(r"\p{IsLowSurrogates}", &[], &["a", ""]);
        check(r"\p{Cn}", &["\u{378}"], &["a"]);
        check(r"\p{Co}\p{Cc}", &["\u{e000}\u{1}"], &["aa"]);
    }

    #[test]
    fn no_category_is_empty() {
        for name in CATEGORIES {
            assert!(!category(name).ranges().is_empty(), "{name}");
        }
        check(
            r"\p{Zl}\p{Zp}",
            &["\u{2028}\u{2029}"],
            &["\u{2029}\u{2028}"],
        );
    }

    #[test]
    fn builds_and_subtracts_groups() {
        check("[a-z-[aeiou]]", &["b", "z"], &["a", "-", "B"]);
        check("[a-z-[b-y-[m]]]", &["a", "m", "z"], &["b", "n"]);
        check("[^a-c-[x]]", &["d", "-"], &["a", "x"]);
        check("[^a-c]", &["d", "\n", "é"], &["a"]);
        check(r"[\w-[\d_]]+", &["ab"], &["1", "a1"]);
        check("[-a]", &["-", "a"], &["b"]);
        check("[a&&b]+", &["a&b"], &["a~"]);
        check(r"[\]\[\-]+", &["[]-"], &["a"]);
        check("[^^]", &["a"], &["^"]);
        check("[a-a-[a]]", &[], &["a", ""]);
    }

    #[test]
    fn large_repetitions_of_large_classes_are_small_programs() {
        check(
            r"\w{1,2000}",
            &["é".repeat(2000).as_str()],
            &["é".repeat(2001).as_str()],
        );
        let text = "x".repeat(100_000);
        check("(x+x+)+y", &[], &[&text]);
    }

    #[test]
    fn more_kinds_of_characters_than_a_byte_can_number_still_match() {
        let singles: String = ('\u{4e00}'..'\u{4f80}').collect();
        check(&singles, &[&singles], &["\u{4e00}"]);
    }

    #[test]
    fn too_large_programs_are_refused() {
        let pattern = Pattern::new("((a{0,1000}){0,1000}){0,1000}");
        assert_eq!(
            pattern.compile(),
            Err(PatternError::TooLarge { limit: 1 << 20 })
        );
        assert!(!pattern.is_checked());
        assert!(!Pattern::new("a{4294967295}").is_checked());
        assert!(Pattern::new("a{4000}").is_checked());
    }

    proptest! {
        #[test]
        fn any_text_is_a_pattern_or_an_error(source in any::<String>(), texts in any::<[String; 2]>()) {
            let strict = check_syntax(&source);
            let pattern = Pattern::from(source);
            prop_assert!(strict.is_err() || pattern.compile().is_ok());
            for text in &texts {
                let _ = pattern.is_match(text);
            }
        }

        /// Mapping texts to kinds of characters changes no verdict.
        #[test]
        fn kinds_and_utf8_agree(
            source in r"(([a-cé.]|\\[dwsicDWSIC]|\[\^?[abcé]{1,2}\\w(-\[b\])?\]|\(a\|b\))[?*+]?){0,5}",
            texts in proptest::collection::vec("[abcé1 _-]{0,5}", 8),
        ) {
            let expression = parse(&source, Escapes::Strict).map_err(|error| TestCaseError::fail(format!("{source}: {error}")))?;
            let mut classes = Classes::new();
            collect(&expression, &mut classes);
            let utf8 = assemble(&expression, &classes, None).unwrap();
            let kinds = compile(&source).unwrap();
            prop_assert!(kinds.alphabet.is_some());
            for text in &texts {
                prop_assert_eq!(kinds.is_match(text), utf8.is_match(text), "{} {:?}", source, text);
            }
        }
    }
}
