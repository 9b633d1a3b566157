//! Strongly connected components of a graph: which nodes lead to each other.

/// The component of each node, as a number that only nodes of one component share. `edges` lists for each node those
/// that it leads to. A node alone has a number of its own, above those of all nodes, unless it leads to itself.
///
/// Tarjan's algorithm, with a stack of its own.
pub(super) fn of_each(edges: &[Vec<usize>]) -> Vec<usize> {
    Tarjan::new(edges).run()
}

struct Tarjan<'e> {
    edges: &'e [Vec<usize>],
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    component: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
}

impl<'e> Tarjan<'e> {
    fn new(edges: &'e [Vec<usize>]) -> Self {
        let len = edges.len();
        Tarjan {
            edges,
            index: vec![None; len],
            low: vec![0; len],
            component: (len..len * 2).collect(),
            on_stack: vec![false; len],
            stack: Vec::new(),
            next: 0,
        }
    }

    fn run(mut self) -> Vec<usize> {
        for root in 0..self.edges.len() {
            if self.index.get(root).copied().flatten().is_none() {
                self.visit(root);
            }
        }
        self.component
    }

    fn visit(&mut self, root: usize) {
        let mut calls = vec![(root, 0)];
        self.enter(root);
        while let Some((node, edge)) = calls.last_mut() {
            let node = *node;
            let next = self
                .edges
                .get(node)
                .and_then(|edges| edges.get(*edge))
                .copied();
            *edge += 1;
            match next {
                Some(next) => match self.index.get(next).copied().flatten() {
                    None => {
                        self.enter(next);
                        calls.push((next, 0));
                    }
                    Some(index) if self.on_stack.get(next) == Some(&true) => {
                        self.lower(node, index)
                    }
                    Some(_) => {}
                },
                None => {
                    calls.pop();
                    self.leave(node);
                    if let Some((parent, _)) = calls.last() {
                        let low = self.low.get(node).copied().unwrap_or_default();
                        self.lower(*parent, low);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        set(&mut self.index, node, Some(self.next));
        set(&mut self.low, node, self.next);
        set(&mut self.on_stack, node, true);
        self.stack.push(node);
        self.next += 1;
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    fn leave(&mut self, node: usize) {
        if self.low.get(node).copied() != self.index.get(node).copied().flatten() {
            return;
        }
        let mut members = Vec::new();
        while let Some(member) = self.stack.pop() {
            set(&mut self.on_stack, member, false);
            members.push(member);
            if member == node {
                break;
            }
        }
        let contains_itself = |node: &usize| {
            self.edges
                .get(*node)
                .is_some_and(|edges| edges.contains(node))
        };
        if members.len() > 1 || members.iter().any(contains_itself) {
            for member in members {
                set(&mut self.component, member, node);
            }
        }
    }
}

fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(slot) = list.get_mut(index) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::of_each;

    #[test]
    fn cycles_share_a_component_and_nothing_else_does() {
        let edges = vec![vec![1], vec![2], vec![0, 3], vec![4], vec![], vec![5]];
        let component = of_each(&edges);
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        let others = [component[0], component[3], component[4], component[5]];
        for (index, one) in others.iter().enumerate() {
            assert!(!others[index + 1..].contains(one));
        }
    }
}
