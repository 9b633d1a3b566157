//! What generated code says about the operations of a service.

use std::fmt::Debug;

use super::{Blank, Choice, Element, Place, Value, View};

/// An operation of a port type: the types of its messages and how they travel.
///
/// Generated code has a type without values for each operation, which [`operation!`](super::operation) connects with
/// its messages.
pub trait Operation: 'static {
    /// The content of the input message.
    type Input: Value + Blank + Send + Sync + 'static;
    /// The content of the output message; `()` for a one-way operation.
    type Output: Value + Blank + Send + 'static;
    /// The details of the declared faults.
    type Fault: FaultDetail;
    /// What is the same for every call.
    const META: &'static OperationMetadata;
}

/// What a WSDL says about one operation of a binding.
#[derive(Debug)]
pub struct OperationMetadata {
    /// The name of the operation.
    pub name: &'static str,
    /// The `soapAction` of the binding (WSDL 1.1 section 3.4); may be empty.
    pub soap_action: &'static str,
    /// What the request holds.
    pub input: Body,
    /// What the reply holds; `None` for a one-way operation.
    pub output: Option<Body>,
    /// Whether a second request does no harm after one that may have been carried out.
    pub idempotent: bool,
}

/// What stands in the body of an envelope.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Body {
    /// One element: the part of a document/literal message.
    Element(&'static Element),
    /// The wrapper of an rpc/literal message, with the parts inside.
    Rpc(&'static Element),
    /// The wrapper of an rpc/encoded message, with the parts inside.
    Encoded(&'static Element),
    /// The content of the body is that of this element, whose name counts for nothing: document style with several
    /// parts, or with one that has a type.
    Content(&'static Element),
    /// Nothing: a message without parts.
    Empty,
}

impl Body {
    /// The element, if there is one.
    pub fn element(self) -> Option<&'static Element> {
        match self {
            Body::Element(element)
            | Body::Rpc(element)
            | Body::Encoded(element)
            | Body::Content(element) => Some(element),
            Body::Empty => None,
        }
    }
}

/// An enum of the declared fault details of an operation or of a whole port type, one variant for each.
///
/// [`choice!`](super::choice) and [`fault_detail!`](super::fault_detail) implement it.
pub trait FaultDetail: Value + Choice + Debug + Send + Sync + 'static {
    /// The elements of the details; the field of each is the number of its variant.
    const ELEMENTS: &'static [Element];

    /// A value to read a detail into; `None` where none is declared.
    fn blank_detail() -> Option<Self>
    where
        Self: Sized;
}

/// The details of an operation that declares no fault. There is no value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFault {}

impl FaultDetail for NoFault {
    const ELEMENTS: &'static [Element] = &[];

    fn blank_detail() -> Option<Self> {
        None
    }
}

impl Choice for NoFault {
    fn select(&mut self, _: u16) -> &mut dyn Value {
        match *self {}
    }

    fn selected(&self) -> (u16, &dyn Value) {
        match *self {}
    }

    fn selected_mut(&mut self) -> &mut dyn Value {
        match *self {}
    }
}

impl Value for NoFault {
    fn place(&mut self) -> Place<'_> {
        match *self {}
    }

    fn view(&self) -> View<'_> {
        match *self {}
    }
}

/// Gives an enum that [`choice!`](super::choice) implements the elements of its variants:
/// `fault_detail!(IpsApiFault: IPS_API_FAULT_ELEMENTS)`. The elements are a slice, or a static array of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __fault_detail {
    ($type:ident : $elements:expr) => {
        impl $crate::bindings::FaultDetail for $type {
            const ELEMENTS: &'static [$crate::bindings::Element] = &$elements;

            fn blank_detail() -> ::std::option::Option<Self> {
                ::std::option::Option::Some($crate::bindings::Blank::blank())
            }
        }
    };
}

/// Connects an operation with its messages:
///
/// ```text
/// operation!(ExecuteJob {
///     name: "executeJob",
///     soap_action: "executeJob",
///     input: ExecuteJobParam,
///     output: ExecuteJobReturn,
///     fault: IpsApiFault,
///     idempotent: false,
/// });
/// ```
///
/// Where the Rust type of the content is not that of the global element, it is `input: Content as Element`. A body that
/// is not one element of document style says what it is: `input: Parts => rpc`. Without `output` the operation is
/// one-way.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($type:ident {
        name: $name:literal,
        soap_action: $action:literal,
        input: $input:ty $(as $input_element:ty)? $(=> $input_kind:ident)?,
        output: $output:ty $(as $output_element:ty)? $(=> $output_kind:ident)?,
        fault: $fault:ty,
        idempotent: $idempotent:literal $(,)?
    }) => {
        impl $crate::bindings::Operation for $type {
            type Input = $input;
            type Output = $output;
            type Fault = $fault;
            const META: &'static $crate::bindings::OperationMetadata = &$crate::bindings::OperationMetadata {
                name: $name,
                soap_action: $action,
                input: $crate::__operation!(@body $input $(as $input_element)? $(=> $input_kind)?),
                output: ::std::option::Option::Some($crate::__operation!(@body $output $(as $output_element)? $(=> $output_kind)?)),
                idempotent: $idempotent,
            };
        }
    };
    ($type:ident {
        name: $name:literal,
        soap_action: $action:literal,
        input: $input:ty $(as $input_element:ty)? $(=> $input_kind:ident)?,
        fault: $fault:ty,
        idempotent: $idempotent:literal $(,)?
    }) => {
        impl $crate::bindings::Operation for $type {
            type Input = $input;
            type Output = ();
            type Fault = $fault;
            const META: &'static $crate::bindings::OperationMetadata = &$crate::bindings::OperationMetadata {
                name: $name,
                soap_action: $action,
                input: $crate::__operation!(@body $input $(as $input_element)? $(=> $input_kind)?),
                output: ::std::option::Option::None,
                idempotent: $idempotent,
            };
        }
    };
    (@body $content:ty => empty) => {
        $crate::bindings::Body::Empty
    };
    (@body $content:ty as $element:ty $(=> $kind:ident)?) => {
        $crate::__operation!(@body $element $(=> $kind)?)
    };
    (@body $element:ty => rpc) => {
        $crate::bindings::Body::Rpc(<$element as $crate::GlobalElement>::DECLARATION)
    };
    (@body $element:ty => encoded) => {
        $crate::bindings::Body::Encoded(<$element as $crate::GlobalElement>::DECLARATION)
    };
    (@body $element:ty => content) => {
        $crate::bindings::Body::Content(<$element as $crate::GlobalElement>::DECLARATION)
    };
    (@body $element:ty) => {
        $crate::bindings::Body::Element(<$element as $crate::GlobalElement>::DECLARATION)
    };
}

pub use {__fault_detail as fault_detail, __operation as operation};
