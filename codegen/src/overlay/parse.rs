//! Reads overlay files.

use std::sync::Arc;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::table::{Entry, Reader, Table};
use super::{
    ComponentName, FaultCodes, FaultKind, FieldName, HeaderDefault, OpenEnum, OpenEnumValue,
    Overlay,
};
use crate::diagnostic::code::source as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{DocumentId, Span, Spanned};
use crate::syntax::QName;

/// Reads one overlay file.
///
/// Reports TOML that is not valid, unknown keys, values of the wrong kind, malformed names and what is said twice; what
/// can be used is in the result.
pub fn parse(document: DocumentId, text: &str, diagnostics: &mut Diagnostics) -> Overlay {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        document,
        diagnostics,
    };
    for error in &errors {
        let end = text.len();
        let span = reader.span(error.span().unwrap_or(end..end));
        reader.error(&code::OVERLAY_SYNTAX, span, error.message().to_owned(), "");
    }
    let mut overlay = Overlay::default();
    if errors.is_empty() {
        let root = reader.root(&table);
        let parsed = reader.overlay(&root);
        overlay.merge(parsed, reader.diagnostics);
    }
    overlay
}

impl Overlay {
    /// Adds what another overlay says. What both say is reported, and the first one counts; secrets and idempotent
    /// operations may be said twice.
    pub fn merge(&mut self, other: Overlay, diagnostics: &mut Diagnostics) {
        for item in other.open_enums {
            let first = self
                .open_enums
                .iter()
                .find(|first| first.name.value == item.name.value);
            if is_new(
                first.map(|first| first.name.span),
                item.name.span,
                "open enum",
                &item.name.value,
                diagnostics,
            ) {
                self.open_enums.push(item);
            }
        }
        for item in other.headers {
            let first = self
                .headers
                .iter()
                .find(|first| first.element.value == item.element.value);
            let name = item.element.value.to_string();
            if is_new(
                first.map(|first| first.element.span),
                item.element.span,
                "header",
                &name,
                diagnostics,
            ) {
                self.headers.push(item);
            }
        }
        for item in other.faults {
            let first = self
                .faults
                .iter()
                .find(|first| first.element.value == item.element.value);
            let name = item.element.value.to_string();
            if is_new(
                first.map(|first| first.element.span),
                item.element.span,
                "fault",
                &name,
                diagnostics,
            ) {
                self.faults.push(item);
            }
        }
        for item in other.secrets {
            let same =
                |known: &FieldName| known.container == item.container && known.field == item.field;
            if !self.secrets.iter().any(same) {
                self.secrets.push(item);
            }
        }
        for item in other.idempotent {
            if !self
                .idempotent
                .iter()
                .any(|known| known.value == item.value)
            {
                self.idempotent.push(item);
            }
        }
    }
}

/// Whether something is said for the first time; reports it otherwise.
fn is_new(
    first: Option<Span>,
    again: Span,
    kind: &str,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    if let Some(first) = first {
        let message = format!("the {kind} `{name}` is described twice; the first one counts");
        let diagnostic = Diagnostic::error(&code::OVERLAY_DUPLICATE, again, message);
        diagnostics.push(
            diagnostic
                .label("described again")
                .related(first, "first described here"),
        );
    }
    first.is_none()
}

impl Reader<'_> {
    fn overlay(&mut self, root: &Table<'_, '_>) -> Overlay {
        self.check_keys(
            root,
            &["open-enums", "secrets", "operations", "headers", "faults"],
        );
        let mut overlay = Overlay::default();
        for (entry, table) in self.tables(root, "open-enums", "open enum") {
            let item = self.open_enum(entry.key, &table);
            overlay.open_enums.push(item);
        }
        if let Some(secrets) = self.section(root, "secrets", &["fields"]) {
            overlay.secrets = self.fields(&secrets);
        }
        if let Some(operations) = self.section(root, "operations", &["idempotent"]) {
            overlay.idempotent = self.strings(&operations, "idempotent");
        }
        let headers = root.get("headers");
        for item in headers
            .map(|value| self.array(value, "headers"))
            .unwrap_or_default()
        {
            overlay.headers.extend(self.header(item));
        }
        for (entry, table) in self.tables(root, "faults", "fault") {
            overlay.faults.extend(self.fault(&entry.key, &table));
        }
        overlay
    }

    /// A table of the file with these keys.
    fn section<'t, 'i>(
        &mut self,
        root: &Table<'t, 'i>,
        key: &str,
        known: &[&str],
    ) -> Option<Table<'t, 'i>> {
        let table = self.table(root.get(key)?, key, format!("`[{key}]`"))?;
        self.check_keys(&table, known);
        Some(table)
    }

    /// The tables inside of a table, each with its key.
    fn tables<'t, 'i>(
        &mut self,
        root: &Table<'t, 'i>,
        key: &str,
        kind: &str,
    ) -> Vec<(Entry<'t, 'i>, Table<'t, 'i>)> {
        let outer = root
            .get(key)
            .and_then(|value| self.table(value, key, format!("`[{key}]`")));
        let entries = outer.map(|outer| self.entries(&outer)).unwrap_or_default();
        let tables = entries.into_iter().filter_map(|entry| {
            let name = format!("the {kind} `{}`", entry.key.value);
            let table = self.table(entry.value, &entry.key.value, name)?;
            Some((entry, table))
        });
        tables.collect()
    }

    fn open_enum(&mut self, name: Spanned<Arc<str>>, table: &Table<'_, '_>) -> OpenEnum {
        self.check_keys(table, &["doc", "values", "includes", "fields"]);
        let mut values: Vec<OpenEnumValue> = Vec::new();
        let items = table.get("values").map(|value| self.array(value, "values"));
        if items.is_none() && table.get("includes").is_none() {
            self.missing(table, "values");
        }
        for value in items
            .unwrap_or_default()
            .iter()
            .filter_map(|item| self.open_enum_value(item))
            .collect::<Vec<_>>()
        {
            let first = values.iter().find(|first| first.value == value.value);
            if is_new(
                first.map(|first| first.span),
                value.span,
                "value",
                &value.value,
                self.diagnostics,
            ) {
                values.push(value);
            }
        }
        OpenEnum {
            name,
            doc: self.optional_text(table, "doc"),
            values,
            includes: self.strings(table, "includes"),
            fields: self.fields(table),
        }
    }

    fn open_enum_value(&mut self, item: &TomlSpanned<DeValue<'_>>) -> Option<OpenEnumValue> {
        let span = self.span(item.span());
        let DeValue::Table(_) = item.get_ref() else {
            return Some(OpenEnumValue {
                value: self.string(item, "values")?.value,
                doc: None,
                deprecated: None,
                span,
            });
        };
        let table = self.table(item, "values", "a value".to_owned())?;
        self.check_keys(&table, &["value", "doc", "deprecated"]);
        if table.get("value").is_none() {
            self.missing(&table, "value");
        }
        Some(OpenEnumValue {
            value: self.optional_string(&table, "value")?.value,
            doc: self.optional_text(&table, "doc"),
            deprecated: self.optional_text(&table, "deprecated"),
            span,
        })
    }

    fn header(&mut self, item: &TomlSpanned<DeValue<'_>>) -> Option<HeaderDefault> {
        let table = self.table(item, "headers", "`[[headers]]`".to_owned())?;
        self.check_keys(&table, &["element", "send"]);
        if table.get("element").is_none() {
            self.missing(&table, "element");
        }
        let element = self.optional_string(&table, "element")?;
        let element = Spanned::new(self.component_name(&element)?, element.span);
        let send = self.optional_string(&table, "send");
        let send = send.and_then(|send| {
            let name = match self.component_name(&send)? {
                ComponentName::Local(local) => QName {
                    namespace: None,
                    local,
                },
                ComponentName::Exact(name) => name,
            };
            Some(Spanned::new(name, send.span))
        });
        Some(HeaderDefault {
            element,
            send,
            span: table.span,
        })
    }

    fn fault(&mut self, key: &Spanned<Arc<str>>, table: &Table<'_, '_>) -> Option<FaultCodes> {
        self.check_keys(table, &["code", "reason", "kinds"]);
        let element = Spanned::new(self.component_name(key)?, key.span);
        let mut kinds: Vec<FaultKind> = Vec::new();
        for (entry, kind) in self.tables(table, "kinds", "kind") {
            self.check_keys(&kind, &["code", "doc"]);
            let Some(code) = kind.get("code") else {
                self.missing(&kind, "code");
                continue;
            };
            if let Some(code) = self.code(code, "code") {
                kinds.push(FaultKind {
                    name: entry.key,
                    code,
                    doc: self.optional_text(&kind, "doc"),
                });
            }
        }
        Some(FaultCodes {
            element,
            code: self.optional_string(table, "code"),
            reason: self.optional_string(table, "reason"),
            kinds,
        })
    }

    fn fields(&mut self, table: &Table<'_, '_>) -> Vec<FieldName> {
        let names = self.strings(table, "fields");
        names
            .iter()
            .filter_map(|name| self.field_name(name))
            .collect()
    }

    /// `Container/field`, `{namespace}Container/field`, either with a trailing `?`.
    fn field_name(&mut self, text: &Spanned<Arc<str>>) -> Option<FieldName> {
        let (path, optional) = match text.value.strip_suffix('?') {
            Some(path) => (path, true),
            None => (&*text.value, false),
        };
        // The namespace may have slashes, so the last one counts.
        let parts = path.rsplit_once('/').filter(|(_, field)| is_name(field));
        let container = parts.and_then(|(container, _)| component_name(container));
        match (container, parts) {
            (Some(container), Some((_, field))) => Some(FieldName {
                container,
                field: Arc::from(field),
                optional,
                span: text.span,
            }),
            _ => {
                let message = format!("`{}` is not the name of a field", text.value);
                let label = "expected `Container/field` or `{namespace}Container/field`";
                self.error(&code::OVERLAY_NAME, text.span, message, label);
                None
            }
        }
    }

    fn component_name(&mut self, text: &Spanned<Arc<str>>) -> Option<ComponentName> {
        let name = component_name(&text.value);
        if name.is_none() {
            let message = format!("`{}` is not the name of a component", text.value);
            self.error(
                &code::OVERLAY_NAME,
                text.span,
                message,
                "expected `name` or `{namespace}name`",
            );
        }
        name
    }
}

/// `name` or `{namespace}name`; `{}name` is a name in no namespace.
fn component_name(text: &str) -> Option<ComponentName> {
    let Some(rest) = text.strip_prefix('{') else {
        return is_name(text).then(|| ComponentName::Local(Arc::from(text)));
    };
    let (namespace, local) = rest.split_once('}')?;
    is_name(local).then(|| ComponentName::Exact(QName::new(Some(namespace), local)))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '{', '}', '?', ':', ' '])
}
