//! The subset of XPath that identity constraints use (Part 1, 3.11.6).

use std::sync::Arc;

use super::Namespaces;
use super::lexical::is_ncname;
use crate::syntax::QName;

/// An XPath of a selector or field: a union of branches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// What stands between the `|`, in order.
    pub branches: Vec<PathBranch>,
}

/// One branch of an XPath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathBranch {
    /// Whether it begins with `.//`.
    pub descendants: bool,
    /// The steps, in order.
    pub steps: Vec<PathStep>,
}

/// One step of an XPath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// `.`
    This,
    /// A child element.
    Child(NameTest),
    /// An attribute; the last step of a field alone.
    Attribute(NameTest),
}

/// Which names a step selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameTest {
    /// `*`
    Any,
    /// `prefix:*`
    Namespace(Arc<str>),
    /// A name. A name without a prefix is in no namespace.
    Name(QName),
}

/// What an XPath is for: a field may end in an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Selector,
    Field,
}

impl Path {
    /// Parses an XPath; the error says what is wrong with it.
    pub(super) fn parse(text: &str, role: Role, namespaces: &Namespaces) -> Result<Path, String> {
        let tokens = tokens(text)?;
        let mut branches = Vec::new();
        for branch in tokens.split(|token| *token == Token::Or) {
            branches.push(parse_branch(branch, role, namespaces)?);
        }
        Ok(Path { branches })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'a> {
    Or,
    Slash,
    DoubleSlash,
    Dot,
    At,
    Axis(&'a str),
    Any,
    AnyOf(&'a str),
    Name(Option<&'a str>, &'a str),
}

/// Splits an XPath into tokens; white space may stand between any two of them.
fn tokens(text: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        let (token, after) = token(rest)?;
        tokens.push(token);
        rest = after.trim_start_matches(is_space);
    }
    Ok(tokens)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn token(text: &str) -> Result<(Token<'_>, &str), String> {
    let simple = [
        ("//", Token::DoubleSlash),
        ("/", Token::Slash),
        ("|", Token::Or),
        (".", Token::Dot),
        ("@", Token::At),
        ("*", Token::Any),
    ];
    for (symbol, token) in simple {
        if let Some(rest) = text.strip_prefix(symbol) {
            if token == Token::Dot && rest.starts_with('.') {
                return Err("`..` is not allowed".to_owned());
            }
            return Ok((token, rest));
        }
    }
    let (first, rest) = ncname(text)?;
    let unspaced = rest.trim_start_matches(is_space);
    if let Some(rest) = unspaced.strip_prefix("::") {
        return Ok((Token::Axis(first), rest));
    }
    let Some(after) = rest.strip_prefix(':') else {
        return Ok((Token::Name(None, first), rest));
    };
    if let Some(rest) = after.strip_prefix('*') {
        return Ok((Token::AnyOf(first), rest));
    }
    let (second, rest) = ncname(after)?;
    Ok((Token::Name(Some(first), second), rest))
}

/// The name at the beginning of a text, and what follows it.
fn ncname(text: &str) -> Result<(&str, &str), String> {
    let end = text
        .find(|c: char| is_space(c) || matches!(c, '/' | '|' | '@' | '*' | ':' | '[' | '(' | ')'));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    if is_ncname(name) {
        return Ok((name, rest));
    }
    match (name.is_empty(), text.chars().next()) {
        (true, Some(c)) => Err(format!("`{c}` is not allowed here")),
        _ => Err(format!("\"{name}\" is no name")),
    }
}

fn parse_branch(
    tokens: &[Token<'_>],
    role: Role,
    namespaces: &Namespaces,
) -> Result<PathBranch, String> {
    let (descendants, mut rest) = match tokens {
        [Token::Dot, Token::DoubleSlash, rest @ ..] => (true, rest),
        _ => (false, tokens),
    };
    let mut steps = Vec::new();
    loop {
        let (step, after) = parse_step(rest, role, namespaces)?;
        let is_attribute = matches!(step, PathStep::Attribute(_));
        steps.push(step);
        match after {
            [] => return Ok(PathBranch { descendants, steps }),
            [Token::Slash, ..] if is_attribute => {
                return Err("an attribute must be the last step".to_owned());
            }
            [Token::Slash, next @ ..] => rest = next,
            [Token::DoubleSlash, ..] => {
                return Err("`//` is allowed in `.//` at the beginning alone".to_owned());
            }
            _ => return Err("a `/` or `|` is expected between two steps".to_owned()),
        }
    }
}

fn parse_step<'t, 'a>(
    tokens: &'t [Token<'a>],
    role: Role,
    namespaces: &Namespaces,
) -> Result<(PathStep, &'t [Token<'a>]), String> {
    let (is_attribute, rest) = match tokens {
        [Token::Dot, rest @ ..] => return Ok((PathStep::This, rest)),
        [Token::At, rest @ ..] | [Token::Axis("attribute"), rest @ ..] => (true, rest),
        [Token::Axis("child"), rest @ ..] => (false, rest),
        [Token::Axis(axis), ..] => return Err(format!("the axis `{axis}` is not allowed")),
        _ => (false, tokens),
    };
    if is_attribute && role == Role::Selector {
        return Err("a selector selects elements, not attributes".to_owned());
    }
    let Some((token, rest)) = rest.split_first() else {
        return Err("a step is missing".to_owned());
    };
    let test = match token {
        Token::Any => NameTest::Any,
        Token::AnyOf(prefix) => NameTest::Namespace(namespace_of(prefix, namespaces)?),
        Token::Name(None, local) => NameTest::Name(QName::new(None, local)),
        Token::Name(Some(prefix), local) => {
            NameTest::Name(QName::new(Some(&namespace_of(prefix, namespaces)?), local))
        }
        Token::Or | Token::Slash | Token::DoubleSlash | Token::Dot | Token::At | Token::Axis(_) => {
            return Err("a name is expected in each step".to_owned());
        }
    };
    Ok((
        if is_attribute {
            PathStep::Attribute(test)
        } else {
            PathStep::Child(test)
        },
        rest,
    ))
}

fn namespace_of(prefix: &str, namespaces: &Namespaces) -> Result<Arc<str>, String> {
    namespaces
        .get(Some(prefix))
        .ok_or_else(|| format!("the prefix `{prefix}` is not declared"))
}

#[cfg(test)]
mod tests {
    use super::{NameTest, Path, PathStep, Role};
    use crate::syntax::QName;
    use crate::syntax::xsd::Namespaces;

    fn parse(text: &str, role: Role) -> Result<Path, String> {
        Path::parse(
            text,
            role,
            &Namespaces([(Some("p".into()), "urn:p".into())].into_iter().collect()),
        )
    }

    #[test]
    fn steps_and_branches() {
        let path = parse(" .//p:a / child::b | @ p:* ", Role::Field).unwrap();
        let name = |namespace, local| PathStep::Child(NameTest::Name(QName::new(namespace, local)));
        assert!(path.branches[0].descendants);
        assert_eq!(
            path.branches[0].steps,
            [name(Some("urn:p"), "a"), name(None, "b")]
        );
        assert_eq!(
            path.branches[1].steps,
            [PathStep::Attribute(NameTest::Namespace("urn:p".into()))]
        );
        assert_eq!(
            parse(".", Role::Selector).unwrap().branches[0].steps,
            [PathStep::This]
        );
    }

    #[test]
    fn what_is_refused() {
        for (text, role) in [
            ("", Role::Selector),
            ("@a", Role::Selector),
            ("a//b", Role::Selector),
            ("/a", Role::Selector),
            ("a/", Role::Field),
            ("@a/b", Role::Field),
            ("q:a", Role::Field),
            ("a[1]", Role::Field),
            ("..", Role::Field),
            ("a|", Role::Selector),
            ("parent::a", Role::Field),
            ("a b", Role::Field),
            ("text()", Role::Field),
        ] {
            assert!(parse(text, role).is_err(), "{text:?}");
        }
    }
}
