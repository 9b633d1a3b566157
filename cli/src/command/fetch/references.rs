//! What a document refers to, and the document with other references.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};
use soapstone_codegen::source::{join_url, needs_no_file};

const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";

/// The references of a document to others.
pub(super) struct References {
    /// The extension for a file of its kind.
    pub(super) extension: &'static str,
    list: Vec<Reference>,
}

/// A location in a document.
struct Reference {
    /// Where it is written, in the decoded text.
    range: Range<usize>,
    url: String,
}

impl References {
    /// The references of a document that was found at `base`.
    pub(super) fn of(bytes: &[u8], base: &str) -> Result<Self, String> {
        let text = decode(bytes)?;
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let document =
            Document::parse_with_options(&text, options).map_err(|error| error.to_string())?;
        let root = document.root_element();
        let extension = match (root.tag_name().namespace(), root.tag_name().name()) {
            (Some(XSD), "schema") => "xsd",
            (Some(WSDL), "definitions") => "wsdl",
            // A WSDL may sit inside of an envelope.
            _ if document.descendants().any(is_wsdl) => "wsdl",
            (namespace, name) => {
                let namespace = namespace
                    .map(|uri| format!("{{{uri}}}"))
                    .unwrap_or_default();
                return Err(format!(
                    "found `{namespace}{name}`: expected a WSDL or a schema"
                ));
            }
        };
        let list = document
            .descendants()
            .filter_map(|node| reference(node, base));
        Ok(References {
            extension,
            list: list.collect(),
        })
    }

    /// The URLs, as they are written or resolved.
    pub(super) fn urls(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|reference| reference.url.as_str())
    }

    /// The document with the names of files in place of the locations; the same bytes where there are none.
    pub(super) fn rewritten(&self, bytes: &[u8], files: &BTreeMap<String, String>) -> Vec<u8> {
        let Ok(text) = decode(bytes) else {
            return bytes.to_vec();
        };
        if self.list.is_empty() {
            return bytes.to_vec();
        }
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for reference in &self.list {
            let before = text.get(end..reference.range.start).unwrap_or_default();
            out.push_str(before);
            match files.get(&reference.url) {
                // The name of a file has no character that XML gives a meaning to.
                Some(file) => out.push_str(file),
                None => out.push_str(text.get(reference.range.clone()).unwrap_or_default()),
            }
            end = reference.range.end;
        }
        out.push_str(text.get(end..).unwrap_or_default());
        in_utf8(out).into_bytes()
    }
}

fn decode(bytes: &[u8]) -> Result<String, String> {
    match soapstone::xml::decode(bytes, None) {
        Ok(text) => Ok(text.trim_start_matches('\u{FEFF}').to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn is_wsdl(node: Node<'_, '_>) -> bool {
    node.has_tag_name((WSDL, "definitions"))
}

fn reference(node: Node<'_, '_>, base: &str) -> Option<Reference> {
    let name = node.tag_name();
    let attribute = match (name.namespace(), name.name()) {
        (Some(XSD), "import" | "include" | "redefine") => "schemaLocation",
        (Some(WSDL), "import") => "location",
        _ => return None,
    };
    let location = node.attribute_node(attribute)?;
    let written = location.value().trim();
    let namespace = node.attribute("namespace").unwrap_or_default();
    let url = join_url(base, written);
    let url = url.split('#').next().unwrap_or_default();
    if written.is_empty() || needs_no_file(namespace) || needs_no_file(url) {
        return None;
    }
    Some(Reference {
        range: location.range_value(),
        url: url.to_owned(),
    })
}

/// The text with UTF-8 in its XML declaration, which is what it is written in.
fn in_utf8(text: String) -> String {
    let Some(end) = text.find("?>").filter(|_| text.starts_with("<?xml")) else {
        return text;
    };
    let (declaration, rest) = text.split_at(end);
    let Some(at) = declaration.find("encoding") else {
        return text;
    };
    let (before, encoding) = declaration.split_at(at);
    let Some(quote) = encoding.chars().find(|letter| matches!(letter, '"' | '\'')) else {
        return text;
    };
    let after = encoding.split(quote).nth(2).unwrap_or_default();
    format!("{before}encoding={quote}UTF-8{quote}{after}{rest}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::References;

    #[test]
    fn locations_become_names_of_files() {
        let text = concat!(
            "<?xml version='1.0' encoding='ISO-8859-1'?>\n",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n",
            "  <xs:include schemaLocation=' ../b.xsd '/>\n",
            "  <xs:import namespace='urn:c' schemaLocation='?xsd=1&amp;x=2'/>\n",
            "  <xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='xml.xsd'/>\n",
            "  <xs:import namespace='urn:d'/>\n",
            "</xs:schema>\n"
        );
        let references = References::of(text.as_bytes(), "https://example.com/a/a.xsd").unwrap();
        let urls: Vec<&str> = references.urls().collect();
        assert_eq!(
            urls,
            [
                "https://example.com/b.xsd",
                "https://example.com/a/a.xsd?xsd=1&x=2"
            ]
        );
        let files = urls.iter().zip(["b.xsd", "c.xsd"]);
        let files: BTreeMap<String, String> = files
            .map(|(url, file)| ((*url).to_owned(), file.to_owned()))
            .collect();
        let rewritten = String::from_utf8(references.rewritten(text.as_bytes(), &files)).unwrap();
        let expected = text
            .replace(" ../b.xsd ", "b.xsd")
            .replace("?xsd=1&amp;x=2", "c.xsd")
            .replace("ISO-8859-1", "UTF-8");
        assert_eq!(rewritten, expected);
    }

    #[test]
    fn what_is_no_schema_is_refused() {
        let error = References::of(b"<html/>", "https://example.com/")
            .err()
            .unwrap();
        assert_eq!(error, "found `html`: expected a WSDL or a schema");
    }
}
