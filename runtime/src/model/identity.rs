//! Identity constraints as data (XSD 1.0 Part 1, 3.11).

use std::fmt;

use super::Name;

/// An identity constraint definition: `unique`, `key` or `keyref`.
#[derive(Debug)]
pub struct IdentityConstraint {
    /// The name, by which a `keyref` refers to it.
    pub name: Name,
    /// Which of the three.
    pub category: IdentityConstraintCategory,
    /// Which elements below the one that has the constraint.
    pub selector: Path,
    /// Where each of them has the parts of its key.
    pub fields: &'static [Path],
}

impl IdentityConstraint {
    /// A `unique`.
    pub const fn unique(name: Name, selector: Path, fields: &'static [Path]) -> Self {
        IdentityConstraint {
            name,
            category: IdentityConstraintCategory::Unique,
            selector,
            fields,
        }
    }

    /// A `key`.
    pub const fn key(name: Name, selector: Path, fields: &'static [Path]) -> Self {
        IdentityConstraint {
            name,
            category: IdentityConstraintCategory::Key,
            selector,
            fields,
        }
    }

    /// A `keyref` to the `key` or `unique` called `refer`.
    pub const fn keyref(name: Name, refer: Name, selector: Path, fields: &'static [Path]) -> Self {
        IdentityConstraint {
            name,
            category: IdentityConstraintCategory::Keyref(refer),
            selector,
            fields,
        }
    }
}

/// The {identity-constraint category}.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityConstraintCategory {
    /// No two elements have the same key, but an element may have none.
    Unique,
    /// Every element has a key, and no two the same.
    Key,
    /// The key of every element is one of the constraint of this name.
    Keyref(Name),
}

impl fmt::Display for IdentityConstraintCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IdentityConstraintCategory::Unique => "unique",
            IdentityConstraintCategory::Key => "key",
            IdentityConstraintCategory::Keyref(_) => "keyref",
        })
    }
}

/// The XPath of a selector or field (3.11.6): it selects what any of its branches selects.
#[derive(Clone, Copy, Debug)]
pub struct Path(pub &'static [PathBranch]);

/// A branch of an XPath, without its steps `.`, which lead nowhere.
#[derive(Clone, Copy, Debug)]
pub struct PathBranch {
    /// Whether it begins with `.//`.
    pub is_descendant: bool,
    /// The steps to child elements.
    pub steps: &'static [NameTest],
    /// The last step of a field, if it is one to an attribute.
    pub attribute: Option<NameTest>,
}

impl PathBranch {
    /// Steps from the context element.
    pub const fn new(steps: &'static [NameTest]) -> Self {
        PathBranch {
            is_descendant: false,
            steps,
            attribute: None,
        }
    }

    /// Steps from the context element or any below it.
    pub const fn descendant(steps: &'static [NameTest]) -> Self {
        PathBranch {
            is_descendant: true,
            steps,
            attribute: None,
        }
    }

    /// Adds the step to an attribute.
    #[must_use]
    pub const fn attribute(mut self, test: NameTest) -> Self {
        self.attribute = Some(test);
        self
    }
}

/// Which names a step selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameTest {
    /// `*`
    Any,
    /// `prefix:*`
    Namespace(&'static str),
    /// A name.
    Name(Name),
}

impl NameTest {
    /// Whether the name `local` in `namespace` (`""`: none) is selected.
    pub fn selects(self, namespace: &str, local: &str) -> bool {
        match self {
            NameTest::Any => true,
            NameTest::Namespace(own) => own == namespace,
            NameTest::Name(name) => name.local == local && name.namespace == namespace,
        }
    }
}

/// As an XPath, with names as `{namespace}local` where they have a namespace.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, branch) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { " | " };
            write!(f, "{between}{branch}")?;
        }
        Ok(())
    }
}

impl fmt::Display for PathBranch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = if self.is_descendant { ".//" } else { "" };
        for step in self.steps {
            write!(f, "{between}{step}")?;
            between = "/";
        }
        match self.attribute {
            Some(attribute) => write!(f, "{between}@{attribute}"),
            None if self.steps.is_empty() => write!(f, "{between}."),
            None => Ok(()),
        }
    }
}

impl fmt::Display for NameTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameTest::Any => f.write_str("*"),
            NameTest::Namespace(namespace) => write!(f, "{{{namespace}}}*"),
            NameTest::Name(name) => name.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_xpaths() {
        const A: NameTest = NameTest::Name(Name::new("", "a"));
        const B: NameTest = NameTest::Name(Name::new("urn:b", "b"));
        const ATTRIBUTE: PathBranch =
            PathBranch::descendant(&[A]).attribute(NameTest::Namespace("urn:b"));
        const CASES: &[(Path, &str)] = &[
            (Path(&[PathBranch::new(&[])]), "."),
            (Path(&[PathBranch::descendant(&[])]), ".//."),
            (Path(&[PathBranch::new(&[A, B])]), "a/{urn:b}b"),
            (Path(&[PathBranch::descendant(&[A])]), ".//a"),
            (
                Path(&[PathBranch::new(&[]).attribute(NameTest::Any), ATTRIBUTE]),
                "@* | .//a/@{urn:b}*",
            ),
        ];
        for (path, shown) in CASES {
            assert_eq!(path.to_string(), *shown);
        }
    }
}
