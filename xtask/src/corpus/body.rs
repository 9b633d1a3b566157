//! The content of SOAP bodies, which is what a schema is about.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::Node;

use crate::conformance::document;

/// Writes the first element in the body of a message as a document, and returns its path.
pub(super) fn write(message: &Path, to: &Path) -> Option<PathBuf> {
    let text = document::read(message)?;
    let body = first_of_body(&text)?;
    fs::create_dir_all(to.parent()?).ok()?;
    fs::write(to, body).ok()?;
    Some(to.to_owned())
}

/// The first element in the body of a message, with the namespace declarations that are in scope there.
fn first_of_body(text: &str) -> Option<String> {
    let document = document::parse(text).ok()?;
    let envelope = document.root_element();
    let body = envelope
        .children()
        .find(|child| child.tag_name().name() == "Body")?;
    let first = body.children().find(Node::is_element)?;
    let source = text.get(first.range())?;
    let (name, rest) =
        source.split_at(source.find(|end: char| end.is_whitespace() || matches!(end, '>' | '/'))?);
    let start = rest.get(..rest.find('>')?)?;
    let mut declarations = String::new();
    for (prefix, uri) in in_scope(first) {
        let attribute = if prefix.is_empty() {
            String::from("xmlns")
        } else {
            format!("xmlns:{prefix}")
        };
        let is_own =
            start.contains(&format!("{attribute}=")) || start.contains(&format!("{attribute} "));
        if !is_own && prefix != "xml" {
            let uri = uri
                .replace('&', "&amp;")
                .replace('"', "&quot;")
                .replace('<', "&lt;");
            declarations.push_str(&format!(" {attribute}=\"{uri}\""));
        }
    }
    Some(format!("{name}{declarations}{rest}"))
}

fn in_scope<'a>(node: Node<'a, '_>) -> BTreeMap<&'a str, &'a str> {
    node.namespaces()
        .map(|namespace| (namespace.name().unwrap_or_default(), namespace.uri()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::first_of_body;

    #[test]
    fn the_body_keeps_the_namespaces_in_scope() {
        let message = r#"<s:Envelope xmlns:s="urn:s" xmlns="urn:d" xmlns:a="urn:a"><s:Body>
            <a:x a:k="1" xmlns:a="urn:b"><y/></a:x></s:Body></s:Envelope>"#;
        let body = first_of_body(message).unwrap();
        let document = roxmltree::Document::parse(&body).unwrap();
        let root = document.root_element();
        assert_eq!(
            (root.tag_name().namespace(), root.tag_name().name()),
            (Some("urn:b"), "x")
        );
        assert_eq!(
            root.first_element_child().unwrap().tag_name().namespace(),
            Some("urn:d")
        );
        assert_eq!(root.lookup_namespace_uri(Some("s")), Some("urn:s"));
    }

    #[test]
    fn a_message_without_a_body_has_none() {
        assert_eq!(first_of_body("<a><b/></a>"), None);
        assert_eq!(first_of_body(r#"<s:E xmlns:s="s"><s:Body/></s:E>"#), None);
    }
}
