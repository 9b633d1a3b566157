//! Facets: from what is written to values.

use super::super::{Enumeration, Facet, Facets, Literal, Pattern};
use super::Composer;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::xsd::{self, FacetKind};

impl Composer<'_, '_> {
    /// The facets of one derivation step. What is no number where one is needed is reported and left out.
    pub(super) fn read_facets(&mut self, written: &[&xsd::Facet]) -> Facets {
        let mut facets = Facets::default();
        let mut alternatives = Vec::new();
        let mut seen: Vec<(FacetKind, Span)> = Vec::new();
        for facet in written {
            self.src_single_facet_value(facet, &mut seen);
            match facet.kind {
                FacetKind::Length => facets.length = self.number(facet).or(facets.length),
                FacetKind::MinLength => {
                    facets.min_length = self.number(facet).or(facets.min_length)
                }
                FacetKind::MaxLength => {
                    facets.max_length = self.number(facet).or(facets.max_length)
                }
                FacetKind::TotalDigits => {
                    facets.total_digits = self.total_digits(facet).or(facets.total_digits)
                }
                FacetKind::FractionDigits => {
                    facets.fraction_digits = self.number(facet).or(facets.fraction_digits);
                }
                FacetKind::Pattern => {
                    alternatives.push((facet.value.value.clone(), Some(facet.value.span)))
                }
                FacetKind::Enumeration => {
                    let values = facets.enumeration.get_or_insert_default();
                    values.push(Enumeration {
                        value: literal(facet),
                        documentation: facet.common.documentation(),
                        span: facet.value.span,
                    });
                }
                FacetKind::WhiteSpace => {
                    facets.white_space = self.white_space(facet).or(facets.white_space)
                }
                FacetKind::MaxInclusive => facets.max_inclusive = Some(bound(facet)),
                FacetKind::MaxExclusive => facets.max_exclusive = Some(bound(facet)),
                FacetKind::MinInclusive => facets.min_inclusive = Some(bound(facet)),
                FacetKind::MinExclusive => facets.min_exclusive = Some(bound(facet)),
            }
        }
        if !alternatives.is_empty() {
            facets.patterns.push(Pattern { alternatives });
        }
        facets
    }

    /// *Single Facet Value*: but for `pattern` and `enumeration`, a facet is given once.
    fn src_single_facet_value(&mut self, facet: &xsd::Facet, seen: &mut Vec<(FacetKind, Span)>) {
        if matches!(facet.kind, FacetKind::Pattern | FacetKind::Enumeration) {
            return;
        }
        let first = seen
            .iter()
            .find(|(kind, _)| *kind == facet.kind)
            .map(|(_, span)| *span);
        seen.push((facet.kind, facet.common.span));
        if let Some(first) = first {
            let message = format!("`{}` is given twice", facet.kind.name());
            let diagnostic =
                Diagnostic::error(&code::SRC_SINGLE_FACET_VALUE, facet.common.span, message);
            self.sink
                .report(diagnostic.related(first, "first given here"));
        }
    }

    fn number(&mut self, facet: &xsd::Facet) -> Option<Facet<u64>> {
        let value = facet.number();
        if value.is_none() {
            self.invalid(facet, "a number not less than 0");
        }
        Some(Facet {
            value: value?,
            fixed: facet.fixed,
            span: Some(facet.value.span),
        })
    }

    fn total_digits(&mut self, facet: &xsd::Facet) -> Option<Facet<u64>> {
        let number = self.number(facet)?;
        if number.value == 0 {
            self.invalid(facet, "a number greater than 0");
        }
        Some(number)
    }

    fn white_space(&mut self, facet: &xsd::Facet) -> Option<Facet<xsd::WhiteSpace>> {
        let value = facet.white_space();
        if value.is_none() {
            self.invalid(facet, "`preserve`, `replace` or `collapse`");
        }
        Some(Facet {
            value: value?,
            fixed: facet.fixed,
            span: Some(facet.value.span),
        })
    }

    fn invalid(&mut self, facet: &xsd::Facet, expected: &str) {
        let message = format!(
            "`{}` must be {expected}, but is \"{}\"",
            facet.kind.name(),
            facet.value.value
        );
        self.error(&code::S4S_ATT_INVALID_VALUE, facet.value.span, message);
    }
}

fn literal(facet: &xsd::Facet) -> Literal {
    Literal {
        text: facet.value.value.clone(),
        namespaces: facet.namespaces.clone(),
    }
}

fn bound(facet: &xsd::Facet) -> Facet<Literal> {
    Facet {
        value: literal(facet),
        fixed: facet.fixed,
        span: Some(facet.value.span),
    }
}
