//! Who calls, and what they may do.

use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use scene7_ips_api::common;
use soapstone::AnyElement;
use soapstone::Request;
use soapstone::transport::BasicAuth;

use super::answer::{Answer, authentication, authorization};
use super::api;
use super::state::State;

/// The type of a user, which decides what operations are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserType {
    /// May do what concerns assets and jobs.
    IpsUser,
    /// May do everything in all companies.
    IpsAdmin,
    /// May do everything in a company.
    IpsCompanyAdmin,
    /// The administrator of a trial.
    TrialSiteAdmin,
    /// A user of a trial.
    TrialSiteUser,
    /// The administrator of an image portal.
    ImagePortalAdmin,
    /// May look at an image portal.
    ImagePortalUser,
    /// May add to an image portal.
    ImagePortalContrib,
    /// May add to an image portal, too.
    ImagePortalContribUser,
}

impl UserType {
    /// Whether the documentation of an operation names this type.
    ///
    /// It leaves company administrators out of `getCompanyInfo`, `submitJob` and `executeJob`; here they are let in, because
    /// they could do nothing else without.
    fn may(self, operation: &str) -> bool {
        use UserType::{
            ImagePortalAdmin, ImagePortalUser, IpsAdmin, IpsCompanyAdmin, TrialSiteAdmin,
            TrialSiteUser,
        };
        match operation {
            "getFolderTree" => !matches!(self, ImagePortalUser | ImagePortalAdmin),
            "searchAssetsByMetadata" => !matches!(self, TrialSiteAdmin | TrialSiteUser),
            "getJobLogDetails" => self != TrialSiteAdmin,
            "getAssetsByName" | "submitJob" | "executeJob" | "getActiveJobs"
            | "getScheduledJobs" | "stopJob" | "pauseJob" | "resumeJob" | "deleteJob"
            | "uploadPost" => self != ImagePortalUser,
            "cdnCacheInvalidation" => matches!(self, IpsAdmin | IpsCompanyAdmin),
            "createFolder"
            | "deleteFolder"
            | "renameFolder"
            | "moveFolder"
            | "batchSetAssetMetadata"
            | "setAssetMetadata"
            | "setAssetsPublishState"
            | "renameAsset"
            | "moveAsset"
            | "moveAssets"
            | "deleteAsset"
            | "deleteAssets"
            | "restoreAssetsFromTrash"
            | "emptyAssetsFromTrash" => {
                !matches!(self, TrialSiteAdmin | TrialSiteUser | ImagePortalUser)
            }
            _ => true,
        }
    }
}

/// What is known of a request before it is carried out.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) user: String,
    pub(super) email: String,
    pub(super) locale: String,
    /// The names of the companies that the user may use; all if there are none.
    pub(super) companies: Vec<String>,
}

impl Session {
    /// Whether the user may use a company.
    pub(super) fn may_use(&self, company: &str) -> bool {
        self.companies.is_empty() || self.companies.iter().any(|name| name == company)
    }
}

/// The credentials of a request, wherever they are.
#[derive(Debug, Default)]
pub(super) struct Presented {
    user: Option<String>,
    password: Option<String>,
    token: Option<String>,
    locale: Option<String>,
    pub(super) fault_status: Option<u16>,
}

impl Presented {
    pub(super) fn of<T>(request: &Request<T>) -> Self {
        let mut presented = if let Some(Ok(header)) = request.header::<common::AuthHeader>() {
            Presented::shared(header)
        } else if let Some(Ok(header)) = request.header::<api::AuthHeader>() {
            Presented::versioned(header)
        } else {
            Presented::before_version_3_8(&request.headers)
        };
        presented.add_http(&request.http.headers);
        presented
    }

    pub(super) fn shared(header: common::AuthHeader) -> Self {
        Presented {
            user: header.user,
            password: header.password.map(|text| text.expose().to_owned()),
            token: header.access_token.map(|text| text.expose().to_owned()),
            locale: header.locale,
            fault_status: header
                .fault_http_status_code
                .and_then(|status| u16::try_from(status).ok()),
        }
    }

    pub(super) fn versioned(header: api::AuthHeader) -> Self {
        Presented::shared(common::AuthHeader {
            user: header.user,
            password: header.password,
            access_token: header.access_token,
            locale: header.locale,
            fault_http_status_code: header.fault_http_status_code,
            ..common::AuthHeader::default()
        })
    }

    /// The header blocks `AuthUser` and `AuthPassword`, which the service still takes.
    fn before_version_3_8(headers: &[AnyElement]) -> Self {
        let text = |name: &str| {
            let block = headers
                .iter()
                .find(|block| block.name.is("http://www.scene7.com/IpsApi", name));
            block.map(|block| block.text().into_owned())
        };
        Presented {
            user: text("AuthUser"),
            password: text("AuthPassword"),
            ..Presented::default()
        }
    }

    fn add_http(&mut self, headers: &HeaderMap) {
        if self.locale.is_none() {
            let language = headers.get(ACCEPT_LANGUAGE);
            self.locale = language
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned);
        }
    }

    /// The session, if the credentials are those of a user who may do this.
    pub(super) fn session(
        self,
        state: &State,
        operation: &str,
        headers: &HeaderMap,
    ) -> Answer<Session> {
        let basic = headers.get(AUTHORIZATION);
        let has_any = self.user.is_some() || self.token.is_some() || basic.is_some();
        if !has_any {
            return Err(authentication(10000, "No credentials"));
        }
        let user = state.users.iter().find(|user| {
            let by_token = self.token.is_some() && self.token == user.token;
            let by_password = self.user.as_ref() == Some(&user.email)
                && self.password.as_ref() == Some(&user.password);
            let by_basic = basic.is_some()
                && BasicAuth::new(&user.email, &user.password)
                    .is_ok_and(|known| Some(known.header_value()) == basic);
            by_token || by_password || by_basic
        });
        let Some(user) = user else {
            return Err(authentication(10001, "Invalid username/password"));
        };
        if !user.user_type.may(operation) {
            let reason = format!("User {} may not call {operation}", user.email);
            return Err(authorization(20003, &reason));
        }
        Ok(Session {
            user: user.handle.clone(),
            email: user.email.clone(),
            companies: user.companies.clone(),
            locale: self.locale.unwrap_or_else(|| "en".to_owned()),
        })
    }
}
