//! The helpers, written once and compiled for each version of the API: `super::api` is the version.

mod asset;
mod batch;
pub mod blocking;
mod cdn;
mod company;
mod connection;
mod error;
mod folder;
mod job;
mod report;
mod search;
#[cfg(feature = "stream")]
mod stream;
mod upload;
mod wait;

pub(crate) use super::api;

pub use asset::SetMetadata;
pub use batch::{BatchFailure, BatchOutcome, BatchSuccess, ItemFault};
pub use cdn::{Invalidation, InvalidationReply, MOST_URLS};
pub use company::Company;
pub use connection::{Ips, IpsBuilder, Protocol};
pub use error::{CallError, Error, PagingError};
pub use job::{Job, SubmittedJob};
pub use report::{JobReport, Outcome};
pub use search::{Assets, MetadataPages, MetadataSearch, Page, Pages, Search, SummaryPage};
#[cfg(feature = "stream")]
pub use stream::AssetStream;
pub use upload::{
    Content, OnError, Upload, UploadError, UploadProblem, UploadProgress, UploadResumption,
};
pub use wait::{Progress, WaitError, WaitOptions, WaitProblem};
