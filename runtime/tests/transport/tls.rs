//! Both clients against certificates that the system trusts, and that it doesn't.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use soapstone::transport::{CallOptions, TransportErrorKind};

use crate::clients::{Settings, for_each_client, post};
use crate::message::read_message;

/// A server with a new certificate for `localhost`, which nobody trusts yet.
struct TlsServer {
    address: SocketAddr,
    certificate: String,
}

impl TlsServer {
    fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream.unwrap());
                thread::spawn(move || {
                    if read_message(&mut stream).ends_with("<a/>") {
                        let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n<b/>";
                        stream.write_all(reply).unwrap();
                    }
                });
            }
        });
        TlsServer {
            address,
            certificate: made.cert.pem(),
        }
    }

    fn url(&self, host: &str) -> String {
        format!("https://{host}:{}/service", self.address.port())
    }
}

/// Expects a TLS error with `cause` in its text, before anything was sent.
fn assert_refused(url: &str, cause: &str) {
    for_each_client(Settings::default(), |name, client| {
        let error = client
            .send(post(url, "<a/>"), &CallOptions::new())
            .unwrap_err();
        assert_eq!(error.kind(), &TransportErrorKind::Tls, "{name}: {error}");
        assert!(!error.request_sent(), "{name}");
        assert!(error.to_string().contains(cause), "{name}: {error}");
    });
}

#[test]
fn a_certificate_that_nobody_trusts_is_refused() {
    let server = TlsServer::start();
    assert_refused(
        &server.url("localhost"),
        "invalid peer certificate: UnknownIssuer",
    );
}

// Elsewhere the roots of the system aren't a file that a test could name.
#[cfg(target_os = "linux")]
mod trusted {
    use std::env;
    use std::fs;
    use std::process::Command;

    use super::*;

    const PORT: &str = "SOAPSTONE_TEST_TLS_PORT";

    #[test]
    fn a_certificate_that_the_system_trusts_is_accepted() {
        let server = TlsServer::start();
        let directory = env!("CARGO_TARGET_TMPDIR");
        let roots = format!("{directory}/roots-{}.pem", std::process::id());
        fs::write(&roots, &server.certificate).unwrap();

        // The roots are chosen by the environment, which is that of a process.
        let output = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "tls::trusted::in_a_process_that_trusts_the_server",
                "--ignored",
            ])
            .env("SSL_CERT_FILE", &roots)
            .env_remove("SSL_CERT_DIR")
            .env(PORT, server.address.port().to_string())
            .output()
            .unwrap();
        fs::remove_file(&roots).unwrap();

        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{printed}");
        assert!(printed.contains("1 passed"), "{printed}");
    }

    #[test]
    #[ignore = "runs in a process that the test above starts"]
    fn in_a_process_that_trusts_the_server() {
        let Ok(port) = env::var(PORT) else {
            println!("skipped: {PORT} is not set");
            return;
        };
        for_each_client(Settings::default(), |name, client| {
            let url = format!("https://localhost:{port}/service");
            let response = client
                .send(post(&url, "<a/>"), &CallOptions::new())
                .unwrap();
            assert_eq!(response.body(), "<b/>", "{name}");
        });
        // Trusted, but for another name.
        assert_refused(
            &format!("https://127.0.0.1:{port}/service"),
            "not valid for name",
        );
    }
}
