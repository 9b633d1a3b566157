//! What an identifier must not be.

/// Strict and reserved keywords of all editions up to 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that can't be raw identifiers either.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Makes a text an identifier: a prefix before what can't begin one, `r#` before a keyword, or an underscore behind.
/// `fallback` is the name of what has no letters at all.
pub(super) fn identifier(text: &str, fallback: &str) -> String {
    let mut name = if text.is_empty() {
        String::from(fallback)
    } else {
        String::from(text)
    };
    if !name.chars().next().is_some_and(unicode_ident::is_xid_start) {
        let separator = if fallback.starts_with(char::is_lowercase) {
            "_"
        } else {
            ""
        };
        name = format!("{fallback}{separator}{name}");
    }
    if NEVER_RAW.contains(&name.as_str()) {
        name.push('_');
    } else if KEYWORDS.contains(&name.as_str()) {
        name.insert_str(0, "r#");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn any_text_becomes_an_identifier() {
        let cases = [
            ("type", "value", "r#type"),
            ("self", "value", "self_"),
            ("Self", "Value", "Self_"),
            ("2_clr", "value", "value_2_clr"),
            ("2Clr", "Value", "Value2Clr"),
            ("", "Value", "Value"),
            ("gen", "value", "r#gen"),
            ("name", "value", "name"),
        ];
        for (text, fallback, expected) in cases {
            assert_eq!(identifier(text, fallback), expected);
        }
    }
}
