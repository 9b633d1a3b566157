//! The built-in simple types (Part 2, 3).

/// A built-in simple type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Builtin {
    /// `anySimpleType`, the base of all.
    AnySimpleType,
    /// `string`
    String,
    /// `boolean`
    Boolean,
    /// `decimal`
    Decimal,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `duration`
    Duration,
    /// `dateTime`
    DateTime,
    /// `time`
    Time,
    /// `date`
    Date,
    /// `gYearMonth`
    GYearMonth,
    /// `gYear`
    GYear,
    /// `gMonthDay`
    GMonthDay,
    /// `gDay`
    GDay,
    /// `gMonth`
    GMonth,
    /// `hexBinary`
    HexBinary,
    /// `base64Binary`
    Base64Binary,
    /// `anyURI`
    AnyUri,
    /// `QName`
    QName,
    /// `NOTATION`
    Notation,
    /// `normalizedString`
    NormalizedString,
    /// `token`
    Token,
    /// `language`
    Language,
    /// `NMTOKEN`
    Nmtoken,
    /// `NMTOKENS`, a list
    Nmtokens,
    /// `Name`
    Name,
    /// `NCName`
    NcName,
    /// `ID`
    Id,
    /// `IDREF`
    Idref,
    /// `IDREFS`, a list
    Idrefs,
    /// `ENTITY`
    Entity,
    /// `ENTITIES`, a list
    Entities,
    /// `integer`
    Integer,
    /// `nonPositiveInteger`
    NonPositiveInteger,
    /// `negativeInteger`
    NegativeInteger,
    /// `long`
    Long,
    /// `int`
    Int,
    /// `short`
    Short,
    /// `byte`
    Byte,
    /// `nonNegativeInteger`
    NonNegativeInteger,
    /// `unsignedLong`
    UnsignedLong,
    /// `unsignedInt`
    UnsignedInt,
    /// `unsignedShort`
    UnsignedShort,
    /// `unsignedByte`
    UnsignedByte,
    /// `positiveInteger`
    PositiveInteger,
}

impl Builtin {
    /// All of them; a base comes before what derives from it.
    pub const ALL: [Builtin; 45] = [
        Builtin::AnySimpleType,
        Builtin::String,
        Builtin::Boolean,
        Builtin::Decimal,
        Builtin::Float,
        Builtin::Double,
        Builtin::Duration,
        Builtin::DateTime,
        Builtin::Time,
        Builtin::Date,
        Builtin::GYearMonth,
        Builtin::GYear,
        Builtin::GMonthDay,
        Builtin::GDay,
        Builtin::GMonth,
        Builtin::HexBinary,
        Builtin::Base64Binary,
        Builtin::AnyUri,
        Builtin::QName,
        Builtin::Notation,
        Builtin::NormalizedString,
        Builtin::Token,
        Builtin::Language,
        Builtin::Nmtoken,
        Builtin::Nmtokens,
        Builtin::Name,
        Builtin::NcName,
        Builtin::Id,
        Builtin::Idref,
        Builtin::Idrefs,
        Builtin::Entity,
        Builtin::Entities,
        Builtin::Integer,
        Builtin::NonPositiveInteger,
        Builtin::NegativeInteger,
        Builtin::Long,
        Builtin::Int,
        Builtin::Short,
        Builtin::Byte,
        Builtin::NonNegativeInteger,
        Builtin::UnsignedLong,
        Builtin::UnsignedInt,
        Builtin::UnsignedShort,
        Builtin::UnsignedByte,
        Builtin::PositiveInteger,
    ];

    /// The local name in the namespace of XSD.
    pub fn name(self) -> &'static str {
        match self {
            Builtin::AnySimpleType => "anySimpleType",
            Builtin::String => "string",
            Builtin::Boolean => "boolean",
            Builtin::Decimal => "decimal",
            Builtin::Float => "float",
            Builtin::Double => "double",
            Builtin::Duration => "duration",
            Builtin::DateTime => "dateTime",
            Builtin::Time => "time",
            Builtin::Date => "date",
            Builtin::GYearMonth => "gYearMonth",
            Builtin::GYear => "gYear",
            Builtin::GMonthDay => "gMonthDay",
            Builtin::GDay => "gDay",
            Builtin::GMonth => "gMonth",
            Builtin::HexBinary => "hexBinary",
            Builtin::Base64Binary => "base64Binary",
            Builtin::AnyUri => "anyURI",
            Builtin::QName => "QName",
            Builtin::Notation => "NOTATION",
            Builtin::NormalizedString => "normalizedString",
            Builtin::Token => "token",
            Builtin::Language => "language",
            Builtin::Nmtoken => "NMTOKEN",
            Builtin::Nmtokens => "NMTOKENS",
            Builtin::Name => "Name",
            Builtin::NcName => "NCName",
            Builtin::Id => "ID",
            Builtin::Idref => "IDREF",
            Builtin::Idrefs => "IDREFS",
            Builtin::Entity => "ENTITY",
            Builtin::Entities => "ENTITIES",
            Builtin::Integer => "integer",
            Builtin::NonPositiveInteger => "nonPositiveInteger",
            Builtin::NegativeInteger => "negativeInteger",
            Builtin::Long => "long",
            Builtin::Int => "int",
            Builtin::Short => "short",
            Builtin::Byte => "byte",
            Builtin::NonNegativeInteger => "nonNegativeInteger",
            Builtin::UnsignedLong => "unsignedLong",
            Builtin::UnsignedInt => "unsignedInt",
            Builtin::UnsignedShort => "unsignedShort",
            Builtin::UnsignedByte => "unsignedByte",
            Builtin::PositiveInteger => "positiveInteger",
        }
    }

    /// The built-in type of a local name.
    pub fn from_name(name: &str) -> Option<Builtin> {
        Builtin::ALL
            .into_iter()
            .find(|builtin| builtin.name() == name)
    }

    /// The base; `None` for `anySimpleType`, whose base is the complex type `anyType`.
    pub fn base(self) -> Option<Builtin> {
        Some(match self {
            Builtin::AnySimpleType => return None,
            Builtin::NormalizedString => Builtin::String,
            Builtin::Token => Builtin::NormalizedString,
            Builtin::Language | Builtin::Nmtoken | Builtin::Name => Builtin::Token,
            Builtin::NcName => Builtin::Name,
            Builtin::Id | Builtin::Idref | Builtin::Entity => Builtin::NcName,
            Builtin::Integer => Builtin::Decimal,
            Builtin::NonPositiveInteger | Builtin::Long | Builtin::NonNegativeInteger => {
                Builtin::Integer
            }
            Builtin::NegativeInteger => Builtin::NonPositiveInteger,
            Builtin::Int => Builtin::Long,
            Builtin::Short => Builtin::Int,
            Builtin::Byte => Builtin::Short,
            Builtin::UnsignedLong | Builtin::PositiveInteger => Builtin::NonNegativeInteger,
            Builtin::UnsignedInt => Builtin::UnsignedLong,
            Builtin::UnsignedShort => Builtin::UnsignedInt,
            Builtin::UnsignedByte => Builtin::UnsignedShort,
            _ => Builtin::AnySimpleType,
        })
    }

    /// The item type of the built-in lists.
    pub fn item(self) -> Option<Builtin> {
        match self {
            Builtin::Nmtokens => Some(Builtin::Nmtoken),
            Builtin::Idrefs => Some(Builtin::Idref),
            Builtin::Entities => Some(Builtin::Entity),
            _ => None,
        }
    }

    /// Whether it is one of the nineteen primitive types.
    pub fn is_primitive(self) -> bool {
        self.base() == Some(Builtin::AnySimpleType) && self.item().is_none()
    }

    /// The primitive type that it derives from; `None` for `anySimpleType` and the lists.
    pub fn primitive(self) -> Option<Builtin> {
        let mut builtin = self;
        while !builtin.is_primitive() {
            builtin = builtin.base()?;
        }
        Some(builtin)
    }

    /// The bounds that it states itself: `minInclusive` and `maxInclusive`.
    pub fn bounds(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Builtin::NonPositiveInteger => (None, Some("0")),
            Builtin::NegativeInteger => (None, Some("-1")),
            Builtin::Long => (Some("-9223372036854775808"), Some("9223372036854775807")),
            Builtin::Int => (Some("-2147483648"), Some("2147483647")),
            Builtin::Short => (Some("-32768"), Some("32767")),
            Builtin::Byte => (Some("-128"), Some("127")),
            Builtin::NonNegativeInteger => (Some("0"), None),
            Builtin::UnsignedLong => (None, Some("18446744073709551615")),
            Builtin::UnsignedInt => (None, Some("4294967295")),
            Builtin::UnsignedShort => (None, Some("65535")),
            Builtin::UnsignedByte => (None, Some("255")),
            Builtin::PositiveInteger => (Some("1"), None),
            _ => (None, None),
        }
    }

    /// The pattern that it states itself.
    pub fn pattern(self) -> Option<&'static str> {
        match self {
            Builtin::Language => Some("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
            Builtin::Nmtoken => Some(r"\c+"),
            Builtin::Name => Some(r"\i\c*"),
            Builtin::NcName => Some(r"[\i-[:]][\c-[:]]*"),
            Builtin::Integer => Some(r"[\-+]?[0-9]+"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Builtin;

    #[test]
    fn bases_come_first_and_names_round_trip() {
        for (index, builtin) in Builtin::ALL.into_iter().enumerate() {
            assert_eq!(Builtin::from_name(builtin.name()), Some(builtin));
            let before = &Builtin::ALL[..index];
            assert!(
                builtin.base().is_none_or(|base| before.contains(&base)),
                "{builtin:?}"
            );
            assert!(
                builtin.item().is_none_or(|item| before.contains(&item)),
                "{builtin:?}"
            );
        }
        assert_eq!(
            Builtin::ALL
                .iter()
                .filter(|builtin| builtin.is_primitive())
                .count(),
            19
        );
        assert_eq!(Builtin::UnsignedByte.primitive(), Some(Builtin::Decimal));
        assert_eq!(Builtin::Idrefs.primitive(), None);
    }
}
