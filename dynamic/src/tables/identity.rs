//! Identity constraints of elements.

use soapstone::bindings::{IdentityConstraint, NameTest, Path, PathBranch};
use soapstone_codegen::rust::{IdentityCategory, IdentityRow};
use soapstone_codegen::schema;

use super::{leak_list, leak_text, name};

/// The rows of an element.
pub(super) fn rows(rows: &[IdentityRow]) -> &'static [IdentityConstraint] {
    let rows = rows.iter().map(|row| {
        let own = name(&row.name);
        let selector = path(&row.selector);
        let fields = leak_list(row.fields.iter().map(path).collect());
        match &row.category {
            IdentityCategory::Unique => IdentityConstraint::unique(own, selector, fields),
            IdentityCategory::Key => IdentityConstraint::key(own, selector, fields),
            IdentityCategory::Keyref(key) => {
                IdentityConstraint::keyref(own, name(key), selector, fields)
            }
        }
    });
    leak_list(rows.collect())
}

fn path(path: &schema::Path) -> Path {
    Path(leak_list(path.branches.iter().map(branch).collect()))
}

/// A branch. A step `.` leads nowhere, and is left out.
fn branch(branch: &schema::PathBranch) -> PathBranch {
    let mut steps = Vec::new();
    let mut attribute = None;
    for step in &branch.steps {
        match step {
            schema::PathStep::This => {}
            schema::PathStep::Child(test) => steps.push(name_test(test)),
            schema::PathStep::Attribute(test) => attribute = Some(name_test(test)),
        }
    }
    PathBranch {
        is_descendant: branch.descendants,
        steps: leak_list(steps),
        attribute,
    }
}

fn name_test(test: &schema::NameTest) -> NameTest {
    match test {
        schema::NameTest::Any => NameTest::Any,
        schema::NameTest::Namespace(namespace) => NameTest::Namespace(leak_text(namespace)),
        schema::NameTest::Name(qname) => NameTest::Name(name(qname)),
    }
}
