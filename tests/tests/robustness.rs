//! Broken, hostile and oversized messages: each is refused with an error of its own, on little stack and in little
//! memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::fmt::Write as _;
use std::thread;

use bytes::Bytes;
use http::{Request, Response};
use scene7_ips_api::v2014_04_03::operations::{GetFolderTree, SearchAssets};
use scene7_ips_api::v2014_04_03::{
    Folder, GetAssetsReturn, GetFolderTreeReturn, GetFoldersParam, SearchAssetsParam,
    SearchAssetsReturn,
};
use soapstone::bindings::Operation;
use soapstone::soap::{Call, Settings};
use soapstone::transport::{BlockingTransport, CallOptions, InProcess};
use soapstone::{
    Framing, GlobalElement, Limits, Mode, ReadOptions, from_slice_with, from_str, from_str_with,
    to_string,
};
use soapstone_tests::ips::{Script, versions};
use soapstone_tests::sample::Sampler;

const NAMESPACE: &str = "http://www.scene7.com/IpsApi/xsd/2014-04-03";

/// The least stack that typed values of the default depth must do with, also without optimization.
const STACK: usize = 1 << 20;

fn on_little_stack<T: Send + 'static>(what: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new()
        .stack_size(STACK)
        .spawn(what)
        .unwrap();
    thread
        .join()
        .unwrap_or_else(|_| panic!("the thread ended with a panic"))
}

/// What the generated client makes of a response.
fn decode<O: Operation>(body: Bytes, mode: Mode) -> Result<O::Output, String> {
    let mut settings = Settings::default();
    settings.read.mode = mode;
    let input = Sampler::new(1).input::<O>();
    let call = Call::<O>::new(
        &input,
        &http::Uri::from_static("https://ips.example/"),
        &settings,
    )
    .unwrap();
    call.response(&Response::new(body))
        .map(|reply| reply.output)
        .map_err(|error| error.to_string())
}

/// A reply of the generated server, with a few assets in it.
fn search_reply(framing: Framing) -> (Bytes, SearchAssetsReturn) {
    let [version, _] = versions();
    let script = Script::default();
    let service = InProcess::new((version.service)(script.clone()));
    let output = (0..)
        .map(|seed| Sampler::new(seed).output::<SearchAssets>())
        .find(|output| {
            let size = to_string(output).map_or(0, |text| text.len());
            (1_500..2_500).contains(&size)
                && output
                    .asset_array
                    .as_ref()
                    .is_some_and(|assets| assets.len() > 1)
        });
    let output = output.expect("some sample has the size");
    script.answer::<SearchAssets>(Ok(output.clone()));
    let mut settings = Settings::default();
    settings.framing = framing;
    let input = SearchAssetsParam {
        company_handle: String::from("c|6"),
        ..Sampler::new(5).input::<SearchAssets>()
    };
    let call = Call::<SearchAssets>::new(
        &input,
        &http::Uri::from_static("https://ips.example/"),
        &settings,
    )
    .unwrap();
    let response = service
        .send(call.request(), &CallOptions::default())
        .unwrap();
    (response.into_body(), output)
}

#[test]
fn a_reply_that_is_cut_never_reads() {
    for framing in [Framing::Soap11, Framing::Soap12] {
        let (body, output) = search_reply(framing);
        assert_eq!(
            decode::<SearchAssets>(body.clone(), Mode::Strict).as_ref(),
            Ok(&output)
        );
        assert!(body.ends_with(b">"), "the last byte ends the envelope");
        for mode in [Mode::Strict, Mode::Lenient] {
            for length in 0..body.len() {
                if let Ok(output) = decode::<SearchAssets>(body.slice(..length), mode) {
                    panic!(
                        "{framing:?}, {mode:?}: {length} of {} bytes read as {output:?}",
                        body.len()
                    );
                }
            }
        }
        println!("{framing:?}: cut at each of {} bytes", body.len());
    }
}

#[test]
fn a_document_without_an_envelope_that_is_cut_never_reads() {
    let (_, output) = search_reply(Framing::Soap11);
    let text = to_string(&output).unwrap();
    for options in [ReadOptions::strict(), ReadOptions::lenient()] {
        for length in 0..text.len() {
            let read = from_slice_with::<SearchAssetsReturn>(&text.as_bytes()[..length], &options);
            assert!(read.is_err(), "{length} of {} bytes read", text.len());
        }
    }
}

/// A folder tree whose innermost element is so many elements deep, the root included.
fn folder_tree(depth: usize) -> String {
    let mut text = format!("<getFolderTreeReturn xmlns='{NAMESPACE}'><folders>");
    let mut ends = vec!["</getFolderTreeReturn>", "</folders>"];
    while ends.len() < depth {
        // In every folder, a list of folders; in the last list or folder, nothing or a handle.
        let (start, end) = match (depth - ends.len(), ends.len() % 2) {
            (1, 0) => ("<folderHandle>", "</folderHandle>"),
            (_, 0) => ("<subfolderArray>", "</subfolderArray>"),
            (_, _) => ("<items>", "</items>"),
        };
        text.push_str(start);
        ends.push(end);
    }
    ends.iter().rev().for_each(|end| text.push_str(end));
    text
}

/// A return element with elements in it that the schema does not know.
fn unknown_tree(depth: usize) -> String {
    let inside = "<unknown>".repeat(depth - 1) + &"</unknown>".repeat(depth - 1);
    format!("<getFolderTreeReturn xmlns='{NAMESPACE}'>{inside}</getFolderTreeReturn>")
}

fn envelope(content: &str) -> String {
    format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>{content}</e:Body></e:Envelope>"
    )
}

const TOO_DEEP: &str = "found more than 100 nested elements, the limit that `Limits::depth` sets";

#[test]
fn documents_of_the_greatest_depth_read_and_write_on_little_stack() {
    for depth in [99, 100] {
        on_little_stack(move || {
            let tree = from_str::<GetFolderTreeReturn>(&folder_tree(depth)).unwrap();
            assert_eq!(
                folders(tree.folders.as_deref()),
                depth.div_ceil(2) - usize::from(depth % 2 == 1)
            );
            let written = to_string(&tree).unwrap();
            assert_eq!(from_str::<GetFolderTreeReturn>(&written).unwrap(), tree);
            let copy = tree.clone();
            assert!(format!("{copy:?}").len() > depth);
            drop(tree);
            from_str_with::<GetFolderTreeReturn>(&unknown_tree(depth), &ReadOptions::lenient())
                .unwrap();
            // An envelope is two elements around it.
            decode::<GetFolderTree>(
                Bytes::from(envelope(&folder_tree(depth - 2))),
                Mode::Lenient,
            )
            .unwrap();
            decode::<GetFolderTree>(
                Bytes::from(envelope(&unknown_tree(depth - 2))),
                Mode::Lenient,
            )
            .unwrap();
        });
    }
}

/// How many folders are in each other.
fn folders(folder: Option<&Folder>) -> usize {
    let subfolders = |folder: &Folder| {
        folder
            .subfolder_array
            .as_deref()
            .unwrap_or_default()
            .first()
            .map(|_| ())
    };
    let mut count = 0;
    let mut folder = folder;
    while let Some(outer) = folder {
        count += 1;
        folder = subfolders(outer).and_then(|()| outer.subfolder_array.as_ref()?.first());
    }
    count
}

#[test]
fn deeper_documents_are_refused_on_little_stack() {
    for depth in [101, 65_536, 1_000_000] {
        on_little_stack(move || {
            for text in [folder_tree(depth), unknown_tree(depth)] {
                let error = from_str_with::<GetFolderTreeReturn>(&text, &ReadOptions::lenient())
                    .unwrap_err();
                assert!(error.to_string().ends_with(TOO_DEEP), "{error}");
                let error = decode::<GetFolderTree>(Bytes::from(envelope(&text)), Mode::Lenient)
                    .unwrap_err();
                assert!(error.ends_with(TOO_DEEP), "{error}");
            }
            // In a header block, and in the detail of a fault.
            let deep = "<x>".repeat(depth) + &"</x>".repeat(depth);
            let header =
                envelope("").replace("<e:Body>", &format!("<e:Header>{deep}</e:Header><e:Body>"));
            let fault = envelope(&format!(
                "<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail>{deep}</detail></e:Fault>"
            ));
            for body in [header, fault] {
                let error = decode::<GetFolderTree>(Bytes::from(body), Mode::Lenient).unwrap_err();
                assert!(error.ends_with(TOO_DEEP), "{error}");
            }
        });
    }
}

#[test]
fn a_server_refuses_deep_requests_on_little_stack() {
    on_little_stack(|| {
        let [version, _] = versions();
        let service = InProcess::new((version.service)(Script::default()));
        for depth in [101, 65_536] {
            let deep = "<x>".repeat(depth) + &"</x>".repeat(depth);
            let content = format!("<getFoldersParam xmlns='{NAMESPACE}'>{deep}</getFoldersParam>");
            let header =
                envelope("").replace("<e:Body>", &format!("<e:Header>{deep}</e:Header><e:Body>"));
            for (body, expected) in [
                // The first unknown element is an error of its own.
                (envelope(&content), "unexpected element"),
                (header, TOO_DEEP),
            ] {
                let request = Request::post("https://ips.example/")
                    .body(Bytes::from(body))
                    .unwrap();
                let response = service.send(request, &CallOptions::default()).unwrap();
                let text = String::from_utf8_lossy(response.body()).into_owned();
                assert_eq!(response.status(), 500);
                assert!(text.contains(expected) && text.contains("Fault"), "{text}");
            }
        }
    });
}

/// Documents that are not well-formed, or that messages may not be.
#[test]
fn each_kind_of_broken_document_has_an_error_of_its_own() {
    let handle = |inside: &str| {
        format!(
            "<getFoldersParam xmlns='{NAMESPACE}'><companyHandle>{inside}</companyHandle></getFoldersParam>"
        )
    };
    let good = handle("c|6");
    from_str::<GetFoldersParam>(&good).unwrap();
    let cases = [
        ("DOCTYPE", format!("<!DOCTYPE getFoldersParam>{good}")),
        (
            "external DTD",
            format!("<!DOCTYPE getFoldersParam SYSTEM 'file:///etc/passwd'>{good}"),
        ),
        (
            "entities",
            format!("<!DOCTYPE a [<!ENTITY b 'bbbb'>]>{}", handle("&b;")),
        ),
        ("undeclared entity", handle("&b;")),
        ("undeclared prefix", handle("<x:y/>")),
        (
            "undeclared prefix of an attribute",
            good.replace("<companyHandle>", "<companyHandle x:y='z'>"),
        ),
        ("second root", format!("{good}<second/>")),
        ("trailing text", format!("{good}text")),
        ("trailing reference", format!("{good}&#65;")),
        ("leading text", format!("text{good}")),
        ("control character", handle("a\u{1}b")),
        ("control character by reference", handle("a&#1;b")),
        ("zero", handle("a&#0;b")),
        ("surrogate", handle("a&#xD800;b")),
        ("beyond Unicode", handle("a&#x110000;b")),
        ("noncharacter", handle("a\u{ffff}b")),
        (
            "attributes without space",
            good.replace("<companyHandle>", "<companyHandle a='1'b='2'>"),
        ),
        (
            "attribute twice",
            good.replace("<companyHandle>", "<companyHandle a='1' a='2'>"),
        ),
        (
            "attribute without quotes",
            good.replace("<companyHandle>", "<companyHandle a=1>"),
        ),
        (
            "less-than in an attribute",
            good.replace("<companyHandle>", "<companyHandle a='<'>"),
        ),
        ("end of a CDATA section in text", handle("a]]>b")),
        (
            "crossed tags",
            good.replace(
                "</companyHandle></getFoldersParam>",
                "</getFoldersParam></companyHandle>",
            ),
        ),
        ("end tag too many", format!("{good}</more>")),
        ("open comment", handle("<!-- c")),
        ("double hyphen in a comment", handle("<!-- a -- b -->")),
        (
            "processing instruction named xml",
            handle("<?xml version='1.0'?>"),
        ),
        ("XML 1.1", format!("<?xml version='1.1'?>{good}")),
        ("nothing", String::new()),
        ("white space", String::from(" \n ")),
    ];
    let mut found =
        String::from("# What reading says of documents that are broken or not allowed.\n");
    for (name, document) in &cases {
        for (mode, options) in [
            ("strict", ReadOptions::strict()),
            ("lenient", ReadOptions::lenient()),
        ] {
            match from_str_with::<GetFoldersParam>(document, &options) {
                Err(error) if mode == "strict" => writeln!(found, "\n{name}\n    {error}").unwrap(),
                // Lenient reading forgives what the schema refuses, never what XML does.
                Err(_) => {}
                Ok(_) => panic!("{name}, {mode}: {document} reads"),
            }
        }
        let error = decode::<SearchAssets>(Bytes::from(envelope(document)), Mode::Lenient).err();
        assert!(
            error.is_some() || document.trim().is_empty(),
            "{name} in an envelope"
        );
    }
    soapstone_tests::golden::check("broken-documents.txt", &found);
}

fn list_of(count: usize) -> String {
    format!(
        "<getAssetsReturn xmlns='{NAMESPACE}'><assetArray>{}</assetArray></getAssetsReturn>",
        "<items/>".repeat(count)
    )
}

fn refused<T: GlobalElement>(text: &str, limits: Limits) -> String {
    let mut texts = [Mode::Strict, Mode::Lenient].map(|mode| {
        let options = ReadOptions {
            mode,
            limits: limits.clone(),
        };
        match from_slice_with::<T>(text.as_bytes(), &options) {
            Ok(_) => panic!("{} bytes read", text.len()),
            Err(error) => error.to_string(),
        }
    });
    assert_eq!(texts[0], texts[1], "strict and lenient");
    std::mem::take(&mut texts[0])
}

#[test]
fn each_limit_is_exact_and_named() {
    let text = list_of(3);
    let limits = || Limits::default().children(3).body_bytes(text.len());
    from_slice_with::<GetAssetsReturn>(text.as_bytes(), &ReadOptions::strict().limits(limits()))
        .unwrap();

    assert_eq!(
        refused::<GetAssetsReturn>(&text, limits().body_bytes(text.len() - 1)),
        format!(
            "/ at 1:{}: found more than {} bytes in the document, the limit that `Limits::body_bytes` sets",
            text.len(),
            text.len() - 1
        )
    );
    assert_eq!(
        refused::<GetAssetsReturn>(&text, limits().children(2)),
        "/getAssetsReturn/assetArray at 1:98: found more than 2 child elements in one element, the limit that \
         `Limits::children` sets"
    );
    assert_eq!(
        refused::<GetAssetsReturn>(&text, limits().decoded_bytes(3 * size_of_asset())),
        format!(
            "/getAssetsReturn/assetArray/items[3] at 1:98: the values read take more than {} bytes of memory (raise \
             with Limits::decoded_bytes)",
            3 * size_of_asset()
        )
    );
}

fn size_of_asset() -> usize {
    size_of::<scene7_ips_api::v2014_04_03::Asset>()
}

#[test]
fn tiny_items_cannot_take_gigabytes() {
    let count = 4_000_000;
    let text = list_of(count);
    assert_eq!(
        refused::<GetAssetsReturn>(&text, Limits::default()),
        "/getAssetsReturn/assetArray at 1:800082: found more than 100000 child elements in one element, the limit that \
         `Limits::children` sets"
    );
    // With that limit and the one on bytes out of the way, memory is what counts.
    let limits = Limits::default()
        .children(usize::MAX)
        .body_bytes(usize::MAX)
        .decoded_bytes(64 << 20);
    println!(
        "{} MB of items would take {} MB",
        text.len() / 1_000_000,
        count * size_of_asset() / 1_000_000
    );
    assert!(count * size_of_asset() > 2 << 30);
    let error = refused::<GetAssetsReturn>(&text, limits);
    assert!(
        error.ends_with(": the values read take more than 67108864 bytes of memory (raise with Limits::decoded_bytes)"),
        "{error}"
    );
}
