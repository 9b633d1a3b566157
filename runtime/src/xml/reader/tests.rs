use super::*;
use crate::limits::{Doctype, LimitExceeded};
use crate::xml::XmlErrorKind as Kind;

/// The document as one line per token, by which cases compare.
fn events(text: &str, limits: &Limits) -> Result<Vec<String>, XmlError> {
    let mut reader = Reader::new(text, limits);
    let mut events = Vec::new();
    loop {
        events.push(match reader.next()? {
            Token::Start => {
                let attributes = reader
                    .attributes()
                    .map(|attribute| format!(" {}={}", attribute.name, attribute.value));
                format!("<{}{}", reader.name(), attributes.collect::<String>())
            }
            Token::End => format!(">{}", reader.name()),
            Token::Text => format!("'{}", reader.text()),
            Token::Eof => return Ok(events),
        });
    }
}

fn error(text: &str) -> (Kind, usize) {
    match events(text, &Limits::default()) {
        Ok(events) => panic!("{text:?} is no error but {events:?}"),
        Err(error) => (error.kind().clone(), error.offset()),
    }
}

#[test]
fn well_formed_documents() {
    let cases: &[(&str, &[&str])] = &[
        ("<a/>", &["<a", ">a"]),
        ("<a />", &["<a", ">a"]),
        ("<a\n></a\t>", &["<a", ">a"]),
        ("\u{FEFF}<a/>", &["<a", ">a"]),
        (
            "<?xml version='1.0'?>\n<!-- c --><?pi?>\n<a/> <!----><?pi data ?>\n",
            &["<a", ">a"],
        ),
        ("<a>x</a>", &["<a", "'x", ">a"]),
        ("<a> </a>", &["<a", "' ", ">a"]),
        ("<a><!-- - --></a>", &["<a", ">a"]),
        ("<a><![CDATA[]]></a>", &["<a", ">a"]),
        ("<a>1<!-- c -->2<?pi?>3</a>", &["<a", "'123", ">a"]),
        ("<a><!-- c -->1</a>", &["<a", "'1", ">a"]),
        ("<a><![CDATA[<&>]]]]>&gt;</a>", &["<a", "'<&>]]>", ">a"]),
        ("<a>]]<![CDATA[x]]>]></a>", &["<a", "']]x]>", ">a"]),
        (
            "<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;</a>",
            &["<a", "'<>&'\"A😀", ">a"],
        ),
        ("<a>x&#13;\r\ny\rz</a>", &["<a", "'x\r\ny\nz", ">a"]),
        (
            "<a>x\r\n<![CDATA[y\r]]><b/>\r</a>",
            &["<a", "'x\ny\n", "<b", ">b", "'\n", ">a"],
        ),
        (
            "<a x='1' y = \"2\"\tz\n=\n'&lt;\r\n>'/>",
            &["<a x=1 y=2 z=< >", ">a"],
        ),
        ("<a x='&#9;&#10; \t\"&apos;'/>", &["<a x=\t\n  \"'", ">a"]),
        (
            "<a xmlns='u:d' xmlns:p='u:p' x='1' p:x='2'><p:b/><c xmlns=''/><d/></a>",
            &[
                "<{u:d}a x=1 {u:p}x=2",
                "<{u:p}b",
                ">{u:p}b",
                "<c",
                ">c",
                "<{u:d}d",
                ">{u:d}d",
                ">{u:d}a",
            ],
        ),
        (
            "<p:a xmlns:p='u:1'><p:a xmlns:p='u:2'><p:b/></p:a><p:b/></p:a>",
            &[
                "<{u:1}a", "<{u:2}a", "<{u:2}b", ">{u:2}b", ">{u:2}a", "<{u:1}b", ">{u:1}b",
                ">{u:1}a",
            ],
        ),
        (
            "<p:a q:x='1' xmlns:q='u:q' xmlns:p='u:?a&amp;b'/>",
            &["<{u:?a&b}a {u:q}x=1", ">{u:?a&b}a"],
        ),
        ("<é:ü xmlns:é='u'>😀</é:ü>", &["<{u}ü", "'😀", ">{u}ü"]),
        ("<a x='/'/>", &["<a x=/", ">a"]),
        ("<a x='>'>]]</a>", &["<a x=>", "']]", ">a"]),
        ("<xmlfoo xmlfoo='1'/>", &["<xmlfoo xmlfoo=1", ">xmlfoo"]),
        ("<a><?xml-stylesheet x?></a>", &["<a", ">a"]),
    ];
    for (text, expected) in cases {
        let found = events(text, &Limits::default()).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn reserved_prefix_xml_needs_no_declaration() {
    let declared = "<a xml:lang='en' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>";
    for text in [declared, "<a xml:lang='en'/>"] {
        let found = events(text, &Limits::default()).unwrap();
        assert_eq!(
            found,
            ["<a {http://www.w3.org/XML/1998/namespace}lang=en", ">a"]
        );
    }
}

#[test]
fn documents_that_are_not_well_formed() {
    let truncated = |expected: &str| Kind::Truncated {
        expected: expected.to_owned(),
    };
    let mismatched = |expected: &str, found: &str| Kind::MismatchedEndTag {
        expected: expected.to_owned(),
        found: found.to_owned(),
    };
    let name = |name: &str| Kind::MalformedName {
        name: name.to_owned(),
    };
    let entity = |name: &str| Kind::UnknownEntity {
        name: name.to_owned(),
    };
    let reference = |reference: &str| Kind::ForbiddenCharacterReference {
        reference: reference.to_owned(),
    };
    let control = |character| Kind::ForbiddenCharacter { character };
    let undeclared = |prefix: &str, name: &str| Kind::UndeclaredPrefix {
        prefix: prefix.to_owned(),
        name: name.to_owned(),
    };
    let duplicate = |name: &str| Kind::DuplicateAttribute {
        name: name.to_owned(),
    };
    let reserved = |prefix: &str, namespace: &str| Kind::ReservedNamespace {
        prefix: prefix.to_owned(),
        namespace: namespace.to_owned(),
    };
    let attribute = |expected| Kind::MalformedAttribute { expected };
    let cases: Vec<(&str, Kind, usize)> = vec![
        // The document as a whole.
        ("", Kind::EmptyDocument, 0),
        (" \n", Kind::EmptyDocument, 2),
        ("<?xml version='1.0'?><!-- c -->", Kind::EmptyDocument, 31),
        ("<a>", truncated("</a>"), 3),
        ("<a><b/>", truncated("</a>"), 7),
        ("<a>x", truncated("</a>"), 4),
        (
            "<a/><b/>",
            Kind::SecondRoot {
                name: "b".to_owned(),
            },
            4,
        ),
        (
            "<a/><b:c x='1'>",
            Kind::SecondRoot {
                name: "b:c".to_owned(),
            },
            4,
        ),
        ("x<a/>", Kind::TextOutsideRoot, 0),
        ("{\"json\": 1}", Kind::TextOutsideRoot, 0),
        ("<a/> x", Kind::TextOutsideRoot, 5),
        ("&lt;<a/>", Kind::TextOutsideRoot, 0),
        ("<a/><![CDATA[x]]>", Kind::TextOutsideRoot, 4),
        ("\u{FEFF}\u{FEFF}<a/>", Kind::TextOutsideRoot, 0),
        // Tags.
        ("<a></b>", mismatched("a", "b"), 3),
        ("<a></A>", mismatched("a", "A"), 3),
        (
            "<p:a xmlns:p='u' xmlns:q='u'></q:a>",
            mismatched("p:a", "q:a"),
            29,
        ),
        ("<a></a x='1'>", mismatched("a", "a x='1'"), 3),
        ("<a></ a>", mismatched("a", " a"), 3),
        (
            "<a/></a>",
            Kind::UnmatchedEndTag {
                found: "a".to_owned(),
            },
            4,
        ),
        (
            "</a>",
            Kind::UnmatchedEndTag {
                found: "a".to_owned(),
            },
            0,
        ),
        ("<1a/>", name("1a"), 0),
        ("<-a/>", name("-a"), 0),
        ("<a:b:c/>", name("a:b:c"), 0),
        ("<:a/>", name(":a"), 0),
        ("<a:/>", name("a:"), 0),
        ("<a:1 xmlns:a='u'/>", name("a:1"), 0),
        ("<a$/>", name("a$"), 0),
        ("<a\u{D7}/>", name("a\u{D7}"), 0),
        (
            "< a/>",
            Kind::MalformedMarkup {
                found: "< a".to_owned(),
            },
            0,
        ),
        (
            "<>",
            Kind::MalformedMarkup {
                found: "<".to_owned(),
            },
            0,
        ),
        (
            "<a><></a>",
            Kind::MalformedMarkup {
                found: "<".to_owned(),
            },
            3,
        ),
        (
            "<!a>",
            Kind::MalformedMarkup {
                found: "<!a>".to_owned(),
            },
            0,
        ),
        (
            "<a><![cdata[x]]></a>",
            Kind::MalformedMarkup {
                found: "<![cdata[".to_owned(),
            },
            3,
        ),
        // Attributes.
        ("<a x='1'y='2'/>", Kind::MissingAttributeSpace, 8),
        ("<a x='1' x='2'/>", duplicate("x"), 9),
        ("<a xmlns:p='u:1' xmlns:p='u:2'/>", duplicate("xmlns:p"), 17),
        ("<a xmlns='u' xmlns='u'/>", duplicate("xmlns"), 13),
        (
            "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
            Kind::DuplicateExpandedAttribute {
                name: "q:x".to_owned(),
                namespace: "u".to_owned(),
            },
            35,
        ),
        ("<a x='<'/>", Kind::LessThanInAttribute, 6),
        ("<a x='&lt;<'/>", Kind::LessThanInAttribute, 10),
        ("<a x/>", attribute("`=` after its name"), 4),
        ("<a x=1/>", attribute("a quoted value"), 5),
        ("<a ='1'/>", attribute("the name of an attribute"), 3),
        ("<a / >", attribute("the name of an attribute"), 3),
        ("<a 1x='1'/>", name("1x"), 3),
        ("<a p:q:x='1'/>", name("p:q:x"), 3),
        ("<a x='&'/>", Kind::BareAmpersand, 6),
        ("<a x='&y;'/>", entity("y"), 6),
        ("<a x='1&#0;'/>", reference("#0"), 7),
        // Namespaces.
        ("<p:a/>", undeclared("p", "p:a"), 1),
        ("<a p:x='1'/>", undeclared("p", "p:x"), 3),
        ("<a><b xmlns:p='u'/><p:b/></a>", undeclared("p", "p:b"), 20),
        ("<xmlns:a/>", undeclared("xmlns", "xmlns:a"), 1),
        (
            "<a xmlns:p=''/>",
            Kind::UndeclaringPrefix {
                prefix: "p".to_owned(),
            },
            3,
        ),
        ("<a xmlns:xmlns='u'/>", reserved("xmlns", "u"), 3),
        ("<a xmlns:xml='u'/>", reserved("xml", "u"), 3),
        (
            "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
            reserved("p", "http://www.w3.org/XML/1998/namespace"),
            3,
        ),
        (
            "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
            reserved("", "http://www.w3.org/2000/xmlns/"),
            3,
        ),
        // Characters and references.
        ("<a>x\u{1}</a>", control('\u{1}'), 4),
        ("<a>\0</a>", control('\0'), 3),
        (
            "<a>\u{1F}0123456789012345678901234567890123456789</a>",
            control('\u{1F}'),
            3,
        ),
        ("<a>\u{FFFE}</a>", control('\u{FFFE}'), 3),
        ("<a x='\u{FFFF}'/>", control('\u{FFFF}'), 6),
        ("<a><!--\u{2}--></a>", control('\u{2}'), 7),
        ("<a>&#1;</a>", reference("#1"), 3),
        ("<a>&#0;</a>", reference("#0"), 3),
        ("<a>x&#xFFFF;</a>", reference("#xFFFF"), 4),
        ("<a>&#xD800;</a>", reference("#xD800"), 3),
        ("<a>&#;</a>", reference("#"), 3),
        ("<a>&nbsp;</a>", entity("nbsp"), 3),
        ("<a>a & b</a>", Kind::BareAmpersand, 5),
        ("<a>a & b;</a>", Kind::BareAmpersand, 5),
        ("<a>&</a>", Kind::BareAmpersand, 3),
        ("<a>]]></a>", Kind::CdataEndInText, 3),
        ("<a>&lt;x]]>\r\n</a>", Kind::CdataEndInText, 8),
        // Comments and processing instructions.
        ("<a><!-- -- --></a>", Kind::DoubleHyphenInComment, 3),
        ("<a><!-- ---></a>", Kind::DoubleHyphenInComment, 3),
        ("<a>x<!-- ---></a>", Kind::DoubleHyphenInComment, 4),
        ("<a><!--", truncated("-->"), 3),
        ("<a><!--></a>", truncated("-->"), 3),
        ("<a><!---></a>", truncated("-->"), 3),
        ("<a><?pi", truncated("?>"), 3),
        ("<a><![CDATA[", truncated("]]>"), 3),
        ("<a x='>", truncated("'"), 0),
        ("<a x=\">", truncated("\""), 0),
        ("<a", truncated(">"), 0),
        ("<a><?xml x?></a>", Kind::MisplacedDeclaration, 3),
        ("<a><?XML?></a>", Kind::MisplacedDeclaration, 3),
        ("<a>x<?xMl x?></a>", Kind::MisplacedDeclaration, 4),
        ("<a><?p:i x?></a>", name("p:i"), 3),
        ("<a><??></a>", name(""), 3),
        // Declarations.
        (" <?xml version='1.0'?><a/>", Kind::MisplacedDeclaration, 1),
        (
            "<?xml version='1.0'?><?xml version='1.0'?><a/>",
            Kind::MisplacedDeclaration,
            21,
        ),
        ("<a/><?xml version='1.0'?>", Kind::MisplacedDeclaration, 4),
        (
            "<?xml version='1.1'?><a/>",
            Kind::UnsupportedVersion {
                version: "1.1".to_owned(),
            },
            0,
        ),
        (
            "<?xml?><a/>",
            Kind::MalformedDeclaration {
                expected: "`version=\"1.0\"` first",
            },
            0,
        ),
        ("<!DOCTYPE a><a/>", Kind::Doctype, 0),
        ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", Kind::Doctype, 0),
        ("<a/><!DOCTYPE a>", Kind::MisplacedDoctype, 4),
        ("<a><!DOCTYPE a></a>", Kind::MisplacedDoctype, 3),
    ];
    for (text, kind, offset) in cases {
        assert_eq!(error(text), (kind, offset), "{text:?}");
    }
}

#[test]
fn every_error_is_said_with_what_was_found_and_expected() {
    for (text, message) in [
        ("<a>", "found the end of the document, expected `</a>`"),
        ("<a></b>", "found the end tag `</b>`, expected `</a>`"),
        (
            "<p:a/>",
            "found the undeclared prefix `p` in `p:a`, expected a declaration `xmlns:p`",
        ),
        (
            "<a>\u{1}</a>",
            "found the character U+0001, expected characters that XML 1.0 allows",
        ),
        (
            "<?xml version='1.1'?><a/>",
            "found XML version 1.1, which is not supported, expected 1.0",
        ),
        (
            "<a>&nbsp;</a>",
            "found the entity reference `&nbsp;`, expected one of `&amp;`, `&lt;`, `&gt;`, \
             `&apos;` and `&quot;`",
        ),
    ] {
        assert_eq!(
            events(text, &Limits::default()).unwrap_err().to_string(),
            message
        );
    }
    let long = format!("<a></{}\t>", "b\u{1}".repeat(200).replace('\u{1}', "\n"));
    let message = events(&long, &Limits::default()).unwrap_err().to_string();
    assert!(message.len() < 250 && !message.contains('\n'), "{message}");
}

#[test]
fn document_type_declarations_are_skipped_on_request_without_a_subset() {
    let limits = Limits::default().doctype(Doctype::Skip);
    for text in [
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0'?><!-- c --><!DOCTYPE a SYSTEM 'x>y.dtd' ><?pi?><a/>",
    ] {
        assert_eq!(events(text, &limits).unwrap(), ["<a", ">a"]);
    }
    let kind = |text| events(text, &limits).unwrap_err().kind().clone();
    assert_eq!(
        kind("<!DOCTYPE a [<!ENTITY e 'x'>]><a/>"),
        Kind::DoctypeSubset
    );
    assert_eq!(kind("<!DOCTYPE a []><a/>"), Kind::DoctypeSubset);
    assert_eq!(kind("<!DOCTYPE a><!DOCTYPE a><a/>"), Kind::MisplacedDoctype);
    assert_eq!(kind("<a/><!DOCTYPE a>"), Kind::MisplacedDoctype);
    assert!(matches!(
        kind("<!doctype a><a/>"),
        Kind::MalformedDoctype { .. }
    ));
    assert!(matches!(
        kind("<!DOCTYPE><a/>"),
        Kind::MalformedDoctype { .. }
    ));
    assert_eq!(
        kind("<!DOCTYPE a><a>&e;</a>"),
        Kind::UnknownEntity {
            name: "e".to_owned()
        }
    );
}

#[test]
fn no_proper_prefix_of_a_document_is_one() {
    let document = "<?xml version=\"1.0\" encoding='UTF-8'?>\r\n<!-- c - c --><?pi d?>\
        <p:a xmlns:p=\"u:?a&amp;b\" xmlns='u:d'\n x='1&#10;' p:x = \"/>\">t&lt;é\r\n\
        <![CDATA[<x>]]]]><b/>&#x1F600;<c></c ><!-- -->\u{1F600}<d\te=''\t/></p:a>";
    events(document, &Limits::default()).unwrap();
    for end in 0..document.len() {
        if let Some(prefix) = document.get(..end) {
            assert!(events(prefix, &Limits::default()).is_err(), "{prefix:?}");
        }
    }
}

#[test]
fn limits_hold_at_and_fail_above_their_value() {
    type Case = (Limit, fn(usize) -> String, fn(Limits, usize) -> Limits);
    let cases: &[Case] = &[
        (
            Limit::Depth,
            |n| "<a>".repeat(n) + &"</a>".repeat(n),
            Limits::depth,
        ),
        (
            Limit::Depth,
            |n| "<a>".repeat(n - 1) + "<a/>" + &"</a>".repeat(n - 1),
            Limits::depth,
        ),
        (
            Limit::Children,
            |n| format!("<r>{}</r>", "<a/>".repeat(n)),
            Limits::children,
        ),
        (
            Limit::Attributes,
            |n| {
                format!(
                    "<r{}/>",
                    (0..n).map(|i| format!(" a{i}=''")).collect::<String>()
                )
            },
            Limits::attributes,
        ),
        (
            Limit::Attributes,
            |n| {
                format!(
                    "<r{}/>",
                    (0..n)
                        .map(|i| format!(" xmlns:a{i}='u'"))
                        .collect::<String>()
                )
            },
            |limits, n| limits.attributes(n).namespace_bindings(1000),
        ),
        (
            Limit::NamespaceBindings,
            |n| {
                let open = |i| format!("<a xmlns:p{i}='u'>");
                (0..n).map(open).collect::<String>() + &"</a>".repeat(n)
            },
            Limits::namespace_bindings,
        ),
        (
            Limit::AttributeValue,
            |n| format!("<a x='{}'/>", "v".repeat(n)),
            Limits::attribute_value,
        ),
        (
            Limit::AttributeValue,
            |n| format!("<a xmlns='&lt;{}'/>", "v".repeat(n - 4)),
            Limits::attribute_value,
        ),
        (
            Limit::Name,
            |n| format!("<{}/>", "n".repeat(n)),
            Limits::name,
        ),
        (
            Limit::Name,
            |n| format!("<a {}=''/>", "n".repeat(n)),
            Limits::name,
        ),
        (
            Limit::Text,
            |n| format!("<a>{}</a>", "t".repeat(n)),
            Limits::text,
        ),
        (
            Limit::Text,
            |n| format!("<a>{}</a>", "&lt;".repeat(n)),
            Limits::text,
        ),
        (
            Limit::Text,
            |n| format!("<a>\r\n<!----><![CDATA[{}]]></a>", "t".repeat(n - 1)),
            Limits::text,
        ),
        (
            Limit::BodyBytes,
            |n| format!("<a>{}</a>", "t".repeat(n - 7)),
            Limits::body_bytes,
        ),
    ];
    for (index, (limit, document, set)) in cases.iter().enumerate() {
        let value = 20;
        let limits = set(Limits::default(), value);
        for size in [value - 1, value] {
            let found = events(&document(size), &limits);
            assert!(found.is_ok(), "case {index}, {size}: {found:?}");
        }
        let error = events(&document(value + 1), &limits).unwrap_err();
        let exceeded = LimitExceeded {
            limit: *limit,
            value,
        };
        assert_eq!(error.kind(), &Kind::Limit(exceeded), "case {index}");
    }
}

#[test]
fn default_limits_stop_what_is_made_to_hurt() {
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=''")).collect();
    for text in [
        "<a>".repeat(1_000_000),
        format!("<a{attributes}/>"),
        format!("<a>{}</a>", "<b/>".repeat(200_000)),
        format!("<{}/>", "a".repeat(100_000)),
        format!("<a x='{}'/>", "&#65;".repeat(100_000)),
    ] {
        let error = events(&text, &Limits::default()).unwrap_err();
        assert!(matches!(error.kind(), Kind::Limit(_)), "{error}");
    }
}

#[test]
fn many_attributes_are_compared_by_sorting() {
    let limits = Limits::trusted();
    let attributes: String = (0..50_000).map(|i| format!(" a{i}=''")).collect();
    assert!(events(&format!("<r{attributes}/>"), &limits).is_ok());
    let error = events(&format!("<r{attributes} a7=''/>"), &limits).unwrap_err();
    assert_eq!(
        error.kind(),
        &Kind::DuplicateAttribute {
            name: "a7".to_owned()
        }
    );
}

#[test]
fn text_content_is_read_at_once() {
    let cases = [
        ("<a>x</a>", Content::Text, "x"),
        ("<a/>", Content::Text, ""),
        ("<a></a>", Content::Text, ""),
        ("<a><!-- c --></a>", Content::Text, ""),
        (
            "<a>1<!-- c -->2&#51;\r\n<![CDATA[4]]></a>",
            Content::Text,
            "123\n4",
        ),
        ("<a>1<!-- c -->2</a>", Content::Text, "12"),
        ("<a>x<b/></a>", Content::Child, "x"),
        ("<a><b/></a>", Content::Child, ""),
        ("<a>x&amp;<b/></a>", Content::Child, "x&"),
        ("<a>\r\n<b/></a>", Content::Child, "\n"),
    ];
    for (text, content, value) in cases {
        let document = format!("<r>old{text}</r>");
        let mut reader = Reader::new(&document, &Limits::default());
        assert_eq!(reader.next().unwrap(), Token::Start);
        assert_eq!(reader.next().unwrap(), Token::Text);
        assert_eq!(reader.next().unwrap(), Token::Start);
        assert_eq!(reader.read_text().unwrap(), content, "{text}");
        assert_eq!(reader.text(), value, "{text}");
        match content {
            Content::Text => {
                assert_eq!((reader.name().local, reader.depth()), ("a", 1));
            }
            Content::Child => {
                assert_eq!((reader.name().local, reader.depth()), ("b", 3));
                assert_eq!(reader.next().unwrap(), Token::End);
                assert_eq!(reader.next().unwrap(), Token::End);
            }
        }
        assert_eq!(reader.next().unwrap(), Token::End);
        assert_eq!(reader.next().unwrap(), Token::Eof);
        assert_eq!(reader.next().unwrap(), Token::Eof);
    }
}

#[test]
fn namespaces_are_in_scope_up_to_the_end_of_their_element() {
    let document =
        "<a xmlns='u:d' xmlns:p='u:1'><b xmlns:p='u:2' xmlns='' xmlns:q='u:q'>p:x</b></a>";
    let mut reader = Reader::new(document, &Limits::default());
    reader.next().unwrap();
    reader.next().unwrap();
    assert_eq!(reader.read_text().unwrap(), Content::Text);
    assert_eq!(reader.lookup("p"), Some("u:2"));
    assert_eq!(reader.lookup(""), Some(""));
    assert_eq!(
        reader.lookup("xml"),
        Some("http://www.w3.org/XML/1998/namespace")
    );
    assert_eq!(reader.lookup("no"), None);
    let in_scope: Vec<_> = reader.namespaces_in_scope().collect();
    assert_eq!(in_scope, [("q", "u:q"), ("p", "u:2")]);
    let declared: Vec<_> = reader.namespaces_declared().collect();
    assert_eq!(declared, [("p", "u:2"), ("", ""), ("q", "u:q")]);
    assert_eq!(reader.next().unwrap(), Token::End);
    assert_eq!(
        (reader.lookup("p"), reader.lookup("")),
        (Some("u:1"), Some("u:d"))
    );
    assert_eq!(reader.lookup("q"), None);
}

#[test]
fn names_match_tables_of_schemas() {
    // Another copy of the text, as another crate may have it.
    let copy: &'static str = Box::leak(String::from("u:1").into_boxed_str());
    let document = "<p:a xmlns:p='u:1' x='1' p:y='2'><b/><p:a/></p:a>";
    let mut reader = Reader::new(document, &Limits::default());
    reader.next().unwrap();
    for namespace in ["u:1", copy, "u:1", copy] {
        assert!(reader.matches(namespace, "a"));
        assert!(reader.name().is(namespace, "a"));
    }
    assert!(!reader.matches("u:2", "a") && !reader.matches("u:1", "b"));
    assert!(!reader.matches("", "a"));
    assert_eq!(reader.attribute("", "x"), Some("1"));
    assert_eq!(reader.attribute("u:1", "x"), None);
    assert_eq!(reader.attribute(copy, "y"), Some("2"));
    assert_eq!((reader.prefix(), reader.qualified_name()), ("p", "p:a"));
    assert!(reader.has_attributes());
    reader.next().unwrap();
    assert!(reader.matches("", "b") && !reader.matches("u:1", "b"));
    assert!(!reader.has_attributes());
    reader.next().unwrap();
    reader.next().unwrap();
    assert!(reader.matches("u:1", "a"));
}

#[test]
fn skipping_leaves_out_one_element_and_checks_it() {
    let document = "<r><a>x<b><a/></b>&amp;</a><c/><d><e/><f/></d></r>";
    let mut reader = Reader::new(document, &Limits::default());
    reader.next().unwrap();
    reader.next().unwrap();
    reader.skip().unwrap();
    assert_eq!((reader.name().local, reader.depth()), ("a", 1));
    assert_eq!(reader.next().unwrap(), Token::Start);
    reader.skip().unwrap();
    assert_eq!((reader.name().local, reader.depth()), ("c", 1));
    // From after a child: to the end of its parent.
    reader.next().unwrap();
    reader.next().unwrap();
    reader.next().unwrap();
    assert_eq!(reader.name().local, "e");
    reader.skip().unwrap();
    assert_eq!((reader.name().local, reader.depth()), ("d", 1));
    assert_eq!(reader.next().unwrap(), Token::End);
    assert_eq!(reader.next().unwrap(), Token::Eof);

    let mut reader = Reader::new("<r><a><p:b/></a></r>", &Limits::default());
    reader.next().unwrap();
    reader.next().unwrap();
    let error = reader.skip().unwrap_err();
    assert!(matches!(error.kind(), Kind::UndeclaredPrefix { .. }));
}

#[test]
fn rewinding_reads_the_same_again() {
    let document = "<r xmlns:p='u'><p:a x='1'>t<b/>&lt;</p:a><c/></r>";
    let mut reader = Reader::new(document, &Limits::default());
    reader.next().unwrap();
    reader.next().unwrap();
    let checkpoint = reader.checkpoint();
    reader.skip().unwrap();
    reader.next().unwrap();
    assert_eq!(reader.name().local, "c");
    reader.rewind(checkpoint);
    assert!(reader.matches("u", "a"));
    assert_eq!(reader.attribute("", "x"), Some("1"));
    assert_eq!(reader.next().unwrap(), Token::Text);
    assert_eq!(reader.text(), "t");
    assert_eq!(reader.next().unwrap(), Token::Start);
}

#[test]
fn the_offset_of_a_text_is_where_it_starts() {
    let cases = [
        ("<a>x</a>", 3),
        ("<a><b/></a>", 3),
        ("<a>x<b/></a>", 3),
        ("<a>&lt;x</a>", 3),
        ("<a>\r\n</a>", 3),
        ("<a></a>", 3),
        ("<a/>", 0),
    ];
    for (text, offset) in cases {
        let mut reader = Reader::new(text, &Limits::default());
        reader.next().unwrap();
        reader.read_text().unwrap();
        assert_eq!(reader.text_offset(), offset, "{text}");
    }
}

#[test]
fn offsets_are_where_tokens_start() {
    let document = "<?xml version='1.0'?>\n<a>\n  t&amp;é<b  x='1'/>\n</a>";
    let mut reader = Reader::new(document, &Limits::default());
    let mut places = Vec::new();
    while reader.next().unwrap() != Token::Eof {
        let place = reader.position(reader.offset());
        places.push((place.line, place.column));
        if reader.name().local == "b" {
            assert_eq!(reader.element_offset(), 36);
        }
    }
    assert_eq!(places, [(2, 1), (2, 4), (3, 10), (3, 10), (3, 21), (4, 1)]);
}
