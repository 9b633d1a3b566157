//! The same for programs without an asynchronous runtime.
//!
//! Every type here is a shell around the one of the same name a level up, over a transport and a timer that block. What one
//! gives to the methods, such as a [`Search`](super::Search) or a [`Job`](super::Job), is the same for both.

use std::fmt;

use soapstone::Operation;
use soapstone::xsd::DateTime;

use super::api::{self, operations::IpsApiFault};
use super::{
    BatchOutcome, Error, Invalidation, Job, JobReport, MetadataSearch, Page, Search, SetMetadata,
    SummaryPage, Upload, WaitOptions,
};
use crate::Fields;
use crate::blocked::block_on;

/// A connection to IPS. Clones share everything and cost nothing.
#[derive(Clone)]
pub struct Ips {
    core: super::Ips,
    raw: api::blocking::IpsApi,
}

/// A company, with its handle.
#[derive(Clone, Debug)]
pub struct Company {
    core: super::Company,
}

/// A job that was submitted.
#[derive(Clone, Debug)]
pub struct SubmittedJob {
    core: super::SubmittedJob,
}

/// The pages of a search. After an error that ends the search, so does the iterator.
#[derive(Debug)]
pub struct Pages {
    core: super::Pages,
}

/// The assets of a search, one by one.
#[derive(Debug)]
pub struct Assets {
    core: super::Assets,
}

/// The pages of a search by metadata.
#[derive(Debug)]
pub struct MetadataPages {
    core: super::MetadataPages,
}

impl Ips {
    pub(super) fn new(core: super::Ips, raw: api::blocking::IpsApi) -> Self {
        Ips { core, raw }
    }

    /// A connection with the default settings, over ureq. See [`Ips::builder`](super::Ips::builder) for others.
    ///
    /// # Errors
    /// [`Error::Setup`] where the credentials can't be sent.
    #[cfg(feature = "ureq")]
    pub fn connect(
        region: crate::Region,
        environment: crate::Environment,
        credentials: crate::Credentials,
    ) -> Result<Ips, Error> {
        super::Ips::builder(crate::Hosts::new(region, environment)?, credentials).connect_blocking()
    }

    /// See [`Ips::company`](super::Ips::company).
    ///
    /// # Errors
    /// As there.
    pub fn company(&self, name: &str) -> Result<Company, Error> {
        block_on(self.core.company(name)).map(|core| Company { core })
    }

    /// See [`Ips::company_by_handle`](super::Ips::company_by_handle).
    pub fn company_by_handle(&self, handle: impl Into<String>) -> Company {
        Company {
            core: self.core.company_by_handle(handle),
        }
    }

    /// The generated client, for every operation that there is.
    pub fn raw(&self) -> &api::blocking::IpsApi {
        &self.raw
    }

    /// See [`Ips::call`](super::Ips::call).
    ///
    /// # Errors
    /// As there.
    pub fn call<O>(&self, input: &O::Input) -> Result<O::Output, Error>
    where
        O: Operation<Fault = IpsApiFault>,
    {
        block_on(self.core.call::<O>(input))
    }
}

impl fmt::Debug for Ips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(f)
    }
}

impl Company {
    /// The same company, for methods that not every version has.
    #[allow(dead_code, reason = "not every version has such methods")]
    pub(crate) fn asynchronous(&self) -> &super::Company {
        &self.core
    }

    /// The handle, for raw operations.
    pub fn handle(&self) -> &str {
        self.core.handle()
    }

    /// See [`Company::info`](super::Company::info).
    pub fn info(&self) -> &api::Company {
        self.core.info()
    }

    /// See [`Company::root_path`](super::Company::root_path).
    pub fn root_path(&self) -> Option<&str> {
        self.core.root_path()
    }

    /// See [`Company::pages`](super::Company::pages).
    pub fn pages(&self, search: Search) -> Pages {
        Pages {
            core: self.core.pages(search),
        }
    }

    /// See [`Company::search`](super::Company::search).
    pub fn search(&self, search: Search) -> Assets {
        Assets {
            core: self.core.search(search),
        }
    }

    /// See [`Company::metadata_pages`](super::Company::metadata_pages).
    pub fn metadata_pages(&self, search: MetadataSearch) -> MetadataPages {
        MetadataPages {
            core: self.core.metadata_pages(search),
        }
    }

    /// See [`Company::submit`](super::Company::submit).
    ///
    /// # Errors
    /// As there.
    pub fn submit(&self, job: Job) -> Result<SubmittedJob, Error> {
        block_on(self.core.submit(job)).map(|core| SubmittedJob { core })
    }

    /// See [`Company::upload`](super::Company::upload).
    ///
    /// # Errors
    /// As there.
    pub fn upload(&self, upload: Upload) -> Result<SubmittedJob, Error> {
        block_on(self.core.upload(upload)).map(|core| SubmittedJob { core })
    }

    /// See [`Company::job`](super::Company::job).
    pub fn job(&self, original_name: impl Into<String>) -> SubmittedJob {
        SubmittedJob {
            core: self.core.job(original_name),
        }
    }
}

/// Shells of methods that have the same name, parameters and result.
macro_rules! shells {
    ($type:ident of $core:literal { $(
        $name:ident $(<$generic:ident>)? ($($argument:ident: $kind:ty),*) -> $output:ty;
    )* }) => {
        impl $type {
            $(
                #[doc = concat!("See [`", $core, "::", stringify!($name), "`](super::", $core, "::", stringify!($name), ").")]
                ///
                /// # Errors
                /// As there.
                pub fn $name $(<$generic>)? (&self, $($argument: $kind),*) -> Result<$output, Error>
                $(where $generic: IntoIterator, $generic::Item: Into<String>)?
                {
                    block_on(self.core.$name($($argument),*))
                }
            )*
        }
    };
}

shells! { Company of "Company" {
    search_all(search: Search) -> Vec<api::Asset>;
    count(search: Search) -> usize;
    assets<I>(handles: I) -> Vec<api::Asset>;
    assets_with<I>(handles: I, fields: Option<Fields>) -> Vec<api::Asset>;
    assets_by_name<I>(names: I) -> Vec<api::Asset>;
    set_publish_state<I>(handles: I, state: api::PublishState) -> BatchOutcome;
    delete_assets<I>(handles: I) -> BatchOutcome;
    restore_assets<I>(handles: I) -> BatchOutcome;
    empty_trash<I>(handles: I) -> BatchOutcome;
    rename_asset(handle: &str, new_name: &str, validate: bool) -> ();
    move_assets<I>(handles: I, folder_handle: &str) -> BatchOutcome;
    folder_tree(path: Option<&str>, depth: i32) -> Option<api::Folder>;
    folders(path: Option<&str>) -> Vec<api::Folder>;
    create_folder(path: &str) -> String;
    active_jobs() -> Vec<api::ActiveJob>;
    scheduled_jobs() -> Vec<api::ScheduledJob>;
    job_logs(from: Option<DateTime>, to: Option<DateTime>, rows: Option<i32>) -> Vec<api::JobLog>;
    invalidate_cdn<I>(urls: I) -> Invalidation;
} }

shells! { SubmittedJob of "SubmittedJob" {
    active() -> Option<api::ActiveJob>;
    log() -> Option<(api::JobLog, Vec<api::JobLogDetail>)>;
    wait(options: &WaitOptions) -> JobReport;
    stop() -> ();
    pause() -> ();
    resume() -> ();
    execute() -> ();
    delete() -> ();
} }

impl Company {
    /// See [`Company::set_metadata`](super::Company::set_metadata).
    ///
    /// # Errors
    /// As there.
    pub fn set_metadata(
        &self,
        changes: impl IntoIterator<Item = SetMetadata>,
    ) -> Result<BatchOutcome, Error> {
        block_on(self.core.set_metadata(changes))
    }
}

impl SubmittedJob {
    /// The handle that the service gave when the job was submitted.
    pub fn handle(&self) -> Option<&str> {
        self.core.handle()
    }

    /// The name that it was submitted with.
    pub fn original_name(&self) -> &str {
        self.core.original_name()
    }
}

impl Iterator for Pages {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.core.next()).transpose()
    }
}

impl Iterator for Assets {
    type Item = Result<api::Asset, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.core.next()).transpose()
    }
}

impl Iterator for MetadataPages {
    type Item = Result<SummaryPage, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.core.next()).transpose()
    }
}
