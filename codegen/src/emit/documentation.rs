//! Documentation of schemas as documentation of Rust items.
//!
//! What a schema says is text, not Markdown, and may be hostile: it must not become a code block, which `cargo test`
//! would run, nor HTML in the pages of `cargo doc`, nor turn the direction of the text around.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[doc]` attributes for a text; `fallback` where there is none.
pub(super) fn attributes(text: Option<&str>, fallback: &str) -> TokenStream {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let lines = match text {
        Some(text) => lines(text),
        None => vec![String::from(fallback)],
    };
    lines_attributes(&lines)
}

/// `#[doc]` attributes for lines that are Markdown already.
pub(super) fn lines_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// A text in lines of Markdown that show it as it is.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(escape(line));
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A value or a name of the schema as code in a line of Markdown.
pub(super) fn code(text: &str) -> String {
    let mut code = String::from("`");
    for letter in text.chars() {
        match letter {
            '`' => code.push('\''),
            letter if is_direction_control(letter) => code.push_str(&code_point(letter)),
            letter if letter.is_control() => code.push(' '),
            letter => code.push(letter),
        }
    }
    code.push('`');
    code
}

fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for (index, word) in line.split(' ').enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        if is_url(word) {
            let end = word.trim_end_matches(['.', ',', ';', ')']).len();
            let (url, rest) = word.split_at_checked(end).unwrap_or((word, ""));
            escaped.push_str(&format!("<{url}>{rest}"));
            continue;
        }
        for letter in word.chars() {
            match letter {
                '<' | '[' | ']' | '*' | '\\' | '|' => {
                    escaped.push('\\');
                    escaped.push(letter);
                }
                '`' => escaped.push('\''),
                '~' => escaped.push_str("\\~"),
                '_' => escaped.push('_'),
                letter if is_direction_control(letter) => escaped.push_str(&code_point(letter)),
                letter if letter.is_control() => escaped.push(' '),
                letter => escaped.push(letter),
            }
        }
    }
    if escaped.starts_with(['#', '>', '+', '-', '=']) {
        escaped.insert(0, '\\');
    }
    escaped
}

fn is_url(word: &str) -> bool {
    let is_web = word.starts_with("http://") || word.starts_with("https://");
    is_web
        && word
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'`'))
}

/// Controls that change the direction of the text around them.
fn is_direction_control(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}')
}

fn code_point(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::{code, lines};

    #[test]
    fn values_are_code_on_one_line() {
        let cases = [
            ("a < b", "`a < b`"),
            ("a`<script>`", "`a'<script>'`"),
            ("a\n\n    b()", "`a      b()`"),
            ("a\u{202E}b", "`aU+202Eb`"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

    #[test]
    fn texts_show_as_they_are() {
        let cases = [
            ("a plain line", vec!["a plain line"]),
            ("  two\n\n\n   lines\n", vec!["two", "", "lines"]),
            ("```rust\npanic!()\n```", vec!["'''rust", "panic!()", "'''"]),
            ("    let x = 1;", vec!["let x = 1;"]),
            (
                "<script>alert(1)</script>",
                vec!["\\<script>alert(1)\\</script>"],
            ),
            ("see [here](x)", vec!["see \\[here\\](x)"]),
            (
                "see http://example.com/a.",
                vec!["see <http://example.com/a>."],
            ),
            ("# heading", vec!["\\# heading"]),
            ("a\u{202E}b", vec!["aU+202Eb"]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }
}
