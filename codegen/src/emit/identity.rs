//! The identity constraints of an element, as an array of rows. The types of tables are in a module `table` that is in
//! scope.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{IdentityCategory, IdentityRow};
use crate::schema::{NameTest, Path, PathBranch, PathStep};
use crate::syntax::QName;

/// How a name is written where the array stands.
type Names<'n> = &'n dyn Fn(&QName) -> TokenStream;

/// The array.
pub(super) fn rows(rows: &[IdentityRow], names: Names<'_>) -> TokenStream {
    let rows = rows.iter().map(|row| {
        let name = names(&row.name);
        let category = match &row.category {
            IdentityCategory::Unique => quote!(unique),
            IdentityCategory::Key => quote!(key),
            IdentityCategory::Keyref(_) => quote!(keyref),
        };
        let refer = match &row.category {
            IdentityCategory::Unique | IdentityCategory::Key => None,
            IdentityCategory::Keyref(key) => Some(names(key)),
        };
        let refer = refer.iter();
        let selector = path(&row.selector, names);
        let fields = row.fields.iter().map(|field| path(field, names));
        quote! {
            table::IdentityConstraint::#category(
                #name, #(#refer,)* #selector, &[#(#fields),*]
            )
        }
    });
    quote!([#(#rows),*])
}

fn path(path: &Path, names: Names<'_>) -> TokenStream {
    let branches = path.branches.iter().map(|one| branch(one, names));
    quote!(table::Path(&[#(#branches),*]))
}

/// A branch. A step `.` leads nowhere, and is left out.
fn branch(branch: &PathBranch, names: Names<'_>) -> TokenStream {
    let mut steps = Vec::new();
    let mut attribute = None;
    for step in &branch.steps {
        match step {
            PathStep::This => {}
            PathStep::Child(test) => steps.push(name_test(test, names)),
            PathStep::Attribute(test) => {
                let test = name_test(test, names);
                attribute = Some(quote!(.attribute(#test)));
            }
        }
    }
    if branch.descendants {
        quote!(table::PathBranch::descendant(&[#(#steps),*]) #attribute)
    } else {
        quote!(table::PathBranch::new(&[#(#steps),*]) #attribute)
    }
}

fn name_test(test: &NameTest, names: Names<'_>) -> TokenStream {
    match test {
        NameTest::Any => quote!(table::NameTest::Any),
        NameTest::Namespace(namespace) => {
            let namespace = namespace.as_ref();
            quote!(table::NameTest::Namespace(#namespace))
        }
        NameTest::Name(name) => {
            let name = names(name);
            quote!(table::NameTest::Name(#name))
        }
    }
}
