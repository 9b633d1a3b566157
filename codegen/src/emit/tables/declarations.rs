//! The table of what wildcards and `xsi:type` refer to by name.

use proc_macro2::TokenStream;
use quote::quote;

use super::Writer;
use super::{constraint, element_content, path, simple_path};
use crate::rust::{AttributeRow, Declarations, DeclaredElement, ElementContent, NamedType};

impl Writer<'_> {
    pub(super) fn declarations(&self, declarations: &Declarations) -> TokenStream {
        let elements = declarations
            .elements
            .iter()
            .map(|element| self.declared_element(element));
        let attributes = declarations
            .attributes
            .iter()
            .map(|attribute| self.declared_attribute(attribute));
        let types = declarations
            .types
            .iter()
            .map(|named| self.named_type(named));
        quote! {
            #[doc = " What wildcards and `xsi:type` refer to."]
            pub static DECLARATIONS: table::Declarations = table::Declarations {
                elements: &[#(#elements),*],
                attributes: &[#(#attributes),*],
                types: &[#(#types),*],
            };
        }
    }

    fn declared_element(&self, element: &DeclaredElement) -> TokenStream {
        let name = self.qname(&element.row.name);
        let content = self.element_type(element.row.content);
        let is_abstract = element.is_abstract.then(|| quote!(.is_abstract()));
        let modifiers = self.modifiers(&element.row);
        quote!(table::Element::new(#name, 0, #content) #is_abstract #modifiers)
    }

    fn declared_attribute(&self, row: &AttributeRow) -> TokenStream {
        let name = self.qname(&row.name);
        let simple_type = path(&simple_path(self.context, self.place, row.simple_type));
        let constraint = row.constraint.as_ref().map(constraint);
        quote!(table::Attribute::new(#name, 0, &#simple_type) #constraint)
    }

    fn named_type(&self, named: &NamedType) -> TokenStream {
        let name = self.qname(&named.name);
        if let ElementContent::Simple(simple_type) = named.content {
            let simple_type = path(&simple_path(self.context, self.place, simple_type));
            return quote!(table::NamedType::simple(#name, &#simple_type));
        }
        let content = self.element_type(named.content);
        let base = named.base.as_ref().map(|base| {
            let base = self.qname(base);
            if named.is_extension {
                quote!(.extends(#base))
            } else {
                quote!(.restricts(#base))
            }
        });
        quote!(table::NamedType::complex(#name, #content) #base)
    }

    fn element_type(&self, content: ElementContent) -> TokenStream {
        let content: TokenStream = element_content(self.context, self.place, content)
            .parse()
            .unwrap_or_default();
        quote!(table::ElementType::#content)
    }
}
