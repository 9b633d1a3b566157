//! Words in schema names, and the case conventions of Rust.

/// `UpperCamelCase`: of a type or variant. Runs of capitals are words: `URLArray` becomes `UrlArray`.
pub(super) fn upper_camel(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

/// `snake_case`: of a field, method or module.
pub(super) fn snake(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| word.to_lowercase()).collect();
    words.join("_")
}

/// `SHOUTY_CASE`: of a static.
pub(super) fn shouty(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| word.to_uppercase()).collect();
    words.join("_")
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first
            .to_uppercase()
            .chain(letters.flat_map(char::to_lowercase))
            .collect(),
        None => String::new(),
    }
}

/// The words of a name: runs of letters and digits, divided where a capital follows a small letter or a digit, and
/// before the last capital of a run that a small letter follows. Characters that no identifier has are words of
/// their own where they have a name, and divide words otherwise.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous: Option<char> = None;
    for (index, letter) in letters.iter().copied().enumerate() {
        if !is_word_character(letter) {
            finish(&mut words, &mut word);
            words.extend(symbol_name(letter, &letters, index).map(String::from));
            previous = None;
            continue;
        }
        let next = letters.get(index + 1).copied();
        if previous.is_some_and(|previous| is_boundary(previous, letter, next)) {
            finish(&mut words, &mut word);
        }
        word.push(letter);
        previous = Some(letter);
    }
    finish(&mut words, &mut word);
    words
}

fn is_word_character(letter: char) -> bool {
    letter != '_' && (letter.is_alphanumeric() || unicode_ident::is_xid_continue(letter))
}

fn is_boundary(previous: char, letter: char, next: Option<char>) -> bool {
    if !letter.is_uppercase() {
        return false;
    }
    !previous.is_uppercase() || next.is_some_and(char::is_lowercase)
}

fn finish(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// What a symbol is called. Those that only divide words (`-`, `.`, `_`, space, `:`, `/`) have no name, but for a
/// hyphen or point before a digit, which mean something: `-1`, `1.5`.
fn symbol_name(symbol: char, letters: &[char], index: usize) -> Option<&'static str> {
    let next_is_digit = letters.get(index + 1).is_some_and(char::is_ascii_digit);
    let previous = index.checked_sub(1).and_then(|index| letters.get(index));
    Some(match symbol {
        '-' if next_is_digit && previous.is_none() => "Minus",
        '.' if next_is_digit && previous.is_some_and(char::is_ascii_digit) => "Point",
        '+' => "Plus",
        '*' => "Star",
        '=' => "Equals",
        '<' => "Less",
        '>' => "Greater",
        '!' => "Not",
        '&' => "And",
        '|' => "Or",
        '%' => "Percent",
        '#' => "Hash",
        '@' => "At",
        '$' => "Dollar",
        '?' => "Question",
        '^' => "Caret",
        '~' => "Tilde",
        '°' => "Degree",
        '/' | '-' | '.' | '_' | ':' | ',' | ';' | '(' | ')' if letters.len() == 1 => match symbol {
            '/' => "Slash",
            '-' => "Hyphen",
            '.' => "Point",
            '_' => "Underscore",
            ':' => "Colon",
            ',' => "Comma",
            ';' => "Semicolon",
            '(' => "OpenParenthesis",
            _ => "CloseParenthesis",
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_conventions_of_rust() {
        let cases = [
            (
                "executeJobParam",
                "ExecuteJobParam",
                "execute_job_param",
                "EXECUTE_JOB_PARAM",
            ),
            ("URLArray", "UrlArray", "url_array", "URL_ARRAY"),
            (
                "getXMPPacket",
                "GetXmpPacket",
                "get_xmp_packet",
                "GET_XMP_PACKET",
            ),
            ("PDFInfo", "PdfInfo", "pdf_info", "PDF_INFO"),
            ("Soap12Port", "Soap12Port", "soap12_port", "SOAP12_PORT"),
            ("xml:lang", "XmlLang", "xml_lang", "XML_LANG"),
            ("a-b.c_d", "ABCD", "a_b_c_d", "A_B_C_D"),
            ("S7Asset", "S7Asset", "s7_asset", "S7_ASSET"),
            ("größe", "Größe", "größe", "GRÖSSE"),
            ("-1.5", "Minus1Point5", "minus_1_point_5", "MINUS_1_POINT_5"),
            ("<=", "LessEquals", "less_equals", "LESS_EQUALS"),
            ("名前", "名前", "名前", "名前"),
        ];
        for (name, camel, snaked, shouted) in cases {
            assert_eq!(upper_camel(name), camel);
            assert_eq!(snake(name), snaked);
            assert_eq!(shouty(name), shouted);
        }
    }
}
