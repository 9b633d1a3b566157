//! The cache of the CDN.

use std::collections::HashSet;
use std::time::Duration;

use soapstone::transport::Endpoint;

use super::Company;
use super::api::{self, operations};
use super::error::Error;

/// How many URLs the service takes at once.
pub const MOST_URLS: usize = 1000;

/// The pause between two requests. Adobe may turn the feature off for a company that uses it too much.
const PAUSE: Duration = Duration::from_secs(5);

/// What came of the invalidation of some URLs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invalidation {
    /// How many URLs were sent: fewer than given where some were given twice.
    pub urls: usize,
    /// What the service said, one for each request.
    pub replies: Vec<InvalidationReply>,
}

/// What the service said to one request.
pub type InvalidationReply = api::CdnCacheInvalidationReturn;

impl Company {
    /// Removes URLs from the cache of the CDN. The same URL goes once; more than 1000 go in several requests, with five
    /// seconds between them.
    ///
    /// One URL that is wrong makes the service refuse all that go with it. So each is looked at before anything is sent.
    /// No request is ever made twice. It takes effect some minutes later.
    ///
    /// Calls [`cdnCacheInvalidation`](api::client::IpsApi::cdn_cache_invalidation).
    ///
    /// # Errors
    /// [`Error::Url`] for a text that is no URL, and those of a call. Requests before the one that failed have gone.
    pub async fn invalidate_cdn(
        &self,
        urls: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Invalidation, Error> {
        let urls = distinct(urls)?;
        let mut invalidation = Invalidation::default();
        for (index, chunk) in urls.chunks(MOST_URLS).enumerate() {
            if index > 0 {
                self.ips.shared.timer.sleep(PAUSE).await;
            }
            let param = api::CdnCacheInvalidationParam::new(self.handle(), chunk.to_vec());
            let reply = self
                .ips
                .call::<operations::CdnCacheInvalidation>(&param)
                .await?;
            invalidation.urls += chunk.len();
            invalidation.replies.push(reply);
        }
        Ok(invalidation)
    }
}

fn distinct(urls: impl IntoIterator<Item = impl Into<String>>) -> Result<Vec<String>, Error> {
    let mut known = HashSet::new();
    let mut distinct = Vec::new();
    for url in urls {
        let url = url.into();
        if Endpoint::allow_plain_http(&url).is_err() {
            return Err(Error::Url { url });
        }
        if known.insert(url.clone()) {
            distinct.push(url);
        }
    }
    Ok(distinct)
}
