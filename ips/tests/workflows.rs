//! Each of the workflows that people have, over HTTP against the fake, with an asynchronous client and with a blocking one.
#![allow(
    clippy::duplicate_mod,
    clippy::expect_used,
    clippy::field_reassign_with_default,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may"
)]

macro_rules! workflows {
    ($($name:ident, $path:literal => [$($line:literal),* $(,)?];)*) => {
        $(
            #[path = $path]
            mod $name;
        )*

        /// The examples bring what they have in common along, each by itself.
        mod asynchronous {
            $(
                #[tokio::test]
                async fn $name() {
                    let demo = super::demo::Demo::start();
                    let lines = super::$name::run(demo.client().unwrap()).await.unwrap();
                    assert_eq!(lines, [$($line),*]);
                }
            )*
        }

        mod blocking {
            $(
                #[test]
                fn $name() {
                    let demo = super::demo::Demo::start();
                    let lines = super::$name::run_blocking(demo.blocking_client().unwrap()).unwrap();
                    assert_eq!(lines, [$($line),*]);
                }
            )*
        }
    };
}

#[path = "../examples/demo/mod.rs"]
mod demo;

workflows! {
    company, "../examples/company.rs" => ["Acme/ is c|1", "getCompanyInfo: Invalid company (authorizationFault 20000)"];
    search, "../examples/search.rs" => [
        "12 images",
        "page 1: shoe-01 shoe-02 shoe-03 shoe-04 boot-01",
        "page 2: boot-02 boot-03 boot-04 boot-05 boot-06",
        "page 3: boot-07 boot-08",
        "8 boots, 8 with details",
    ];
    folders, "../examples/folders.rs" => [
        "Acme/: 0",
        "Acme/bags/: 8",
        "Acme/hats/: 10",
        "Acme/shoes/: 4",
        "Acme/shoes/boots/: 8",
    ];
    upload, "../examples/upload.rs" => [
        "by URL: PartlyFailed",
        "failed: Some(\"Acme/coats/missing.tif\")",
        "posted: Succeeded, Some(2) files",
    ];
    wait, "../examples/wait.rs" => ["Succeeded, Some(30) files", "Stopped", "more than one state: true"];
    publish, "../examples/publish.rs" => [
        "10 hats left out",
        "Some(20) published",
        "Some(Paused), then 0 scheduled",
    ];
    metadata, "../examples/metadata.rs" => [
        "8 set",
        "1 of 1 items failed: a|0: Season: There is no asset with this handle (30001)",
        "8 found",
    ];
    trash, "../examples/trash.rs" => [
        "renameAsset: Asset ID 'bowler' is already in use. (ipsApiFault 30000)",
        "1 moved, 2 deleted, 2 in the trash",
        "1 restored, 1 gone",
    ];
    invalidate, "../examples/invalidate.rs" => [
        "1200 URLs in 2 requests",
        "found `shoe-0001`, expected a URL like https://example.com/is/image/Company/name",
    ];
    export, "../examples/export.rs" => ["Succeeded, 1 archive", "8 files in 1 jobs"];
}
