//! Messages as text for people, in the form of rustc.

use std::borrow::Cow;
use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Document, Documents, Span};

/// How far apart, in lines, two places of one document may be to stand in one excerpt.
const SAME_EXCERPT: usize = 100;

/// Whether a rendered message has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Text alone: for files, logs and build scripts.
    Never,
    /// ANSI escapes: for terminals.
    Always,
}

impl Diagnostics {
    /// All messages as text, in the order of discovery, an empty line between two. The documents are those that the
    /// spans belong to.
    pub fn render(&self, documents: &Documents, colour: Colour) -> String {
        let messages: Vec<_> = self
            .iter()
            .map(|diagnostic| diagnostic.render(documents, colour))
            .collect();
        messages.join("\n")
    }

    /// As [`render`](Self::render), but of the warnings of one code only the first few, with how many more there are:
    /// what is wrong once in a generated document is wrong a thousand times.
    pub fn render_folded(&self, documents: &Documents, colour: Colour) -> String {
        const SHOWN: usize = 3;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut messages = Vec::new();
        for diagnostic in self.iter() {
            let count = counts.entry(diagnostic.code.name).or_default();
            if diagnostic.severity == Severity::Warning {
                *count += 1;
            }
            if diagnostic.severity == Severity::Error || *count <= SHOWN {
                messages.push(diagnostic.render(documents, colour));
            }
        }
        for (code, count) in counts {
            if let Some(more @ 1..) = count.checked_sub(SHOWN) {
                let plural = if more == 1 { "" } else { "s" };
                let title = Level::WARNING
                    .primary_title(format!("{more} more warning{plural} of this kind"))
                    .id(code);
                messages.push(renderer(colour).render(&[Group::with_title(title)]) + "\n");
            }
        }
        messages.join("\n")
    }
}

fn renderer(colour: Colour) -> Renderer {
    match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    }
}

impl Diagnostic {
    /// The message as text, with a line feed at its end.
    ///
    /// ```text
    /// error[wsdl-name]: the prefix `tns` is not declared
    ///  --> service.wsdl:3:30
    ///   |
    /// 3 |   <part name="p" element="tns:Add"/>
    ///   |                           ^^^^^^^ used here
    ///   |
    ///   = help: declare it: `xmlns:tns="…"`
    /// ```
    pub fn render(&self, documents: &Documents, colour: Colour) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(printable(&self.message))
            .id(self.code.name);
        let mut group = Group::with_title(title);
        for excerpt in self.excerpts(documents) {
            group = group.element(excerpt.into_snippet());
        }
        if let Some(help) = &self.help {
            group = group.element(Element::from(Level::HELP.message(printable(help))));
        }
        let mut text = renderer(colour).render(&[group]);
        text.push('\n');
        text
    }

    /// The places of the message, those that are near to each other in one excerpt.
    fn excerpts<'a>(&'a self, documents: &'a Documents) -> Vec<Excerpt<'a>> {
        let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
        let primary = self
            .span
            .map(|span| (AnnotationKind::Primary, span, self.label.as_str()));
        let related = self
            .related
            .iter()
            .map(|(span, text)| (AnnotationKind::Context, *span, text.as_str()));
        for (kind, span, label) in primary.into_iter().chain(related) {
            let Some(document) = documents.get(span.document) else {
                continue;
            };
            let mark = Mark::new(kind, span, label, document);
            match excerpts.iter_mut().find(|excerpt| excerpt.takes(&mark)) {
                Some(excerpt) => excerpt.marks.push(mark),
                None => excerpts.push(Excerpt {
                    document,
                    span,
                    marks: vec![mark],
                }),
            }
        }
        excerpts
    }
}

/// Some lines of a document and the places in them.
struct Excerpt<'a> {
    document: &'a Document,
    /// The place that opened it.
    span: Span,
    marks: Vec<Mark<'a>>,
}

/// A place with its text.
struct Mark<'a> {
    kind: AnnotationKind,
    span: Span,
    label: &'a str,
    first_line: usize,
    last_line: usize,
}

impl<'a> Mark<'a> {
    fn new(kind: AnnotationKind, span: Span, label: &'a str, document: &Document) -> Self {
        let range = span.range();
        Mark {
            kind,
            span,
            label,
            first_line: document.position(range.start).line,
            last_line: document.position(range.end).line,
        }
    }
}

impl<'a> Excerpt<'a> {
    fn takes(&self, mark: &Mark<'_>) -> bool {
        self.span.document == mark.span.document
            && self.marks.iter().all(|other| {
                mark.last_line.abs_diff(other.first_line) < SAME_EXCERPT
                    && other.last_line.abs_diff(mark.first_line) < SAME_EXCERPT
            })
    }

    fn into_snippet(self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let first = self
            .marks
            .iter()
            .map(|mark| mark.first_line)
            .min()
            .unwrap_or(1);
        let last = self
            .marks
            .iter()
            .map(|mark| mark.last_line)
            .max()
            .unwrap_or(1);
        let (start, text) = self.document.lines(first, last);
        let marks = self.marks.into_iter().map(move |mark| {
            let range = mark.span.range();
            let within = |offset: usize| floor(text, offset.saturating_sub(start));
            mark.kind
                .span(within(range.start)..within(range.end))
                .label(
                    Some(mark.label)
                        .filter(|label| !label.is_empty())
                        .map(printable),
                )
        });
        Snippet::source(text)
            .line_start(first)
            .path(printable(&self.document.name))
            .fold(true)
            .annotations(marks)
    }
}

/// The boundary of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A text in which characters that control a terminal, or turn the direction of writing, are written as escapes:
/// names in a message come from the input.
fn printable(text: &str) -> Cow<'_, str> {
    let dangerous = |character: char| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(dangerous) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if dangerous(character) {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code::source as code;
    use crate::source::Origin;

    fn documents(texts: &[(&str, &str)]) -> (Documents, Vec<crate::source::DocumentId>) {
        let mut documents = Documents::default();
        let ids = texts
            .iter()
            .map(|(name, text)| documents.add(Document::new(*name, *text, Origin::Bundled)))
            .collect();
        (documents, ids)
    }

    #[test]
    fn of_warnings_of_one_code_the_first_few_are_shown() {
        let mut diagnostics = Diagnostics::default();
        let message = |number: u32| format!("number {number}");
        for number in 1..=5 {
            let warning = Diagnostic::warning_without_place(&code::WSDL_NAME, message(number));
            diagnostics.push(warning);
        }
        for number in 6..=9 {
            diagnostics.push(Diagnostic::error_without_place(
                &code::WSDL_PART,
                message(number),
            ));
        }
        let text = diagnostics.render_folded(&Documents::default(), Colour::Never);
        assert_eq!(
            text.lines()
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>(),
            [
                "warning[wsdl-name]: number 1",
                "warning[wsdl-name]: number 2",
                "warning[wsdl-name]: number 3",
                "error[wsdl-part]: number 6",
                "error[wsdl-part]: number 7",
                "error[wsdl-part]: number 8",
                "error[wsdl-part]: number 9",
                "warning[wsdl-name]: 2 more warnings of this kind",
            ]
        );
    }

    #[test]
    fn a_message_shows_its_place_and_help() {
        let text = "<definitions>\n  <part name=\"p\" element=\"tns:Add\"/>\r\n</definitions>\n";
        let (documents, ids) = documents(&[("service.wsdl", text)]);
        let start = text.find("tns:Add").unwrap();
        let diagnostic = Diagnostic::error(
            &code::WSDL_NAME,
            Span::new(ids[0], start..start + 7),
            "the prefix `tns` is not declared",
        )
        .label("used here")
        .help("declare it: `xmlns:tns=\"…\"`");
        let expected = "\
error[wsdl-name]: the prefix `tns` is not declared
 --> service.wsdl:2:27
  |
2 |   <part name=\"p\" element=\"tns:Add\"/>
  |                           ^^^^^^^ used here
  |
  = help: declare it: `xmlns:tns=\"…\"`
";
        assert_eq!(diagnostic.render(&documents, Colour::Never), expected);
    }

    #[test]
    fn related_places_stand_in_the_same_excerpt_or_their_own() {
        let (documents, ids) = documents(&[
            ("a.wsdl", "<a>\n<m name='x'/>\n<m name='x'/>\n</a>"),
            ("b.wsdl", "<m name='x'/>"),
        ]);
        let diagnostic = Diagnostic::warning(
            &code::WSDL_DUPLICATE,
            Span::new(ids[0], 18..31),
            "the message `x` is defined twice",
        )
        .label("defined again")
        .related(Span::new(ids[0], 4..17), "first defined here")
        .related(Span::new(ids[1], 0..13), "and here");
        let expected = "\
warning[wsdl-duplicate]: the message `x` is defined twice
 --> a.wsdl:3:1
  |
2 | <m name='x'/>
  | ------------- first defined here
3 | <m name='x'/>
  | ^^^^^^^^^^^^^ defined again
  |
 ::: b.wsdl:1:1
  |
1 | <m name='x'/>
  | ------------- and here
";
        assert_eq!(diagnostic.render(&documents, Colour::Never), expected);
    }

    #[test]
    fn distant_places_have_excerpts_of_their_own() {
        let text = format!("<a/>{}<b/>", "\n".repeat(500));
        let (documents, ids) = documents(&[("a.wsdl", &text)]);
        let diagnostic =
            Diagnostic::error(&code::WSDL_DUPLICATE, Span::new(ids[0], 504..508), "twice")
                .related(Span::new(ids[0], 0..4), "first");
        let rendered = diagnostic.render(&documents, Colour::Never);
        assert!(rendered.lines().count() < 12, "{rendered}");
        assert!(
            rendered.contains("501 | <b/>") && rendered.contains("  1 | <a/>"),
            "{rendered}"
        );
    }

    #[test]
    fn a_message_without_a_place_is_one_line() {
        let diagnostic =
            Diagnostic::error_without_place(&code::FILE_NOT_FOUND, "there is no file `a.wsdl`");
        assert_eq!(
            diagnostic.render(&Documents::default(), Colour::Never),
            "error[file-not-found]: there is no file `a.wsdl`\n"
        );
    }

    #[test]
    fn places_outside_of_the_text_do_not_panic() {
        let (documents, ids) = documents(&[("a.wsdl", "ä")]);
        for range in [0..1, 1..2, 2..2, 5..9] {
            let diagnostic =
                Diagnostic::error(&code::FILE_MALFORMED, Span::new(ids[0], range), "x");
            assert!(
                diagnostic
                    .render(&documents, Colour::Never)
                    .contains("a.wsdl:1:")
            );
        }
        let foreign = Span::new(ids[0], 0..1);
        let diagnostic = Diagnostic::error(&code::FILE_MALFORMED, foreign, "x");
        assert_eq!(
            diagnostic.render(&Documents::default(), Colour::Never),
            "error[file-malformed]: x\n"
        );
    }

    #[test]
    fn colours_are_escapes_and_the_input_has_none() {
        let (documents, ids) = documents(&[("a\u{1b}[31m.wsdl", "<a/>")]);
        let diagnostic = Diagnostic::error(
            &code::FILE_MALFORMED,
            Span::new(ids[0], 0..4),
            "x\u{1b}[31m\u{202e}",
        );
        let plain = diagnostic.render(&documents, Colour::Never);
        assert!(!plain.contains(['\u{1b}', '\u{202e}']), "{plain}");
        assert!(plain.contains("x\\u{1b}[31m\\u{202e}"), "{plain}");
        assert!(
            diagnostic
                .render(&documents, Colour::Always)
                .contains('\u{1b}')
        );
    }
}
