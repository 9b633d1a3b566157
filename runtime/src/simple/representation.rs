//! A value with the text that it is written as.

use super::{FacetName, Namespaces, Prefixes, SimpleType, ValueError};
use crate::read::text::{Checks, store};
use crate::value::{Blank, Value};
use crate::write::push_text;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A value and the lexical representation that it is written in, for types whose patterns allow some of a value's
/// texts and not others.
///
/// A pattern constrains the text (XSD 1.0 Part 2, 4.3.4), while `1.5` and `1.50` are one value. What was read is
/// written as it was read; for a value that a program makes, the canonical text is taken if the patterns allow it, or
/// else the first other text of the value that they allow. Two are equal if their values are: the text is no part of
/// the value space (Part 2, 2.2).
#[derive(Clone, Default)]
pub struct Lexical<T> {
    value: T,
    /// The text, where it is not the one that the value is written as by itself.
    text: Option<Box<str>>,
}

impl<T> Lexical<T> {
    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, taken out.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T: Value + Blank> Lexical<T> {
    /// A value in the first of its lexical representations that the type allows.
    ///
    /// # Errors
    /// The facet that the value violates; where no known representation of it matches a pattern, that pattern.
    pub fn try_new(value: T, simple_type: &SimpleType) -> Result<Self, ValueError> {
        let mut text = String::new();
        push_text(&value.view(), simple_type, &mut text, &mut ())?;
        let Err(error) = simple_type.validate(&text, &()) else {
            return Ok(Lexical { value, text: None });
        };
        // All forms are one value, so that what another facet refuses, it refuses in every form.
        let other = match error.facet() {
            Some(FacetName::Pattern) => {
                simple_type.other_form(&text, &mut |form| simple_type.validate(form, &()).is_ok())
            }
            _ => None,
        };
        other.ok_or(error).map(|form| Lexical {
            value,
            text: Some(form.into()),
        })
    }

    /// Reads white-space-normalised text in place, as [`Simple::read`](super::Simple::read) does.
    ///
    /// # Errors
    /// If the text is not in the lexical space of the type.
    pub fn read(
        &mut self,
        text: &str,
        simple_type: &SimpleType,
        names: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        self.value = T::blank();
        store(self.value.place(), text, simple_type, names, Checks::Value)?;
        let mut own = String::new();
        // What has prefixes is written anew: those of the text need not be declared where it is written.
        let has_prefixes = push_text(&self.value.view(), simple_type, &mut own, &mut ()).is_err();
        self.text = (!has_prefixes && own != text).then(|| text.into());
        Ok(())
    }

    /// Appends the lexical representation to `out`.
    ///
    /// # Errors
    /// If a qualified name has a namespace that no prefix can be had for.
    pub fn write(
        &self,
        simple_type: &SimpleType,
        out: &mut String,
        names: &mut dyn Prefixes,
    ) -> Result<(), ValueError> {
        match &self.text {
            Some(text) => {
                out.push_str(text);
                Ok(())
            }
            None => push_text(&self.value.view(), simple_type, out, names),
        }
    }
}

impl<T: Blank> Blank for Lexical<T> {
    fn blank() -> Self {
        Lexical {
            value: T::blank(),
            text: None,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Lexical<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<T: PartialEq> PartialEq for Lexical<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Lexical<T> {}

impl<T: PartialOrd> PartialOrd for Lexical<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Lexical<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Lexical<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

#[cfg(test)]
#[cfg(feature = "pattern")]
#[allow(
    unreachable_pub,
    dead_code,
    reason = "the macro is for types that others use"
)]
mod tests {
    use crate::simple::{Builtin, DECIMAL, Facet, Pattern, Shared, SimpleType, TypeName};
    use crate::simple::{Variety, WhiteSpace};
    use crate::xsd::Decimal;

    static PATTERNS: [Pattern; 1] = [Pattern::new(r"\d+\.\d{2}")];

    static PRICE: SimpleType = SimpleType {
        name: Some(TypeName::new("urn:example", "Price")),
        base: Some(Shared::Static(&DECIMAL)),
        variety: Variety::Atomic(Builtin::Decimal),
        white_space: WhiteSpace::Collapse,
        facets: Shared::Static(&[
            Facet::Pattern(Shared::Static(&PATTERNS)),
            Facet::MaxInclusive(Shared::Static("1000")),
        ]),
    };

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    struct Price(crate::bindings::Lexical<Decimal>);

    crate::bindings::lexical_value! { Price(Decimal): PRICE }

    fn text(price: &Price) -> String {
        let mut text = String::new();
        crate::simple::Simple::write(price, &mut text, &mut ()).unwrap();
        text
    }

    #[test]
    fn a_value_is_written_in_a_form_that_the_pattern_allows() {
        assert_eq!(text(&Price::try_new(7).unwrap()), "7.00");
        let price: Price = "007.50".parse().unwrap();
        assert_eq!(text(&price), "007.50");
        assert_eq!(price.get().to_string(), "7.50");
    }

    #[test]
    fn equality_is_that_of_the_value() {
        let price: Price = "007.50".parse().unwrap();
        assert_eq!(price, "7.50".parse().unwrap());
        assert_ne!(price, "7.51".parse().unwrap());
        assert_eq!(format!("{price:?}"), "Price(Decimal(7.50))");
    }

    #[test]
    fn what_no_form_satisfies_is_refused_with_the_facet() {
        let error = |value: &str| {
            let value: Decimal = value.parse().unwrap();
            Price::try_new(value).unwrap_err().to_string()
        };
        assert_eq!(
            error("0.125"),
            r#""0.125" does not match the pattern of Price: expected \d+\.\d{2} (pattern)"#
        );
        assert_eq!(
            error("1001.00"),
            r#""1001.00" is out of range for Price: expected at most 1000 (maxInclusive)"#
        );
    }
}
