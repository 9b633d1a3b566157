//! The simple types of a set as the runtime knows them, to read values with.

use std::sync::Arc;

use soapstone::simple::{self, Literals, Shared, Value, ValueError};

use super::{Facets, Id, Literal, Set, SimpleTypeDefinition, TypeDefinition, Variety, WhiteSpace};
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

    /// The values that a type's own step of derivation enumerates, as [`simple::Facet::Enumeration`] has them: with
    /// white space normalized, and qualified names expanded.
    pub fn enumeration(&self, id: Id<SimpleTypeDefinition>) -> impl Iterator<Item = &str> {
        let facets = self.simple_type(id).facets.iter();
        let literals = facets.filter_map(|facet| match facet {
            simple::Facet::Enumeration(literals) => Some(literals.iter()),
            _ => None,
        });
        literals.flatten()
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
        let white_space = translate_white_space(definition.white_space);
        let facets = Shared::from(translate_facets(&definition.facets, white_space, &base));
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
    white_space: simple::WhiteSpace,
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
        let literals = values.iter().map(|value| {
            let text = white_space.normalize(&value.value.text);
            literal(&text, base, &value.value.namespaces)
        });
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
fn literal(text: &str, base: &simple::SimpleType, namespaces: &Namespaces) -> String {
    let text = base.normalize(text);
    match &base.variety {
        simple::Variety::Atomic(simple::Builtin::QName | simple::Builtin::Notation) => {
            expanded_name(&text, namespaces)
        }
        simple::Variety::Atomic(_) => text.into_owned(),
        simple::Variety::List(item) => {
            let items = text.split_ascii_whitespace();
            let items: Vec<String> = items.map(|text| literal(text, item, namespaces)).collect();
            items.join(" ")
        }
        simple::Variety::Union(_) => match base.member(&text, namespaces) {
            Ok((_, member, text)) => literal(&text, member, namespaces),
            Err(_) => text.into_owned(),
        },
    }
}

/// A qualified name as `{namespace}local`, or `local` if it is in no namespace.
fn expanded_name(text: &str, namespaces: &Namespaces) -> String {
    let (prefix, local) = text
        .split_once(':')
        .map_or((None, text), |(prefix, local)| (Some(prefix), local));
    match namespaces.get(prefix) {
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
