//! What is special about the service, one test for each.
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::field_reassign_with_default,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use scene7_ips::api::{self, AssetType};
use scene7_ips::fake::{Clock, Fake, UserType};
use scene7_ips::{
    AuthenticationStyle, Content, Credentials, Error, Fields, Hosts, IpsBuilder, Job,
    MetadataSearch, OnError, Outcome, PagingError, Protocol, Search, SetMetadata, Upload,
    WaitOptions, WaitProblem, blocking,
};
use soapstone::transport::{
    BlockingTransport, CallOptions, Exchange, InProcess, Observed, StreamedBody, TransportError,
};
use soapstone::{AnyElement, HeaderBlock, SoapActionStyle};

const SHARED: &str = "http://www.scene7.com/IpsApi/xsd";
const VERSIONED: &str = "http://www.scene7.com/IpsApi/xsd/2014-04-03";

type Requests = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A client of a fake, and the requests that it makes.
fn observed(fake: &Fake, builder: IpsBuilder) -> (blocking::Ips, Requests) {
    let requests = Requests::default();
    let seen = Arc::clone(&requests);
    let transport = Observed::new(fake.transport(), move |exchange: Exchange<'_>| {
        if let Exchange::Request(request) = exchange {
            seen.lock().unwrap().push(request.clone());
        }
    });
    let ips = builder.connect_blocking_with(transport, fake.clock());
    (ips.unwrap(), requests)
}

fn body(requests: &Requests, index: usize) -> String {
    let requests = requests.lock().unwrap();
    String::from_utf8(requests[index].body().to_vec()).unwrap()
}

/// The same without prefixes, to look for elements in.
fn plain(requests: &Requests, index: usize) -> String {
    let text = body(requests, index);
    let text = text
        .replace("xmlns:ns1=", "xmlns=")
        .replace("xmlns:ns2=", "xmlns=");
    text.replace("ns1:", "").replace("ns2:", "")
}

/// A client of a service that always answers the same, and how often it did.
fn canned(status: u16, content_type: &str, reply: &str) -> (blocking::Company, Arc<Mutex<usize>>) {
    let count = Arc::new(Mutex::new(0));
    let calls = Arc::clone(&count);
    let (content_type, reply) = (content_type.to_owned(), reply.to_owned());
    let handler = move |_: Request<Bytes>| {
        *calls.lock().unwrap() += 1;
        Response::builder()
            .status(status)
            .header(
                "content-type",
                http::HeaderValue::from_bytes(content_type.as_bytes()).unwrap(),
            )
            .body(Bytes::from(reply.clone()))
            .unwrap()
    };
    let ips = Fake::new()
        .builder()
        .unwrap()
        .connect_blocking_with(InProcess::new(handler), Clock::manual())
        .unwrap();
    (ips.company_by_handle("c|1"), count)
}

/// An envelope around an element of the version.
fn envelope(content: &str) -> String {
    format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns=\"{VERSIONED}\">\
         <e:Body>{content}</e:Body></e:Envelope>"
    )
}

fn demo() -> (Fake, blocking::Company) {
    let fake = Fake::demo();
    let builder = fake.builder().unwrap();
    let ips = builder.connect_blocking_with(fake.transport(), fake.clock());
    (fake, ips.unwrap().company("Acme").unwrap())
}

fn credentials() -> Credentials {
    Credentials::password("me@example.com", "open sesame")
}

#[test]
fn q1_the_namespace_of_the_header_is_not_that_of_the_body() {
    for (style, namespace) in [
        (AuthenticationStyle::SharedHeader, SHARED),
        (AuthenticationStyle::VersionedHeader, VERSIONED),
    ] {
        let fake = Fake::demo();
        let credentials = credentials().sent_as(style);
        let builder = scene7_ips::Ips::builder(fake.hosts().unwrap(), credentials);
        let (ips, requests) = observed(&fake, builder);
        let company = ips.company("Acme").unwrap();
        let envelope: AnyElement = body(&requests, 0).parse().unwrap();
        let parts: Vec<_> = envelope.elements().collect();
        assert!(
            parts[0].child(namespace, "authHeader").is_some(),
            "{style:?}"
        );
        assert!(parts[1].child(VERSIONED, "getCompanyInfoParam").is_some());

        // The servlet takes either.
        let upload = Upload::to("Acme/x/").file("a.jpg", Content::bytes("1"));
        company.upload(upload).unwrap();
        let form = plain(&requests, 1);
        assert!(
            form.contains(&format!("authHeader xmlns=\"{namespace}\"")),
            "{form}"
        );
    }
}

#[test]
fn q2_the_action_is_in_quotes_or_not() {
    for (style, expected) in [
        (SoapActionStyle::Quoted, "\"getCompanyInfo\""),
        (SoapActionStyle::Bare, "getCompanyInfo"),
    ] {
        let fake = Fake::demo();
        let (ips, requests) = observed(&fake, fake.builder().unwrap().soap_action(style));
        ips.company("Acme").unwrap();
        let requests = requests.lock().unwrap();
        assert_eq!(requests[0].headers()["soapaction"], expected);
    }
}

#[test]
fn q3_basic_credentials_go_with_the_first_request_and_their_lack_is_a_fault() {
    let fake = Fake::demo();
    let basic = credentials().sent_as(AuthenticationStyle::HttpBasic);
    let builder = scene7_ips::Ips::builder(fake.hosts().unwrap(), basic);
    let (ips, requests) = observed(&fake, builder);
    ips.company("Acme").unwrap();
    assert!(
        requests.lock().unwrap()[0]
            .headers()
            .contains_key("authorization")
    );
    assert!(!body(&requests, 0).contains("open sesame"));

    let nobody = Credentials::access_token("").sent_as(AuthenticationStyle::SharedHeader);
    let wrong = scene7_ips::Ips::builder(fake.hosts().unwrap(), nobody);
    let (ips, _) = observed(&fake, wrong);
    let error = ips.company("Acme").unwrap_err();
    assert!(error.is_authentication(), "{error}");

    // The header blocks from before version 3.8 are still taken, and none at all is code 10000 with the status 500.
    let bare = |headers: &[(&str, &str)]| {
        let endpoint = fake.hosts().unwrap().soap().clone();
        let mut client = soapstone::blocking::Client::builder(endpoint, fake.transport());
        for (name, text) in headers {
            let block = AnyElement::new("http://www.scene7.com/IpsApi", (*name).to_owned());
            client = client.header(HeaderBlock::raw(&block.with_text(*text)).unwrap());
        }
        let mut param = api::GetCompanyInfoParam::default();
        param.company_name = Some("Acme".to_owned());
        api::blocking::IpsApi::new(client.build()).get_company_info(&param)
    };
    assert!(
        bare(&[
            ("AuthUser", "me@example.com"),
            ("AuthPassword", "open sesame")
        ])
        .is_ok()
    );
    let error = bare(&[]).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    let detail = error.fault().and_then(|fault| fault.detail.clone());
    assert!(matches!(
        detail,
        Some(api::operations::IpsApiFault::Authentication(fault)) if fault.code == 10000
    ));
}

#[test]
fn q4_a_fault_is_one_whatever_its_status() {
    for status in [200, 500] {
        let fake = Fake::demo();
        let (ips, _) = observed(&fake, fake.builder().unwrap().fault_status(status));
        let error = ips.company("Amce").unwrap_err();
        assert_eq!(error.code(), Some(20000));
        assert_eq!(error.fault().unwrap().status, Some(status));
    }
}

#[test]
fn q5_the_servlet_answers_with_a_bare_fault_and_the_status_200() {
    let (fake, _) = demo();
    let wrong = Credentials::password("me@example.com", "wrong");
    let builder = scene7_ips::Ips::builder(fake.hosts().unwrap(), wrong);
    let (ips, _) = observed(&fake, builder);
    let upload = Upload::to("Acme/x/").file("a.jpg", Content::bytes("1"));
    let error = ips.company_by_handle("c|1").upload(upload).unwrap_err();
    assert_eq!(error.code(), Some(10001));
    assert_eq!(error.fault().unwrap().status, Some(200));
    assert_eq!(
        error.to_string(),
        "uploading `Acme/x/a.jpg`: Invalid username/password (authenticationFault 10001); \
         sent 1 of 1 bytes, 0 files arrived"
    );
}

#[test]
fn q6_the_endpoint_without_envelopes_takes_the_same_operations() {
    let fake = Fake::demo();
    let (ips, requests) = observed(&fake, fake.builder().unwrap().protocol(Protocol::Bare));
    let company = ips.company("Acme").unwrap();
    assert_eq!(company.count(Search::new()).unwrap(), 30);
    let error = company.rename_asset("a|0", "x", true).unwrap_err();
    assert_eq!(error.code(), Some(30001));

    let root: AnyElement = body(&requests, 0).parse().unwrap();
    assert!(root.name.is(VERSIONED, "Request"));
    assert!(root.child(VERSIONED, "authHeader").is_some());
    assert!(root.child(VERSIONED, "getCompanyInfoParam").is_some());
    let uri = requests.lock().unwrap()[0].uri().path().to_owned();
    assert_eq!(uri, "/scene7/api/IpsApiService");
}

#[test]
fn q7_handles_of_all_shapes_go_as_they_came() {
    let handles = [
        "47",
        "c|6",
        "a|743|1|538",
        "m|6|IMAGE|x",
        "u|14269|a@b",
        "f|Co/dir/",
        "j|2101||name|54091",
    ];
    let fake = Fake::demo();
    let (ips, requests) = observed(&fake, fake.builder().unwrap());
    let company = ips.company("Acme").unwrap();
    assert_eq!(company.assets(handles).unwrap(), []);
    let sent: AnyElement = body(&requests, 1).parse().unwrap();
    let param = sent.elements().nth(1).unwrap().elements().next().unwrap();
    let sent: Vec<String> = param
        .child(VERSIONED, "assetHandleArray")
        .unwrap()
        .elements()
        .map(|item| item.text().into_owned())
        .collect();
    assert_eq!(sent, handles);
}

#[test]
fn q8_a_job_has_another_handle_in_the_list_and_is_found_by_its_name() {
    let (_fake, company) = demo();
    let job = company.submit(Job::publish_full().name("mine")).unwrap();
    let active = job.active().unwrap().unwrap();
    assert_ne!(active.job_handle.as_deref(), job.handle());
    assert_ne!(active.name.as_deref(), Some(job.original_name()));
    assert_eq!(active.original_name.as_deref(), Some(job.original_name()));

    let other = company.submit(Job::publish_full().name("mine")).unwrap();
    assert_ne!(other.original_name(), job.original_name());
    assert!(
        company
            .job(job.original_name())
            .wait(&WaitOptions::new())
            .unwrap()
            .is_success()
    );
}

#[test]
fn q9_between_the_list_and_the_log_a_job_is_nowhere() {
    let (fake, company) = demo();
    fake.set_job_times(Duration::from_secs(5), Duration::from_secs(25));
    let report = company
        .submit(Job::publish_full())
        .unwrap()
        .wait(&WaitOptions::new())
        .unwrap();
    assert_eq!(report.outcome, Outcome::Succeeded);

    let hasty = WaitOptions::new().grace(Duration::from_secs(5));
    let error = company
        .submit(Job::publish_full())
        .unwrap()
        .wait(&hasty)
        .unwrap_err();
    let Error::Wait(error) = error else {
        panic!("{error}")
    };
    assert!(matches!(error.problem, WaitProblem::Lost), "{error}");

    // What the log says is in the language of the user, and doesn't count.
    let fetch = || Job::upload_urls([("https://a.example/missing.tif", "Acme/x.tif")]);
    let german = company
        .submit(fetch().locale("de"))
        .unwrap()
        .wait(&WaitOptions::new())
        .unwrap();
    let english = company
        .submit(fetch().locale("en"))
        .unwrap()
        .wait(&WaitOptions::new())
        .unwrap();
    assert_eq!(
        (german.outcome, english.outcome),
        (Outcome::Failed, Outcome::Failed)
    );
    assert_ne!(
        german.details[1].log_message,
        english.details[1].log_message
    );

    let short = WaitOptions::new().deadline(Duration::from_secs(2));
    let error = company
        .submit(Job::publish_full())
        .unwrap()
        .wait(&short)
        .unwrap_err();
    let Error::Wait(error) = error else {
        panic!("{error}")
    };
    assert!(matches!(error.problem, WaitProblem::Deadline), "{error}");
}

#[test]
fn q10_states_that_nobody_knew_of_are_read() {
    let (company, _) = canned(
        200,
        "text/xml",
        &envelope(
            "<getActiveJobsReturn><jobArray><items><companyHandle>c|1</companyHandle>\
             <jobHandle>j</jobHandle><name>n</name><originalName>n</originalName>\
             <type>Frobnication</type><state>Levitating</state></items></jobArray>\
             </getActiveJobsReturn>",
        ),
    );
    let jobs = company.active_jobs().unwrap();
    assert_eq!(
        jobs[0].state,
        Some(api::ActiveJobState::Other("Levitating".to_owned()))
    );
    assert_eq!(
        jobs[0].r#type,
        Some(api::JobType::Other("Frobnication".to_owned()))
    );
}

#[test]
fn q11_pages_start_at_one_hold_a_thousand_and_end_by_the_total() {
    let fake = Fake::demo();
    for number in 0..2500 {
        fake.add_asset("Acme", &format!("Acme/many/m-{number}"));
    }
    let (ips, requests) = observed(&fake, fake.builder().unwrap());
    let company = ips.company("Acme").unwrap();
    let many = || Search::new().folder("Acme/many");
    let sizes = |search: Search| -> Vec<usize> {
        company
            .pages(search)
            .map(|page| page.unwrap().assets.len())
            .collect()
    };
    assert_eq!(sizes(many().page_size(5000)), [1000, 1000, 500]);
    assert!(plain(&requests, 1).contains("<resultsPage>1</resultsPage>"));
    assert_eq!(sizes(many().fields(["name"]).unwrap()), [2500]);

    fake.ignore_page_numbers(true);
    let mut pages = company.pages(many());
    pages.next().unwrap().unwrap();
    let (page, found, total) = (2, 1000, 2500);
    let error = pages.next().unwrap().unwrap_err();
    assert!(
        matches!(&error, Error::Paging(error) if *error == PagingError::Repeated { page, found, total }),
        "{error}"
    );
    assert!(pages.next().is_none());

    // Searches by metadata give summaries without the values of fields.
    let handle = fake.add_asset("Acme", "Acme/one/tagged");
    let change = SetMetadata::of([handle]).text("Season", "spring");
    company
        .set_metadata([change])
        .unwrap()
        .into_result()
        .unwrap();
    let mut spring = api::MetadataCondition::new("Season", api::ComparisonOperator::Equals);
    spring.value = Some("spring".to_owned());
    let page = company
        .metadata_pages(MetadataSearch::all([spring]))
        .next()
        .unwrap()
        .unwrap();
    let summary = &page.assets[0];
    assert_eq!(summary.metadata_array.as_ref().unwrap()[0].value, None);
    let assets = company.assets(summary.asset_handle.clone()).unwrap();
    let field = &assets[0].metadata_array.as_ref().unwrap()[0];
    assert_eq!(field.value.as_deref(), Some("spring"));

    // Logs of jobs have no pages: a time is what narrows them down.
    company
        .submit(Job::publish_full())
        .unwrap()
        .wait(&WaitOptions::new())
        .unwrap();
    fake.clock().advance(Duration::from_secs(3600));
    assert_eq!(company.job_logs(None, None, Some(5)).unwrap().len(), 1);
    assert_eq!(
        company
            .job_logs(Some(fake.clock().date()), None, None)
            .unwrap(),
        []
    );
}

#[test]
fn q12_fields_that_were_not_asked_for_are_absent_and_no_error() {
    let (_fake, company) = demo();
    let assets = company
        .search_all(Search::new().fields(["name"]).unwrap())
        .unwrap();
    assert!(assets.iter().all(|asset| {
        asset.name.is_some()
            && asset.asset_handle.is_some()
            && asset.r#type.is_none()
            && asset.image_info.is_none()
            && asset.created.is_none()
    }));
    let assets = company
        .search_all(Search::new().without_fields(["imageInfo"]).unwrap())
        .unwrap();
    assert!(
        assets
            .iter()
            .all(|asset| asset.r#type.is_some() && asset.image_info.is_none())
    );
    let handle = assets[0].asset_handle.clone();
    let fields = Fields::only::<api::operations::GetAssets>(["assetArray/items/name"]).unwrap();
    let assets = company.assets_with(handle, Some(fields)).unwrap();
    assert_eq!(
        (assets[0].name.is_some(), assets[0].asset_handle.is_none()),
        (true, true)
    );
    assert_eq!(
        Search::new().fields(["nmae"]).unwrap_err().to_string(),
        "the reply `searchAssetsReturn` has no field `assetArray/items/nmae`: found `nmae` in `Asset`, \
         expected one like `name`"
    );
    assert_eq!(
        Search::new()
            .fields(["name/first"])
            .unwrap_err()
            .to_string(),
        "the reply `searchAssetsReturn` has no field `assetArray/items/name/first`: found `first` in `name`, \
         expected nothing below it"
    );
}

#[test]
fn q13_a_batch_that_failed_is_not_a_success() {
    let (_fake, company) = demo();
    let good = company
        .assets_by_name(["hat-01"])
        .unwrap()
        .remove(0)
        .asset_handle
        .unwrap();
    let outcome = company.delete_assets([&*good, "a|0"]).unwrap();
    assert_eq!(
        (outcome.successes, outcome.errors, outcome.is_complete()),
        (1, 1, false)
    );
    let failure = outcome.into_result().unwrap_err();
    assert_eq!(
        failure.to_string(),
        "1 of 2 items failed: a|0: There is no asset with this handle (30001)"
    );
    // A service that counts wrong is not believed.
    let (company, _) = canned(
        200,
        "text/xml",
        &envelope(
            "<deleteAssetsReturn><successCount>1</successCount><warningCount>0</warningCount>\
             <errorCount>0</errorCount><errorDetailArray><items><assetHandle>a</assetHandle>\
             <code>30000</code><reason>no</reason></items></errorDetailArray></deleteAssetsReturn>",
        ),
    );
    assert!(company.delete_assets(["a"]).unwrap().into_result().is_err());
}

#[test]
fn q14_invalidations_are_in_chunks_without_repetition_and_never_made_again() {
    let fake = Fake::demo();
    let company = {
        let (ips, _) = observed(&fake, fake.builder().unwrap());
        ips.company("Acme").unwrap()
    };
    let url = |number: usize| format!("https://cdn.example.com/is/image/Acme/{}", number % 2001);
    let invalidation = company.invalidate_cdn((0..3000).map(url)).unwrap();
    assert_eq!((invalidation.urls, invalidation.replies.len()), (2001, 3));
    assert_eq!(fake.invalidated().len(), 2001);

    // One that is no URL keeps all of them from being sent, one of another company makes the service refuse.
    assert!(matches!(
        company.invalidate_cdn(["https://a.example/Acme/1", "no url"]),
        Err(Error::Url { .. })
    ));
    assert_eq!(fake.calls("cdnCacheInvalidation"), 3);
    let error = company
        .invalidate_cdn(["https://a.example/Other/1"])
        .unwrap_err();
    assert_eq!(error.code(), Some(30001));

    let (company, count) = canned(503, "text/html", "<html/>");
    company
        .invalidate_cdn(["https://a.example/Acme/1"])
        .unwrap_err();
    assert_eq!(*count.lock().unwrap(), 1);
    // What only reads is asked for again.
    company.count(Search::new()).unwrap_err();
    assert_eq!(*count.lock().unwrap(), 4);
}

#[test]
fn q15_the_servlet_is_elsewhere_and_wants_its_parts_in_order() {
    let fake = Fake::demo();
    let hosts = Hosts::at("http://localhost/api", "http://localhost/ssl").unwrap();
    let (ips, requests) = observed(&fake, scene7_ips::Ips::builder(hosts, credentials()));
    let upload = (1..=5).fold(
        Upload::to("Acme/x/").batches(2, 1 << 20),
        |upload, number| upload.file(format!("{number}.jpg"), Content::bytes("12345")),
    );
    let job = ips.company_by_handle("c|1").upload(upload).unwrap();
    assert_eq!(requests.lock().unwrap()[0].uri().path(), "/ssl/UploadFile");
    let bodies: Vec<String> = (0..3).map(|index| plain(&requests, index)).collect();
    let positions = [
        "name=\"auth\"",
        "name=\"uploadParams\"",
        "name=\"file1\"",
        "name=\"file2\"",
    ]
    .map(|part| bodies[0].find(part).unwrap());
    assert!(positions.is_sorted());
    assert!(bodies[0].contains("<jobName>") && bodies[0].contains("<uploadParams>"));
    for later in &bodies[1..] {
        assert!(later.contains(&format!("<jobHandle>{}</jobHandle>", job.handle().unwrap())));
        assert!(!later.contains("<jobName>"));
    }
    let ends: Vec<bool> = bodies
        .iter()
        .map(|body| body.contains("<endJob>true</endJob>"))
        .collect();
    assert_eq!(ends, [false, false, true]);
    assert!(
        bodies
            .iter()
            .all(|body| body.contains("<uploadPostParam") && body.matches("--\r\n").count() == 1)
    );
    let report = job.wait(&WaitOptions::new()).unwrap();
    assert_eq!(report.log.file_success_count, Some(5));

    // The reply that the documentation shows.
    let (company, _) = canned(
        200,
        "text/xml\u{feff};charset=utf-8",
        &format!(
            "'1.0' encoding='UTF-8'?><uploadPostReturn xmlns=\"{VERSIONED}\"><jobHandle>j|1</jobHandle></uploadPostReturn>"
        ),
    );
    let upload = Upload::to("Acme/x/").file("a.jpg", Content::bytes("1"));
    assert_eq!(company.upload(upload).unwrap().handle(), Some("j|1"));
}

/// Takes the length of a body and sends nothing.
struct LengthOnly(Arc<Mutex<u64>>);

impl BlockingTransport for LengthOnly {
    fn send(&self, _: Request<Bytes>, _: &CallOptions) -> Result<Response<Bytes>, TransportError> {
        Ok(Response::new(Bytes::new()))
    }

    fn send_streamed(
        &self,
        request: Request<StreamedBody>,
        _: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        *self.0.lock().unwrap() = request.body().length();
        Ok(Response::new(Bytes::from(format!(
            "<uploadPostReturn xmlns=\"{VERSIONED}\"><jobHandle>j</jobHandle></uploadPostReturn>"
        ))))
    }
}

#[test]
fn q16_a_file_of_fifteen_gigabytes_has_an_exact_length() {
    let path = std::env::temp_dir().join(format!("scene7-ips-{}.bin", std::process::id()));
    let size = 15 << 30;
    std::fs::File::create(&path).unwrap().set_len(size).unwrap();
    let length = Arc::new(Mutex::new(0));
    let builder = Fake::new().builder().unwrap();
    let ips = builder
        .connect_blocking_with(LengthOnly(Arc::clone(&length)), Clock::manual())
        .unwrap();
    let upload = Upload::to("Acme/x/").file("big.tif", Content::path(&path));
    ips.company_by_handle("c|1").upload(upload).unwrap();
    std::fs::remove_file(&path).unwrap();
    let around = *length.lock().unwrap() - size;
    assert!((500..5000).contains(&around), "{around}");
}

/// One request by hand, for what clients hide.
fn exchange(fake: &Fake, headers: &str, body: &str) -> String {
    use std::io::{Read, Write};
    let server = fake.serve().unwrap();
    let host = server.url().replace("http://", "").replace('/', "");
    let mut stream = std::net::TcpStream::connect(&host).unwrap();
    write!(
        stream,
        "POST /scene7/services/IpsApiService HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: text/xml\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    String::from_utf8_lossy(&reply).into_owned()
}

#[test]
fn q17_replies_are_compressed_only_if_asked_for() {
    let fake = Fake::demo();
    for (headers, flag, expected) in [
        ("", None, false),
        ("Accept-Encoding: gzip\r\n", None, true),
        ("Accept-Encoding: gzip\r\n", Some(false), false),
        ("", Some(true), true),
    ] {
        let mut builder = fake.builder().unwrap();
        if let Some(flag) = flag {
            builder = builder.gzip(flag);
        }
        let (ips, requests) = observed(&fake, builder);
        ips.company("Acme").unwrap();
        let reply = exchange(&fake, headers, &body(&requests, 0));
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
        assert_eq!(
            reply.contains("content-encoding: gzip"),
            expected,
            "{headers} {flag:?}"
        );
    }
}

#[test]
fn q18_the_locale_goes_in_both_headers() {
    let fake = Fake::demo();
    let (ips, requests) = observed(&fake, fake.builder().unwrap().locale("de-CH"));
    let company = ips.company("Acme").unwrap();
    assert!(plain(&requests, 0).contains("<locale>de-CH</locale>"));
    assert_eq!(
        requests.lock().unwrap()[0].headers()["accept-language"],
        "de-CH"
    );
    let report = company
        .submit(Job::publish_full())
        .unwrap()
        .wait(&WaitOptions::new())
        .unwrap();
    assert_eq!(report.details[0].log_message.as_deref(), Some("Begonnen"));
}

#[test]
fn q19_an_empty_element_is_an_empty_list_and_not_an_absent_one() {
    let handles = ["a"];
    let reply = |content| envelope(&format!("<getAssetsReturn>{content}</getAssetsReturn>"));
    for content in ["", "<assetArray/>"] {
        let (company, _) = canned(200, "text/xml", &reply(content));
        assert_eq!(company.assets(handles).unwrap(), []);
    }
    let asset = "<assetArray><items><assetHandle>a</assetHandle><projects/></items></assetArray>";
    let (company, _) = canned(200, "text/xml", &reply(asset));
    let asset = company.assets(handles).unwrap().remove(0);
    assert_eq!((asset.projects.as_deref(), asset.name), (Some(""), None));
    let (company, _) = canned(200, "text/xml", &envelope("<renameAssetReturn/>"));
    company.rename_asset("a", "b", true).unwrap();
}

#[test]
fn q20_dates_have_fractions_and_offsets_and_broken_ones_are_an_error_with_a_place() {
    let reply = |date: &str| {
        envelope(&format!(
            "<getAssetsReturn><assetArray><items><created>{date}</created></items></assetArray></getAssetsReturn>"
        ))
    };
    let (company, _) = canned(200, "text/xml", &reply("2011-03-30T14:32:08.858-05:00"));
    let asset = company.assets(["a"]).unwrap().remove(0);
    assert_eq!(
        asset.created.unwrap().to_string(),
        "2011-03-30T14:32:08.858-05:00"
    );
    let (company, _) = canned(200, "text/xml", &reply("20080726T08:36:19.19305:00"));
    let error = company.assets(["a"]).unwrap_err().to_string();
    assert!(error.contains("assetArray/items[1]/created at"), "{error}");
}

#[test]
fn q21_secrets_are_in_every_body_and_in_no_text() {
    let echo = |request: Request<Bytes>| {
        Response::builder()
            .status(502)
            .body(request.into_body())
            .unwrap()
    };
    let secret = "CANARY-5EcR3t";
    for reply in ["envelope", "page"] {
        let handler = move |request: Request<Bytes>| match reply {
            "envelope" => echo(request),
            _ => Response::new(Bytes::from(format!(
                "<html>{}</html>",
                String::from_utf8_lossy(request.body())
            ))),
        };
        let hosts = Fake::new().hosts().unwrap();
        let ips = scene7_ips::Ips::builder(hosts, Credentials::password("me@example.com", secret))
            .connect_blocking_with(InProcess::new(handler), Clock::manual())
            .unwrap();
        let error = ips.company("Acme").unwrap_err();
        let shown = format!(
            "{ips:?} {error} {error:?} {:?}",
            Credentials::access_token(secret)
        );
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn q22_names_are_those_of_the_service_and_not_of_the_documentation() {
    let fake = Fake::demo();
    let (ips, requests) = observed(&fake, fake.builder().unwrap());
    let company = ips.company("Acme").unwrap();
    let search = Search::new().param(|param| param.exclude_byproduct_array = Some(Vec::new()));
    company.count(search).unwrap();
    assert!(plain(&requests, 1).contains("<excludeByproductArray"));
    let summaries = ["assetSummaryArray/items/name"];
    assert!(Fields::only::<api::operations::SearchAssetsByMetadata>(summaries).is_ok());
    let documented = ["assetArray/items/name"];
    assert!(Fields::only::<api::operations::SearchAssetsByMetadata>(documented).is_err());
}

#[test]
fn q23_the_address_in_the_wsdl_is_only_a_default() {
    let server = Fake::demo();
    let server = (server.serve().unwrap(), server);
    let hosts = server.0.hosts().unwrap();
    let ips = scene7_ips::Ips::builder(hosts, credentials())
        .connect_blocking()
        .unwrap();
    assert_eq!(ips.company("Acme").unwrap().root_path(), Some("Acme/"));
    assert!(Hosts::at("http://debug.example.com/scene7", "https://a.example").is_err());
}

#[test]
fn q24_a_submit_has_exactly_one_job() {
    let fake = Fake::demo();
    let (ips, requests) = observed(&fake, fake.builder().unwrap());
    let company = ips.company("Acme").unwrap();
    let none = || api::EmailSetting::None;
    let jobs = [
        Job::publish_full(),
        Job::publish_incremental(),
        Job::publish_renderings(),
        Job::publish_videos(),
        Job::publish_directories(),
        Job::publish_metadata(true),
        Job::upload_directory(api::UploadDirectoryJob::new(
            "d",
            true,
            true,
            true,
            false,
            false,
            none(),
        )),
        Job::upload_urls([("https://a.example/a.tif", "Acme/a.tif")])
            .then_publish(api::PublishType::Full),
        Job::optimize_images(),
        Job::rip_pdfs(api::RipPdfsJob::new(vec![], false, none())),
        Job::reprocess(api::ReprocessAssetsJob::new(vec![], false, none())),
        Job::video_sitemap(true),
        Job::export(["a|1"]),
        Job::generate_sets(api::AutomatedSetGenerationJob::new(
            vec![],
            true,
            api::AutoSetCreationOptions::default(),
            none(),
        )),
    ];
    for (index, job) in jobs.into_iter().enumerate() {
        let shown = format!("{job:?}");
        company
            .submit(job)
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
        let sent: AnyElement = body(&requests, index + 1).parse().unwrap();
        let param = sent.elements().nth(1).unwrap().elements().next().unwrap();
        let jobs = param
            .elements()
            .filter(|child| child.name.local.ends_with("Job"));
        assert_eq!(jobs.count(), 1, "{shown}");
    }
    // The service refuses two.
    let mut two = api::SubmitJobParam::new(company.handle(), "two");
    two.video_publish_job = Some(Box::new(api::VideoPublishJob::new(none())));
    two.metadata_publish_job = Some(Box::default());
    assert!(ips.raw().submit_job(&two).is_err());
}

#[test]
fn q25_an_asset_costs_little_for_what_it_is_not() {
    // 40 kinds of details, of which an asset has one.
    let size = size_of::<api::Asset>();
    assert!(size < 1100, "{size} bytes");
    let asset = api::Asset {
        r#type: Some(AssetType::Image),
        ..api::Asset::default()
    };
    assert!(asset.video_info.is_none());
}

#[test]
fn users_may_do_what_their_type_allows() {
    for (user_type, may_delete, may_invalidate) in [
        (UserType::IpsCompanyAdmin, true, true),
        (UserType::IpsUser, true, false),
        (UserType::ImagePortalUser, false, false),
    ] {
        let fake = Fake::new();
        fake.add_company("Acme");
        fake.add_user("me@example.com", "open sesame", user_type);
        let (ips, _) = observed(&fake, fake.builder().unwrap());
        let company = ips.company("Acme").unwrap();
        let outcome = |result: Result<(), Error>| match result {
            Ok(()) => true,
            Err(error) => {
                assert!(
                    error.is_authorization() && error.code() == Some(20003),
                    "{error}"
                );
                false
            }
        };
        assert_eq!(outcome(company.delete_assets(["a"]).map(drop)), may_delete);
        let url = ["https://a.example/Acme/1"];
        assert_eq!(
            outcome(company.invalidate_cdn(url).map(drop)),
            may_invalidate
        );
    }
}

#[test]
fn a_user_of_one_company_may_not_use_another() {
    let fake = Fake::new();
    fake.add_company("Acme");
    let other = fake.add_company("Other");
    fake.add_user_of(
        "me@example.com",
        "open sesame",
        UserType::IpsUser,
        &["Acme"],
    );
    let (ips, _) = observed(&fake, fake.builder().unwrap());
    assert_eq!(
        ips.company("Acme").unwrap().count(Search::new()).unwrap(),
        0
    );
    let error = ips
        .company_by_handle(other)
        .count(Search::new())
        .unwrap_err();
    assert_eq!(error.code(), Some(20006));
    assert_eq!(ips.company("Other").unwrap_err().code(), Some(20006));
}

#[test]
fn folders_are_renamed_and_moved_with_what_is_in_them() {
    let (_fake, company) = demo();
    let ips = {
        let fake = &_fake;
        fake.builder()
            .unwrap()
            .connect_blocking_with(fake.transport(), fake.clock())
            .unwrap()
    };
    let rename = api::RenameFolderParam::new(company.handle(), "f|Acme/shoes/", "footwear");
    ips.call::<api::operations::RenameFolder>(&rename).unwrap();
    assert_eq!(
        company
            .count(Search::new().folder("Acme/footwear/boots"))
            .unwrap(),
        8
    );
    let to_hats =
        api::MoveFolderParam::new(company.handle(), "f|Acme/footwear/boots/", "f|Acme/hats/");
    ips.call::<api::operations::MoveFolder>(&to_hats).unwrap();
    assert_eq!(
        company
            .count(Search::new().folder("Acme/hats/boots"))
            .unwrap(),
        8
    );
    assert_eq!(
        company
            .count(Search::new().folder("Acme/footwear"))
            .unwrap(),
        4
    );
    let fields = api::GetMetadataFieldsParam::new(company.handle(), AssetType::Image);
    let fields = ips
        .call::<api::operations::GetMetadataFields>(&fields)
        .unwrap();
    assert_eq!(fields.field_array.unwrap().len(), 2);
}

#[test]
fn an_operation_that_the_fake_lacks_is_answered_with_a_typed_fault() {
    let fake = Fake::demo();
    let (ips, _) = observed(&fake, fake.builder().unwrap());
    let param = api::GetDiskUsageParam::default();
    let error = ips
        .call::<api::operations::GetDiskUsage>(&param)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "getDiskUsage: The fake has no getDiskUsage (ipsApiFault 30000)"
    );
}

#[test]
fn an_upload_that_broke_says_how_far_it_was_and_goes_on() {
    let fake = Fake::demo();
    let server = fake.serve().unwrap();
    let ips = scene7_ips::Ips::builder(server.hosts().unwrap(), credentials())
        .connect_blocking_with(soapstone::transport::Ureq::new(), fake.clock())
        .unwrap();
    let company = ips.company("Acme").unwrap();
    let upload = || {
        Upload::to("Acme/x/")
            .batches(1, 1 << 30)
            .file("a.jpg", Content::bytes(vec![1_u8; 1000]))
            .file("b.jpg", Content::bytes(vec![2_u8; 8 << 20]))
            .file("c.jpg", Content::bytes(vec![3_u8; 1000]))
    };

    fake.cut_upload_after(1 << 20);
    let error = company
        .upload(upload().on_error(OnError::KeepOpen))
        .unwrap_err();
    let Error::Upload(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.file.as_deref(), Some("Acme/x/b.jpg"));
    assert!(
        !error.job_ended && error.sent > 1 << 20 && error.sent <= error.total,
        "{error}"
    );
    assert_eq!(error.resumption.files_arrived, 1);
    let job = company.upload(upload().resume(error.resumption)).unwrap();
    let report = job.wait(&WaitOptions::new()).unwrap();
    assert_eq!(report.log.file_success_count, Some(3));
    let received: Vec<String> = fake.received().into_iter().map(|(name, _)| name).collect();
    assert_eq!(received, ["Acme/x/a.jpg", "Acme/x/b.jpg", "Acme/x/c.jpg"]);

    // The same where nobody knows whether there is a job.
    fake.cut_upload_after(1);
    let error = company.upload(upload()).unwrap_err();
    let Error::Upload(error) = error else {
        panic!("{error}")
    };
    assert_eq!(
        (
            error.resumption.job_handle.as_deref(),
            error.resumption.files_arrived
        ),
        (None, 0)
    );
    let job = company.upload(upload().resume(error.resumption)).unwrap();
    assert_eq!(
        job.wait(&WaitOptions::new())
            .unwrap()
            .log
            .file_success_count,
        Some(3)
    );

    // Otherwise the job is ended, so that what arrived is processed.
    fake.cut_upload_after(1 << 20);
    let error = company.upload(upload()).unwrap_err();
    let Error::Upload(error) = error else {
        panic!("{error}")
    };
    assert!(error.job_ended, "{error}");
    let job = company.job(error.resumption.original_name);
    assert_eq!(
        job.wait(&WaitOptions::new())
            .unwrap()
            .log
            .file_success_count,
        Some(1)
    );
}

#[tokio::test]
async fn an_asynchronous_upload_that_broke_says_how_far_it_was() {
    let fake = Fake::demo();
    let server = fake.serve().unwrap();
    let ips = scene7_ips::Ips::builder(server.hosts().unwrap(), credentials())
        .connect_with(soapstone::transport::Reqwest::new().unwrap(), fake.clock())
        .unwrap();
    let company = ips.company("Acme").await.unwrap();
    let seen = Arc::new(Mutex::new(0));
    let sent = Arc::clone(&seen);
    let upload = Upload::to("Acme/x/")
        .file("b.jpg", Content::bytes(vec![2_u8; 32 << 20]))
        .on_progress(move |progress| *sent.lock().unwrap() = progress.sent);
    fake.cut_upload_after(4 << 20);
    let error = company.upload(upload).await.unwrap_err();
    let Error::Upload(error) = error else {
        panic!("{error}")
    };
    assert!(error.sent >= 4 << 20 && error.sent < error.total, "{error}");
    assert_eq!(*seen.lock().unwrap(), error.sent);
}

#[test]
fn an_upload_without_files_is_never_sent() {
    let (fake, company) = demo();
    let error = company.upload(Upload::to("Acme/x/")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("uploading files: there are none"),
        "{error}"
    );
    assert_eq!(fake.calls("UploadFile"), 0);
}

#[tokio::test]
async fn a_search_is_a_stream_that_ends_after_an_error() {
    use futures_core::Stream;
    use std::pin::Pin;

    let fake = Fake::demo();
    let builder = fake.builder().unwrap();
    let ips = builder
        .connect_with(fake.transport(), fake.clock())
        .unwrap();
    let company = ips.company("Acme").await.unwrap();
    let mut stream = company.search(Search::new().page_size(7)).into_stream();
    let mut names = std::collections::BTreeSet::new();
    while let Some(asset) =
        std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await
    {
        names.insert(asset.unwrap().name);
    }
    assert_eq!(names.len(), 30);

    fake.ignore_page_numbers(true);
    let mut stream = company.search(Search::new().page_size(7)).into_stream();
    let mut results = Vec::new();
    while let Some(asset) =
        std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await
    {
        results.push(asset.is_ok());
    }
    assert_eq!(results.len(), 8);
    assert_eq!(results.last(), Some(&false));
}
