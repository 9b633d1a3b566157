//! Codes of files, WSDL, SOAP bindings, overlays and configuration.

use super::Code;

/// All codes of this module.
pub static ALL: &[&Code] = &[
    &FILE_NOT_FOUND,
    &FILE_UNREADABLE,
    &FILE_REFUSED,
    &FILE_ENCODING,
    &FILE_ENCODING_DECLARATION,
    &FILE_NOT_XML,
    &FILE_MALFORMED,
    &FILE_NESTING,
    &FILE_ROOT,
    &FILE_UNMAPPED,
    &FILE_CATALOG,
    &WSDL_VERSION,
    &WSDL_UNKNOWN,
    &WSDL_MISSING,
    &WSDL_VALUE,
    &WSDL_NAME,
    &WSDL_REQUIRED_EXTENSION,
    &WSDL_PART,
    &WSDL_UNRESOLVED,
    &WSDL_REFERENCE_GUESSED,
    &WSDL_DUPLICATE,
    &WSDL_IMPORT_NAMESPACE,
    &WSDL_IMPORT_SCHEMA,
    &WSDL_OPERATION_KIND,
    &WSDL_OPERATION_UNBOUND,
    &WSDL_BINDING_UNSUPPORTED,
    &WSDL_PORT_TYPE_UNBOUND,
    &WSDL_EMPTY,
    &SOAP_OPERATION,
    &SOAP_BODY,
    &SOAP_BODY_PARTS,
    &SOAP_DOCUMENT_PARTS,
    &SOAP_RPC_PARTS,
    &SOAP_RPC_NAMESPACE,
    &SOAP_HEADER,
    &SOAP_FAULT_NAME,
    &SOAP_FAULT,
    &SOAP_MIME,
    &SOAP_VERSION,
    &SOAP_TRANSPORT,
    &OVERLAY_SYNTAX,
    &OVERLAY_KEY,
    &OVERLAY_VALUE,
    &OVERLAY_NAME,
    &OVERLAY_DUPLICATE,
];

/// `file-not-found`.
pub static FILE_NOT_FOUND: Code = Code {
    name: "file-not-found",
    clause: "",
    explanation: r#"A file that was asked for, or that a document refers to, is not there.

    <xs:include schemaLocation="types.xsd"/>   <!-- no types.xsd beside this document -->

Put the file there, or map the location to the file that it stands for: `.map("types.xsd", "schemas/types-v2.xsd")`, or an entry in an XML catalog. For an `xs:import` this is a warning as long as nothing of its namespace is used, since there a location is only a hint."#,
};

/// `file-unreadable`.
pub static FILE_UNREADABLE: Code = Code {
    name: "file-unreadable",
    clause: "",
    explanation: "A file is there but can't be read: it is a directory or a device, access is denied, or it exceeds a limit (256 MiB a file, 10,000 documents).",
};

/// `file-refused`.
pub static FILE_REFUSED: Code = Code {
    name: "file-refused",
    clause: "",
    explanation: r#"A document refers to a file that documents may not refer to.

    <xs:include schemaLocation="file:///home/user/types.xsd"/>

Schemas may come from strangers, so an absolute path or a `file:` URL is followed only into the directory of an entry file or into a directory that was allowed explicitly; a network share is never read. Write a relative location, map the location to a file, or allow its directory."#,
};

/// `file-encoding`.
pub static FILE_ENCODING: Code = Code {
    name: "file-encoding",
    clause: "XML 1.0, 4.3.3",
    explanation: "A file is not in the encoding that it declares, or the encoding is not one that is read: UTF-8, UTF-16, US-ASCII, ISO-8859-1 and windows-1252. Without a declaration XML is UTF-8. Save the file as UTF-8, or correct the declaration.",
};

/// `file-encoding-declaration`.
pub static FILE_ENCODING_DECLARATION: Code = Code {
    name: "file-encoding-declaration",
    clause: "XML 1.0, 4.3.3",
    explanation: r#"The bytes of a file prove another encoding than its XML declaration says; the bytes win.

    <?xml version="1.0" encoding="utf-16"?>   <!-- in a file that was saved as UTF-8 -->

Correct or remove the declaration."#,
};

/// `file-not-xml`.
pub static FILE_NOT_XML: Code = Code {
    name: "file-not-xml",
    clause: "",
    explanation: "A file that should hold a schema or a WSDL document does not begin like XML. Often it is an error page that was saved instead of the document. Its content is not quoted, since a location may name any file.",
};

/// `file-malformed`.
pub static FILE_MALFORMED: Code = Code {
    name: "file-malformed",
    clause: "XML 1.0, 2.1",
    explanation: "A document is not well-formed XML, or breaks the rules of namespaces (an undeclared prefix, for instance). Internal entities of a DTD are expanded within limits; external ones are never read.",
};

/// `file-nesting`.
pub static FILE_NESTING: Code = Code {
    name: "file-nesting",
    clause: "",
    explanation: "The elements of a document are nested deeper than 256 levels. No schema that people write comes near; the limit protects against hostile input.",
};

/// `file-root`.
pub static FILE_ROOT: Code = Code {
    name: "file-root",
    clause: "",
    explanation: "The root element of a document is neither `xs:schema` nor `wsdl:definitions`, nor a SOAP envelope or metadata document with one of these inside.

    <html>…</html>   <!-- an error page that was saved as service.wsdl -->",
};

/// `file-unmapped`.
pub static FILE_UNMAPPED: Code = Code {
    name: "file-unmapped",
    clause: "",
    explanation: r#"A document refers to a URL that is not mapped to a file. Nothing is ever fetched from the network, so that a build gives the same result everywhere.

    <xs:import namespace="urn:a" schemaLocation="http://example.com/a.xsd"/>

Download the document once and map the URL to the file: `.map("http://example.com/a.xsd", "schemas/a.xsd")`, or an entry in an XML catalog, `<uri name="http://example.com/a.xsd" uri="schemas/a.xsd"/>`. Well-known schemas (xml, xlink, SOAP, WSDL, WS-Addressing, WS-Security, XML Signature and Encryption, XOP, xmlmime) come with the generator."#,
};

/// `file-catalog`.
pub static FILE_CATALOG: Code = Code {
    name: "file-catalog",
    clause: "XML Catalogs 1.1",
    explanation: "A catalog file can't be read, or is not an OASIS XML catalog: the root element is `catalog` in the namespace `urn:oasis:names:tc:entity:xmlns:xml:catalog`.",
};

/// `wsdl-version`.
pub static WSDL_VERSION: Code = Code {
    name: "wsdl-version",
    clause: "",
    explanation: "The document is WSDL 2.0. WSDL 1.1 is supported, which nearly all services offer as well, often at the same URL with `?wsdl`.",
};

/// `wsdl-unknown`.
pub static WSDL_UNKNOWN: Code = Code {
    name: "wsdl-unknown",
    clause: "WSDL 1.1, A4.1",
    explanation: r#"An element or attribute that WSDL does not have at this place; it is ignored.

    <wsdl:operation nmae="Add">   <!-- `nmae` instead of `name` -->

Elements and attributes of other namespaces are extensions and tolerated."#,
};

/// `wsdl-missing`.
pub static WSDL_MISSING: Code = Code {
    name: "wsdl-missing",
    clause: "WSDL 1.1, A4.1",
    explanation: "A required attribute or element of WSDL is missing, and its meaning can't be guessed.",
};

/// `wsdl-value`.
pub static WSDL_VALUE: Code = Code {
    name: "wsdl-value",
    clause: "WSDL 1.1, A4.1",
    explanation: r#"The value of an attribute is not one that WSDL or its SOAP binding allows, such as `style="rcp"` instead of `rpc`."#,
};

/// `wsdl-name`.
pub static WSDL_NAME: Code = Code {
    name: "wsdl-name",
    clause: "Namespaces in XML, 4",
    explanation: r#"A reference is not a valid QName: its prefix is not declared at this place, or it is not `name` or `prefix:name`.

    <wsdl:part name="p" element="tns:Add"/>   <!-- without xmlns:tns="…" -->"#,
};

/// `wsdl-required-extension`.
pub static WSDL_REQUIRED_EXTENSION: Code = Code {
    name: "wsdl-required-extension",
    clause: "WSDL 1.1, 2.1.3",
    explanation: r#"An extension element is marked `wsdl:required="true"` and is not one that is known. What it demands (a policy, another protocol) is not done; code is generated all the same, since most services work without."#,
};

/// `wsdl-part`.
pub static WSDL_PART: Code = Code {
    name: "wsdl-part",
    clause: "WSDL 1.1, 2.3.1",
    explanation: r#"A part of a message refers to an element with `element` or to a type with `type`: exactly one of them.

    <wsdl:part name="p"/>"#,
};

/// `wsdl-unresolved`.
pub static WSDL_UNRESOLVED: Code = Code {
    name: "wsdl-unresolved",
    clause: "WSDL 1.1, 2.1.1",
    explanation: "A message, port type or binding is referred to by a name that no document defines. Names are looked up with their namespace, so the prefix matters as much as the name.",
};

/// `wsdl-reference-guessed`.
pub static WSDL_REFERENCE_GUESSED: Code = Code {
    name: "wsdl-reference-guessed",
    clause: "WSDL 1.1, 2.1.1",
    explanation: "A message, port type or binding is referred to in the wrong namespace, commonly by a missing or wrong prefix; exactly one component has that local name, so it is taken. Correct the prefix.",
};

/// `wsdl-duplicate`.
pub static WSDL_DUPLICATE: Code = Code {
    name: "wsdl-duplicate",
    clause: "WSDL 1.1, 2.1",
    explanation: "Two components of the same kind have the same name. The first one counts.",
};

/// `wsdl-import-namespace`.
pub static WSDL_IMPORT_NAMESPACE: Code = Code {
    name: "wsdl-import-namespace",
    clause: "WSDL 1.1, 2.1.1",
    explanation: "The namespace of a `wsdl:import` differs from the target namespace of the document that it imports. The components are found under the document's own target namespace.",
};

/// `wsdl-import-schema`.
pub static WSDL_IMPORT_SCHEMA: Code = Code {
    name: "wsdl-import-schema",
    clause: "WS-I Basic Profile 1.1, R2001",
    explanation: "A `wsdl:import` imports an XSD schema. It is read as if `xs:import` inside of `wsdl:types` had imported it.",
};

/// `wsdl-operation-kind`.
pub static WSDL_OPERATION_KIND: Code = Code {
    name: "wsdl-operation-kind",
    clause: "WSDL 1.1, 2.4",
    explanation: "An operation begins with an output (solicit-response or notification) or has no message at all. WSDL 1.1 defines no SOAP binding for these, so the operation is left out.",
};

/// `wsdl-operation-unbound`.
pub static WSDL_OPERATION_UNBOUND: Code = Code {
    name: "wsdl-operation-unbound",
    clause: "WSDL 1.1, 2.5",
    explanation: "A binding does not bind an operation of its port type, or binds one that the port type lacks. The operation is left out for that binding.",
};

/// `wsdl-binding-unsupported`.
pub static WSDL_BINDING_UNSUPPORTED: Code = Code {
    name: "wsdl-binding-unsupported",
    clause: "WSDL 1.1, 4",
    explanation: "A binding is not a SOAP binding: HTTP GET or POST, or a protocol that is not known. It and its ports are left out. Services that offer such bindings nearly always offer a SOAP binding of the same port type.",
};

/// `wsdl-port-type-unbound`.
pub static WSDL_PORT_TYPE_UNBOUND: Code = Code {
    name: "wsdl-port-type-unbound",
    clause: "WSDL 1.1, 2.5",
    explanation: "No binding binds a port type. Where the documents have no SOAP binding at all, document/literal messages over SOAP 1.1 without a SOAP action are assumed (rpc/literal where the parts have types). Where they have some, the port type is left out: it is often what the service calls back, not what it offers.",
};

/// `wsdl-empty`.
pub static WSDL_EMPTY: Code = Code {
    name: "wsdl-empty",
    clause: "",
    explanation: "The documents have no operation that can be called: no port type, or none of its operations could be used. Types are generated from the schemas alone.",
};

/// `soap-operation`.
pub static SOAP_OPERATION: Code = Code {
    name: "soap-operation",
    clause: "WSDL 1.1, 3.4",
    explanation: "An operation of a SOAP binding lacks its `soap:operation` element. The style of the binding and an empty SOAP action are taken.",
};

/// `soap-body`.
pub static SOAP_BODY: Code = Code {
    name: "soap-body",
    clause: "WSDL 1.1, 3.5",
    explanation: r#"An input or output of a SOAP binding lacks its `soap:body` element. It is taken to be `<soap:body use="literal"/>`."#,
};

/// `soap-body-parts`.
pub static SOAP_BODY_PARTS: Code = Code {
    name: "soap-body-parts",
    clause: "WSDL 1.1, 3.5",
    explanation: "The attribute `parts` of a `soap:body` names a part that the message lacks.",
};

/// `soap-document-parts`.
pub static SOAP_DOCUMENT_PARTS: Code = Code {
    name: "soap-document-parts",
    clause: "WSDL 1.1, 3.5; WS-I Basic Profile 1.1, R2201, R2204",
    explanation: r#"A document-style body has more than one part, or its part refers to a type instead of an element. What stands in the body is then not one global element.

    <wsdl:message name="AddRequest">
      <wsdl:part name="a" element="tns:A"/>
      <wsdl:part name="b" element="tns:B"/>   <!-- two elements in one body -->

If a part is meant to be a header, `soap:body` should leave it out with `parts`. Parts that a `soap:header` names are left out of the body even where `parts` is missing."#,
};

/// `soap-rpc-parts`.
pub static SOAP_RPC_PARTS: Code = Code {
    name: "soap-rpc-parts",
    clause: "WS-I Basic Profile 1.1, R2203",
    explanation: "A part of an rpc-style body refers to an element instead of a type. The element stands inside of the wrapper under its own name, as most implementations do it.",
};

/// `soap-rpc-namespace`.
pub static SOAP_RPC_NAMESPACE: Code = Code {
    name: "soap-rpc-namespace",
    clause: "WSDL 1.1, 3.5; WS-I Basic Profile 1.1, R2717",
    explanation: "A `soap:body` of an rpc-style operation states no `namespace` for the element that wraps the parts. The target namespace of the WSDL document is taken, as most implementations do it.",
};

/// `soap-header`.
pub static SOAP_HEADER: Code = Code {
    name: "soap-header",
    clause: "WSDL 1.1, 3.7",
    explanation: "A `soap:header` or `soap:headerfault` names no message and part, or a part that the message lacks.",
};

/// `soap-fault-name`.
pub static SOAP_FAULT_NAME: Code = Code {
    name: "soap-fault-name",
    clause: "WSDL 1.1, 3.6",
    explanation: "A `soap:fault` lacks its `name`; the name of the `wsdl:fault` around it is taken. Or the two names differ; then that of the `wsdl:fault` counts.",
};

/// `soap-fault`.
pub static SOAP_FAULT: Code = Code {
    name: "soap-fault",
    clause: "WSDL 1.1, 2.4, 3.6",
    explanation: "A binding describes a fault that the operation of the port type lacks, or the message of a fault has not exactly one part.",
};

/// `soap-mime`.
pub static SOAP_MIME: Code = Code {
    name: "soap-mime",
    clause: "WSDL 1.1, 5",
    explanation: "A message is bound to MIME: parts of it travel as attachments. The body is used; the attachments are not.",
};

/// `soap-version`.
pub static SOAP_VERSION: Code = Code {
    name: "soap-version",
    clause: "WSDL 1.1 Binding for SOAP 1.2",
    explanation: "An element of the SOAP 1.1 binding stands in a binding for SOAP 1.2, or the other way round. The version of the `soap:binding` element counts.",
};

/// `soap-transport`.
pub static SOAP_TRANSPORT: Code = Code {
    name: "soap-transport",
    clause: "WSDL 1.1, 3.3",
    explanation: "The transport of a SOAP binding is not HTTP. The messages are the same, so code is generated; the client sends over whatever transport it is given.",
};

/// `overlay-syntax`.
pub static OVERLAY_SYNTAX: Code = Code {
    name: "overlay-syntax",
    clause: "TOML 1.0",
    explanation: "An overlay is not valid TOML. The message says where, and what the parser expected there.",
};

/// `overlay-key`.
pub static OVERLAY_KEY: Code = Code {
    name: "overlay-key",
    clause: "",
    explanation: "A key in an overlay is not one that is known at this place. Nothing is ignored silently, since a typing error would hide a secret that is not kept.",
};

/// `overlay-value`.
pub static OVERLAY_VALUE: Code = Code {
    name: "overlay-value",
    clause: "",
    explanation: "A value in an overlay is not of the kind that its key expects, or a required key is missing.",
};

/// `overlay-name`.
pub static OVERLAY_NAME: Code = Code {
    name: "overlay-name",
    clause: "",
    explanation: "A name in an overlay is malformed. Fields are `Container/field` or `{namespace}Container/field`, with a trailing `?` where a schema may lack them; components are `name` or `{namespace}name`.",
};

/// `overlay-duplicate`.
pub static OVERLAY_DUPLICATE: Code = Code {
    name: "overlay-duplicate",
    clause: "",
    explanation: "Two overlays, or two places of one, say the same thing twice: an open enum, a value of one, a header or a fault of the same name.",
};

#[cfg(test)]
mod tests {
    use super::super::all;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = all().map(|code| code.name).collect();
        for name in &names {
            // The specification's own names may have a number after a dot, and the names of facets in them.
            let word =
                |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
            assert!(name.split(['-', '.']).all(word), "{name}");
        }
        for code in super::ALL {
            let ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(code.name.chars().all(ours), "{}", code.name);
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "a code is defined twice");
    }

    #[test]
    fn every_code_is_explained() {
        for code in all() {
            assert!(code.explanation.len() > 40, "{}", code.name);
            assert!(code.explanation.contains('.'), "{}", code.name);
        }
    }

    #[test]
    fn all_lists_every_code_of_this_file() {
        let defined = include_str!("source.rs").matches("\npub static ").count();
        // `ALL` itself is a static as well.
        assert_eq!(super::ALL.len(), defined - 1);
    }
}
