//! The clients under test, all of them as [`BlockingTransport`].

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use soapstone::transport::{BlockingTransport, TransportLimits};

/// What a test changes about a client.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) limits: TransportLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(20),
            limits: TransportLimits::default(),
        }
    }
}

/// Runs `test` once for each client that is compiled in.
pub(crate) fn for_each_client(
    settings: Settings,
    test: impl Fn(&str, &Arc<dyn BlockingTransport>),
) {
    #[cfg(feature = "reqwest")]
    {
        let client: Arc<dyn BlockingTransport> = Arc::new(on_tokio::OnTokio::new(settings));
        test("reqwest", &client);
    }
    #[cfg(feature = "ureq")]
    {
        let client = soapstone::transport::Ureq::builder()
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .limits(settings.limits)
            .build();
        let client: Arc<dyn BlockingTransport> = Arc::new(client);
        test("ureq", &client);
    }
}

pub(crate) fn post(url: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Request::post(url)
        .header("content-type", "text/xml; charset=utf-8")
        .body(body.into())
        .unwrap()
}

#[cfg(feature = "reqwest")]
mod on_tokio {
    use bytes::Bytes;
    use http::{Request, Response};
    use soapstone::transport::{
        BlockingTransport, CallOptions, Reqwest, Transport, TransportError,
    };
    use tokio::runtime::Runtime;

    use super::Settings;

    pub(crate) struct OnTokio {
        transport: Reqwest,
        runtime: Runtime,
    }

    impl OnTokio {
        pub(crate) fn new(settings: Settings) -> Self {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build();
            let transport = Reqwest::builder()
                .connect_timeout(settings.connect_timeout)
                .timeout(settings.timeout)
                .limits(settings.limits)
                .build()
                .unwrap();
            OnTokio {
                transport,
                runtime: runtime.unwrap(),
            }
        }
    }

    impl BlockingTransport for OnTokio {
        fn send(
            &self,
            request: Request<Bytes>,
            options: &CallOptions,
        ) -> Result<Response<Bytes>, TransportError> {
            self.runtime.block_on(self.transport.send(request, options))
        }
    }
}
