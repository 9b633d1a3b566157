//! The built-in types of XSD 1.0 Part 2: an enum of the atomic ones and a descriptor for each.

use super::{Facet, Shared, SimpleType, TypeName, Variety, WhiteSpace};

/// The namespace of the built-in types.
pub const XSD_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// Declares the atomic built-in types once: the enum, the descriptors, and their lookup by name.
macro_rules! builtins {
    ($($constant:ident $variant:ident $local:literal $base:ident $white_space:ident;)*) => {
        /// An atomic built-in type, each with lexical and value rules of its own.
        ///
        /// The built-in lists (`NMTOKENS`, `IDREFS`, `ENTITIES`) are descriptors only:
        /// [`NMTOKENS`], [`IDREFS`], [`ENTITIES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Builtin {
            /// `xsd:anySimpleType`: any text.
            AnySimpleType,
            $(
                #[doc = concat!("`xsd:", $local, "`")]
                $variant,
            )*
        }

        impl Builtin {
            /// The name of the type in the namespace of XSD.
            #[must_use]
            pub const fn local_name(self) -> &'static str {
                match self {
                    Builtin::AnySimpleType => "anySimpleType",
                    $(Builtin::$variant => $local,)*
                }
            }

            /// The name of the type as messages show it, such as `xsd:int`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    Builtin::AnySimpleType => "xsd:anySimpleType",
                    $(Builtin::$variant => concat!("xsd:", $local),)*
                }
            }

            /// The descriptor of the type.
            #[must_use]
            pub fn simple_type(self) -> &'static SimpleType {
                match self {
                    Builtin::AnySimpleType => &ANY_SIMPLE_TYPE,
                    $(Builtin::$variant => &$constant,)*
                }
            }
        }

        $(
            #[doc = concat!("`xsd:", $local, "`")]
            pub static $constant: SimpleType = SimpleType {
                name: Some(TypeName::new(XSD_NAMESPACE, $local)),
                base: Some(Shared::Static(&$base)),
                variety: Variety::Atomic(Builtin::$variant),
                white_space: WhiteSpace::$white_space,
                facets: Shared::Static(&[]),
            };
        )*

        /// The descriptor of the built-in simple type with this local name in the namespace of XSD.
        ///
        /// ```
        /// let int = soapstone::simple::builtin("int").unwrap();
        /// assert!(int.validate("2147483648", &()).is_err());
        /// assert!(soapstone::simple::builtin("integr").is_none());
        /// ```
        #[must_use]
        pub fn builtin(local_name: &str) -> Option<&'static SimpleType> {
            Some(match local_name {
                "anySimpleType" => &ANY_SIMPLE_TYPE,
                "NMTOKENS" => &NMTOKENS,
                "IDREFS" => &IDREFS,
                "ENTITIES" => &ENTITIES,
                $($local => &$constant,)*
                _ => return None,
            })
        }
    };
}

/// `xsd:anySimpleType`, the root of all simple types: any text.
pub static ANY_SIMPLE_TYPE: SimpleType = SimpleType {
    name: Some(TypeName::new(XSD_NAMESPACE, "anySimpleType")),
    base: None,
    variety: Variety::Atomic(Builtin::AnySimpleType),
    white_space: WhiteSpace::Preserve,
    facets: Shared::Static(&[]),
};

builtins! {
    STRING String "string" ANY_SIMPLE_TYPE Preserve;
    NORMALIZED_STRING NormalizedString "normalizedString" STRING Replace;
    TOKEN Token "token" NORMALIZED_STRING Collapse;
    LANGUAGE Language "language" TOKEN Collapse;
    NMTOKEN Nmtoken "NMTOKEN" TOKEN Collapse;
    NAME Name "Name" TOKEN Collapse;
    NCNAME NcName "NCName" NAME Collapse;
    ID Id "ID" NCNAME Collapse;
    IDREF Idref "IDREF" NCNAME Collapse;
    ENTITY Entity "ENTITY" NCNAME Collapse;
    BOOLEAN Boolean "boolean" ANY_SIMPLE_TYPE Collapse;
    DECIMAL Decimal "decimal" ANY_SIMPLE_TYPE Collapse;
    INTEGER Integer "integer" DECIMAL Collapse;
    NON_POSITIVE_INTEGER NonPositiveInteger "nonPositiveInteger" INTEGER Collapse;
    NEGATIVE_INTEGER NegativeInteger "negativeInteger" NON_POSITIVE_INTEGER Collapse;
    LONG Long "long" INTEGER Collapse;
    INT Int "int" LONG Collapse;
    SHORT Short "short" INT Collapse;
    BYTE Byte "byte" SHORT Collapse;
    NON_NEGATIVE_INTEGER NonNegativeInteger "nonNegativeInteger" INTEGER Collapse;
    UNSIGNED_LONG UnsignedLong "unsignedLong" NON_NEGATIVE_INTEGER Collapse;
    UNSIGNED_INT UnsignedInt "unsignedInt" UNSIGNED_LONG Collapse;
    UNSIGNED_SHORT UnsignedShort "unsignedShort" UNSIGNED_INT Collapse;
    UNSIGNED_BYTE UnsignedByte "unsignedByte" UNSIGNED_SHORT Collapse;
    POSITIVE_INTEGER PositiveInteger "positiveInteger" NON_NEGATIVE_INTEGER Collapse;
    FLOAT Float "float" ANY_SIMPLE_TYPE Collapse;
    DOUBLE Double "double" ANY_SIMPLE_TYPE Collapse;
    DURATION Duration "duration" ANY_SIMPLE_TYPE Collapse;
    DATE_TIME DateTime "dateTime" ANY_SIMPLE_TYPE Collapse;
    TIME Time "time" ANY_SIMPLE_TYPE Collapse;
    DATE Date "date" ANY_SIMPLE_TYPE Collapse;
    G_YEAR_MONTH GYearMonth "gYearMonth" ANY_SIMPLE_TYPE Collapse;
    G_YEAR GYear "gYear" ANY_SIMPLE_TYPE Collapse;
    G_MONTH_DAY GMonthDay "gMonthDay" ANY_SIMPLE_TYPE Collapse;
    G_DAY GDay "gDay" ANY_SIMPLE_TYPE Collapse;
    G_MONTH GMonth "gMonth" ANY_SIMPLE_TYPE Collapse;
    HEX_BINARY HexBinary "hexBinary" ANY_SIMPLE_TYPE Collapse;
    BASE64_BINARY Base64Binary "base64Binary" ANY_SIMPLE_TYPE Collapse;
    ANY_URI AnyUri "anyURI" ANY_SIMPLE_TYPE Collapse;
    QNAME QName "QName" ANY_SIMPLE_TYPE Collapse;
    NOTATION Notation "NOTATION" ANY_SIMPLE_TYPE Collapse;
}

/// `xsd:NMTOKENS`
pub static NMTOKENS: SimpleType = list("NMTOKENS", &NMTOKEN);
/// `xsd:IDREFS`
pub static IDREFS: SimpleType = list("IDREFS", &IDREF);
/// `xsd:ENTITIES`
pub static ENTITIES: SimpleType = list("ENTITIES", &ENTITY);

/// A built-in list type: at least one item.
const fn list(local_name: &'static str, item: &'static SimpleType) -> SimpleType {
    SimpleType {
        name: Some(TypeName::new(XSD_NAMESPACE, local_name)),
        base: Some(Shared::Static(&ANY_SIMPLE_TYPE)),
        variety: Variety::List(Shared::Static(item)),
        white_space: WhiteSpace::Collapse,
        facets: Shared::Static(&[Facet::MinLength(1)]),
    }
}

impl Builtin {
    /// The facets that XSD gives the built-in type itself, beyond those of its base
    /// (whiteSpace left out).
    ///
    /// [`SimpleType::validate`] doesn't need them, since the lexical rules of the type already say
    /// the same; the checks of a derived type's facets against its base do.
    #[must_use]
    pub fn facets(self) -> &'static [Facet] {
        macro_rules! bounds {
            ($($facet:ident $value:literal),*) => {
                &[$(Facet::$facet(Shared::Static($value))),*]
            };
        }
        match self {
            Builtin::Integer => &[Facet::FractionDigits(0)],
            Builtin::NonPositiveInteger => bounds!(MaxInclusive "0"),
            Builtin::NegativeInteger => bounds!(MaxInclusive "-1"),
            Builtin::Long => {
                bounds!(MinInclusive "-9223372036854775808", MaxInclusive "9223372036854775807")
            }
            Builtin::Int => bounds!(MinInclusive "-2147483648", MaxInclusive "2147483647"),
            Builtin::Short => bounds!(MinInclusive "-32768", MaxInclusive "32767"),
            Builtin::Byte => bounds!(MinInclusive "-128", MaxInclusive "127"),
            Builtin::NonNegativeInteger => bounds!(MinInclusive "0"),
            Builtin::UnsignedLong => bounds!(MaxInclusive "18446744073709551615"),
            Builtin::UnsignedInt => bounds!(MaxInclusive "4294967295"),
            Builtin::UnsignedShort => bounds!(MaxInclusive "65535"),
            Builtin::UnsignedByte => bounds!(MaxInclusive "255"),
            Builtin::PositiveInteger => bounds!(MinInclusive "1"),
            _ => &[],
        }
    }

    /// The primitive type that the type comes from; `anySimpleType` for itself.
    #[must_use]
    pub fn primitive(self) -> Builtin {
        use Builtin::*;
        match self {
            NormalizedString | Token | Language | Nmtoken | Name | NcName | Id | Idref | Entity => {
                String
            }
            Integer | NonPositiveInteger | NegativeInteger | Long | Int | Short | Byte
            | NonNegativeInteger | UnsignedLong | UnsignedInt | UnsignedShort | UnsignedByte
            | PositiveInteger => Decimal,
            primitive => primitive,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_is_found_under_its_name_and_leads_to_its_primitive() {
        let mut count = 0;
        for name in [
            "string",
            "normalizedString",
            "token",
            "language",
            "NMTOKEN",
            "Name",
            "NCName",
            "ID",
            "IDREF",
            "ENTITY",
            "boolean",
            "decimal",
            "integer",
            "nonPositiveInteger",
            "negativeInteger",
            "long",
            "int",
            "short",
            "byte",
            "nonNegativeInteger",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
            "positiveInteger",
            "float",
            "double",
            "duration",
            "dateTime",
            "time",
            "date",
            "gYearMonth",
            "gYear",
            "gMonthDay",
            "gDay",
            "gMonth",
            "hexBinary",
            "base64Binary",
            "anyURI",
            "QName",
            "NOTATION",
        ] {
            let found = builtin(name).unwrap();
            assert_eq!(found.name, Some(TypeName::new(XSD_NAMESPACE, name)));
            let kind = found.builtin().unwrap();
            assert_eq!(kind.local_name(), name);
            assert!(std::ptr::eq(kind.simple_type(), found));
            let names: Vec<_> = found.derivation().filter_map(SimpleType::builtin).collect();
            assert_eq!(names.last(), Some(&Builtin::AnySimpleType));
            assert_eq!(names[names.len() - 2], kind.primitive(), "{name}");
            count += 1;
        }
        for name in ["NMTOKENS", "IDREFS", "ENTITIES"] {
            assert!(matches!(builtin(name).unwrap().variety, Variety::List(_)));
            count += 1;
        }
        assert_eq!(count, 44);
        assert!(builtin("anyType").is_none());
    }
}
