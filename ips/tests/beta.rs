//! The version 2022-11-01-beta by the endpoint without envelopes, which is where programs were seen to use beta versions.
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::field_reassign_with_default,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may"
)]
#![cfg(feature = "v2022-11-01-beta")]

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use scene7_ips::v2022_11_01_beta::{Ips, Protocol, api};
use scene7_ips::{Credentials, Hosts, ThreadTimer};
use soapstone::AnyElement;
use soapstone::transport::InProcess;

const NAMESPACE: &str = "http://www.scene7.com/IpsApi/xsd/2022-11-01-beta";

#[test]
fn crops_are_updated_without_an_envelope_and_in_the_namespace_of_the_beta() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let requests = Arc::clone(&seen);
    let handler = move |request: Request<Bytes>| {
        requests.lock().unwrap().push(request);
        Response::new(Bytes::from(format!(
            "<updateSmartCropsReturn xmlns=\"{NAMESPACE}\"><successCount>1</successCount>\
             <warningCount>0</warningCount><errorCount>1</errorCount><errorDetailArray><items>\
             <subAssetHandle>s|2</subAssetHandle><code>30001</code><reason>no such crop</reason>\
             </items></errorDetailArray></updateSmartCropsReturn>"
        )))
    };
    let hosts = Hosts::at("http://localhost/scene7", "http://localhost/scene7").unwrap();
    let ips = Ips::builder(
        hosts,
        Credentials::password("me@example.com", "open sesame"),
    )
    .protocol(Protocol::Bare)
    .connect_blocking_with(InProcess::new(handler), ThreadTimer::default())
    .unwrap();
    let update = |crop: &str| {
        let mut update = api::SmartCropUpdate::new("a|1", crop);
        update.crop_rect = Some(Box::new(api::NormalizedCropRect::new(0.1, 0.2, 0.5, 0.5)));
        update
    };
    let outcome = ips
        .company_by_handle("c|1")
        .update_smart_crops(vec![update("s|1"), update("s|2")])
        .unwrap();
    assert_eq!(
        outcome.into_result().unwrap_err().to_string(),
        "1 of 2 items failed: s|2: no such crop (30001)"
    );

    let requests = seen.lock().unwrap();
    assert_eq!(requests[0].uri().path(), "/scene7/api/IpsApiService");
    let root: AnyElement = std::str::from_utf8(requests[0].body())
        .unwrap()
        .parse()
        .unwrap();
    assert!(root.name.is(NAMESPACE, "Request"));
    assert!(root.child(NAMESPACE, "authHeader").is_some());
    assert!(root.child(NAMESPACE, "updateSmartCropsParam").is_some());
}

#[test]
fn crops_come_and_go_over_http() {
    use scene7_ips::v2022_11_01_beta::fake::Fake;

    for protocol in [Protocol::Soap11, Protocol::Bare] {
        let fake = Fake::demo();
        let server = fake.serve().unwrap();
        let credentials = Credentials::password("me@example.com", "open sesame");
        let ips = Ips::builder(server.hosts().unwrap(), credentials)
            .protocol(protocol)
            .connect_blocking_with(soapstone::transport::Ureq::new(), fake.clock())
            .unwrap();
        let company = ips.company("Acme").unwrap();
        let asset = company.assets_by_name(["boot-01"]).unwrap().remove(0);
        let asset = asset.asset_handle.unwrap();

        let rectangle = api::NormalizedCropRect::new(0.1, 0.1, 0.5, 0.5);
        let crop = api::SmartCropAdd::new(400.0, 300.0, "banner", rectangle);
        let added = company.add_smart_crops(&asset, vec![crop]).unwrap();
        added.outcome.into_result().unwrap();
        let handle = added.crops[0].sub_asset_handle.clone().unwrap();
        assert_eq!(company.sub_assets(&asset).unwrap(), added.crops);

        let update = |crop: &str| api::SmartCropUpdate::new(&*asset, crop);
        let outcome = company
            .update_smart_crops(vec![update(&handle), update("s|0")])
            .unwrap();
        assert_eq!((outcome.successes, outcome.errors), (1, 1));

        let part = api::SubAssetReference::new(&*asset, &*handle);
        company
            .delete_sub_assets(vec![part])
            .unwrap()
            .into_result()
            .unwrap();
        assert_eq!(company.sub_assets(&asset).unwrap(), []);
    }
}
