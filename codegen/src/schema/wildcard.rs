//! The algebra of namespace constraints (Part 1, 3.10.6).

use super::NamespaceConstraint;

impl NamespaceConstraint {
    /// *Wildcard Subset* (`cos-ns-subset`): whether all that `self` allows `other` allows, too.
    pub fn is_subset_of(&self, other: &NamespaceConstraint) -> bool {
        match (self, other) {
            (_, NamespaceConstraint::Any) => true,
            (NamespaceConstraint::Not(mine), NamespaceConstraint::Not(theirs)) => mine == theirs,
            (NamespaceConstraint::Set(mine), NamespaceConstraint::Set(theirs)) => {
                mine.iter().all(|uri| theirs.contains(uri))
            }
            (NamespaceConstraint::Set(mine), NamespaceConstraint::Not(_)) => {
                mine.iter().all(|uri| other.allows(uri.as_ref()))
            }
            (NamespaceConstraint::Any | NamespaceConstraint::Not(_), _) => false,
        }
    }

    /// *Attribute Wildcard Intersection* (`cos-aw-intersect`): what both allow; `None` where no constraint says so.
    pub fn intersection(&self, other: &NamespaceConstraint) -> Option<NamespaceConstraint> {
        use NamespaceConstraint::{Any, Not, Set};
        match (self, other) {
            (Any, constraint) | (constraint, Any) => Some(constraint.clone()),
            (Not(left), Not(right)) if left == right => Some(self.clone()),
            (Not(None), Not(uri)) | (Not(uri), Not(None)) => Some(Not(uri.clone())),
            (Not(_), Not(_)) => None,
            (Not(_), Set(list)) => Some(Set(list
                .iter()
                .filter(|uri| self.allows(uri.as_ref()))
                .cloned()
                .collect())),
            (Set(list), _) => Some(Set(list
                .iter()
                .filter(|uri| other.allows(uri.as_ref()))
                .cloned()
                .collect())),
        }
    }

    /// *Attribute Wildcard Union* (`cos-aw-union`): what either allows; `None` where no constraint says so.
    pub fn union(&self, other: &NamespaceConstraint) -> Option<NamespaceConstraint> {
        use NamespaceConstraint::{Any, Not, Set};
        match (self, other) {
            (Any, _) | (_, Any) => Some(Any),
            (Set(left), Set(right)) => {
                Some(NamespaceConstraint::set(left.iter().chain(right).cloned()))
            }
            (Not(left), Not(right)) if left == right => Some(self.clone()),
            (Not(_), Not(_)) => Some(Not(None)),
            (Not(uri), Set(list)) | (Set(list), Not(uri)) => {
                match (uri, list.contains(uri), list.contains(&None)) {
                    (None, true, _) | (Some(_), true, true) => Some(Any),
                    (None, false, _) => Some(Not(None)),
                    (Some(_), true, false) => Some(Not(None)),
                    (Some(_), false, true) => None,
                    (Some(_), false, false) => Some(Not(uri.clone())),
                }
            }
        }
    }

    /// Whether there is a name that both allow.
    pub fn overlaps(&self, other: &NamespaceConstraint) -> bool {
        use NamespaceConstraint::{Any, Not, Set};
        match (self, other) {
            (Any, Set(list)) | (Set(list), Any) => !list.is_empty(),
            (Any | Not(_), Any | Not(_)) => true,
            (Set(list), constraint) | (constraint, Set(list)) => {
                list.iter().any(|uri| constraint.allows(uri.as_ref()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::NamespaceConstraint::{self, Any, Not};

    fn uri(name: &str) -> Option<Arc<str>> {
        (!name.is_empty()).then(|| Arc::from(name))
    }

    fn not(name: &str) -> NamespaceConstraint {
        Not(uri(name))
    }

    fn set(names: &[&str]) -> NamespaceConstraint {
        NamespaceConstraint::set(names.iter().map(|name| uri(name)))
    }

    #[test]
    fn subsets() {
        for (left, right, expected) in [
            (set(&["a"]), Any, true),
            (Any, not("a"), false),
            (not("a"), not("a"), true),
            (not("a"), not("b"), false),
            (set(&["a", ""]), set(&["", "a", "b"]), true),
            (set(&["b"]), not("a"), true),
            (set(&["a"]), not("a"), false),
            (set(&[""]), not("a"), false),
        ] {
            assert_eq!(left.is_subset_of(&right), expected, "{left} in {right}");
        }
    }

    #[test]
    fn intersections() {
        for (left, right, expected) in [
            (Any, set(&["a"]), Some(set(&["a"]))),
            (not("a"), set(&["a", "b", ""]), Some(set(&["b"]))),
            (set(&["a", "b"]), set(&["b", "c"]), Some(set(&["b"]))),
            (not("a"), not("b"), None),
            (not("a"), not(""), Some(not("a"))),
        ] {
            assert_eq!(left.intersection(&right), expected, "{left} and {right}");
            assert_eq!(right.intersection(&left), expected, "{right} and {left}");
        }
    }

    #[test]
    fn unions() {
        for (left, right, expected) in [
            (set(&["a"]), set(&["b"]), Some(set(&["a", "b"]))),
            (not("a"), not("b"), Some(not(""))),
            (not("a"), set(&["a", ""]), Some(Any)),
            (not("a"), set(&["a"]), Some(not(""))),
            (not("a"), set(&[""]), None),
            (not("a"), set(&["b"]), Some(not("a"))),
            (not(""), set(&["a"]), Some(not(""))),
            (not(""), set(&["a", ""]), Some(Any)),
        ] {
            assert_eq!(left.union(&right), expected, "{left} or {right}");
            assert_eq!(right.union(&left), expected, "{right} or {left}");
        }
    }
}
