//! The elements `simpleType`, `restriction`, `list` and `union`.

use std::sync::Arc;

use super::{Common, DerivationSet, Facet, Spanned};
use crate::syntax::QName;

/// A definition of a simple type, global or local.
#[derive(Clone, Debug)]
pub struct SimpleType {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`; `None` for a local one.
    pub name: Option<Spanned<Arc<str>>>,
    /// `final`.
    pub final_set: Option<DerivationSet>,
    /// How it derives.
    pub derivation: SimpleTypeDerivation,
}

/// How a simple type derives from others.
#[derive(Clone, Debug)]
pub enum SimpleTypeDerivation {
    /// A `restriction`.
    Restriction {
        /// What every element of XSD may have.
        common: Common,
        /// The `base`; `None` where the base is defined inside.
        base: Option<Spanned<QName>>,
        /// The base defined inside.
        type_definition: Option<Box<SimpleType>>,
        /// The facets, in order.
        facets: Vec<Facet>,
    },
    /// A `list`.
    List {
        /// What every element of XSD may have.
        common: Common,
        /// The `itemType`; `None` where it is defined inside.
        item_type: Option<Spanned<QName>>,
        /// The item type defined inside.
        type_definition: Option<Box<SimpleType>>,
    },
    /// A `union`.
    Union {
        /// What every element of XSD may have.
        common: Common,
        /// The `memberTypes`, in order.
        member_types: Vec<Spanned<QName>>,
        /// The member types defined inside, which come after them.
        type_definitions: Vec<SimpleType>,
    },
}
