//! Where the service is.

use soapstone::transport::{Endpoint, EndpointError};

/// The part of the world that an account is in. It decides the hosts; asking in the wrong one fails as a wrong password
/// does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// North America.
    NorthAmerica,
    /// Europe, the Middle East and Asia.
    Emea,
    /// Japan, and Asia and the Pacific.
    AsiaPacific,
}

/// The installation of the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// The one that customers see.
    #[default]
    Production,
    /// The one to try things with.
    Staging,
}

impl Region {
    /// All regions.
    pub const ALL: [Region; 3] = [Region::NorthAmerica, Region::Emea, Region::AsiaPacific];

    fn number(self) -> u8 {
        match self {
            Region::NorthAmerica => 1,
            Region::Emea => 3,
            Region::AsiaPacific => 5,
        }
    }
}

impl Environment {
    fn suffix(self) -> &'static str {
        match self {
            Environment::Production => "",
            Environment::Staging => "-staging",
        }
    }
}

/// The URLs of one installation: operations and uploads are on different hosts.
///
/// ```
/// use scene7_ips::{Environment, Hosts, Region};
///
/// let hosts = Hosts::new(Region::Emea, Environment::Staging)?;
/// assert_eq!(
///     hosts.soap().uri(),
///     "https://s7sps3apissl-staging.scene7.com/scene7/services/IpsApiService"
/// );
/// assert_eq!(hosts.upload().uri(), "https://s7sps3ssl-staging.scene7.com/scene7/UploadFile");
/// # Ok::<(), soapstone::transport::EndpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    soap: Endpoint,
    bare: Endpoint,
    upload: Endpoint,
}

impl Hosts {
    /// Those of Adobe.
    ///
    /// # Errors
    /// None with the regions that there are.
    pub fn new(region: Region, environment: Environment) -> Result<Self, EndpointError> {
        let (number, suffix) = (region.number(), environment.suffix());
        Hosts::at(
            &format!("https://s7sps{number}apissl{suffix}.scene7.com/scene7/"),
            &format!("https://s7sps{number}ssl{suffix}.scene7.com/scene7/"),
        )
    }

    /// Others, such as a proxy for debugging or a [fake](crate::fake): the URLs before `services/IpsApiService` and before
    /// `UploadFile`.
    ///
    /// # Errors
    /// [`EndpointError`] where one of them can't be an [`Endpoint`].
    pub fn at(api: &str, upload: &str) -> Result<Self, EndpointError> {
        let (api, upload) = (api.trim_end_matches('/'), upload.trim_end_matches('/'));
        Ok(Hosts {
            soap: Endpoint::new(&format!("{api}/services/IpsApiService"))?,
            bare: Endpoint::new(&format!("{api}/api/IpsApiService"))?,
            upload: Endpoint::new(&format!("{upload}/UploadFile"))?,
        })
    }

    /// Where SOAP messages go.
    pub fn soap(&self) -> &Endpoint {
        &self.soap
    }

    /// Where requests without an envelope go ([`Protocol::Bare`](crate::Protocol::Bare)).
    pub fn bare(&self) -> &Endpoint {
        &self.bare
    }

    /// Where files go.
    pub fn upload(&self) -> &Endpoint {
        &self.upload
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_its_two_hosts() {
        let hosts: Vec<String> = Region::ALL
            .into_iter()
            .map(|region| {
                let hosts = Hosts::new(region, Environment::Production).unwrap();
                let host = |endpoint: &Endpoint| endpoint.uri().host().unwrap().to_owned();
                format!("{} {}", host(hosts.soap()), host(hosts.upload()))
            })
            .collect();
        assert_eq!(
            hosts,
            [
                "s7sps1apissl.scene7.com s7sps1ssl.scene7.com",
                "s7sps3apissl.scene7.com s7sps3ssl.scene7.com",
                "s7sps5apissl.scene7.com s7sps5ssl.scene7.com",
            ]
        );
    }
}
