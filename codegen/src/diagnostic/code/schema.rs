//! Codes of XSD: the specification's own names.

use super::Code;

/// Defines the codes of this module and the list of all of them.
macro_rules! codes {
    ($($constant:ident = $name:literal, $clause:literal, $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $constant: Code = Code { name: $name, clause: $clause, explanation: $explanation };
        )*

        /// All codes of this module.
        pub static ALL: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    S4S_ELT_INVALID_CONTENT = "s4s-elt-invalid-content", "XSD 1.0 Part 1, Appendix A",
        "An element stands where the schema for schemas does not allow it, or one that must be there is missing. \
         The message says what may stand there. Elements of XSD come in a fixed order: the annotation first, then \
         types, then the rest; in a complex type the attributes come after the content.";
    S4S_ELT_CHARACTER = "s4s-elt-character", "XSD 1.0 Part 1, Appendix A",
        "There is text between elements of XSD. Text may stand in `documentation` and `appinfo` alone.";
    S4S_ATT_NOT_ALLOWED = "s4s-att-not-allowed", "XSD 1.0 Part 1, Appendix A",
        "An element of XSD has an attribute that it can't have there. The same element often allows different \
         attributes at the top of a schema and inside of other components: `minOccurs` is for local elements, \
         `abstract` for global ones.";
    S4S_ATT_MUST_APPEAR = "s4s-att-must-appear", "XSD 1.0 Part 1, Appendix A",
        "An element of XSD lacks an attribute that it must have.";
    S4S_ATT_INVALID_VALUE = "s4s-att-invalid-value", "XSD 1.0 Part 1, Appendix A",
        "The value of an attribute is not of its type: a boolean is `true`, `false`, `1` or `0`; a `name` has no \
         colon and no spaces; `maxOccurs` is a number or `unbounded`.";
    CVC_ID = "cvc-id", "XSD 1.0 Part 1, 3.15.4",
        "The `id` of an element of XSD is used by another element of the same document. Ids are for references \
         from outside; give each its own or remove them.";
    UNDECLARED_PREFIX = "undeclared-prefix", "XSD 1.0 Part 2, 3.2.18",
        "A qualified name has a prefix that no `xmlns:…` in scope declares.";
    SRC_ELEMENT = "src-element", "XSD 1.0 Part 1, 3.3.3",
        "An element is declared in a way that contradicts itself: with `default` and `fixed`, with a `type` and a \
         type inside, or with a `ref` and properties that belong to the declaration it refers to.";
    SRC_ATTRIBUTE = "src-attribute", "XSD 1.0 Part 1, 3.2.3",
        "An attribute is declared in a way that contradicts itself: with `default` and `fixed`, with a `default` \
         though it is required, with a `type` and a type inside, or with a `ref` and properties that belong to the \
         declaration it refers to.";
    SRC_SIMPLE_TYPE = "src-simple-type", "XSD 1.0 Part 1, 3.14.3",
        "A simple type must say exactly once what it derives from: a restriction by `base` or a `simpleType` inside, \
         a list by `itemType` or a `simpleType` inside, a union by `memberTypes`, `simpleType`s inside, or both.";
    SRC_IMPORT = "src-import", "XSD 1.0 Part 1, 4.2.3",
        "An import brings in another namespace: its `namespace` is not that of the schema it stands in, and the \
         document it names has that namespace as its target namespace.";
    NO_XMLNS = "no-xmlns", "XSD 1.0 Part 1, 3.2.6",
        "`xmlns` declares namespaces in XML and can't be declared as an attribute.";
    C_SELECTOR_XPATH = "c-selector-xpath", "XSD 1.0 Part 1, 3.11.6",
        "The `xpath` of a selector is outside the subset that XSD allows: child steps, `*`, `prefix:*`, `.`, `.//` \
         at the beginning and `|`.";
    C_FIELDS_XPATHS = "c-fields-xpaths", "XSD 1.0 Part 1, 3.11.6",
        "The `xpath` of a field is outside the subset that XSD allows: child steps, `*`, `prefix:*`, `.`, `.//` at \
         the beginning, `|`, and an attribute as the last step.";
    COS_ALL_LIMITED = "cos-all-limited", "XSD 1.0 Part 1, 3.8.6",
        "In XSD 1.0 an `all` is the whole content of a complex type: it can't be part of another group, it appears \
         at most once, and each element in it appears at most once.";
    P_PROPS_CORRECT = "p-props-correct", "XSD 1.0 Part 1, 3.9.6",
        "`minOccurs` is greater than `maxOccurs`. Where `maxOccurs` is not written it is 1.";
    XSD_OCCURS_CLAMPED = "xsd-occurs-clamped", "",
        "An occurrence bound is greater than 4294967295. That number is taken instead, which no document reaches.";
    XSD_NESTING_LIMIT = "xsd-nesting-limit", "",
        "Elements or groups nest deeper than is supported. No document written by hand comes near; look for a \
         mistake in the program that made it.";
    XSD_EMPTY_NAMESPACE = "xsd-empty-namespace", "XSD 1.0 Part 1, 3.15.2",
        "A `targetNamespace` that is empty is no namespace. Remove the attribute, or write a namespace.";
}
