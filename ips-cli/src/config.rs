//! Where the service is and who calls, from the environment and from a file.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use scene7_ips::fake::Fake;
use scene7_ips::{Credentials, Environment, Hosts, Ips, Region, blocking};
use soapstone::xsd::Secret;

use crate::Arguments;
use crate::commands::Failure;

/// What is known of the account. The environment counts more than the file.
pub(crate) struct Config {
    path: PathBuf,
    file: toml::Table,
}

impl Config {
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, Failure> {
        let path = arguments
            .config
            .clone()
            .or_else(|| env::var_os("IPS_CONFIG").map(PathBuf::from));
        let path = match path.or_else(default_path) {
            Some(path) => path,
            None => return Err("there is no home directory, expected IPS_CONFIG".into()),
        };
        let file = match fs::read_to_string(&path) {
            Ok(text) => text
                .parse()
                .map_err(|_| format!("{} is no TOML file", path.display()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => toml::Table::new(),
            Err(error) => return Err(format!("{}: {error}", path.display()).into()),
        };
        Ok(Config { path, file })
    }

    /// A value by its name in the file; in the environment it is in capitals behind `IPS_`.
    fn get(&self, name: &str) -> Option<String> {
        let variable = format!("IPS_{}", name.to_uppercase());
        let from_file = || self.file.get(name)?.as_str().map(str::to_owned);
        env::var(variable)
            .ok()
            .filter(|value| !value.is_empty())
            .or_else(from_file)
    }

    pub(crate) fn company(&self) -> Option<String> {
        self.get("company")
    }

    fn hosts(&self) -> Result<Hosts, Failure> {
        if let Some(api) = self.get("api_url") {
            let upload = self.get("upload_url").unwrap_or_else(|| api.clone());
            return Ok(Hosts::at(&api, &upload)?);
        }
        let region = match self.get("region").as_deref() {
            None | Some("na") => Region::NorthAmerica,
            Some("emea") => Region::Emea,
            Some("apac") => Region::AsiaPacific,
            Some(other) => {
                return Err(
                    format!("found the region `{other}`, expected na, emea or apac").into(),
                );
            }
        };
        let environment = match self.get("environment").as_deref() {
            None | Some("production") => Environment::Production,
            Some("staging") => Environment::Staging,
            Some(other) => {
                let text =
                    format!("found the environment `{other}`, expected production or staging");
                return Err(text.into());
            }
        };
        Ok(Hosts::new(region, environment)?)
    }

    pub(crate) fn connect(&self) -> Result<blocking::Ips, Failure> {
        let credentials = match (self.get("token"), self.get("user"), self.get("password")) {
            (Some(token), _, _) => Credentials::access_token(token),
            (None, Some(user), Some(password)) => Credentials::password(user, password),
            _ => {
                return Err(
                    "no credentials: set IPS_USER and IPS_PASSWORD, or run `ips login`".into(),
                );
            }
        };
        self.connect_as(credentials)
    }

    pub(crate) fn connect_as(&self, credentials: Credentials) -> Result<blocking::Ips, Failure> {
        let builder = Ips::builder(self.hosts()?, credentials);
        Ok(builder
            .application("ips", env!("CARGO_PKG_VERSION"))
            .connect_blocking()?)
    }

    /// Keeps the credentials in the file, which nobody else may read.
    pub(crate) fn keep(&mut self, user: &str, password: &Secret) -> Result<&Path, Failure> {
        let mut set = |name: &str, value: &str| {
            self.file
                .insert(name.to_owned(), toml::Value::String(value.to_owned()));
        };
        set("user", user);
        set("password", password.expose());
        if let Some(directory) = self.path.parent() {
            fs::create_dir_all(directory)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        for (name, value) in &self.file {
            writeln!(file, "{name} = {value}")?;
        }
        Ok(&self.path)
    }
}

fn default_path() -> Option<PathBuf> {
    let directory = env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".config")))?;
    Some(directory.join("ips").join("config.toml"))
}

/// A client of a made-up service.
pub(crate) fn fake() -> Result<blocking::Ips, Failure> {
    let fake = Fake::demo();
    let clock = fake.clock();
    Ok(fake
        .builder()?
        .connect_blocking_with(fake.transport(), clock)?)
}
