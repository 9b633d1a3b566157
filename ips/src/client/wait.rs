//! Waiting for jobs.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::api;
use super::error::Error;
use super::job::SubmittedJob;
use super::report::{JobReport, is_end};
use crate::random;

/// How to wait for a job.
///
/// The default asks after one second, then less and less often, down to every 15 seconds, for half an hour at most.
#[derive(Clone)]
pub struct WaitOptions {
    first: Duration,
    longest: Duration,
    deadline: Duration,
    grace: Duration,
    on_progress: Option<Callback>,
}

type Callback = Arc<dyn Fn(&Progress) + Send + Sync>;

impl Default for WaitOptions {
    fn default() -> Self {
        WaitOptions {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(15),
            deadline: Duration::from_secs(30 * 60),
            grace: Duration::from_secs(30),
            on_progress: None,
        }
    }
}

impl WaitOptions {
    /// The default.
    pub fn new() -> Self {
        WaitOptions::default()
    }

    /// Sets the first pause and the longest. Each is half as long again as the one before, and shortened at random by up to
    /// a half.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest.max(first);
        self
    }

    /// Sets how long to wait in all.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how long a job may be neither in the list of active ones nor in the log. Default: 30 seconds.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Calls a function each time after the service was asked.
    #[must_use]
    pub fn on_progress(mut self, callback: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(callback));
        self
    }

    fn report(&self, progress: &Progress) {
        if let Some(callback) = &self.on_progress {
            callback(progress);
        }
    }
}

impl fmt::Debug for WaitOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitOptions")
            .field("first", &self.first)
            .field("longest", &self.longest)
            .field("deadline", &self.deadline)
            .field("grace", &self.grace)
            .finish_non_exhaustive()
    }
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// How long was waited.
    pub waited: Duration,
    /// The state in the list of active jobs; `None` while the job is in no list.
    pub state: Option<api::ActiveJobState>,
    /// How much is done, in percent, as far as the service says.
    pub percent: Option<i32>,
    /// What the service says, in the language of the user.
    pub message: Option<String>,
}

/// A job that didn't come to its end, or nobody knows how.
#[derive(Debug)]
pub struct WaitError {
    /// The name that the job was submitted with, to find it again: [`Company::job`](super::Company::job).
    pub original_name: String,
    /// What happened.
    pub problem: WaitProblem,
    /// How far the job was when it was seen last.
    pub last: Progress,
}

/// Why waiting for a job ended before the job.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitProblem {
    /// The time was up. The job goes on.
    Deadline,
    /// The job is in no list, and in no log.
    Lost,
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.last.waited.as_secs();
        match self.problem {
            WaitProblem::Deadline => write!(
                f,
                "the job `{}` is not at its end after {seconds} s",
                self.original_name
            )?,
            WaitProblem::Lost => write!(
                f,
                "the job `{}` is neither active nor in the log after {seconds} s",
                self.original_name
            )?,
        }
        match &self.last.state {
            Some(state) => write!(f, ", last state {}", state.as_str()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for WaitError {}

/// What is known of a job while one waits.
#[derive(Default)]
struct Watch {
    /// Since when the job is not in the list of active ones.
    missing_since: Option<Duration>,
    was_stopping: bool,
    last: Progress,
}

impl Watch {
    fn is_active(&mut self, job: api::ActiveJob, waited: Duration) {
        self.missing_since = None;
        self.was_stopping |= job.state == Some(api::ActiveJobState::Stopping);
        self.last = Progress {
            waited,
            state: job.state,
            percent: job.progress,
            message: job.progress_message,
        };
    }

    /// How long the job is missing.
    fn is_missing(&mut self, waited: Duration) -> Duration {
        self.last.waited = waited;
        waited.saturating_sub(*self.missing_since.get_or_insert(waited))
    }
}

impl SubmittedJob {
    /// Waits until the job is at its end, and says how it ended.
    ///
    /// A job that is done simply leaves the list of active jobs, and some time later its log has an end. In between it is in
    /// neither; that is what the [grace](WaitOptions::grace) is for. To stop waiting, drop the future: the job goes on.
    ///
    /// Calls [`getActiveJobs`](api::client::IpsApi::get_active_jobs) and [`getJobLogDetails`](api::client::IpsApi::get_job_log_details).
    ///
    /// # Errors
    /// [`Error::Wait`], and those of a call. That the job failed is no error here: see [`JobReport::outcome`].
    pub async fn wait(&self, options: &WaitOptions) -> Result<JobReport, Error> {
        let timer = &self.company.ips.shared.timer;
        let start = timer.now();
        let mut watch = Watch::default();
        let mut pause = options.first;
        loop {
            let active = self.active().await?;
            let waited = timer.now().saturating_sub(start);
            match active {
                Some(job) => watch.is_active(job, waited),
                None => {
                    let missing = watch.is_missing(waited);
                    if let Some(report) = self.verdict(&watch, missing >= options.grace).await? {
                        return Ok(report);
                    }
                    if missing >= options.grace {
                        return Err(self.gave_up(WaitProblem::Lost, watch));
                    }
                }
            }
            options.report(&watch.last);
            if waited >= options.deadline {
                return Err(self.gave_up(WaitProblem::Deadline, watch));
            }
            let left = options.deadline.saturating_sub(waited);
            timer.sleep(random::spread(pause).min(left)).await;
            pause = (pause * 3 / 2).min(options.longest);
        }
    }

    /// The report, if the log is complete; or if there is one at all and nothing more will come.
    async fn verdict(&self, watch: &Watch, is_late: bool) -> Result<Option<JobReport>, Error> {
        let Some((log, details)) = self.log().await? else {
            return Ok(None);
        };
        let has_end = log.end_date.is_some()
            || log.fatal_error == Some(true)
            || details
                .iter()
                .filter_map(|detail| detail.log_type.as_ref())
                .any(is_end);
        Ok((has_end || is_late).then(|| JobReport::new(log, details, watch.was_stopping)))
    }

    fn gave_up(&self, problem: WaitProblem, watch: Watch) -> Error {
        WaitError {
            original_name: self.original_name.clone(),
            problem,
            last: watch.last,
        }
        .into()
    }
}
