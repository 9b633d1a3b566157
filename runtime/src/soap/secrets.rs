//! What a request told the server in confidence, and how errors keep it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use zeroize::Zeroizing;

use crate::xml::{AnyElement, AnyNode};

/// What stands in an error instead of a secret.
const REDACTED: &str = "[redacted]";

/// How much of a secret at the very end of a text, where it may be cut off, still counts as one.
const CUT_OFF: usize = 3;

/// The secrets of one request: a server that echoes the request must not bring them into an error.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// What is known to be one.
    known: Vec<Zeroizing<String>>,
    /// What may be one, as far as can be told from a request without types.
    suspected: Vec<Zeroizing<String>>,
}

impl Secrets {
    /// Adds a secret. Blank ones say nothing.
    pub(crate) fn add(&mut self, secret: &str) {
        add_to(&mut self.known, secret);
    }

    /// Those that are known to be secrets: what is taken out of a fault, which a program must be able to rely on.
    pub(crate) fn known(&self) -> Secrets {
        Secrets {
            known: self.known.clone(),
            suspected: Vec::new(),
        }
    }

    /// Adds all of another list.
    pub(crate) fn extend(&mut self, other: &Secrets) {
        other
            .known
            .iter()
            .for_each(|secret| add_to(&mut self.known, secret));
        other
            .suspected
            .iter()
            .for_each(|secret| add_to(&mut self.suspected, secret));
    }

    /// Adds every text of a header block: nothing says which of them is a password.
    pub(crate) fn add_texts(&mut self, element: &AnyElement) {
        each_text(element, &mut |text| add_to(&mut self.known, text));
    }

    /// Suspects every text of a body: one of them may be a password, and the others are what the call is about.
    pub(crate) fn suspect_texts(&mut self, element: &AnyElement) {
        each_text(element, &mut |text| add_to(&mut self.suspected, text));
    }

    /// Adds the credentials of an HTTP request: as they are written, and the password that HTTP Basic encodes.
    pub(crate) fn add_credentials(&mut self, headers: &HeaderMap) {
        let holds_some = |name| matches!(name, &AUTHORIZATION | &PROXY_AUTHORIZATION | &COOKIE);
        for (_, value) in headers
            .iter()
            .filter(|(name, value)| value.is_sensitive() || holds_some(*name))
        {
            let Ok(value) = value.to_str() else {
                continue;
            };
            let (scheme, credentials) = value.split_once(' ').unwrap_or(("", value));
            self.add(credentials);
            if scheme.eq_ignore_ascii_case("basic")
                && let Ok(plain) = STANDARD.decode(credentials.trim()).map(Zeroizing::new)
                && let Ok(plain) = std::str::from_utf8(&plain)
                && let Some((_, password)) = plain.split_once(':')
            {
                self.add(password);
            }
        }
    }

    /// A text without the secrets, at most `length` bytes of it; secrets count as what replaces them.
    pub(crate) fn redact(&self, text: &str, length: usize) -> String {
        let mut redacted = String::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let found = self
                .known
                .iter()
                .chain(&self.suspected)
                .filter_map(|secret| length_of(rest, secret))
                .max();
            let read = found.unwrap_or(character.len_utf8());
            let shown = if found.is_some() {
                REDACTED
            } else {
                rest.get(..read).unwrap_or_default()
            };
            if redacted.len() + shown.len() > length {
                break;
            }
            redacted.push_str(shown);
            rest = rest.get(read..).unwrap_or_default();
        }
        redacted
    }
}

/// Not what it holds.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} secrets", self.known.len() + self.suspected.len())
    }
}

fn each_text(element: &AnyElement, add: &mut dyn FnMut(&str)) {
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        for node in &element.children {
            match node {
                AnyNode::Text(text) => add(text),
                AnyNode::Element(child) => open.push(child),
            }
        }
    }
}

fn add_to(secrets: &mut Vec<Zeroizing<String>>, secret: &str) {
    let secret = secret.trim();
    if !secret.is_empty() && !secrets.iter().any(|known| known.as_str() == secret) {
        secrets.push(Zeroizing::new(String::from(secret)));
    }
}

/// How many bytes at the start of a text are the secret, each of its characters as it is or escaped as in XML, HTML,
/// JSON or a URL; or its beginning, if the text ends there.
fn length_of(text: &str, secret: &str) -> Option<usize> {
    // A character can be read in more than one way (`&` or `&amp;`), so that there may be several places at once.
    let mut places = vec![0];
    for (index, character) in secret.chars().enumerate() {
        if index >= CUT_OFF && places.contains(&text.len()) {
            return Some(text.len());
        }
        let mut next: Vec<usize> = Vec::new();
        for place in places {
            let rest = text.get(place..).unwrap_or_default();
            for read in readings(rest, character) {
                if !next.contains(&(place + read)) {
                    next.push(place + read);
                }
            }
        }
        if next.is_empty() {
            return None;
        }
        places = next;
    }
    places.into_iter().max()
}

/// In how many bytes the text starts with the character, for each way to write it.
fn readings(text: &str, character: char) -> impl Iterator<Item = usize> {
    let plain = text.starts_with(character).then(|| character.len_utf8());
    [
        plain,
        reference(text, character),
        backslash(text, character),
        percent(text, character),
    ]
    .into_iter()
    .flatten()
}

/// `&amp;`, `&#38;`, `&#x26;`.
fn reference(text: &str, character: char) -> Option<usize> {
    const LONGEST: usize = 10;
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = name.get(..end)?;
    let meant = match (name.strip_prefix('#'), name) {
        (Some(number), _) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        (None, "amp") => '&',
        (None, "lt") => '<',
        (None, "gt") => '>',
        (None, "quot") => '"',
        (None, "apos") => '\'',
        (None, _) => return None,
    };
    (meant == character).then_some(end + 2)
}

/// `\"`, `\u0026`.
fn backslash(text: &str, character: char) -> Option<usize> {
    let escaped = text.strip_prefix('\\')?;
    if let Some(digits) = escaped.strip_prefix('u').and_then(|rest| rest.get(..4)) {
        let code = u32::from_str_radix(digits, 16).ok()?;
        return (u32::from(character) == code).then_some(6);
    }
    let simple = escaped.starts_with(character) && matches!(character, '"' | '\\' | '/' | '\'');
    simple.then_some(2)
}

/// `%26`, each byte of its UTF-8; `+` for a space.
fn percent(text: &str, character: char) -> Option<usize> {
    if character == ' ' && text.starts_with('+') {
        return Some(1);
    }
    let mut buffer = [0; 4];
    let mut read = 0;
    for byte in character.encode_utf8(&mut buffer).bytes() {
        let digits = text.get(read..)?.strip_prefix('%')?.get(..2)?;
        if u8::from_str_radix(digits, 16) != Ok(byte) {
            return None;
        }
        read += 3;
    }
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(texts: &[&str]) -> Secrets {
        let mut secrets = Secrets::default();
        texts.iter().for_each(|text| secrets.add(text));
        secrets
    }

    #[test]
    fn a_secret_is_found_however_it_is_escaped() {
        let secrets = secrets(&["p&s \"ü"]);
        for text in [
            "p&s \"ü",
            "p&amp;s &quot;ü",
            "p&#38;s&#x20;&#34;&#xFC;",
            "p&s \\\"\\u00fc",
            "p%26s%20%22%C3%BC",
            "p%26s+%22%c3%bc",
        ] {
            assert_eq!(
                secrets.redact(&format!("<a>{text}</a>"), 100),
                "<a>[redacted]</a>",
                "{text}"
            );
        }
    }

    #[test]
    fn only_secrets_are_replaced() {
        let cases = [
            (&["hunter2"][..], "hunter3 hunter", "hunter3 [redacted]"),
            (&[""], "abc", "abc"),
            (&["  "], "a  b", "a  b"),
            (&["&amp;x"], "&amp;x &amp;amp;x", "[redacted] [redacted]"),
            (&["ab", "abc"], "abcd", "[redacted]d"),
            (&["a"], "banana", "b[redacted]n[redacted]n[redacted]"),
        ];
        for (known, text, expected) in cases {
            assert_eq!(secrets(known).redact(text, 100), expected, "{text}");
        }
    }

    #[test]
    fn the_length_is_that_of_the_result() {
        assert_eq!(
            secrets(&["12345678901234567890"]).redact("12345678901234567890wxyz", 13),
            "[redacted]wxy"
        );
        assert_eq!(secrets(&["secret"]).redact("ab secret", 9), "ab ");
        assert_eq!(secrets(&[]).redact("äöü", 3), "ä");
    }

    #[test]
    fn the_password_of_http_basic_is_one() {
        let mut headers = HeaderMap::new();
        headers.insert(
            AUTHORIZATION,
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".parse().unwrap(),
        );
        headers.insert(PROXY_AUTHORIZATION, "Bearer token.1".parse().unwrap());
        let mut secrets = Secrets::default();
        secrets.add_credentials(&headers);
        assert_eq!(
            secrets.redact(
                "QWxhZGRpbjpvcGVuIHNlc2FtZQ== Aladdin:open sesame token.1",
                200
            ),
            "[redacted] Aladdin:[redacted] [redacted]"
        );
        assert_eq!(format!("{secrets:?}"), "3 secrets");
    }

    #[test]
    fn all_texts_of_a_raw_element_are_secrets() {
        let element: AnyElement = "<a x='1'>one<b>two <c/></b></a>".parse().unwrap();
        let mut secrets = Secrets::default();
        secrets.add_texts(&element);
        assert_eq!(secrets.redact("one 1 two", 100), "[redacted] 1 [redacted]");
    }
}
