//! Matching a sequence of elements against a content model.
//!
//! The state is a place in the tree of particles: for each group from the outermost to the innermost, which of its
//! particles is current and how many occurrences there have been. The schema's Unique Particle Attribution rule says
//! that the next element's name alone decides which particle it belongs to. It does not decide how many times each
//! enclosing group has occurred: in `(a{2,3}){2}`, the third `a` may be the third of the first group or the first of
//! the second. So where bounds are counted, all possible counts are kept side by side.

use std::cell::RefCell;
use std::ops::ControlFlow;

use crate::model::{Compositor, Group, Particle, Scope, Term, UNBOUNDED};

/// What is matched: an element, known by its name.
pub(crate) trait Symbol {
    /// Whether a particle's term, an element or a wildcard, admits it.
    fn is(&self, term: &'static Term) -> bool;
}

/// A group on the way to the current particle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The group.
    pub(crate) group: &'static Group,
    min: u32,
    max: u32,
    /// Which occurrence of the group this is, from 1; not counted further than the bounds need.
    iteration: u32,
    /// The current particle of the group; `None` before the first.
    child: Option<usize>,
    /// How many times the current particle has occurred, where it is not a group.
    count: u32,
}

impl Frame {
    fn new(group: &'static Group, min: u32, max: u32) -> Self {
        Frame {
            group,
            min,
            max,
            iteration: 1,
            child: None,
            count: 0,
        }
    }

    fn current(&self) -> Option<&'static Particle> {
        self.group.particles.get(self.child?)
    }

    fn at(mut self, child: usize, count: u32) -> Self {
        self.child = Some(child);
        self.count = count;
        self
    }

    fn next_iteration(mut self) -> Self {
        self.iteration = count_up(self.iteration, self.min, self.max);
        self.child = None;
        self.count = 0;
        self
    }

    /// Whether all that may follow `other`, a frame at the same place, may follow this one: its counts are the same,
    /// or they are large enough already and leave more room.
    fn covers(&self, other: &Frame) -> bool {
        let least = if self.group.is_emptiable() {
            0
        } else {
            self.min
        };
        let least_of_child = self.current().map_or(0, |child| child.min);
        self.child == other.child
            && (self.iteration == other.iteration
                || (least..=other.iteration).contains(&self.iteration))
            && (self.count == other.count || (least_of_child..=other.count).contains(&self.count))
    }
}

/// Whether all that may follow one state may follow the other.
fn covers(state: &[Frame], other: &[Frame]) -> bool {
    state.len() == other.len()
        && state
            .iter()
            .zip(other)
            .all(|(frame, other)| frame.covers(other))
}

/// One more occurrence. Beyond `min` an unbounded count says nothing new and stands still, which keeps states equal.
fn count_up(count: u32, min: u32, max: u32) -> u32 {
    if max == UNBOUNDED && count >= min.max(1) {
        count
    } else {
        count.saturating_add(1)
    }
}

/// The state of matching one content model.
pub(crate) struct Matcher {
    /// All states that the elements so far allow; they differ in counts only. The first is the one that takes as
    /// much as possible into the innermost group, and decides where values are put.
    states: Vec<Vec<Frame>>,
    keeps_all: bool,
    /// The frames that the last step went through, kept for their memory.
    entered: Vec<Frame>,
    /// Likewise, those of the search for it.
    tail: Vec<Frame>,
}

/// The particle that an element was found to belong to.
pub(crate) struct Found<'m> {
    /// The particle; its term is an element or a wildcard.
    pub(crate) particle: &'static Particle,
    /// The groups around it, outermost first.
    pub(crate) frames: &'m [Frame],
    /// The frames from this index on are occurrences that begin with this element.
    pub(crate) fresh_from: usize,
}

impl Found<'_> {
    /// Whether the value is a list of all occurrences: of the element's own, or of those of a group around it that
    /// has no value of its own.
    pub(crate) fn is_repeated(&self) -> bool {
        let is_repeated = |frame: &Frame| frame.max > 1 && frame.group.scope == Scope::Enclosing;
        self.particle.max > 1 || self.frames.last().is_some_and(is_repeated)
    }
}

/// A step from a state: all frames below `base` stay, those of `tail` follow.
struct Step<'s> {
    base: usize,
    tail: &'s [Frame],
    fresh_from: usize,
    particle: &'static Particle,
}

impl Matcher {
    /// The state before the first element of one occurrence of `group`.
    pub(crate) fn new(group: &'static Group) -> Self {
        Self::with_bounds(group, 1, 1)
    }

    /// The state before the first element of a number of occurrences of `group`.
    pub(crate) fn with_bounds(group: &'static Group, min: u32, max: u32) -> Self {
        Matcher {
            states: vec![vec![Frame::new(group, min, max)]],
            keeps_all: group.has_counters || max > 1,
            entered: Vec::new(),
            tail: Vec::new(),
        }
    }

    /// Takes the next element, if the model admits it here. Otherwise the state stays as it was.
    pub(crate) fn step(&mut self, symbol: &dyn Symbol) -> Option<Found<'_>> {
        let (particle, fresh_from) = if self.keeps_all {
            self.step_all(symbol)?
        } else {
            self.step_first(symbol)?
        };
        let frames = self.states.first()?.as_slice();
        Some(Found {
            particle,
            frames,
            fresh_from,
        })
    }

    fn step_first(&mut self, symbol: &dyn Symbol) -> Option<(&'static Particle, usize)> {
        let state = self.states.first_mut()?;
        let mut found = None;
        let entered = &mut self.entered;
        let _ = successors(state, symbol, &mut self.tail, &mut |step| {
            entered.clear();
            entered.extend_from_slice(step.tail);
            found = Some((step.base, step.particle, step.fresh_from));
            ControlFlow::Break(())
        });
        let (base, particle, fresh_from) = found?;
        state.truncate(base);
        state.append(entered);
        Some((particle, fresh_from))
    }

    fn step_all(&mut self, symbol: &dyn Symbol) -> Option<(&'static Particle, usize)> {
        let mut found = None;
        let mut next: Vec<Vec<Frame>> = Vec::new();
        for state in &self.states {
            let _ = successors(state, symbol, &mut self.tail, &mut |step| {
                let (particle, _) = *found.get_or_insert((step.particle, step.fresh_from));
                if std::ptr::eq(particle, step.particle) {
                    let kept = state.iter().take(step.base).copied();
                    let successor: Vec<Frame> = kept.chain(step.tail.iter().copied()).collect();
                    if !next.iter().any(|known| covers(known, &successor)) {
                        next.retain(|known| !covers(&successor, known));
                        next.push(successor);
                    }
                }
                ControlFlow::Continue(())
            });
        }
        let found = found?;
        self.states = next;
        Some(found)
    }

    /// Whether the content may end here.
    pub(crate) fn is_complete(&self) -> bool {
        self.states.iter().any(|state| is_complete(state))
    }

    /// The terms that may come next, in the order of the schema, each once.
    pub(crate) fn expected(&self) -> Vec<&'static Term> {
        let collector = Collector(RefCell::new(Vec::new()));
        for state in &self.states {
            let _ = successors(state, &collector, &mut Vec::new(), &mut |_| {
                ControlFlow::Continue(())
            });
        }
        collector.0.into_inner()
    }
}

/// The state of matching any content model, where all elements go into one list.
pub(crate) enum AnyMatcher {
    /// Sequences and choices.
    Ordered(Matcher),
    /// An `all` group.
    All(AllMatcher),
}

impl AnyMatcher {
    /// The state before the first element.
    pub(crate) fn new(group: &'static Group) -> Self {
        match group.compositor {
            Compositor::Sequence | Compositor::Choice => AnyMatcher::Ordered(Matcher::new(group)),
            Compositor::All => AnyMatcher::All(AllMatcher {
                group,
                seen: Vec::new(),
            }),
        }
    }

    /// Takes the next element, if the model admits it here. Otherwise the state stays as it was.
    pub(crate) fn step(&mut self, symbol: &dyn Symbol) -> Option<&'static Particle> {
        match self {
            AnyMatcher::Ordered(matcher) => matcher.step(symbol).map(|found| found.particle),
            AnyMatcher::All(matcher) => matcher.step(symbol),
        }
    }

    /// Whether the content may end here.
    pub(crate) fn is_complete(&self) -> bool {
        match self {
            AnyMatcher::Ordered(matcher) => matcher.is_complete(),
            AnyMatcher::All(matcher) => matcher.is_complete(),
        }
    }

    /// The terms that may come next, in the order of the schema.
    pub(crate) fn expected(&self) -> Vec<&'static Term> {
        match self {
            AnyMatcher::Ordered(matcher) => matcher.expected(),
            AnyMatcher::All(matcher) => matcher.unseen().map(|particle| &particle.term).collect(),
        }
    }
}

/// The state of matching an `all` group: each element at most once, in any order.
pub(crate) struct AllMatcher {
    group: &'static Group,
    seen: Vec<&'static Particle>,
}

impl AllMatcher {
    fn unseen(&self) -> impl Iterator<Item = &'static Particle> {
        let is_seen =
            |particle: &Particle| self.seen.iter().any(|seen| std::ptr::eq(*seen, particle));
        self.group
            .particles
            .iter()
            .filter(move |particle| particle.max > 0 && !is_seen(particle))
    }

    fn step(&mut self, symbol: &dyn Symbol) -> Option<&'static Particle> {
        let found = self.unseen().find(|particle| symbol.is(&particle.term))?;
        self.seen.push(found);
        Some(found)
    }

    fn is_complete(&self) -> bool {
        (self.group.is_optional && self.seen.is_empty())
            || self.unseen().all(|particle| particle.min == 0)
    }
}

/// A symbol that nothing admits, and that remembers what was asked.
struct Collector(RefCell<Vec<&'static Term>>);

impl Symbol for Collector {
    fn is(&self, term: &'static Term) -> bool {
        let mut seen = self.0.borrow_mut();
        if !seen.iter().any(|known| std::ptr::eq(*known, term)) {
            seen.push(term);
        }
        false
    }
}

type Visit<'v> = dyn FnMut(Step<'_>) -> ControlFlow<()> + 'v;

/// Visits every particle that `symbol` may belong to after `state`, innermost group first.
fn successors(
    state: &[Frame],
    symbol: &dyn Symbol,
    tail: &mut Vec<Frame>,
    visit: &mut Visit<'_>,
) -> ControlFlow<()> {
    for (level, &frame) in state.iter().enumerate().rev() {
        if level + 1 == state.len()
            && let (Some(child), Some(index)) = (frame.current(), frame.child)
        {
            if frame.count < child.max && symbol.is(&child.term) {
                visit(Step {
                    base: level,
                    tail: &[frame.at(index, count_up(frame.count, child.min, child.max))],
                    fresh_from: state.len(),
                    particle: child,
                })?;
            }
            if frame.count < child.min {
                return ControlFlow::Continue(());
            }
        }
        tail.clear();
        let mut search = Search {
            base: level,
            fresh_from: level + 1,
            symbol,
            tail,
            visit,
        };
        if !search.rest_of(frame)? {
            return ControlFlow::Continue(());
        }
        if frame.iteration < frame.max {
            search.fresh_from = level;
            search.rest_of(frame.next_iteration())?;
        }
        if frame.iteration < frame.min && !frame.group.is_emptiable() {
            return ControlFlow::Continue(());
        }
    }
    ControlFlow::Continue(())
}

/// Whether `state` may be the last.
fn is_complete(state: &[Frame]) -> bool {
    state.iter().enumerate().rev().all(|(level, frame)| {
        let is_innermost = level + 1 == state.len();
        let child_is_done =
            !is_innermost || frame.current().is_none_or(|child| frame.count >= child.min);
        let group_is_done = match (frame.group.compositor, frame.child) {
            (Compositor::Choice, Some(_)) => true,
            (_, None) => frame.group.is_emptiable(),
            (_, Some(child)) => frame
                .group
                .particles
                .iter()
                .skip(child + 1)
                .all(Particle::is_emptiable),
        };
        child_is_done
            && group_is_done
            && (frame.iteration >= frame.min || frame.group.is_emptiable())
    })
}

/// The search for a symbol in what has not been entered yet.
struct Search<'s, 'v> {
    base: usize,
    fresh_from: usize,
    symbol: &'s dyn Symbol,
    tail: &'s mut Vec<Frame>,
    visit: &'s mut Visit<'v>,
}

impl Search<'_, '_> {
    /// Looks at what may follow in `frame`'s occurrence of its group. `true` if the occurrence may also end there.
    fn rest_of(&mut self, frame: Frame) -> ControlFlow<(), bool> {
        match (frame.group.compositor, frame.child) {
            (Compositor::Choice, Some(_)) => ControlFlow::Continue(true),
            (Compositor::Choice | Compositor::All, None) => {
                for (index, particle) in frame.group.particles.iter().enumerate() {
                    self.enter(frame, index, particle)?;
                }
                ControlFlow::Continue(frame.group.is_emptiable())
            }
            (Compositor::Sequence | Compositor::All, child) => {
                let start = child.map_or(0, |child| child + 1);
                for (index, particle) in frame.group.particles.iter().enumerate().skip(start) {
                    self.enter(frame, index, particle)?;
                    if !particle.is_emptiable() {
                        return ControlFlow::Continue(false);
                    }
                }
                ControlFlow::Continue(true)
            }
        }
    }

    fn enter(
        &mut self,
        frame: Frame,
        index: usize,
        particle: &'static Particle,
    ) -> ControlFlow<()> {
        if particle.max == 0 {
            return ControlFlow::Continue(());
        }
        match &particle.term {
            Term::Group(group) => {
                self.tail.push(frame.at(index, 0));
                self.rest_of(Frame::new(group, particle.min, particle.max))?;
                self.tail.pop();
            }
            Term::Element(_) | Term::Any { .. } => {
                if self.symbol.is(&particle.term) {
                    self.tail.push(frame.at(index, 1));
                    (self.visit)(Step {
                        base: self.base,
                        tail: self.tail,
                        fresh_from: self.fresh_from,
                        particle,
                    })?;
                    self.tail.pop();
                }
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Name, element, group};
    use crate::simple::STRING;

    struct Local<'a>(&'a str);

    impl Symbol for Local<'_> {
        fn is(&self, term: &'static Term) -> bool {
            matches!(term, Term::Element(element) if element.name.local == self.0)
        }
    }

    const fn leaf(local: &'static str) -> Particle {
        element(
            Name::new("", local),
            0,
            crate::model::ElementType::Simple(&STRING),
        )
    }

    /// Whether the model accepts the word, one letter an element.
    fn accepts(model: &'static Group, word: &str) -> bool {
        let mut matcher = Matcher::new(model);
        word.split("")
            .filter(|letter| !letter.is_empty())
            .all(|letter| matcher.step(&Local(letter)).is_some())
            && matcher.is_complete()
    }

    fn check(model: &'static Group, good: &[&str], bad: &[&str]) {
        for word in good {
            assert!(accepts(model, word), "{word:?} is refused");
        }
        for word in bad {
            assert!(!accepts(model, word), "{word:?} is accepted");
        }
    }

    #[test]
    fn sequences_keep_order_and_bounds() {
        static MODEL: Group =
            Group::sequence(&[leaf("a"), leaf("b").optional(), leaf("c").occurs(2, 3)]);
        check(
            &MODEL,
            &["abcc", "acc", "accc"],
            &["", "a", "abc", "acccc", "bacc", "abbcc"],
        );
    }

    #[test]
    fn nested_bounds_try_every_count() {
        static MODEL: Group =
            Group::sequence(&[group(Group::sequence(&[leaf("a").occurs(2, 3)])).occurs(2, 2)]);
        check(
            &MODEL,
            &["aaaa", "aaaaa", "aaaaaa"],
            &["", "aa", "aaa", "aaaaaaa"],
        );
        static PAIRS: Group = Group::sequence(&[group(Group::sequence(&[
            leaf("a").occurs(1, 2),
            leaf("b").optional(),
        ]))
        .occurs(2, 2)]);
        check(
            &PAIRS,
            &["aab", "aa", "aaaa", "abab", "aabaab", "aba"],
            &["a", "b", "aaaaa", "ababab", "bb"],
        );
    }

    #[test]
    fn repeated_choices_and_groups_inside_each_other() {
        static MODEL: Group = Group::sequence(&[
            leaf("h").optional(),
            group(Group::choice(&[
                leaf("x"),
                group(Group::sequence(&[leaf("y"), leaf("z").optional()])),
            ]))
            .occurs(0, UNBOUNDED),
            leaf("t"),
        ]);
        check(
            &MODEL,
            &["t", "ht", "xt", "hxyxyzt", "yzyzxt"],
            &["", "h", "zt", "xzt", "txt", "hxyxyzzt"],
        );
    }

    #[test]
    fn fresh_groups_are_those_that_begin_with_the_element() {
        static MODEL: Group = Group::sequence(&[group(
            Group::sequence(&[leaf("a"), leaf("b").optional()]).into_field(0),
        )
        .occurs(0, UNBOUNDED)]);
        let mut matcher = Matcher::new(&MODEL);
        let mut fresh = Vec::new();
        for letter in ["a", "b", "a", "a"] {
            let found = matcher.step(&Local(letter)).expect("the model admits it");
            fresh.push(found.fresh_from);
        }
        assert_eq!(fresh, [1, 2, 1, 1]);
    }

    #[test]
    fn large_bounds_cost_nothing() {
        static MODEL: Group = Group::sequence(&[
            group(Group::choice(&[leaf("a"), leaf("b")])).occurs(3, 4_000_000_000)
        ]);
        check(&MODEL, &["aba", "aaaaaa"], &["ab"]);
    }

    #[test]
    fn bounds_inside_of_bounds_keep_few_states() {
        static MODEL: Group = Group::sequence(&[group(Group::choice(&[
            group(Group::sequence(&[leaf("a").occurs(1, UNBOUNDED)])).occurs(1, 100_000_000),
            leaf("b"),
        ]))
        .occurs(1, 100_000)]);
        let mut matcher = Matcher::new(&MODEL);
        for _ in 0..10_000 {
            assert!(matcher.step(&Local("a")).is_some());
            assert_eq!(matcher.states.len(), 1);
        }
        assert!(matcher.step(&Local("b")).is_some());
        assert!(matcher.is_complete());
    }

    #[test]
    fn what_may_come_next_is_listed_once() {
        static MODEL: Group = Group::sequence(&[leaf("a").occurs(0, UNBOUNDED), leaf("b")]);
        let mut matcher = Matcher::new(&MODEL);
        assert!(matcher.step(&Local("a")).is_some());
        let names: Vec<&str> = matcher
            .expected()
            .into_iter()
            .filter_map(|term| match term {
                Term::Element(element) => Some(element.name.local),
                Term::Any { .. } | Term::Group(_) => None,
            })
            .collect();
        assert_eq!(names, ["a", "b"]);
    }
}
