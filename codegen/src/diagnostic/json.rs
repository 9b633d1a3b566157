//! Messages as JSON for machines: one object a line.

use std::fmt::Write as _;

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Documents, Position, Span};

impl Diagnostics {
    /// All messages as JSON, in the order of discovery, one object a line. The fields are those of
    /// [`Diagnostic::to_json`].
    pub fn to_json_lines(&self, documents: &Documents) -> String {
        let mut lines = String::new();
        for diagnostic in self.iter() {
            lines.push_str(&diagnostic.to_json(documents));
            lines.push('\n');
        }
        lines
    }
}

impl Diagnostic {
    /// The message as one JSON object in one line.
    ///
    /// `code`, `severity` (`error` or `warning`) and `message` are always there; `file`, `line`, `column`, `end`
    /// (with `line` and `column`) and `label` where there is a place; `help` and `related` (with `file`, `line`,
    /// `column`, `end`, `message`) where there are some. Lines and columns are counted from one, columns in
    /// characters; `end` is after the last character.
    pub fn to_json(&self, documents: &Documents) -> String {
        let mut object = Object::new();
        object.text("code", self.code.name);
        object.text(
            "severity",
            match self.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
        );
        object.text("message", &self.message);
        if let Some(span) = self.span {
            object.place(documents, span);
        }
        if !self.label.is_empty() {
            object.text("label", &self.label);
        }
        if let Some(help) = &self.help {
            object.text("help", help);
        }
        if !self.related.is_empty() {
            let related = self.related.iter().map(|(span, message)| {
                let mut object = Object::new();
                object.place(documents, *span);
                object.text("message", message);
                object.finish()
            });
            object.raw(
                "related",
                &format!("[{}]", related.collect::<Vec<_>>().join(",")),
            );
        }
        object.finish()
    }
}

/// A JSON object that is being written.
struct Object {
    text: String,
}

impl Object {
    fn new() -> Self {
        Object {
            text: "{".to_owned(),
        }
    }

    /// A member whose value is JSON already.
    fn raw(&mut self, name: &str, json: &str) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
        self.text.push_str(json);
    }

    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quote(value));
    }

    fn position(&mut self, position: Position) {
        self.raw("line", &position.line.to_string());
        self.raw("column", &position.column.to_string());
    }

    fn place(&mut self, documents: &Documents, span: Span) {
        let Some(document) = documents.get(span.document) else {
            return;
        };
        let range = span.range();
        self.text("file", &document.name);
        self.position(document.position(range.start));
        let mut end = Object::new();
        end.position(document.position(range.end));
        self.raw("end", &end.finish());
    }

    fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

/// A JSON string (RFC 8259 section 7).
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // The control characters that JSON demands, and those that would break a line or drive a terminal.
            control if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}') => {
                // A `String` takes every write.
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code::source as code;
    use crate::source::{Document, Origin};

    #[test]
    fn a_message_is_one_line_with_its_places() {
        let mut documents = Documents::default();
        let id = documents.add(Document::new("a.wsdl", "<ä>\n<b/>", Origin::Bundled));
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(
            Diagnostic::error(&code::WSDL_NAME, Span::new(id, 5..9), "the \"b\"\n")
                .label("here")
                .related(Span::new(id, 0..4), "C:\\x\u{7f}")
                .help("do it"),
        );
        diagnostics.push(Diagnostic::error_without_place(
            &code::FILE_NOT_FOUND,
            "gone",
        ));
        let expected = concat!(
            r#"{"code":"wsdl-name","severity":"error","message":"the \"b\"\n","file":"a.wsdl","line":2,"column":1,"#,
            r#""end":{"line":2,"column":5},"label":"here","help":"do it","#,
            r#""related":[{"file":"a.wsdl","line":1,"column":1,"end":{"line":1,"column":4},"message":"C:\\x\u007f"}]}"#,
            "\n",
            r#"{"code":"file-not-found","severity":"error","message":"gone"}"#,
            "\n",
        );
        assert_eq!(diagnostics.to_json_lines(&documents), expected);
    }
}
