//! What is asked in the other direction: the members of a head, the types derived from a type.

use super::super::TypeDefinition;
use super::Composer;

impl Composer<'_, '_> {
    /// Lists the direct members of every head, in order.
    pub(super) fn complete_substitution_members(&mut self) {
        for (id, element) in self.set.elements.iter() {
            if let Some(head) = element.substitution_group {
                self.set.substitution.entry(head).or_default().push(id);
            }
        }
    }

    /// Lists the types that derive directly from every type, in order.
    pub(super) fn complete_derived_types(&mut self) {
        let simple = self.set.simple_types.ids().map(TypeDefinition::Simple);
        let complex = self.set.complex_types.ids().map(TypeDefinition::Complex);
        let all: Vec<_> = simple.chain(complex).collect();
        for definition in all {
            let base = self.set.base_type(definition);
            if base != definition && !self.set.is_poison(definition) {
                self.set.derived.entry(base).or_default().push(definition);
            }
        }
    }
}
