//! A small IPS service for the examples: it knows two users and one job, and counts how often the job ran.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use scene7_ips_api::common::{
    AuthHeader, AuthenticationFault, AuthorizationFault, IpsApiFault as OperationFault,
};
use scene7_ips_api::v2014_04_03::operations::IpsApiFault;
use scene7_ips_api::v2014_04_03::server::IpsApi;
use scene7_ips_api::v2014_04_03::{ExecuteJobParam, ExecuteJobReturn};
use soapstone::{Failure, Request};

/// The password of both users.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// May run jobs.
pub(crate) const OPERATOR: &str = "operator@example.com";
/// May look, but not run jobs.
pub(crate) const VISITOR: &str = "visitor@example.com";
/// The company of both users.
pub(crate) const COMPANY: &str = "c|301";
/// The one job of the company.
pub(crate) const JOB: &str = "j|301|5500";

/// The state of the service: the jobs, and how often each ran.
pub(crate) struct JobService {
    runs: Mutex<BTreeMap<String, u32>>,
}

impl JobService {
    pub(crate) fn new() -> Self {
        Self {
            runs: Mutex::new(BTreeMap::from([(String::from(JOB), 0)])),
        }
    }

    /// Counts a run of a job; `None` if there is no such job.
    fn run(&self, job: &str) -> Option<u32> {
        let mut jobs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        let runs = jobs.get_mut(job)?;
        *runs += 1;
        Some(*runs)
    }
}

/// One operation is implemented. The others answer with a fault that says that they aren't.
impl IpsApi for JobService {
    async fn execute_job(
        &self,
        request: Request<ExecuteJobParam>,
    ) -> Result<ExecuteJobReturn, Failure<IpsApiFault>> {
        let user = authenticate(&request)?;
        if user != OPERATOR {
            let reason = format!("{user} may not call executeJob");
            return Err(IpsApiFault::Authorization(Box::new(AuthorizationFault::new(
                20003, reason,
            )))
            .into());
        }
        match self.run(&request.input.job_handle) {
            Some(run) => {
                println!(
                    "(service) run {run} of the job {}\n",
                    request.input.job_handle
                );
                Ok(ExecuteJobReturn {})
            }
            None => {
                let reason = format!("there is no job {}", request.input.job_handle);
                Err(IpsApiFault::IpsApi(Box::new(OperationFault::new(30001, reason))).into())
            }
        }
    }
}

/// The user that sent the request, if the header has the right password.
fn authenticate(request: &Request<ExecuteJobParam>) -> Result<String, Failure<IpsApiFault>> {
    let refuse = |code, reason: &str| {
        IpsApiFault::Authentication(Box::new(AuthenticationFault::new(code, reason)))
    };
    let Some(header) = request.header::<AuthHeader>() else {
        return Err(refuse(10000, "the request has no authHeader").into());
    };
    let header = header.map_err(|error| Failure::sender(error.to_string()))?;
    let known = [OPERATOR, VISITOR]
        .into_iter()
        .find(|known| header.user.as_deref() == Some(known));
    let password = header.password.as_ref().map(|password| password.expose());
    match known {
        Some(user) if password == Some(PASSWORD) => Ok(String::from(user)),
        _ => Err(refuse(10001, "the user or the password is wrong").into()),
    }
}
