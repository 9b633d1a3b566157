//! What simple types allow: their facets.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use soapstone::simple;

use super::version::Version;
use super::{Action, Changes, Component, Effect, Member, MemberKind};
use crate::rust::{ItemKind, Presence, SimpleId, SimpleRef, SimpleTable, SimpleVariety};
use crate::schema::{Facet, Facets, Literal, WhiteSpace};

/// Compares the simple types that both versions have.
pub(super) fn compare(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let before: HashMap<String, SimpleId> = tables(old).map(|(id, _)| (key(old, id), id)).collect();
    for (id, table) in tables(new) {
        let previous = before.get(&key(new, id)).copied();
        let Some((was, previous)) = previous.and_then(|id| Some((id, old.simple_table(id)?)))
        else {
            continue;
        };
        let component = new.simple_component(table);
        let has_variants = is_enum(old, was) && is_enum(new, id);
        let is_union = matches!(table.variety, SimpleVariety::Union(_));
        if !(has_variants && is_union) {
            types((old, previous), (new, table), &component, changes);
        }
        for difference in differences(&previous.facets, &table.facets, table, has_variants) {
            let member = Member {
                kind: MemberKind::Facet,
                name: difference.facet.to_owned(),
                occurrence: None,
            };
            let messages = match difference.is_tighter {
                true => Effect::breaking("values that were allowed are refused"),
                false => Effect::additive("more values are allowed"),
            };
            let effects = (Effect::none(), messages);
            changes.push(
                &component,
                Some(member),
                Action::Changed,
                difference.detail,
                effects,
            );
        }
    }
}

fn tables<'a>(version: &Version<'a>) -> impl Iterator<Item = (SimpleId, &'a SimpleTable)> {
    let tables = version.crate_().simple_types.iter().enumerate();
    tables
        .filter(|(_, table)| table.presence == Presence::Written)
        .map(|(index, table)| (SimpleId(index), table))
}

fn key(version: &Version<'_>, id: SimpleId) -> String {
    version.simple_key(SimpleRef::Table(id))
}

/// Whether the values are the variants of an enum, which are compared as such.
fn is_enum(version: &Version<'_>, id: SimpleId) -> bool {
    version.items().any(|(_, item, _)| {
        matches!(
            &item.kind,
            ItemKind::Enumeration { simple_type, .. } | ItemKind::Union { simple_type, .. }
                if *simple_type == id
        )
    })
}

fn types(
    (old_version, old): (&Version<'_>, &SimpleTable),
    (new_version, new): (&Version<'_>, &SimpleTable),
    component: &Component,
    changes: &mut Changes,
) {
    let variety = |version: &Version<'_>, variety: &SimpleVariety| match variety {
        SimpleVariety::Atomic(builtin) => format!("`{}`", builtin.name()),
        SimpleVariety::List(item) => format!("a list of {}", version.simple_key(*item)),
        SimpleVariety::Union(members) => {
            let members = members.iter().map(|member| version.simple_key(*member));
            format!("a union of {}", members.collect::<Vec<_>>().join(", "))
        }
    };
    let (was, is) = (
        variety(old_version, &old.variety),
        variety(new_version, &new.variety),
    );
    if was != is {
        let messages = Effect::breaking("the values are of another type");
        let detail = format!("is {is}, was {was}");
        changes.push(
            component,
            None,
            Action::Changed,
            detail,
            (Effect::none(), messages),
        );
    } else if old_version.simple_key(old.base) != new_version.simple_key(new.base) {
        let messages = Effect::breaking("the values are restricted in another way");
        let detail = "is derived from another type";
        changes.push(
            component,
            None,
            Action::Changed,
            detail,
            (Effect::none(), messages),
        );
    } else if old.white_space != new.white_space {
        let messages = Effect::breaking("white space is read in another way");
        let detail = format!(
            "whiteSpace is {}, was {}",
            white_space(new.white_space),
            white_space(old.white_space)
        );
        let effects = (Effect::none(), messages);
        changes.push(component, None, Action::Changed, detail, effects);
    }
}

fn white_space(white_space: WhiteSpace) -> &'static str {
    match white_space {
        WhiteSpace::Preserve => "preserve",
        WhiteSpace::Replace => "replace",
        WhiteSpace::Collapse => "collapse",
    }
}

/// One facet that is not what it was.
struct Difference {
    facet: &'static str,
    detail: String,
    /// Whether something that was allowed is refused.
    is_tighter: bool,
}

fn differences(
    old: &Facets,
    new: &Facets,
    table: &SimpleTable,
    has_variants: bool,
) -> Vec<Difference> {
    let mut list = Vec::new();
    let counts = [
        ("length", &old.length, &new.length, None),
        (
            "minLength",
            &old.min_length,
            &new.min_length,
            Some(Ordering::Greater),
        ),
        (
            "maxLength",
            &old.max_length,
            &new.max_length,
            Some(Ordering::Less),
        ),
        (
            "totalDigits",
            &old.total_digits,
            &new.total_digits,
            Some(Ordering::Less),
        ),
        (
            "fractionDigits",
            &old.fraction_digits,
            &new.fraction_digits,
            Some(Ordering::Less),
        ),
    ];
    for (facet, old, new, tighter) in counts {
        let (old, new) = (value(old), value(new));
        let order = old.zip(new).map(|(old, new)| new.cmp(old));
        let shown = (old.map(u64::to_string), new.map(u64::to_string));
        list.extend(difference(facet, shown, order, tighter));
    }
    let bounds = [
        (
            "minInclusive",
            &old.min_inclusive,
            &new.min_inclusive,
            Ordering::Greater,
        ),
        (
            "minExclusive",
            &old.min_exclusive,
            &new.min_exclusive,
            Ordering::Greater,
        ),
        (
            "maxInclusive",
            &old.max_inclusive,
            &new.max_inclusive,
            Ordering::Less,
        ),
        (
            "maxExclusive",
            &old.max_exclusive,
            &new.max_exclusive,
            Ordering::Less,
        ),
    ];
    for (facet, old, new, tighter) in bounds {
        let (old, new) = (text(old), text(new));
        let order = old
            .as_deref()
            .zip(new.as_deref())
            .and_then(|(old, new)| order(table, old, new));
        let tighter = order.is_some().then_some(tighter);
        list.extend(difference(facet, (old, new), order, tighter));
    }
    patterns(old, new, &mut list);
    if !has_variants {
        enumeration(old, new, &mut list);
    }
    list
}

fn value<T>(facet: &Option<Facet<T>>) -> Option<&T> {
    facet.as_ref().map(|facet| &facet.value)
}

fn text(facet: &Option<Facet<Literal>>) -> Option<String> {
    value(facet).map(|literal| literal.text.trim().to_owned())
}

/// How the new bound stands to the old one; `None` where that can't be said.
fn order(table: &SimpleTable, old: &str, new: &str) -> Option<Ordering> {
    let SimpleVariety::Atomic(builtin) = &table.variety else {
        return None;
    };
    let simple_type = simple::builtin(builtin.name())?;
    let old = simple_type.value(old, &()).ok()?;
    let new = simple_type.value(new, &()).ok()?;
    new.partial_cmp(&old)
}

/// The difference between two values of a facet. `tighter` is the order in which the new one stands where it refuses
/// more; without it, any other value does.
fn difference(
    facet: &'static str,
    (old, new): (Option<String>, Option<String>),
    order: Option<Ordering>,
    tighter: Option<Ordering>,
) -> Option<Difference> {
    let (detail, is_tighter) = match (old, new) {
        (None, None) => return None,
        (Some(old), Some(new)) if old == new || order == Some(Ordering::Equal) => return None,
        (Some(old), Some(new)) => (
            format!("is {new}, was {old}"),
            tighter.is_none() || order == tighter,
        ),
        (None, Some(new)) => (format!("is {new}, was not there"), true),
        (Some(old), None) => (format!("is gone, was {old}"), false),
    };
    Some(Difference {
        facet,
        detail,
        is_tighter,
    })
}

fn patterns(old: &Facets, new: &Facets, list: &mut Vec<Difference>) {
    let texts = |facets: &Facets| -> Vec<BTreeSet<String>> {
        let alternatives = facets.patterns.iter().map(|pattern| {
            let texts = pattern.alternatives.iter();
            texts.map(|(text, _)| text.to_string()).collect()
        });
        alternatives.collect()
    };
    let (old, new) = (texts(old), texts(new));
    if old == new {
        return;
    }
    let shown = |patterns: &[BTreeSet<String>]| match patterns {
        [] => String::from("not there"),
        patterns => {
            let all = patterns.iter().flatten().map(|text| format!("`{text}`"));
            all.collect::<Vec<_>>().join(" or ")
        }
    };
    // Each pattern must match, with one of its alternatives: fewer patterns and more alternatives allow more.
    let allows_more = new
        .iter()
        .all(|pattern| old.iter().any(|was| was.is_subset(pattern)));
    list.push(Difference {
        facet: "pattern",
        detail: format!("is {}, was {}", shown(&new), shown(&old)),
        is_tighter: !allows_more,
    });
}

fn enumeration(old: &Facets, new: &Facets, list: &mut Vec<Difference>) {
    let texts = |facets: &Facets| -> Option<BTreeSet<String>> {
        let values = facets.enumeration.as_ref()?.iter();
        Some(values.map(|value| value.value.text.to_string()).collect())
    };
    let (detail, is_tighter) = match (texts(old), texts(new)) {
        (None, None) => return,
        (Some(old), Some(new)) if old == new => return,
        (Some(old), Some(new)) => {
            let quoted = |values: Vec<&String>| {
                let values = values.iter().map(|value| format!("\"{value}\""));
                values.collect::<Vec<_>>().join(", ")
            };
            let gone: Vec<&String> = old.difference(&new).collect();
            let more: Vec<&String> = new.difference(&old).collect();
            let is_tighter = !gone.is_empty();
            let parts = [("without", gone), ("with", more)];
            let parts = parts.into_iter().filter(|(_, values)| !values.is_empty());
            let parts = parts.map(|(word, values)| format!("{word} {}", quoted(values)));
            (parts.collect::<Vec<_>>().join(", "), is_tighter)
        }
        (None, Some(_)) => (String::from("is new"), true),
        (Some(_), None) => (String::from("is gone"), false),
    };
    list.push(Difference {
        facet: "enumeration",
        detail,
        is_tighter,
    });
}
