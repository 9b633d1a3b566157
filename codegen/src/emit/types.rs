//! The types of a namespace: structs, enums, aliases, and the line that connects each with its table.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::documentation;
use super::file::Code;
use super::paths::{Place, ident, path};
use super::tables;
use crate::naming::ModuleId;
use crate::rust::{
    Cardinality, Choice, Constructor, Derived, ElementRow, EnumValue, FaultKinds, Field,
    FieldOrigin, Item, ItemId, ItemKind, Origin, Presence, Shape, SimpleId, SimpleRef, Struct,
    TypeRef, UnionVariant, VariantOrigin,
};
use crate::schema::Builtin;

/// Adds the types of a module to its code.
pub(super) fn write(context: &Context<'_>, module: ModuleId, code: &mut Code) {
    let mut writer = Writer {
        context,
        place: Place::Types(module),
        elements: elements(context),
        code,
    };
    for id in order(context, module) {
        writer.item(id);
    }
}

/// The global element that a type is a document of.
fn elements(context: &Context<'_>) -> HashMap<ItemId, usize> {
    let elements = context.crate_.elements.iter().enumerate();
    elements
        .filter_map(|(index, element)| Some((element.item?, index)))
        .collect()
}

/// The items of a module in the order of the schema, each with those that are named after it behind it.
fn order(context: &Context<'_>, module: ModuleId) -> Vec<ItemId> {
    let items = &context.crate_.items;
    let mut children: HashMap<ItemId, Vec<ItemId>> = HashMap::new();
    let mut roots = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match &item.origin {
            Origin::Nested { parent, .. } => {
                children.entry(*parent).or_default().push(ItemId(index))
            }
            _ => roots.push(ItemId(index)),
        }
    }
    roots.sort_by_key(|id| {
        let span = items.get(id.0).and_then(|item| item.span);
        (span.is_none(), span, *id)
    });
    let mut order = Vec::new();
    roots.reverse();
    while let Some(id) = roots.pop() {
        let is_here = items
            .get(id.0)
            .is_some_and(|item| item.presence == Presence::Written);
        if is_here && context.module_of(id) == module {
            order.push(id);
        }
        roots.extend(children.get(&id).into_iter().flatten().rev());
    }
    order
}

struct Writer<'a, 'c> {
    context: &'a Context<'a>,
    place: Place,
    elements: HashMap<ItemId, usize>,
    code: &'c mut Code,
}

impl<'a> Writer<'a, '_> {
    fn item(&mut self, id: ItemId) {
        let Some(item) = self.context.crate_.items.get(id.0) else {
            return;
        };
        match &item.kind {
            ItemKind::Struct(record) if record.is_flattened => self.flattened(id, item, record),
            ItemKind::Struct(record) => self.record(id, item, record),
            ItemKind::Choice(choice) => self.choice(id, item, choice),
            ItemKind::Derived(derived) => self.derived(id, item, derived),
            ItemKind::Enumeration {
                values,
                simple_type,
            } => self.enumeration(id, item, values, *simple_type),
            ItemKind::OpenEnumeration(values) => self.open_enumeration(id, item, values),
            ItemKind::Restricted {
                inner,
                simple_type,
                keeps_text,
            } => self.restricted(id, item, inner, *simple_type, *keeps_text),
            ItemKind::Union {
                variants,
                simple_type,
            } => self.union(id, item, variants, *simple_type),
            ItemKind::Alias(shape) => self.alias(id, item, shape),
            ItemKind::Element { inner } => self.wrapper(id, item, inner),
            ItemKind::FaultKinds(kinds) => self.fault_kinds(id, kinds),
        }
    }

    fn record(&mut self, id: ItemId, item: &Item, record: &Struct) {
        let name = self.name(id);
        let names = self.members(id);
        let documentation = self.documentation(item);
        let is_default = record.fields.iter().all(|field| is_optional(&field.shape));
        let derives = self.derives(&if is_default {
            quote!(Clone, Debug, Default, PartialEq)
        } else {
            quote!(Clone, Debug, PartialEq)
        });
        let fields = record.fields.iter().zip(names).map(|(field, name)| {
            let documentation = field_documentation(field);
            let name = ident(name);
            let shape = self.context.shape(self.place, &field.shape);
            quote!(#documentation pub #name: #shape)
        });
        let type_name = ident(name);
        let fields: Vec<TokenStream> = fields.collect();
        let constructors = self.constructors(id, record, names);
        self.code.items(quote! {
            #documentation
            #derives
            pub struct #type_name { #(#fields),* }
            #constructors
        });
        let numbered: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(index, name)| format!("{index} {name}"))
            .collect();
        if record.model.is_some() {
            let table = self.context.item_table_path(self.place, id);
            self.code.call(
                &format!("::soapstone::bindings::record! {{ {name}: {table}"),
                &numbered,
            );
            self.code.close_call();
        } else {
            self.code
                .call(&format!("::soapstone::bindings::row! {{ {name}"), &numbered);
            self.code.close_call();
        }
        self.global_element(id, name);
    }

    /// `new` for up to seven required fields, and `Default` where nothing is required but some fields have defaults.
    fn constructors(&self, id: ItemId, record: &Struct, names: &[String]) -> TokenStream {
        let required = match record.constructor() {
            Constructor::Derived | Constructor::Literal => return TokenStream::new(),
            Constructor::Default => Vec::new(),
            Constructor::New(required) => required,
        };
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        for (index, (field, name)) in record.fields.iter().zip(names).enumerate() {
            let name = ident(name);
            if required.contains(&index) {
                let (argument, value) = self.argument(&field.shape, &name);
                arguments.push(argument);
                values.push(value);
            } else if let Some(text) = &field.default {
                let value = self.default_value(record, index, text);
                values.push(quote!(#name: #value));
            } else if field.shape.cardinality == Cardinality::Many {
                values.push(quote!(#name: ::std::vec::Vec::new()));
            } else {
                values.push(quote!(#name: ::std::option::Option::None));
            }
        }
        let type_name = ident(self.name(id));
        if required.is_empty() {
            return quote! {
                impl ::std::default::Default for #type_name {
                    fn default() -> Self {
                        Self { #(#values),* }
                    }
                }
            };
        }
        quote! {
            impl #type_name {
                /// The value with its required fields; the others are absent or have their defaults.
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
            }
        }
    }

    fn argument(&self, shape: &Shape, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
        let is_string = !shape.is_list
            && !shape.is_nillable
            && matches!(&shape.type_ref, TypeRef::Builtin(builtin) if is_string(*builtin));
        if is_string {
            return (
                quote!(#name: impl ::std::convert::Into<::std::string::String>),
                quote!(#name: #name.into()),
            );
        }
        let tokens = self.context.shape(self.place, shape);
        (quote!(#name: #tokens), quote!(#name))
    }

    fn default_value(&self, record: &Struct, field: usize, text: &str) -> TokenStream {
        let attribute = record
            .model
            .iter()
            .flat_map(|model| &model.attributes)
            .find(|row| row.field == field);
        let simple_type =
            attribute.map_or(SimpleRef::Builtin(Builtin::String), |row| row.simple_type);
        let table = path(&tables::simple_path(self.context, self.place, simple_type));
        quote!(::soapstone::bindings::default_value(#text, &#table))
    }

    /// A type that others hold as a list: its name stands for that list.
    fn flattened(&mut self, id: ItemId, item: &Item, record: &Struct) {
        if !matches!(item.origin, Origin::Type(_)) {
            return;
        }
        if let Some(field) = record.fields.first() {
            self.alias(id, item, &field.shape);
        }
    }

    fn choice(&mut self, id: ItemId, item: &Item, choice: &Choice) {
        let names = self.members(id);
        let documentation = self.documentation(item);
        let variants = choice.variants.iter().zip(names).map(|(variant, name)| {
            let fallback = match &variant.origin {
                VariantOrigin::Element(name) => format!("The element `{}`.", name.local),
                VariantOrigin::Group(_) => String::from("A sequence of elements."),
                VariantOrigin::Text => String::from("Text."),
                VariantOrigin::Any => String::from("Any other element."),
            };
            let documentation =
                documentation::attributes(variant.documentation.as_deref(), &fallback);
            let name = ident(name);
            let shape = self.context.shape(self.place, &variant.shape);
            quote!(#documentation #name(#shape))
        });
        let variants: Vec<TokenStream> = variants.collect();
        self.choice_enum(id, documentation, &variants, names, choice.blank, "choice");
    }

    fn choice_enum(
        &mut self,
        id: ItemId,
        documentation: TokenStream,
        variants: &[TokenStream],
        names: &[String],
        blank: usize,
        call: &str,
    ) {
        let name = self.name(id);
        let type_name = ident(name);
        let derives = self.derives(&quote!(Clone, Debug, PartialEq));
        self.code.items(quote! {
            #documentation
            #derives
            pub enum #type_name { #(#variants),* }
        });
        let numbered: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(index, name)| format!("{index} {name}"))
            .collect();
        let blank = names.get(blank).map(String::as_str).unwrap_or_default();
        self.code.call(
            &format!("::soapstone::bindings::{call}! {{ {name}, blank {blank}"),
            &numbered,
        );
        self.code.close_call();
    }

    fn derived(&mut self, id: ItemId, item: &Item, derived: &Derived) {
        let names = self.members(id);
        let base = derived
            .variants
            .first()
            .map(|variant| variant.name.local.to_string())
            .unwrap_or_default();
        let documentation = documentation::attributes(
            item.documentation.as_deref(),
            &format!(
                "A value of the type `{base}` or of one derived from it, told apart by `xsi:type`."
            ),
        );
        let mut variants = Vec::new();
        let mut numbered = Vec::new();
        let mut conversions = Vec::new();
        let name = self.name(id);
        let type_name = ident(name);
        for (index, (variant, member)) in derived.variants.iter().zip(names).enumerate() {
            if variant.is_abstract {
                continue;
            }
            let documentation =
                documentation::attributes(None, &format!("The type `{}`.", variant.name.local));
            let item = path(&self.context.item_path(self.place, variant.item));
            let variant_name = ident(member);
            variants.push(quote!(#documentation #variant_name(::std::boxed::Box<#item>)));
            numbered.push(format!("{index} {member}"));
            conversions.push(quote! {
                impl ::std::convert::From<#item> for #type_name {
                    fn from(value: #item) -> Self {
                        Self::#variant_name(::std::boxed::Box::new(value))
                    }
                }
            });
        }
        let derives = self.derives(&quote!(Clone, Debug, PartialEq));
        self.code.items(quote! {
            #documentation
            #derives
            pub enum #type_name { #(#variants),* }
            #(#conversions)*
        });
        let blank = names
            .get(derived.blank)
            .map(String::as_str)
            .unwrap_or_default();
        self.code.call(
            &format!("::soapstone::bindings::choice! {{ {name}, blank {blank}"),
            &numbered,
        );
        self.code.close_call();
    }

    fn enumeration(
        &mut self,
        id: ItemId,
        item: &Item,
        values: &[EnumValue],
        simple_type: SimpleId,
    ) {
        let (name, names) = (self.name(id), self.members(id));
        let type_name = ident(name);
        let documentation = self.documentation(item);
        let derives = self.derives(&quote!(Clone, Copy, Debug, PartialEq, Eq, Hash));
        let variants = value_variants(values, names);
        self.code.items(quote! {
            #documentation
            #derives
            pub enum #type_name { #(#variants),* }
        });
        let table = tables::simple_path(self.context, self.place, SimpleRef::Table(simple_type));
        self.values_call(
            &format!("::soapstone::bindings::enumeration! {{ {name}: {table}"),
            values,
            names,
        );
    }

    fn open_enumeration(&mut self, id: ItemId, item: &Item, values: &[EnumValue]) {
        let (name, names) = (self.name(id), self.members(id));
        let type_name = ident(name);
        let documentation = self.documentation(item);
        let derives = self.derives(&quote!(Clone, Debug, PartialEq, Eq, Hash));
        let variants = value_variants(values, names);
        self.code.items(quote! {
            #documentation
            #derives
            #[non_exhaustive]
            pub enum #type_name {
                #(#variants,)*
                /// A value that is not among the known ones.
                Other(::std::string::String),
            }
        });
        self.values_call(
            &format!("::soapstone::bindings::open_enumeration! {{ {name}"),
            values,
            names,
        );
    }

    fn values_call(&mut self, head: &str, values: &[EnumValue], names: &[String]) {
        let pairs = values.iter().zip(names).map(|(value, name)| {
            let literal = proc_macro2::Literal::string(&value.text);
            format!("{name} = {literal}")
        });
        let pairs: Vec<String> = pairs.collect();
        self.code.call(head, &pairs);
        self.code.close_call();
    }

    fn restricted(
        &mut self,
        id: ItemId,
        item: &Item,
        inner: &Shape,
        simple_type: SimpleId,
        keeps_text: bool,
    ) {
        let name = self.name(id);
        let type_name = ident(name);
        let documentation = self.documentation(item);
        let derives = self.derives(&quote!(Clone, Debug, PartialEq));
        let shape = self.context.shape(self.place, inner);
        let (content, call) = if keeps_text {
            let content = quote!(::soapstone::bindings::Lexical<#shape>);
            (content, "lexical_value")
        } else {
            (shape.clone(), "simple_value")
        };
        self.code.items(quote! {
            #documentation
            #derives
            pub struct #type_name(#content);
        });
        let table = tables::simple_path(self.context, self.place, SimpleRef::Table(simple_type));
        let shape = compact(&shape);
        self.code.lines(format!(
            "::soapstone::bindings::{call}! {{ {name}({shape}): {table} }}\n"
        ));
    }

    fn union(&mut self, id: ItemId, item: &Item, variants: &[UnionVariant], simple_type: SimpleId) {
        let (name, names) = (self.name(id), self.members(id));
        let documentation = self.documentation(item);
        let members = variants.iter().zip(names).map(|(variant, member)| {
            let fallback = match &variant.name {
                Some(name) => format!("A value of the type `{}`.", name.local),
                None => String::from("A value of an anonymous type."),
            };
            let documentation = documentation::attributes(None, &fallback);
            let member = ident(member);
            let shape = self.context.shape(self.place, &variant.shape);
            quote!(#documentation #member(#shape))
        });
        let members: Vec<TokenStream> = members.collect();
        let type_name = ident(name);
        let derives = self.derives(&quote!(Clone, Debug, PartialEq));
        self.code.items(quote! {
            #documentation
            #derives
            pub enum #type_name { #(#members),* }
        });
        let table = tables::simple_path(self.context, self.place, SimpleRef::Table(simple_type));
        let numbered: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(index, name)| format!("{index} {name}"))
            .collect();
        let blank = names.first().map(String::as_str).unwrap_or_default();
        self.code.call(
            &format!("::soapstone::bindings::union! {{ {name}: {table}, blank {blank}"),
            &numbered,
        );
        self.code.close_call();
    }

    fn alias(&mut self, id: ItemId, item: &Item, shape: &Shape) {
        let type_name = ident(self.name(id));
        let documentation = self.documentation(item);
        let shape = self.context.shape(self.place, shape);
        self.code
            .items(quote!(#documentation pub type #type_name = #shape;));
    }

    fn wrapper(&mut self, id: ItemId, item: &Item, inner: &Shape) {
        let name = self.name(id);
        let type_name = ident(name);
        let documentation = self.documentation(item);
        let derives = self.derives(&quote!(Clone, Debug, PartialEq));
        let shape = self.context.shape(self.place, inner);
        self.code.items(quote! {
            #documentation
            #derives
            pub struct #type_name(pub #shape);
        });
        self.code.lines(format!(
            "::soapstone::bindings::wrapper! {{ {name}({}) }}\n",
            compact(&shape)
        ));
        self.global_element(id, name);
    }

    fn fault_kinds(&mut self, id: ItemId, kinds: &FaultKinds) {
        let names = self.members(id);
        let type_name = ident(self.name(id));
        let Some(Item {
            kind: ItemKind::Struct(record),
            ..
        }) = self.context.crate_.items.get(kinds.fault.0)
        else {
            return;
        };
        let fault_name = ident(self.name(kinds.fault));
        let Some((field, field_name)) = record.fields.get(kinds.field).zip(
            self.members(kinds.fault)
                .get(kinds.field)
                .map(|name| ident(name)),
        ) else {
            return;
        };
        let is_number =
            !matches!(&field.shape.type_ref, TypeRef::Builtin(builtin) if is_string(*builtin));
        let code_type = self
            .context
            .shape(self.place, &Shape::one(field.shape.type_ref.clone()));
        let mut variants = Vec::new();
        let mut arms = Vec::new();
        for (kind, name) in kinds.kinds.iter().zip(names) {
            let documentation = documentation::attributes(
                kind.documentation.as_deref(),
                &format!("Code {}.", kind.code),
            );
            let name = ident(name);
            let code: TokenStream = if is_number {
                kind.code.parse().unwrap_or_default()
            } else {
                let code = kind.code.as_ref();
                quote!(#code)
            };
            variants.push(quote!(#documentation #name));
            arms.push(quote!(#code => #type_name::#name));
        }
        let (subject, other) = if is_number {
            (
                quote!(self.#field_name),
                quote!(code => #type_name::Other(code)),
            )
        } else {
            (
                quote!(self.#field_name.as_str()),
                quote!(code => #type_name::Other(::std::string::String::from(code))),
            )
        };
        let about = format!(" What the code of a [`{fault_name}`] means.");
        self.code.items(quote! {
            #[doc = #about]
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #type_name {
                #(#variants,)*
                /// A code that is not among the known ones.
                Other(#code_type),
            }

            impl #fault_name {
                /// What its code means.
                pub fn kind(&self) -> #type_name {
                    match #subject { #(#arms,)* #other }
                }
            }
        });
    }

    /// The line that makes a type a document of a global element.
    fn global_element(&mut self, id: ItemId, name: &str) {
        let Some(element) = self
            .elements
            .get(&id)
            .and_then(|index| self.context.crate_.elements.get(*index))
        else {
            return;
        };
        let row = &element.row;
        let local = proc_macro2::Literal::string(&row.name.local);
        let content = tables::element_content(self.context, self.place, row.content);
        let mut modifiers = element_modifiers(row);
        if !row.identity.is_empty() {
            let table = self.context.identity_path(self.place, id);
            modifiers.push_str(&format!(", identity(&{table})"));
        }
        if let Some(declarations) = tables::declarations_path(self.context, self.place) {
            modifiers.push_str(&format!(", declarations(&{declarations})"));
        }
        self.code.short_call(
            "::soapstone::bindings::global_element!",
            &format!("{name}: model::NS, {local}, {content}{modifiers}"),
        );
    }

    fn name(&self, id: ItemId) -> &'a str {
        self.context
            .names
            .items
            .get(id.0)
            .map(String::as_str)
            .unwrap_or_default()
    }

    fn members(&self, id: ItemId) -> &'a [String] {
        self.context
            .names
            .members
            .get(id.0)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn derives(&self, own: &TokenStream) -> TokenStream {
        let further = self
            .context
            .options
            .derives
            .iter()
            .map(|derive| path(derive));
        quote!(#[derive(#own #(, #further)*)])
    }

    fn documentation(&self, item: &Item) -> TokenStream {
        documentation::attributes(item.documentation.as_deref(), &self.fallback(item))
    }

    /// What can be said of an item that the schema says nothing about.
    fn fallback(&self, item: &Item) -> String {
        let parent = |id: &ItemId| self.name(*id);
        match &item.origin {
            Origin::Type(name) => format!("The type `{}`.", name.local),
            Origin::Element(name) => format!("The element `{}`.", name.local),
            Origin::Group(name) => format!("The group `{}`.", name.local),
            Origin::Overlay(name) => format!("The values of `{name}`."),
            Origin::Nested {
                parent: id, local, ..
            } if !local.is_empty() => {
                format!("The type of `{local}` in [`{}`].", parent(id))
            }
            Origin::Nested { parent: id, .. } => match &item.kind {
                ItemKind::Choice(_) => format!("One of the alternatives in [`{}`].", parent(id)),
                _ => format!("One of the repeated groups in [`{}`].", parent(id)),
            },
            Origin::InGroup { group, local, .. } => {
                format!("The type of `{local}` in the group `{}`.", group.local)
            }
        }
    }
}

fn field_documentation(field: &Field) -> TokenStream {
    let fallback = match &field.origin {
        FieldOrigin::Element(name) => format!("The element `{}`.", name.local),
        FieldOrigin::Attribute(name) => format!("The attribute `{}`.", name.local),
        FieldOrigin::Group { .. } => String::from("What the group holds."),
        FieldOrigin::Text => String::from("The text."),
        FieldOrigin::Mixed => String::from("Text and elements, in order."),
        FieldOrigin::Any => String::from("Elements that the schema does not name."),
        FieldOrigin::AnyAttributes => String::from("Attributes that the schema does not name."),
    };
    documentation::attributes(field.documentation.as_deref(), &fallback)
}

fn value_variants(values: &[EnumValue], names: &[String]) -> Vec<TokenStream> {
    let variants = values.iter().zip(names).map(|(value, name)| {
        let mut lines = match &value.documentation {
            Some(text) => documentation::lines(text),
            None => vec![documentation::code(&value.text)],
        };
        if let Some(deprecated) = &value.deprecated {
            lines.push(String::new());
            lines.extend(documentation::lines(&format!("Deprecated: {deprecated}")));
        }
        let documentation = documentation::lines_attributes(&lines);
        let name = ident(name);
        quote!(#documentation #name)
    });
    variants.collect()
}

fn element_modifiers(row: &ElementRow) -> String {
    let mut text = String::new();
    if row.is_nillable {
        text.push_str(", nillable()");
    }
    if let Some(constraint) = &row.constraint {
        let value = proc_macro2::Literal::string(&constraint.text);
        let method = if constraint.is_fixed {
            "fixed"
        } else {
            "default"
        };
        text.push_str(&format!(", {method}({value})"));
    }
    if let Some(methods) = tables::blocked_methods(row) {
        text.push_str(&format!(
            ", block(::soapstone::bindings::Methods::{methods})"
        ));
    }
    text
}

fn is_optional(shape: &Shape) -> bool {
    match shape.cardinality {
        Cardinality::One => false,
        Cardinality::Optional | Cardinality::Many => true,
    }
}

fn is_string(builtin: Builtin) -> bool {
    super::paths::builtin_type(builtin).to_string() == quote!(::std::string::String).to_string()
}

/// Tokens as text without the spaces that token streams print.
fn compact(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}
