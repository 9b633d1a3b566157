//! Operations on many items, of which some may fail.

use std::fmt;

use super::api;

/// What came of a batch.
///
/// The service answers a batch of which every item failed like one that went well; the counts are what tells. So this is
/// not a result, but has to be made one.
#[must_use = "some items may have failed: `into_result` tells"]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchOutcome {
    /// How many items went well.
    pub successes: usize,
    /// How many went well with a warning.
    pub warnings: usize,
    /// How many failed.
    pub errors: usize,
    /// What the service says of the warnings: possibly fewer than it counts.
    pub warning_details: Vec<ItemFault>,
    /// What the service says of the failures: possibly fewer than it counts.
    pub error_details: Vec<ItemFault>,
}

/// What happened to one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemFault {
    /// The asset.
    pub asset_handle: Option<String>,
    /// The field, where metadata was set.
    pub field_handle: Option<String>,
    /// The code, as in faults.
    pub code: Option<i32>,
    /// What happened, in words for a person.
    pub reason: Option<String>,
}

/// A batch of which no item failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchSuccess {
    /// How many items went well.
    pub successes: usize,
    /// How many went well with a warning.
    pub warnings: usize,
    /// What the service says of the warnings: possibly fewer than it counts.
    pub warning_details: Vec<ItemFault>,
}

/// A batch of which some items failed.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchFailure(pub BatchOutcome);

impl BatchOutcome {
    /// Whether no item failed.
    pub fn is_complete(&self) -> bool {
        self.errors == 0
    }

    /// What went well, if no item failed. Warnings are no failures.
    ///
    /// # Errors
    /// [`BatchFailure`] if any did.
    pub fn into_result(self) -> Result<BatchSuccess, BatchFailure> {
        match self.is_complete() {
            true => Ok(BatchSuccess {
                successes: self.successes,
                warnings: self.warnings,
                warning_details: self.warning_details,
            }),
            false => Err(BatchFailure(self)),
        }
    }

    pub(super) fn add(&mut self, other: BatchOutcome) {
        self.successes += other.successes;
        self.warnings += other.warnings;
        self.errors += other.errors;
        self.warning_details.extend(other.warning_details);
        self.error_details.extend(other.error_details);
    }

    /// An outcome from what the service counts and says. A failure that it describes but doesn't count still is one.
    pub(crate) fn new<F: Into<ItemFault>>(
        counts: [Option<i32>; 3],
        warnings: Option<Vec<F>>,
        errors: Option<Vec<F>>,
    ) -> Self {
        let details = |faults: Option<Vec<F>>| -> Vec<ItemFault> {
            faults.into_iter().flatten().map(Into::into).collect()
        };
        let [successes, warning_count, error_count] =
            counts.map(|count| usize::try_from(count.unwrap_or_default()).unwrap_or_default());
        let warning_details = details(warnings);
        let error_details = details(errors);
        BatchOutcome {
            successes,
            warnings: warning_count.max(warning_details.len()),
            errors: error_count.max(error_details.len()),
            warning_details,
            error_details,
        }
    }
}

impl From<api::AssetOperationFault> for ItemFault {
    fn from(fault: api::AssetOperationFault) -> Self {
        ItemFault {
            asset_handle: fault.asset_handle,
            field_handle: None,
            code: fault.code,
            reason: fault.reason,
        }
    }
}

impl From<api::SetMetadataFault> for ItemFault {
    fn from(fault: api::SetMetadataFault) -> Self {
        ItemFault {
            asset_handle: fault.asset_handle,
            field_handle: fault.field_handle,
            code: fault.code,
            reason: fault.reason,
        }
    }
}

impl fmt::Display for ItemFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asset = self.asset_handle.as_deref().unwrap_or("an asset");
        write!(f, "{asset}: ")?;
        if let Some(field) = &self.field_handle {
            write!(f, "{field}: ")?;
        }
        f.write_str(self.reason.as_deref().unwrap_or("failed"))?;
        match self.code {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

/// `2 of 5 items failed: a|1: no such asset (30001); …`
impl fmt::Display for BatchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = &self.0;
        let all = outcome.successes + outcome.warnings + outcome.errors;
        write!(f, "{} of {all} items failed", outcome.errors)?;
        for (index, fault) in outcome.error_details.iter().take(3).enumerate() {
            let separator = if index == 0 { ":" } else { ";" };
            write!(f, "{separator} {fault}")?;
        }
        if outcome.error_details.len() > 3 {
            f.write_str("; …")?;
        }
        Ok(())
    }
}

impl std::error::Error for BatchFailure {}
