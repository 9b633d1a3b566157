//! The facets of a simple type as text.

use soapstone_codegen::schema::{Facet, Facets, Literal, WhiteSpace};

/// The facets, each with its value, in the order of the specification; enumerations are left out.
pub(crate) fn facets(facets: &Facets) -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    let number = |facet: &Option<Facet<u64>>| facet.as_ref().map(|facet| facet.value.to_string());
    let literal =
        |facet: &Option<Facet<Literal>>| facet.as_ref().map(|facet| facet.value.text.to_string());
    let mut add =
        |name: &'static str, value: Option<String>| list.extend(value.map(|value| (name, value)));
    add("length", number(&facets.length));
    add("minLength", number(&facets.min_length));
    add("maxLength", number(&facets.max_length));
    for pattern in &facets.patterns {
        let alternatives: Vec<&str> = pattern
            .alternatives
            .iter()
            .map(|(text, _)| &**text)
            .collect();
        add("pattern", Some(alternatives.join(" | ")));
    }
    add(
        "whiteSpace",
        facets
            .white_space
            .as_ref()
            .map(|facet| String::from(white_space(facet.value))),
    );
    add("minInclusive", literal(&facets.min_inclusive));
    add("minExclusive", literal(&facets.min_exclusive));
    add("maxInclusive", literal(&facets.max_inclusive));
    add("maxExclusive", literal(&facets.max_exclusive));
    add("totalDigits", number(&facets.total_digits));
    add("fractionDigits", number(&facets.fraction_digits));
    list
}

fn white_space(value: WhiteSpace) -> &'static str {
    match value {
        WhiteSpace::Preserve => "preserve",
        WhiteSpace::Replace => "replace",
        WhiteSpace::Collapse => "collapse",
    }
}
