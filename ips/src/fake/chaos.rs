//! What goes wrong between a client and a service.

use std::time::Duration;

/// What goes wrong, at fixed rates: one of so many requests. Over HTTP only.
///
/// ```
/// use scene7_ips::fake::Chaos;
///
/// let chaos = Chaos::default().faults(20).busy(10).cuts(15);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Chaos {
    fault_every: Option<usize>,
    slow_every: Option<(usize, Duration)>,
    cut_every: Option<usize>,
    busy_every: Option<usize>,
    requests: usize,
    counts: [usize; 4],
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mishap {
    Fault,
    Slow(Duration),
    CutBefore,
    CutAfter,
    Busy,
}

impl Chaos {
    /// One of so many requests gets a fault: `ipsApiFault` 30000.
    #[must_use]
    pub fn faults(mut self, every: usize) -> Self {
        self.fault_every = Some(every);
        self
    }

    /// One of so many replies comes late.
    #[must_use]
    pub fn slow(mut self, every: usize, by: Duration) -> Self {
        self.slow_every = Some((every, by));
        self
    }

    /// The connection of one of so many requests is cut: in turns before the request is carried out, and after.
    #[must_use]
    pub fn cuts(mut self, every: usize) -> Self {
        self.cut_every = Some(every);
        self
    }

    /// One of so many requests gets the status 503 and a page.
    #[must_use]
    pub fn busy(mut self, every: usize) -> Self {
        self.busy_every = Some(every);
        self
    }

    pub(super) fn started(mut self) -> Self {
        self.requests = 0;
        self.counts = [0; 4];
        self
    }

    pub(super) fn counts(&self) -> [usize; 4] {
        self.counts
    }

    /// What happens to the next request.
    pub(super) fn next(&mut self) -> Option<Mishap> {
        self.requests += 1;
        let number = self.requests;
        let is_due = |every: usize| every > 0 && number.is_multiple_of(every);
        let [faults, slow, cuts, busy] = &mut self.counts;
        if self.fault_every.is_some_and(is_due) {
            *faults += 1;
            return Some(Mishap::Fault);
        }
        if self.cut_every.is_some_and(is_due) {
            *cuts += 1;
            return Some(match *cuts % 2 {
                0 => Mishap::CutAfter,
                _ => Mishap::CutBefore,
            });
        }
        if self.busy_every.is_some_and(is_due) {
            *busy += 1;
            return Some(Mishap::Busy);
        }
        let (_, by) = self.slow_every.filter(|(every, _)| is_due(*every))?;
        *slow += 1;
        Some(Mishap::Slow(by))
    }
}
