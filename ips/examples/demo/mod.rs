//! What the examples have in common: a fake IPS on loopback, and a client of either kind.

use scene7_ips::fake::{Fake, FakeServer};
use scene7_ips::{Credentials, Error, Ips, blocking};

/// A fake with its server.
pub(crate) struct Demo {
    pub(crate) fake: Fake,
    pub(crate) server: FakeServer,
}

impl Demo {
    pub(crate) fn start() -> Self {
        let fake = Fake::demo();
        let server = fake.serve().expect("a port is free");
        Demo { fake, server }
    }

    fn builder(&self) -> Result<scene7_ips::IpsBuilder, Error> {
        let credentials = Credentials::password("me@example.com", "open sesame");
        Ok(Ips::builder(self.server.hosts()?, credentials))
    }

    /// An asynchronous client over HTTP. Waiting takes no time: the clock is that of the fake.
    pub(crate) fn client(&self) -> Result<Ips, Error> {
        let transport = soapstone::transport::Reqwest::new()?;
        self.builder()?.connect_with(transport, self.fake.clock())
    }

    /// A blocking one.
    pub(crate) fn blocking_client(&self) -> Result<blocking::Ips, Error> {
        let transport = soapstone::transport::Ureq::new();
        self.builder()?
            .connect_blocking_with(transport, self.fake.clock())
    }
}

/// Runs both forms of an example, each against a fake of its own, and shows what came of them.
#[allow(dead_code, reason = "the tests run them by themselves")]
pub(crate) fn main<F: Future<Output = Result<Vec<String>, Error>>>(
    run: impl FnOnce(Ips) -> F,
    run_blocking: impl FnOnce(blocking::Ips) -> Result<Vec<String>, Error>,
) -> Result<(), Error> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let demo = Demo::start();
    let lines = runtime.block_on(async { run(demo.client()?).await })?;
    println!("{}", lines.join("\n"));
    let again = run_blocking(Demo::start().blocking_client()?)?;
    assert_eq!(again, lines, "both do the same");
    Ok(())
}
