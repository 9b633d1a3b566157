//! How code in one module names what is in another.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::Parser;

use super::Context;
use crate::naming::ModuleId;
use crate::rust::{Cardinality, ItemId, Shape, TypeRef};
use crate::schema::Builtin;

/// Where the code stands that names something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the types of a namespace.
    Types(ModuleId),
    /// Among the tables of a namespace.
    Tables(ModuleId),
    /// In a module for services.
    Service,
}

impl Context<'_> {
    /// The path of a type.
    pub(super) fn item_path(&self, place: Place, id: ItemId) -> String {
        let name = self
            .names
            .items
            .get(id.0)
            .map(String::as_str)
            .unwrap_or_default();
        let module = self.module_of(id);
        match place {
            Place::Types(own) if own == module => String::from(name),
            Place::Tables(own) if own == module => format!("super::{name}"),
            Place::Types(_) | Place::Service => {
                format!("{}::{name}", self.names.modules.path(module, 1))
            }
            Place::Tables(_) => format!("{}::{name}", self.names.modules.path(module, 2)),
        }
    }

    /// The path of a static among the tables of a module.
    pub(super) fn table_path(&self, place: Place, module: ModuleId, table: &str) -> String {
        match place {
            Place::Tables(own) if own == module => String::from(table),
            Place::Types(own) if own == module => format!("model::{table}"),
            Place::Types(_) | Place::Service => {
                format!("{}::model::{table}", self.names.modules.path(module, 1))
            }
            Place::Tables(_) => format!("{}::model::{table}", self.names.modules.path(module, 2)),
        }
    }

    /// The path of the table of a type.
    pub(super) fn item_table_path(&self, place: Place, id: ItemId) -> String {
        let table = self
            .names
            .tables
            .get(id.0)
            .map(String::as_str)
            .unwrap_or_default();
        self.table_path(place, self.module_of(id), table)
    }

    /// The path of the identity constraints of the global element that a type is a document of.
    pub(super) fn identity_path(&self, place: Place, id: ItemId) -> String {
        let table = self.names.tables.get(id.0).map(String::as_str);
        let table = format!("identity::{}", table.unwrap_or_default());
        self.table_path(place, self.module_of(id), &table)
    }

    pub(super) fn module_of(&self, id: ItemId) -> ModuleId {
        let namespace = self
            .crate_
            .items
            .get(id.0)
            .and_then(|item| item.namespace.as_ref());
        self.names.modules.of(namespace)
    }

    /// The Rust type of a shape.
    pub(super) fn shape(&self, place: Place, shape: &Shape) -> TokenStream {
        let mut tokens = self.type_ref(place, &shape.type_ref);
        if shape.is_list {
            tokens = quote!(::std::vec::Vec<#tokens>);
        }
        if shape.is_nillable {
            tokens = quote!(::soapstone::Nillable<#tokens>);
        }
        if shape.is_boxed {
            tokens = quote!(::std::boxed::Box<#tokens>);
        }
        match shape.cardinality {
            Cardinality::One => tokens,
            Cardinality::Optional => quote!(::std::option::Option<#tokens>),
            Cardinality::Many => quote!(::std::vec::Vec<#tokens>),
        }
    }

    fn type_ref(&self, place: Place, type_ref: &TypeRef) -> TokenStream {
        match type_ref {
            TypeRef::Item(item) => path(&self.item_path(place, *item)),
            TypeRef::Builtin(builtin) => builtin_type(*builtin),
            TypeRef::Secret => quote!(::soapstone::xsd::Secret),
            TypeRef::AnyElement => quote!(::soapstone::AnyElement),
            TypeRef::AnyAttribute => quote!(::soapstone::AnyAttribute),
            TypeRef::User(text) => path(text),
        }
    }
}

/// The tokens of a path.
pub(super) fn path(text: &str) -> TokenStream {
    if let Some(tokens) = plain_path(text) {
        return tokens;
    }
    match syn::Path::parse_mod_style.parse_str(text) {
        Ok(path) => quote!(#path),
        Err(_) => text.parse().unwrap_or_default(),
    }
}

/// The tokens of a path like `super::Asset`. Nearly all are, there are as many as fields, and parsing is slow.
fn plain_path(text: &str) -> Option<TokenStream> {
    let mut tokens = TokenStream::new();
    for (index, segment) in text.split("::").enumerate() {
        let name = segment.strip_prefix("r#").unwrap_or(segment);
        let is_plain = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_plain {
            return None;
        }
        let segment = ident(segment);
        if index > 0 {
            tokens.extend(quote!(::));
        }
        tokens.extend(quote!(#segment));
    }
    Some(tokens)
}

/// The token of an identifier, raw where it says so.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The Rust type that holds the values of a built-in simple type.
pub(super) fn builtin_type(builtin: Builtin) -> TokenStream {
    match builtin {
        Builtin::AnySimpleType
        | Builtin::String
        | Builtin::NormalizedString
        | Builtin::Token
        | Builtin::Language
        | Builtin::Nmtoken
        | Builtin::Name
        | Builtin::NcName
        | Builtin::Id
        | Builtin::Idref
        | Builtin::Entity
        | Builtin::AnyUri => quote!(::std::string::String),
        Builtin::Nmtokens | Builtin::Idrefs | Builtin::Entities => {
            quote!(::std::vec::Vec<::std::string::String>)
        }
        Builtin::Boolean => quote!(bool),
        Builtin::Decimal => quote!(::soapstone::xsd::Decimal),
        Builtin::Integer
        | Builtin::NonPositiveInteger
        | Builtin::NegativeInteger
        | Builtin::NonNegativeInteger
        | Builtin::PositiveInteger => quote!(::soapstone::xsd::Integer),
        Builtin::Long => quote!(i64),
        Builtin::Int => quote!(i32),
        Builtin::Short => quote!(i16),
        Builtin::Byte => quote!(i8),
        Builtin::UnsignedLong => quote!(u64),
        Builtin::UnsignedInt => quote!(u32),
        Builtin::UnsignedShort => quote!(u16),
        Builtin::UnsignedByte => quote!(u8),
        Builtin::Float => quote!(f32),
        Builtin::Double => quote!(f64),
        Builtin::Duration => quote!(::soapstone::xsd::Duration),
        Builtin::DateTime => quote!(::soapstone::xsd::DateTime),
        Builtin::Time => quote!(::soapstone::xsd::Time),
        Builtin::Date => quote!(::soapstone::xsd::Date),
        Builtin::GYearMonth => quote!(::soapstone::xsd::GYearMonth),
        Builtin::GYear => quote!(::soapstone::xsd::GYear),
        Builtin::GMonthDay => quote!(::soapstone::xsd::GMonthDay),
        Builtin::GDay => quote!(::soapstone::xsd::GDay),
        Builtin::GMonth => quote!(::soapstone::xsd::GMonth),
        Builtin::HexBinary => quote!(::soapstone::xsd::HexBinary),
        Builtin::Base64Binary => quote!(::soapstone::xsd::Base64Binary),
        Builtin::QName => quote!(::soapstone::xsd::QName),
        Builtin::Notation => quote!(::soapstone::xsd::Notation),
    }
}
