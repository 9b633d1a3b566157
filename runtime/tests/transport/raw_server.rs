//! A TCP server that sends exactly the bytes that a test wants, right or wrong.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::message::read_message;

/// Runs the same script for every connection, and keeps what it read.
pub(crate) struct RawServer {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    /// Reads a request, sends `response`, closes.
    pub(crate) fn answering(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        RawServer::scripted(move |connection| {
            connection.read_request();
            connection.write(&response);
        })
    }

    /// Runs `script`, closes.
    pub(crate) fn scripted(script: impl Fn(&mut Connection) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let script = Arc::new(script);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut connection = Connection {
                    stream: stream.unwrap(),
                    requests: Arc::clone(&kept),
                };
                let script = Arc::clone(&script);
                thread::spawn(move || {
                    script(&mut connection);
                    connection.close();
                });
            }
        });
        RawServer { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/service", self.address)
    }

    pub(crate) fn https_url(&self) -> String {
        format!("https://{}/service", self.address)
    }

    /// The requests that were read, each with its body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Connection {
    /// Reads one request to the end of its body.
    pub(crate) fn read_request(&mut self) {
        let request = read_message(&mut self.stream);
        self.requests.lock().unwrap().push(request);
    }

    /// Reads the first bytes of a request.
    pub(crate) fn read_start(&mut self) {
        self.stream.read_exact(&mut [0; 16]).unwrap();
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        // The client may have given up already, which is what some tests are about.
        let _ = self.stream.write_all(bytes);
    }

    pub(crate) fn wait(&mut self, time: Duration) {
        thread::sleep(time);
    }

    fn close(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        // Closing with unread input would reset the connection and take the response with it.
        let _ = self.stream.set_read_timeout(Some(Duration::from_secs(2)));
        let _ = self.stream.read_to_end(&mut Vec::new());
    }
}
