//! What a client tells `tracing`: a span for each call, and events for what came of it. Neither bodies nor headers nor
//! the path of the service stand in them.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, Uri};

use crate::transport::TransportError;

/// The span of one call. Without the feature `tracing` it is nothing.
pub(super) struct CallSpan {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

type Outcome = Result<Response<Bytes>, TransportError>;

#[cfg(feature = "tracing")]
impl CallSpan {
    /// `operation` is its name, or the action of a call without types.
    pub(super) fn new(operation: &str, uri: &Uri) -> Self {
        let host = uri.host().unwrap_or_default();
        CallSpan {
            span: tracing::info_span!("soap_call", operation, host),
        }
    }

    /// Runs what sends a request within the span.
    pub(super) fn within<T>(&self, send: impl FnOnce() -> T) -> T {
        self.span.in_scope(send)
    }

    /// A future that runs within the span.
    pub(super) fn follow<F: Future + Send>(
        &self,
        send: F,
    ) -> impl Future<Output = F::Output> + Send {
        use tracing::Instrument as _;
        send.instrument(self.span.clone())
    }

    /// The call is made again after a while.
    pub(super) fn repeated(&self, outcome: &Outcome, wait: Duration) {
        self.within(|| match outcome {
            Ok(response) => {
                let status = response.status().as_u16();
                tracing::info!(status, ?wait, "no answer, the call is made again");
            }
            Err(error) => tracing::info!(%error, ?wait, "no answer, the call is made again"),
        });
    }

    /// The call has its outcome.
    pub(super) fn ended(&self, outcome: &Outcome) {
        self.within(|| match outcome {
            Ok(response) => {
                let status = response.status().as_u16();
                tracing::debug!(status, bytes = response.body().len(), "answered");
            }
            Err(error) => tracing::warn!(%error, "no answer"),
        });
    }
}

#[cfg(not(feature = "tracing"))]
impl CallSpan {
    pub(super) fn new(_: &str, _: &Uri) -> Self {
        CallSpan {}
    }

    pub(super) fn within<T>(&self, send: impl FnOnce() -> T) -> T {
        send()
    }

    pub(super) fn follow<F: Future + Send>(
        &self,
        send: F,
    ) -> impl Future<Output = F::Output> + Send {
        send
    }

    pub(super) fn repeated(&self, _: &Outcome, _: Duration) {}

    pub(super) fn ended(&self, _: &Outcome) {}
}

#[cfg(test)]
#[cfg(feature = "tracing")]
mod tests {
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use http::Request;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use crate::blocking;
    use crate::soap::{CallOptions, Retry};
    use crate::transport::{Endpoint, InProcess};
    use crate::xml::AnyElement;

    /// Keeps the fields of spans and events as lines.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<String>>>);

    struct Fields(String);

    impl Visit for Fields {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            if field.name() != "wait" {
                self.0.push_str(&format!(" {}={value:?}", field.name()));
            }
        }
    }

    impl Subscriber for Lines {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            let mut fields = Fields(String::from(span.metadata().name()));
            span.record(&mut fields);
            self.0.lock().unwrap().push(fields.0);
            Id::from_u64(1)
        }

        fn event(&self, event: &Event<'_>) {
            let mut fields = Fields(event.metadata().level().to_string());
            event.record(&mut fields);
            self.0.lock().unwrap().push(fields.0);
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn a_call_is_a_span_with_its_attempts_and_without_what_it_says() {
        let answers = Mutex::new(vec![200_u16, 503]);
        let service = InProcess::new(move |_: Request<bytes::Bytes>| {
            let status = answers.lock().unwrap().pop().unwrap();
            http::Response::builder()
                .status(status)
                .body(bytes::Bytes::from_static(b"S3CR3T-CANARY"))
                .unwrap()
        });
        let endpoint = Endpoint::new("https://example.com/path?key=S3CR3T-CANARY").unwrap();
        let client = blocking::Client::builder(endpoint, service)
            .retry(Retry::safe().delays(super::Duration::ZERO, super::Duration::ZERO))
            .build();
        let lines = Lines::default();
        let body = AnyElement::new("urn:a", "a").with_text("S3CR3T-CANARY");
        let options = CallOptions::new().idempotent(true);
        let outcome = tracing::subscriber::with_default(lines.clone(), || {
            client.call_raw("urn:find", &body, &options)
        });
        assert!(outcome.is_err());
        assert_eq!(
            *lines.0.lock().unwrap(),
            [
                "soap_call operation=\"urn:find\" host=\"example.com\"",
                "INFO message=no answer, the call is made again status=503",
                "DEBUG message=answered status=200 bytes=13",
            ]
        );
    }
}
