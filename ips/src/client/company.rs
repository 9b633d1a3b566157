//! A company: what nearly every operation is about.

use std::fmt;
use std::sync::Arc;

use super::Ips;
use super::api;

/// A company, with its handle. Everything else hangs off it. Clones cost nothing.
///
/// Handles are for one session: Adobe says not to keep them longer.
#[derive(Clone)]
pub struct Company {
    pub(super) ips: Ips,
    handle: Arc<str>,
    info: Arc<api::Company>,
}

impl Company {
    /// `None` if the service left the handle out.
    pub(super) fn new(ips: Ips, info: api::Company) -> Option<Self> {
        let handle = info.company_handle.as_deref()?.into();
        Some(Company {
            ips,
            handle,
            info: Arc::new(info),
        })
    }

    pub(super) fn with_handle(ips: Ips, handle: String) -> Self {
        let mut info = api::Company::default();
        info.company_handle = Some(handle.clone());
        Company {
            ips,
            handle: handle.into(),
            info: Arc::new(info),
        }
    }

    /// The handle, for raw operations.
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// What the service said of the company; only the handle, where that is all there was to begin with.
    pub fn info(&self) -> &api::Company {
        &self.info
    }

    /// The path of the company's root folder, as in `Acme/`.
    pub fn root_path(&self) -> Option<&str> {
        self.info.root_path.as_deref()
    }

    /// The connection.
    pub fn ips(&self) -> &Ips {
        &self.ips
    }
}

impl fmt::Debug for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Company")
            .field("handle", &self.handle)
            .field("name", &self.info.name)
            .finish_non_exhaustive()
    }
}
