//! Files, by the servlet `UploadFile`.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response};
use soapstone::soap::{Call, Settings};
use soapstone::transport::CallOptions;
use soapstone::{Fault, Framing};

use super::Company;
use super::api::{self, operations};
use super::error::{CallError, Error, write_call};
use super::job::{SubmittedJob, unique_name};
use crate::multipart::{FilePart, Form, Meter, MeterState, Source};

/// How many files go in one request at most.
const FILES: usize = 20;

/// How many bytes go in one request at most, but for a file that alone has more.
const BYTES: u64 = 1 << 30;

/// Files to upload, and how.
///
/// ```
/// use scene7_ips::{Content, Upload};
///
/// let upload = Upload::to("Acme/shoes/")
///     .file("boot.tif", Content::path("/photos/4711.tif"))
///     .file("note.txt", Content::bytes("hello"))
///     .on_progress(|progress| println!("{} of {} bytes", progress.sent, progress.total));
/// ```
#[derive(Clone)]
pub struct Upload {
    folder: String,
    files: Vec<(String, Content)>,
    options: api::UploadPostJob,
    name: String,
    locale: Option<String>,
    description: Option<String>,
    most_files: usize,
    most_bytes: u64,
    on_error: OnError,
    resumption: Option<UploadResumption>,
    on_progress: Option<Callback>,
}

type Callback = Arc<dyn Fn(&UploadProgress) + Send + Sync>;

/// The content of a file.
#[derive(Clone, Debug)]
pub struct Content(Source);

impl Content {
    /// That of a file on this machine. It is read while it is sent, in pieces of constant size.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Content(Source::Path(path.into()))
    }

    /// Bytes in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Content(Source::Bytes(bytes.into()))
    }

    fn length(&self) -> io::Result<u64> {
        match &self.0 {
            Source::Path(path) => Ok(path.metadata()?.len()),
            Source::Bytes(bytes) => Ok(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
        }
    }
}

/// What to do with the job when something goes wrong on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnError {
    /// End it, so that what arrived is processed now and not in half an hour.
    #[default]
    EndJob,
    /// Leave it open for half an hour, so that [`Upload::resume`] can go on with it.
    KeepOpen,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The name of the file that is being sent.
    pub file: String,
    /// How many of its bytes were sent.
    pub file_sent: u64,
    /// How many bytes it has.
    pub file_total: u64,
    /// How many files were sent before.
    pub files_sent: usize,
    /// How many files there are.
    pub files: usize,
    /// How many bytes of all files were sent.
    pub sent: u64,
    /// How many bytes all files have.
    pub total: u64,
}

impl Upload {
    /// Starts an upload to a folder, as in `Acme/shoes/`. What is there is replaced, and all is marked for publishing;
    /// [`options`](Self::options) has the choice.
    pub fn to(folder: impl Into<String>) -> Self {
        Upload {
            folder: folder.into(),
            files: Vec::new(),
            options: api::UploadPostJob::new(true, true, false, api::EmailSetting::None),
            name: "upload".to_owned(),
            locale: None,
            description: None,
            most_files: FILES,
            most_bytes: BYTES,
            on_error: OnError::default(),
            resumption: None,
            on_progress: None,
        }
    }

    /// Adds a file: the name that it gets, and its content.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, content: Content) -> Self {
        self.files.push((name.into(), content));
        self
    }

    /// Adds a file of this machine, under its own name.
    #[must_use]
    pub fn path(self, path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy().into_owned();
        self.file(name, Content::path(path))
    }

    /// Sets how the files are processed. They go with the first request; the service ignores those of later ones.
    #[must_use]
    pub fn options(mut self, options: api::UploadPostJob) -> Self {
        self.options = options;
        self
    }

    /// Sets the beginning of the name of the job.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the language of the job's log.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Describes the job for people.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets how much goes in one request: 20 files, and a gigabyte unless a file alone has more.
    #[must_use]
    pub fn batches(mut self, files: usize, bytes: u64) -> Self {
        self.most_files = files.max(1);
        self.most_bytes = bytes.max(1);
        self
    }

    /// Sets what to do with the job when something goes wrong. Default: end it.
    #[must_use]
    pub fn on_error(mut self, on_error: OnError) -> Self {
        self.on_error = on_error;
        self
    }

    /// Goes on with the job of an upload that went wrong: files that arrived are not sent again.
    #[must_use]
    pub fn resume(mut self, resumption: UploadResumption) -> Self {
        self.resumption = Some(resumption);
        self
    }

    /// Calls a function with each piece that is sent. It may be called on another thread, and sending waits for it.
    #[must_use]
    pub fn on_progress(
        mut self,
        callback: impl Fn(&UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.on_progress = Some(Arc::new(callback));
        self
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.files.iter().map(|(name, _)| &**name).collect();
        f.debug_struct("Upload")
            .field("folder", &self.folder)
            .field("files", &names)
            .finish_non_exhaustive()
    }
}

/// What is needed to go on with an upload that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadResumption {
    /// The handle of the job, where the service gave one.
    pub job_handle: Option<String>,
    /// The name that the job was begun with.
    pub original_name: String,
    /// How many files arrived: those at the beginning.
    pub files_arrived: usize,
}

/// An upload that went wrong.
#[derive(Debug)]
pub struct UploadError {
    /// What happened.
    pub problem: UploadProblem,
    /// The name of the file that was being sent, if any was.
    pub file: Option<String>,
    /// How many of its bytes were handed to the connection.
    pub file_sent: u64,
    /// How many bytes of all files were.
    pub sent: u64,
    /// How many bytes all files have.
    pub total: u64,
    /// What is needed to go on.
    pub resumption: UploadResumption,
    /// Whether the job was ended.
    pub job_ended: bool,
}

/// What went wrong with an upload.
#[derive(Debug)]
#[non_exhaustive]
pub enum UploadProblem {
    /// A file can't be read.
    File(io::Error),
    /// The request failed, or the service answered with a fault.
    Call(Box<soapstone::Error<operations::IpsApiFault>>),
    /// Asking for the job of an upload to resume failed.
    Lookup(Box<CallError>),
    /// There are no files. Nothing was sent.
    NoFiles,
    /// The service gave no job handle, without which later files can't be sent.
    NoHandle,
}

impl UploadError {
    pub(super) fn fault(&self) -> Option<&Fault<operations::IpsApiFault>> {
        match &self.problem {
            UploadProblem::Call(error) => error.fault(),
            UploadProblem::Lookup(error) => error.error.fault(),
            UploadProblem::File(_) | UploadProblem::NoFiles | UploadProblem::NoHandle => None,
        }
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("uploading ")?;
        match &self.file {
            Some(file) => write!(f, "`{file}`: ")?,
            None => f.write_str("files: ")?,
        }
        match &self.problem {
            UploadProblem::File(error) => error.fmt(f)?,
            UploadProblem::Call(error) => write_call(f, error)?,
            UploadProblem::Lookup(error) => error.fmt(f)?,
            UploadProblem::NoFiles => f.write_str("there are none")?,
            UploadProblem::NoHandle => f.write_str("the service gave no job handle")?,
        }
        write!(
            f,
            "; sent {} of {} bytes, {} files arrived",
            self.sent, self.total, self.resumption.files_arrived
        )
    }
}

impl std::error::Error for UploadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            UploadProblem::File(error) => Some(error),
            UploadProblem::Call(error) => Some(error),
            UploadProblem::Lookup(error) => Some(error),
            UploadProblem::NoFiles | UploadProblem::NoHandle => None,
        }
    }
}

impl Company {
    /// Uploads files, and gives the job that processes them: [`wait`](SubmittedJob::wait) for it.
    ///
    /// Files are streamed, whatever their size, in as many requests as it takes. All requests of a job must come from one IP
    /// address, as the service sees it: behind a network that changes it, send everything in one
    /// [batch](Upload::batches). Requests are never made again by themselves; after an error, [`Upload::resume`] goes on.
    ///
    /// Calls [`uploadPost`](api::client::IpsApi::upload_post) by HTTP.
    ///
    /// # Errors
    /// [`Error::Upload`], which says what was sent and arrived.
    pub async fn upload(&self, upload: Upload) -> Result<SubmittedJob, Error> {
        let mut sending = Sending::new(self, upload)?;
        match sending.run().await {
            Ok(job) => Ok(job),
            Err(failure) => Err(sending.failed(failure).await),
        }
    }
}

/// An upload on its way.
struct Sending<'c> {
    company: &'c Company,
    upload: Upload,
    files: Vec<FilePart>,
    total: u64,
    job_handle: Option<String>,
    original_name: String,
    /// How many files arrived.
    arrived: usize,
    /// Whether there may be a job whose handle is not known.
    is_resumed: bool,
}

/// What went wrong, and how far the request was.
struct Failure {
    problem: UploadProblem,
    meter: Option<MeterState>,
}

impl From<UploadProblem> for Failure {
    fn from(problem: UploadProblem) -> Self {
        Failure {
            problem,
            meter: None,
        }
    }
}

impl<'c> Sending<'c> {
    fn new(company: &'c Company, mut upload: Upload) -> Result<Self, Error> {
        let resumption = upload.resumption.take();
        let original_name = match &resumption {
            Some(resumption) => resumption.original_name.clone(),
            None => unique_name(&upload.name),
        };
        let mut sending = Sending {
            company,
            files: Vec::new(),
            total: 0,
            job_handle: resumption
                .as_ref()
                .and_then(|resumption| resumption.job_handle.clone()),
            is_resumed: resumption.is_some(),
            arrived: resumption.map_or(0, |resumption| resumption.files_arrived),
            original_name,
            upload,
        };
        for (name, content) in std::mem::take(&mut sending.upload.files) {
            let length = match content.length() {
                Ok(length) => length,
                Err(error) => {
                    let mut error = sending.error(UploadProblem::File(error).into());
                    error.file = Some(name);
                    return Err(error.into());
                }
            };
            sending.total += length;
            sending.files.push(FilePart {
                name: target(&sending.upload.folder, &name),
                source: content.0,
                length,
            });
        }
        if sending.files.is_empty() {
            return Err(sending.error(UploadProblem::NoFiles.into()).into());
        }
        Ok(sending)
    }

    async fn run(&mut self) -> Result<SubmittedJob, Failure> {
        if self.is_resumed && self.job_handle.is_none() {
            self.job_handle = self.find_job().await?;
        }
        loop {
            let end = self.batch_end();
            let is_last = end >= self.files.len();
            self.post(end, is_last).await?;
            self.arrived = end;
            if is_last {
                break;
            }
            if self.job_handle.is_none() {
                return Err(UploadProblem::NoHandle.into());
            }
        }
        Ok(SubmittedJob {
            company: self.company.clone(),
            handle: self.job_handle.clone(),
            original_name: self.original_name.clone(),
        })
    }

    /// The job that the service made of a request whose answer never came.
    async fn find_job(&self) -> Result<Option<String>, Failure> {
        let job = self.company.job(&*self.original_name);
        match job.active().await {
            Ok(active) => Ok(active.and_then(|active| active.job_handle)),
            Err(Error::Call(error)) => Err(UploadProblem::Lookup(error).into()),
            Err(_) => Ok(None),
        }
    }

    /// Where the files of the next request end.
    fn batch_end(&self) -> usize {
        let mut bytes = 0_u64;
        let mut end = self.arrived;
        for file in self.files.iter().skip(self.arrived) {
            bytes = bytes.saturating_add(file.length);
            let is_full =
                end - self.arrived >= self.upload.most_files || bytes > self.upload.most_bytes;
            if is_full && end > self.arrived {
                break;
            }
            end += 1;
        }
        end
    }

    /// Sends the files up to `end`.
    async fn post(&mut self, end: usize, is_last: bool) -> Result<(), Failure> {
        let call = Call::<operations::UploadPost>::new(
            &self.param(is_last),
            self.company.ips.shared.hosts.upload().uri(),
            &bare(),
        )
        .map_err(|error| Failure::from(UploadProblem::Call(Box::new(error))))?;
        let mut form = Form::new();
        form.document("auth", self.company.ips.shared.header.expose());
        let document = call.request().into_body();
        form.document("uploadParams", &String::from_utf8_lossy(&document));
        let batch = self.files.iter().take(end).skip(self.arrived);
        for (index, file) in batch.enumerate() {
            form.file(index + 1, file.clone());
        }
        let meter = self.meter();
        let failed = |problem| Failure {
            problem,
            meter: Some(meter.state()),
        };
        let response = match self.exchange(form, meter.clone()).await {
            Ok(response) => response,
            Err(error) => {
                let problem = match meter.state().error {
                    Some(error) => {
                        UploadProblem::File(io::Error::new(error.kind(), error.to_string()))
                    }
                    None => UploadProblem::Call(Box::new(error)),
                };
                return Err(failed(problem));
            }
        };
        let response = repaired(response);
        let reply = call.response(&response).map_err(|error| {
            let error = match self.redacted(response) {
                Some(response) => call.response(&response).err().unwrap_or(error),
                None => error,
            };
            failed(UploadProblem::Call(Box::new(error)))
        })?;
        if let Some(handle) = reply.output.job_handle {
            self.job_handle.get_or_insert(handle);
        }
        Ok(())
    }

    /// The response without the password, should it repeat that: an error shows parts of it.
    fn redacted(&self, response: Response<Bytes>) -> Option<Response<Bytes>> {
        let secret = self.company.ips.shared.secret.expose();
        let text = String::from_utf8_lossy(response.body());
        if secret.is_empty() || !text.contains(secret) {
            return None;
        }
        let text = text.replace(secret, "[redacted]");
        Some(response.map(|_| Bytes::from(text)))
    }

    async fn exchange(
        &self,
        form: Form,
        meter: Meter,
    ) -> Result<Response<Bytes>, soapstone::Error<operations::IpsApiFault>> {
        let endpoint = self.company.ips.shared.hosts.upload();
        let mut request = Request::new(());
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = endpoint.uri().clone();
        if let Ok(value) = HeaderValue::from_str(&form.content_type()) {
            request.headers_mut().insert(CONTENT_TYPE, value);
        }
        let request = request.map(|()| form.into_body(meter));
        let shared = &self.company.ips.shared;
        let mut options = CallOptions::new().for_endpoint(endpoint);
        options.timeout = shared.timeout;
        Ok(shared.transport.send_streamed(request, &options).await?)
    }

    fn param(&self, is_last: bool) -> api::UploadPostParam {
        let mut param = api::UploadPostParam::new(self.company.handle());
        match &self.job_handle {
            Some(handle) => param.job_handle = Some(handle.clone()),
            None => {
                param.job_name = Some(self.original_name.clone());
                param.locale = self.upload.locale.clone();
                param.description = self.upload.description.clone();
                param.dest_folder = Some(self.upload.folder.clone());
                param.upload_params = Some(Box::new(self.upload.options.clone()));
            }
        }
        if is_last {
            param.end_job = Some(true);
        }
        param
    }

    /// Counts the bytes of one request on top of those of the requests before.
    fn meter(&self) -> Meter {
        let Some(callback) = self.upload.on_progress.clone() else {
            return Meter::new(|_| {});
        };
        let before = self.arrived_bytes();
        let arrived = self.arrived;
        let (files, total) = (self.files.len(), self.total);
        let batch: Vec<(String, u64)> = self
            .files
            .iter()
            .skip(arrived)
            .map(|file| (file.name.clone(), file.length))
            .collect();
        Meter::new(move |state| {
            let Some((file, file_total)) = batch.get(state.file) else {
                return;
            };
            callback(&UploadProgress {
                file: file.clone(),
                file_sent: state.file_sent,
                file_total: *file_total,
                files_sent: arrived + state.file,
                files,
                sent: before + state.sent,
                total,
            });
        })
    }

    fn arrived_bytes(&self) -> u64 {
        let arrived = self.files.iter().take(self.arrived);
        arrived.map(|file| file.length).sum()
    }

    fn error(&self, failure: Failure) -> UploadError {
        let meter = failure.meter;
        let current = meter
            .as_ref()
            .and_then(|meter| self.files.get(self.arrived + meter.file));
        let (file_sent, sent) = meter
            .as_ref()
            .map_or((0, 0), |meter| (meter.file_sent, meter.sent));
        UploadError {
            problem: failure.problem,
            file: current.map(|file| file.name.clone()),
            file_sent,
            sent: self.arrived_bytes() + sent,
            total: self.total,
            resumption: UploadResumption {
                job_handle: self.job_handle.clone(),
                original_name: self.original_name.clone(),
                files_arrived: self.arrived,
            },
            job_ended: false,
        }
    }

    /// The error, after the job was ended if it is to be. Should that fail too, the service ends it after half an hour.
    async fn failed(&mut self, failure: Failure) -> Error {
        let mut error = self.error(failure);
        let is_open = self.job_handle.is_some() && self.upload.on_error == OnError::EndJob;
        if is_open {
            error.job_ended = self.post(self.arrived, true).await.is_ok();
        }
        error.into()
    }
}

/// The servlet takes and gives elements without an envelope.
fn bare() -> Settings {
    let mut settings = Settings::default();
    settings.framing = Framing::Bare;
    settings
}

/// The path of a file. Names that have a folder of their own keep it below the one of the upload.
fn target(folder: &str, name: &str) -> String {
    let folder = folder.trim_end_matches('/');
    match folder.is_empty() {
        true => name.to_owned(),
        false => format!("{folder}/{}", name.trim_start_matches('/')),
    }
}

/// A response of the servlet without what the documentation shows of its mistakes: characters in the content type that can't
/// be there, and the first half of the XML declaration cut off.
fn repaired(mut response: Response<Bytes>) -> Response<Bytes> {
    if let Some(value) = response.headers().get(CONTENT_TYPE)
        && !value.as_bytes().is_ascii()
    {
        let kept: Vec<u8> = value
            .as_bytes()
            .iter()
            .copied()
            .filter(u8::is_ascii)
            .collect();
        match HeaderValue::from_bytes(&kept) {
            Ok(value) => response.headers_mut().insert(CONTENT_TYPE, value),
            Err(_) => response.headers_mut().remove(CONTENT_TYPE),
        };
    }
    let body = response.body();
    let begins = |text: &[u8]| body.starts_with(text);
    if begins(b"'1.0'") || begins(b"version=") || begins(b"\"1.0\"") {
        let start = body.iter().position(|byte| *byte == b'<');
        let body = body.slice(start.unwrap_or(body.len())..);
        *response.body_mut() = body;
    }
    response
}
