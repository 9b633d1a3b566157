//! Putting components in an order in which what they depend on comes first.

use std::collections::HashMap;
use std::hash::Hash;

/// The order, and the dependencies that close a circle.
#[derive(Debug)]
pub(super) struct Order<T> {
    /// Each item after all that it depends on, as far as there is no circle.
    pub(super) items: Vec<T>,
    /// Dependencies `(item, on)` where `on` depends on `item` already; following none of them leaves no circle.
    pub(super) circular: Vec<(T, T)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// Orders items by their dependencies. The stack is a list, so that chains may be as long as they like.
pub(super) fn order<T, D>(
    items: impl IntoIterator<Item = T>,
    mut dependencies: impl FnMut(T) -> D,
) -> Order<T>
where
    T: Copy + Eq + Hash,
    D: IntoIterator<Item = T>,
{
    let mut order = Order {
        items: Vec::new(),
        circular: Vec::new(),
    };
    let mut states = HashMap::new();
    for start in items {
        if states.contains_key(&start) {
            continue;
        }
        states.insert(start, State::Open);
        let mut stack = vec![(start, dependencies(start).into_iter())];
        while let Some((item, rest)) = stack.last_mut() {
            let item = *item;
            let Some(next) = rest.next() else {
                states.insert(item, State::Done);
                order.items.push(item);
                stack.pop();
                continue;
            };
            match states.get(&next) {
                Some(State::Done) => {}
                Some(State::Open) => order.circular.push((item, next)),
                None => {
                    states.insert(next, State::Open);
                    stack.push((next, dependencies(next).into_iter()));
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn dependencies_come_first() {
        let order = order([1, 2, 3], |n| match n {
            1 => vec![2, 3],
            2 => vec![3],
            _ => vec![],
        });
        assert_eq!(order.items, [3, 2, 1]);
        assert!(order.circular.is_empty());
    }

    #[test]
    fn circles_are_found_and_long_chains_are_fine() {
        assert_eq!(order([1, 2], |n| [3 - n]).circular, [(2, 1)]);
        assert_eq!(order([7], |n| [n]).circular, [(7, 7)]);
        let long = order([0], |n| if n < 100_000 { vec![n + 1] } else { vec![] });
        assert_eq!(long.items.len(), 100_001);
    }
}
