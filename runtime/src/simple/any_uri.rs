//! The lexical space of `xsd:anyURI`.

/// Whether the text is a URI reference once what XLink 5.4 escapes is escaped (Part 2, 3.2.17;
/// RFC 2396 as amended by RFC 2732).
///
/// Spaces, quotes, angle brackets, braces, `\`, `^`, `|`, controls and all beyond ASCII are escaped, so
/// they may stand anywhere but in a scheme.
pub(super) fn is_uri_reference(text: &str) -> bool {
    let (resource, fragment) = match text.split_once('#') {
        Some((resource, fragment)) => (resource, Some(fragment)),
        None => (text, None),
    };
    let fragment_is_fine = fragment.is_none_or(|fragment| !fragment.contains(['#', '[', ']']));
    fragment_is_fine && has_whole_escapes(text) && is_resource(resource)
}

/// Whether each `%` is followed by two hexadecimal digits.
fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.get(..2);
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

/// Whether the part before the fragment is an absolute or relative URI.
fn is_resource(text: &str) -> bool {
    let first_segment = text.split(['/', '?']).next().unwrap_or_default();
    let Some((scheme, _)) = first_segment.split_once(':') else {
        return is_hierarchical(text);
    };
    let rest = text.get(scheme.len() + 1..).unwrap_or_default();
    is_scheme(scheme) && !rest.is_empty() && is_hierarchical(rest)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Whether brackets stand only around an IPv6 address in the authority.
fn is_hierarchical(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("//") else {
        return !text.contains(['[', ']']);
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    is_authority(authority) && !path.contains(['[', ']'])
}

fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let Some(address) = host.strip_prefix('[') else {
        return !host.contains(['[', ']']);
    };
    let Some((address, port)) = address.split_once(']') else {
        return false;
    };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    address.parse::<std::net::Ipv6Addr>().is_ok()
        && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_references_once_they_are_escaped() {
        for text in [
            "",
            "a",
            "http://example.com/a?b#c",
            "../a b",
            "urn:x:y",
            "#frag",
            "?q",
            "/a:b",
            "a/b:c",
            "http://[::1]:80/",
            "mailto:me@example.com",
            "é",
            "{x}|^",
            "a%20b",
            "http://example.com",
            "//host/path",
            "a?b:c",
            "./1:2",
        ] {
            assert!(is_uri_reference(text), "{text}");
        }
        for text in [
            "%",
            "%1",
            "%zz",
            "a#b#c",
            "1:2",
            ":a",
            "a:",
            "http://[::1",
            "http://[x]/",
            "a[b]",
            "é:a",
            "#a[b",
            "http://[::1]x/",
        ] {
            assert!(!is_uri_reference(text), "{text}");
        }
    }
}
