//! Which elements name which as the head of their substitution group.

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
}
