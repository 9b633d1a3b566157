//! What is written and read again is the same.

use proptest::prelude::*;

use super::character::is_char;
use super::{AnyElement, AnyNode, Content, Reader, Token, Writer, XmlErrorKind, indent};
use crate::limits::Limits;

/// A document with the text in an element and in an attribute.
fn written(text: &str) -> Result<String, super::XmlError> {
    let mut writer = Writer::new();
    writer.declaration()?;
    writer.start("urn:\"<&>", "root")?;
    writer.attribute("urn:a", "value", text)?;
    writer.start("", "child")?;
    writer.text(text)?;
    writer.end()?;
    writer.end()?;
    writer.finish()
}

fn check_round_trip(text: &str) -> Result<(), TestCaseError> {
    let forbidden = text
        .char_indices()
        .find(|(_, character)| !is_char(*character));
    let document = match (written(text), forbidden) {
        (Ok(document), None) => document,
        (Err(error), Some((offset, character))) => {
            prop_assert_eq!(
                error.kind(),
                &XmlErrorKind::ForbiddenCharacter { character }
            );
            prop_assert_eq!(error.offset(), offset);
            return Ok(());
        }
        (result, _) => return Err(TestCaseError::fail(format!("{text:?}: {result:?}"))),
    };
    let mut reader = Reader::new(&document, &Limits::default());
    prop_assert_eq!(reader.next()?, Token::Start);
    prop_assert!(reader.matches("urn:\"<&>", "root"));
    prop_assert_eq!(reader.attribute("urn:a", "value"), Some(text));
    prop_assert_eq!(reader.next()?, Token::Start);
    prop_assert_eq!(reader.read_text()?, Content::Text);
    prop_assert_eq!(reader.text(), text);
    prop_assert_eq!(reader.next()?, Token::End);
    prop_assert_eq!(reader.next()?, Token::Eof);
    Ok(())
}

/// Text with many of the characters that have a meaning somewhere.
fn marked_up() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<"),
        Just(">"),
        Just("&"),
        Just("]]>"),
        Just("\""),
        Just("'"),
        Just("\r"),
        Just("\n"),
        Just("\t"),
        Just(" "),
        Just("&amp;"),
        Just("\u{0}"),
        Just("\u{FFFE}"),
        Just("\u{FFFD}"),
        Just("é"),
        Just("😀"),
        Just("<!--"),
        Just("<![CDATA["),
        Just("text"),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    "[a-c_é][a-c0-9.·-]{0,3}"
}

fn namespace() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "urn:[a-c&\"]{1,2}"]
}

fn text() -> impl Strategy<Value = String> {
    "[ a-z<>&\"'\r\n\té😀\\]]{1,8}"
}

fn element() -> impl Strategy<Value = AnyElement> {
    let attributes = proptest::collection::btree_map((namespace(), name()), text(), 0..4);
    let prefixes = proptest::collection::btree_map("[a-c]?", "urn:[a-c]", 0..3);
    let leaf = (namespace(), name(), attributes, prefixes)
        .prop_map(|(namespace, name, attributes, prefixes)| {
            let mut element = AnyElement::new(namespace, name);
            for ((namespace, name), value) in attributes {
                element = element.with_attribute(namespace, name, value);
            }
            for (prefix, namespace) in prefixes {
                element = element.with_namespace(prefix, namespace);
            }
            element
        })
        .boxed();
    leaf.clone().prop_recursive(4, 24, 4, move |inner| {
        let content = proptest::collection::vec((inner, proptest::option::of(text())), 0..4);
        (leaf.clone(), content).prop_map(|(mut parent, content)| {
            for (child, text) in content {
                parent = parent.with_child(child);
                if let Some(text) = text {
                    parent = parent.with_text(text);
                }
            }
            parent
        })
    })
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn any_text_is_read_as_it_was_written(text in any::<String>()) {
        check_round_trip(&text)?;
    }

    #[test]
    fn text_that_looks_like_markup_is_read_as_it_was_written(text in marked_up()) {
        check_round_trip(&text)?;
    }

    #[test]
    fn reading_never_panics(document in "[<>/&;'\"=! \\[\\]a-bx:?-]{0,40}") {
        // Errors are as good as elements here.
        let _: Result<AnyElement, _> = document.parse();
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_element_is_read_as_it_was_written(element in element()) {
        let document = element.to_xml()?;
        let again: AnyElement = document.parse()?;
        prop_assert_eq!(&again, &element);
        prop_assert_eq!(again.to_xml()?.parse::<AnyElement>()?, element);
    }

    #[test]
    fn no_proper_prefix_of_an_element_is_one(element in element()) {
        let document = element.to_xml()?;
        for end in (0..document.len()).filter(|end| document.is_char_boundary(*end)) {
            prop_assert!(document[..end].parse::<AnyElement>().is_err());
        }
    }

    #[test]
    fn indenting_changes_white_space_only(element in element()) {
        let indented: AnyElement = indent(&element.to_xml()?)?.parse()?;
        prop_assert_eq!(without_blanks(indented), without_blanks(element));
    }
}

fn without_blanks(mut element: AnyElement) -> AnyElement {
    let blank = |node: &AnyNode| matches!(node, AnyNode::Text(text) if text.trim().is_empty());
    element.children.retain(|node| !blank(node));
    for node in &mut element.children {
        if let AnyNode::Element(child) = node {
            *child = without_blanks(child.clone());
        }
    }
    element
}
