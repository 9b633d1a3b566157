//! Typed ids and the arenas they point into.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of a component in the arena of its kind. Only [`Arena::add`] makes one.
pub struct Id<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id of the first component, which every arena that uses it has.
    pub(super) const FIRST: Id<T> = Id {
        index: 0,
        of: PhantomData,
    };

    /// The position in the arena: components that come first in the documents have the lower index.
    pub fn index(self) -> usize {
        usize::try_from(self.index).unwrap_or(usize::MAX)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// All components of one kind, in document order.
#[derive(Debug)]
pub struct Arena<T> {
    items: Vec<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena { items: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Adds a component and returns its id.
    pub fn add(&mut self, item: T) -> Id<T> {
        let index = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item);
        Id {
            index,
            of: PhantomData,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All components with their ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &T)> {
        self.ids().zip(self.items.iter())
    }

    /// All ids; the arena is not borrowed, so that components can be changed on the way.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + ExactSizeIterator + use<T> {
        let len = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        (0..len as usize).map(|index| Id {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            of: PhantomData,
        })
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "an id comes from `add` of the one arena of its type in a set"
    )]
    fn index(&self, id: Id<T>) -> &T {
        &self.items[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    #[expect(
        clippy::indexing_slicing,
        reason = "an id comes from `add` of the one arena of its type in a set"
    )]
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.items[id.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::Arena;

    #[test]
    fn ids_follow_the_order_of_addition() {
        let mut arena = Arena::default();
        let first = arena.add("a");
        let second = arena.add("b");
        assert!(first < second);
        assert_eq!(arena[second], "b");
        assert_eq!(
            arena.iter().map(|(_, item)| *item).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert_eq!(arena.ids().collect::<Vec<_>>(), [first, second]);
    }
}
