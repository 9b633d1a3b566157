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
    S4S_XML_LANG = "s4s-xml-lang", "XSD 1.0 Part 1, Appendix A",
        "The `xml:lang` of a documentation is not the name of a language, such as `en` or `pt-BR`.";
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
    XSD_CONTENT_LIMIT = "xsd-content-limit", "",
        "The content of a type has so many particles, through groups that refer to groups, that it is not checked \
         whether it restricts that of its base. Everything else is.";
    XSD_EMPTY_NAMESPACE = "xsd-empty-namespace", "XSD 1.0 Part 1, 3.15.2",
        "A `targetNamespace` that is empty is no namespace. Remove the attribute, or write a namespace.";

    SRC_RESOLVE = "src-resolve", "XSD 1.0 Part 1, 3.15.3",
        "A reference names a component that does not exist. The help says which name is near, or whether the \
         namespace was never loaded: then give the file of that namespace, too, or a catalog that leads to it.";
    SRC_RESOLVE_4 = "src-resolve.4", "XSD 1.0 Part 1, 3.15.3",
        "A reference leads to a component whose namespace the referring document does not import. Real schemas \
         often forget the import; the component is used all the same.";
    SRC_IMPORT_3 = "src-import.3", "XSD 1.0 Part 1, 4.2.3",
        "The document that an import leads to has another target namespace than the import says.";
    SRC_INCLUDE = "src-include", "XSD 1.0 Part 1, 4.2.1",
        "An include brings in a document of the same target namespace, or of none.";
    SRC_REDEFINE = "src-redefine", "XSD 1.0 Part 1, 4.2.2",
        "A redefinition changes a component of the document that it names: a type by deriving from itself, a group \
         by containing itself once or by restricting itself.";
    SRC_CT = "src-ct", "XSD 1.0 Part 1, 3.4.3",
        "`complexContent` derives from a complex type. `simpleContent` extends a simple type or a complex type with \
         simple content, and restricts a complex type with simple content, or with mixed content that may be \
         empty. Attribute wildcards must combine to one that XSD can express.";
    SRC_ATTRIBUTE_GROUP = "src-attribute-group", "XSD 1.0 Part 1, 3.6.3",
        "An attribute group contains itself, or its wildcards can't be combined.";
    SRC_SINGLE_FACET_VALUE = "src-single-facet-value", "XSD 1.0 Part 2, 4.3",
        "A facet other than `pattern` and `enumeration` is given more than once in a restriction.";
    SCH_PROPS_CORRECT = "sch-props-correct", "XSD 1.0 Part 1, 3.15.6",
        "Two components of one kind have the same name. Types share one set of names, elements another.";
    E_PROPS_CORRECT = "e-props-correct", "XSD 1.0 Part 1, 3.3.6",
        "The properties of an element do not fit: its default is not of its type, its type does not derive from \
         that of the head of its substitution group, or it stands in its own substitution group.";
    ST_PROPS_CORRECT = "st-props-correct", "XSD 1.0 Part 1, 3.14.6",
        "The properties of a simple type do not fit: it derives from itself, or from a type that is final.";
    CT_PROPS_CORRECT = "ct-props-correct", "XSD 1.0 Part 1, 3.4.6",
        "The properties of a complex type do not fit: it derives from itself, has two attributes of one name or two \
         of type `ID`.";
    MG_PROPS_CORRECT = "mg-props-correct", "XSD 1.0 Part 1, 3.8.6",
        "A model group contains itself, directly or through others, so that its content would have no end. Let an \
         element stand between: an element may contain itself.";
    C_PROPS_CORRECT = "c-props-correct", "XSD 1.0 Part 1, 3.11.6",
        "A `keyref` must refer to a `key` or `unique` with as many fields as it has itself.";
    NO_XSI = "no-xsi", "XSD 1.0 Part 1, 3.2.6",
        "The attributes in the namespace of `xsi:type` are fixed by the specification; others can't be declared.";

    A_PROPS_CORRECT = "a-props-correct", "XSD 1.0 Part 1, 3.2.6",
        "The default or fixed value of an attribute is not a value of its type, or the type is `ID`, which allows \
         neither.";
    AU_PROPS_CORRECT = "au-props-correct", "XSD 1.0 Part 1, 3.5.6",
        "The declaration of an attribute fixes its value, and a use of it states another one.";
    AG_PROPS_CORRECT = "ag-props-correct", "XSD 1.0 Part 1, 3.6.6",
        "An attribute group has two attributes of one name, or two of type `ID`.";
    ENUMERATION_REQUIRED_NOTATION = "enumeration-required-notation", "XSD 1.0 Part 2, 3.2.19",
        "`NOTATION` can't be used by itself: derive a type from it that enumerates notations.";
    COS_ST_RESTRICTS = "cos-st-restricts", "XSD 1.0 Part 1, 3.14.6",
        "A simple type derives in a way that is not allowed: a list of lists, a type that is final, or a \
         restriction of `anySimpleType`.";
    COS_APPLICABLE_FACETS = "cos-applicable-facets", "XSD 1.0 Part 2, 4.1.5",
        "A restriction states a facet that its primitive type does not have: only numbers have digits, only \
         ordered types have bounds, only texts and lists have lengths.";
    LENGTH_VALID_RESTRICTION = "length-valid-restriction", "XSD 1.0 Part 2, 4.3.1",
        "A restriction states another `length` than its base type.";
    MIN_LENGTH_VALID_RESTRICTION = "minLength-valid-restriction", "XSD 1.0 Part 2, 4.3.2",
        "A restriction states a smaller `minLength` than its base type, which would allow more.";
    MAX_LENGTH_VALID_RESTRICTION = "maxLength-valid-restriction", "XSD 1.0 Part 2, 4.3.3",
        "A restriction states a greater `maxLength` than its base type, which would allow more.";
    MIN_LENGTH_LESS_THAN_EQUAL_TO_MAX_LENGTH = "minLength-less-than-equal-to-maxLength", "XSD 1.0 Part 2, 4.3.2",
        "`minLength` is greater than `maxLength`, so that there are no values.";
    LENGTH_MIN_LENGTH_OR_MAX_LENGTH = "length-minLength-maxLength", "XSD 1.0 Part 2, 4.3.1",
        "`length` says all that `minLength` and `maxLength` could; they can't be given with it.";
    TOTAL_DIGITS_VALID_RESTRICTION = "totalDigits-valid-restriction", "XSD 1.0 Part 2, 4.3.11",
        "A restriction states more `totalDigits` than its base type, which would allow more.";
    FRACTION_DIGITS_VALID_RESTRICTION = "fractionDigits-valid-restriction", "XSD 1.0 Part 2, 4.3.12",
        "A restriction states more `fractionDigits` than its base type, which would allow more.";
    FRACTION_DIGITS_TOTAL_DIGITS = "fractionDigits-totalDigits", "XSD 1.0 Part 2, 4.3.12",
        "There are more `fractionDigits` than `totalDigits`.";
    WHITE_SPACE_VALID_RESTRICTION = "whiteSpace-valid-restriction", "XSD 1.0 Part 2, 4.3.6",
        "A restriction normalizes white space less than its base type.";
    FIXED_FACET_VALUE = "fixed-facet-value", "XSD 1.0 Part 2, 4.3",
        "The base type states a facet with `fixed`, and a restriction changes it.";
    SRC_PATTERN = "src-pattern", "XSD 1.0 Part 2, Appendix F",
        "A `pattern` is not a regular expression as XSD has them. They are like those of other tools, but match \
         the whole value: there is no `^` and no `$`, no lazy repetition and no lookaround.";
    SRC_PATTERN_ESCAPE = "src-pattern-escape", "XSD 1.0 Part 2, Appendix F",
        "A `pattern` has an escape that XSD does not know, though what is meant is clear, such as `\\/`.";
    ENUMERATION_VALID_RESTRICTION = "enumeration-valid-restriction", "XSD 1.0 Part 2, 4.3.5",
        "A value of an `enumeration` is not a value of the base type.";
    MIN_INCLUSIVE_VALID_RESTRICTION = "minInclusive-valid-restriction", "XSD 1.0 Part 2, 4.3.10",
        "`minInclusive` is not a value of the base type or goes beyond its bounds.";
    MIN_EXCLUSIVE_VALID_RESTRICTION = "minExclusive-valid-restriction", "XSD 1.0 Part 2, 4.3.9",
        "`minExclusive` is not a value of the base type or goes beyond its bounds.";
    MAX_INCLUSIVE_VALID_RESTRICTION = "maxInclusive-valid-restriction", "XSD 1.0 Part 2, 4.3.7",
        "`maxInclusive` is not a value of the base type or goes beyond its bounds.";
    MAX_EXCLUSIVE_VALID_RESTRICTION = "maxExclusive-valid-restriction", "XSD 1.0 Part 2, 4.3.8",
        "`maxExclusive` is not a value of the base type or goes beyond its bounds.";
    MAX_INCLUSIVE_MAX_EXCLUSIVE = "maxInclusive-maxExclusive", "XSD 1.0 Part 2, 4.3.8",
        "`maxInclusive` and `maxExclusive` can't both be given in one restriction.";
    MIN_INCLUSIVE_MIN_EXCLUSIVE = "minInclusive-minExclusive", "XSD 1.0 Part 2, 4.3.10",
        "`minInclusive` and `minExclusive` can't both be given in one restriction.";
    MIN_LESS_THAN_MAX = "min-less-than-max", "XSD 1.0 Part 2, 4.3.9 and 4.3.10",
        "The lower bound is greater than the upper one, so that there are no values.";
    COS_CT_EXTENDS = "cos-ct-extends", "XSD 1.0 Part 1, 3.4.6",
        "An extension does not fit its base: the base is final, or one content is mixed and the other is not.";
    DERIVATION_OK_RESTRICTION = "derivation-ok-restriction", "XSD 1.0 Part 1, 3.4.6",
        "A restriction allows what its base does not: an attribute that is missing there or required, a type that \
         does not derive from the one there, or another kind of content.";
    COS_PARTICLE_RESTRICT = "cos-particle-restrict", "XSD 1.0 Part 1, 3.9.6",
        "The content of a restriction does not follow that of its base: every part of it must correspond to a part \
         of the base and allow no more.";
    RCASE_NAME_AND_TYPE_OK = "rcase-NameAndTypeOK", "XSD 1.0 Part 1, 3.9.6",
        "An element of a restriction must have the name, and a restriction of the type, of the element of the base, \
         and must not appear more or less often.";
    RCASE_NS_COMPAT = "rcase-NSCompat", "XSD 1.0 Part 1, 3.9.6",
        "An element of a restriction must be one that the wildcard of the base allows, and as often.";
    RCASE_NS_SUBSET = "rcase-NSSubset", "XSD 1.0 Part 1, 3.9.6",
        "A wildcard of a restriction must allow no more than the wildcard of the base.";
    RCASE_NS_RECURSE_CHECK_CARDINALITY = "rcase-NSRecurseCheckCardinality", "XSD 1.0 Part 1, 3.9.6",
        "A group of a restriction must hold what the wildcard of the base allows, and as much of it.";
    RCASE_RECURSE = "rcase-Recurse", "XSD 1.0 Part 1, 3.9.6",
        "The parts of a restriction must be restrictions of parts of the base, in the same order, and leave out \
         none that the base requires.";
    RCASE_RECURSE_LAX = "rcase-RecurseLax", "XSD 1.0 Part 1, 3.9.6",
        "The parts of a choice in a restriction must be restrictions of parts of the choice in the base, in the same \
         order.";
    RCASE_RECURSE_UNORDERED = "rcase-RecurseUnordered", "XSD 1.0 Part 1, 3.9.6",
        "The parts of a sequence that restricts an `all` must be restrictions of different parts of it, and leave \
         out none that it requires.";
    RCASE_MAP_AND_SUM = "rcase-MapAndSum", "XSD 1.0 Part 1, 3.9.6",
        "The parts of a sequence that restricts a choice must be restrictions of parts of it, and not be more than \
         the choice may appear.";
    COS_ELEMENT_CONSISTENT = "cos-element-consistent", "XSD 1.0 Part 1, 3.8.6",
        "Elements of one name in the content of one type have different types. Give them one named type.";
    COS_NONAMBIG = "cos-nonambig", "XSD 1.0 Part 1, 3.8.6",
        "Reading a document from left to right, an element could belong to two particles of the content, and only \
         what follows could tell: as in `a?, a`, or a wildcard beside an element that it allows.";
}
