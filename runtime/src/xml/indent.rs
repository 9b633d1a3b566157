//! Documents laid out for people.

use crate::limits::Limits;

use super::error::XmlError;
use super::reader::{Reader, Token};
use super::tokenizer::{Piece, PieceKind, Tokenizer};

/// Lays a document out with each element on a line of its own, indented by two spaces a level.
///
/// Only white space between elements changes: an element that holds text, or says
/// `xml:space="preserve"`, stays as it is with all it contains. Meant for showing messages, not
/// for sending them.
///
/// # Errors
///
/// Any [`XmlError`] of a document that is not well-formed; see [`Limits::trusted`] for the
/// limits.
///
/// ```
/// let indented = soapstone::xml::indent("<a><b>1</b><c/></a>")?;
/// assert_eq!(indented, "<a>\n  <b>1</b>\n  <c/>\n</a>\n");
/// # Ok::<(), soapstone::XmlError>(())
/// ```
pub fn indent(document: &str) -> Result<String, XmlError> {
    let text = document.strip_prefix('\u{FEFF}').unwrap_or(document);
    check(text)?;
    let pieces = pieces(text)?;
    let kept = kept(text, &pieces);
    let mut layout = Layout {
        text,
        out: String::with_capacity(text.len() * 5 / 4),
        depth: 0,
    };
    let mut kept = kept.into_iter();
    let mut keeping = 0_usize;
    for piece in &pieces {
        let starts = piece.kind == PieceKind::Start;
        let keep = starts && kept.next() == Some(true);
        if keeping > 0 || keep {
            if keep && keeping == 0 {
                layout.line();
            }
            layout.push(*piece);
            keeping += usize::from(starts);
            keeping -= usize::from(piece.kind == PieceKind::End);
        } else {
            layout.piece(*piece);
        }
    }
    layout.out.push('\n');
    Ok(layout.out)
}

fn check(text: &str) -> Result<(), XmlError> {
    let mut reader = Reader::new(text, &Limits::trusted());
    while reader.next()? != Token::Eof {}
    Ok(())
}

fn pieces(text: &str) -> Result<Vec<Piece>, XmlError> {
    let mut tokenizer = Tokenizer::new(text);
    let mut pieces = Vec::new();
    loop {
        let piece = tokenizer.next()?;
        if piece.kind == PieceKind::Eof {
            return Ok(pieces);
        }
        pieces.push(piece);
    }
}

/// For each start tag in turn, whether the element must stay as it is.
fn kept(text: &str, pieces: &[Piece]) -> Vec<bool> {
    let mut kept = Vec::new();
    let mut open = Vec::new();
    for piece in pieces {
        let written = text.get(piece.start..piece.end).unwrap_or_default();
        let has_text = match piece.kind {
            PieceKind::Start => {
                open.push(kept.len());
                kept.push(written.contains("xml:space"));
                false
            }
            PieceKind::End => {
                // Without anything inside, a break would be content.
                if let Some(element) = open.pop()
                    && element + 1 == kept.len()
                    && is_right_after_start(text, piece)
                    && let Some(keep) = kept.get_mut(element)
                {
                    *keep = true;
                }
                false
            }
            PieceKind::Text => !is_blank(written),
            PieceKind::Reference | PieceKind::Cdata => true,
            _ => false,
        };
        if has_text && let Some(keep) = open.last().and_then(|element| kept.get_mut(*element)) {
            *keep = true;
        }
    }
    kept
}

fn is_right_after_start(text: &str, end: &Piece) -> bool {
    text.get(..end.start)
        .is_some_and(|before| before.ends_with('>'))
}

fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\r', '\n']).is_empty()
}

struct Layout<'a> {
    text: &'a str,
    out: String,
    depth: usize,
}

impl Layout<'_> {
    fn piece(&mut self, piece: Piece) {
        match piece.kind {
            PieceKind::Text => {}
            PieceKind::Start => {
                self.line();
                self.push(piece);
                self.depth += 1;
            }
            PieceKind::End => {
                self.depth = self.depth.saturating_sub(1);
                self.line();
                self.push(piece);
            }
            _ => {
                self.line();
                self.push(piece);
            }
        }
    }

    fn push(&mut self, piece: Piece) {
        self.out
            .push_str(self.text.get(piece.start..piece.end).unwrap_or_default());
    }

    /// Starts a line.
    fn line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_space_between_elements_changes() {
        let cases = [
            ("<a/>", "<a/>\n"),
            ("<a></a>", "<a></a>\n"),
            ("<a> </a>", "<a>\n</a>\n"),
            (
                "<a> <b/>\n\n<c> </c></a> ",
                "<a>\n  <b/>\n  <c>\n  </c>\n</a>\n",
            ),
            ("<a>t<b> <c/> </b></a>", "<a>t<b> <c/> </b></a>\n"),
            (
                "<a><b>&#32;<c/></b><d/></a>",
                "<a>\n  <b>&#32;<c/></b>\n  <d/>\n</a>\n",
            ),
            (
                "<a xml:space='preserve'> <b/> </a>",
                "<a xml:space='preserve'> <b/> </a>\n",
            ),
            (
                "<a><b></b><!-- c --><c/></a>",
                "<a>\n  <b></b>\n  <!-- c -->\n  <c/>\n</a>\n",
            ),
        ];
        for (document, expected) in cases {
            assert_eq!(indent(document).unwrap(), expected, "{document}");
        }
        let message = "<?xml version='1.0'?><a x='1'><b><c>1</c><d>2</d></b></a>";
        assert_eq!(
            indent(message).unwrap(),
            "<?xml version='1.0'?>\n<a x='1'>\n  <b>\n    <c>1</c>\n    <d>2</d>\n  </b>\n</a>\n"
        );
        assert!(indent("<a>").is_err());
    }
}
