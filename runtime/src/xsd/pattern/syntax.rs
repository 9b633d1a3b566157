//! The grammar of regular expressions: Part 2, appendix F, productions 1 to 37.

use super::blocks;
use std::fmt;

/// A regular expression: something that a text is matched against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// One character of a class.
    Class(Class),
    /// One after the other.
    Sequence(Vec<Expression>),
    /// One of them.
    Choice(Vec<Expression>),
    /// The same several times.
    Repeat {
        body: Box<Expression>,
        least: u32,
        /// `None`: no limit.
        most: Option<u32>,
    },
}

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class {
    pub(super) is_negated: bool,
    pub(super) items: Vec<ClassItem>,
    /// What is taken out, after the negation.
    pub(super) subtracted: Option<Box<Class>>,
}

/// A part of a class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ClassItem {
    Range(char, char),
    /// A set that has a name, or all that is not in it.
    Named {
        set: NamedSet,
        is_negated: bool,
    },
}

/// A set of characters that an escape stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NamedSet {
    /// `\p{Lu}`: the name of a general category.
    Category(&'static str),
    /// `\p{IsBasicLatin}`: the ranges of a block.
    Block(Vec<(char, char)>),
    /// `\s`
    Space,
    /// `\i`
    NameStart,
    /// `\c`
    NameChar,
    /// `\w`
    Word,
}

/// Whether escapes that the grammar doesn't have are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// No.
    Strict,
    /// Those of ASCII punctuation, which needs no escape but is often given one.
    Punctuation,
}

/// Where a text is not a regular expression of XSD, and what is expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    offset: usize,
    found: Option<char>,
    expected: String,
}

impl SyntaxError {
    /// How many bytes come before the fault.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What could stand there.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at offset {}: found ", self.offset)?;
        match self.found {
            Some(found) => write!(formatter, "\"{found}\"")?,
            None => formatter.write_str("the end")?,
        }
        write!(formatter, ", expected {}", self.expected)
    }
}

impl std::error::Error for SyntaxError {}

/// How deep groups and subtracted classes may be nested.
const NESTING_LIMIT: usize = 64;

/// The general categories (F.1.1).
pub(super) static CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
    "Cc", "Cf", "Co", "Cn",
];

/// Reads a regular expression.
pub(super) fn parse(source: &str, escapes: Escapes) -> Result<Expression, SyntaxError> {
    let mut parser = Parser {
        source,
        offset: 0,
        depth: 0,
        escapes,
    };
    let expression = parser.expression()?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.expected("an atom, a quantifier or the end")),
    }
}

struct Parser<'a> {
    source: &'a str,
    offset: usize,
    depth: usize,
    escapes: Escapes,
}

impl Parser<'_> {
    /// `regExp ::= branch ( '|' branch )*`
    fn expression(&mut self) -> Result<Expression, SyntaxError> {
        let mut branches = vec![self.branch()?];
        while self.eat('|') {
            branches.push(self.branch()?);
        }
        Ok(match (branches.pop(), branches.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                branches.extend(last);
                Expression::Choice(branches)
            }
        })
    }

    /// `branch ::= piece*`
    fn branch(&mut self) -> Result<Expression, SyntaxError> {
        let mut pieces = Vec::new();
        while let Some(next) = self.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            pieces.push(self.piece()?);
        }
        Ok(Expression::Sequence(pieces))
    }

    /// `piece ::= atom quantifier?`
    fn piece(&mut self) -> Result<Expression, SyntaxError> {
        let body = self.atom()?;
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.next();
                let quantity = self.quantity()?;
                return Ok(repeat(body, quantity));
            }
            _ => return Ok(body),
        };
        self.next();
        Ok(repeat(body, (least, most)))
    }

    /// `quantity ::= QuantExact ',' QuantExact | QuantExact ',' | QuantExact`, and the brace behind it.
    fn quantity(&mut self) -> Result<(u32, Option<u32>), SyntaxError> {
        let least = self.number()?;
        let most = if !self.eat(',') {
            Some(least)
        } else if self.peek() == Some('}') {
            None
        } else {
            let most = self.number()?;
            if most < least {
                return Err(self.expected(format!("a number of at least {least}")));
            }
            Some(most)
        };
        self.expect('}')?;
        Ok((least, most))
    }

    fn number(&mut self) -> Result<u32, SyntaxError> {
        let start = self.offset;
        while self.peek().is_some_and(|next| next.is_ascii_digit()) {
            self.next();
        }
        let digits = self.source.get(start..self.offset).unwrap_or_default();
        if digits.is_empty() {
            return Err(self.expected("a number"));
        }
        // A larger number means the same for every text that fits into memory.
        Ok(digits.parse().unwrap_or(u32::MAX))
    }

    /// `atom ::= Char | charClass | ( '(' regExp ')' )`
    fn atom(&mut self) -> Result<Expression, SyntaxError> {
        match self.peek() {
            Some('(') => {
                self.next();
                self.enter()?;
                let body = self.expression()?;
                self.depth -= 1;
                self.expect(')')?;
                Ok(body)
            }
            Some('[') => {
                self.next();
                self.class().map(Expression::Class)
            }
            Some('\\') => {
                self.next();
                let item = self.escape()?;
                Ok(Expression::Class(Class::of(item)))
            }
            Some('.') => {
                self.next();
                let items = vec![ClassItem::Range('\n', '\n'), ClassItem::Range('\r', '\r')];
                Ok(Expression::Class(Class {
                    is_negated: true,
                    items,
                    subtracted: None,
                }))
            }
            Some('?' | '*' | '+' | '{' | '}' | ')' | ']' | '|') | None => {
                Err(self.expected("an atom"))
            }
            Some(character) => {
                self.next();
                Ok(Expression::Class(Class::of(ClassItem::Range(
                    character, character,
                ))))
            }
        }
    }

    /// What is inside `[` and `]`, and the closing bracket: `charGroup ']'`.
    fn class(&mut self) -> Result<Class, SyntaxError> {
        self.enter()?;
        let is_negated = self.eat('^');
        let mut items = Vec::new();
        let mut subtracted = None;
        loop {
            match self.peek() {
                Some(']') if !items.is_empty() => break,
                Some('-') if !items.is_empty() && self.peek_second() == Some('[') => {
                    self.next();
                    self.next();
                    subtracted = Some(Box::new(self.class()?));
                    if self.peek() != Some(']') {
                        return Err(self.expected("\"]\" after the subtracted class"));
                    }
                    break;
                }
                _ => {
                    let is_first = items.is_empty();
                    items.push(self.class_item(is_first)?);
                }
            }
        }
        self.next();
        self.depth -= 1;
        Ok(Class {
            is_negated,
            items,
            subtracted,
        })
    }

    /// `charRange | charClassEsc`
    fn class_item(&mut self, is_first: bool) -> Result<ClassItem, SyntaxError> {
        if self.peek() == Some('-') {
            // A hyphen stands for itself only at the ends of a group.
            let is_last = self.peek_second() == Some(']');
            let is_before_subtraction = self.rest().starts_with("--[");
            if !is_first && !is_last && !is_before_subtraction {
                return Err(self.expected("a character other than an unescaped \"-\""));
            }
            self.next();
            return Ok(ClassItem::Range('-', '-'));
        }
        let first = match self.class_atom()? {
            ClassItem::Range(first, _) => first,
            named => return Ok(named),
        };
        let is_range =
            self.peek() == Some('-') && !matches!(self.peek_second(), Some('[' | ']') | None);
        if !is_range || self.rest().starts_with("--[") {
            return Ok(ClassItem::Range(first, first));
        }
        self.next();
        let start = self.offset;
        if self.peek() == Some('-') {
            return Err(
                self.expected("the end of a range: a character other than an unescaped \"-\"")
            );
        }
        match self.class_atom()? {
            ClassItem::Range(last, _) if first <= last => Ok(ClassItem::Range(first, last)),
            ClassItem::Range(..) => {
                self.offset = start;
                Err(self.expected(format!("a character that is not before \"{first}\"")))
            }
            ClassItem::Named { .. } => {
                self.offset = start;
                Err(self.expected("the end of a range: a single character"))
            }
        }
    }

    /// A character or an escape in a class.
    fn class_atom(&mut self) -> Result<ClassItem, SyntaxError> {
        match self.peek() {
            Some('\\') => {
                self.next();
                self.escape()
            }
            Some('[' | ']') | None => Err(self.expected("a character, an escape or \"]\"")),
            Some(character) => {
                self.next();
                Ok(ClassItem::Range(character, character))
            }
        }
    }

    /// What comes behind a backslash: `SingleCharEsc | MultiCharEsc | catEsc | complEsc`.
    fn escape(&mut self) -> Result<ClassItem, SyntaxError> {
        let Some(letter) = self.peek() else {
            return Err(self.expected("an escape"));
        };
        let single = |character| Ok(ClassItem::Range(character, character));
        let named = |set| {
            let is_negated = letter.is_ascii_uppercase();
            Ok(ClassItem::Named { set, is_negated })
        };
        let item =
            match letter {
                'n' => single('\n'),
                'r' => single('\r'),
                't' => single('\t'),
                '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']'
                | '^' => single(letter),
                's' | 'S' => named(NamedSet::Space),
                'i' | 'I' => named(NamedSet::NameStart),
                'c' | 'C' => named(NamedSet::NameChar),
                'd' | 'D' => named(NamedSet::Category("Nd")),
                'w' | 'W' => named(NamedSet::Word),
                'p' | 'P' => {
                    self.next();
                    return named(self.property()?);
                }
                other if self.escapes == Escapes::Punctuation && other.is_ascii_punctuation() => {
                    single(other)
                }
                _ => Err(self
                    .expected("one of n r t \\ | . ? * + ( ) { } - [ ] ^ s S i I c C d D w W p P")),
            };
        self.next();
        item
    }

    /// `'{' charProp '}'`
    fn property(&mut self) -> Result<NamedSet, SyntaxError> {
        self.expect('{')?;
        let start = self.offset;
        while self.peek().is_some_and(|next| next != '}') {
            self.next();
        }
        let name = self.source.get(start..self.offset).unwrap_or_default();
        let set = match name.strip_prefix("Is") {
            Some(name) => blocks::block(name).map(|ranges| NamedSet::Block(ranges.collect())),
            None => CATEGORIES
                .iter()
                .find(|category| **category == name)
                .map(|name| NamedSet::Category(name)),
        };
        match set {
            Some(set) if self.eat('}') => Ok(set),
            Some(_) => Err(self.expected("\"}\"")),
            None => {
                self.offset = start;
                Err(self.expected("a general category such as Lu, or a block such as IsBasicLatin"))
            }
        }
    }

    fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > NESTING_LIMIT {
            return Err(self.expected(format!(
                "no more than {NESTING_LIMIT} nested groups and classes"
            )));
        }
        Ok(())
    }

    fn rest(&self) -> &str {
        self.source.get(self.offset..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn next(&mut self) {
        self.offset += self.peek().map_or(0, char::len_utf8);
    }

    fn eat(&mut self, character: char) -> bool {
        let is_next = self.peek() == Some(character);
        if is_next {
            self.next();
        }
        is_next
    }

    fn expect(&mut self, character: char) -> Result<(), SyntaxError> {
        if self.eat(character) {
            Ok(())
        } else {
            Err(self.expected(format!("\"{character}\"")))
        }
    }

    fn expected(&self, expected: impl Into<String>) -> SyntaxError {
        SyntaxError {
            offset: self.offset,
            found: self.peek(),
            expected: expected.into(),
        }
    }
}

impl Class {
    fn of(item: ClassItem) -> Class {
        Class {
            is_negated: false,
            items: vec![item],
            subtracted: None,
        }
    }
}

fn repeat(body: Expression, (least, most): (u32, Option<u32>)) -> Expression {
    Expression::Repeat {
        body: Box::new(body),
        least,
        most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_grammar_of_appendix_f() {
        for source in [
            "",
            "a",
            "a|b",
            "|",
            "()",
            "(|a)",
            "a?",
            "a*b+",
            "a{0}",
            "a{2,}",
            "a{2,3}",
            "(a(b)*)+",
            "[a]",
            "[^a]",
            "[a-z]",
            "[-a]",
            "[a-]",
            "[^-a]",
            "[a-z-]",
            "[^^]",
            "[a^]",
            "[.?*+(){}|$]",
            "[a-z-[aeiou]]",
            "[^a-[b-[c]]]",
            "[--[a]]",
            r"[\d-[5]]",
            r"\d\D\s\S\i\I\c\C\w\W",
            r"\p{L}\P{Lu}",
            r"\p{IsBasicLatin}[\P{IsGreek}\-]",
            r"[\]-a]",
            r"[\n-\r]",
            r"\n\r\t\\\|\.\?\*\+\(\)\{\}\-\[\]\^",
            "^$",
            "-",
            ",",
            "a-b",
            "é{1}",
            r"\p{IsLatin-1Supplement}",
        ] {
            assert!(parse(source, Escapes::Strict).is_ok(), "{source}");
        }
    }

    #[test]
    fn says_where_a_text_is_not_of_the_grammar() {
        let cases = [
            ("(", r#"at offset 1: found the end, expected ")""#),
            (
                ")",
                r#"at offset 0: found ")", expected an atom, a quantifier or the end"#,
            ),
            ("a**", r#"at offset 2: found "*", expected an atom"#),
            ("a??", r#"at offset 2: found "?", expected an atom"#),
            ("{1}", r#"at offset 0: found "{", expected an atom"#),
            ("a}", r#"at offset 1: found "}", expected an atom"#),
            ("a{,2}", r#"at offset 2: found ",", expected a number"#),
            ("a{1", r#"at offset 3: found the end, expected "}""#),
            (
                "a{3,2}",
                r#"at offset 5: found "}", expected a number of at least 3"#,
            ),
            (
                "[",
                r#"at offset 1: found the end, expected a character, an escape or "]""#,
            ),
            (
                "[]",
                r#"at offset 1: found "]", expected a character, an escape or "]""#,
            ),
            (
                "[a",
                r#"at offset 2: found the end, expected a character, an escape or "]""#,
            ),
            (
                "[[a]]",
                r#"at offset 1: found "[", expected a character, an escape or "]""#,
            ),
            (
                "[z-a]",
                r#"at offset 3: found "a", expected a character that is not before "z""#,
            ),
            (
                "[a-b-c]",
                r#"at offset 4: found "-", expected a character other than an unescaped "-""#,
            ),
            (
                r"[a-\d]",
                r#"at offset 3: found "\", expected the end of a range: a single character"#,
            ),
            (
                "[a-[b]c]",
                r#"at offset 6: found "c", expected "]" after the subtracted class"#,
            ),
            ("(?:a)", r#"at offset 1: found "?", expected an atom"#),
            (
                r"\p{Foo}",
                r#"at offset 3: found "F", expected a general category such as Lu, or a block such as IsBasicLatin"#,
            ),
            (
                r"\p{IsKlingon}",
                r#"at offset 3: found "I", expected a general category such as Lu, or a block such as IsBasicLatin"#,
            ),
            (r"\pL", r#"at offset 2: found "L", expected "{""#),
            (r"a\", "at offset 2: found the end, expected an escape"),
            (
                r"\$",
                r#"at offset 1: found "$", expected one of n r t \ | . ? * + ( ) { } - [ ] ^ s S i I c C d D w W p P"#,
            ),
        ];
        for (source, message) in cases {
            assert_eq!(
                parse(source, Escapes::Strict).unwrap_err().to_string(),
                message,
                "{source}"
            );
        }
        assert!(parse(r"\$\/", Escapes::Punctuation).is_ok());
        assert!(parse(r"\b", Escapes::Punctuation).is_err());
    }

    #[test]
    fn nests_only_so_deep() {
        let nested = |depth| format!("{}{}", "(".repeat(depth), ")".repeat(depth));
        assert!(parse(&nested(NESTING_LIMIT), Escapes::Strict).is_ok());
        for depth in [NESTING_LIMIT + 1, 1_000_000] {
            let error = parse(&nested(depth), Escapes::Strict).unwrap_err();
            assert_eq!(
                error.expected(),
                "no more than 64 nested groups and classes"
            );
        }
    }
}
