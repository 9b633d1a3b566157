//! The facets of simple types.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Children, Context, xsd_name};
use super::lexical::{non_negative, trim};
use super::{Common, Namespaces, Spanned};

/// A facet as it is written.
#[derive(Clone, Debug)]
pub struct Facet {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which facet.
    pub kind: FacetKind,
    /// The `value`; numbers and names are checked when the type is composed.
    pub value: Spanned<Arc<str>>,
    /// `fixed`.
    pub fixed: bool,
    /// The namespace bindings in scope, for values of type `QName`.
    pub namespaces: Namespaces,
}

/// The twelve facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// `length`
    Length,
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `pattern`
    Pattern,
    /// `enumeration`
    Enumeration,
    /// `whiteSpace`
    WhiteSpace,
    /// `maxInclusive`
    MaxInclusive,
    /// `maxExclusive`
    MaxExclusive,
    /// `minInclusive`
    MinInclusive,
    /// `minExclusive`
    MinExclusive,
    /// `totalDigits`
    TotalDigits,
    /// `fractionDigits`
    FractionDigits,
}

/// How white space is normalized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhiteSpace {
    /// As it is.
    #[default]
    Preserve,
    /// Tabs and line ends become spaces.
    Replace,
    /// Runs of white space become one space, and none stays at the ends.
    Collapse,
}

impl FacetKind {
    /// All facets.
    pub const ALL: [FacetKind; 12] = [
        FacetKind::Length,
        FacetKind::MinLength,
        FacetKind::MaxLength,
        FacetKind::Pattern,
        FacetKind::Enumeration,
        FacetKind::WhiteSpace,
        FacetKind::MaxInclusive,
        FacetKind::MaxExclusive,
        FacetKind::MinInclusive,
        FacetKind::MinExclusive,
        FacetKind::TotalDigits,
        FacetKind::FractionDigits,
    ];

    /// The name of its element.
    pub fn name(self) -> &'static str {
        match self {
            FacetKind::Length => "length",
            FacetKind::MinLength => "minLength",
            FacetKind::MaxLength => "maxLength",
            FacetKind::Pattern => "pattern",
            FacetKind::Enumeration => "enumeration",
            FacetKind::WhiteSpace => "whiteSpace",
            FacetKind::MaxInclusive => "maxInclusive",
            FacetKind::MaxExclusive => "maxExclusive",
            FacetKind::MinInclusive => "minInclusive",
            FacetKind::MinExclusive => "minExclusive",
            FacetKind::TotalDigits => "totalDigits",
            FacetKind::FractionDigits => "fractionDigits",
        }
    }

    fn from_name(name: &str) -> Option<FacetKind> {
        FacetKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Facet {
    /// The facets that come next, in any order.
    pub(super) fn parse_all(
        context: &mut Context<'_>,
        children: &mut Children<'_, '_>,
    ) -> Vec<Facet> {
        let names = FacetKind::ALL.map(FacetKind::name);
        let mut facets = Vec::new();
        while let Some(child) = children.next_named(&names) {
            facets.extend(Facet::parse(context, child));
        }
        facets
    }

    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Facet> {
        let kind = xsd_name(node).and_then(FacetKind::from_name)?;
        let can_be_fixed = !matches!(kind, FacetKind::Pattern | FacetKind::Enumeration);
        let (common, children) = context.open(
            node,
            if can_be_fixed {
                &["value", "fixed"]
            } else {
                &["value"]
            },
        );
        children.finish(context, "nothing but an `annotation`");
        let fixed = context.boolean(node, "fixed");
        let Some(value) = context.text(node, "value") else {
            context.missing(node, "value");
            return None;
        };
        Some(Facet {
            common,
            kind,
            value,
            fixed,
            namespaces: context.namespaces(node),
        })
    }

    /// The value as a `nonNegativeInteger`; what is greater than `u64::MAX` is clamped to it. `None` where it is
    /// no such number.
    pub fn number(&self) -> Option<u64> {
        non_negative(&self.value.value)
    }

    /// The value as that of `whiteSpace`.
    pub fn white_space(&self) -> Option<WhiteSpace> {
        match trim(&self.value.value) {
            "preserve" => Some(WhiteSpace::Preserve),
            "replace" => Some(WhiteSpace::Replace),
            "collapse" => Some(WhiteSpace::Collapse),
            _ => None,
        }
    }
}
