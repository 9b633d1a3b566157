//! Jobs: they begin, take their time, leave the list of active ones, and some time later have a log.

use std::time::Duration;

use super::answer::{Answer, exception};
use super::api::{
    self, ActiveJobState, AssetType, JobLogType, JobSubType, JobTriggerState, JobType,
};
use super::clock::Clock;
use super::session::Session;
use super::state::{CompanyState, State};
use crate::Timer;

/// How long a job waits for the next file.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(30 * 60);

#[derive(Debug)]
pub(super) struct JobState {
    pub(super) original_name: String,
    name: String,
    /// What the service gave when the job was submitted.
    submit_handle: String,
    /// What the job has in lists and logs.
    pub(super) handle: String,
    email: String,
    locale: String,
    description: Option<String>,
    job_type: JobType,
    pub(super) work: Work,
    publishes_after: bool,
    begin: Duration,
    length: Duration,
    gap: Duration,
    /// When it ends; unknown while files may come.
    end: Option<Duration>,
    is_stopping: bool,
    log: Option<Log>,
}

/// What a job does when its time has come.
#[derive(Clone, Debug)]
pub(super) enum Work {
    Publish {
        is_full: bool,
    },
    /// Source URLs and paths.
    UploadUrls(Vec<(String, String)>),
    /// Paths, and when the last request came.
    UploadPost(Vec<String>, Duration),
    Export(Vec<String>),
    Other,
}

#[derive(Debug)]
pub(super) struct ScheduledState {
    original_name: String,
    submit_handle: String,
    handle: String,
    schedule: String,
    is_paused: bool,
    email: String,
    locale: String,
    description: Option<String>,
    job_type: JobType,
    work: Work,
}

#[derive(Debug)]
struct Log {
    entries: Vec<api::JobLogDetail>,
    successes: i32,
    errors: i32,
    end: Duration,
}

impl Work {
    /// The kinds of entries at the beginning, for a success, for a failure, and at the end.
    fn log_types(&self) -> [JobLogType; 4] {
        match self {
            Work::Publish { .. } => [
                JobLogType::BeginImageServingPublish,
                JobLogType::ImageServingPublishSuccess,
                JobLogType::ImageServingPublishError,
                JobLogType::EndImageServingPublish,
            ],
            Work::UploadUrls(_) => [
                JobLogType::BeginUploadUrls,
                JobLogType::UploadSuccess,
                JobLogType::UploadError,
                JobLogType::EndUploadUrls,
            ],
            Work::UploadPost(..) => [
                JobLogType::BeginUpload,
                JobLogType::UploadSuccess,
                JobLogType::UploadError,
                JobLogType::EndUpload,
            ],
            Work::Export(_) => [
                JobLogType::BeginGet,
                JobLogType::ReturnSuccess,
                JobLogType::GetFailure,
                JobLogType::EndGet,
            ],
            Work::Other => [
                JobLogType::BeginReoptimize,
                JobLogType::ReoptimizeSuccess,
                JobLogType::ReoptimizeFailure,
                JobLogType::EndReoptimize,
            ],
        }
    }
}

/// The one thing that a job is to do.
pub(super) fn work(param: &api::SubmitJobParam) -> Answer<(JobType, Work, bool)> {
    let mut found = Vec::new();
    if let Some(job) = &param.image_serving_publish_job {
        let is_full = job.publish_type != api::PublishType::Incremental;
        found.push((
            JobType::ImageServingPublish,
            Work::Publish { is_full },
            false,
        ));
    }
    if let Some(job) = &param.upload_urls_job {
        let urls = job.url_array.iter().flatten();
        let urls = urls.map(|url| (url.source_url.clone(), url.dest_path.clone()));
        let publishes = job.post_image_serving_publish_job.is_some();
        found.push((
            JobType::UrlUpload,
            Work::UploadUrls(urls.collect()),
            publishes,
        ));
    }
    if let Some(job) = &param.export_job {
        let handles = job.asset_handle_array.clone();
        found.push((JobType::from("Export"), Work::Export(handles), false));
    }
    let others = [
        (
            param.image_rendering_publish_job.is_some(),
            JobType::ImageRenderingPublish,
        ),
        (param.video_publish_job.is_some(), JobType::VideoPublish),
        (
            param.server_directory_publish_job.is_some(),
            JobType::ServerDirectoryPublish,
        ),
        (
            param.metadata_publish_job.is_some(),
            JobType::MetadataUpload,
        ),
        (
            param.upload_directory_job.is_some(),
            JobType::UploadFromServerDirectory,
        ),
        (
            param.optimize_images_job.is_some(),
            JobType::ImageOptimization,
        ),
        (param.rip_pdfs_job.is_some(), JobType::from("RipPdfs")),
        (
            param.reprocess_assets_job.is_some(),
            JobType::from("ReprocessAssets"),
        ),
        (
            param.create_video_sitemap_job.is_some(),
            JobType::from("VideoSitemap"),
        ),
        (
            param.automated_set_generation_job.is_some(),
            JobType::from("SetGeneration"),
        ),
    ];
    let others = others.into_iter().filter(|(is_there, _)| *is_there);
    found.extend(others.map(|(_, job_type)| (job_type, Work::Other, false)));
    match found.len() {
        1 => found.pop().ok_or_else(|| exception("No job")),
        count => Err(super::answer::invalid(&format!(
            "Found {count} jobs, expected one"
        ))),
    }
}

impl State {
    /// Begins a job. Gives the handle for the answer, which is not the one in lists.
    pub(super) fn begin_job(
        &mut self,
        company: &str,
        param: &api::SubmitJobParam,
        session: &Session,
        clock: &Clock,
    ) -> Answer<String> {
        let (job_type, work, publishes_after) = work(param)?;
        if param.exec_time.is_some() && param.exec_schedule.is_some() {
            return Err(super::answer::invalid(
                "Found execTime and execSchedule, expected one",
            ));
        }
        let number = self.number();
        let names = Names::new(company, &param.job_name, number, clock);
        if let Some(schedule) = &param.exec_schedule {
            let scheduled = ScheduledState {
                original_name: param.job_name.clone(),
                submit_handle: names.submit_handle.clone(),
                handle: names.handle,
                schedule: schedule.clone(),
                is_paused: false,
                email: session.email.clone(),
                locale: session.locale.clone(),
                description: param.description.clone(),
                job_type,
                work,
            };
            if let Some(company) = self.company(company) {
                company.scheduled.push(scheduled);
            }
            return Ok(names.submit_handle);
        }
        let begin = match &param.exec_time {
            Some(date) => clock.time_of(date).max(clock.now()),
            None => clock.now(),
        };
        let locale = param
            .locale
            .clone()
            .unwrap_or_else(|| session.locale.clone());
        let job = JobState {
            original_name: param.job_name.clone(),
            name: names.name,
            submit_handle: names.submit_handle.clone(),
            handle: names.handle,
            email: session.email.clone(),
            locale,
            description: param.description.clone(),
            job_type,
            work,
            publishes_after,
            begin,
            length: self.job_length,
            gap: self.job_gap,
            end: Some(begin + self.job_length),
            is_stopping: false,
            log: None,
        };
        if let Some(company) = self.company(company) {
            company.jobs.push(job);
        }
        Ok(names.submit_handle)
    }

    /// Takes files for the job of an upload, which begins with the first request.
    pub(super) fn post_files(
        &mut self,
        param: &api::UploadPostParam,
        files: Vec<String>,
        session: &Session,
        clock: &Clock,
    ) -> Answer<String> {
        let (now, number) = (clock.now(), self.number());
        let (length, gap) = (self.job_length, self.job_gap);
        let Some(company) = self.company(&param.company_handle) else {
            return Err(super::answer::authorization(20000, "Invalid company"));
        };
        company.settle(now, clock, number);
        let handle = match (&param.job_handle, &param.job_name) {
            (Some(handle), _) => handle.clone(),
            (None, Some(name)) => {
                let names = Names::new(&param.company_handle, name, number, clock);
                company.jobs.push(JobState {
                    original_name: name.clone(),
                    name: names.name,
                    submit_handle: names.submit_handle.clone(),
                    handle: names.handle,
                    email: session.email.clone(),
                    locale: session.locale.clone(),
                    description: param.description.clone(),
                    job_type: JobType::from("PostUpload"),
                    work: Work::UploadPost(Vec::new(), now),
                    publishes_after: false,
                    begin: now,
                    length,
                    gap,
                    end: None,
                    is_stopping: false,
                    log: None,
                });
                names.submit_handle
            }
            (None, None) => return Err(super::answer::missing("jobName")),
        };
        let job = company
            .jobs
            .iter_mut()
            .find(|job| job.is(&handle) && job.end.is_none());
        let Some(job) = job else {
            return Err(super::answer::invalid(
                "There is no open upload with this jobHandle",
            ));
        };
        if let Work::UploadPost(known, last) = &mut job.work {
            known.extend(files);
            *last = now;
        }
        if param.end_job == Some(true) {
            job.end = Some(now + job.length);
        }
        Ok(job.submit_handle.clone())
    }
}

/// What a job is called.
struct Names {
    name: String,
    submit_handle: String,
    handle: String,
}

impl Names {
    fn new(company: &str, original: &str, number: u64, clock: &Clock) -> Self {
        let company = company.trim_start_matches("c|");
        let stamp = format!("_{}", clock.date());
        Names {
            name: format!("{original}{stamp}"),
            submit_handle: format!("j|{company}|{original}||"),
            handle: format!("j|{company}||{number:08x}{stamp}|{}", number + 54_000),
        }
    }
}

impl JobState {
    fn is(&self, handle: &str) -> bool {
        self.submit_handle == handle || self.handle == handle
    }

    fn is_wanted(&self, handle: Option<&str>, original_name: Option<&str>) -> bool {
        handle.is_none_or(|handle| self.is(handle))
            && original_name.is_none_or(|name| self.original_name == name)
    }

    fn is_active(&self) -> bool {
        self.log.is_none()
    }

    fn active(&self, company: &str, now: Duration, clock: &Clock) -> api::ActiveJob {
        let mut job = api::ActiveJob::default();
        job.company_handle = Some(company.to_owned());
        job.job_handle = Some(self.handle.clone());
        job.name = Some(self.name.clone());
        job.original_name = Some(self.original_name.clone());
        job.r#type = Some(self.job_type.clone());
        job.submit_user_email = Some(self.email.clone());
        job.locale = Some(self.locale.clone());
        job.description = self.description.clone();
        job.start_date = Some(clock.date_at(self.begin));
        let done = now.saturating_sub(self.begin);
        job.state = Some(match self.end {
            _ if self.is_stopping => ActiveJobState::Stopping,
            None => ActiveJobState::WaitingClient,
            Some(_) if now < self.begin => ActiveJobState::WaitingCoordinator,
            Some(_) => ActiveJobState::Running,
        });
        let length = self.length.as_millis().max(1);
        let percent = (done.as_millis() * 100 / length).min(99);
        job.progress = Some(i32::try_from(percent).unwrap_or(99));
        job.progress_message = Some(match self.is_german() {
            true => format!("{percent} % fertig"),
            false => format!("{percent} % done"),
        });
        job
    }

    fn is_german(&self) -> bool {
        self.locale.starts_with("de")
    }

    fn entry(
        &self,
        log_type: JobLogType,
        message: [&str; 2],
        name: Option<&str>,
        end: Duration,
        clock: &Clock,
    ) -> api::JobLogDetail {
        let [english, german] = message;
        let mut detail = api::JobLogDetail::default();
        detail.log_type = Some(log_type);
        detail.log_message = Some(if self.is_german() { german } else { english }.to_owned());
        detail.asset_name = name.map(str::to_owned);
        detail.date_created = Some(clock.date_at(end));
        detail
    }

    fn job_log(&self, company: &str, log: &Log, clock: &Clock) -> api::JobLog {
        let [begin, ..] = self.work.log_types();
        let mut entry = api::JobLog::default();
        entry.company_handle = Some(company.to_owned());
        entry.job_handle = Some(self.handle.clone());
        entry.job_name = Some(self.name.clone());
        entry.original_job_name = Some(self.original_name.clone());
        entry.submit_user_email = Some(self.email.clone());
        entry.log_type = Some(begin);
        if let Work::Publish { is_full } = self.work {
            entry.job_sub_type = Some(match is_full {
                true => JobSubType::Full,
                false => JobSubType::Increment,
            });
        }
        entry.start_date = Some(clock.date_at(self.begin));
        entry.end_date = Some(clock.date_at(log.end));
        entry.description = self.description.clone();
        entry.file_success_count = Some(log.successes);
        entry.file_error_count = Some(log.errors);
        entry.file_warning_count = Some(0);
        entry.file_duplicate_count = Some(0);
        entry.file_update_count = Some(0);
        entry.total_file_count = Some(log.successes + log.errors);
        entry.fatal_error = Some(false);
        entry
    }
}

impl CompanyState {
    /// Carries out the jobs whose time has come. `number` is free for what they make.
    pub(super) fn settle(&mut self, now: Duration, clock: &Clock, mut number: u64) {
        let mut jobs = std::mem::take(&mut self.jobs);
        for job in &mut jobs {
            if let (None, Work::UploadPost(_, last)) = (job.end, &job.work)
                && *last + UPLOAD_TIMEOUT <= now
            {
                job.end = Some(*last + UPLOAD_TIMEOUT);
            }
            if let Some(end) = job.end.filter(|end| *end <= now)
                && job.is_active()
            {
                job.log = Some(self.carry_out(job, end, clock, &mut number));
            }
        }
        self.jobs = jobs;
    }

    fn carry_out(&mut self, job: &JobState, end: Duration, clock: &Clock, number: &mut u64) -> Log {
        let [begin, success, error, finish] = job.work.log_types();
        let mut entries = vec![job.entry(begin, ["Begun", "Begonnen"], None, job.begin, clock)];
        if job.is_stopping {
            let text = ["Stopped", "Angehalten"];
            entries.push(job.entry(JobLogType::FileCancel, text, None, end, clock));
            entries.push(job.entry(finish, ["Ended", "Beendet"], None, end, clock));
            return Log {
                entries,
                successes: 0,
                errors: 0,
                end,
            };
        }
        let (mut successes, mut errors) = (0, 0);
        for (name, handle, problem) in self.effects(job, end, clock, number) {
            let mut entry = match problem {
                None => {
                    successes += 1;
                    job.entry(
                        success.clone(),
                        ["Done", "Erledigt"],
                        Some(&name),
                        end,
                        clock,
                    )
                }
                Some(problem) => {
                    errors += 1;
                    let text = [&*problem, "Nicht gefunden"];
                    job.entry(error.clone(), text, Some(&name), end, clock)
                }
            };
            entry.asset_handle = handle;
            entries.push(entry);
        }
        if let Work::Export(handles) = &job.work
            && successes > 0
        {
            let url = format!(
                "https://s7download.example.com/export/{}-{}.zip",
                job.original_name,
                handles.len()
            );
            let english = format!("The archive is at {url} for two days");
            let german = format!("Das Archiv liegt zwei Tage lang unter {url} bereit");
            let log_type = JobLogType::ReturnSuccess;
            entries.push(job.entry(log_type, [&english, &german], None, end, clock));
        }
        entries.push(job.entry(finish, ["Ended", "Beendet"], None, end, clock));
        Log {
            entries,
            successes,
            errors,
            end,
        }
    }

    /// Does what the job is there for: names, handles, and what went wrong.
    fn effects(
        &mut self,
        job: &JobState,
        end: Duration,
        clock: &Clock,
        number: &mut u64,
    ) -> Vec<(String, Option<String>, Option<String>)> {
        let mut effects = Vec::new();
        match &job.work {
            Work::Publish { is_full } => effects.extend(self.publish(*is_full)),
            Work::UploadUrls(urls) => {
                for (url, path) in urls {
                    let is_missing = url
                        .rsplit('/')
                        .next()
                        .is_some_and(|name| name.starts_with("missing"));
                    if is_missing {
                        effects.push((path.clone(), None, Some(format!("Can't fetch {url}"))));
                        continue;
                    }
                    *number += 100_000;
                    let now = clock.date_at(end);
                    let handle = self.add_asset(*number, path, AssetType::Image, now);
                    effects.push((path.clone(), Some(handle), None));
                }
            }
            Work::UploadPost(files, _) => {
                for path in files {
                    *number += 100_000;
                    let now = clock.date_at(end);
                    let handle = self.add_asset(*number, path, asset_type(path), now);
                    effects.push((path.clone(), Some(handle), None));
                }
            }
            Work::Export(handles) => {
                for handle in handles {
                    let name = self.asset(handle).map(|state| state.path());
                    let problem = match &name {
                        Some(_) => None,
                        None => Some("Asset not found".to_owned()),
                    };
                    let name = name.unwrap_or_else(|| handle.clone());
                    effects.push((name, Some(handle.clone()), problem));
                }
            }
            Work::Other => {}
        }
        if job.publishes_after {
            self.publish(false);
        }
        effects
    }

    fn publish(&mut self, is_full: bool) -> Vec<(String, Option<String>, Option<String>)> {
        let mut published = Vec::new();
        for state in &mut self.assets {
            let is_marked = state.asset.ready_for_publish == Some(true) && !state.is_in_trash();
            if is_marked && (is_full || state.is_changed) {
                state.is_published = true;
                state.is_changed = false;
                published.push((state.path(), state.asset.asset_handle.clone(), None));
            } else if !is_marked && is_full {
                state.is_published = false;
            }
        }
        published
    }

    pub(super) fn active_jobs(
        &self,
        handle: Option<&str>,
        original_name: Option<&str>,
        clock: &Clock,
    ) -> Vec<api::ActiveJob> {
        let now = clock.now();
        self.jobs
            .iter()
            .filter(|job| job.is_active() && job.is_wanted(handle, original_name))
            .map(|job| job.active(&self.handle, now, clock))
            .collect()
    }

    pub(super) fn scheduled_jobs(
        &self,
        handle: Option<&str>,
        original_name: Option<&str>,
    ) -> Vec<api::ScheduledJob> {
        let is_wanted = |job: &&ScheduledState| {
            handle.is_none_or(|handle| job.is(handle))
                && original_name.is_none_or(|name| job.original_name == name)
        };
        let jobs = self.scheduled.iter().filter(is_wanted);
        jobs.map(|state| state.scheduled(&self.handle)).collect()
    }

    /// The logs of jobs that are at their end for long enough, the last first.
    pub(super) fn logs(
        &self,
        handle: Option<&str>,
        original_name: Option<&str>,
        clock: &Clock,
    ) -> Vec<(api::JobLog, &[api::JobLogDetail])> {
        let now = clock.now();
        let mut logs: Vec<_> = self
            .jobs
            .iter()
            .filter(|job| job.is_wanted(handle, original_name))
            .filter_map(|job| {
                let log = job.log.as_ref().filter(|log| log.end + job.gap <= now)?;
                Some((job.job_log(&self.handle, log, clock), &*log.entries))
            })
            .collect();
        logs.reverse();
        logs
    }

    pub(super) fn stop_job(&mut self, handle: &str, now: Duration) -> Answer<()> {
        let job = self
            .jobs
            .iter_mut()
            .find(|job| job.is(handle) && job.is_active());
        let Some(job) = job else {
            return Err(exception("There is no active job with this handle"));
        };
        job.is_stopping = true;
        job.end = Some(now + Duration::from_secs(1));
        Ok(())
    }

    fn scheduled_job(&mut self, handle: &str) -> Answer<&mut ScheduledState> {
        let job = self.scheduled.iter_mut().find(|job| job.is(handle));
        job.ok_or_else(|| exception("There is no scheduled job with this handle"))
    }

    pub(super) fn pause_job(&mut self, handle: &str, is_paused: bool) -> Answer<()> {
        self.scheduled_job(handle)?.is_paused = is_paused;
        Ok(())
    }

    pub(super) fn delete_job(&mut self, handle: &str) -> Answer<()> {
        self.scheduled_job(handle)?;
        self.scheduled.retain(|job| !job.is(handle));
        Ok(())
    }

    pub(super) fn execute_job(
        &mut self,
        handle: &str,
        number: u64,
        times: (Duration, Duration),
        clock: &Clock,
    ) -> Answer<()> {
        let company = self.handle.clone();
        let scheduled = self.scheduled_job(handle)?;
        let names = Names::new(&company, &scheduled.original_name, number, clock);
        let (length, gap) = times;
        let job = JobState {
            original_name: scheduled.original_name.clone(),
            name: names.name,
            submit_handle: scheduled.submit_handle.clone(),
            handle: names.handle,
            email: scheduled.email.clone(),
            locale: scheduled.locale.clone(),
            description: scheduled.description.clone(),
            job_type: scheduled.job_type.clone(),
            work: scheduled.work.clone(),
            publishes_after: false,
            begin: clock.now(),
            length,
            gap,
            end: Some(clock.now() + length),
            is_stopping: false,
            log: None,
        };
        self.jobs.push(job);
        Ok(())
    }
}

impl ScheduledState {
    fn is(&self, handle: &str) -> bool {
        self.submit_handle == handle || self.handle == handle
    }

    fn scheduled(&self, company: &str) -> api::ScheduledJob {
        let mut job = api::ScheduledJob::default();
        job.company_handle = Some(company.to_owned());
        job.job_handle = Some(self.handle.clone());
        job.name = Some(self.original_name.clone());
        job.original_name = Some(self.original_name.clone());
        job.r#type = Some(self.job_type.clone());
        job.submit_user_email = Some(self.email.clone());
        job.description = self.description.clone();
        job.exec_schedule = Some(self.schedule.clone());
        job.trigger_state = Some(match self.is_paused {
            true => JobTriggerState::Paused,
            false => JobTriggerState::Normal,
        });
        job
    }
}

fn asset_type(path: &str) -> AssetType {
    let ending = path.rsplit('.').next().unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "zip" => AssetType::Zip,
        "pdf" => AssetType::Pdf,
        "mp4" | "mov" => AssetType::Video,
        "xml" => AssetType::Xml,
        _ => AssetType::Image,
    }
}
