//! The tables of a namespace: models of complex types and descriptors of simple ones.

mod declarations;

use std::cell::RefCell;
use std::sync::Arc;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::file::Code;
use super::identity;
use super::paths::{Place, ident, path};
use crate::naming::{ModuleId, namespace_constants};
use crate::rust::{
    AttributeRow, Constraint, Content, Derived, ElementContent, ElementRow, Group, ItemId,
    ItemKind, Model, Particle, Presence, SimpleId, SimpleRef, SimpleTable, SimpleVariety, Term,
    WildcardRow,
};
use crate::schema::{
    Builtin, Compositor, Facet, Literal as Text, NamespaceConstraint, Pattern, ProcessContents,
    WhiteSpace,
};
use crate::syntax::QName;

/// Adds the tables of a module to its code.
pub(super) fn write(context: &Context<'_>, module: ModuleId, code: &mut Code) {
    let writer = Writer {
        context,
        module,
        place: Place::Tables(module),
        namespaces: RefCell::new(Vec::new()),
    };
    let mut items = Vec::new();
    for (index, row) in context.crate_.simple_types.iter().enumerate() {
        if row.presence == Presence::Written
            && context.names.modules.of(row.namespace.as_ref()) == module
        {
            items.push(writer.simple_type(SimpleId(index), row));
        }
    }
    for (index, item) in context.crate_.items.iter().enumerate() {
        let id = ItemId(index);
        if item.presence != Presence::Written || context.module_of(id) != module {
            continue;
        }
        match &item.kind {
            ItemKind::Struct(record) => {
                items.extend(record.model.as_ref().map(|model| writer.model(id, model)))
            }
            ItemKind::Derived(derived) => items.push(writer.derived(id, derived)),
            _ => {}
        }
    }
    let identity = writer.identity();
    if let Some(declarations) = &context.crate_.declarations
        && module == context.names.modules.first()
    {
        items.push(writer.declarations(declarations));
    }
    if !items.is_empty() {
        code.items(quote! {
            use ::soapstone::bindings as table;
            #[allow(unused_imports)]
            use ::soapstone::bindings::simple as xsd;
        });
    }
    code.items(writer.namespaces());
    items.into_iter().for_each(|item| code.items(item));
    code.items(identity);
}

/// The path of the descriptor of a simple type.
pub(super) fn simple_path(context: &Context<'_>, place: Place, simple_type: SimpleRef) -> String {
    match simple_type {
        SimpleRef::Builtin(builtin) => match place {
            Place::Tables(_) => format!("xsd::{}", builtin_constant(builtin)),
            Place::Types(_) | Place::Service => {
                format!(
                    "::soapstone::bindings::simple::{}",
                    builtin_constant(builtin)
                )
            }
        },
        SimpleRef::Table(id) => {
            let namespace = context
                .crate_
                .simple_types
                .get(id.0)
                .and_then(|table| table.namespace.as_ref());
            let name = context
                .names
                .simple_types
                .get(id.0)
                .map(String::as_str)
                .unwrap_or_default();
            context.table_path(place, context.names.modules.of(namespace), name)
        }
    }
}

/// The variant of `ElementType` for a type, with its value.
pub(super) fn element_content(
    context: &Context<'_>,
    place: Place,
    content: ElementContent,
) -> String {
    match content {
        ElementContent::Simple(simple_type) => {
            format!("Simple(&{})", simple_path(context, place, simple_type))
        }
        ElementContent::Complex(item) => {
            format!("Complex(&{})", context.item_table_path(place, item))
        }
        ElementContent::Flattened(item) => {
            format!("Flattened(&{})", context.item_table_path(place, item))
        }
        ElementContent::Derived(item) => {
            format!("Derived(&{})", context.item_table_path(place, item))
        }
        ElementContent::Any => String::from("Any"),
        ElementContent::Unchecked => String::from("Unchecked"),
    }
}

/// The path of the declarations of the set, for the row of an element that a document may be of.
pub(super) fn declarations_path(context: &Context<'_>, place: Place) -> Option<String> {
    context.crate_.declarations.as_ref()?;
    let module = context.names.modules.first();
    Some(context.table_path(place, module, "DECLARATIONS"))
}

/// The constant of the methods that an element blocks, where reading must know: of complex types, the rows of derived
/// types say which may stand for them.
pub(super) fn blocked_methods(row: &ElementRow) -> Option<&'static str> {
    let may_be_named = matches!(row.content, ElementContent::Simple(_) | ElementContent::Any);
    match (row.blocked.extension, row.blocked.restriction) {
        _ if !may_be_named => None,
        (true, true) => Some("ALL"),
        (true, false) => Some("EXTENSION"),
        (false, true) => Some("RESTRICTION"),
        (false, false) => None,
    }
}

struct Writer<'a> {
    context: &'a Context<'a>,
    module: ModuleId,
    place: Place,
    /// The constants of namespaces that were used, with the namespaces.
    namespaces: RefCell<Vec<(String, String)>>,
}

impl Writer<'_> {
    fn namespaces(&self) -> TokenStream {
        let own = self
            .context
            .names
            .modules
            .namespace(self.module)
            .map(|uri| uri.as_ref())
            .unwrap_or_default();
        let used = self.namespaces.borrow();
        let others = used.iter().map(|(name, uri)| {
            let name = ident(name);
            quote! {
                #[doc = " A namespace."]
                pub const #name: table::Namespace = table::Namespace(#uri);
            }
        });
        quote! {
            #[doc = " The namespace of this module's types."]
            pub const NS: ::soapstone::bindings::Namespace = ::soapstone::bindings::Namespace(#own);
            #(#others)*
        }
    }

    /// The identity constraints of global elements, whose declarations stand among the types.
    fn identity(&self) -> TokenStream {
        let elements = self.context.crate_.elements.iter();
        let constrained = elements.filter_map(|element| {
            let item = element.item?;
            let is_written = self.context.crate_.items.get(item.0)?.presence == Presence::Written;
            (is_written && !element.row.identity.is_empty()).then_some((item, &element.row))
        });
        let statics = constrained
            .filter(|(item, _)| self.context.module_of(*item) == self.module)
            .map(|(item, row)| {
                let table = self.context.names.tables.get(item.0);
                let name = ident(table.map_or("TABLE", String::as_str));
                let documentation = format!(" `{}`", row.name.local);
                let count = Literal::usize_unsuffixed(row.identity.len());
                let rows = identity::rows(&row.identity, &|name| {
                    let name = self.qname(name);
                    quote!(super::#name)
                });
                quote! {
                    #[doc = #documentation]
                    pub static #name: [table::IdentityConstraint; #count] = #rows;
                }
            });
        let statics: Vec<TokenStream> = statics.collect();
        if statics.is_empty() {
            return TokenStream::new();
        }
        quote! {
            #[doc = " The identity constraints of global elements."]
            pub mod identity {
                use ::soapstone::bindings as table;
                #(#statics)*
            }
        }
    }

    fn model(&self, id: ItemId, model: &Model) -> TokenStream {
        let table = ident(
            self.context
                .names
                .tables
                .get(id.0)
                .map(String::as_str)
                .unwrap_or("TABLE"),
        );
        let name = self.qname(&model.name);
        let documentation = format!(" `{}`", model.name.local);
        let start = match &model.content {
            Content::Elements(group) if group.field.is_none() && !group.is_optional => {
                let particles = group
                    .particles
                    .iter()
                    .map(|particle| self.particle(particle));
                match group.compositor {
                    Compositor::Sequence => {
                        quote!(table::Model::sequence(#name, &[#(#particles),*]))
                    }
                    Compositor::All => quote!(table::Model::all(#name, &[#(#particles),*])),
                    Compositor::Choice => {
                        let group = self.group(group);
                        quote!(table::Model::new(#name, table::Content::Elements(#group)))
                    }
                }
            }
            content => {
                let content = self.content(content);
                quote!(table::Model::new(#name, #content))
            }
        };
        let attributes = (!model.attributes.is_empty()).then(|| {
            let rows = model.attributes.iter().map(|row| self.attribute(row));
            quote!(.attributes(&[#(#rows),*]))
        });
        let any_attribute = model.any_attribute.as_ref().map(|(field, wildcard)| {
            let field = number(*field);
            let wildcard = self.wildcard(wildcard);
            quote!(.any_attribute(#field, #wildcard))
        });
        let is_abstract = model.is_abstract.then(|| quote!(.is_abstract()));
        quote! {
            #[doc = #documentation]
            pub static #table: table::Model = #start #attributes #any_attribute #is_abstract;
        }
    }

    fn content(&self, content: &Content) -> TokenStream {
        match content {
            Content::Empty => quote!(table::Content::Empty),
            Content::Text { field, simple_type } => {
                let field = number(*field);
                let simple_type = path(&simple_path(self.context, self.place, *simple_type));
                quote!(table::Content::Text { field: #field, simple_type: &#simple_type })
            }
            Content::Elements(group) => {
                let group = self.group(group);
                quote!(table::Content::Elements(#group))
            }
            Content::Mixed { field, group } => {
                let field = number(*field);
                let group = self.group(group);
                quote!(table::Content::Mixed { field: #field, group: #group })
            }
        }
    }

    fn attribute(&self, row: &AttributeRow) -> TokenStream {
        let name = self.qname(&row.name);
        let field = number(row.field);
        let simple_type = path(&simple_path(self.context, self.place, row.simple_type));
        let required = row.required.then(|| quote!(.required()));
        let constraint = row.constraint.as_ref().map(constraint);
        quote!(table::Attribute::new(#name, #field, &#simple_type) #required #constraint)
    }

    fn particle(&self, particle: &Particle) -> TokenStream {
        let term = match &particle.term {
            Term::Element(row) => self.element(row),
            Term::Any { field, wildcard } => {
                let field = number(*field);
                let namespaces = namespaces(&wildcard.namespaces);
                let process = process_contents(wildcard.process_contents);
                quote!(table::any(#field, #namespaces, #process))
            }
            Term::Group(group) => {
                let group = self.group(group);
                quote!(table::group(#group))
            }
        };
        let occurs = match (particle.min, particle.max) {
            (1, Some(1)) => TokenStream::new(),
            (0, Some(1)) => quote!(.optional()),
            (0, None) => quote!(.repeated()),
            (min, max) => {
                let min = Literal::u32_unsuffixed(min);
                let max = match max {
                    Some(max) => {
                        let max = Literal::u32_unsuffixed(max);
                        quote!(#max)
                    }
                    None => quote!(table::UNBOUNDED),
                };
                quote!(.occurs(#min, #max))
            }
        };
        quote!(#term #occurs)
    }

    fn element(&self, row: &ElementRow) -> TokenStream {
        let name = self.qname(&row.name);
        let field = number(row.field);
        let start = match row.content {
            ElementContent::Simple(simple_type) => {
                let simple_type = path(&simple_path(self.context, self.place, simple_type));
                quote!(table::text(#name, #field, &#simple_type))
            }
            ElementContent::Complex(item) => {
                let model = path(&self.context.item_table_path(self.place, item));
                quote!(table::child(#name, #field, &#model))
            }
            ElementContent::Flattened(item) => {
                let model = path(&self.context.item_table_path(self.place, item));
                quote!(table::flattened(#name, #field, &#model))
            }
            ElementContent::Derived(item) => {
                let types = path(&self.context.item_table_path(self.place, item));
                quote!(table::element(#name, #field, table::ElementType::Derived(&#types)))
            }
            ElementContent::Any => quote!(table::element(#name, #field, table::ElementType::Any)),
            ElementContent::Unchecked => {
                quote!(table::element(#name, #field, table::ElementType::Unchecked))
            }
        };
        let modifiers = self.modifiers(row);
        quote!(#start #modifiers)
    }

    /// What a row says beside name and type.
    fn modifiers(&self, row: &ElementRow) -> TokenStream {
        let nillable = row.is_nillable.then(|| quote!(.nillable()));
        let constraint = row.constraint.as_ref().map(constraint);
        let identity = (!row.identity.is_empty()).then(|| {
            let rows = identity::rows(&row.identity, &|name| self.qname(name));
            quote!(.identity(&#rows))
        });
        let blocked = blocked_methods(row).map(|methods| {
            let methods = ident(methods);
            quote!(.block(table::Methods::#methods))
        });
        quote!(#nillable #constraint #identity #blocked)
    }

    fn group(&self, group: &Group) -> TokenStream {
        let particles = group
            .particles
            .iter()
            .map(|particle| self.particle(particle));
        let compositor = match group.compositor {
            Compositor::Sequence => quote!(sequence),
            Compositor::Choice => quote!(choice),
            Compositor::All => quote!(all),
        };
        let field = group.field.map(|field| {
            let field = number(field);
            quote!(.into_field(#field))
        });
        let optional =
            (group.is_optional && group.compositor == Compositor::All).then(|| quote!(.optional()));
        quote!(table::Group::#compositor(&[#(#particles),*]) #field #optional)
    }

    fn wildcard(&self, row: &WildcardRow) -> TokenStream {
        let namespaces = namespaces(&row.namespaces);
        let process = process_contents(row.process_contents);
        quote!(table::Wildcard { namespaces: #namespaces, process_contents: #process })
    }

    fn derived(&self, id: ItemId, derived: &Derived) -> TokenStream {
        let table = ident(
            self.context
                .names
                .tables
                .get(id.0)
                .map(String::as_str)
                .unwrap_or("TABLE"),
        );
        let count = Literal::usize_unsuffixed(derived.variants.len());
        let rows = derived.variants.iter().enumerate().map(|(index, variant)| {
            let name = self.qname(&variant.name);
            let number = number(index);
            let model = path(&self.context.item_table_path(self.place, variant.item));
            quote! {
                table::DerivedType {
                    name: #name,
                    variant: #number,
                    content: table::ElementType::Complex(&#model),
                }
            }
        });
        quote! {
            #[doc = " The types that `xsi:type` may name, the declared one first."]
            pub static #table: [table::DerivedType; #count] = [#(#rows),*];
        }
    }

    fn qname(&self, name: &QName) -> TokenStream {
        let local = name.local.as_ref();
        let own = self.context.names.modules.namespace(self.module);
        let constant = if name.namespace.as_ref() == own {
            String::from("NS")
        } else {
            self.constant(name.namespace.as_deref().unwrap_or_default())
        };
        let constant = ident(&constant);
        quote!(#constant.name(#local))
    }

    /// The constant of another namespace than that of this module.
    fn constant(&self, uri: &str) -> String {
        let mut used = self.namespaces.borrow_mut();
        if let Some((name, _)) = used.iter().find(|(_, known)| known == uri) {
            return name.clone();
        }
        let candidates = namespace_constants(uri);
        let is_free = |name: &&String| used.iter().all(|(known, _)| known != *name);
        let name = candidates
            .iter()
            .find(is_free)
            .or(candidates.last())
            .cloned()
            .unwrap_or_default();
        used.push((name.clone(), String::from(uri)));
        name
    }
}

/// Simple types.
impl Writer<'_> {
    fn simple_type(&self, id: SimpleId, row: &SimpleTable) -> TokenStream {
        let table = ident(
            self.context
                .names
                .simple_types
                .get(id.0)
                .map(String::as_str)
                .unwrap_or("TEXT"),
        );
        let (documentation, name) = match &row.name {
            Some(name) => {
                let (namespace, local) = (
                    name.namespace.as_deref().unwrap_or_default(),
                    name.local.as_ref(),
                );
                (
                    format!(" `{local}`"),
                    quote!(::std::option::Option::Some(table::TypeName::new(#namespace, #local))),
                )
            }
            None => (
                String::from(" An anonymous simple type."),
                quote!(::std::option::Option::None),
            ),
        };
        let base = path(&simple_path(self.context, self.place, row.base));
        let variety = self.variety(&row.variety);
        let white_space = match (&row.variety, row.white_space) {
            (SimpleVariety::Union(_), _) | (_, WhiteSpace::Preserve) => quote!(Preserve),
            (_, WhiteSpace::Replace) => quote!(Replace),
            (_, WhiteSpace::Collapse) => quote!(Collapse),
        };
        let (patterns, facets) = self.facets(row, &table.to_string());
        quote! {
            #patterns
            #[doc = #documentation]
            pub static #table: table::SimpleType = table::SimpleType {
                name: #name,
                base: ::std::option::Option::Some(table::Shared::Static(&#base)),
                variety: #variety,
                white_space: table::WhiteSpace::#white_space,
                facets: table::Shared::Static(&[#(#facets),*]),
            };
        }
    }

    fn variety(&self, variety: &SimpleVariety) -> TokenStream {
        match variety {
            SimpleVariety::Atomic(builtin) => {
                let variant = ident(builtin_variant(*builtin));
                quote!(table::Variety::Atomic(xsd::Builtin::#variant))
            }
            SimpleVariety::List(item) => {
                let item = path(&simple_path(self.context, self.place, *item));
                quote!(table::Variety::List(table::Shared::Static(&#item)))
            }
            SimpleVariety::Union(members) => {
                let members = members.iter().map(|member| {
                    let member = path(&simple_path(self.context, self.place, *member));
                    quote!(table::Shared::Static(&#member))
                });
                quote!(table::Variety::Union(table::Shared::Static(&[#(#members),*])))
            }
        }
    }

    /// The statics of patterns, which are compiled once and so must have a place of their own, and the facets.
    fn facets(&self, row: &SimpleTable, table: &str) -> (TokenStream, Vec<TokenStream>) {
        let facets = &row.facets;
        let mut list = Vec::new();
        let mut count = |facet: &Option<Facet<u64>>, name: &str| {
            if let Some(facet) = facet {
                let (name, value) = (ident(name), Literal::u64_unsuffixed(facet.value));
                list.push(quote!(table::Facet::#name(#value)));
            }
        };
        count(&facets.length, "Length");
        count(&facets.min_length, "MinLength");
        count(&facets.max_length, "MaxLength");
        count(&facets.total_digits, "TotalDigits");
        count(&facets.fraction_digits, "FractionDigits");
        let mut bound = |facet: &Option<Facet<Text>>, name: &str| {
            if let Some(facet) = facet {
                let (name, value) = (ident(name), facet.value.text.trim());
                list.push(quote!(table::Facet::#name(table::Shared::Static(#value))));
            }
        };
        bound(&facets.min_inclusive, "MinInclusive");
        bound(&facets.max_inclusive, "MaxInclusive");
        bound(&facets.min_exclusive, "MinExclusive");
        bound(&facets.max_exclusive, "MaxExclusive");
        if let Some(values) = &facets.enumeration {
            let values = values.iter().map(|value| value.value.text.as_ref());
            list.push(quote!(table::Facet::Enumeration(table::Literals::Static(&[#(#values),*]))));
        }
        let mut statics = TokenStream::new();
        for (index, pattern) in facets.patterns.iter().enumerate() {
            let name = pattern_static(table, index, facets.patterns.len());
            statics.extend(pattern_tokens(&name, pattern));
            let name = ident(&name);
            list.push(quote!(table::Facet::Pattern(table::Shared::Static(&#name))));
        }
        (statics, list)
    }
}

fn pattern_static(table: &str, index: usize, count: usize) -> String {
    if count == 1 {
        format!("{table}_PATTERN")
    } else {
        format!("{table}_PATTERN_{}", index + 1)
    }
}

fn pattern_tokens(name: &str, pattern: &Pattern) -> TokenStream {
    let name = ident(name);
    let count = Literal::usize_unsuffixed(pattern.alternatives.len());
    let alternatives = pattern.alternatives.iter().map(|(text, _)| {
        let text: &Arc<str> = text;
        let text = text.as_ref();
        quote!(xsd::Pattern::new(#text))
    });
    quote! {
        static #name: [xsd::Pattern; #count] = [#(#alternatives),*];
    }
}

fn constraint(constraint: &Constraint) -> TokenStream {
    let text = constraint.text.as_ref();
    if constraint.is_fixed {
        quote!(.fixed(#text))
    } else {
        quote!(.default(#text))
    }
}

fn namespaces(constraint: &NamespaceConstraint) -> TokenStream {
    match constraint {
        NamespaceConstraint::Any => quote!(table::NamespaceConstraint::Any),
        NamespaceConstraint::Not(namespace) => {
            let namespace = namespace.as_deref().unwrap_or_default();
            quote!(table::NamespaceConstraint::Not(#namespace))
        }
        NamespaceConstraint::Set(list) => {
            let list = list
                .iter()
                .map(|namespace| namespace.as_deref().unwrap_or_default());
            quote!(table::NamespaceConstraint::OneOf(&[#(#list),*]))
        }
    }
}

fn process_contents(process: ProcessContents) -> TokenStream {
    match process {
        ProcessContents::Strict => quote!(table::ProcessContents::Strict),
        ProcessContents::Lax => quote!(table::ProcessContents::Lax),
        ProcessContents::Skip => quote!(table::ProcessContents::Skip),
    }
}

fn number(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}

/// The name of the runtime's static for a built-in type.
fn builtin_constant(builtin: Builtin) -> &'static str {
    builtin_names(builtin).1
}

/// The variant of the runtime's enum for an atomic built-in type.
fn builtin_variant(builtin: Builtin) -> &'static str {
    builtin_names(builtin).0
}

fn builtin_names(builtin: Builtin) -> (&'static str, &'static str) {
    match builtin {
        Builtin::AnySimpleType => ("AnySimpleType", "ANY_SIMPLE_TYPE"),
        Builtin::String => ("String", "STRING"),
        Builtin::Boolean => ("Boolean", "BOOLEAN"),
        Builtin::Decimal => ("Decimal", "DECIMAL"),
        Builtin::Float => ("Float", "FLOAT"),
        Builtin::Double => ("Double", "DOUBLE"),
        Builtin::Duration => ("Duration", "DURATION"),
        Builtin::DateTime => ("DateTime", "DATE_TIME"),
        Builtin::Time => ("Time", "TIME"),
        Builtin::Date => ("Date", "DATE"),
        Builtin::GYearMonth => ("GYearMonth", "G_YEAR_MONTH"),
        Builtin::GYear => ("GYear", "G_YEAR"),
        Builtin::GMonthDay => ("GMonthDay", "G_MONTH_DAY"),
        Builtin::GDay => ("GDay", "G_DAY"),
        Builtin::GMonth => ("GMonth", "G_MONTH"),
        Builtin::HexBinary => ("HexBinary", "HEX_BINARY"),
        Builtin::Base64Binary => ("Base64Binary", "BASE64_BINARY"),
        Builtin::AnyUri => ("AnyUri", "ANY_URI"),
        Builtin::QName => ("QName", "QNAME"),
        Builtin::Notation => ("Notation", "NOTATION"),
        Builtin::NormalizedString => ("NormalizedString", "NORMALIZED_STRING"),
        Builtin::Token => ("Token", "TOKEN"),
        Builtin::Language => ("Language", "LANGUAGE"),
        Builtin::Nmtoken => ("Nmtoken", "NMTOKEN"),
        Builtin::Nmtokens => ("Nmtoken", "NMTOKENS"),
        Builtin::Name => ("Name", "NAME"),
        Builtin::NcName => ("NcName", "NCNAME"),
        Builtin::Id => ("Id", "ID"),
        Builtin::Idref => ("Idref", "IDREF"),
        Builtin::Idrefs => ("Idref", "IDREFS"),
        Builtin::Entity => ("Entity", "ENTITY"),
        Builtin::Entities => ("Entity", "ENTITIES"),
        Builtin::Integer => ("Integer", "INTEGER"),
        Builtin::NonPositiveInteger => ("NonPositiveInteger", "NON_POSITIVE_INTEGER"),
        Builtin::NegativeInteger => ("NegativeInteger", "NEGATIVE_INTEGER"),
        Builtin::Long => ("Long", "LONG"),
        Builtin::Int => ("Int", "INT"),
        Builtin::Short => ("Short", "SHORT"),
        Builtin::Byte => ("Byte", "BYTE"),
        Builtin::NonNegativeInteger => ("NonNegativeInteger", "NON_NEGATIVE_INTEGER"),
        Builtin::UnsignedLong => ("UnsignedLong", "UNSIGNED_LONG"),
        Builtin::UnsignedInt => ("UnsignedInt", "UNSIGNED_INT"),
        Builtin::UnsignedShort => ("UnsignedShort", "UNSIGNED_SHORT"),
        Builtin::UnsignedByte => ("UnsignedByte", "UNSIGNED_BYTE"),
        Builtin::PositiveInteger => ("PositiveInteger", "POSITIVE_INTEGER"),
    }
}
