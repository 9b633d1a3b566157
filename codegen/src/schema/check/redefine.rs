//! Redefined groups that do not contain their original restrict it (`src-redefine`, clauses 6.2.2 and 7.2.2).

use super::super::{AttributeGroupDefinition, Id, ModelGroupDefinition, Redefined};
use super::Checker;
use super::complex_type::Attributes;
use super::particle::View;
use crate::diagnostic::code::schema as code;

impl Checker<'_, '_> {
    pub(super) fn check_redefinitions(&mut self) {
        for redefined in self.set.redefined() {
            match *redefined {
                Redefined::Group {
                    original,
                    redefining,
                    refers_to_original: false,
                } => {
                    self.src_redefine_6_2_2(original, redefining);
                }
                Redefined::AttributeGroup {
                    original,
                    redefining,
                    refers_to_original: false,
                } => {
                    self.src_redefine_7_2_2(original, redefining);
                }
                Redefined::Type { .. }
                | Redefined::Group { .. }
                | Redefined::AttributeGroup { .. } => {}
            }
        }
    }

    /// Clause 6.2.2: the group is a valid restriction of its original.
    fn src_redefine_6_2_2(
        &mut self,
        original: Id<ModelGroupDefinition>,
        redefining: Id<ModelGroupDefinition>,
    ) {
        let group = |id: Id<ModelGroupDefinition>| self.set.group_definitions[id].model_group;
        let views = (
            View::of_group(self.set, group(redefining)),
            View::of_group(self.set, group(original)),
        );
        let span = self.set.group_definitions[redefining].span;
        self.check_view_restriction(views.0, views.1, span);
    }

    /// Clause 7.2.2: the attributes are a valid restriction of those of the original.
    fn src_redefine_7_2_2(
        &mut self,
        original: Id<AttributeGroupDefinition>,
        redefining: Id<AttributeGroupDefinition>,
    ) {
        let definition = &self.set.attribute_groups[redefining];
        let own = Attributes::of_group(definition);
        let base = Attributes::of_group(&self.set.attribute_groups[original]);
        self.check_restricted_attributes(&own, &base, false, definition.span, &code::SRC_REDEFINE);
    }
}
