//! Operations, clients and servers of the interfaces.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::documentation;
use super::file::Code;
use super::paths::{Place, ident, path};
use super::tables;
use crate::naming::InterfaceNames;
use crate::rust::{Interface, ItemId, Operation, Shape, TypeRef};
use crate::syntax::wsdl::SoapVersion;

/// The modules for the services.
pub(super) fn modules(context: &Context<'_>) -> Vec<Code> {
    let mut operations = Code::new("operations").documented(String::from(
        "The operations, as types that tell a client what to send and what to expect.",
    ));
    let mut client = Code::new("client").documented(String::from("Asynchronous clients."));
    let mut blocking =
        Code::new("blocking").documented(String::from("Clients that block the thread."));
    let mut server =
        Code::new("server").documented(String::from("What an implementation of the service does."));
    for code in [&mut client, &mut blocking, &mut server] {
        code.items(quote!(
            use super::operations;
        ));
    }
    for (interface, names) in context
        .crate_
        .interfaces
        .iter()
        .zip(&context.names.interfaces)
    {
        let writer = Writer {
            context,
            interface,
            names,
        };
        writer.operations(&mut operations);
        writer.ports(&mut client);
        client.items(writer.client(false));
        blocking.items(writer.client(true));
        server.items(writer.server());
    }
    vec![operations, client, blocking, server]
}

struct Writer<'a> {
    context: &'a Context<'a>,
    interface: &'a Interface,
    names: &'a InterfaceNames,
}

/// The types of a message.
struct Message {
    /// The content.
    content: TokenStream,
    /// The type that implements `GlobalElement`.
    element: TokenStream,
}

impl Message {
    /// As the macro for operations takes it.
    fn argument(&self) -> String {
        let compact = |tokens: &TokenStream| tokens.to_string().replace(' ', "");
        let (content, element) = (compact(&self.content), compact(&self.element));
        if content == element {
            content
        } else {
            format!("{content} as {element}")
        }
    }
}

impl Writer<'_> {
    fn operations(&self, code: &mut Code) {
        self.results(code);
        for (operation, name) in self.interface.operations.iter().zip(&self.names.operations) {
            self.operation(operation, name, code);
        }
        self.faults(code);
    }

    fn operation(&self, operation: &Operation, name: &str, code: &mut Code) {
        let type_name = ident(name);
        let documentation = documentation::attributes(
            operation.documentation.as_deref(),
            &format!("The operation {}.", documentation::code(&operation.name)),
        );
        code.items(quote! {
            #documentation
            #[derive(Clone, Copy, Debug)]
            pub struct #type_name;
        });
        let mut arguments = vec![
            format!("name: {}", Literal::string(&operation.name)),
            format!("soap_action: {}", Literal::string(&operation.action)),
            format!("input: {}", self.message(operation.input).argument()),
        ];
        if let Some(output) = operation.output {
            arguments.push(format!("output: {}", self.message(output).argument()));
        }
        arguments.push(format!("fault: {}", self.fault_path("")));
        arguments.push(format!("idempotent: {}", operation.is_idempotent));
        let mut text = format!("::soapstone::bindings::operation! {{ {name} {{\n");
        for argument in arguments {
            text.push_str(&format!("    {argument},\n"));
        }
        text.push_str("} }\n");
        code.lines(text);
    }

    /// Short names for what calls and answers come to.
    fn results(&self, code: &mut Code) {
        let (result, answer) = (ident(&self.names.result), ident(&self.names.answer));
        let fault = path(&self.fault_path(""));
        let port_type = documentation::code(&self.interface.name.local);
        let about_result = format!(" What a call of {port_type} comes to.");
        let about_answer = format!(" What an implementation of {port_type} answers.");
        code.items(quote! {
            #[doc = #about_result]
            pub type #result<T> = ::std::result::Result<T, ::soapstone::Error<#fault>>;

            #[doc = #about_answer]
            pub type #answer<T> = ::std::result::Result<T, ::soapstone::Failure<#fault>>;
        });
    }

    /// The enum of the declared faults.
    fn faults(&self, code: &mut Code) {
        if self.interface.faults.is_empty() {
            return;
        }
        let name = ident(&self.names.fault);
        let mut variants = Vec::new();
        let mut numbered = Vec::new();
        let mut rows = Vec::new();
        for (index, (fault, variant)) in self
            .interface
            .faults
            .iter()
            .zip(&self.names.fault_variants)
            .enumerate()
        {
            let Some(element) = self.context.crate_.elements.get(fault.element) else {
                continue;
            };
            let declaration = &self.context.set.elements[element.declaration];
            let documentation = documentation::attributes(
                declaration.documentation.as_deref(),
                &format!("The fault `{}`.", element.row.name.local),
            );
            let shape = Shape {
                is_boxed: matches!(element.shape.type_ref, TypeRef::Item(_))
                    && !element.shape.is_list,
                ..element.shape.clone()
            };
            let shape = self.context.shape(Place::Service, &shape);
            let variant_name = ident(variant);
            variants.push(quote!(#documentation #variant_name(#shape)));
            numbered.push(format!("{index} {variant}"));
            rows.push(self.fault_row(index, element));
        }
        let about = format!(
            " The details of the faults that {} declares.",
            documentation::code(&self.interface.name.local)
        );
        let count = Literal::usize_unsuffixed(rows.len());
        let elements = ident(&format!(
            "{}_ELEMENTS",
            crate::naming::constant_name(&self.names.fault)
        ));
        code.items(quote! {
            #[doc = #about]
            #[derive(Clone, Debug, PartialEq)]
            pub enum #name { #(#variants),* }

            static #elements: [::soapstone::bindings::Element; #count] = [#(#rows),*];
        });
        let blank = self
            .names
            .fault_variants
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        code.call(
            &format!(
                "::soapstone::bindings::choice! {{ {}, blank {blank}",
                self.names.fault
            ),
            &numbered,
        );
        code.close_call();
        code.lines(format!(
            "::soapstone::bindings::fault_detail! {{ {}: {elements} }}\n",
            self.names.fault
        ));
    }

    fn fault_row(&self, index: usize, element: &crate::rust::GlobalElement) -> TokenStream {
        let namespace = element.row.name.namespace.as_deref().unwrap_or_default();
        let local = element.row.name.local.as_ref();
        let number = Literal::usize_unsuffixed(index);
        let content: TokenStream =
            tables::element_content(self.context, Place::Service, element.row.content)
                .parse()
                .unwrap_or_default();
        let identity = element
            .item
            .filter(|_| !element.row.identity.is_empty())
            .map(|item| {
                let table = path(&self.context.identity_path(Place::Service, item));
                quote!(.identity(&#table))
            });
        let declarations = tables::declarations_path(self.context, Place::Service);
        let declarations = declarations.map(|declarations| {
            let declarations = path(&declarations);
            quote!(.declarations(&#declarations))
        });
        quote! {
            ::soapstone::bindings::Element::new(
                ::soapstone::bindings::Name::new(#namespace, #local),
                #number,
                ::soapstone::bindings::ElementType::#content,
            ) #identity #declarations
        }
    }

    fn client(&self, is_blocking: bool) -> TokenStream {
        let name = ident(&self.names.name);
        let client = if is_blocking {
            quote!(::soapstone::blocking::Client)
        } else {
            quote!(::soapstone::Client)
        };
        let about = documentation::attributes(
            self.interface.documentation.as_deref(),
            &format!(
                "A client of {}.",
                documentation::code(&self.interface.name.local)
            ),
        );
        let methods = self
            .interface
            .operations
            .iter()
            .zip(self.names.methods.iter().zip(&self.names.operations));
        let methods = methods.map(|(operation, (method, marker))| {
            self.method(operation, method, marker, is_blocking)
        });
        let headers = self.interface.headers.iter().zip(&self.names.headers).map(
            |(header, method)| {
                let element = self.message(header.element);
                let method = ident(method);
                let element_type = &element.element;
                let local = self.local_name(header.element);
                let about = format!(" Sends the header `{local}` with every call.");
                quote! {
                    #[doc = #about]
                    ///
                    /// # Errors
                    /// Where the header is not what the schema allows.
                    pub fn #method(
                        self,
                        header: &#element_type,
                    ) -> ::std::result::Result<Self, ::soapstone::WriteError> {
                        ::std::result::Result::Ok(Self { client: self.client.with_header(header)? })
                    }
                }
            },
        );
        quote! {
            #about
            #[derive(Clone, Debug)]
            pub struct #name { client: #client }

            impl #name {
                /// Calls the operations through a client.
                pub fn new(client: #client) -> Self {
                    Self { client }
                }

                /// The client, for calls with options of their own.
                pub fn client(&self) -> &#client {
                    &self.client
                }

                #(#headers)*
                #(#methods)*
            }
        }
    }

    fn method(
        &self,
        operation: &Operation,
        method: &str,
        marker: &str,
        is_blocking: bool,
    ) -> TokenStream {
        let documentation = documentation::attributes(
            operation.documentation.as_deref(),
            &format!(
                "Calls the operation {}.",
                documentation::code(&operation.name)
            ),
        );
        let method = ident(method);
        let marker = ident(marker);
        let input = self.message(operation.input).content;
        let output = operation
            .output
            .map_or(quote!(()), |output| self.message(output).content);
        let alias = ident(&self.names.result);
        let result = quote!(operations::#alias<#output>);
        if is_blocking {
            // So that the code of an operation is made where it is called, and not at all where nobody does. Async
            // functions are so by themselves.
            return quote! {
                #documentation
                #[inline]
                pub fn #method(&self, input: &#input) -> #result {
                    self.client.call::<operations::#marker>(input)
                }
            };
        }
        quote! {
            #documentation
            pub async fn #method(&self, input: &#input) -> #result {
                self.client.call::<operations::#marker>(input).await
            }
        }
    }

    fn server(&self) -> TokenStream {
        let name = ident(&self.names.name);
        let about = documentation::attributes(
            self.interface.documentation.as_deref(),
            &format!(
                "An implementation of {}.",
                documentation::code(&self.interface.name.local)
            ),
        );
        let answer = ident(&self.names.answer);
        let operations = self
            .interface
            .operations
            .iter()
            .zip(self.names.methods.iter().zip(&self.names.operations));
        let methods = operations.clone().map(|(operation, (method, marker))| {
            let documentation = documentation::attributes(
                operation.documentation.as_deref(),
                &format!("Answers the operation {}.", documentation::code(&operation.name)),
            );
            let method = ident(method);
            let marker = ident(marker);
            let input = self.message(operation.input).content;
            let output = operation.output.map_or(quote!(()), |output| self.message(output).content);
            quote! {
                #documentation
                fn #method(
                    &self,
                    request: ::soapstone::Request<#input>,
                ) -> impl ::std::future::Future<Output = operations::#answer<#output>> + ::std::marker::Send {
                    ::soapstone::bindings::not_implemented::<operations::#marker>(request)
                }
            }
        });
        let routes = operations.map(|(_, (method, marker))| {
            let (method, marker) = (ident(method), ident(marker));
            quote! {
                .route::<operations::#marker>(|service, request| {
                    ::std::boxed::Box::pin(service.#method(request))
                })
            }
        });
        let function = ident(&crate::naming::function_name(&self.names.name));
        let about_service = format!(
            " The service of an implementation of [`{name}`], for a server or in place of one."
        );
        quote! {
            #about
            ///
            /// An operation that is not implemented answers with a fault that says so.
            pub trait #name: ::std::marker::Send + ::std::marker::Sync + 'static {
                #(#methods)*
            }

            #[doc = #about_service]
            pub fn #function<S: #name>(implementation: S) -> ::soapstone::Service {
                ::soapstone::Service::builder(implementation)
                    #(#routes)*
                    .build()
            }
        }
    }

    /// The addresses of the ports.
    fn ports(&self, code: &mut Code) {
        for (port, name) in self.interface.ports.iter().zip(&self.names.ports) {
            let Some(address) = &port.address else {
                continue;
            };
            let name = ident(name);
            let version = match port.version {
                SoapVersion::V11 => "1.1",
                SoapVersion::V12 => "1.2",
            };
            let about = format!(
                " The address of the port {}, which takes SOAP {version}.",
                documentation::code(&port.name)
            );
            code.items(quote! {
                #[doc = #about]
                pub const #name: &str = #address;
            });
        }
    }

    fn message(&self, element: usize) -> Message {
        let Some(element) = self.context.crate_.elements.get(element) else {
            return Message {
                content: quote!(()),
                element: quote!(()),
            };
        };
        let content = Shape {
            is_boxed: false,
            ..element.shape.clone()
        };
        Message {
            content: self.context.shape(Place::Service, &content),
            element: match element.item {
                Some(item) => self.path(item),
                None => quote!(()),
            },
        }
    }

    fn path(&self, item: ItemId) -> TokenStream {
        path(&self.context.item_path(Place::Service, item))
    }

    fn local_name(&self, element: usize) -> &str {
        self.context
            .crate_
            .elements
            .get(element)
            .map(|element| element.row.name.local.as_ref())
            .unwrap_or_default()
    }

    fn fault_path(&self, prefix: &str) -> String {
        if self.interface.faults.is_empty() {
            String::from("::soapstone::bindings::NoFault")
        } else {
            format!("{prefix}{}", self.names.fault)
        }
    }
}
