//! What came of a job.

use super::api::{self, JobLogType, operations};
use super::error::Error;
use super::job::SubmittedJob;

/// How many entries one request asks for: the most that the service gives.
const ROWS: i32 = 1000;

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// All went well.
    Succeeded,
    /// All went well, with warnings.
    Warnings,
    /// Some files failed, others did not.
    PartlyFailed,
    /// Nothing came of it.
    Failed,
    /// Somebody stopped it.
    Stopped,
}

/// The log of a job that is at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct JobReport {
    /// How it ended. It follows from the counts and from the kinds of the entries, never from their texts, which are in the
    /// language of the user.
    pub outcome: Outcome,
    /// The log, with its counts, and without the entries.
    pub log: api::JobLog,
    /// The entries.
    pub details: Vec<api::JobLogDetail>,
}

impl JobReport {
    pub(super) fn new(
        log: api::JobLog,
        details: Vec<api::JobLogDetail>,
        was_stopped: bool,
    ) -> Self {
        JobReport {
            outcome: outcome(&log, &details, was_stopped),
            log,
            details,
        }
    }

    /// Whether all went well, perhaps with warnings.
    pub fn is_success(&self) -> bool {
        matches!(self.outcome, Outcome::Succeeded | Outcome::Warnings)
    }

    /// The entries about what failed.
    pub fn errors(&self) -> impl Iterator<Item = &api::JobLogDetail> {
        self.details.iter().filter(|detail| {
            detail
                .log_type
                .as_ref()
                .is_some_and(|log_type| severity(log_type) == Severity::Error)
        })
    }

    /// The URLs in the entries: where an export is.
    pub fn urls(&self) -> Vec<String> {
        let messages = self.details.iter().flat_map(|detail| {
            let more = detail.aux_array.iter().flatten();
            more.filter_map(|more| more.log_message.as_deref())
                .chain(detail.log_message.as_deref())
        });
        let mut urls = Vec::new();
        for word in messages.flat_map(str::split_whitespace) {
            let is_url = word.starts_with("https://") || word.starts_with("http://");
            if is_url && !urls.iter().any(|known| known == word) {
                urls.push(word.to_owned());
            }
        }
        urls
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Severity {
    None,
    Success,
    Warning,
    Error,
    Fatal,
    Stopped,
}

/// What the kind of an entry says. The names of the kinds have a rule, which holds for kinds that nobody knew of too.
fn severity(log_type: &JobLogType) -> Severity {
    let name = log_type.as_str();
    let ends = |ending: &str| name.ends_with(ending);
    match log_type {
        JobLogType::FatalError => Severity::Fatal,
        JobLogType::FileCancel => Severity::Stopped,
        _ if ends("Error") || ends("Failure") => Severity::Error,
        _ if ends("Warning") => Severity::Warning,
        _ if ends("Success") || *log_type == JobLogType::FileUpdated => Severity::Success,
        _ => Severity::None,
    }
}

/// Whether an entry says that the job is at its end.
pub(super) fn is_end(log_type: &JobLogType) -> bool {
    let name = log_type.as_str();
    let is_part = name.contains("Cleanup");
    *log_type == JobLogType::FatalError || (name.starts_with("End") && !is_part)
}

fn outcome(log: &api::JobLog, details: &[api::JobLogDetail], was_stopped: bool) -> Outcome {
    let entries = |wanted: Severity| {
        details
            .iter()
            .filter_map(|detail| detail.log_type.as_ref())
            .filter(|log_type| severity(log_type) == wanted)
            .count()
    };
    let counted = |counts: [Option<i32>; 3]| counts.into_iter().flatten().any(|count| count > 0);
    let has_errors = counted([log.file_error_count, log.transfer_error_count, None])
        || entries(Severity::Error) > 0;
    let has_warnings = counted([log.file_warning_count, log.transfer_warning_count, None])
        || entries(Severity::Warning) > 0;
    let has_successes = counted([
        log.file_success_count,
        log.transfer_success_count,
        log.file_update_count,
    ]) || entries(Severity::Success) > 0;
    if log.fatal_error == Some(true) || entries(Severity::Fatal) > 0 {
        Outcome::Failed
    } else if was_stopped || entries(Severity::Stopped) > 0 {
        Outcome::Stopped
    } else if has_errors {
        match has_successes {
            true => Outcome::PartlyFailed,
            false => Outcome::Failed,
        }
    } else if has_warnings {
        Outcome::Warnings
    } else {
        Outcome::Succeeded
    }
}

impl SubmittedJob {
    /// The log of the job with all entries; `None` where there is none yet.
    ///
    /// Calls [`getJobLogDetails`](api::client::IpsApi::get_job_log_details).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn log(&self) -> Result<Option<(api::JobLog, Vec<api::JobLogDetail>)>, Error> {
        let mut param = api::GetJobLogDetailsParam::new(self.company.handle());
        param.original_name = Some(self.original_name.clone());
        param.records_per_page = Some(ROWS);
        let mut found: Option<(api::JobLog, Vec<api::JobLogDetail>)> = None;
        for page in 1.. {
            param.results_page = Some(page);
            let reply = self
                .company
                .ips
                .call::<operations::GetJobLogDetails>(&param)
                .await?;
            let logs = reply.job_log_array.unwrap_or_default();
            let is_this = |log: &api::JobLog| {
                self.is(log.job_handle.as_deref(), log.original_job_name.as_deref())
                    || (log.original_job_name.is_none()
                        && log
                            .job_name
                            .as_deref()
                            .is_some_and(|name| name.starts_with(&self.original_name)))
            };
            let Some(mut log) = logs.into_iter().find(is_this) else {
                break;
            };
            let details = log.detail_array.take().unwrap_or_default();
            let on_page = details.len();
            let all = log
                .detail_total_rows
                .and_then(|rows| usize::try_from(rows).ok());
            let (_, known) = found.get_or_insert_with(|| (log, Vec::new()));
            known.extend(details);
            if on_page == 0 || all.is_none_or(|all| known.len() >= all) {
                break;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(log_type: JobLogType) -> api::JobLogDetail {
        let mut detail = api::JobLogDetail::default();
        detail.log_type = Some(log_type);
        detail
    }

    #[test]
    fn the_outcome_follows_from_counts_and_kinds() {
        let log = |success, error, warning, fatal| {
            let mut log = api::JobLog::default();
            log.file_success_count = Some(success);
            log.file_error_count = Some(error);
            log.file_warning_count = Some(warning);
            log.fatal_error = Some(fatal);
            log
        };
        let cases = [
            (log(1, 0, 0, false), None, Outcome::Succeeded),
            (log(1, 0, 1, false), None, Outcome::Warnings),
            (log(1, 1, 0, false), None, Outcome::PartlyFailed),
            (log(0, 1, 0, false), None, Outcome::Failed),
            (log(1, 0, 0, true), None, Outcome::Failed),
            (
                log(1, 0, 0, false),
                Some(JobLogType::FatalError),
                Outcome::Failed,
            ),
            (
                log(1, 0, 0, false),
                Some(JobLogType::UploadError),
                Outcome::PartlyFailed,
            ),
            (
                log(0, 0, 0, false),
                Some(JobLogType::UploadWarning),
                Outcome::Warnings,
            ),
            (
                log(0, 0, 0, false),
                Some(JobLogType::FileCancel),
                Outcome::Stopped,
            ),
            (
                log(0, 0, 0, false),
                Some(JobLogType::from("SomethingNewFailure")),
                Outcome::Failed,
            ),
        ];
        for (log, entry, expected) in cases {
            let details: Vec<_> = entry.into_iter().map(detail).collect();
            assert_eq!(
                outcome(&log, &details, false),
                expected,
                "{log:?} {details:?}"
            );
        }
        assert_eq!(outcome(&log(1, 0, 0, false), &[], true), Outcome::Stopped);
    }
}
