//! What the command does.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use scene7_ips::api::{Asset, AssetType, GetUserInfoParam, operations};
use scene7_ips::{Credentials, Job, JobReport, Search, SetMetadata, Upload, WaitOptions, blocking};
use serde_json::Value;
use soapstone::xsd::Secret;
use soapstone::{AnyElement, CallOptions, Limits};

use crate::config::{self, Config};
use crate::output::{Table, bar, facts};
use crate::{Arguments, Command};

/// What is said before the command ends with 1.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// The jobs that need nothing but their kind.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// Publishes all that is marked for it.
    PublishFull,
    /// Publishes what changed.
    PublishIncremental,
    /// Publishes to the render servers.
    PublishRenderings,
    /// Publishes videos.
    PublishVideos,
    /// Publishes server directories.
    PublishDirectories,
    /// Publishes metadata.
    PublishMetadata,
    /// Optimises all images again.
    OptimizeImages,
    /// Makes the sitemap of the videos.
    VideoSitemap,
}

impl Kind {
    fn job(self) -> Job {
        match self {
            Kind::PublishFull => Job::publish_full(),
            Kind::PublishIncremental => Job::publish_incremental(),
            Kind::PublishRenderings => Job::publish_renderings(),
            Kind::PublishVideos => Job::publish_videos(),
            Kind::PublishDirectories => Job::publish_directories(),
            Kind::PublishMetadata => Job::publish_metadata(false),
            Kind::OptimizeImages => Job::optimize_images(),
            Kind::VideoSitemap => Job::video_sitemap(false),
        }
    }
}

/// Does what was asked for. Whether it went well: a job or a batch may fail without an error.
pub(crate) fn run(arguments: &Arguments) -> Result<bool, Failure> {
    if matches!(arguments.command, Command::Login) {
        return login(arguments);
    }
    let (ips, company) = connect(arguments)?;
    let session = Session {
        company: ips.company(&company)?,
        ips,
        json: arguments.json,
    };
    match &arguments.command {
        Command::Login => Ok(true),
        Command::Search {
            text,
            folder,
            asset_type,
            count,
        } => session.search(
            text.as_deref(),
            folder.as_deref(),
            asset_type.as_deref(),
            *count,
        ),
        Command::Ls { path } => session.ls(path.as_deref()),
        Command::Upload { to, no_wait, files } => session.upload(to, files, *no_wait),
        Command::Submit {
            kind,
            schedule,
            wait,
        } => session.submit(*kind, schedule.as_deref(), *wait),
        Command::Wait { name, deadline } => {
            let job = session.company.job(name);
            session.wait(&job, Duration::from_secs(*deadline))
        }
        Command::Jobs => session.jobs(),
        Command::Publish { incremental } => {
            let kind = match incremental {
                true => Kind::PublishIncremental,
                false => Kind::PublishFull,
            };
            session.submit(kind, None, true)
        }
        Command::Metadata {
            field,
            value,
            names,
        } => session.metadata(field, value, names),
        Command::Invalidate { urls } => session.invalidate(urls),
        Command::Raw { operation } => session.raw(operation),
    }
}

fn connect(arguments: &Arguments) -> Result<(blocking::Ips, String), Failure> {
    if arguments.fake {
        let company = arguments.company.clone();
        return Ok((
            config::fake()?,
            company.unwrap_or_else(|| "Acme".to_owned()),
        ));
    }
    let config = Config::read(arguments)?;
    let company = arguments.company.clone().or_else(|| config.company());
    match company {
        Some(company) => Ok((config.connect()?, company)),
        None => Err("no company: set IPS_COMPANY, or use --company".into()),
    }
}

fn login(arguments: &Arguments) -> Result<bool, Failure> {
    let user = ask("User: ")?;
    let password = {
        let _hidden = Hidden::start();
        Secret::from(ask("Password: ")?)
    };
    let credentials = Credentials::password(&*user, password.clone());
    let mut config = Config::read(arguments)?;
    let ips = match arguments.fake {
        true => config::fake()?,
        false => config.connect_as(credentials)?,
    };
    let param = GetUserInfoParam {
        email: Some(user.clone()),
        ..GetUserInfoParam::default()
    };
    ips.call::<operations::GetUserInfo>(&param)?;
    if arguments.fake {
        println!("{user} is known; the fake keeps nothing");
        return Ok(true);
    }
    let path = config.keep(&user, &password)?;
    println!("{user} is known; kept in {}", path.display());
    Ok(true)
}

fn ask(prompt: &str) -> Result<String, Failure> {
    let mut err = io::stderr().lock();
    write!(err, "{prompt}")?;
    err.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// What is typed doesn't show while this lives, where there is a terminal and `stty`.
struct Hidden(bool);

impl Hidden {
    fn start() -> Self {
        Hidden(io::stdin().is_terminal() && stty("-echo"))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if self.0 {
            stty("echo");
            eprintln!();
        }
    }
}

fn stty(argument: &str) -> bool {
    let status = std::process::Command::new("stty").arg(argument).status();
    status.is_ok_and(|status| status.success())
}

struct Session {
    ips: blocking::Ips,
    company: blocking::Company,
    json: bool,
}

impl Session {
    fn search(
        &self,
        text: Option<&str>,
        folder: Option<&str>,
        asset_type: Option<&str>,
        only_counts: bool,
    ) -> Result<bool, Failure> {
        let mut search = Search::new();
        if let Some(text) = text {
            search = search.name_contains(text);
        }
        if let Some(folder) = folder {
            search = search.folder(folder);
        }
        if let Some(asset_type) = asset_type {
            search = search.types([AssetType::from(asset_type)]);
        }
        if only_counts {
            let count = self.company.count(search)?;
            facts(self.json, &[("assets", Value::from(count))])?;
            return Ok(true);
        }
        let search = search.fields(["name", "type", "folder"])?;
        self.assets(self.company.search_all(search)?)
    }

    fn assets(&self, assets: Vec<Asset>) -> Result<bool, Failure> {
        let mut table = Table::new(&["NAME", "TYPE", "FOLDER", "HANDLE"]);
        for asset in assets {
            let asset_type = asset
                .r#type
                .map(|asset_type| asset_type.as_str().to_owned());
            table.row([asset.name, asset_type, asset.folder, asset.asset_handle]);
        }
        table.print(self.json)?;
        Ok(true)
    }

    fn ls(&self, path: Option<&str>) -> Result<bool, Failure> {
        let path = path
            .or_else(|| self.company.root_path())
            .unwrap_or_default();
        let mut table = Table::new(&["NAME", "TYPE"]);
        let folder = self.company.folder_tree(Some(path), 1)?;
        let folders = folder.and_then(|folder| folder.subfolder_array);
        for folder in folders.into_iter().flatten() {
            table.row([folder.path, Some("Folder".to_owned())]);
        }
        let inside = Search::new().folder(path).without_subfolders();
        for asset in self.company.search(inside.fields(["name", "type"])?) {
            let asset = asset?;
            let asset_type = asset
                .r#type
                .map(|asset_type| asset_type.as_str().to_owned());
            table.row([asset.name, asset_type]);
        }
        table.print(self.json)?;
        Ok(true)
    }

    fn upload(&self, to: &str, files: &[PathBuf], no_wait: bool) -> Result<bool, Failure> {
        let upload = files.iter().fold(Upload::to(to), Upload::path);
        let upload =
            upload.on_progress(|progress| bar(progress.sent, progress.total, &progress.file));
        let job = self.company.upload(upload)?;
        match no_wait {
            true => self.submitted(&job),
            false => self.wait(&job, Duration::from_secs(1800)),
        }
    }

    fn submit(&self, kind: Kind, schedule: Option<&str>, wait: bool) -> Result<bool, Failure> {
        let job = match schedule {
            Some(schedule) => kind.job().scheduled(schedule),
            None => kind.job(),
        };
        let job = self.company.submit(job)?;
        match wait && schedule.is_none() {
            true => self.wait(&job, Duration::from_secs(1800)),
            false => self.submitted(&job),
        }
    }

    fn submitted(&self, job: &blocking::SubmittedJob) -> Result<bool, Failure> {
        facts(self.json, &[("job", Value::from(job.original_name()))])?;
        Ok(true)
    }

    fn wait(&self, job: &blocking::SubmittedJob, deadline: Duration) -> Result<bool, Failure> {
        let options = WaitOptions::new()
            .deadline(deadline)
            .on_progress(|progress| {
                if let Some(percent) = progress.percent {
                    let state = progress.state.as_ref().map_or("", |state| state.as_str());
                    bar(u64::try_from(percent).unwrap_or(0), 100, state);
                }
            });
        let report = job.wait(&options)?;
        self.report(&report)
    }

    fn report(&self, report: &JobReport) -> Result<bool, Failure> {
        let count = |count: Option<i32>| Value::from(count.unwrap_or(0));
        let problems: Vec<String> = report
            .errors()
            .map(|error| {
                let name = error.asset_name.as_deref().unwrap_or("?");
                format!(
                    "{name}: {}",
                    error.log_message.as_deref().unwrap_or("failed")
                )
            })
            .collect();
        let mut lines = vec![
            ("outcome", Value::from(format!("{:?}", report.outcome))),
            ("succeeded", count(report.log.file_success_count)),
            ("failed", count(report.log.file_error_count)),
        ];
        if !problems.is_empty() {
            lines.push(("errors", Value::from(problems)));
        }
        facts(self.json, &lines)?;
        Ok(report.is_success())
    }

    fn jobs(&self) -> Result<bool, Failure> {
        let mut table = Table::new(&["NAME", "STATE", "DONE"]);
        for job in self.company.active_jobs()? {
            let state = job.state.map(|state| state.as_str().to_owned());
            let done = job.progress.map(|percent| format!("{percent} %"));
            table.row([job.original_name, state, done]);
        }
        for job in self.company.scheduled_jobs()? {
            let state = job.trigger_state.map(|state| state.as_str().to_owned());
            table.row([job.original_name, state, job.exec_schedule]);
        }
        for log in self.company.job_logs(None, None, Some(20))? {
            let end = log.end_date.map(|date| date.to_string());
            table.row([log.original_job_name, Some("Ended".to_owned()), end]);
        }
        table.print(self.json)?;
        Ok(true)
    }

    fn metadata(&self, field: &str, value: &str, names: &[String]) -> Result<bool, Failure> {
        let assets = self.company.assets_by_name(names)?;
        let known = |name: &String| assets.iter().any(|asset| asset.name.as_ref() == Some(name));
        if let Some(missing) = names.iter().find(|name| !known(name)) {
            return Err(format!("there is no asset `{missing}`; nothing was set").into());
        }
        let handles = assets.into_iter().filter_map(|asset| asset.asset_handle);
        let change = SetMetadata::of(handles).text(field, value);
        let outcome = self.company.set_metadata([change])?;
        let is_complete = outcome.is_complete();
        let lines = [
            ("succeeded", Value::from(outcome.successes)),
            ("failed", Value::from(outcome.errors)),
        ];
        facts(self.json, &lines)?;
        for fault in outcome.error_details {
            eprintln!("{fault}");
        }
        Ok(is_complete)
    }

    fn invalidate(&self, urls: &[String]) -> Result<bool, Failure> {
        let lines: Vec<String> = match urls.is_empty() {
            true => io::stdin().lock().lines().collect::<Result<_, _>>()?,
            false => urls.to_vec(),
        };
        let urls = lines
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty());
        let invalidation = self.company.invalidate_cdn(urls)?;
        let lines = [
            ("urls", Value::from(invalidation.urls)),
            ("requests", Value::from(invalidation.replies.len())),
        ];
        facts(self.json, &lines)?;
        Ok(true)
    }

    fn raw(&self, operation: &str) -> Result<bool, Failure> {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text)?;
        let text = text.replace("{company}", self.company.handle());
        let body = AnyElement::from_xml(&text, &Limits::default())?;
        let client = self.ips.raw().client();
        let reply = client.call_raw(operation, &body, &CallOptions::new())?;
        if let Some(output) = reply.output {
            println!("{}", output.to_xml()?);
        }
        Ok(true)
    }
}
