//! All operations of the IPS API, without their types: what a test does to every one of them.

use std::any::Any;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Response, Uri};
use soapstone::bindings::{Operation, OperationMetadata};
use soapstone::soap::{Call, Settings};
use soapstone::{
    Error, Failure, GlobalElement, ReadError, ReadOptions, Request, Service, WriteError, blocking,
    from_str_with, to_string,
};

use crate::sample::Sampler;

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// A version of the API.
#[derive(Debug)]
pub struct Version {
    /// Its name, such as `2014-04-03`.
    pub name: &'static str,
    /// Its operations, in the order of the WSDL.
    pub operations: Vec<Box<dyn AnyOperation>>,
    /// Its service, with answers given beforehand.
    pub service: fn(Script) -> Service,
}

impl Version {
    /// The namespace of its messages.
    pub fn namespace(&self) -> String {
        format!("http://www.scene7.com/IpsApi/xsd/{}", self.name)
    }

    /// The operation of a name.
    pub fn operation(&self, name: &str) -> Option<&dyn AnyOperation> {
        self.operations
            .iter()
            .map(|operation| &**operation)
            .find(|operation| operation.metadata().name == name)
    }
}

/// The versions that there are bindings of, the default one first.
pub fn versions() -> [Version; 2] {
    [
        Version {
            name: "2014-04-03",
            operations: v2014_04_03::operations(),
            service: v2014_04_03::service,
        },
        Version {
            name: "2013-02-15",
            operations: v2013_02_15::operations(),
            service: v2013_02_15::service,
        },
    ]
}

/// A value of a global element, without its type.
pub trait Document: Any + Debug + Send {
    /// Writes the document.
    fn write(&self) -> Result<String, WriteError>;

    /// Whether another one is of the same type and has the same value.
    fn is_same(&self, other: &dyn Document) -> bool;
}

impl<T: GlobalElement + PartialEq + Any + Debug + Send> Document for T {
    fn write(&self) -> Result<String, WriteError> {
        to_string(self)
    }

    fn is_same(&self, other: &dyn Document) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }
}

/// Why a response has no output.
#[derive(Debug)]
pub struct NoOutput {
    /// The whole error.
    pub text: String,
    /// The declared detail of a fault.
    pub detail: Option<String>,
}

/// An operation, without the types of its messages.
pub trait AnyOperation: Debug + Send + Sync {
    /// Its name, its elements and so on.
    fn metadata(&self) -> &'static OperationMetadata;

    /// Reads a document of the input's element.
    fn read_input(&self, text: &str, options: &ReadOptions)
    -> Result<Box<dyn Document>, ReadError>;

    /// Reads a document of the output's element.
    fn read_output(
        &self,
        text: &str,
        options: &ReadOptions,
    ) -> Result<Box<dyn Document>, ReadError>;

    /// What a client makes of a response.
    fn decode(
        &self,
        response: &Response<Bytes>,
        settings: &Settings,
    ) -> Result<Box<dyn Document>, NoOutput>;

    /// Calls the operation by its method of the generated client. Input and output are made up.
    ///
    /// # Panics
    /// Where the service gets another input, or the client another output.
    fn round_trip(&self, client: &blocking::Client, script: &Script, sampler: &mut Sampler);

    /// Calls the operation once for each declared fault, with which the service answers. Returns how many there are.
    ///
    /// # Panics
    /// Where the client gets another fault.
    fn fault_round_trips(
        &self,
        client: &blocking::Client,
        script: &Script,
        sampler: &mut Sampler,
    ) -> usize;
}

/// A generated operation and its method of the generated client.
struct Typed<O: Operation> {
    #[allow(clippy::type_complexity, reason = "the type of the generated methods")]
    call: fn(&blocking::Client, &O::Input) -> Result<O::Output, Error<O::Fault>>,
}

impl<O: Operation> Debug for Typed<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(O::META.name)
    }
}

impl<O: Operation> AnyOperation for Typed<O>
where
    O::Input: GlobalElement + PartialEq + Debug,
    O::Output: GlobalElement + PartialEq + Debug + Clone,
    O::Fault: PartialEq + Clone,
{
    fn metadata(&self) -> &'static OperationMetadata {
        O::META
    }

    fn read_input(
        &self,
        text: &str,
        options: &ReadOptions,
    ) -> Result<Box<dyn Document>, ReadError> {
        let (value, _) = from_str_with::<O::Input>(text, options)?;
        Ok(Box::new(value))
    }

    fn read_output(
        &self,
        text: &str,
        options: &ReadOptions,
    ) -> Result<Box<dyn Document>, ReadError> {
        let (value, _) = from_str_with::<O::Output>(text, options)?;
        Ok(Box::new(value))
    }

    fn decode(
        &self,
        response: &Response<Bytes>,
        settings: &Settings,
    ) -> Result<Box<dyn Document>, NoOutput> {
        let input = Sampler::new(0).input::<O>();
        let call = Call::<O>::new(&input, &Uri::from_static("https://example.com/"), settings);
        let reply = call.and_then(|call| call.response(response));
        match reply {
            Ok(reply) => Ok(Box::new(reply.output)),
            Err(error) => Err(NoOutput {
                text: error.to_string(),
                detail: error
                    .fault()
                    .and_then(|fault| fault.detail.as_ref())
                    .map(|detail| format!("{detail:?}")),
            }),
        }
    }

    fn round_trip(&self, client: &blocking::Client, script: &Script, sampler: &mut Sampler) {
        let name = O::META.name;
        let input = sampler.input::<O>();
        let output = sampler.output::<O>();
        script.answer::<O>(Ok(output.clone()));
        let returned = (self.call)(client, &input)
            .unwrap_or_else(|error| panic!("{name}: {error}\n{input:#?}\n{output:#?}"));
        let received = script
            .received()
            .unwrap_or_else(|| panic!("{name}: the service got nothing"));
        assert!(
            input.is_same(&*received),
            "{name}: sent {input:#?}\nreceived {received:#?}"
        );
        assert_eq!(returned, output, "{name}: the output");
    }

    fn fault_round_trips(
        &self,
        client: &blocking::Client,
        script: &Script,
        sampler: &mut Sampler,
    ) -> usize {
        let name = O::META.name;
        let details = sampler.faults::<O::Fault>();
        for detail in &details {
            script.answer::<O>(Err(Failure::from(detail.clone())));
            let input = sampler.input::<O>();
            let error = (self.call)(client, &input)
                .err()
                .unwrap_or_else(|| panic!("{name}: expected {detail:?}"));
            let fault = error
                .fault()
                .unwrap_or_else(|| panic!("{name}: expected a fault, found {error}"));
            assert_eq!(fault.detail.as_ref(), Some(detail), "{name}: the detail");
        }
        details.len()
    }
}

/// A service whose answers are given beforehand, and which keeps what it gets.
#[derive(Clone, Debug, Default)]
pub struct Script(Arc<Mutex<Scene>>);

#[derive(Debug, Default)]
struct Scene {
    received: Option<Box<dyn Document>>,
    answer: Option<Box<dyn Any + Send>>,
}

impl Script {
    /// Sets what the next call of an operation is answered with.
    pub fn answer<O: Operation>(&self, answer: Result<O::Output, Failure<O::Fault>>) {
        self.0.lock().unwrap().answer = Some(Box::new(answer));
    }

    /// The input of the last call, taken out.
    pub fn received(&self) -> Option<Box<dyn Document>> {
        self.0.lock().unwrap().received.take()
    }

    fn play<O: Operation>(&self, request: Request<O::Input>) -> Result<O::Output, Failure<O::Fault>>
    where
        O::Input: Document,
    {
        let mut scene = self.0.lock().unwrap();
        scene.received = Some(Box::new(request.input));
        let answer = scene
            .answer
            .take()
            .and_then(|answer| answer.downcast().ok());
        answer.map_or_else(
            || Err(Failure::receiver("no answer was given")),
            |answer| *answer,
        )
    }
}

/// The operations and the service of one module of the bindings.
macro_rules! version {
    ($version:ident $($operation:ident $method:ident,)*) => {
        mod $version {
            use scene7_ips_api::$version::{blocking, operations, server};
            use soapstone::bindings::Operation;
            use soapstone::{Failure, Request, Service};

            use super::{AnyOperation, Script, Typed};

            pub(super) fn operations() -> Vec<Box<dyn AnyOperation>> {
                vec![$(Box::new(Typed::<operations::$operation> {
                    call: |client, input| blocking::IpsApi::new(client.clone()).$method(input),
                })),*]
            }

            pub(super) fn service(script: Script) -> Service {
                server::ips_api(script)
            }

            impl server::IpsApi for Script {
                $(
                    async fn $method(
                        &self,
                        request: Request<<operations::$operation as Operation>::Input>,
                    ) -> Result<
                        <operations::$operation as Operation>::Output,
                        Failure<<operations::$operation as Operation>::Fault>,
                    > {
                        self.play::<operations::$operation>(request)
                    }
                )*
            }
        }
    };
}

operations_of_v2014_04_03!(version);
operations_of_v2013_02_15!(version);
