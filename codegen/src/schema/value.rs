//! The simple types of a set as the runtime knows them, to read values with.

use std::sync::Arc;

use soapstone::simple::{self, Literals, Shared, Value, ValueError};

use super::{
    Builtin, Facets, Id, Literal, Set, SimpleTypeDefinition, TypeDefinition, Variety, WhiteSpace,
};
use crate::syntax::xsd::Namespaces;

/// The simple types of a set, ready to check texts with.
#[derive(Debug)]
pub struct Values {
    /// By the index of the type.
    types: Vec<Option<Shared<simple::SimpleType>>>,
}

impl Values {
    /// Translates all simple types of a set.
    pub fn new(set: &Set) -> Values {
        let mut values = Values {
            types: vec![None; set.simple_types.len()],
        };
        for id in set.simple_types.ids() {
            values.translate(set, id);
        }
        values
    }

    /// A simple type as the runtime knows it.
    pub fn simple_type(&self, id: Id<SimpleTypeDefinition>) -> &simple::SimpleType {
        match self.types.get(id.index()) {
            Some(Some(translated)) => translated,
            _ => &simple::ANY_SIMPLE_TYPE,
        }
    }

    /// Checks a value as it is written, white space and all.
    pub fn validate(
        &self,
        id: Id<SimpleTypeDefinition>,
        literal: &Literal,
    ) -> Result<(), ValueError> {
        let simple_type = self.simple_type(id);
        simple_type.validate(&simple_type.normalize(&literal.text), &literal.namespaces)
    }

    /// The value of a text of a type; an error where it is none.
    pub fn value(
        &self,
        id: Id<SimpleTypeDefinition>,
        literal: &Literal,
    ) -> Result<Value<'static>, ValueError> {
        let simple_type = self.simple_type(id);
        let text = simple_type.normalize(&literal.text);
        simple_type
            .value(&text, &literal.namespaces)
            .map(Value::into_owned)
    }

    fn translate(&mut self, set: &Set, id: Id<SimpleTypeDefinition>) -> Shared<simple::SimpleType> {
        if let Some(Some(known)) = self.types.get(id.index()) {
            return known.clone();
        }
        let definition = &set.simple_types[id];
        let known = definition
            .builtin
            .and_then(|builtin| simple::builtin(builtin.name()));
        let translated = match (known, definition.base) {
            (Some(builtin), _) => Shared::Static(builtin),
            (None, TypeDefinition::Simple(base)) => {
                let base = self.translate(set, base);
                Shared::Counted(Arc::new(self.translate_step(set, definition, base)))
            }
            (None, TypeDefinition::Complex(_)) => Shared::Static(&simple::ANY_SIMPLE_TYPE),
        };
        if let Some(slot) = self.types.get_mut(id.index()) {
            *slot = Some(translated.clone());
        }
        translated
    }

    fn translate_step(
        &mut self,
        set: &Set,
        definition: &SimpleTypeDefinition,
        base: Shared<simple::SimpleType>,
    ) -> simple::SimpleType {
        let variety = match &definition.variety {
            Variety::Absent | Variety::Atomic { .. } => base.variety.clone(),
            Variety::List { item } => simple::Variety::List(self.translate(set, *item)),
            Variety::Union { members } => {
                let members: Vec<_> = members
                    .iter()
                    .map(|member| self.translate(set, *member))
                    .collect();
                simple::Variety::Union(Shared::from(members))
            }
        };
        let name = definition.name.as_ref().map(|name| simple::TypeName {
            namespace: Shared::from(name.namespace.as_deref().unwrap_or_default().to_owned()),
            local: Shared::from(name.local.to_string()),
        });
        let facets = Shared::from(translate_facets(&definition.facets, definition, &base));
        let white_space = translate_white_space(definition.white_space);
        simple::SimpleType {
            name,
            base: Some(base),
            variety,
            white_space,
            facets,
        }
    }
}

fn translate_white_space(white_space: WhiteSpace) -> simple::WhiteSpace {
    match white_space {
        WhiteSpace::Preserve => simple::WhiteSpace::Preserve,
        WhiteSpace::Replace => simple::WhiteSpace::Replace,
        WhiteSpace::Collapse => simple::WhiteSpace::Collapse,
    }
}

fn translate_facets(
    facets: &Facets,
    definition: &SimpleTypeDefinition,
    base: &simple::SimpleType,
) -> Vec<simple::Facet> {
    use simple::Facet;
    let mut list = Vec::new();
    list.extend(
        facets
            .length
            .as_ref()
            .map(|facet| Facet::Length(facet.value)),
    );
    list.extend(
        facets
            .min_length
            .as_ref()
            .map(|facet| Facet::MinLength(facet.value)),
    );
    list.extend(
        facets
            .max_length
            .as_ref()
            .map(|facet| Facet::MaxLength(facet.value)),
    );
    for pattern in &facets.patterns {
        let alternatives = pattern.alternatives.iter();
        let patterns: Vec<_> = alternatives
            .map(|(text, _)| simple::Pattern::from(text.to_string()))
            .collect();
        list.push(Facet::Pattern(Shared::from(patterns)));
    }
    if let Some(values) = &facets.enumeration {
        let literals = values
            .iter()
            .map(|value| literal(&value.value, definition, base));
        list.push(Facet::Enumeration(Literals::Counted(literals.collect())));
    }
    let bound = |facet: &Option<super::Facet<Literal>>| {
        facet
            .as_ref()
            .map(|facet| Shared::from(base.normalize(&facet.value.text).into_owned()))
    };
    list.extend(bound(&facets.min_inclusive).map(Facet::MinInclusive));
    list.extend(bound(&facets.max_inclusive).map(Facet::MaxInclusive));
    list.extend(bound(&facets.min_exclusive).map(Facet::MinExclusive));
    list.extend(bound(&facets.max_exclusive).map(Facet::MaxExclusive));
    list.extend(
        facets
            .total_digits
            .as_ref()
            .map(|facet| Facet::TotalDigits(facet.value)),
    );
    list.extend(
        facets
            .fraction_digits
            .as_ref()
            .map(|facet| Facet::FractionDigits(facet.value)),
    );
    list
}

/// A value of an enumeration: qualified names stand in it expanded, all else with white space normalized.
fn literal(
    literal: &Literal,
    definition: &SimpleTypeDefinition,
    base: &simple::SimpleType,
) -> String {
    let text = base.normalize(&literal.text).into_owned();
    let is_name = matches!(
        definition.variety,
        Variety::Atomic {
            primitive: Builtin::QName | Builtin::Notation
        }
    );
    if !is_name {
        return text;
    }
    let (prefix, local) = text
        .split_once(':')
        .map_or((None, text.as_str()), |(prefix, local)| {
            (Some(prefix), local)
        });
    match literal.namespaces.get(prefix) {
        Some(namespace) => format!("{{{namespace}}}{local}"),
        None => local.to_owned(),
    }
}

impl simple::Namespaces for Namespaces {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        let wanted = (!prefix.is_empty()).then_some(prefix);
        let bound = self
            .iter()
            .find(|(bound, _)| *bound == wanted)
            .map(|(_, uri)| uri);
        bound
            .filter(|uri| !uri.is_empty())
            .or_else(|| simple::Namespaces::namespace(&(), prefix))
    }
}
