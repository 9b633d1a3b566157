//! Constraints on facets (Part 2, 4.3): each against its base and against the others. Bounds are in
//! `facet_bounds`.

use soapstone::xsd::pattern::{PatternError, check_syntax};

use super::super::{
    Builtin, Enumeration, Facet, Facets, Id, SimpleTypeDefinition, TypeDefinition, Variety,
    WhiteSpace,
};
use super::Checker;
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::QName;

impl Checker<'_, '_> {
    /// The facets of a restriction against what its base says.
    pub(super) fn check_facets(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        base: Id<SimpleTypeDefinition>,
    ) {
        let own = &self.set.simple_types[id].facets;
        if own.is_empty() {
            return;
        }
        let inherited = self.facets(base);
        self.check_lengths(id, own, &inherited);
        self.check_digits(own, &inherited);
        self.white_space_valid_restriction(own, &inherited);
        self.check_bounds(base, own, &inherited);
        self.check_patterns(own);
        for value in own.enumeration.iter().flatten() {
            self.enumeration_valid_restriction(base, value);
        }
    }

    fn check_lengths(&mut self, id: Id<SimpleTypeDefinition>, own: &Facets, base: &Facets) {
        self.fixed(&own.length, &base.length, "length");
        self.fixed(&own.min_length, &base.min_length, "minLength");
        self.fixed(&own.max_length, &base.max_length, "maxLength");
        let rule = &code::LENGTH_VALID_RESTRICTION;
        self.against(
            &own.length,
            &base.length,
            "length",
            "be",
            |own, base| own == base,
            rule,
        );
        let rule = &code::MIN_LENGTH_VALID_RESTRICTION;
        self.against(
            &own.min_length,
            &base.min_length,
            "minLength",
            "be at least",
            |own, base| own >= base,
            rule,
        );
        let rule = &code::MAX_LENGTH_VALID_RESTRICTION;
        self.against(
            &own.max_length,
            &base.max_length,
            "maxLength",
            "be at most",
            |own, base| own <= base,
            rule,
        );
        let mut all = own.clone();
        all.inherit(base);
        self.length_min_length_or_max_length(id, own, &all);
        if let (Some(min), Some(max)) = (&all.min_length, &all.max_length)
            && min.value > max.value
            && (own.min_length.is_some() || own.max_length.is_some())
        {
            let message = format!(
                "`minLength` is {}, which is more than the `maxLength` of {}",
                min.value, max.value
            );
            let span = own
                .min_length
                .as_ref()
                .or(own.max_length.as_ref())
                .and_then(|facet| facet.span);
            self.error(
                &code::MIN_LENGTH_LESS_THAN_EQUAL_TO_MAX_LENGTH,
                span,
                message,
            );
        }
    }

    /// `length-minLength-maxLength`: `length` comes alone, but for lengths that a base states and that agree.
    fn length_min_length_or_max_length(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        own: &Facets,
        all: &Facets,
    ) {
        let Some(length) = &all.length else {
            return;
        };
        let too_short = (all.max_length.as_ref()).is_some_and(|max| max.value < length.value);
        let too_long = (all.min_length.as_ref()).is_some_and(|min| min.value > length.value);
        let beside = self.is_stated_beside_length(id, own, |facets| facets.min_length.as_ref())
            || self.is_stated_beside_length(id, own, |facets| facets.max_length.as_ref());
        let span = (own.length.as_ref())
            .or(own.min_length.as_ref())
            .or(own.max_length.as_ref())
            .map(|facet| facet.span);
        if let Some(span) = span
            && (too_short || too_long || beside)
        {
            let message = "`length` can't be combined with `minLength` or `maxLength`, unless a base type has \
                           that one alone and the lengths agree";
            self.error(&code::LENGTH_MIN_LENGTH_OR_MAX_LENGTH, span, message);
        }
    }

    /// Whether a facet is stated though no base without `length` has it with the same value.
    fn is_stated_beside_length(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        own: &Facets,
        facet: fn(&Facets) -> Option<&Facet<u64>>,
    ) -> bool {
        let Some(stated) = facet(own) else {
            return false;
        };
        let mut current = self.set.simple_types[id].base;
        while let TypeDefinition::Simple(step) = current {
            let effective = self.facets(step);
            let same = facet(&effective).is_some_and(|base| base.value == stated.value);
            if effective.length.is_none() && same {
                return false;
            }
            current = self.set.simple_types[step].base;
        }
        true
    }

    fn check_digits(&mut self, own: &Facets, base: &Facets) {
        self.fixed(&own.total_digits, &base.total_digits, "totalDigits");
        self.fixed(
            &own.fraction_digits,
            &base.fraction_digits,
            "fractionDigits",
        );
        let rule = &code::TOTAL_DIGITS_VALID_RESTRICTION;
        self.against(
            &own.total_digits,
            &base.total_digits,
            "totalDigits",
            "be at most",
            |own, base| own <= base,
            rule,
        );
        let rule = &code::FRACTION_DIGITS_VALID_RESTRICTION;
        let (fraction, inherited) = (&own.fraction_digits, &base.fraction_digits);
        self.against(
            fraction,
            inherited,
            "fractionDigits",
            "be at most",
            |own, base| own <= base,
            rule,
        );
        let total = own.total_digits.as_ref().or(base.total_digits.as_ref());
        let fraction = own
            .fraction_digits
            .as_ref()
            .or(base.fraction_digits.as_ref());
        if let (Some(total), Some(fraction)) = (total, fraction)
            && fraction.value > total.value
        {
            let message = format!(
                "`fractionDigits` is {}, which is more than the `totalDigits` of {}",
                fraction.value, total.value
            );
            let span = own
                .fraction_digits
                .as_ref()
                .or(own.total_digits.as_ref())
                .and_then(|facet| facet.span);
            self.error(&code::FRACTION_DIGITS_TOTAL_DIGITS, span, message);
        }
    }

    /// White space is normalized at least as much as the base does.
    fn white_space_valid_restriction(&mut self, own: &Facets, base: &Facets) {
        self.fixed(&own.white_space, &base.white_space, "whiteSpace");
        let (Some(own), Some(base)) = (&own.white_space, &base.white_space) else {
            return;
        };
        if own.value < base.value {
            let name = |value| match value {
                WhiteSpace::Preserve => "preserve",
                WhiteSpace::Replace => "replace",
                WhiteSpace::Collapse => "collapse",
            };
            let message = format!(
                "`whiteSpace` is `{}`, though the base type has `{}`",
                name(own.value),
                name(base.value)
            );
            self.error(&code::WHITE_SPACE_VALID_RESTRICTION, own.span, message);
        }
    }

    /// A facet that the base fixes is not changed.
    pub(super) fn fixed<T: PartialEq>(
        &mut self,
        own: &Option<Facet<T>>,
        base: &Option<Facet<T>>,
        name: &str,
    ) {
        if let (Some(own), Some(base)) = (own, base)
            && base.fixed
            && own.value != base.value
        {
            self.report_fixed(own.span, base.span, name);
        }
    }

    pub(super) fn report_fixed(&mut self, span: Option<Span>, base: Option<Span>, name: &str) {
        let message = format!("the base type fixes `{name}`; it can't be changed");
        let Some(span) = span else { return };
        let mut diagnostic =
            crate::diagnostic::Diagnostic::error(&code::FIXED_FACET_VALUE, span, message);
        if let Some(base) = base {
            diagnostic = diagnostic.related(base, "fixed here");
        }
        self.sink.report(diagnostic);
    }

    fn against(
        &mut self,
        own: &Option<Facet<u64>>,
        base: &Option<Facet<u64>>,
        name: &str,
        must: &str,
        holds: fn(u64, u64) -> bool,
        rule: &'static Code,
    ) {
        if let (Some(own), Some(base)) = (own, base)
            && !base.fixed
            && !holds(own.value, base.value)
        {
            let message = format!(
                "`{name}` is {}, but must {must} {}, as the base type says",
                own.value, base.value
            );
            self.error_with_base(rule, own.span, base.span, message);
        }
    }

    /// Every pattern is a regular expression of XSD.
    fn check_patterns(&mut self, own: &Facets) {
        let alternatives = own
            .patterns
            .iter()
            .flat_map(|pattern| &pattern.alternatives);
        for (text, span) in alternatives {
            let Err(strict) = check_syntax(text) else {
                continue;
            };
            let Some(span) = *span else {
                continue;
            };
            match soapstone::simple::Pattern::from(text.to_string()).compile() {
                Err(PatternError::Syntax(error)) => {
                    let message = format!("\"{text}\" is not a regular expression of XSD: {error}");
                    let place = within(span, text, error.offset());
                    let help = "in XSD a pattern matches the whole value; it has no lookaround, no lazy repetition, and \
                                `^` and `$` are characters like others";
                    self.sink
                        .report(Diagnostic::error(&code::SRC_PATTERN, place, message).help(help));
                }
                _ => {
                    let message =
                        format!("\"{text}\" is not quite a regular expression of XSD: {strict}");
                    let place = within(span, text, strict.offset());
                    self.sink
                        .report(Diagnostic::error(&code::SRC_PATTERN_ESCAPE, place, message));
                }
            }
        }
    }

    /// Every value of an enumeration is one of the base type; a `NOTATION` is declared.
    fn enumeration_valid_restriction(
        &mut self,
        base: Id<SimpleTypeDefinition>,
        value: &Enumeration,
    ) {
        if let Err(error) = self.validate(base, &value.value) {
            let message = format!(
                "\"{}\" is not a value of {}: {error}",
                value.value.text,
                self.simple_text(base)
            );
            self.error(
                &code::ENUMERATION_VALID_RESTRICTION,
                Some(value.span),
                message,
            );
            return;
        }
        let notation = Variety::Atomic {
            primitive: Builtin::Notation,
        };
        if self.set.simple_types[base].variety != notation {
            return;
        }
        let text = value.value.text.trim();
        let (prefix, local) = text
            .split_once(':')
            .map_or((None, text), |(prefix, local)| (Some(prefix), local));
        let name = QName::new(value.value.namespaces.get(prefix).as_deref(), local);
        if self.set.notation_named(&name).is_none() {
            let message = format!("there is no notation `{name}`");
            self.error(
                &code::ENUMERATION_VALID_RESTRICTION,
                Some(value.span),
                message,
            );
        }
    }
}

/// The character of a text in the document; the whole text where it is written with references, so that the offsets
/// are not the same.
fn within(span: Span, text: &str, offset: usize) -> Span {
    let range = span.range();
    if range.len() != text.len() {
        return span;
    }
    let length = text
        .get(offset..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    Span::new(
        span.document,
        range.start + offset..range.start + offset + length,
    )
}
