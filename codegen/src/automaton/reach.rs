//! Sets of positions that an element could belong to.

use std::collections::HashMap;

use super::Competing;
use crate::schema::{Id, MaxOccurs, NamespaceConstraint, Occurs, Particle};
use crate::syntax::QName;

/// A position: a particle, and the references to named groups through which it is reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) particle: Id<Particle>,
    /// The references, mixed into one number.
    path: u64,
    /// Where a repetition leads back to the position: how many rounds of it make up one round of what surrounds it.
    rounds: Option<Rounds>,
}

/// A least and a greatest number of rounds; `None` is no limit.
#[derive(Clone, Copy, Debug)]
struct Rounds {
    least: u64,
    most: Option<u64>,
}

impl From<Occurs> for Rounds {
    fn from(occurs: Occurs) -> Self {
        let most = match occurs.max {
            MaxOccurs::Bounded(max) => Some(u64::from(max)),
            MaxOccurs::Unbounded => None,
        };
        Rounds {
            least: u64::from(occurs.min),
            most,
        }
    }
}

impl Rounds {
    fn times(self, other: Rounds) -> Rounds {
        let most = self
            .most
            .zip(other.most)
            .map(|(left, right)| left.saturating_mul(right));
        Rounds {
            least: self.least.saturating_mul(other.least),
            most,
        }
    }

    fn widened(self, other: Rounds) -> Rounds {
        let most = self
            .most
            .zip(other.most)
            .map(|(left, right)| left.max(right));
        Rounds {
            least: self.least.min(other.least),
            most,
        }
    }
}

/// Positions are the same wherever their rounds lead.
impl PartialEq for Position {
    fn eq(&self, other: &Self) -> bool {
        (self.particle, self.path) == (other.particle, other.path)
    }
}

impl Position {
    pub(super) fn of(particle: Id<Particle>) -> Position {
        Position {
            particle,
            path: 0,
            rounds: None,
        }
    }

    fn referenced_by(self, reference: Id<Particle>) -> Position {
        let step = u64::try_from(reference.index())
            .unwrap_or(u64::MAX)
            .wrapping_add(1);
        Position {
            path: mix(self.path.rotate_left(7) ^ mix(step)),
            ..self
        }
    }

    /// Takes in how the same position is reached in another way.
    fn join(&mut self, other: Position) {
        self.rounds = match (self.rounds, other.rounds) {
            (Some(left), Some(right)) => Some(left.widened(right)),
            (left, right) => left.or(right),
        };
    }
}

/// How many positions of one name a set keeps.
const POSITIONS_OF_A_NAME: usize = 32;

/// How many wildcards a set keeps.
const WILDCARDS: usize = 1_000;

/// Spreads the bits of a number over all of it.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 29)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    number ^ (number >> 32)
}

/// Positions by the names that they accept.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach<'s> {
    names: HashMap<&'s QName, Vec<Position>>,
    wildcards: Vec<(&'s NamespaceConstraint, Position)>,
}

/// Two particles that compete.
pub(super) struct Collision {
    pub(super) first: Id<Particle>,
    pub(super) second: Id<Particle>,
    pub(super) over: Competing,
}

impl<'s> Reach<'s> {
    pub(super) fn add_name(&mut self, name: &'s QName, position: Position) {
        let positions = self.names.entry(name).or_default();
        let room = positions.len() < POSITIONS_OF_A_NAME;
        match positions.iter_mut().find(|known| **known == position) {
            Some(known) => known.join(position),
            None if room => positions.push(position),
            // They compete already, or never will; groups that refer to groups could make them countless.
            None => {}
        }
    }

    pub(super) fn add_wildcard(&mut self, constraint: &'s NamespaceConstraint, position: Position) {
        let room = self.wildcards.len() < WILDCARDS;
        match self
            .wildcards
            .iter_mut()
            .find(|(_, known)| *known == position)
        {
            Some((_, known)) => known.join(position),
            None if room => self.wildcards.push((constraint, position)),
            None => {}
        }
    }

    /// Adds all positions of another set.
    pub(super) fn extend(&mut self, other: &Reach<'s>) {
        for (name, positions) in &other.names {
            for position in positions {
                self.add_name(name, *position);
            }
        }
        for (constraint, position) in &other.wildcards {
            self.add_wildcard(constraint, *position);
        }
    }

    /// The same positions, reached through one more reference.
    pub(super) fn referenced_by(&self, reference: Id<Particle>) -> Reach<'s> {
        let retag = |position: &Position| position.referenced_by(reference);
        Reach {
            names: self
                .names
                .iter()
                .map(|(name, list)| (*name, list.iter().map(retag).collect()))
                .collect(),
            wildcards: self
                .wildcards
                .iter()
                .map(|(constraint, position)| (*constraint, retag(position)))
                .collect(),
        }
    }

    /// Whether, of this many rounds, an earlier one and the last can't be told apart: a position that begins a
    /// round also continues one (`self` can come next), and the fewest rounds of it that make up all of them are
    /// no more than the most that make up one less.
    pub(super) fn confuses_rounds(&self, first: &Reach<'s>, count: u32) -> bool {
        let count = u64::from(count);
        let confuses = |position: &Position| {
            let most = |rounds: Rounds| {
                rounds
                    .most
                    .map(|most| most.saturating_mul(count.saturating_sub(1)))
            };
            position.rounds.is_none_or(|rounds| {
                most(rounds).is_none_or(|most| most >= rounds.least.saturating_mul(count))
            })
        };
        let shared = |mine: &&Position, theirs: &[Position]| theirs.contains(mine);
        let names = first.names.iter().any(|(name, theirs)| {
            let mine = self.names.get(name).into_iter().flatten();
            mine.filter(|mine| shared(mine, theirs)).any(confuses)
        });
        let wildcards = self
            .wildcards
            .iter()
            .filter(|(_, mine)| first.wildcards.iter().any(|(_, it)| it == mine));
        names || wildcards.map(|(_, mine)| mine).any(confuses)
    }

    /// Notes that all of it is repeated.
    pub(super) fn repeat(&mut self, occurs: Occurs) {
        let scale = |position: &mut Position| {
            position.rounds = position.rounds.map(|rounds| rounds.times(occurs.into()));
        };
        self.names.values_mut().flatten().for_each(scale);
        self.wildcards
            .iter_mut()
            .map(|(_, position)| position)
            .for_each(scale);
    }

    /// Adds the positions that begin another round.
    pub(super) fn lead_back(&mut self, first: &Reach<'s>, occurs: Occurs) {
        let rounds = Some(Rounds::from(occurs));
        for (name, positions) in &first.names {
            let known = self.names.entry(name).or_default();
            let new = positions
                .iter()
                .filter(|position| !known.contains(position));
            let new: Vec<_> = new
                .map(|position| Position {
                    rounds,
                    ..*position
                })
                .collect();
            known.extend(new);
        }
        for (constraint, position) in &first.wildcards {
            if !self.wildcards.iter().any(|(_, known)| known == position) {
                self.wildcards.push((
                    constraint,
                    Position {
                        rounds,
                        ..*position
                    },
                ));
            }
        }
    }

    /// The pairs of different positions, one of each set, that accept the same element.
    pub(super) fn collisions(&self, after: &Reach<'s>) -> Vec<Collision> {
        let mut found = Vec::new();
        for (name, theirs) in &after.names {
            for mine in self.names.get(name).into_iter().flatten() {
                for other in theirs.iter().filter(|other| *other != mine) {
                    found.push(collision(*mine, *other, Competing::Name((*name).clone())));
                }
            }
            for (_, mine) in self
                .wildcards
                .iter()
                .filter(|(allowed, _)| allowed.allows(name.namespace.as_ref()))
            {
                for other in theirs.iter().filter(|other| *other != mine) {
                    found.push(collision(*mine, *other, Competing::Name((*name).clone())));
                }
            }
        }
        for (allowed, other) in &after.wildcards {
            for (name, mine) in self
                .names
                .iter()
                .filter(|(name, _)| allowed.allows(name.namespace.as_ref()))
            {
                for mine in mine.iter().filter(|mine| *mine != other) {
                    found.push(collision(*mine, *other, Competing::Name((*name).clone())));
                }
            }
            for (constraint, mine) in self.wildcards.iter().filter(|(_, mine)| mine != other) {
                if allowed.overlaps(constraint) {
                    found.push(collision(*mine, *other, Competing::Wildcards));
                }
            }
        }
        // The names come from a table without an order.
        found.sort_by(|left, right| left.key().cmp(&right.key()));
        found
    }
}

fn collision(first: Position, second: Position, over: Competing) -> Collision {
    Collision {
        first: first.particle,
        second: second.particle,
        over,
    }
}

impl Collision {
    fn key(&self) -> (Id<Particle>, Id<Particle>, Option<&QName>) {
        let name = match &self.over {
            Competing::Name(name) => Some(name),
            Competing::Wildcards => None,
        };
        (self.first, self.second, name)
    }
}
