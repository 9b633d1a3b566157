//! Constraints on the bounds of ordered types (Part 2, 4.3.7 to 4.3.10).

use std::cmp::Ordering;

use soapstone::simple::Value;

use super::super::{Facet, Facets, Id, Literal, SimpleTypeDefinition};
use super::Checker;
use crate::diagnostic::Code;
use crate::diagnostic::code::schema as code;
use crate::source::Span;

/// Which of the four bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    MinInclusive,
    MinExclusive,
    MaxInclusive,
    MaxExclusive,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::MinInclusive => "minInclusive",
            Kind::MinExclusive => "minExclusive",
            Kind::MaxInclusive => "maxInclusive",
            Kind::MaxExclusive => "maxExclusive",
        }
    }

    fn rule(self) -> &'static Code {
        match self {
            Kind::MinInclusive => &code::MIN_INCLUSIVE_VALID_RESTRICTION,
            Kind::MinExclusive => &code::MIN_EXCLUSIVE_VALID_RESTRICTION,
            Kind::MaxInclusive => &code::MAX_INCLUSIVE_VALID_RESTRICTION,
            Kind::MaxExclusive => &code::MAX_EXCLUSIVE_VALID_RESTRICTION,
        }
    }

    /// Whether a bound of this kind may compare so to a bound of the base: the *valid restriction* rules of the
    /// four facets.
    fn may_be(self, ordering: Ordering, base: Kind) -> bool {
        use Kind::{MaxExclusive, MaxInclusive, MinExclusive, MinInclusive};
        match (self, base) {
            (MinInclusive, MinInclusive) | (MinExclusive, MinExclusive | MinInclusive) => {
                ordering.is_ge()
            }
            (MaxInclusive, MaxInclusive) | (MaxExclusive, MaxExclusive | MaxInclusive) => {
                ordering.is_le()
            }
            (MinInclusive, MinExclusive) => ordering.is_gt(),
            (MaxInclusive, MaxExclusive) => ordering.is_lt(),
            (MinInclusive | MinExclusive, MaxInclusive) => ordering.is_le(),
            (MinInclusive | MinExclusive, MaxExclusive) => ordering.is_lt(),
            (MaxInclusive, MinInclusive) => ordering.is_ge(),
            (MaxInclusive | MaxExclusive, MinExclusive) => ordering.is_gt(),
            (MaxExclusive, MinInclusive) => ordering.is_gt(),
        }
    }
}

/// A bound with its value.
struct Bound {
    kind: Kind,
    value: Value<'static>,
    text: String,
    span: Option<Span>,
    fixed: bool,
}

impl Checker<'_, '_> {
    pub(super) fn check_bounds(
        &mut self,
        base: Id<SimpleTypeDefinition>,
        own: &Facets,
        inherited: &Facets,
    ) {
        self.both(
            &own.max_inclusive,
            &own.max_exclusive,
            "maxInclusive",
            "maxExclusive",
            &code::MAX_INCLUSIVE_MAX_EXCLUSIVE,
        );
        self.both(
            &own.min_inclusive,
            &own.min_exclusive,
            "minInclusive",
            "minExclusive",
            &code::MIN_INCLUSIVE_MIN_EXCLUSIVE,
        );
        let mine = self.bounds(base, own, true);
        let theirs = self.bounds(base, inherited, false);
        for bound in &mine {
            for other in &theirs {
                self.valid_restriction(bound, other);
            }
        }
        self.min_less_than_max(&mine);
    }

    /// The bounds of one step; values that are none of the base type are reported if they are `own`.
    fn bounds(&mut self, base: Id<SimpleTypeDefinition>, facets: &Facets, own: bool) -> Vec<Bound> {
        let four = [
            (Kind::MinInclusive, &facets.min_inclusive),
            (Kind::MinExclusive, &facets.min_exclusive),
            (Kind::MaxInclusive, &facets.max_inclusive),
            (Kind::MaxExclusive, &facets.max_exclusive),
        ];
        let stated = four
            .into_iter()
            .filter_map(|(kind, facet)| facet.as_ref().map(|facet| (kind, facet)));
        stated
            .filter_map(|(kind, facet)| self.bound(base, kind, facet, own))
            .collect()
    }

    fn bound(
        &mut self,
        base: Id<SimpleTypeDefinition>,
        kind: Kind,
        facet: &Facet<Literal>,
        own: bool,
    ) -> Option<Bound> {
        let builtin = self.values.simple_type(base).builtin()?.simple_type();
        let normalized = builtin.normalize(&facet.value.text).into_owned();
        let value = match builtin.value(&normalized, &facet.value.namespaces) {
            Ok(value) => value.into_owned(),
            Err(error) => {
                if own {
                    let message =
                        format!("`{}` is no value of the base type: {error}", kind.name());
                    self.error(kind.rule(), facet.span, message);
                }
                return None;
            }
        };
        Some(Bound {
            kind,
            value,
            text: normalized,
            span: facet.span,
            fixed: facet.fixed,
        })
    }

    /// `maxInclusive-maxExclusive`, `minInclusive-minExclusive`: one of the two forms, not both.
    fn both(
        &mut self,
        inclusive: &Option<Facet<Literal>>,
        exclusive: &Option<Facet<Literal>>,
        one: &str,
        other: &str,
        rule: &'static Code,
    ) {
        if let (Some(_), Some(exclusive)) = (inclusive, exclusive) {
            self.error(
                rule,
                exclusive.span,
                format!("`{one}` and `{other}` can't both be given"),
            );
        }
    }

    fn valid_restriction(&mut self, own: &Bound, base: &Bound) {
        let ordering = own.value.partial_cmp(&base.value);
        if own.kind == base.kind && base.fixed && own.value != base.value {
            self.report_fixed(own.span, base.span, own.kind.name());
            return;
        }
        if ordering.is_some_and(|ordering| !own.kind.may_be(ordering, base.kind)) {
            let message = format!(
                "`{}` is {}, which goes beyond the `{}` of {} that the base type has",
                own.kind.name(),
                own.text,
                base.kind.name(),
                base.text
            );
            self.error_with_base(own.kind.rule(), own.span, base.span, message);
        }
    }

    /// `minInclusive-less-than-equal-to-maxInclusive` and its like.
    fn min_less_than_max(&mut self, bounds: &[Bound]) {
        let min = bounds
            .iter()
            .find(|bound| matches!(bound.kind, Kind::MinInclusive | Kind::MinExclusive));
        let max = bounds
            .iter()
            .find(|bound| matches!(bound.kind, Kind::MaxInclusive | Kind::MaxExclusive));
        let (Some(min), Some(max)) = (min, max) else {
            return;
        };
        let Some(ordering) = min.value.partial_cmp(&max.value) else {
            return;
        };
        let same_form = matches!(
            (min.kind, max.kind),
            (Kind::MinInclusive, Kind::MaxInclusive) | (Kind::MinExclusive, Kind::MaxExclusive)
        );
        if ordering.is_gt() || (ordering.is_eq() && !same_form) {
            let message = format!(
                "`{}` is {}, which leaves nothing below the `{}` of {}",
                min.kind.name(),
                min.text,
                max.kind.name(),
                max.text
            );
            self.error(&code::MIN_LESS_THAN_MAX, min.span, message);
        }
    }
}
