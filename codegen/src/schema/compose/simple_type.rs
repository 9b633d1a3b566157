//! Simple types: what they refer to, then what restriction inherits.

use super::super::{Id, Owner, SimpleTypeDefinition, TypeDefinition, Variety};
use super::order::order;
use super::{Composer, Place};
use crate::diagnostic::code::schema as code;
use crate::syntax::xsd::{self, SimpleTypeDerivation};

impl<'a> Composer<'a, '_> {
    /// A simple type that stands inside another component.
    pub(super) fn local_simple_type(
        &mut self,
        written: &'a xsd::SimpleType,
        owner: Owner,
        place: Place,
    ) -> Id<SimpleTypeDefinition> {
        let id = self.add_simple_type(None, written.common.span);
        self.set.simple_types[id].owner = Some(owner);
        self.resolve_simple(id, written, place);
        id
    }

    /// Resolves what a simple type refers to; its variety and white space follow when all bases are known.
    pub(super) fn resolve_simple(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        written: &'a xsd::SimpleType,
        place: Place,
    ) {
        let default = self
            .modules
            .get(place.module)
            .map(|module| module.schema.final_default);
        let definition = &mut self.set.simple_types[id];
        definition.documentation = written.common.documentation();
        definition.final_set = written.final_set.or(default).unwrap_or_default();
        match &written.derivation {
            SimpleTypeDerivation::Restriction {
                base,
                type_definition,
                facets,
                ..
            } => {
                let base = match (base, type_definition) {
                    (Some(base), _) => self.resolve_restriction_base(id, base, place),
                    (None, Some(inside)) => {
                        self.local_simple_type(inside, Owner::RestrictionBase(id), place)
                    }
                    (None, None) => self.set.poison.simple_type,
                };
                self.set.simple_types[id].base = TypeDefinition::Simple(base);
                self.simple_types.insert(id, facets.iter().collect());
            }
            SimpleTypeDerivation::List {
                item_type,
                type_definition,
                ..
            } => {
                let item = match (item_type, type_definition) {
                    (Some(item), _) => self.resolve_simple_type(place, item),
                    (None, Some(inside)) => {
                        self.local_simple_type(inside, Owner::ListItem(id), place)
                    }
                    (None, None) => self.set.poison.simple_type,
                };
                self.set.simple_types[id].variety = Variety::List { item };
            }
            SimpleTypeDerivation::Union {
                member_types,
                type_definitions,
                ..
            } => {
                let mut members = Vec::new();
                for member in member_types {
                    members.push(self.resolve_simple_type(place, member));
                }
                for inside in type_definitions {
                    let position = u32::try_from(members.len()).unwrap_or(u32::MAX);
                    members.push(self.local_simple_type(
                        inside,
                        Owner::UnionMember(id, position),
                        place,
                    ));
                }
                self.set.simple_types[id].variety = Variety::Union { members };
            }
        }
        self.src_redefine_5_simple(id, written);
    }

    /// The base of a restriction: in a redefinition, the type's own name means the original.
    fn resolve_restriction_base(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        base: &xsd::Spanned<crate::syntax::QName>,
        place: Place,
    ) -> Id<SimpleTypeDefinition> {
        let own = self.set.simple_types[id].name.as_ref() == Some(&self.meant(place, &base.value));
        match self.originals.simple_types.get(&id) {
            Some(original) if own => *original,
            _ => self.resolve_simple_type(place, base),
        }
    }

    /// *Redefinition Constraints and Semantics*, clause 5: a redefined simple type restricts itself.
    fn src_redefine_5_simple(&mut self, id: Id<SimpleTypeDefinition>, written: &xsd::SimpleType) {
        let Some(original) = self.originals.simple_types.get(&id) else {
            return;
        };
        if self.set.simple_types[id].base != TypeDefinition::Simple(*original)
            || !matches!(
                written.derivation,
                SimpleTypeDerivation::Restriction { base: Some(_), .. }
            )
        {
            let message = "a redefined simple type must be a restriction of itself";
            self.error(&code::SRC_REDEFINE, written.common.span, message);
        }
    }

    /// Takes in what types inherit, bases first, and breaks circles.
    pub(super) fn complete_simple_types(&mut self) {
        let set = &self.set;
        let order = order(set.simple_types.ids(), |id| {
            dependencies(&set.simple_types[id])
        });
        for (id, on) in order.circular {
            self.st_props_correct_2(id, on);
        }
        for id in order.items {
            if let Some(facets) = self.simple_types.remove(&id) {
                self.complete_restriction(id, &facets);
            } else if self.set.simple_types[id].builtin.is_none()
                && id != self.set.poison.simple_type
            {
                self.set.simple_types[id].white_space = super::super::WhiteSpace::Collapse;
            }
        }
    }

    /// Gives a restriction the variety of its base, and reads its facets.
    pub(super) fn complete_restriction(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        facets: &[&'a xsd::Facet],
    ) {
        let TypeDefinition::Simple(base) = self.set.simple_types[id].base else {
            return;
        };
        let base_definition = &self.set.simple_types[base];
        let (variety, base_white_space) =
            (base_definition.variety.clone(), base_definition.white_space);
        let facets = self.read_facets(facets);
        let definition = &mut self.set.simple_types[id];
        definition.variety = variety;
        definition.white_space = facets
            .white_space
            .as_ref()
            .map_or(base_white_space, |facet| facet.value);
        definition.facets = facets;
    }

    /// *Simple Type Definition Properties Correct*, clause 2: no type derives from itself.
    fn st_props_correct_2(&mut self, id: Id<SimpleTypeDefinition>, on: Id<SimpleTypeDefinition>) {
        let name = |id| match &self.set.simple_types[id].name {
            Some(name) => format!("`{name}`"),
            None => "an anonymous type".to_owned(),
        };
        let message = format!(
            "the simple type {} is defined by itself, through {}",
            name(on),
            name(id)
        );
        if let Some(span) = self.set.simple_types[id].span {
            self.error(&code::ST_PROPS_CORRECT, span, message);
        }
        let poison = self.set.poison.simple_type;
        let definition = &mut self.set.simple_types[id];
        if definition.base == TypeDefinition::Simple(on) {
            definition.base = TypeDefinition::Simple(poison);
        }
        match &mut definition.variety {
            Variety::List { item } if *item == on => *item = poison,
            Variety::Union { members } => members
                .iter_mut()
                .filter(|member| **member == on)
                .for_each(|m| *m = poison),
            _ => {}
        }
    }
}

fn dependencies(definition: &SimpleTypeDefinition) -> Vec<Id<SimpleTypeDefinition>> {
    let mut list = match &definition.variety {
        Variety::List { item } => vec![*item],
        Variety::Union { members } => members.clone(),
        Variety::Absent | Variety::Atomic { .. } => Vec::new(),
    };
    if let TypeDefinition::Simple(base) = definition.base {
        list.push(base);
    }
    list
}
