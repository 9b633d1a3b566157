//! How deep a document may nest, and the stack that such a depth needs.

use std::thread;

use roxmltree::Node;

/// How deep the elements of a schema document may nest, and how deep model groups may nest through references.
/// Nobody writes such a document by hand; what is deeper is reported instead of running out of stack.
pub const NESTING_LIMIT: usize = 4_000;

/// From this depth on, work runs on a stack of its own.
const DEEP: usize = 100;

/// Enough for [`NESTING_LIMIT`] levels in an unoptimized build, as build scripts are. It is reserved, not used.
const STACK_SIZE: usize = 256 * 1024 * 1024;

/// How deep the elements below a node nest; the node itself is one level.
pub fn depth(node: Node<'_, '_>) -> usize {
    let (mut deepest, mut level, mut current) = (1, 1, node);
    loop {
        if let Some(child) = current.first_child() {
            level += 1;
            deepest = deepest.max(level);
            current = child;
            continue;
        }
        loop {
            if current == node {
                return deepest;
            }
            if let Some(sibling) = current.next_sibling() {
                current = sibling;
                break;
            }
            let Some(parent) = current.parent() else {
                return deepest;
            };
            level -= 1;
            current = parent;
        }
    }
}

/// Runs `work`, on a stack that suits nesting of this depth.
pub fn with_stack_for<R: Send>(depth: usize, work: impl FnOnce() -> R + Send) -> R {
    if depth < DEEP {
        return work();
    }
    let mut slot = Some(work);
    let outcome = thread::scope(|scope| {
        let slot = &mut slot;
        let deep = thread::Builder::new().stack_size(STACK_SIZE);
        let handle = deep.spawn_scoped(scope, move || slot.take().map(|work| work()));
        handle.ok().map(|handle| handle.join())
    });
    match (outcome, slot) {
        (Some(Ok(Some(result))), _) => result,
        (Some(Err(payload)), _) => std::panic::resume_unwind(payload),
        // No thread could be made: this stack has to do.
        (_, Some(work)) => work(),
        (_, None) => unreachable!("the work was taken by a thread, which returned its result"),
    }
}

#[cfg(test)]
mod tests {
    use super::{depth, with_stack_for};

    #[test]
    fn depth_counts_levels() {
        let document = roxmltree::Document::parse("<a><b/><b><c/></b><b/></a>").unwrap();
        assert_eq!(depth(document.root_element()), 3);
        assert_eq!(depth(document.root_element().first_child().unwrap()), 1);
    }

    #[test]
    fn deep_work_returns_its_result() {
        fn sum(n: u64) -> u64 {
            if n == 0 {
                0
            } else {
                std::hint::black_box(n + sum(n - 1))
            }
        }
        assert_eq!(with_stack_for(4_000, || sum(200_000)), 20_000_100_000);
        assert_eq!(with_stack_for(1, || 7), 7);
    }
}
