//! Well-known schemas that the generator brings along, since their hosts refuse tools or change what they serve.
//!
//! The texts are our own, with the components that contracts refer to: complete for the small vocabularies.

/// A bundled schema.
#[derive(Debug)]
pub(super) struct Bundled {
    /// The name that messages show.
    pub(super) name: &'static str,
    /// Its target namespace.
    pub(super) namespace: &'static str,
    /// The URLs that stand for it, beside its namespace.
    locations: &'static [&'static str],
    /// The text.
    pub(super) text: &'static str,
}

/// The namespaces whose components every XSD processor knows: an import of them needs no document.
const BUILT_IN: &[&str] = &[
    "http://www.w3.org/2001/XMLSchema",
    "http://www.w3.org/2001/XMLSchema.xsd",
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/2001/XMLSchema-instance.xsd",
];

/// Whether a namespace or location is that of XML Schema itself.
pub(super) fn is_built_in(identifier: &str) -> bool {
    BUILT_IN.contains(&identifier)
}

/// Whether the schema of a namespace comes with the generator.
pub(crate) fn is_bundled(namespace: &str) -> bool {
    ALL.iter().any(|bundled| bundled.namespace == namespace)
}

/// Whether the schema of a namespace or location comes with the generator, so that nobody needs to fetch it.
pub fn needs_no_file(identifier: &str) -> bool {
    is_built_in(identifier) || find(identifier).is_some()
}

/// The bundled schema of a namespace or location.
pub(super) fn find(identifier: &str) -> Option<&'static Bundled> {
    let plain = plain(identifier);
    ALL.iter().find(|bundled| {
        let mut identifiers =
            std::iter::once(bundled.namespace).chain(bundled.locations.iter().copied());
        identifiers.any(|known| self::plain(known) == plain)
    })
}

/// A URL without what differs between spellings of the same: scheme, and a slash at the end.
fn plain(url: &str) -> &str {
    let without_scheme = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"));
    without_scheme.unwrap_or(url).trim_end_matches('/')
}

static ALL: &[Bundled] = &[
    Bundled {
        name: "<bundled>/xml.xsd",
        namespace: "http://www.w3.org/XML/1998/namespace",
        locations: &[
            "http://www.w3.org/2001/xml.xsd",
            "http://www.w3.org/2001/03/xml.xsd",
            "http://www.w3.org/2004/10/xml.xsd",
            "http://www.w3.org/2005/08/xml.xsd",
            "http://www.w3.org/2007/08/xml.xsd",
            "http://www.w3.org/2009/01/xml.xsd",
            "http://www.w3.org/XML/1998/namespace.xsd",
        ],
        text: include_str!("bundled/xml.xsd"),
    },
    Bundled {
        name: "<bundled>/xlink.xsd",
        namespace: "http://www.w3.org/1999/xlink",
        locations: &[
            "http://www.w3.org/1999/xlink.xsd",
            "http://www.w3.org/XML/2008/06/xlink.xsd",
        ],
        text: include_str!("bundled/xlink.xsd"),
    },
    Bundled {
        name: "<bundled>/soap11-envelope.xsd",
        namespace: "http://schemas.xmlsoap.org/soap/envelope/",
        locations: &["http://schemas.xmlsoap.org/soap/envelope/2004-01-21.xsd"],
        text: include_str!("bundled/soap11-envelope.xsd"),
    },
    Bundled {
        name: "<bundled>/soap11-encoding.xsd",
        namespace: "http://schemas.xmlsoap.org/soap/encoding/",
        locations: &["http://schemas.xmlsoap.org/soap/encoding/2003-02-11.xsd"],
        text: include_str!("bundled/soap11-encoding.xsd"),
    },
    Bundled {
        name: "<bundled>/soap12-envelope.xsd",
        namespace: "http://www.w3.org/2003/05/soap-envelope",
        locations: &["http://www.w3.org/2003/05/soap-envelope.xsd"],
        text: include_str!("bundled/soap12-envelope.xsd"),
    },
    Bundled {
        name: "<bundled>/soap12-encoding.xsd",
        namespace: "http://www.w3.org/2003/05/soap-encoding",
        locations: &["http://www.w3.org/2003/05/soap-encoding.xsd"],
        text: include_str!("bundled/soap12-encoding.xsd"),
    },
    Bundled {
        name: "<bundled>/wsdl.xsd",
        namespace: "http://schemas.xmlsoap.org/wsdl/",
        locations: &["http://schemas.xmlsoap.org/wsdl/2003-02-11.xsd"],
        text: include_str!("bundled/wsdl.xsd"),
    },
    Bundled {
        name: "<bundled>/wsdl-soap.xsd",
        namespace: "http://schemas.xmlsoap.org/wsdl/soap/",
        locations: &["http://schemas.xmlsoap.org/wsdl/soap/2003-02-11.xsd"],
        text: include_str!("bundled/wsdl-soap.xsd"),
    },
    Bundled {
        name: "<bundled>/xop-include.xsd",
        namespace: "http://www.w3.org/2004/08/xop/include",
        locations: &["http://www.w3.org/2004/08/xop/include.xsd"],
        text: include_str!("bundled/xop-include.xsd"),
    },
    Bundled {
        name: "<bundled>/xmlmime.xsd",
        namespace: "http://www.w3.org/2005/05/xmlmime",
        locations: &["http://www.w3.org/2005/05/xmlmime.xsd"],
        text: include_str!("bundled/xmlmime.xsd"),
    },
    Bundled {
        name: "<bundled>/ws-addressing.xsd",
        namespace: "http://www.w3.org/2005/08/addressing",
        locations: &[
            "http://www.w3.org/2005/08/addressing/ws-addr.xsd",
            "http://www.w3.org/2006/03/addressing/ws-addr.xsd",
        ],
        text: include_str!("bundled/ws-addressing.xsd"),
    },
    Bundled {
        name: "<bundled>/ws-addressing-2004-08.xsd",
        namespace: "http://schemas.xmlsoap.org/ws/2004/08/addressing",
        locations: &["http://schemas.xmlsoap.org/ws/2004/08/addressing/addressing.xsd"],
        text: include_str!("bundled/ws-addressing-2004-08.xsd"),
    },
    Bundled {
        name: "<bundled>/wss-utility.xsd",
        namespace: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
        locations: &[
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0",
        ],
        text: include_str!("bundled/wss-utility.xsd"),
    },
    Bundled {
        name: "<bundled>/wss-secext.xsd",
        namespace: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
        locations: &[
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0",
        ],
        text: include_str!("bundled/wss-secext.xsd"),
    },
    Bundled {
        name: "<bundled>/xmldsig.xsd",
        namespace: "http://www.w3.org/2000/09/xmldsig#",
        locations: &[
            "http://www.w3.org/TR/xmldsig-core/xmldsig-core-schema.xsd",
            "http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd",
            "http://www.w3.org/2000/09/xmldsig",
        ],
        text: include_str!("bundled/xmldsig.xsd"),
    },
    Bundled {
        name: "<bundled>/xenc.xsd",
        namespace: "http://www.w3.org/2001/04/xmlenc#",
        locations: &[
            "http://www.w3.org/TR/xmlenc-core/xenc-schema.xsd",
            "http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/xenc-schema.xsd",
            "http://www.w3.org/2001/04/xmlenc",
        ],
        text: include_str!("bundled/xenc.xsd"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_schema_is_well_formed_and_of_its_namespace() {
        for bundled in ALL {
            let document = roxmltree::Document::parse(bundled.text).unwrap();
            let root = document.root_element();
            assert!(
                root.has_tag_name(("http://www.w3.org/2001/XMLSchema", "schema")),
                "{}",
                bundled.name
            );
            assert_eq!(
                root.attribute("targetNamespace"),
                Some(bundled.namespace),
                "{}",
                bundled.name
            );
        }
    }

    #[test]
    fn bundled_schemas_import_only_each_other() {
        for bundled in ALL {
            let document = roxmltree::Document::parse(bundled.text).unwrap();
            for import in document
                .root_element()
                .children()
                .filter(|node| node.tag_name().name() == "import")
            {
                let namespace = import.attribute("namespace").unwrap();
                assert!(
                    find(namespace).is_some(),
                    "{} imports {namespace}",
                    bundled.name
                );
                assert_eq!(import.attribute("schemaLocation"), None, "{}", bundled.name);
            }
        }
    }

    #[test]
    fn spellings_of_a_url_find_the_same_schema() {
        for url in [
            "http://schemas.xmlsoap.org/soap/encoding/",
            "http://schemas.xmlsoap.org/soap/encoding",
            "https://schemas.xmlsoap.org/soap/encoding/",
        ] {
            assert_eq!(
                find(url).map(|bundled| bundled.name),
                Some("<bundled>/soap11-encoding.xsd"),
                "{url}"
            );
        }
        assert!(find("http://example.com/").is_none());
        assert!(find("").is_none());
    }
}
