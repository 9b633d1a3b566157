use super::*;

type Steps = fn(&mut Writer) -> Result<(), XmlError>;

fn written(steps: Steps) -> Result<String, XmlError> {
    let mut writer = Writer::new();
    steps(&mut writer)?;
    writer.finish()
}

#[test]
fn documents() {
    let cases: &[(Steps, &str)] = &[
        (
            |w| {
                w.start("", "a")?;
                w.end()
            },
            "<a/>",
        ),
        (
            |w| {
                w.start("", "a")?;
                w.text("")?;
                w.end()
            },
            "<a/>",
        ),
        (
            |w| {
                w.start("", "a")?;
                w.raw("")?;
                w.end()
            },
            "<a></a>",
        ),
        (
            |w| {
                w.declaration()?;
                w.start("", "a")?;
                w.text("<")?;
                w.end()
            },
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>&lt;</a>",
        ),
        (
            |w| {
                w.start("u:1", "a")?;
                w.start("u:1", "b")?;
                w.end()?;
                w.start("u:2", "c")?;
                w.start("", "d")?;
                w.end()?;
                w.end()?;
                w.start("u:2", "c")?;
                w.end()?;
                w.end()
            },
            "<ns1:a xmlns:ns1=\"u:1\"><ns1:b/><ns2:c xmlns:ns2=\"u:2\"><d/></ns2:c>\
             <ns3:c xmlns:ns3=\"u:2\"/></ns1:a>",
        ),
        (
            |w| {
                w.declare(&["u:1", "u:2", "u:1"])?;
                w.start("", "a")?;
                w.attribute("u:2", "x", "1")?;
                w.attribute("u:3", "x", "\"")?;
                w.attribute("", "x", "")?;
                w.attribute_with("", "y", |out| out.push('7'))?;
                w.end()
            },
            "<a xmlns:ns1=\"u:1\" xmlns:ns2=\"u:2\" ns2:x=\"1\" xmlns:ns3=\"u:3\" \
             ns3:x=\"&quot;\" x=\"\" y=\"7\"/>",
        ),
        (
            |w| {
                w.prefer("u:1", "p");
                w.prefer("u:2", "p");
                w.prefer("u:3", "1");
                w.start("u:1", "a")?;
                w.start("u:2", "b")?;
                w.start("u:3", "c")?;
                w.end()?;
                w.end()?;
                w.end()
            },
            "<p:a xmlns:p=\"u:1\"><ns1:b xmlns:ns1=\"u:2\"><ns2:c xmlns:ns2=\"u:3\"/></ns1:b></p:a>",
        ),
        (
            |w| {
                w.prefer("u:1", "");
                w.start("u:1", "a")?;
                w.attribute("u:1", "x", "1")?;
                w.start("", "b")?;
                w.start("u:1", "c")?;
                w.end()?;
                w.end()?;
                w.start("u:1", "d")?;
                w.end()?;
                w.end()
            },
            "<a xmlns=\"u:1\" xmlns:ns1=\"u:1\" ns1:x=\"1\"><b xmlns=\"\"><ns1:c/></b><ns1:d/></a>",
        ),
        (
            |w| {
                w.declare_prefix("p", "u:1")?;
                w.start("u:1", "a")?;
                w.declare_prefix("p", "u:2")?;
                w.declare_prefix("", "u:1")?;
                w.attribute("u:1", "x", "1")?;
                w.start_dynamic("u:1", "b")?;
                w.start("u:2", "c")?;
                w.end()?;
                w.end()?;
                w.start("u:1", "d")?;
                w.end()?;
                w.end()
            },
            "<p:a xmlns:p=\"u:1\" p:x=\"1\"><b xmlns:p=\"u:2\" xmlns=\"u:1\"><p:c/></b><p:d/></p:a>",
        ),
        (
            |w| {
                w.declare_prefix("", "u:1")?;
                w.start("", "a")?;
                w.attribute(XML, "lang", "en")?;
                w.end()
            },
            "<a xml:lang=\"en\"/>",
        ),
        (
            |w| {
                w.start("", "a")?;
                let value = format!("{}:b", w.prefix_for("u:1")?);
                w.attribute("", "type", &value)?;
                assert_eq!(w.prefix_for("")?, "");
                w.text("x")?;
                assert_eq!(w.prefix_for("u:1")?, "ns1");
                assert_eq!(w.lookup("ns1"), Some("u:1"));
                assert_eq!((w.lookup(""), w.lookup("q")), (Some(""), None));
                w.end()
            },
            "<a xmlns:ns1=\"u:1\" type=\"ns1:b\">x</a>",
        ),
        (
            |w| {
                w.start_dynamic("u:?a&b\"", "é")?;
                w.end()
            },
            "<ns1:é xmlns:ns1=\"u:?a&amp;b&quot;\"/>",
        ),
    ];
    for (steps, expected) in cases {
        assert_eq!(written(*steps).unwrap(), *expected);
    }
}

#[test]
fn what_would_not_be_a_document_is_an_error() {
    use XmlErrorKind as Kind;
    let misplaced = |kind: &Kind| matches!(kind, Kind::MisplacedWrite { .. });
    let name = |kind: &Kind| matches!(kind, Kind::MalformedName { .. });
    let reserved = |kind: &Kind| matches!(kind, Kind::ReservedNamespace { .. });
    let twice = |kind: &Kind| matches!(kind, Kind::DuplicateAttribute { .. });
    type Check<'c> = &'c dyn Fn(&Kind) -> bool;
    let cases: &[(Steps, Check<'_>)] = &[
        (|_| Ok(()), &|kind| *kind == Kind::EmptyDocument),
        (|w| w.start("", "a"), &misplaced),
        (|w| w.end(), &misplaced),
        (
            |w| {
                w.start("", "a")?;
                w.end()?;
                w.end()
            },
            &misplaced,
        ),
        (|w| w.text("x"), &misplaced),
        (|w| w.text(""), &misplaced),
        (
            |w| {
                w.start("", "a")?;
                w.end()?;
                w.raw("1")
            },
            &misplaced,
        ),
        (|w| w.attribute("", "x", "1"), &misplaced),
        (
            |w| {
                w.start("", "a")?;
                w.text("x")?;
                w.attribute("", "x", "1")
            },
            &misplaced,
        ),
        (
            |w| {
                w.start("", "a")?;
                w.text("x")?;
                w.attribute("u", "x", "1")
            },
            &misplaced,
        ),
        (
            |w| {
                w.start("", "a")?;
                w.text("x")?;
                w.prefix_for("u").map(|_| ())
            },
            &misplaced,
        ),
        (
            |w| {
                w.start("", "a")?;
                w.declaration()
            },
            &misplaced,
        ),
        (
            |w| {
                w.declare_prefix("", "u")?;
                w.start("u", "a")?;
                w.prefix_for("").map(|_| ())
            },
            &misplaced,
        ),
        (
            |w| {
                w.start("", "a")?;
                w.end()?;
                w.start("", "b")
            },
            &|kind| {
                *kind
                    == Kind::SecondRoot {
                        name: "b".to_owned(),
                    }
            },
        ),
        (
            |w| {
                w.start("", "a")?;
                w.attribute("", "x", "1")?;
                w.attribute("", "x", "1")
            },
            &twice,
        ),
        (
            |w| {
                w.declare_prefix("p", "u:1")?;
                w.declare_prefix("p", "u:2")
            },
            &twice,
        ),
        (|w| w.start_dynamic("", "1"), &name),
        (|w| w.start_dynamic("", "p:a"), &name),
        (
            |w| {
                w.start("", "a")?;
                w.attribute_dynamic("", "a b", "")
            },
            &name,
        ),
        (
            |w| {
                w.start("", "a")?;
                w.attribute_dynamic("", "xmlns", "u")
            },
            &name,
        ),
        (|w| w.declare_prefix("a b", "u"), &name),
        (|w| w.declare_prefix("xmlns", "u"), &reserved),
        (|w| w.declare_prefix("xml", "u"), &reserved),
        (|w| w.declare_prefix("p", XML), &reserved),
        (|w| w.start_dynamic(XMLNS, "a"), &reserved),
        (|w| w.declare_prefix("p", ""), &|kind| {
            matches!(kind, Kind::UndeclaringPrefix { .. })
        }),
        (
            |w| {
                w.start("", "a")?;
                w.text("ab\0")
            },
            &|kind| *kind == Kind::ForbiddenCharacter { character: '\0' },
        ),
        (|w| (0..101).try_for_each(|_| w.start("", "a")), &|kind| {
            matches!(kind, Kind::Limit(_))
        }),
    ];
    for (index, (steps, check)) in cases.iter().enumerate() {
        let error = written(*steps).unwrap_err();
        assert!(check(error.kind()), "case {index}: {error}");
    }
}

/// One document by the methods for any name, and by those for names of schemas.
fn both_ways(names: &[(&'static str, &'static str)]) -> Result<(String, String), XmlError> {
    let (mut any, mut declared) = (Writer::new(), Writer::new());
    any.start("urn:a", "root")?;
    declared.start_declared("urn:a", "root")?;
    for round in 0..200 {
        for (namespace, local) in names {
            let number = round.to_string();
            any.start(namespace, local)?;
            any.attribute("", "number", &number)?;
            any.attribute("urn:c", "text", "a<b")?;
            declared.start_declared(namespace, local)?;
            declared.attribute_declared_with("", "number", |out| out.push_str(&number))?;
            declared.attribute_declared("urn:c", "text", "a<b")?;
            for text in ["", "x", "<longer & longer than a block>"] {
                any.start(namespace, local)?;
                any.text(text)?;
                any.end()?;
                declared.text_element(namespace, local, text)?;
            }
            any.start("urn:a", local)?;
            any.raw(&number)?;
            any.end()?;
            declared.element_with("urn:a", local, |out| out.push_str(&number))?;
            any.start("urn:b", local)?;
            any.end()?;
            declared.element_with("urn:b", local, |_| ())?;
            any.end()?;
            declared.end()?;
        }
    }
    any.end()?;
    declared.end()?;
    Ok((any.finish()?, declared.finish()?))
}

#[test]
fn tags_that_are_kept_are_those_that_would_be_written() {
    let names: [&[(&str, &str)]; 4] = [
        &[("urn:a", "name"), ("urn:a", "number")],
        // The prefix of the namespace is another each time.
        &[("urn:b", "name"), ("urn:a", "name"), ("urn:b", "text")],
        &[("", "name"), ("urn:b", "name")],
        &[("", "number"), ("urn:a", "text"), ("urn:c", "text")],
    ];
    for names in names {
        let (any, declared) = both_ways(names).unwrap();
        assert!(any.len() > 10_000);
        assert!(any == declared, "{names:?}");
    }
}

#[test]
fn a_depth_that_is_too_much_is_an_error_for_kept_tags_too() {
    let mut writer = Writer::new().depth(2);
    writer.start_declared("", "root").unwrap();
    for _ in 0..1_000 {
        writer.text_element("", "name", "text").unwrap();
    }
    writer.start_declared("", "name").unwrap();
    let errors = [
        writer.text_element("", "name", "text"),
        writer.clone().element_with("", "name", |out| out.push('1')),
        writer.start_declared("", "name"),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert_eq!(error, XmlError::limit(Limit::Depth, 2, 0));
    }
}
