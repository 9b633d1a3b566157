//! Requests to a service: whatever comes, the answer is HTTP, and its body is XML.

#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use http::Request;
use libfuzzer_sys::fuzz_target;
use scene7_ips_api::v2014_04_03::server::{IpsApi, ips_api};
use soapstone::transport::{BlockingTransport, CallOptions, InProcess};
use soapstone::{AnyElement, Limits, Service};

struct Unimplemented;

impl IpsApi for Unimplemented {}

static SERVICE: LazyLock<InProcess<Service>> =
    LazyLock::new(|| InProcess::new(ips_api(Unimplemented)));

fuzz_target!(|data: &[u8]| {
    let request = Request::post("http://localhost/").body(Bytes::copy_from_slice(data));
    let request = request.expect("a request");
    let response = BlockingTransport::send(&*SERVICE, request, &CallOptions::default());
    let body = response.expect("an answer").into_body();
    let text = std::str::from_utf8(&body).expect("text");
    AnyElement::from_xml(text, &Limits::trusted()).expect("an answer in XML");
});
