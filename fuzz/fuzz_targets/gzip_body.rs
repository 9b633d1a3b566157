//! Bodies of HTTP are inflated within the limits.

#![no_main]

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;
use soapstone::transport::{TransportLimits, decode_body};

const LIMIT: u64 = 1 << 20;

fuzz_target!(|data: &[u8]| {
    let mut headers = HeaderMap::new();
    headers.insert("content-encoding", HeaderValue::from_static("gzip"));
    let limits = TransportLimits {
        body_bytes: LIMIT,
        ..TransportLimits::default()
    };
    if let Ok(body) = decode_body(&headers, Bytes::copy_from_slice(data), &limits) {
        assert!(body.len() as u64 <= LIMIT);
    }
});
