//! Checking a text against a simple type.

use super::lexical::Names;
use super::white_space::tokens;
use super::{Builtin, Facet, FacetName, Literals, Namespaces, Pattern, SimpleType};
use super::{Shared, Value, ValueError, ValueErrorKind, Variety};
use std::borrow::Cow;

impl SimpleType {
    /// Checks white-space-normalised text against the lexical rules and every facet of the type
    /// (Part 2, 4.1.4 Datatype Valid).
    ///
    /// # Errors
    /// With the first rule that the text breaks.
    pub fn validate(&self, text: &str, names: &dyn Namespaces) -> Result<(), ValueError> {
        self.examine(text, Names::InScope(names), false).map(drop)
    }

    /// The value that white-space-normalised text denotes, after checking it as
    /// [`validate`](Self::validate) does. Values compare by the value space.
    ///
    /// # Errors
    /// With the first rule that the text breaks.
    pub fn value<'a>(
        &self,
        text: &'a str,
        names: &dyn Namespaces,
    ) -> Result<Value<'a>, ValueError> {
        let value = self.examine(text, Names::InScope(names), true)?;
        // `examine` gives a value when asked for one.
        value.ok_or_else(|| self.lexical_error(text))
    }

    /// The member type of a union that is the first to accept the text, its index among the members,
    /// and the text normalised as that member wants it. Nested unions count as one member.
    ///
    /// # Errors
    /// If no member accepts the text, or if this is not a union.
    pub fn member<'s, 'a>(
        &'s self,
        text: &'a str,
        names: &dyn Namespaces,
    ) -> Result<(usize, &'s SimpleType, Cow<'a, str>), ValueError> {
        let Variety::Union(members) = &self.variety else {
            return Err(self.lexical_error(text));
        };
        members
            .iter()
            .enumerate()
            .find_map(|(index, member)| {
                let text = member.normalize(text);
                member
                    .validate(&text, names)
                    .is_ok()
                    .then_some((index, &**member, text))
            })
            .ok_or_else(|| self.union_error(text, members))
    }

    /// The nearest enumeration facet of the type and its base types.
    #[must_use]
    pub fn enumeration(&self) -> Option<&Literals> {
        self.all_facets().find_map(|facet| match facet {
            Facet::Enumeration(literals) => Some(literals),
            _ => None,
        })
    }

    /// The error of a text that is none of the enumerated values; for generated enums, which look
    /// the text up by themselves.
    #[must_use]
    pub fn not_enumerated(&self, text: &str) -> ValueError {
        match self.enumeration() {
            Some(literals) => {
                let broken = Broken::new(FacetName::Enumeration, alternatives(literals));
                ValueError::new(broken.into(), text, self.describe())
            }
            None => self.lexical_error(text),
        }
    }

    /// The pattern facets of the type, its base types, items and members that can't be checked: those
    /// that are too large (see [`Pattern::compile`]), or all without the feature `pattern`.
    #[must_use]
    pub fn unchecked_patterns(&self) -> Vec<&Pattern> {
        let own = self.derivation().flat_map(|step| step.facets.iter());
        let own = own.filter_map(|facet| match facet {
            Facet::Pattern(patterns) => Some(patterns.iter()),
            _ => None,
        });
        let mut unchecked: Vec<&Pattern> = own
            .flatten()
            .filter(|pattern| !pattern.is_checked())
            .collect();
        match &self.variety {
            Variety::Atomic(_) => {}
            Variety::List(item) => unchecked.extend(item.unchecked_patterns()),
            Variety::Union(members) => {
                unchecked.extend(
                    members
                        .iter()
                        .flat_map(|member| member.unchecked_patterns()),
                );
            }
        }
        unchecked
    }

    /// Checks a text, and gives its value if that is wanted.
    fn examine<'a>(
        &self,
        text: &'a str,
        names: Names<'_>,
        wants_value: bool,
    ) -> Result<Option<Value<'a>>, ValueError> {
        match &self.variety {
            Variety::Atomic(builtin) => self.examine_atomic(*builtin, text, names, wants_value),
            Variety::List(item) => self.examine_list(item, text, names, wants_value),
            Variety::Union(members) => self.examine_union(members, text, names, wants_value),
        }
    }

    fn examine_atomic<'a>(
        &self,
        builtin: Builtin,
        text: &'a str,
        names: Names<'_>,
        wants_value: bool,
    ) -> Result<Option<Value<'a>>, ValueError> {
        let named = |error: ValueError| error.for_type(self);
        let value = if wants_value || self.facets_need_value(builtin) {
            Some(builtin.value(text, names).map_err(named)?)
        } else {
            builtin.check(text, names).map_err(named)?;
            None
        };
        let found = Found {
            text,
            value: value.as_ref(),
            items: None,
        };
        self.check_facets(&found)?;
        Ok(value)
    }

    fn examine_list<'a>(
        &self,
        item: &SimpleType,
        text: &'a str,
        names: Names<'_>,
        wants_value: bool,
    ) -> Result<Option<Value<'a>>, ValueError> {
        let has_enumeration = self
            .all_facets()
            .any(|facet| matches!(facet, Facet::Enumeration(_)));
        let wants_items = wants_value || has_enumeration;
        let mut values = Vec::new();
        let mut count = 0;
        for token in tokens(text) {
            count += 1;
            values.extend(item.examine(token, names, wants_items)?);
        }
        let value = wants_items.then_some(Value::List(values));
        let found = Found {
            text,
            value: value.as_ref(),
            items: Some(count),
        };
        self.check_facets(&found)?;
        Ok(value)
    }

    fn examine_union<'a>(
        &self,
        members: &[Shared<SimpleType>],
        text: &'a str,
        names: Names<'_>,
        wants_value: bool,
    ) -> Result<Option<Value<'a>>, ValueError> {
        let wants_value = wants_value || self.all_facets().next().is_some();
        for member in members {
            let (text, value) = match member.normalize(text) {
                Cow::Borrowed(text) => (
                    Cow::Borrowed(text),
                    member.examine(text, names, wants_value),
                ),
                Cow::Owned(text) => {
                    let value = member.examine(&text, names, wants_value);
                    let value = value.map(|value| value.map(Value::into_owned));
                    (Cow::Owned(text), value)
                }
            };
            let Ok(value) = value else { continue };
            let found = Found {
                text: &text,
                value: value.as_ref(),
                items: None,
            };
            self.check_facets(&found)?;
            return Ok(value);
        }
        Err(self.union_error(text, members))
    }

    /// The facets of all derivation steps.
    fn all_facets(&self) -> impl Iterator<Item = &Facet> {
        self.derivation().flat_map(|step| step.facets.iter())
    }

    /// Whether some facet looks at the value and not only at the text.
    fn facets_need_value(&self, builtin: Builtin) -> bool {
        let is_text = matches!(builtin.primitive(), Builtin::String | Builtin::AnyUri);
        let is_binary = matches!(builtin, Builtin::HexBinary | Builtin::Base64Binary);
        self.all_facets().any(|facet| match facet {
            Facet::Pattern(_) => false,
            Facet::Length(_) | Facet::MinLength(_) | Facet::MaxLength(_) => is_binary,
            Facet::Enumeration(_) => !is_text,
            _ => true,
        })
    }

    fn check_facets(&self, found: &Found<'_>) -> Result<(), ValueError> {
        for step in self.derivation() {
            for facet in step.facets.iter() {
                if let Err(broken) = step.check_facet(facet, found) {
                    return Err(ValueError::new(broken.into(), found.text, self.describe()));
                }
            }
        }
        Ok(())
    }

    fn check_facet(&self, facet: &Facet, found: &Found<'_>) -> Result<(), Broken> {
        match facet {
            Facet::Length(limit) => self.check_length(found, *limit, FacetName::Length),
            Facet::MinLength(limit) => self.check_length(found, *limit, FacetName::MinLength),
            Facet::MaxLength(limit) => self.check_length(found, *limit, FacetName::MaxLength),
            Facet::Pattern(patterns) => check_patterns(found.text, patterns),
            Facet::Enumeration(literals) => self.check_enumeration(found, literals),
            Facet::MinInclusive(bound) => self.check_bound(found, bound, FacetName::MinInclusive),
            Facet::MaxInclusive(bound) => self.check_bound(found, bound, FacetName::MaxInclusive),
            Facet::MinExclusive(bound) => self.check_bound(found, bound, FacetName::MinExclusive),
            Facet::MaxExclusive(bound) => self.check_bound(found, bound, FacetName::MaxExclusive),
            Facet::TotalDigits(limit) => check_digits(found, *limit, FacetName::TotalDigits),
            Facet::FractionDigits(limit) => check_digits(found, *limit, FacetName::FractionDigits),
        }
    }

    fn check_length(&self, found: &Found<'_>, limit: u64, facet: FacetName) -> Result<(), Broken> {
        let (length, unit) = match (found.items, found.value, &self.variety) {
            (Some(items), _, _) => (items, "items"),
            (_, Some(Value::HexBinary(octets)), _) => (count(octets.len()), "octets"),
            (_, Some(Value::Base64Binary(octets)), _) => (count(octets.len()), "octets"),
            // Any name is facet-valid with respect to lengths (Part 2, 4.3.1.3).
            (_, _, Variety::Atomic(Builtin::QName | Builtin::Notation)) => return Ok(()),
            // A character has at least one byte: short texts need no counting.
            _ if facet == FacetName::MaxLength && count(found.text.len()) <= limit => return Ok(()),
            _ => (count(found.text.chars().count()), "characters"),
        };
        let is_fine = match facet {
            FacetName::MinLength => length >= limit,
            FacetName::MaxLength => length <= limit,
            _ => length == limit,
        };
        let broken = || Broken::counted(facet, limit, length, unit);
        is_fine.then_some(()).ok_or_else(broken)
    }

    fn check_enumeration(&self, found: &Found<'_>, literals: &Literals) -> Result<(), Broken> {
        let is_name = |builtin: Builtin| matches!(builtin, Builtin::QName | Builtin::Notation);
        // Equal texts denote equal values, but for names, whose prefixes count.
        let text_decides = self.builtin().is_some_and(|builtin| !is_name(builtin));
        if text_decides && literals.iter().any(|literal| literal == found.text) {
            return Ok(());
        }
        let is_equal = |literal| self.literal_value(literal).as_ref() == found.value;
        if found.value.is_some() && literals.iter().any(is_equal) {
            return Ok(());
        }
        Err(Broken::new(FacetName::Enumeration, alternatives(literals)))
    }

    fn check_bound(&self, found: &Found<'_>, bound: &str, facet: FacetName) -> Result<(), Broken> {
        let limit = self.literal_value(bound);
        let order = found
            .value
            .and_then(|value| value.partial_cmp(limit.as_ref()?));
        // What can't be compared is excluded (Part 2, 3.2.4.1).
        let is_fine = order.is_some_and(|order| match facet {
            FacetName::MinInclusive => order.is_ge(),
            FacetName::MaxInclusive => order.is_le(),
            FacetName::MinExclusive => order.is_gt(),
            _ => order.is_lt(),
        });
        is_fine
            .then_some(())
            .ok_or_else(|| Broken::new(facet, bound.to_owned()))
    }

    /// The value of a literal in a facet of this derivation step; the facets themselves don't count.
    fn literal_value<'a>(&self, literal: &'a str) -> Option<Value<'a>> {
        match &self.variety {
            Variety::Atomic(builtin) => builtin.value(literal, Names::Expanded).ok(),
            Variety::List(item) => tokens(literal)
                .map(|token| item.examine(token, Names::Expanded, true).ok().flatten())
                .collect::<Option<_>>()
                .map(Value::List),
            Variety::Union(members) => members.iter().find_map(|member| {
                let text = member.normalize(literal);
                let value = member.examine(&text, Names::Expanded, true).ok().flatten();
                value.map(Value::into_owned)
            }),
        }
    }

    fn lexical_error(&self, text: &str) -> ValueError {
        let expected = self
            .builtin()
            .map_or("a value of the type", Builtin::expected);
        ValueError::lexical(text, self.describe(), expected)
    }

    fn union_error(&self, text: &str, members: &[Shared<SimpleType>]) -> ValueError {
        let names: Vec<String> = members.iter().map(|member| member.describe()).collect();
        let members = names.join(", ");
        ValueError::new(ValueErrorKind::Union { members }, text, self.describe())
    }
}

/// What a facet looks at.
struct Found<'v> {
    text: &'v str,
    /// The value, where a facet or the caller asks for it.
    value: Option<&'v Value<'v>>,
    /// How many items a list has.
    items: Option<u64>,
}

/// A facet that is not obeyed.
struct Broken {
    facet: FacetName,
    limit: String,
    measured: Option<u64>,
    unit: &'static str,
}

impl Broken {
    fn new(facet: FacetName, limit: String) -> Broken {
        Broken {
            facet,
            limit,
            measured: None,
            unit: "",
        }
    }

    fn counted(facet: FacetName, limit: u64, measured: u64, unit: &'static str) -> Broken {
        Broken {
            facet,
            limit: limit.to_string(),
            measured: Some(measured),
            unit,
        }
    }
}

impl From<Broken> for ValueErrorKind {
    fn from(broken: Broken) -> ValueErrorKind {
        ValueErrorKind::Facet {
            facet: broken.facet,
            limit: broken.limit,
            measured: broken.measured,
            unit: broken.unit,
        }
    }
}

fn check_patterns(text: &str, patterns: &[Pattern]) -> Result<(), Broken> {
    if patterns.iter().any(|pattern| pattern.allows(text)) {
        return Ok(());
    }
    let sources: Vec<&str> = patterns.iter().map(Pattern::source).collect();
    Err(Broken::new(FacetName::Pattern, sources.join(" or ")))
}

fn check_digits(found: &Found<'_>, limit: u64, facet: FacetName) -> Result<(), Broken> {
    let Some(Value::Decimal(value)) = found.value else {
        return Ok(());
    };
    let digits = match facet {
        FacetName::TotalDigits => count(value.total_digits()),
        _ => count(value.fraction_digits()),
    };
    let broken = || Broken::counted(facet, limit, digits, "digits");
    (digits <= limit).then_some(()).ok_or_else(broken)
}

/// The most alternatives that an error lists.
const ALTERNATIVES: usize = 8;

/// `"a", "b" or "c"`, shortened if there are many.
fn alternatives(literals: &Literals) -> String {
    let mut text = String::new();
    for (index, literal) in literals.iter().take(ALTERNATIVES).enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == literals.len() {
                " or "
            } else {
                ", "
            });
        }
        text.push('"');
        text.push_str(&super::error::excerpt(literal));
        text.push('"');
    }
    if literals.len() > ALTERNATIVES {
        text.push_str(&format!(
            " or one of {} others",
            literals.len() - ALTERNATIVES
        ));
    }
    text
}

/// A length as facets count.
fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
