//! Constraints on simple type definitions (Part 1, 3.14.6).

use super::super::{Builtin, Facets, Id, SimpleTypeDefinition, TypeDefinition, Variety};
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::source::Span;

impl Checker<'_, '_> {
    pub(super) fn check_simple_type(&mut self, id: Id<SimpleTypeDefinition>) {
        let definition = &self.set.simple_types[id];
        let TypeDefinition::Simple(base) = definition.base else {
            return;
        };
        if definition.builtin.is_some() || self.is_poison(base) || id == self.set.poison.simple_type
        {
            return;
        }
        let span = definition.span;
        let is_new = base == self.set.any_simple_type();
        match &definition.variety {
            Variety::Absent if is_new => self.cos_st_restricts_1_1(span),
            Variety::Absent => {}
            Variety::Atomic { .. } => self.st_props_correct_3(base, span),
            Variety::List { item } if is_new => self.cos_st_restricts_2_1(*item, span),
            Variety::Union { members } if is_new => self.cos_st_restricts_3_1(members, span),
            Variety::List { .. } | Variety::Union { .. } => self.st_props_correct_3(base, span),
        }
        self.applicable_facets(id);
        if !is_new {
            self.check_facets(id, base);
        }
    }

    pub(super) fn is_poison(&self, id: Id<SimpleTypeDefinition>) -> bool {
        self.set.is_poison(TypeDefinition::Simple(id))
    }

    /// `anySimpleType` can't be restricted.
    fn cos_st_restricts_1_1(&mut self, span: Option<Span>) {
        let message = "`anySimpleType` can't be the base of a restriction; choose one of the types derived from it";
        self.error(&code::COS_ST_RESTRICTS, span, message);
    }

    /// The base's {final} allows restriction (also `cos-st-restricts`, clauses 1.2, 2.3.2.2 and 3.3.2.2).
    fn st_props_correct_3(&mut self, base: Id<SimpleTypeDefinition>, span: Option<Span>) {
        if self.set.simple_types[base].final_set.restriction {
            let message = format!(
                "{} is final: it can't be restricted",
                self.simple_text(base)
            );
            self.error(&code::ST_PROPS_CORRECT, span, message);
        }
    }

    /// Items are atomic values, or values of a union of them; and the item type's {final} allows lists
    /// (2.3.1.1).
    fn cos_st_restricts_2_1(&mut self, item: Id<SimpleTypeDefinition>, span: Option<Span>) {
        if self.is_poison(item) {
            return;
        }
        if self.contains_list(item) {
            let message = format!(
                "the items of a list can't be lists, as {} is",
                self.simple_text(item)
            );
            self.error(&code::COS_ST_RESTRICTS, span, message);
        }
        if item == self.set.any_simple_type() {
            let message = "the items of a list must have a type more specific than `anySimpleType`";
            self.error(&code::COS_ST_RESTRICTS, span, message);
        }
        if self.set.simple_types[item].final_set.list {
            let message = format!(
                "{} is final: there can't be a list of it",
                self.simple_text(item)
            );
            self.error(&code::COS_ST_RESTRICTS, span, message);
        }
    }

    /// Whether a type is a list, or a union with one.
    fn contains_list(&self, id: Id<SimpleTypeDefinition>) -> bool {
        match &self.set.simple_types[id].variety {
            Variety::List { .. } => true,
            Variety::Union { members } => members.iter().any(|member| self.contains_list(*member)),
            Variety::Absent | Variety::Atomic { .. } => false,
        }
    }

    /// The members' {final} allows unions (3.3.1.1).
    fn cos_st_restricts_3_1(&mut self, members: &[Id<SimpleTypeDefinition>], span: Option<Span>) {
        for &member in members {
            if self.set.simple_types[member].final_set.union {
                let message = format!(
                    "{} is final: it can't be in a union",
                    self.simple_text(member)
                );
                self.error(&code::COS_ST_RESTRICTS, span, message);
            }
        }
    }

    pub(super) fn simple_text(&self, id: Id<SimpleTypeDefinition>) -> String {
        self.type_text(TypeDefinition::Simple(id))
    }

    /// *Applicable Facets* (`cos-applicable-facets`): each facet is one that the variety and primitive type have.
    fn applicable_facets(&mut self, id: Id<SimpleTypeDefinition>) {
        let definition = &self.set.simple_types[id];
        let family = Family::of(definition);
        let of = match &definition.variety {
            Variety::Atomic { primitive } => format!("`{}`", primitive.name()),
            Variety::List { .. } => "a list".to_owned(),
            Variety::Union { .. } => "a union".to_owned(),
            Variety::Absent => "this type".to_owned(),
        };
        for (name, span, families) in stated(&definition.facets) {
            if !families.contains(&family) {
                let message = format!("{of} has no facet `{name}`");
                let Some(span) = span else {
                    continue;
                };
                let help = format!("facets of {of}: {}", family.facets());
                self.sink.report(
                    Diagnostic::error(&code::COS_APPLICABLE_FACETS, span, message).help(help),
                );
            }
        }
    }
}

/// Types with the same facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `boolean`
    Boolean,
    /// `decimal`
    Decimal,
    /// What has an order, but no digits to count.
    Ordered,
    /// What has a length.
    Text,
    /// Lists.
    List,
    /// Unions.
    Union,
    /// `anySimpleType`.
    Any,
}

impl Family {
    fn of(definition: &SimpleTypeDefinition) -> Family {
        match &definition.variety {
            Variety::Absent => Family::Any,
            Variety::List { .. } => Family::List,
            Variety::Union { .. } => Family::Union,
            Variety::Atomic { primitive } => match primitive {
                Builtin::Boolean => Family::Boolean,
                Builtin::Decimal => Family::Decimal,
                Builtin::String
                | Builtin::HexBinary
                | Builtin::Base64Binary
                | Builtin::AnyUri
                | Builtin::QName
                | Builtin::Notation => Family::Text,
                _ => Family::Ordered,
            },
        }
    }

    /// The facets of the family, as a message lists them.
    fn facets(self) -> &'static str {
        match self {
            Family::Boolean => "`pattern` and `whiteSpace`",
            Family::Decimal => {
                "`minInclusive` and its like, `totalDigits`, `fractionDigits`, `enumeration`, `pattern`, `whiteSpace`"
            }
            Family::Ordered => {
                "`minInclusive` and its like, `enumeration`, `pattern`, `whiteSpace`"
            }
            Family::Text | Family::List => {
                "`length`, `minLength`, `maxLength`, `enumeration`, `pattern`, `whiteSpace`"
            }
            Family::Union => "`enumeration` and `pattern`",
            Family::Any => "all",
        }
    }
}

type Stated = (&'static str, Option<Span>, &'static [Family]);

/// The facets that are stated, each with the families that have it.
fn stated(facets: &Facets) -> Vec<Stated> {
    use Family::{Any, Boolean, Decimal, List, Ordered, Text, Union};
    const LENGTH: &[Family] = &[Text, List, Any];
    const BOUND: &[Family] = &[Decimal, Ordered, Any];
    const DIGITS: &[Family] = &[Decimal, Any];
    const ENUMERATION: &[Family] = &[Decimal, Ordered, Text, List, Union, Any];
    const PATTERN: &[Family] = &[Boolean, Decimal, Ordered, Text, List, Union, Any];
    const WHITE_SPACE: &[Family] = &[Boolean, Decimal, Ordered, Text, List, Any];
    let mut list: Vec<Stated> = Vec::new();
    let mut add = |name, span: Option<Option<Span>>, families| {
        list.extend(span.map(|span| (name, span, families)));
    };
    add(
        "length",
        facets.length.as_ref().map(|facet| facet.span),
        LENGTH,
    );
    add(
        "minLength",
        facets.min_length.as_ref().map(|facet| facet.span),
        LENGTH,
    );
    add(
        "maxLength",
        facets.max_length.as_ref().map(|facet| facet.span),
        LENGTH,
    );
    add(
        "whiteSpace",
        facets.white_space.as_ref().map(|facet| facet.span),
        WHITE_SPACE,
    );
    add(
        "maxInclusive",
        facets.max_inclusive.as_ref().map(|facet| facet.span),
        BOUND,
    );
    add(
        "maxExclusive",
        facets.max_exclusive.as_ref().map(|facet| facet.span),
        BOUND,
    );
    add(
        "minInclusive",
        facets.min_inclusive.as_ref().map(|facet| facet.span),
        BOUND,
    );
    add(
        "minExclusive",
        facets.min_exclusive.as_ref().map(|facet| facet.span),
        BOUND,
    );
    add(
        "totalDigits",
        facets.total_digits.as_ref().map(|facet| facet.span),
        DIGITS,
    );
    add(
        "fractionDigits",
        facets.fraction_digits.as_ref().map(|facet| facet.span),
        DIGITS,
    );
    let enumeration = facets
        .enumeration
        .as_ref()
        .and_then(|values| values.first());
    add(
        "enumeration",
        enumeration.map(|value| Some(value.span)),
        ENUMERATION,
    );
    let pattern = facets
        .patterns
        .first()
        .and_then(|pattern| pattern.alternatives.first());
    add("pattern", pattern.map(|(_, span)| *span), PATTERN);
    list
}
