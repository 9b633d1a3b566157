//! Codes of the way from components to Rust: what is not supported, and what the user asked for that isn't there.

use super::Code;

/// All codes of this module.
pub static ALL: &[&Code] = &[
    &RPC_UNSUPPORTED,
    &MESSAGE_PARTS_UNSUPPORTED,
    &MESSAGE_PART_TYPE_UNSUPPORTED,
    &MESSAGE_ELEMENT_UNKNOWN,
    &OPERATION_UNKNOWN,
    &NAME_UNKNOWN,
    &PATH_INVALID,
    &OVERLAY_UNMATCHED,
    &OVERLAY_FIELD_TYPE,
    &INFINITE_TYPE,
    &PATTERN_UNSUPPORTED,
    &NOTHING_TO_GENERATE,
    &WILDCARD_UNCHECKED,
];

/// `soap-rpc-unsupported`.
pub static RPC_UNSUPPORTED: Code = Code {
    name: "soap-rpc-unsupported",
    clause: "WSDL 1.1, 3.5",
    explanation: r#"An operation uses rpc style or encoded messages, for which no code is generated yet.

    <soap:binding style="rpc" …/>

Choose the operations to generate with `operations([…])`, without this one.
"#,
};

/// `soap-body-parts-unsupported`.
pub static MESSAGE_PARTS_UNSUPPORTED: Code = Code {
    name: "soap-body-parts-unsupported",
    clause: "WSDL 1.1, 3.5",
    explanation: r#"The body of a document/literal message has no part, or several: expected one, which names an element.

Choose the operations to generate with `operations([…])`, without this one.
"#,
};

/// `soap-body-part-type`.
pub static MESSAGE_PART_TYPE_UNSUPPORTED: Code = Code {
    name: "soap-body-part-type",
    clause: "WSDL 1.1, 3.5",
    explanation: r#"A part of a document/literal message has a type where it must name an element.

    <wsdl:part name="parameters" type="tns:Order"/>      <!-- which element would stand in the body? -->
    <wsdl:part name="parameters" element="tns:order"/>
"#,
};

/// `wsdl-element-unknown`.
pub static MESSAGE_ELEMENT_UNKNOWN: Code = Code {
    name: "wsdl-element-unknown",
    clause: "WSDL 1.1, 2.3",
    explanation: r#"A message part names an element that no loaded schema declares. Look at the prefix, and at whether the
schema that declares the element is imported or given as a further file.
"#,
};

/// `config-operation-unknown`.
pub static OPERATION_UNKNOWN: Code = Code {
    name: "config-operation-unknown",
    clause: "",
    explanation: r#"`operations([…])` or `--operations` names an operation that no interface has. Names are those of the WSDL, such
as `executeJob`, not those of the Rust methods.
"#,
};

/// `config-name-unknown`.
pub static NAME_UNKNOWN: Code = Code {
    name: "config-name-unknown",
    clause: "",
    explanation: r#"The configuration names a type, element, field or namespace that the schema doesn't have. Components are
named `{namespace}local`, fields `{namespace}local/field`.
"#,
};

/// `config-path-invalid`.
pub static PATH_INVALID: Code = Code {
    name: "config-path-invalid",
    clause: "",
    explanation: r#"A derive, the type that a schema type is mapped to, or the module that a namespace is taken from is not a path of
Rust: names with `::` between them.

    --derive serde::Serialize
    --map-type "{http://example.com/ns}Money=crate::Money"
"#,
};

/// `overlay-unmatched`.
pub static OVERLAY_UNMATCHED: Code = Code {
    name: "overlay-unmatched",
    clause: "",
    explanation: r#"An overlay names a component, a field or an operation that the schema doesn't have. If that is as it should
be, because the overlay serves several versions of the schema, append a question mark:

    fields = ["ActiveJob/state", "submitJobParam/execSchedule?"]
"#,
};

/// `overlay-field-type`.
pub static OVERLAY_FIELD_TYPE: Code = Code {
    name: "overlay-field-type",
    clause: "",
    explanation: r#"An overlay makes an open enumeration or a secret of a field that is not a plain `xsd:string`, or a fault code of
one that is neither a number nor a string.
"#,
};

/// `rust-infinite-type`.
pub static INFINITE_TYPE: Code = Code {
    name: "rust-infinite-type",
    clause: "",
    explanation: r#"A type requires an element of the type itself, so that no finite document of it is valid. That is no error of the
schema, but few would mean it.

    <xs:complexType name="Part">
      <xs:sequence>
        <xs:element name="madeOf" type="Part"/>      <!-- minOccurs="0" is missing? -->
      </xs:sequence>
    </xs:complexType>

The field for the element is an `Option`, so that the Rust type has values. Reading and writing refuse a value without
it, as the schema asks.
"#,
};

/// `rust-pattern-unchecked`.
pub static PATTERN_UNSUPPORTED: Code = Code {
    name: "rust-pattern-unchecked",
    clause: "XSD 1.0 Part 2, 4.3.4",
    explanation: r#"A pattern is so large that its automaton would not fit the memory limit. Values are not checked against it; all
other facets of the type are.
"#,
};

/// `rust-nothing`.
pub static NOTHING_TO_GENERATE: Code = Code {
    name: "rust-nothing",
    clause: "",
    explanation: r#"The files declare no element, define no type and bind no operation, so that there is nothing to generate."#,
};

/// `rust-wildcard-unchecked`.
pub static WILDCARD_UNCHECKED: Code = Code {
    name: "rust-wildcard-unchecked",
    clause: "XSD 1.0 Part 1, 3.10.4",
    explanation: r#"An element wildcard with `processContents="strict"` admits only elements that are declared and valid. Generated
code keeps such elements as they are, and does not check them against their declarations yet.

    <xs:any processContents="strict"/>
"#,
};
