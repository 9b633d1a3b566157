//! `soapstone diff`: what changed between two versions, and what it does.

use serde_json::{Value, json};
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::diff::{
    self, Change, Class, Component, Effect, Mapping, Member, Occurrence,
};
use soapstone_codegen::syntax::QName;

use crate::arguments::Diff;
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};
use crate::view::Names;

/// Compares the two versions and lists what changed.
pub(crate) fn run(arguments: &Diff, console: &Console) -> Result<Outcome, Failure> {
    let old = super::analyse(&arguments.config(&arguments.old), console);
    let new = super::analyse(&arguments.config(&arguments.new), console);
    for analysis in [&old, &new] {
        if analysis.diagnostics.has_errors() {
            if console.json {
                console.print_json(&json!({ "diagnostics": messages(&old, &new) }))?;
            }
            return Ok(console::outcome(&analysis.diagnostics));
        }
    }
    let mut mapping = Mapping::new();
    for (from, to) in &arguments.map {
        known(from, &old, "old")?;
        known(to, &new, "new")?;
        mapping = mapping.namespace(from, to);
    }
    let changes = diff::diff(&old, &new, &mapping);
    if console.json {
        console.print_json(&json!({
            "changes": changes.iter().map(change_json).collect::<Value>(),
            "summary": {
                "breaking": count(&changes, Class::Breaking),
                "additive": count(&changes, Class::Additive),
                "harmless": count(&changes, Class::Harmless),
            },
            "diagnostics": messages(&old, &new),
        }))?;
    } else {
        console.print(&text(&changes, &Names::new(&new)))?;
    }
    match arguments.deny_breaking && count(&changes, Class::Breaking) > 0 {
        true => Ok(Outcome::Findings),
        false => Ok(Outcome::Success),
    }
}

fn messages(old: &Analysis, new: &Analysis) -> Value {
    let of = |analysis: &Analysis| console::to_json(&analysis.diagnostics, &analysis.documents);
    json!({ "old": of(old), "new": of(new) })
}

/// Fails where a version does not have a namespace that the command line names.
fn known(namespace: &str, analysis: &Analysis, version: &str) -> Result<(), Failure> {
    let schemas = analysis.input.schemas();
    let mut targets = schemas.map(|(_, schema)| schema.target_namespace.as_deref());
    let services = analysis.input.definitions();
    let mut of_services = services.map(|(_, definitions)| definitions.target_namespace.as_deref());
    if targets.any(|target| target == Some(namespace))
        || of_services.any(|target| target == Some(namespace))
    {
        return Ok(());
    }
    let schemas = analysis.input.schemas();
    let mut all: Vec<String> = schemas
        .filter_map(|(_, schema)| schema.target_namespace.as_deref())
        .map(|target| format!("`{target}`"))
        .collect();
    all.sort();
    all.dedup();
    Err(Failure::Usage {
        message: format!("the {version} version has no namespace `{namespace}`"),
        help: format!("it has {}", all.join(", ")),
    })
}

fn count(changes: &[Change], class: Class) -> usize {
    changes
        .iter()
        .filter(|change| change.class() == class)
        .count()
}

fn text(changes: &[Change], names: &Names) -> String {
    if changes.is_empty() {
        return String::from("no changes\n");
    }
    let mut text = String::new();
    let mut last: Option<&Component> = None;
    // What belongs to one component stands together, in the order in which components first appear.
    for change in grouped(changes) {
        if last != Some(&change.component) {
            if last.is_some() {
                text.push('\n');
            }
            text.push_str(&heading(&change.component, names));
            last = Some(&change.component);
        }
        text.push_str(&line(change, names));
        effect("code", &change.rust, &mut text);
        effect("messages", &change.messages, &mut text);
    }
    let counts = [Class::Breaking, Class::Additive, Class::Harmless];
    let counts = counts.map(|class| format!("{} {}", count(changes, class), class.name()));
    text.push_str(&format!("\n{}\n", counts.join(", ")));
    text
}

fn grouped(changes: &[Change]) -> Vec<&Change> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        let group = groups.iter_mut().find(|group| {
            group
                .first()
                .is_some_and(|first| first.component == change.component)
        });
        match group {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups.into_iter().flatten().collect()
}

fn heading(component: &Component, names: &Names) -> String {
    let mut text = format!("{} {}", component.kind.name(), names.show(&component.name));
    for part in &component.inside {
        text.push_str(&format!(" / {part}"));
    }
    text.push('\n');
    text
}

/// `  breaking  element isIpsAdmin added, 1..1 of xsd:boolean, after isValid`
fn line(change: &Change, names: &Names) -> String {
    let mut words = Vec::new();
    if let Some(member) = &change.member {
        words.push(member.kind.name().to_owned());
        // What has no name of its own is called what it is.
        if member.name != member.kind.name() {
            words.push(member.name.clone());
        }
    }
    if change.detail.is_empty() || change.action != diff::Action::Changed {
        words.push(change.action.name().to_owned());
    }
    let mut text = words.join(" ");
    let occurrence = change
        .member
        .as_ref()
        .and_then(|member| member.occurrence.as_ref());
    if let (Some(occurrence), true) = (occurrence, change.action != diff::Action::Changed) {
        text.push_str(&format!(", {}", occurrence_text(occurrence, names)));
    }
    if !change.detail.is_empty() {
        let separator = match (change.action, text.is_empty()) {
            (_, true) => "",
            (diff::Action::Changed, false) => " ",
            (_, false) => ", ",
        };
        text.push_str(&format!("{separator}{}", change.detail));
    }
    format!("  {:<9} {text}\n", change.class().name())
}

fn occurrence_text(occurrence: &Occurrence, names: &Names) -> String {
    let mut text = bounds(occurrence);
    if let Some(name) = &occurrence.type_name {
        text.push_str(&format!(" of {}", names.show(name)));
    }
    if let Some(after) = &occurrence.after {
        text.push_str(&format!(", after {after}"));
    }
    text
}

fn bounds(occurrence: &Occurrence) -> String {
    match occurrence.max {
        Some(max) => format!("{}..{max}", occurrence.min),
        None => format!("{}..unbounded", occurrence.min),
    }
}

fn effect(noun: &str, effect: &Effect, text: &mut String) {
    if !effect.text.is_empty() {
        text.push_str(&format!("              {noun}: {}\n", effect.text));
    }
}

fn change_json(change: &Change) -> Value {
    json!({
        "component": {
            "kind": change.component.kind.name(),
            "name": change.component.name.to_string(),
            "inside": change.component.inside,
        },
        "member": change.member.as_ref().map(member_json),
        "change": change.action.name(),
        "detail": change.detail,
        "class": change.class().name(),
        "rust": effect_json(&change.rust),
        "messages": effect_json(&change.messages),
    })
}

fn member_json(member: &Member) -> Value {
    let mut value = json!({ "kind": member.kind.name(), "name": member.name });
    if let (Some(occurrence), Some(object)) = (&member.occurrence, value.as_object_mut()) {
        let max = occurrence.max.map_or(json!("unbounded"), |max| json!(max));
        object.insert(
            String::from("type"),
            json!(occurrence.type_name.as_ref().map(QName::to_string)),
        );
        object.insert(String::from("minOccurs"), json!(occurrence.min));
        object.insert(String::from("maxOccurs"), max);
        object.insert(String::from("after"), json!(occurrence.after.as_deref()));
    }
    value
}

fn effect_json(effect: &Effect) -> Value {
    json!({ "class": effect.class.name(), "text": effect.text })
}
