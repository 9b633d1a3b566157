//! Modules: one for each namespace.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::{first_free, identifier, snake};
use crate::rust::{Crate, Presence};

/// An index into the modules of [`Modules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub usize);

/// Where the types of each namespace are.
#[derive(Debug, Default)]
pub struct Modules {
    list: Vec<Module>,
}

/// The module of a namespace.
#[derive(Clone, Debug)]
struct Module {
    namespace: Option<Arc<str>>,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    /// The root of what is generated.
    Root,
    /// A module of that name inside of it.
    Inside(String),
    /// A module generated elsewhere, by its path.
    External(String),
}

/// Names that other parts of the output have at the root.
const RESERVED: &[&str] = &["model", "client", "blocking", "server", "operations"];

impl Modules {
    pub(super) fn choose(
        crate_: &Crate,
        names: &BTreeMap<Arc<str>, String>,
        external: &BTreeMap<Arc<str>, String>,
    ) -> Self {
        let mut taken: HashSet<String> = RESERVED.iter().map(|name| String::from(*name)).collect();
        let items = crate_
            .items
            .iter()
            .filter(|item| item.presence != Presence::Pruned)
            .map(|item| &item.namespace);
        let tables = crate_
            .simple_types
            .iter()
            .filter(|table| table.presence != Presence::Pruned);
        // In the order of the namespaces, not of the documents: which of two gets the shorter name must not depend on
        // which was read first.
        let mut namespaces: BTreeSet<&Option<Arc<str>>> =
            items.chain(tables.map(|table| &table.namespace)).collect();
        namespaces.remove(&crate_.primary_namespace);
        let mut list: Vec<Module> = Vec::new();
        for namespace in std::iter::once(&crate_.primary_namespace).chain(namespaces) {
            let path = namespace
                .as_ref()
                .and_then(|namespace| external.get(namespace));
            let given = namespace
                .as_ref()
                .and_then(|namespace| names.get(namespace));
            let place = match (path, given) {
                (Some(path), _) => Place::External(path.clone()),
                (None, Some(name)) => Place::Inside(first_free(
                    vec![identifier(&snake(name), "schema")],
                    &mut taken,
                )),
                _ if *namespace == crate_.primary_namespace => Place::Root,
                (None, None) => {
                    Place::Inside(first_free(candidates(namespace.as_deref()), &mut taken))
                }
            };
            list.push(Module {
                namespace: namespace.clone(),
                place,
            });
        }
        Modules { list }
    }

    /// The module of a namespace; the root where it has none of its own.
    pub fn of(&self, namespace: Option<&Arc<str>>) -> ModuleId {
        let position = self
            .list
            .iter()
            .position(|module| module.namespace.as_ref() == namespace);
        ModuleId(position.unwrap_or_default())
    }

    /// The modules inside the root that are written, with their namespaces, in the order of those.
    pub fn inside(&self) -> impl Iterator<Item = (ModuleId, &str, Option<&Arc<str>>)> {
        self.list
            .iter()
            .enumerate()
            .filter_map(|(index, module)| match &module.place {
                Place::Inside(name) => {
                    Some((ModuleId(index), name.as_str(), module.namespace.as_ref()))
                }
                Place::Root | Place::External(_) => None,
            })
    }

    /// The root.
    pub fn root(&self) -> ModuleId {
        let position = self
            .list
            .iter()
            .position(|module| matches!(module.place, Place::Root));
        ModuleId(position.unwrap_or(usize::MAX))
    }

    /// The module of what belongs to no namespace: the root, or the first one that is written.
    pub fn first(&self) -> ModuleId {
        let is_written = |module: &Module| !matches!(module.place, Place::External(_));
        let root = self
            .list
            .iter()
            .position(|module| matches!(module.place, Place::Root));
        ModuleId(
            root.or_else(|| self.list.iter().position(is_written))
                .unwrap_or_default(),
        )
    }

    /// The path of a module as seen from one at a depth of `depth` below the root.
    pub fn path(&self, module: ModuleId, depth: usize) -> String {
        let up = match depth {
            0 => String::from("self"),
            depth => vec!["super"; depth].join("::"),
        };
        match self.list.get(module.0).map(|module| &module.place) {
            Some(Place::External(path)) => path.clone(),
            Some(Place::Inside(name)) => format!("{up}::{name}"),
            Some(Place::Root) | None => up,
        }
    }

    /// Whether the module is generated elsewhere.
    pub fn is_external(&self, module: ModuleId) -> bool {
        matches!(
            self.list.get(module.0),
            Some(Module {
                place: Place::External(_),
                ..
            })
        )
    }

    /// The namespace of a module.
    pub fn namespace(&self, module: ModuleId) -> Option<&Arc<str>> {
        self.list.get(module.0)?.namespace.as_ref()
    }
}

/// Names for the constant of a namespace, the shortest first. No table has a name that begins as they do.
pub fn namespace_constants(namespace: &str) -> Vec<String> {
    let namespace = Some(namespace).filter(|namespace| !namespace.is_empty());
    candidates(namespace)
        .iter()
        .map(|name| format!("NS_{}", super::shouty(name)))
        .collect()
}

/// Names for the module of a namespace: from its last telling part, then from more and more of it.
fn candidates(namespace: Option<&str>) -> Vec<String> {
    const MEANINGLESS: &[&str] = &[
        "xsd", "schema", "schemas", "xml", "wsdl", "types", "ns", "www", "http:", "https:", "",
    ];
    let Some(namespace) = namespace else {
        return vec![String::from("no_namespace")];
    };
    let parts: Vec<&str> = namespace
        .trim_end_matches(['/', '#'])
        .split(['/', '#'])
        .collect();
    let telling: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !MEANINGLESS.contains(&part.to_lowercase().as_str()))
        .collect();
    let mut candidates: Vec<String> = (1..=telling.len())
        .filter_map(|count| telling.get(telling.len() - count..))
        .map(|parts| identifier(&snake(&parts.join(" ").replace([':', '.'], " ")), "schema"))
        .collect();
    candidates.push(identifier(
        &snake(&namespace.replace([':', '/', '#', '.'], " ")),
        "schema",
    ));
    candidates
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn modules_are_named_after_what_tells_namespaces_apart() {
        let first = |namespace| {
            candidates(Some(namespace))
                .into_iter()
                .next()
                .unwrap_or_default()
        };
        assert_eq!(first("http://www.scene7.com/IpsApi/xsd"), "ips_api");
        assert_eq!(first("http://www.w3.org/1999/xlink"), "xlink");
        assert_eq!(
            first("urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"),
            "urn_iso_std_iso_20022_tech_xsd_pain_001_001_03"
        );
        assert_eq!(
            first("http://example.com/a/2014-04-03/"),
            "schema_2014_04_03"
        );
    }
}
