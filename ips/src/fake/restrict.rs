//! Replies with some fields only.

use soapstone::{AnyElement, AnyNode, GlobalElement, Limits, ReadOptions};

/// The reply without what was not asked for.
pub(super) fn restrict<T: GlobalElement>(
    reply: T,
    only: Option<&[String]>,
    without: Option<&[String]>,
) -> T {
    let (only, without) = (only.unwrap_or_default(), without.unwrap_or_default());
    if only.is_empty() && without.is_empty() {
        return reply;
    }
    let restricted = || {
        let xml = soapstone::to_string(&reply).ok()?;
        let mut element = AnyElement::from_xml(&xml, &Limits::default()).ok()?;
        prune(&mut element, "", &|path| is_kept(path, only, without));
        let xml = element.to_xml().ok()?;
        let options = ReadOptions::lenient();
        soapstone::from_str_with::<T>(&xml, &options).ok()
    };
    match restricted() {
        Some((restricted, _)) => restricted,
        None => reply,
    }
}

fn is_kept(path: &str, only: &[String], without: &[String]) -> bool {
    let is_inside = |inner: &str, outer: &str| {
        inner == outer
            || inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    if without.iter().any(|field| is_inside(path, field)) {
        return false;
    }
    only.is_empty()
        || only
            .iter()
            .any(|field| is_inside(path, field) || is_inside(field, path))
}

fn prune(element: &mut AnyElement, path: &str, is_kept: &dyn Fn(&str) -> bool) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}/{name}"),
    };
    element.children.retain(|child| match child {
        AnyNode::Element(child) => is_kept(&below(&child.name.local)),
        AnyNode::Text(_) => true,
    });
    for child in &mut element.children {
        if let AnyNode::Element(child) = child {
            let path = below(&child.name.local);
            prune(child, &path, is_kept);
        }
    }
}
