//! Jobs: what they do, and how they are controlled.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use soapstone::xsd::DateTime;

use super::Company;
use super::api::{self, operations};
use super::error::Error;
use crate::random;

/// A job to submit: one thing to do, a name, and perhaps a time.
///
/// The schema of `submitJob` has a field for every kind of job, of which one may be filled; here there is one constructor
/// for each kind, so that there is never a second.
///
/// ```
/// use scene7_ips::Job;
///
/// let job = Job::publish_full().name("nightly").description("everything that changed today");
/// ```
#[derive(Clone, Debug)]
pub struct Job {
    kind: Kind,
    name: String,
    description: Option<String>,
    locale: Option<String>,
    start: Start,
}

#[derive(Clone, Debug)]
enum Kind {
    ImageServingPublish(Box<api::ImageServingPublishJob>),
    ImageRenderingPublish(Box<api::ImageRenderingPublishJob>),
    VideoPublish(Box<api::VideoPublishJob>),
    ServerDirectoryPublish(Box<api::ServerDirectoryPublishJob>),
    MetadataPublish(Box<api::MetadataPublishJob>),
    UploadDirectory(Box<api::UploadDirectoryJob>),
    UploadUrls(Box<api::UploadUrlsJob>),
    OptimizeImages(Box<api::OptimizeImagesJob>),
    RipPdfs(Box<api::RipPdfsJob>),
    ReprocessAssets(Box<api::ReprocessAssetsJob>),
    CreateVideoSitemap(Box<api::CreateVideoSitemapJob>),
    Export(Box<api::ExportJob>),
    AutomatedSetGeneration(Box<api::AutomatedSetGenerationJob>),
}

#[derive(Clone, Debug)]
enum Start {
    Now,
    At(DateTime),
    Scheduled(String),
}

/// The default of the constructors: nobody gets an e-mail.
fn no_email() -> api::EmailSetting {
    api::EmailSetting::None
}

impl Job {
    fn new(kind: Kind, name: &str) -> Self {
        Job {
            kind,
            name: name.to_owned(),
            description: None,
            locale: None,
            start: Start::Now,
        }
    }

    /// Publishes all that is marked for it to the image servers.
    pub fn publish_full() -> Self {
        Job::publish(api::ImageServingPublishJob::new(
            api::PublishType::Full,
            no_email(),
        ))
    }

    /// Publishes what changed since the last time.
    pub fn publish_incremental() -> Self {
        Job::publish(api::ImageServingPublishJob::new(
            api::PublishType::Incremental,
            no_email(),
        ))
    }

    /// Publishes to the image servers, with settings of its own.
    pub fn publish(job: api::ImageServingPublishJob) -> Self {
        Job::new(Kind::ImageServingPublish(Box::new(job)), "publish")
    }

    /// Publishes to the render servers.
    pub fn publish_renderings() -> Self {
        let job = api::ImageRenderingPublishJob::new(no_email());
        Job::new(
            Kind::ImageRenderingPublish(Box::new(job)),
            "publish-renderings",
        )
    }

    /// Publishes videos.
    pub fn publish_videos() -> Self {
        let job = api::VideoPublishJob::new(no_email());
        Job::new(Kind::VideoPublish(Box::new(job)), "publish-videos")
    }

    /// Publishes server directories.
    pub fn publish_directories() -> Self {
        let job = api::ServerDirectoryPublishJob::new(no_email());
        Job::new(
            Kind::ServerDirectoryPublish(Box::new(job)),
            "publish-directories",
        )
    }

    /// Publishes metadata; what was published before too, with `force`.
    pub fn publish_metadata(force: bool) -> Self {
        let mut job = api::MetadataPublishJob::default();
        job.force_publish = Some(force);
        Job::new(Kind::MetadataPublish(Box::new(job)), "publish-metadata")
    }

    /// Uploads a directory of the FTP server.
    pub fn upload_directory(job: api::UploadDirectoryJob) -> Self {
        Job::new(Kind::UploadDirectory(Box::new(job)), "upload-directory")
    }

    /// Lets the service fetch files: URLs, and the paths of the assets that come of them, as in `Acme/shoes/boot.tif`.
    /// What is there is replaced, and all is marked for publishing; [`upload_urls_with`](Self::upload_urls_with) has the
    /// choice.
    pub fn upload_urls(
        urls: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let mut job = api::UploadUrlsJob::new(true, true, false, no_email());
        let urls: Vec<api::UploadUrl> = urls
            .into_iter()
            .map(|(url, path)| api::UploadUrl::new(url, path))
            .collect();
        job.url_array = Some(urls);
        Job::upload_urls_with(job)
    }

    /// Lets the service fetch files, with settings of its own.
    pub fn upload_urls_with(job: api::UploadUrlsJob) -> Self {
        Job::new(Kind::UploadUrls(Box::new(job)), "upload-urls")
    }

    /// Optimises all images again.
    pub fn optimize_images() -> Self {
        let job = api::OptimizeImagesJob::new(no_email());
        Job::new(Kind::OptimizeImages(Box::new(job)), "optimize-images")
    }

    /// Makes images of the pages of PDF files. Adobe calls it deprecated in favour of [`reprocess`](Self::reprocess).
    pub fn rip_pdfs(job: api::RipPdfsJob) -> Self {
        Job::new(Kind::RipPdfs(Box::new(job)), "rip-pdfs")
    }

    /// Processes assets again, as if they were uploaded.
    pub fn reprocess(job: api::ReprocessAssetsJob) -> Self {
        Job::new(Kind::ReprocessAssets(Box::new(job)), "reprocess")
    }

    /// Makes the sitemap of the videos.
    pub fn video_sitemap(force_update: bool) -> Self {
        let mut job = api::CreateVideoSitemapJob::default();
        job.force_update = Some(force_update);
        Job::new(Kind::CreateVideoSitemap(Box::new(job)), "video-sitemap")
    }

    /// Packs the original files of assets; [`JobReport::urls`](super::JobReport::urls) says where they are.
    pub fn export(handles: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let handles = handles.into_iter().map(Into::into).collect();
        Job::export_with(api::ExportJob::new(
            handles,
            api::ExportFormat::Orig,
            no_email(),
        ))
    }

    /// Packs assets, with settings of its own: converted, for instance.
    pub fn export_with(job: api::ExportJob) -> Self {
        Job::new(Kind::Export(Box::new(job)), "export")
    }

    /// Makes sets of assets by rules.
    pub fn generate_sets(job: api::AutomatedSetGenerationJob) -> Self {
        Job::new(Kind::AutomatedSetGeneration(Box::new(job)), "generate-sets")
    }

    /// Publishes as soon as an upload is done: for jobs that upload or process assets. Others stay as they are.
    #[must_use]
    pub fn then_publish(mut self, publish_type: api::PublishType) -> Self {
        let job = Some(Box::new(api::ImageServingPublishJob::new(
            publish_type,
            no_email(),
        )));
        match &mut self.kind {
            Kind::UploadDirectory(upload) => upload.post_image_serving_publish_job = job,
            Kind::UploadUrls(upload) => upload.post_image_serving_publish_job = job,
            Kind::RipPdfs(rip) => rip.post_image_serving_publish_job = job,
            Kind::ReprocessAssets(reprocess) => reprocess.post_image_serving_publish_job = job,
            _ => {}
        }
        self
    }

    /// Sets the beginning of the name. What is submitted has more behind it, so that no two jobs have the same: jobs are
    /// found again by name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Describes the job for people.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the language of the job's log.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Starts the job at a time, which should have a time zone, in place of at once.
    #[must_use]
    pub fn at(mut self, time: DateTime) -> Self {
        self.start = Start::At(time);
        self
    }

    /// Starts the job again and again, by a schedule in the form of cron. It has no end to wait for; what each run has is
    /// in the log.
    #[must_use]
    pub fn scheduled(mut self, schedule: impl Into<String>) -> Self {
        self.start = Start::Scheduled(schedule.into());
        self
    }

    fn into_param(self, company: &str) -> api::SubmitJobParam {
        let mut param = api::SubmitJobParam::new(company, unique_name(&self.name));
        param.description = self.description;
        param.locale = self.locale;
        match self.start {
            Start::Now => {}
            Start::At(time) => param.exec_time = Some(time),
            Start::Scheduled(schedule) => param.exec_schedule = Some(schedule),
        }
        match self.kind {
            Kind::ImageServingPublish(job) => param.image_serving_publish_job = Some(job),
            Kind::ImageRenderingPublish(job) => param.image_rendering_publish_job = Some(job),
            Kind::VideoPublish(job) => param.video_publish_job = Some(job),
            Kind::ServerDirectoryPublish(job) => param.server_directory_publish_job = Some(job),
            Kind::MetadataPublish(job) => param.metadata_publish_job = Some(job),
            Kind::UploadDirectory(job) => param.upload_directory_job = Some(job),
            Kind::UploadUrls(job) => param.upload_urls_job = Some(job),
            Kind::OptimizeImages(job) => param.optimize_images_job = Some(job),
            Kind::RipPdfs(job) => param.rip_pdfs_job = Some(job),
            Kind::ReprocessAssets(job) => param.reprocess_assets_job = Some(job),
            Kind::CreateVideoSitemap(job) => param.create_video_sitemap_job = Some(job),
            Kind::Export(job) => param.export_job = Some(job),
            Kind::AutomatedSetGeneration(job) => param.automated_set_generation_job = Some(job),
        }
        param
    }
}

/// A name that no other job has: what was asked for, the time, and a number.
pub(super) fn unique_name(beginning: &str) -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    format!("{beginning}-{seconds}-{:08x}", random::number() >> 32)
}

/// A job that was submitted.
///
/// The handle that the service gives when a job is submitted is not always the one that it has in the list of active jobs,
/// and the service adds a time to its name. What stays is the original name, by which the job is found.
#[derive(Clone)]
pub struct SubmittedJob {
    pub(super) company: Company,
    pub(super) handle: Option<String>,
    pub(super) original_name: String,
}

impl SubmittedJob {
    /// The handle that the service gave when the job was submitted.
    pub fn handle(&self) -> Option<&str> {
        self.handle.as_deref()
    }

    /// The name that it was submitted with.
    pub fn original_name(&self) -> &str {
        &self.original_name
    }

    /// Whether a job of the service is this one, by its handle or its original name.
    pub(super) fn is(&self, handle: Option<&str>, original_name: Option<&str>) -> bool {
        let has_handle = handle.is_some() && handle == self.handle();
        has_handle || original_name == Some(&self.original_name)
    }

    /// The job in the list of active ones; `None` where it is not there: not yet, or not any more.
    ///
    /// Calls [`getActiveJobs`](api::client::IpsApi::get_active_jobs).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn active(&self) -> Result<Option<api::ActiveJob>, Error> {
        let mut param = api::GetActiveJobsParam::default();
        param.company_handle = Some(self.company.handle().to_owned());
        param.original_name = Some(self.original_name.clone());
        param.include_waiting_jobs = Some(true);
        let reply = self
            .company
            .ips
            .call::<operations::GetActiveJobs>(&param)
            .await?;
        let is_this =
            |job: &api::ActiveJob| self.is(job.job_handle.as_deref(), job.original_name.as_deref());
        Ok(reply
            .job_array
            .unwrap_or_default()
            .into_iter()
            .find(is_this))
    }

    /// The handle to control the job with: that in the list of active or scheduled jobs, where it is there.
    async fn control_handle(&self) -> Result<String, Error> {
        if let Some(handle) = self.active().await?.and_then(|job| job.job_handle) {
            return Ok(handle);
        }
        let mut param = api::GetScheduledJobsParam::default();
        param.company_handle = Some(self.company.handle().to_owned());
        param.original_name = Some(self.original_name.clone());
        let reply = self
            .company
            .ips
            .call::<operations::GetScheduledJobs>(&param)
            .await?;
        let scheduled = reply
            .job_array
            .unwrap_or_default()
            .into_iter()
            .find(|job| self.is(job.job_handle.as_deref(), job.original_name.as_deref()))
            .and_then(|job| job.job_handle);
        scheduled
            .or_else(|| self.handle.clone())
            .ok_or(Error::Incomplete {
                operation: "submitJob",
                field: "jobHandle",
            })
    }

    /// Stops the job. What it did stays done.
    ///
    /// Calls [`stopJob`](api::client::IpsApi::stop_job).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn stop(&self) -> Result<(), Error> {
        let handle = self.control_handle().await?;
        let param = api::StopJobParam::new(self.company.handle(), handle);
        self.company.ips.call::<operations::StopJob>(&param).await?;
        Ok(())
    }

    /// Keeps a scheduled job from running.
    ///
    /// Calls [`pauseJob`](api::client::IpsApi::pause_job).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn pause(&self) -> Result<(), Error> {
        let handle = self.control_handle().await?;
        let param = api::PauseJobParam::new(self.company.handle(), handle);
        self.company
            .ips
            .call::<operations::PauseJob>(&param)
            .await?;
        Ok(())
    }

    /// Lets a job that is paused run again.
    ///
    /// Calls [`resumeJob`](api::client::IpsApi::resume_job).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn resume(&self) -> Result<(), Error> {
        let handle = self.control_handle().await?;
        let param = api::ResumeJobParam::new(self.company.handle(), handle);
        self.company
            .ips
            .call::<operations::ResumeJob>(&param)
            .await?;
        Ok(())
    }

    /// Runs a scheduled job now, beside its schedule.
    ///
    /// Calls [`executeJob`](api::client::IpsApi::execute_job).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn execute(&self) -> Result<(), Error> {
        let handle = self.control_handle().await?;
        let param = api::ExecuteJobParam::new(self.company.handle(), handle);
        self.company
            .ips
            .call::<operations::ExecuteJob>(&param)
            .await?;
        Ok(())
    }

    /// Deletes a scheduled job.
    ///
    /// Calls [`deleteJob`](api::client::IpsApi::delete_job).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn delete(&self) -> Result<(), Error> {
        let handle = self.control_handle().await?;
        let param = api::DeleteJobParam::new(self.company.handle(), handle);
        self.company
            .ips
            .call::<operations::DeleteJob>(&param)
            .await?;
        Ok(())
    }
}

impl fmt::Debug for SubmittedJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubmittedJob")
            .field("handle", &self.handle)
            .field("original_name", &self.original_name)
            .finish_non_exhaustive()
    }
}

impl Company {
    /// Submits a job. It is never sent twice; where the connection breaks, [`job`](Self::job) and
    /// [`active`](SubmittedJob::active) tell whether it arrived.
    ///
    /// Calls [`submitJob`](api::client::IpsApi::submit_job).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn submit(&self, job: Job) -> Result<SubmittedJob, Error> {
        let param = job.into_param(self.handle());
        let reply = self.ips.call::<operations::SubmitJob>(&param).await?;
        Ok(SubmittedJob {
            company: self.clone(),
            handle: reply.job_handle,
            original_name: param.job_name,
        })
    }

    /// A job that was submitted at another time, by its original name.
    pub fn job(&self, original_name: impl Into<String>) -> SubmittedJob {
        SubmittedJob {
            company: self.clone(),
            handle: None,
            original_name: original_name.into(),
        }
    }

    /// The jobs that run or wait to.
    ///
    /// Calls [`getActiveJobs`](api::client::IpsApi::get_active_jobs).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn active_jobs(&self) -> Result<Vec<api::ActiveJob>, Error> {
        let mut param = api::GetActiveJobsParam::default();
        param.company_handle = Some(self.handle().to_owned());
        param.include_waiting_jobs = Some(true);
        let reply = self.ips.call::<operations::GetActiveJobs>(&param).await?;
        Ok(reply.job_array.unwrap_or_default())
    }

    /// The jobs with a schedule.
    ///
    /// Calls [`getScheduledJobs`](api::client::IpsApi::get_scheduled_jobs).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn scheduled_jobs(&self) -> Result<Vec<api::ScheduledJob>, Error> {
        let mut param = api::GetScheduledJobsParam::default();
        param.company_handle = Some(self.handle().to_owned());
        let reply = self
            .ips
            .call::<operations::GetScheduledJobs>(&param)
            .await?;
        Ok(reply.job_array.unwrap_or_default())
    }

    /// The logs of jobs that began in a time, the newest first. The operation has no pages: ask for shorter times in place
    /// of more rows.
    ///
    /// Calls [`getJobLogs`](api::client::IpsApi::get_job_logs).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn job_logs(
        &self,
        from: Option<DateTime>,
        to: Option<DateTime>,
        rows: Option<i32>,
    ) -> Result<Vec<api::JobLog>, Error> {
        let mut param = api::GetJobLogsParam::default();
        param.company_handle = Some(self.handle().to_owned());
        param.sort_by = Some(api::JobLogSortField::StartDate);
        param.sort_direction = Some(api::SortDirection::Descending);
        param.start_date = from;
        param.end_date = to;
        param.num_rows = rows;
        let reply = self.ips.call::<operations::GetJobLogs>(&param).await?;
        Ok(reply.job_log_array.unwrap_or_default())
    }
}
