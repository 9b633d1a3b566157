//! Calls `executeJob` of the IPS API over HTTP, and shows what travels.
//!
//! ```sh
//! cargo run -p scene7-ips-api --example execute_job
//! ```
//!
//! The service is on this machine: the generated server trait with an implementation of one operation. For Adobe's own
//! service, the endpoint is `client::IPS_API_SOAP_PORT`, and nothing else changes.

mod job_service;
mod wire;

use std::error::Error;

use job_service::{COMPANY, JOB, JobService, OPERATOR, PASSWORD, VISITOR};
use scene7_ips_api::common::{AuthHeader, AuthorizationFaultKind};
use scene7_ips_api::v2014_04_03::ExecuteJobParam;
use scene7_ips_api::v2014_04_03::client::IpsApi;
use scene7_ips_api::v2014_04_03::operations::IpsApiFault;
use scene7_ips_api::v2014_04_03::server::ips_api;
use soapstone::Client;
use soapstone::transport::{Endpoint, Exchange, Observed, Reqwest, Server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::bind("127.0.0.1:0", ips_api(JobService::new()))?;
    println!("An IPS service listens on {}\n", server.url());

    let transport = Observed::new(Reqwest::new()?, |exchange: Exchange<'_>| {
        wire::print(exchange, PASSWORD);
    });
    let ips = IpsApi::new(Client::builder(Endpoint::new(&server.url())?, transport).build());
    let job = ExecuteJobParam::new(COMPANY, JOB);

    println!("== executeJob as {OPERATOR}, who may run jobs\n");
    let result = ips
        .clone()
        .with_auth_header(&credentials(OPERATOR))?
        .execute_job(&job)
        .await?;
    println!("typed result: {result:?}\n");

    println!("== executeJob as {VISITOR}, who may not\n");
    let visitor = ips.with_auth_header(&credentials(VISITOR))?;
    match visitor.execute_job(&job).await {
        Ok(result) => return Err(format!("{VISITOR} ran the job: {result:?}").into()),
        Err(error) => explain(&error)?,
    }
    Ok(())
}

fn credentials(user: &str) -> AuthHeader {
    AuthHeader {
        user: Some(String::from(user)),
        password: Some(PASSWORD.into()),
        app_name: Some(String::from("execute_job")),
        app_version: Some(String::from("1.0")),
        ..AuthHeader::default()
    }
}

/// Tells what a program would do about an error: the kinds of fault have names, so nothing is done by text.
fn explain(error: &soapstone::Error<IpsApiFault>) -> Result<(), Box<dyn Error>> {
    let Some(fault) = error.fault() else {
        return Err(format!("expected a fault, found: {error}").into());
    };
    println!("typed error: {error}");
    match &fault.detail {
        Some(IpsApiFault::Authorization(detail)) => {
            println!("       kind: {:?} (code {})", detail.kind(), detail.code);
            println!("     reason: {}", detail.reason);
            if detail.kind() == AuthorizationFaultKind::NoOperationPermission {
                println!(
                    "     advice: ask an administrator for the permission to call this operation"
                );
            }
            Ok(())
        }
        other => Err(format!("expected an authorization fault, found {other:?}").into()),
    }
}
