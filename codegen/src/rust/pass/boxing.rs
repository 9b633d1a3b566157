//! Puts values behind pointers: optional structs, so that what is absent costs a word, the structs in the variants of
//! an enum, and whatever would otherwise contain itself.

use crate::rust::{Cardinality, Crate, ItemId, ItemKind, Shape, TypeRef};

pub(super) fn run(crate_: &mut Crate) {
    box_optional_structs(crate_);
    let components = components(crate_);
    let component = |id: usize| components.get(id).copied();
    for index in 0..crate_.items.len() {
        let own = component(index);
        let is_cycle = |shape: &Shape| inline(shape).is_some_and(|item| component(item.0) == own);
        if let Some(item) = crate_.items.get_mut(index) {
            for shape in shapes(&mut item.kind) {
                shape.is_boxed |= is_cycle(shape);
            }
        }
    }
}

fn box_optional_structs(crate_: &mut Crate) {
    let is_struct: Vec<bool> = crate_
        .items
        .iter()
        .map(|item| matches!(item.kind, ItemKind::Struct(_) | ItemKind::Derived(_)))
        .collect();
    let holds_struct = |shape: &Shape| match &shape.type_ref {
        TypeRef::Item(item) => is_struct.get(item.0).copied().unwrap_or_default(),
        _ => false,
    };
    for item in &mut crate_.items {
        let in_variant = matches!(item.kind, ItemKind::Choice(_));
        for shape in shapes(&mut item.kind) {
            let is_boxed = match shape.cardinality {
                Cardinality::One => in_variant,
                Cardinality::Optional => true,
                Cardinality::Many => false,
            };
            shape.is_boxed |= is_boxed && !shape.is_list && holds_struct(shape);
        }
    }
}

/// The item whose value is part of the value itself, not behind a pointer.
fn inline(shape: &Shape) -> Option<ItemId> {
    match &shape.type_ref {
        TypeRef::Item(item)
            if shape.cardinality != Cardinality::Many && !shape.is_list && !shape.is_boxed =>
        {
            Some(*item)
        }
        _ => None,
    }
}

/// The types of the values that are part of a value of an item.
fn shapes(kind: &mut ItemKind) -> Vec<&mut Shape> {
    match kind {
        ItemKind::Struct(record) => record
            .fields
            .iter_mut()
            .map(|field| &mut field.shape)
            .collect(),
        ItemKind::Choice(choice) => choice
            .variants
            .iter_mut()
            .map(|variant| &mut variant.shape)
            .collect(),
        ItemKind::Element { inner } => vec![inner],
        ItemKind::Derived(_)
        | ItemKind::Enumeration { .. }
        | ItemKind::OpenEnumeration(_)
        | ItemKind::Restricted { .. }
        | ItemKind::Union { .. }
        | ItemKind::Alias(_)
        | ItemKind::FaultKinds(_) => Vec::new(),
    }
}

/// The strongly connected component of each item in the graph of what contains what, by Tarjan's algorithm with a
/// stack of its own. An item alone is a component unless it contains itself.
fn components(crate_: &mut Crate) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = crate_
        .items
        .iter_mut()
        .map(|item| {
            shapes(&mut item.kind)
                .into_iter()
                .filter_map(|shape| inline(shape))
                .map(|id| id.0)
                .collect()
        })
        .collect();
    Tarjan::new(&edges).run()
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
    use super::Tarjan;

    #[test]
    fn cycles_share_a_component_and_nothing_else_does() {
        let edges = vec![vec![1], vec![2], vec![0, 3], vec![4], vec![], vec![5]];
        let component = Tarjan::new(&edges).run();
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        let others = [component[0], component[3], component[4], component[5]];
        for (index, one) in others.iter().enumerate() {
            assert!(!others[index + 1..].contains(one));
        }
    }
}
