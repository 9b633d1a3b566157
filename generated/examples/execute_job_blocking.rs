//! Calls `executeJob` from a program without an asynchronous runtime.
//!
//! ```sh
//! cargo run -p scene7-ips-api --example execute_job_blocking
//! ```

mod job_service;

use std::error::Error;

use job_service::{COMPANY, JOB, JobService, OPERATOR, PASSWORD};
use scene7_ips_api::common::AuthHeader;
use scene7_ips_api::v2014_04_03::ExecuteJobParam;
use scene7_ips_api::v2014_04_03::blocking::IpsApi;
use scene7_ips_api::v2014_04_03::server::ips_api;
use soapstone::blocking::Client;
use soapstone::transport::{Endpoint, Server, Ureq};

fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::bind("127.0.0.1:0", ips_api(JobService::new()))?;
    let client = Client::builder(Endpoint::new(&server.url())?, Ureq::new()).build();
    let ips = IpsApi::new(client).with_auth_header(&AuthHeader {
        user: Some(String::from(OPERATOR)),
        password: Some(PASSWORD.into()),
        ..AuthHeader::default()
    })?;

    let result = ips.execute_job(&ExecuteJobParam::new(COMPANY, JOB))?;
    println!("typed result: {result:?}");

    match ips.execute_job(&ExecuteJobParam::new(COMPANY, "j|301|none")) {
        Ok(result) => Err(format!("a job that isn't there ran: {result:?}").into()),
        Err(error) => {
            println!("typed error: {error}");
            Ok(())
        }
    }
}
