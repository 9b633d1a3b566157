//! Responses to a client: in strict reading nothing is taken that lenient reading refuses. The first byte chooses the
//! framing.

#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use http::{Response, Uri};
use libfuzzer_sys::fuzz_target;
use scene7_ips_api::v2014_04_03::SearchAssetsParam;
use scene7_ips_api::v2014_04_03::operations::SearchAssets;
use soapstone::soap::{Call, Settings};
use soapstone::{Framing, Mode};

static CALLS: LazyLock<Vec<[Call<SearchAssets>; 2]>> = LazyLock::new(|| {
    let call = |framing, mode| {
        let mut settings = Settings::default();
        settings.framing = framing;
        settings.read.mode = mode;
        let input = SearchAssetsParam::new("c|1", true);
        Call::new(&input, &Uri::from_static("https://ips.example/"), &settings).expect("a request")
    };
    [Framing::Soap11, Framing::Soap12, Framing::Bare]
        .into_iter()
        .map(|framing| [call(framing, Mode::Strict), call(framing, Mode::Lenient)])
        .collect()
});

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else {
        return;
    };
    let Some([strict, lenient]) = CALLS.get(usize::from(*first) % CALLS.len()) else {
        return;
    };
    let response = Response::new(Bytes::copy_from_slice(body));
    if strict.response(&response).is_ok() {
        assert!(lenient.response(&response).is_ok());
    }
});
