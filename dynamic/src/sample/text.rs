//! Texts of simple types: the first of some candidates that the type allows.

use soapstone::bindings::{Facet, SimpleType, Variety, simple::Builtin, simple::Namespaces};

/// How long a text that a length facet asks for may be.
const LENGTH_LIMIT: u64 = 100_000;

/// Makes up texts; identifiers are made up once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    identifiers: usize,
}

/// A text that may be one of a type, with the namespace of the only prefix that it may have.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) text: String,
    namespace: String,
}

/// The namespace of made-up qualified names.
const NAMESPACE: &str = "urn:example:other";

impl Candidate {
    /// A text that has no prefix, or a made-up one.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Candidate {
            text: text.into(),
            namespace: String::from(NAMESPACE),
        }
    }

    /// A value of an enumeration; tables have qualified names as `{namespace}local`.
    fn literal(text: &str) -> Vec<Self> {
        let mut list = vec![Self::plain(text)];
        if let Some((namespace, local)) =
            text.strip_prefix('{').and_then(|rest| rest.split_once('}'))
        {
            list.push(Candidate {
                text: format!("other:{local}"),
                namespace: namespace.to_owned(),
            });
        }
        list
    }
}

impl Namespaces for Candidate {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        (prefix == "other").then_some(self.namespace.as_str())
    }
}

impl Texts {
    /// A text that a type allows; `None` where none was found.
    pub(super) fn of(&mut self, simple_type: &SimpleType) -> Option<Candidate> {
        if is_identifier(simple_type) {
            self.identifiers += 1;
            let text = Candidate::plain(format!("id{}", self.identifiers));
            if is_allowed(simple_type, &text) {
                return Some(text);
            }
        }
        candidates(simple_type)
            .into_iter()
            .find(|text| is_allowed(simple_type, text))
    }
}

fn is_allowed(simple_type: &SimpleType, candidate: &Candidate) -> bool {
    let normalized = simple_type.normalize(&candidate.text);
    simple_type.validate(&normalized, candidate).is_ok()
}

fn is_identifier(simple_type: &SimpleType) -> bool {
    simple_type.builtin() == Some(Builtin::Id)
}

/// What may be a text of the type, the most readable first.
fn candidates(simple_type: &SimpleType) -> Vec<Candidate> {
    let mut list = Vec::new();
    for facet in facets(simple_type) {
        if let Facet::Enumeration(literals) = facet {
            list.extend(literals.iter().flat_map(Candidate::literal));
        }
    }
    let examples = facets(simple_type).filter_map(|facet| match facet {
        Facet::Pattern(patterns) => {
            let examples = patterns.iter().flat_map(|pattern| pattern.examples());
            Some(examples.map(Candidate::plain))
        }
        _ => None,
    });
    match &simple_type.variety {
        Variety::Atomic(builtin) => {
            let plain: Vec<String> = of_builtin(*builtin)
                .iter()
                .map(|text| (*text).to_owned())
                .collect();
            let has_pattern = facets(simple_type).any(|facet| matches!(facet, Facet::Pattern(_)));
            if !has_pattern {
                list.extend(plain.iter().map(Candidate::plain));
            }
            list.extend(bounds(simple_type).into_iter().map(Candidate::plain));
            list.extend(examples.flatten());
            let long = lengths(simple_type, *builtin, &plain);
            list.extend(long.into_iter().chain(plain).map(Candidate::plain));
        }
        Variety::List(item) => {
            let item = candidates(item)
                .into_iter()
                .find(|text| is_allowed(item, text));
            let counts = [1, 2, 3, 4, 5, 8, 16, 0];
            let counts = counts.into_iter().chain(length_of(simple_type));
            if let Some(item) = item {
                list.extend(counts.map(|count| Candidate {
                    text: vec![item.text.as_str(); count].join(" "),
                    namespace: item.namespace.clone(),
                }));
            }
            list.extend(examples.flatten());
        }
        Variety::Union(members) => {
            list.extend(members.iter().flat_map(|member| candidates(member)));
            list.extend(examples.flatten());
        }
    }
    list
}

/// The facets of all derivation steps, nearest first.
fn facets(simple_type: &SimpleType) -> impl Iterator<Item = &Facet> {
    simple_type.derivation().flat_map(|step| step.facets.iter())
}

/// The edges of a range, and what lies beside them.
fn bounds(simple_type: &SimpleType) -> Vec<String> {
    let mut list = Vec::new();
    for facet in facets(simple_type) {
        let (Facet::MinInclusive(bound)
        | Facet::MaxInclusive(bound)
        | Facet::MinExclusive(bound)
        | Facet::MaxExclusive(bound)) = facet
        else {
            continue;
        };
        list.push(bound.to_string());
        if let Ok(number) = bound.trim().parse::<i128>() {
            list.extend([1, -1].map(|step: i128| number.saturating_add(step).to_string()));
            for digits in ["5", "1", "9", "01", "001"] {
                list.push(format!("{number}.{digits}"));
                list.push(format!("{}.{digits}", number.saturating_sub(1)));
            }
        } else if let Ok(number) = bound.trim().parse::<f64>() {
            list.extend(
                [1.0, -1.0, 0.1, -0.1, 0.001, -0.001].map(|step| format!("{}", number + step)),
            );
        }
    }
    list
}

/// The length that facets ask for.
fn length_of(simple_type: &SimpleType) -> Option<usize> {
    let lengths = facets(simple_type).filter_map(|facet| match facet {
        Facet::Length(length) | Facet::MinLength(length) => Some(*length),
        _ => None,
    });
    let most = facets(simple_type).filter_map(|facet| match facet {
        Facet::Length(length) | Facet::MaxLength(length) => Some(*length),
        _ => None,
    });
    let length = lengths.max().or_else(|| most.min())?;
    usize::try_from(length.min(LENGTH_LIMIT)).ok()
}

/// Texts as long as facets ask for.
fn lengths(simple_type: &SimpleType, builtin: Builtin, plain: &[String]) -> Vec<String> {
    let Some(length) = length_of(simple_type) else {
        return Vec::new();
    };
    match builtin {
        Builtin::HexBinary => vec!["00".repeat(length)],
        Builtin::Base64Binary => {
            let rest = match length % 3 {
                0 => "",
                1 => "AA==",
                _ => "AAA=",
            };
            vec![format!("{}{rest}", "AAAA".repeat(length / 3))]
        }
        _ => {
            let padded = plain.iter().map(|text| {
                let fill = std::iter::repeat('x');
                text.chars().chain(fill).take(length).collect()
            });
            let digits = "1".repeat(length);
            padded.chain([digits]).collect()
        }
    }
}

/// Texts of a built-in type.
fn of_builtin(builtin: Builtin) -> &'static [&'static str] {
    match builtin {
        Builtin::String | Builtin::AnySimpleType | Builtin::NormalizedString | Builtin::Token => {
            &["string", "s", ""]
        }
        Builtin::Language => &["en"],
        Builtin::Nmtoken => &["token"],
        Builtin::Name | Builtin::NcName | Builtin::Entity => &["name"],
        Builtin::Id => &["id1"],
        Builtin::Idref => &["id1"],
        Builtin::Boolean => &["true", "false"],
        Builtin::Decimal => &["1.0", "0", "1", "10", "100", "0.1", "0.01", "-1"],
        Builtin::Float | Builtin::Double => &["1.0", "0", "0.5", "-1", "100"],
        Builtin::NegativeInteger => &["-1"],
        Builtin::NonPositiveInteger => &["0", "-1"],
        Builtin::Integer
        | Builtin::Long
        | Builtin::Int
        | Builtin::Short
        | Builtin::Byte
        | Builtin::NonNegativeInteger
        | Builtin::UnsignedLong
        | Builtin::UnsignedInt
        | Builtin::UnsignedShort
        | Builtin::UnsignedByte
        | Builtin::PositiveInteger => &["1", "0", "10", "100", "1000", "-1"],
        Builtin::Duration => &["P1D", "PT1H", "P1Y", "PT0S"],
        Builtin::DateTime => &[
            "2024-01-31T12:00:00Z",
            "2024-01-31T12:00:00",
            "2000-01-01T00:00:00Z",
            "2024-01-31T12:00:00.000Z",
            "2024-01-31T12:00:00.000+00:00",
        ],
        Builtin::Time => &["12:00:00", "12:00:00Z"],
        Builtin::Date => &["2024-01-31", "2024-01-31Z", "2000-01-01"],
        Builtin::GYearMonth => &["2024-01"],
        Builtin::GYear => &["2024"],
        Builtin::GMonthDay => &["--01-31"],
        Builtin::GDay => &["---31"],
        Builtin::GMonth => &["--01"],
        Builtin::HexBinary => &["00", ""],
        Builtin::Base64Binary => &["AA==", ""],
        Builtin::AnyUri => &["http://example.com/", "urn:example"],
        Builtin::QName | Builtin::Notation => &["other:name"],
    }
}
