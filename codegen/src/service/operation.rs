//! One operation: a port type's operation as a SOAP binding puts it on the wire.

use std::sync::Arc;

use super::resolve::{Index, Reporter};
use super::{Fault, Header, Message, Operation, Part, Style, Use};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::source as code;
use crate::source::{Span, Spanned};
use crate::syntax::QName;
use crate::syntax::wsdl::{self, OperationKind, PartContent, SoapVersion};

/// What an operation needs to know of its binding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a, 'w> {
    pub(super) index: &'a Index<'w>,
    /// The target namespace of the document that holds the binding.
    pub(super) namespace: Option<&'a Arc<str>>,
    pub(super) version: SoapVersion,
    /// The style of the binding, for operations that state none.
    pub(super) style: Option<Style>,
}

/// The two directions of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
}

/// Builds an operation; `None` where it can't be used, which is reported. Without `bound`, the defaults of a binding
/// that says nothing are taken.
pub(super) fn build(
    context: Context<'_, '_>,
    operation: &wsdl::Operation,
    bound: Option<&wsdl::BindingOperation>,
    reporter: &mut Reporter<'_>,
) -> Option<Operation> {
    let (Some(input), OperationKind::OneWay | OperationKind::RequestResponse) =
        (&operation.input, operation.kind)
    else {
        unusable_kind(operation, reporter);
        return None;
    };
    let soap = bound.and_then(|bound| bound.soap.as_ref());
    let bound_input = bound.and_then(|bound| bound.input.as_ref());
    let style = soap.and_then(|soap| soap.style).or(context.style);
    let style = style.unwrap_or_else(|| likely_style(context, input, bound));
    let builder = Builder {
        context,
        operation,
        style,
    };
    let input_message = builder.message(Direction::Input, input, bound_input, reporter)?;
    let bound_output = bound.and_then(|bound| bound.output.as_ref());
    let output = match &operation.output {
        Some(output) => Some(builder.message(Direction::Output, output, bound_output, reporter)?),
        None => None,
    };
    Some(Operation {
        name: operation.name.clone(),
        input_name: input_name(operation),
        overloaded: false,
        documentation: operation.documentation.clone(),
        style,
        use_: use_of(bound_input.and_then(|input| input.body.as_ref())),
        input: input_message,
        output,
        faults: builder.faults(bound, reporter),
        span: operation.span,
    })
}

/// The name of an operation's input, or its default (WSDL 1.1 section 2.4.5).
pub(super) fn input_name(operation: &wsdl::Operation) -> Arc<str> {
    let written = operation
        .input
        .as_ref()
        .and_then(|input| input.name.clone());
    written.unwrap_or_else(|| match operation.kind {
        OperationKind::OneWay => operation.name.clone(),
        _ => Arc::from(format!("{}Request", operation.name)),
    })
}

/// The name of an operation's output, or its default.
pub(super) fn output_name(operation: &wsdl::Operation) -> Option<Arc<str>> {
    let output = operation.output.as_ref()?;
    let default = || Arc::from(format!("{}Response", operation.name));
    Some(output.name.clone().unwrap_or_else(default))
}

/// Without a binding, parts with types tell rpc style.
fn likely_style(
    context: Context<'_, '_>,
    input: &wsdl::OperationMessage,
    bound: Option<&wsdl::BindingOperation>,
) -> Style {
    let message = input.message.as_ref().filter(|_| bound.is_none());
    let message = message.and_then(|name| context.index.messages.get(&name.value));
    let typed = |part: &wsdl::Part| matches!(part.content, Some(PartContent::Type(_)));
    match message {
        Some(message) if message.parts.iter().any(typed) => Style::Rpc,
        _ => Style::Document,
    }
}

fn unusable_kind(operation: &wsdl::Operation, reporter: &mut Reporter<'_>) {
    let kind = match operation.kind {
        OperationKind::SolicitResponse => "begins with its output (solicit-response)",
        OperationKind::Notification => "has only an output (notification)",
        OperationKind::OneWay | OperationKind::RequestResponse | OperationKind::Empty => {
            "has no message"
        }
    };
    let message = format!("the operation `{}` {kind}; it is left out", operation.name);
    reporter.warning(
        &code::WSDL_OPERATION_KIND,
        operation.span,
        message,
        "expected an input first",
    );
}

fn use_of(body: Option<&wsdl::SoapBody>) -> Use {
    body.and_then(|body| body.use_.as_ref())
        .map_or(Use::Literal, |use_| use_.value)
}

struct Builder<'a, 'w> {
    context: Context<'a, 'w>,
    operation: &'a wsdl::Operation,
    style: Style,
}

impl Builder<'_, '_> {
    fn message(
        &self,
        direction: Direction,
        abstract_message: &wsdl::OperationMessage,
        bound: Option<&wsdl::BindingMessage>,
        reporter: &mut Reporter<'_>,
    ) -> Option<Message> {
        let (name, message) = self.context.index.messages.resolve(
            abstract_message.message.as_ref()?,
            || format!("the operation `{}`", self.operation.name),
            reporter,
        )?;
        let body = bound.and_then(|bound| bound.body.as_ref());
        if let Some(bound) = bound {
            self.check_binding_message(bound, reporter);
        }
        let headers = self.headers(bound, reporter);
        let parts = self.body_parts(message, &name, &headers, bound, reporter)?;
        self.check_parts(message, &parts, reporter);
        let direction_name = match direction {
            Direction::Input => input_name(self.operation),
            Direction::Output => output_name(self.operation)?,
        };
        Some(Message {
            name,
            wrapper: self.wrapper(direction, body, reporter),
            use_: use_of(body),
            direction_name,
            body: parts,
            headers,
            addressing_action: abstract_message.action.as_deref().map(Arc::from),
            documentation: message.documentation.clone(),
            span: abstract_message.span,
        })
    }

    fn check_binding_message(&self, bound: &wsdl::BindingMessage, reporter: &mut Reporter<'_>) {
        let name = &self.operation.name;
        match &bound.body {
            Some(body) if body.version != self.context.version => {
                let message = format!(
                    "the body of `{name}` is of another SOAP version than its binding, which counts"
                );
                reporter.warning(
                    &code::SOAP_VERSION,
                    body.span,
                    message,
                    "of the other version",
                );
            }
            Some(_) => {}
            None => {
                let message =
                    format!("a message of `{name}` lacks `soap:body`; a literal body is assumed");
                reporter.warning(
                    &code::SOAP_BODY,
                    bound.span,
                    message,
                    "expected `soap:body` inside",
                );
            }
        }
        for other in &bound.other {
            let message = format!(
                "a message of `{name}` is bound to `{}`, which is not supported",
                other.name.local
            );
            let help = "the SOAP body is used; parts that travel as attachments are left out";
            reporter.push(
                Diagnostic::warning(&code::SOAP_MIME, other.span, message)
                    .label("not supported")
                    .help(help),
            );
        }
    }

    /// The parts that the body has: those that `parts` lists, or else all but those that travel as headers or
    /// attachments.
    fn body_parts(
        &self,
        message: &wsdl::Message,
        name: &QName,
        headers: &[Header],
        bound: Option<&wsdl::BindingMessage>,
        reporter: &mut Reporter<'_>,
    ) -> Option<Vec<Part>> {
        let listed = bound.and_then(|bound| bound.body.as_ref()?.parts.as_ref());
        if let Some(listed) = listed {
            report_unknown_parts(message, listed, reporter);
        }
        let is_header = |part: &wsdl::Part| {
            headers
                .iter()
                .any(|header| header.message == *name && header.part.name == part.name)
        };
        let is_attached = |part: &wsdl::Part| {
            let other = bound
                .map(|bound| bound.other.as_slice())
                .unwrap_or_default();
            other.iter().any(|other| other.parts.contains(&part.name))
        };
        let in_body = |part: &&wsdl::Part| match listed {
            Some(listed) => listed.value.contains(&part.name),
            None => !is_header(part) && !is_attached(part),
        };
        let mut parts = Vec::new();
        for part in message.parts.iter().filter(in_body) {
            let Some(resolved) = resolved_part(part) else {
                let text = format!(
                    "the operation `{}` is left out: it is not known what the part `{}` of its message `{}` holds",
                    self.operation.name, part.name, message.name
                );
                reporter.push(
                    Diagnostic::warning(&code::WSDL_UNRESOLVED, self.operation.span, text)
                        .label("left out")
                        .related(part.span, "the part"),
                );
                return None;
            };
            parts.push(resolved);
        }
        Some(parts)
    }

    /// Says what is unusual about the parts of a body.
    fn check_parts(&self, message: &wsdl::Message, parts: &[Part], reporter: &mut Reporter<'_>) {
        let name = &message.name;
        if self.style == Style::Document {
            if let [_, second, ..] = parts {
                let text = format!(
                    "the body of the document-style message `{name}` has {} parts",
                    parts.len()
                );
                let diagnostic = Diagnostic::warning(&code::SOAP_DOCUMENT_PARTS, second.span, text)
                    .label("expected one part")
                    .help("list the part of the body in `parts` of `soap:body` if the others are headers");
                reporter.push(diagnostic);
            }
            for part in parts {
                if let PartContent::Type(type_) = &part.content {
                    let text = format!("the document-style part `{}` has a type", part.name);
                    reporter.warning(
                        &code::SOAP_DOCUMENT_PARTS,
                        type_.span,
                        text,
                        "expected `element`",
                    );
                }
            }
        } else {
            for part in parts {
                if let PartContent::Element(element) = &part.content {
                    let text = format!("the rpc-style part `{}` has an element", part.name);
                    reporter.warning(&code::SOAP_RPC_PARTS, element.span, text, "expected `type`");
                }
            }
        }
    }

    fn wrapper(
        &self,
        direction: Direction,
        body: Option<&wsdl::SoapBody>,
        reporter: &mut Reporter<'_>,
    ) -> Option<QName> {
        if self.style == Style::Document {
            return None;
        }
        let suffix = if direction == Direction::Output {
            "Response"
        } else {
            ""
        };
        let written = body.and_then(|body| body.namespace.as_ref());
        if let (None, Some(body)) = (written, body) {
            let namespace = self.context.namespace.map_or("none", |namespace| namespace);
            let message = format!(
                "the rpc-style body of `{}` states no namespace; that of the document is taken: `{namespace}`",
                self.operation.name
            );
            reporter.warning(
                &code::SOAP_RPC_NAMESPACE,
                body.span,
                message,
                "expected `namespace=\"…\"`",
            );
        }
        Some(QName {
            namespace: written.or(self.context.namespace).cloned(),
            local: Arc::from(format!("{}{suffix}", self.operation.name)),
        })
    }

    fn headers(
        &self,
        bound: Option<&wsdl::BindingMessage>,
        reporter: &mut Reporter<'_>,
    ) -> Vec<Header> {
        let bound = bound
            .map(|bound| bound.headers.as_slice())
            .unwrap_or_default();
        let header = |header: &wsdl::SoapHeader| {
            let (message, part) = self.header_part(header, reporter)?;
            let faults = header
                .faults
                .iter()
                .filter_map(|fault| self.header_part(fault, reporter));
            Some(Header {
                message,
                part,
                use_: header.use_.as_ref().map_or(Use::Literal, |use_| use_.value),
                namespace: header.namespace.clone(),
                faults: faults.map(|(_, part)| part).collect(),
                span: header.span,
            })
        };
        bound.iter().filter_map(header).collect()
    }

    fn header_part(
        &self,
        header: &wsdl::SoapHeader,
        reporter: &mut Reporter<'_>,
    ) -> Option<(QName, Part)> {
        let (name, message) = self.context.index.messages.resolve(
            header.message.as_ref()?,
            || format!("a header of `{}`", self.operation.name),
            reporter,
        )?;
        let wanted = header.part.as_ref()?;
        let Some(part) = message.parts.iter().find(|part| part.name == wanted.value) else {
            let text = format!(
                "the message `{}` has no part `{}`; the header is left out",
                message.name, wanted.value
            );
            reporter.push(
                Diagnostic::warning(&code::SOAP_HEADER, wanted.span, text)
                    .label(format!("expected {}", names_of_parts(message)))
                    .related(message.span, "the message"),
            );
            return None;
        };
        Some((name, resolved_part(part)?))
    }

    fn faults(
        &self,
        bound: Option<&wsdl::BindingOperation>,
        reporter: &mut Reporter<'_>,
    ) -> Vec<Fault> {
        let bound = bound
            .map(|bound| bound.faults.as_slice())
            .unwrap_or_default();
        for fault in bound {
            self.check_bound_fault(fault, reporter);
        }
        let fault = |fault: &wsdl::OperationFault| {
            let bound = bound
                .iter()
                .find(|bound| fault_name(bound) == Some(&fault.name));
            self.fault(fault, bound.and_then(|bound| bound.soap.as_ref()), reporter)
        };
        self.operation.faults.iter().filter_map(fault).collect()
    }

    fn fault(
        &self,
        fault: &wsdl::OperationFault,
        soap: Option<&wsdl::SoapFault>,
        reporter: &mut Reporter<'_>,
    ) -> Option<Fault> {
        let (name, message) = self.context.index.messages.resolve(
            fault.message.as_ref()?,
            || format!("the fault `{}` of `{}`", fault.name, self.operation.name),
            reporter,
        )?;
        let [part, rest @ ..] = message.parts.as_slice() else {
            let text = format!(
                "the message `{}` of a fault has no part; the fault is left out",
                message.name
            );
            reporter.warning(&code::SOAP_FAULT, message.span, text, "expected one part");
            return None;
        };
        if let [second, ..] = rest {
            let text = format!(
                "the message `{}` of a fault has several parts; the first one counts",
                message.name
            );
            reporter.warning(&code::SOAP_FAULT, second.span, text, "expected one part");
        }
        Some(Fault {
            name: fault.name.clone(),
            message: name,
            part: resolved_part(part)?,
            namespace: soap.and_then(|soap| soap.namespace.clone()),
            use_: soap
                .and_then(|soap| soap.use_.as_ref())
                .map_or(Use::Literal, |use_| use_.value),
            documentation: fault
                .documentation
                .clone()
                .or_else(|| message.documentation.clone()),
            span: fault.span,
        })
    }

    /// A fault of the binding must be one of the port type, and `soap:fault` must say its name.
    fn check_bound_fault(&self, bound: &wsdl::BindingFault, reporter: &mut Reporter<'_>) {
        if let Some(soap) = &bound.soap {
            match (&bound.name, &soap.name) {
                (Some(outer), None) => {
                    let text = format!("`soap:fault` has no name; `{outer}` is taken");
                    reporter.warning(
                        &code::SOAP_FAULT_NAME,
                        soap.span,
                        text,
                        "expected `name=\"…\"`",
                    );
                }
                (Some(outer), Some(inner)) if outer != inner => {
                    let text = format!(
                        "`soap:fault` is named `{inner}`, but its `wsdl:fault` `{outer}`, which counts"
                    );
                    reporter.warning(&code::SOAP_FAULT_NAME, soap.span, text, "another name");
                }
                (None, None) => reporter.warning(
                    &code::SOAP_FAULT_NAME,
                    bound.span,
                    "a fault of the binding has no name; it is ignored",
                    "expected `name=\"…\"`",
                ),
                _ => {}
            }
        }
        let Some(name) = fault_name(bound) else {
            return;
        };
        if !self
            .operation
            .faults
            .iter()
            .any(|fault| fault.name == *name)
        {
            let operation = &self.operation.name;
            let text = format!(
                "the operation `{operation}` of the port type has no fault `{name}`; it is ignored"
            );
            reporter.push(
                Diagnostic::warning(&code::SOAP_FAULT, bound.span, text)
                    .label("not declared by the port type")
                    .related(self.operation.span, "the operation"),
            );
        }
    }
}

fn fault_name(bound: &wsdl::BindingFault) -> Option<&Arc<str>> {
    bound.name.as_ref().or(bound.soap.as_ref()?.name.as_ref())
}

/// A part whose content is known; the other was reported when it was read.
fn resolved_part(part: &wsdl::Part) -> Option<Part> {
    Some(Part {
        name: part.name.clone(),
        content: part.content.clone()?,
        span: part.span,
    })
}

fn report_unknown_parts(
    message: &wsdl::Message,
    listed: &Spanned<Vec<Arc<str>>>,
    reporter: &mut Reporter<'_>,
) {
    let unknown = |name: &&Arc<str>| !message.parts.iter().any(|part| part.name == **name);
    if let Some(name) = listed.value.iter().find(unknown) {
        let text = format!(
            "the message `{}` has no part `{name}`; it is ignored",
            message.name
        );
        reporter.push(
            Diagnostic::warning(&code::SOAP_BODY_PARTS, listed.span, text)
                .label(format!("expected {}", names_of_parts(message)))
                .related(message.span, "the message"),
        );
    }
}

fn names_of_parts(message: &wsdl::Message) -> String {
    let names: Vec<_> = message
        .parts
        .iter()
        .map(|part| format!("`{}`", part.name))
        .collect();
    if names.is_empty() {
        "none, since the message has no parts".to_owned()
    } else {
        names.join(", ")
    }
}

/// Whether two operations look the same on the wire.
pub(super) fn same_on_the_wire(left: &Operation, right: &Operation) -> bool {
    let fault = |fault: &Fault| {
        (
            fault.name.clone(),
            fault.part.clone(),
            fault.use_,
            fault.namespace.clone(),
        )
    };
    left.span == right.span
        && left.style == right.style
        && left.use_ == right.use_
        && same_message(&left.input, &right.input)
        && match (&left.output, &right.output) {
            (Some(left), Some(right)) => same_message(left, right),
            (None, None) => true,
            _ => false,
        }
        && left
            .faults
            .iter()
            .map(fault)
            .eq(right.faults.iter().map(fault))
}

fn same_message(left: &Message, right: &Message) -> bool {
    let parts =
        |header: &Header| -> Vec<Span> { header.faults.iter().map(|part| part.span).collect() };
    let header = |header: &Header| {
        (
            header.part.span,
            header.use_,
            header.namespace.clone(),
            parts(header),
        )
    };
    left.name == right.name
        && left.use_ == right.use_
        && left.wrapper == right.wrapper
        && left.body == right.body
        && left
            .headers
            .iter()
            .map(header)
            .eq(right.headers.iter().map(header))
}
