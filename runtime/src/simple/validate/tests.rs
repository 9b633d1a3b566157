//! Every facet on every kind of type, and what errors say.

use crate::simple::*;
use std::sync::Arc;

struct Bindings;

impl Namespaces for Bindings {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        match prefix {
            "a" | "b" => Some("urn:a"),
            "c" => Some("urn:c"),
            _ => None,
        }
    }
}

/// A type that restricts another one.
fn restrict(base: impl Into<Shared<SimpleType>>, name: &str, facets: Vec<Facet>) -> SimpleType {
    let base = base.into();
    SimpleType {
        name: (!name.is_empty()).then(|| TypeName {
            namespace: "urn:test".to_owned().into(),
            local: name.to_owned().into(),
        }),
        variety: base.variety.clone(),
        white_space: base.white_space,
        base: Some(base),
        facets: facets.into(),
    }
}

fn of_variety(variety: Variety) -> SimpleType {
    SimpleType {
        name: None,
        base: Some(Shared::Static(&ANY_SIMPLE_TYPE)),
        white_space: match variety {
            Variety::Union(_) => WhiteSpace::Preserve,
            _ => WhiteSpace::Collapse,
        },
        variety,
        facets: Shared::Static(&[]),
    }
}

fn enumeration(literals: &[&str]) -> Facet {
    Facet::Enumeration(Literals::Counted(
        literals.iter().map(|&literal| literal.to_owned()).collect(),
    ))
}

fn text(literal: &str) -> Shared<str> {
    literal.to_owned().into()
}

/// Asserts which texts the type takes, after normalising them.
fn check(simple_type: &SimpleType, good: &[&str], bad: &[&str]) {
    for text in good {
        let normalized = simple_type.normalize(text);
        assert_eq!(
            simple_type.validate(&normalized, &Bindings),
            Ok(()),
            "{text:?}"
        );
        assert!(simple_type.value(&normalized, &Bindings).is_ok());
    }
    for text in bad {
        let normalized = simple_type.normalize(text);
        assert!(
            simple_type.validate(&normalized, &Bindings).is_err(),
            "{text:?}"
        );
        assert!(simple_type.value(&normalized, &Bindings).is_err());
    }
}

#[test]
fn errors_read_well_and_name_the_rule() {
    let sku = restrict(
        &STRING,
        "Sku",
        vec![Facet::MaxLength(4), Facet::MinLength(2)],
    );
    let exact = restrict(&HEX_BINARY, "Key", vec![Facet::Length(2)]);
    let price = restrict(
        &DECIMAL,
        "Price",
        vec![
            Facet::TotalDigits(4),
            Facet::FractionDigits(2),
            Facet::MinExclusive(text("0")),
            Facet::MaxInclusive(text("99.5")),
        ],
    );
    let size = restrict(&TOKEN, "Size", vec![enumeration(&["S", "M", "L"])]);
    let anonymous = restrict(
        &INT,
        "",
        vec![
            Facet::MinInclusive(text("5")),
            Facet::MaxExclusive(text("7")),
        ],
    );
    let cases: &[(&SimpleType, &str, &str, &str)] = &[
        (
            &INT,
            "abc",
            "cvc-datatype-valid.1.2.1",
            r#""abc" is not an xsd:int: expected a whole number from -2147483648 to 2147483647"#,
        ),
        (
            &sku,
            "ABCDE",
            "cvc-maxLength-valid",
            r#""ABCDE" is too long for Sku: 5 characters, at most 4 allowed (maxLength)"#,
        ),
        (
            &sku,
            "é",
            "cvc-minLength-valid",
            r#""é" is too short for Sku: 1 character, at least 2 expected (minLength)"#,
        ),
        (
            &exact,
            "00",
            "cvc-length-valid",
            r#""00" has the wrong length for Key: 1 octet, exactly 2 expected (length)"#,
        ),
        (
            &price,
            "100.25",
            "cvc-totalDigits-valid",
            r#""100.25" has too many digits for Price: 5 digits, at most 4 allowed (totalDigits)"#,
        ),
        (
            &price,
            "1.125",
            "cvc-fractionDigits-valid",
            r#""1.125" has too many digits after the point for Price: 3 digits, at most 2 allowed (fractionDigits)"#,
        ),
        (
            &price,
            "0.0",
            "cvc-minExclusive-valid",
            r#""0.0" is out of range for Price: expected more than 0 (minExclusive)"#,
        ),
        (
            &price,
            "99.6",
            "cvc-maxInclusive-valid",
            r#""99.6" is out of range for Price: expected at most 99.5 (maxInclusive)"#,
        ),
        (
            &size,
            "XL",
            "cvc-enumeration-valid",
            r#""XL" is not a value of Size: expected "S", "M" or "L" (enumeration)"#,
        ),
        (
            &anonymous,
            "4",
            "cvc-minInclusive-valid",
            r#""4" is out of range for a restriction of xsd:int: expected at least 5 (minInclusive)"#,
        ),
        (
            &anonymous,
            "7",
            "cvc-maxExclusive-valid",
            r#""7" is out of range for a restriction of xsd:int: expected less than 7 (maxExclusive)"#,
        ),
        (
            &anonymous,
            "x",
            "cvc-datatype-valid.1.2.1",
            r#""x" is not a value of a restriction of xsd:int: expected a whole number from -2147483648 to 2147483647"#,
        ),
        (
            &QNAME,
            "x:y",
            "cvc-datatype-valid.1.2.1",
            r#""x:y" is not an xsd:QName: the prefix "x" is not declared"#,
        ),
        (
            &BOOLEAN,
            "a\u{1}\n",
            "cvc-datatype-valid.1.2.1",
            r#""a\u{1}\n" is not an xsd:boolean: expected true, false, 1 or 0"#,
        ),
    ];
    for (simple_type, text, code, message) in cases {
        let error = simple_type.validate(text, &()).unwrap_err();
        assert_eq!(error.to_string(), *message);
        assert_eq!(error.code(), *code);
        let shown = error.found().unwrap().to_owned();
        assert!(
            !error
                .redacted()
                .to_string()
                .contains(&format!("\"{shown}\""))
        );
    }
    let long = "x".repeat(100);
    let error = INT.validate(&long, &()).unwrap_err();
    assert_eq!(error.found().unwrap().chars().count(), 61);
}

#[test]
fn every_step_of_the_derivation_counts() {
    let first = Arc::new(restrict(&STRING, "First", vec![Facet::MinLength(2)]));
    let second = Arc::new(restrict(first, "Second", vec![Facet::MaxLength(3)]));
    let third = restrict(second, "Third", vec![enumeration(&["a", "ab", "abcd"])]);
    check(&third, &["ab"], &["a", "abcd", "abc"]);
}

#[cfg(feature = "pattern")]
#[test]
fn patterns_of_one_step_are_alternatives_and_of_several_all_hold() {
    let pattern = |sources: &[&str]| {
        Facet::Pattern(
            sources
                .iter()
                .map(|&source| Pattern::from(source.to_owned()))
                .collect::<Vec<_>>()
                .into(),
        )
    };
    let first = Arc::new(restrict(&STRING, "First", vec![pattern(&["a.*", "b.*"])]));
    let second = restrict(first, "Second", vec![pattern(&[".*z"])]);
    check(&second, &["az", "bcz"], &["a", "cz", ""]);
    let error = second.validate("cz", &()).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#""cz" does not match the pattern of Second: expected a.* or b.* (pattern)"#
    );
    assert_eq!(error.code(), "cvc-pattern-valid");
    assert!(second.unchecked_patterns().is_empty());

    let large = restrict(
        &STRING,
        "Large",
        vec![pattern(&["((a{0,1000}){0,1000}){0,1000}"])],
    );
    assert_eq!(large.validate("b", &()), Ok(()));
    let list = of_variety(Variety::List(Arc::new(large).into()));
    assert_eq!(list.unchecked_patterns().len(), 1);
}

#[cfg(not(feature = "pattern"))]
#[test]
fn patterns_are_said_to_be_unchecked() {
    let patterns = vec![Pattern::new("a")];
    let simple_type = restrict(&STRING, "Letter", vec![Facet::Pattern(patterns.into())]);
    assert_eq!(simple_type.validate("b", &()), Ok(()));
    assert_eq!(simple_type.unchecked_patterns().len(), 1);
}

#[test]
fn enumerations_compare_values() {
    check(
        &restrict(&DECIMAL, "D", vec![enumeration(&["1.0", "2"])]),
        &["1", "01.00", "2.0"],
        &["1.1", "x"],
    );
    check(
        &restrict(&DOUBLE, "F", vec![enumeration(&["NaN", "0"])]),
        &["NaN", "-0", "0e5"],
        &["INF"],
    );
    check(
        &restrict(&BOOLEAN, "B", vec![enumeration(&["true"])]),
        &["true", "1"],
        &["false", "0"],
    );
    check(
        &restrict(&HEX_BINARY, "H", vec![enumeration(&["0a"])]),
        &["0A", "0a"],
        &["0B"],
    );
    check(
        &restrict(&BASE64_BINARY, "O", vec![enumeration(&["AA=="])]),
        &["A A = ="],
        &["AQ=="],
    );
    check(
        &restrict(
            &DATE_TIME,
            "T",
            vec![enumeration(&["2024-01-01T00:00:00Z"])],
        ),
        &["2023-12-31T24:00:00Z", "2024-01-01T01:00:00+01:00"],
        &["2024-01-01T00:00:00"],
    );
    check(
        &restrict(&STRING, "S", vec![enumeration(&["1"])]),
        &["1"],
        &["1.0", "01", " 1"],
    );
    check(
        &restrict(&DURATION, "P", vec![enumeration(&["P1Y"])]),
        &["P12M"],
        &["P365D"],
    );
}

#[test]
fn errors_list_only_some_of_many_values() {
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    let letter = restrict(&TOKEN, "Letter", vec![enumeration(&letters)]);
    let error = letter.not_enumerated("0");
    assert_eq!(
        error.to_string(),
        r#""0" is not a value of Letter: expected "a", "b", "c", "d", "e", "f", "g", "h" or one of 18 others (enumeration)"#
    );
    assert_eq!(letter.validate("0", &()), Err(error));
    assert_eq!(INT.not_enumerated("x"), INT.validate("x", &()).unwrap_err());
}

#[test]
fn names_in_enumerations_are_expanded() {
    let names = restrict(&QNAME, "N", vec![enumeration(&["{urn:a}x", "y", "{}z"])]);
    check(
        &names,
        &["a:x", "b:x", "y", "z"],
        &["c:x", "x", "a:y", "d:x"],
    );
    let notations = restrict(
        &NOTATION,
        "M",
        vec![enumeration(&["{urn:c}gif"]), Facet::MaxLength(1)],
    );
    check(&notations, &["c:gif"], &["a:gif", "gif"]);
    let list = Arc::new(of_variety(Variety::List(Shared::Static(&QNAME))));
    check(
        &restrict(list, "L", vec![enumeration(&["{urn:a}x {urn:c}y"])]),
        &["b:x  c:y"],
        &["c:y b:x", "b:x"],
    );
}

#[test]
fn bounds_follow_the_order_of_the_type() {
    let after = |base: &'static SimpleType, bound: &str| {
        restrict(base, "", vec![Facet::MinExclusive(text(bound))])
    };
    check(
        &after(&DATE, "2024-01-31"),
        &["2024-02-01", "10000-01-01"],
        &["2024-01-31", "2024-01-31Z", "-2025-01-01"],
    );
    check(
        &after(&DURATION, "P1M"),
        &["P32D", "P2M"],
        &["P30D", "P31D", "-P1Y"],
    );
    check(
        &after(&DOUBLE, "1e2"),
        &["101", "INF"],
        &["100", "NaN", "-INF"],
    );
    check(
        &after(&INTEGER, "99999999999999999999999999999999999999999"),
        &["1".repeat(42).as_str()],
        &["5"],
    );
    check(
        &restrict(&FLOAT, "", vec![Facet::MinInclusive(text("NaN"))]),
        &["NaN"],
        &["1"],
    );
}

#[test]
fn lengths_count_in_the_unit_of_the_type() {
    let length = |base: Shared<SimpleType>| restrict(base, "", vec![Facet::Length(2)]);
    check(&length((&STRING).into()), &["éé", "  "], &["é", "abc"]);
    check(&length((&HEX_BINARY).into()), &["0A0B"], &["0A"]);
    check(
        &length((&BASE64_BINARY).into()),
        &["AAA="],
        &["AAAA", "AA=="],
    );
    check(&length((&ANY_URI).into()), &["ab"], &["a"]);
    check(&length((&QNAME).into()), &["abc"], &[""]);
    check(
        &length((&NMTOKENS).into()),
        &[" a  b "],
        &["a", "a b c", ""],
    );
    check(&NMTOKENS, &["a", "a b"], &["", " ", "a,"]);
    check(
        &of_variety(Variety::List(Shared::Static(&INT))),
        &["", "1 2"],
        &["1 x"],
    );
}

#[test]
fn lists_check_their_items() {
    let digit = Arc::new(restrict(
        &INT,
        "Digit",
        vec![Facet::MaxInclusive(text("9"))],
    ));
    let list = Arc::new(of_variety(Variety::List(digit.into())));
    let pair = restrict(
        list,
        "Pair",
        vec![Facet::Length(2), enumeration(&["1 2", "3 4"])],
    );
    check(&pair, &["1 2", " 03\n4 "], &["1", "2 1", "1 2 3", "10 2"]);
    let error = pair.validate("10 2", &()).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#""10" is out of range for Digit: expected at most 9 (maxInclusive)"#
    );
    let Value::List(items) = pair.value("3 04", &()).unwrap() else {
        panic!("a list has items");
    };
    assert_eq!(
        items,
        [INT.value("3", &()).unwrap(), INT.value("4", &()).unwrap()]
    );
}

#[test]
fn unions_take_the_first_member_that_accepts() {
    let size = Arc::new(restrict(&TOKEN, "Size", vec![enumeration(&["S", "M"])]));
    let members: Vec<Shared<SimpleType>> = vec![(&INT).into(), size.into(), (&STRING).into()];
    let union = of_variety(Variety::Union(members[..2].to_vec().into()));
    check(&union, &["5", "M", " M ", "\n5"], &["L", "", "5.0"]);
    let error = union.validate("L", &()).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#""L" is not a value of an anonymous union: expected a value of one of xsd:int, Size"#
    );
    assert_eq!(error.code(), "cvc-datatype-valid.1.2.3");

    let wide = Arc::new(of_variety(Variety::Union(members.into())));
    for (text, index, normalized) in [("05", 0, "05"), (" S ", 1, "S"), (" L ", 2, " L ")] {
        let (found, _, seen) = wide.member(text, &()).unwrap();
        assert_eq!((found, &*seen), (index, normalized));
    }
    assert!(INT.member("5", &()).is_err());
    assert_eq!(wide.value(" 7", &()).unwrap(), INT.value("7", &()).unwrap());

    // "1" in the enumeration is a number, because that member comes first.
    let restricted = restrict(wide, "R", vec![enumeration(&["1", "L"])]);
    check(&restricted, &["1", "01", "L"], &["S", " L", "2"]);
}

#[test]
fn tables_of_all_kinds_can_be_statics() {
    static PATTERNS: [Pattern; 2] = [Pattern::new("[A-Z]{2}"), Pattern::new("[0-9]+")];
    static CODE: SimpleType = SimpleType {
        name: Some(TypeName::new("urn:test", "Code")),
        base: Some(Shared::Static(&TOKEN)),
        variety: Variety::Atomic(Builtin::Token),
        white_space: WhiteSpace::Collapse,
        facets: Shared::Static(&[
            Facet::Pattern(Shared::Static(&PATTERNS)),
            Facet::Enumeration(Literals::Static(&["AB", "12"])),
        ]),
    };
    static EITHER: SimpleType = SimpleType {
        name: None,
        base: Some(Shared::Static(&ANY_SIMPLE_TYPE)),
        variety: Variety::Union(Shared::Static(&[
            Shared::Static(&CODE),
            Shared::Static(&BOOLEAN),
        ])),
        white_space: WhiteSpace::Preserve,
        facets: Shared::Static(&[]),
    };
    static SEVERAL: SimpleType = SimpleType {
        name: None,
        base: Some(Shared::Static(&ANY_SIMPLE_TYPE)),
        variety: Variety::List(Shared::Static(&EITHER)),
        white_space: WhiteSpace::Collapse,
        facets: Shared::Static(&[Facet::MaxLength(3)]),
    };
    check(&SEVERAL, &["AB 12 true", ""], &["CD", "AB AB AB AB"]);
}
