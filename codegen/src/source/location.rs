//! Locations as they are written in documents: relative references, URLs, paths of one system or the other.

use std::path::{Component, Path, PathBuf};

/// What a location is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// A path relative to the document that refers to it.
    Relative(String),
    /// An absolute path, or a `file:` URL.
    Absolute(PathBuf),
    /// A path on another machine: `\\host\share` or `file://host/share`.
    NetworkShare,
    /// Any other URL.
    Url(String),
}

impl Location {
    /// Tells what a location is. White space around it is ignored.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        if text.starts_with("\\\\") || text.starts_with("//") {
            return Location::NetworkShare;
        }
        match scheme(text) {
            Some(name) if name.eq_ignore_ascii_case("file") => {
                of_file_url(text.get(5..).unwrap_or_default())
            }
            Some(_) => Location::Url(text.to_owned()),
            None if text.starts_with(['/', '\\']) || is_drive(text) => {
                Location::Absolute(PathBuf::from(text))
            }
            None => Location::Relative(text.to_owned()),
        }
    }
}

/// What follows `file:`.
fn of_file_url(rest: &str) -> Location {
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(rest) => match rest.split_once('/') {
            Some(("" | "localhost", _)) => rest.strip_prefix("localhost").unwrap_or(rest),
            // `file://C:/x` is a common slip for `file:///C:/x`.
            Some((host, _)) if is_drive(host) => rest,
            _ => return Location::NetworkShare,
        },
    };
    let path = decode_percent(path.split(['?', '#']).next().unwrap_or(path));
    if path.starts_with("//") {
        return Location::NetworkShare;
    }
    match path.strip_prefix('/') {
        Some(drive) if is_drive(drive) => Location::Absolute(PathBuf::from(drive)),
        Some(_) => Location::Absolute(PathBuf::from(path)),
        None if is_drive(&path) => Location::Absolute(PathBuf::from(path)),
        None => Location::Relative(path),
    }
}

/// The scheme of a URL. One letter is not a scheme but a drive.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut characters = scheme.chars();
    let first = characters.next()?;
    let valid = first.is_ascii_alphabetic()
        && scheme.len() > 1
        && characters.all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.')
        });
    valid.then_some(scheme)
}

/// Whether a path begins with a drive, such as `C:`.
fn is_drive(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic())
        && characters.next() == Some(':')
}

/// Replaces `%20` and the like; what is not a valid escape, or not UTF-8 afterwards, stays as it is.
pub(super) fn decode_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = match after {
            [high, low, ..] if *byte == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Resolves a reference against a URL (RFC 3986 section 5.2).
pub fn join_url(base: &str, reference: &str) -> String {
    let Some((scheme, rest)) = base.split_once(':') else {
        return reference.to_owned();
    };
    if self::scheme(reference).is_some() {
        return reference.to_owned();
    }
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (authority, path) = match rest.strip_prefix("//") {
        Some(after) => {
            let end = after.find('/').unwrap_or(after.len());
            rest.split_at(2 + end)
        }
        None => ("", rest),
    };
    if reference.starts_with('?') {
        return format!("{scheme}:{authority}{path}{reference}");
    }
    let (reference, query) =
        reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let path = match reference.strip_prefix('/') {
        Some(_) => reference.to_owned(),
        None => match path.rsplit_once('/') {
            Some((directory, _)) => format!("{directory}/{reference}"),
            None => format!("/{reference}"),
        },
    };
    format!("{scheme}:{authority}{}{query}", remove_dot_segments(&path))
}

fn remove_dot_segments(path: &str) -> String {
    let mut kept = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

/// Resolves `.` and `..` in a path without looking at the disk.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match normal.components().next_back() {
                Some(Component::Normal(_)) => {
                    normal.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                Some(Component::ParentDir | Component::CurDir) | None => normal.push(".."),
            },
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                normal.push(component)
            }
        }
    }
    normal
}

/// A path for messages, the same on every system: forward slashes.
pub(super) fn display(path: &Path) -> String {
    let text = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '\\' {
        text.replace('\\', "/")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_told_apart() {
        let relative = |path: &str| Location::Relative(path.to_owned());
        let absolute = |path: &str| Location::Absolute(PathBuf::from(path));
        let url = |url: &str| Location::Url(url.to_owned());
        for (text, expected) in [
            ("a.xsd", relative("a.xsd")),
            (" ../common/a b.xsd\n", relative("../common/a b.xsd")),
            ("Service.svc?xsd=xsd0", relative("Service.svc?xsd=xsd0")),
            ("/etc/passwd", absolute("/etc/passwd")),
            ("C:\\schemas\\a.xsd", absolute("C:\\schemas\\a.xsd")),
            ("c:/schemas/a.xsd", absolute("c:/schemas/a.xsd")),
            ("file:///srv/a%20b.xsd#x", absolute("/srv/a b.xsd")),
            ("file:/srv/a.xsd", absolute("/srv/a.xsd")),
            ("FILE://localhost/srv/a.xsd", absolute("/srv/a.xsd")),
            ("file:///C:/a.xsd", absolute("C:/a.xsd")),
            ("file://C:/a.xsd", absolute("C:/a.xsd")),
            ("file:a.xsd", relative("a.xsd")),
            ("file://server/share/a.xsd", Location::NetworkShare),
            ("file:////server/share/a.xsd", Location::NetworkShare),
            ("\\\\server\\share\\a.xsd", Location::NetworkShare),
            ("//server/share/a.xsd", Location::NetworkShare),
            (
                "http://example.com/a?wsdl",
                url("http://example.com/a?wsdl"),
            ),
            ("classpath:/a.xsd", url("classpath:/a.xsd")),
            ("urn:example:a", url("urn:example:a")),
        ] {
            assert_eq!(Location::of(text), expected, "{text}");
        }
    }

    #[test]
    fn percent_escapes_are_decoded_where_they_are_valid() {
        for (text, expected) in [
            ("a%20b", "a b"),
            ("%C3%A4", "\u{e4}"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%FF", "%FF"),
        ] {
            assert_eq!(decode_percent(text), expected);
        }
    }

    #[test]
    fn references_are_joined_to_urls() {
        for (base, reference, expected) in [
            ("http://h/a/b.xsd", "c.xsd", "http://h/a/c.xsd"),
            ("http://h/a/b.xsd?x=/1", "../c.xsd", "http://h/c.xsd"),
            ("http://h/a/b.xsd", "../../../c.xsd", "http://h/c.xsd"),
            ("http://h/a/b.xsd", "./d/./c.xsd?q", "http://h/a/d/c.xsd?q"),
            ("http://h/a/b.svc?wsdl", "?xsd=1", "http://h/a/b.svc?xsd=1"),
            ("http://h", "c.xsd", "http://h/c.xsd"),
            ("http://h/a/b", "/c", "http://h/c"),
            ("https://h/a", "//i/c", "https://i/c"),
            ("http://h/a", "urn:x", "urn:x"),
        ] {
            assert_eq!(join_url(base, reference), expected, "{base} + {reference}");
        }
    }

    #[test]
    fn paths_are_normalized_without_the_disk() {
        for (path, expected) in [
            ("a/./b/../c", "a/c"),
            ("../a/../../b", "../../b"),
            ("/../a", "/a"),
            ("./a", "a"),
        ] {
            assert_eq!(
                normalize(Path::new(path)),
                PathBuf::from(expected),
                "{path}"
            );
        }
    }
}
