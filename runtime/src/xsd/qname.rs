//! `xsd:QName` and `xsd:NOTATION`.

use super::name_chars::is_ncname;
use crate::simple::{
    Builtin, Namespaces, Prefixes, Simple, SimpleType, ValueError, ValueErrorKind,
};
use std::fmt;
use std::hash::{Hash, Hasher};

/// A qualified name: `xsd:QName` (Part 2, 3.2.18).
///
/// Its value is the namespace and the local part. The prefix is only a hint for writing; equality and
/// hashing leave it out. As text it needs the namespace bindings of its place, so it has no `FromStr`;
/// `Display` shows `{namespace}local`.
///
/// ```
/// use soapstone::xsd::QName;
///
/// let id = QName::parse("xml:id", &())?;
/// assert_eq!(id, QName::new("http://www.w3.org/XML/1998/namespace", "id"));
/// assert_eq!(id.to_string(), "{http://www.w3.org/XML/1998/namespace}id");
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct QName {
    /// The namespace; empty if the name is in none.
    pub namespace: String,
    /// The local part.
    pub local: String,
    /// The prefix that the name was read with, or that it should be written with.
    pub prefix: Option<String>,
}

impl QName {
    /// A name without a wish for a prefix.
    #[must_use]
    pub fn new(namespace: impl Into<String>, local: impl Into<String>) -> QName {
        QName {
            namespace: namespace.into(),
            local: local.into(),
            prefix: None,
        }
    }

    /// Reads `prefix:local` or `local`. Without a prefix the default namespace holds.
    ///
    /// # Errors
    /// If the text is not a qualified name, or if its prefix is not declared.
    pub fn parse(text: &str, names: &dyn Namespaces) -> Result<QName, ValueError> {
        let (prefix, local, namespace) = resolve(text, Builtin::QName, names)?;
        Ok(QName {
            namespace: namespace.to_owned(),
            local: local.to_owned(),
            prefix: prefix.map(str::to_owned),
        })
    }
}

/// The prefix, local part and namespace of a qualified name.
pub(crate) fn resolve<'a, 'n>(
    text: &'a str,
    builtin: Builtin,
    names: &'n dyn Namespaces,
) -> Result<(Option<&'a str>, &'a str, &'n str), ValueError> {
    let (prefix, local) = split(text).ok_or_else(|| ValueError::not_a(builtin, text))?;
    let namespace = match prefix {
        None => names.namespace("").unwrap_or_default(),
        Some(prefix) => names
            .namespace(prefix)
            .filter(|namespace| !namespace.is_empty())
            .ok_or_else(|| {
                let prefix = prefix.to_owned();
                ValueError::new(
                    ValueErrorKind::UndeclaredPrefix { prefix },
                    text,
                    builtin.name(),
                )
            })?,
    };
    Ok((prefix, local, namespace))
}

/// The prefix and local part, if the text is a qualified name.
pub(crate) fn split(text: &str) -> Option<(Option<&str>, &str)> {
    let (prefix, local) = match text.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, text),
    };
    (prefix.is_none_or(is_ncname) && is_ncname(local)).then_some((prefix, local))
}

impl PartialEq for QName {
    fn eq(&self, other: &Self) -> bool {
        (&self.namespace, &self.local) == (&other.namespace, &other.local)
    }
}

impl Eq for QName {}

impl Hash for QName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.namespace, &self.local).hash(state);
    }
}

impl fmt::Display for QName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_empty() {
            write!(formatter, "{{{}}}", self.namespace)?;
        }
        formatter.write_str(&self.local)
    }
}

impl Simple for QName {
    fn read(
        &mut self,
        text: &str,
        place: &SimpleType,
        names: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        *self = QName::parse(text, names).map_err(|error| error.for_type(place))?;
        Ok(())
    }

    fn write(&self, out: &mut String, names: &mut dyn Prefixes) -> Result<(), ValueError> {
        let prefix = names
            .prefix(&self.namespace, self.prefix.as_deref())
            .ok_or_else(|| {
                let namespace = self.namespace.clone();
                ValueError::new(
                    ValueErrorKind::UnboundNamespace { namespace },
                    &self.to_string(),
                    Builtin::QName.name(),
                )
            })?;
        if !prefix.is_empty() {
            out.push_str(prefix);
            out.push(':');
        }
        out.push_str(&self.local);
        Ok(())
    }
}

/// The qualified name of a notation: `xsd:NOTATION` (Part 2, 3.2.19).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Notation(pub QName);

impl From<QName> for Notation {
    fn from(name: QName) -> Notation {
        Notation(name)
    }
}

impl fmt::Display for Notation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Simple for Notation {
    fn read(
        &mut self,
        text: &str,
        place: &SimpleType,
        names: &dyn Namespaces,
    ) -> Result<(), ValueError> {
        self.0.read(text, place, names)
    }

    fn write(&self, out: &mut String, names: &mut dyn Prefixes) -> Result<(), ValueError> {
        self.0.write(out, names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simple::QNAME;

    struct Bindings;

    impl Namespaces for Bindings {
        fn namespace(&self, prefix: &str) -> Option<&str> {
            match prefix {
                "" => Some("urn:default"),
                "a" => Some("urn:a"),
                _ => None,
            }
        }
    }

    struct Declare(Vec<(String, String)>);

    impl Prefixes for Declare {
        fn prefix(&mut self, namespace: &str, hint: Option<&str>) -> Option<&str> {
            self.0
                .push((hint.unwrap_or("ns0").to_owned(), namespace.to_owned()));
            self.0.last().map(|(prefix, _)| &**prefix)
        }
    }

    #[test]
    fn resolves_prefixes() {
        for (text, namespace, local) in [("a:b", "urn:a", "b"), ("b", "urn:default", "b")] {
            assert_eq!(
                QName::parse(text, &Bindings).unwrap(),
                QName::new(namespace, local)
            );
        }
        assert_eq!(QName::parse("b", &()).unwrap(), QName::new("", "b"));
        for text in ["", ":", "a:", ":b", "a:b:c", "a b", "1a", "a:1", "a: b"] {
            assert_eq!(
                QName::parse(text, &Bindings).unwrap_err().code(),
                "cvc-datatype-valid.1.2.1",
                "{text}"
            );
        }
        assert_eq!(
            QName::parse("x:b", &Bindings).unwrap_err().to_string(),
            r#""x:b" is not an xsd:QName: the prefix "x" is not declared"#
        );
    }

    #[test]
    fn writes_with_a_prefix_that_is_in_scope() {
        let mut name = QName::default();
        name.read("a:b", &QNAME, &Bindings).unwrap();
        let mut out = String::new();
        let mut declare = Declare(Vec::new());
        name.write(&mut out, &mut declare).unwrap();
        assert_eq!(out, "a:b");
        assert_eq!(declare.0, [("a".to_owned(), "urn:a".to_owned())]);
        let error = name.write(&mut out, &mut ()).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#""{urn:a}b" can't be written: no prefix is bound to the namespace "urn:a""#
        );
    }
}
