//! What a message may cost at most.
//!
//! A service that is broken, or not the one you think, can send a message that is far larger in
//! memory than on the wire. Each limit bounds one such way by itself, so that a single unusual
//! message never makes it necessary to switch all of them off.

use std::fmt;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The limits of reading and receiving a message.
///
/// Start from [`Limits::default`], [`Limits::strict`] or [`Limits::trusted`] and change what
/// differs. An error about a limit names the limit, its value and the method that raises it.
///
/// ```
/// use soapstone::Limits;
///
/// let limits = Limits::default().depth(200).text(64 * 1024 * 1024);
/// assert_eq!(limits.depth, 200);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a response as received, before decompression. Default: 32 MiB.
    pub wire_bytes: usize,
    /// Bytes of a document, after decompression and before decoding to text. Default: 64 MiB.
    pub body_bytes: usize,
    /// How many times larger than its compressed form a body may be, tested once
    /// [`inflate_ratio_from`](Self::inflate_ratio_from) bytes came out. Honest lists of records
    /// reach 30 to 60. Default: 250.
    pub inflate_ratio: usize,
    /// Decompressed bytes from which on the inflate ratio is tested. Default: 1 MiB.
    pub inflate_ratio_from: usize,
    /// Elements nested in each other, the root included. Default: 100.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included. Default: 256.
    pub attributes: usize,
    /// Bytes of one attribute value. Default: 64 KiB.
    pub attribute_value: usize,
    /// Bytes of one name, its prefix included. Default: 1 KiB.
    pub name: usize,
    /// Namespace declarations in scope at one place. Default: 256.
    pub namespace_bindings: usize,
    /// Bytes of one text value. Inline base64 of 12 MB of data fits; larger attachments are
    /// what MTOM is for. Default: 16 MiB.
    pub text: usize,
    /// Child elements of one element. Default: 100 000.
    pub children: usize,
    /// Memory that the values read from one document may take. An empty element is a few bytes
    /// on the wire and may be a kilobyte as a struct; this is the limit that notices.
    /// Default: 512 MiB.
    pub decoded_bytes: usize,
    /// What to do with a document type declaration. Default: [`Doctype::Reject`].
    pub doctype: Doctype,
    /// Parts of one multipart message. Default: 1 000.
    pub mime_parts: usize,
    /// Bytes of the headers of one part of a multipart message. Default: 16 KiB.
    pub mime_part_header: usize,
    /// Multipart messages nested in each other. Default: 1.
    pub mime_nesting: usize,
    /// Bytes of an undeclared fault detail kept as it came. Default: 64 KiB.
    pub fault_detail: usize,
    /// Bytes of a message that is not SOAP quoted in an error. Default: 512.
    pub excerpt: usize,
    /// Elements with an `id` that a message in the SOAP encoding may refer to. Default: 10 000.
    pub references: usize,
}

/// What to do with a document type declaration (`<!DOCTYPE …>`).
///
/// An internal subset is an error in either case, and nothing is ever fetched: there is no code
/// that resolves an external entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Doctype {
    /// An error. SOAP forbids the declaration in messages (SOAP 1.1 section 3).
    #[default]
    Reject,
    /// Skips a declaration that has no internal subset, as standalone documents may carry one.
    Skip,
}

impl Default for Limits {
    /// Generous for messages that people exchange, small enough for a server.
    fn default() -> Self {
        Limits {
            wire_bytes: 32 * MIB,
            body_bytes: 64 * MIB,
            inflate_ratio: 250,
            inflate_ratio_from: MIB,
            depth: 100,
            attributes: 256,
            attribute_value: 64 * KIB,
            name: KIB,
            namespace_bindings: 256,
            text: 16 * MIB,
            children: 100_000,
            decoded_bytes: 512 * MIB,
            doctype: Doctype::Reject,
            mime_parts: 1_000,
            mime_part_header: 16 * KIB,
            mime_nesting: 1,
            fault_detail: 64 * KIB,
            excerpt: 512,
            references: 10_000,
        }
    }
}

impl Limits {
    /// For messages from strangers: small requests to a server that faces the internet.
    #[must_use]
    pub fn strict() -> Self {
        Limits {
            wire_bytes: MIB,
            body_bytes: 4 * MIB,
            inflate_ratio: 60,
            inflate_ratio_from: 256 * KIB,
            depth: 32,
            attributes: 64,
            attribute_value: 8 * KIB,
            name: 256,
            namespace_bindings: 64,
            text: MIB,
            children: 10_000,
            decoded_bytes: 64 * MIB,
            doctype: Doctype::Reject,
            mime_parts: 100,
            mime_part_header: 4 * KIB,
            mime_nesting: 1,
            fault_detail: 16 * KIB,
            excerpt: 256,
            references: 1_000,
        }
    }

    /// For documents of your own, such as files on your disk.
    ///
    /// The sizes are practically off. The depth stays bounded, because typed values nest on the
    /// stack: raise [`depth`](Self::depth) by itself, on a thread with the stack for it.
    #[must_use]
    pub fn trusted() -> Self {
        Limits {
            wire_bytes: usize::MAX,
            body_bytes: usize::MAX,
            inflate_ratio: 1_100,
            inflate_ratio_from: 64 * MIB,
            depth: 500,
            attributes: 65_536,
            attribute_value: usize::MAX,
            name: 64 * KIB,
            namespace_bindings: 65_536,
            text: usize::MAX,
            children: usize::MAX,
            decoded_bytes: usize::MAX,
            doctype: Doctype::Skip,
            mime_parts: 100_000,
            mime_part_header: 64 * KIB,
            mime_nesting: 4,
            fault_detail: 16 * MIB,
            excerpt: 4 * KIB,
            references: usize::MAX,
        }
    }
}

/// One method per limit, so that a change reads as one line.
macro_rules! setters {
    ($($(#[$doc:meta])* $field:ident: $type:ty),+ $(,)?) => {
        impl Limits {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, value: $type) -> Self {
                    self.$field = value;
                    self
                }
            )+
        }
    };
}

setters! {
    /// Sets the [size of a response as received](#structfield.wire_bytes), in bytes.
    wire_bytes: usize,
    /// Sets the [size of a document](#structfield.body_bytes), in bytes.
    body_bytes: usize,
    /// Sets the [ratio of decompression](#structfield.inflate_ratio).
    inflate_ratio: usize,
    /// Sets [where the test of the ratio starts](#structfield.inflate_ratio_from), in bytes.
    inflate_ratio_from: usize,
    /// Sets the [nesting of elements](#structfield.depth).
    depth: usize,
    /// Sets the [number of attributes of one element](#structfield.attributes).
    attributes: usize,
    /// Sets the [size of one attribute value](#structfield.attribute_value), in bytes.
    attribute_value: usize,
    /// Sets the [size of one name](#structfield.name), in bytes.
    name: usize,
    /// Sets the [number of namespace declarations in scope](#structfield.namespace_bindings).
    namespace_bindings: usize,
    /// Sets the [size of one text value](#structfield.text), in bytes.
    text: usize,
    /// Sets the [number of child elements of one element](#structfield.children).
    children: usize,
    /// Sets the [memory for the values of one document](#structfield.decoded_bytes), in bytes.
    decoded_bytes: usize,
    /// Sets [what to do with a document type declaration](#structfield.doctype).
    doctype: Doctype,
    /// Sets the [number of parts of a multipart message](#structfield.mime_parts).
    mime_parts: usize,
    /// Sets the [size of the headers of one part](#structfield.mime_part_header), in bytes.
    mime_part_header: usize,
    /// Sets the [nesting of multipart messages](#structfield.mime_nesting).
    mime_nesting: usize,
    /// Sets the [size of an undeclared fault detail](#structfield.fault_detail), in bytes.
    fault_detail: usize,
    /// Sets the [size of an excerpt in an error](#structfield.excerpt), in bytes.
    excerpt: usize,
    /// Sets the [number of elements to refer to](#structfield.references).
    references: usize,
}

/// Names one of the [`Limits`] in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::wire_bytes`]
    WireBytes,
    /// [`Limits::body_bytes`]
    BodyBytes,
    /// [`Limits::inflate_ratio`]
    InflateRatio,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::attributes`]
    Attributes,
    /// [`Limits::attribute_value`]
    AttributeValue,
    /// [`Limits::name`]
    Name,
    /// [`Limits::namespace_bindings`]
    NamespaceBindings,
    /// [`Limits::text`]
    Text,
    /// [`Limits::children`]
    Children,
    /// [`Limits::decoded_bytes`]
    DecodedBytes,
    /// [`Limits::mime_parts`]
    MimeParts,
    /// [`Limits::mime_part_header`]
    MimePartHeader,
    /// [`Limits::mime_nesting`]
    MimeNesting,
    /// [`Limits::fault_detail`]
    FaultDetail,
    /// [`Limits::references`]
    References,
}

impl Limit {
    /// The method of [`Limits`] that sets it.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Limit::WireBytes => "wire_bytes",
            Limit::BodyBytes => "body_bytes",
            Limit::InflateRatio => "inflate_ratio",
            Limit::Depth => "depth",
            Limit::Attributes => "attributes",
            Limit::AttributeValue => "attribute_value",
            Limit::Name => "name",
            Limit::NamespaceBindings => "namespace_bindings",
            Limit::Text => "text",
            Limit::Children => "children",
            Limit::DecodedBytes => "decoded_bytes",
            Limit::MimeParts => "mime_parts",
            Limit::MimePartHeader => "mime_part_header",
            Limit::MimeNesting => "mime_nesting",
            Limit::FaultDetail => "fault_detail",
            Limit::References => "references",
        }
    }

    /// What there is too much of, for a message that says "more than {value} {what}".
    fn what(self) -> &'static str {
        match self {
            Limit::WireBytes => "bytes in the response",
            Limit::BodyBytes => "bytes in the document",
            Limit::InflateRatio => "times the compressed size of the body",
            Limit::Depth => "nested elements",
            Limit::Attributes => "attributes on one element",
            Limit::AttributeValue => "bytes in an attribute value",
            Limit::Name => "bytes in a name",
            Limit::NamespaceBindings => "namespace declarations in scope",
            Limit::Text => "bytes in a text value",
            Limit::Children => "child elements in one element",
            Limit::DecodedBytes => "bytes of memory for the values of the document",
            Limit::MimeParts => "parts in the multipart message",
            Limit::MimePartHeader => "bytes in the headers of a part",
            Limit::MimeNesting => "nested multipart messages",
            Limit::FaultDetail => "bytes in the fault detail",
            Limit::References => "elements to refer to",
        }
    }
}

/// One of the [`Limits`] was exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitExceeded {
    /// Which limit.
    pub limit: Limit,
    /// The value it had.
    pub value: usize,
}

impl fmt::Display for LimitExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "found more than {} {}, the limit that `Limits::{}` sets",
            self.value,
            self.limit.what(),
            self.limit.method()
        )
    }
}

impl std::error::Error for LimitExceeded {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_order_from_strict_to_trusted() {
        let (strict, default, trusted) = (Limits::strict(), Limits::default(), Limits::trusted());
        let sizes: [fn(&Limits) -> usize; 18] = [
            |l| l.wire_bytes,
            |l| l.body_bytes,
            |l| l.inflate_ratio,
            |l| l.inflate_ratio_from,
            |l| l.depth,
            |l| l.attributes,
            |l| l.attribute_value,
            |l| l.name,
            |l| l.namespace_bindings,
            |l| l.text,
            |l| l.children,
            |l| l.decoded_bytes,
            |l| l.mime_parts,
            |l| l.mime_part_header,
            |l| l.mime_nesting,
            |l| l.fault_detail,
            |l| l.excerpt,
            |l| l.references,
        ];
        for size in sizes {
            assert!(size(&strict) <= size(&default));
            assert!(size(&default) <= size(&trusted));
        }
    }

    #[test]
    fn the_message_names_limit_value_and_method() {
        let error = LimitExceeded {
            limit: Limit::Depth,
            value: 100,
        };
        assert_eq!(
            error.to_string(),
            "found more than 100 nested elements, the limit that `Limits::depth` sets"
        );
    }
}
