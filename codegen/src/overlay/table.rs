//! TOML tables with places: what every part of an overlay reads from.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::code::source as code;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{DocumentId, Span, Spanned};

/// Where an overlay is read and who hears about its faults.
#[derive(Debug)]
pub(super) struct Reader<'d> {
    pub(super) document: DocumentId,
    pub(super) diagnostics: &'d mut Diagnostics,
}

/// A table with its place and what messages call it.
#[derive(Clone, Debug)]
pub(super) struct Table<'t, 'i> {
    table: &'t DeTable<'i>,
    pub(super) span: Span,
    name: String,
}

/// A key of a table with its value.
#[derive(Debug)]
pub(super) struct Entry<'t, 'i> {
    pub(super) key: Spanned<Arc<str>>,
    pub(super) value: &'t TomlSpanned<DeValue<'i>>,
}

impl Reader<'_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.document, range)
    }

    pub(super) fn error(&mut self, code: &'static Code, span: Span, message: String, label: &str) {
        self.diagnostics
            .push(Diagnostic::error(code, span, message).label(label));
    }

    /// The whole file as a table.
    pub(super) fn root<'t, 'i>(&self, table: &'t TomlSpanned<DeTable<'i>>) -> Table<'t, 'i> {
        Table {
            table: table.get_ref(),
            span: self.span(table.span()),
            name: "the overlay".to_owned(),
        }
    }

    /// The entries of a table in the order of the file.
    pub(super) fn entries<'t, 'i>(&self, table: &Table<'t, 'i>) -> Vec<Entry<'t, 'i>> {
        let mut entries: Vec<_> = table
            .table
            .iter()
            .map(|(key, value)| Entry {
                key: Spanned::new(Arc::from(key.get_ref().as_ref()), self.span(key.span())),
                value,
            })
            .collect();
        entries.sort_by_key(|entry| entry.key.span);
        entries
    }

    /// Reports the keys of a table that are not known.
    pub(super) fn check_keys(&mut self, table: &Table<'_, '_>, known: &[&str]) {
        for entry in self.entries(table) {
            if !known.contains(&&*entry.key.value) {
                let message = format!("{} has no key `{}`", table.name, entry.key.value);
                let known: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
                let diagnostic = Diagnostic::error(&code::OVERLAY_KEY, entry.key.span, message)
                    .label("not known here")
                    .help(format!("its keys are {}", known.join(", ")));
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// A value of another kind than expected.
    fn wrong_kind(&mut self, value: &TomlSpanned<DeValue<'_>>, name: &str, expected: &str) {
        let found = value.get_ref().type_str();
        let message = format!("`{name}` is of the kind {found}, expected {expected}");
        let span = self.span(value.span());
        self.error(
            &code::OVERLAY_VALUE,
            span,
            message,
            &format!("expected {expected}"),
        );
    }

    /// A value that is a table.
    pub(super) fn table<'t, 'i>(
        &mut self,
        value: &'t TomlSpanned<DeValue<'i>>,
        key: &str,
        name: String,
    ) -> Option<Table<'t, 'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Table {
                table,
                span: self.span(value.span()),
                name,
            }),
            _ => {
                self.wrong_kind(value, key, "a table");
                None
            }
        }
    }

    /// The items of a value that is an array.
    pub(super) fn array<'t, 'i>(
        &mut self,
        value: &'t TomlSpanned<DeValue<'i>>,
        key: &str,
    ) -> &'t [TomlSpanned<DeValue<'i>>] {
        match value.get_ref() {
            DeValue::Array(array) => array,
            _ => {
                self.wrong_kind(value, key, "an array");
                &[]
            }
        }
    }

    /// A value that is a string.
    pub(super) fn string(
        &mut self,
        value: &TomlSpanned<DeValue<'_>>,
        key: &str,
    ) -> Option<Spanned<Arc<str>>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(
                Arc::from(text.as_ref()),
                self.span(value.span()),
            )),
            _ => {
                self.wrong_kind(value, key, "a string");
                None
            }
        }
    }

    /// A value that is a string or an integer, as the text that stands on the wire.
    pub(super) fn code(&mut self, value: &TomlSpanned<DeValue<'_>>, key: &str) -> Option<Arc<str>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Arc::from(text.as_ref())),
            DeValue::Integer(integer) if integer.radix() == 10 => Some(Arc::from(integer.as_str())),
            _ => {
                self.wrong_kind(value, key, "a string or a decimal integer");
                None
            }
        }
    }

    /// The strings of a key that holds an array of strings; none where the key is absent.
    pub(super) fn strings(&mut self, table: &Table<'_, '_>, key: &str) -> Vec<Spanned<Arc<str>>> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let items = self.array(value, key);
        items
            .iter()
            .filter_map(|item| self.string(item, key))
            .collect()
    }

    /// The string of a key, where the key is there.
    pub(super) fn optional_string(
        &mut self,
        table: &Table<'_, '_>,
        key: &str,
    ) -> Option<Spanned<Arc<str>>> {
        self.string(table.get(key)?, key)
    }

    /// The text of a key, where the key is there.
    pub(super) fn optional_text(&mut self, table: &Table<'_, '_>, key: &str) -> Option<String> {
        Some(self.optional_string(table, key)?.value.to_string())
    }

    /// Reports a required key that is missing.
    pub(super) fn missing(&mut self, table: &Table<'_, '_>, key: &str) {
        let message = format!("{} lacks the key `{key}`", table.name);
        self.error(
            &code::OVERLAY_VALUE,
            table.span,
            message,
            &format!("expected `{key} = …`"),
        );
    }
}

impl<'t, 'i> Table<'t, 'i> {
    pub(super) fn get(&self, key: &str) -> Option<&'t TomlSpanned<DeValue<'i>>> {
        self.table.get(key)
    }
}
