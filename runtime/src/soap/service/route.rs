//! From an operation to the function that implements it, with the types taken away and given back.

use std::sync::Arc;

use bytes::Bytes;
use http::Response;
use http::request::Parts;

use super::answer::Answer;
use super::request::{Failure, ReplyHeaders, Request};
use crate::bindings::{Blank, Operation, OperationMetadata};
use crate::soap::message::Message;
use crate::transport::BoxFuture;
use crate::value::Value;

/// The function that implements an operation of the service `S`.
pub type HandlerFunction<S, O> =
    for<'a> fn(
        &'a S,
        Request<<O as Operation>::Input>,
    )
        -> BoxFuture<'a, Result<<O as Operation>::Output, Failure<<O as Operation>::Fault>>>;

/// An operation and the function that implements it.
pub(super) trait Route: Send + Sync {
    fn metadata(&self) -> &'static OperationMetadata;

    /// Starts a call, whose input is blank.
    fn start(&self) -> Box<dyn Started<'_> + '_>;
}

/// A call that waits for its input.
pub(super) trait Started<'a>: Send {
    /// The input, to be filled.
    fn input(&mut self) -> &mut dyn Value;

    /// Calls the implementation.
    fn run(
        self: Box<Self>,
        message: Message,
        http: Parts,
        answer: Answer,
    ) -> BoxFuture<'a, Response<Bytes>>;
}

pub(super) struct TypedRoute<S, O: Operation> {
    pub(super) implementation: Arc<S>,
    pub(super) handler: HandlerFunction<S, O>,
}

struct TypedCall<'a, S, O: Operation> {
    route: &'a TypedRoute<S, O>,
    input: O::Input,
}

impl<S: Send + Sync + 'static, O: Operation> Route for TypedRoute<S, O> {
    fn metadata(&self) -> &'static OperationMetadata {
        O::META
    }

    fn start(&self) -> Box<dyn Started<'_> + '_> {
        Box::new(TypedCall {
            route: self,
            input: O::Input::blank(),
        })
    }
}

impl<'a, S: Send + Sync + 'static, O: Operation> Started<'a> for TypedCall<'a, S, O> {
    fn input(&mut self) -> &mut dyn Value {
        &mut self.input
    }

    fn run(
        self: Box<Self>,
        message: Message,
        http: Parts,
        answer: Answer,
    ) -> BoxFuture<'a, Response<Bytes>> {
        let TypedCall { route, input } = *self;
        let reply = ReplyHeaders::default();
        let request = Request {
            input,
            headers: message.headers,
            attachments: message.attachments,
            http,
            reply: reply.clone(),
        };
        Box::pin(async move {
            let outcome = (route.handler)(&route.implementation, request).await;
            let headers = reply.blocks();
            match outcome {
                Ok(output) => answer.output(O::META, &output, &headers),
                Err(failure) => answer.failure(failure, &headers),
            }
        })
    }
}
