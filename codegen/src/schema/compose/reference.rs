//! Following references by name (`src-resolve`).

use std::collections::HashMap;

use super::super::{
    AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, Id, ModelGroupDefinition,
    SimpleTypeDefinition, TypeDefinition,
};
use super::builtin::known_attribute;
use super::{Composer, Place};
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{Span, is_bundled};
use crate::syntax::QName;
use crate::syntax::xsd::{Spanned, XSD_NAMESPACE};

impl<'a> Composer<'a, '_> {
    /// The name that is meant: in a document that took over a namespace, names without one are in that namespace.
    pub(super) fn meant(&self, place: Place, name: &QName) -> QName {
        let module = self.modules.get(place.module);
        match module.filter(|module| name.namespace.is_none() && module.is_chameleon()) {
            Some(module) => QName {
                namespace: module.namespace.clone(),
                local: name.local.clone(),
            },
            None => name.clone(),
        }
    }

    /// The type of a name; a poison type where there is none.
    pub(super) fn resolve_type(
        &mut self,
        place: Place,
        reference: &Spanned<QName>,
    ) -> TypeDefinition {
        let name = self.meant(place, &reference.value);
        let found = self.set.type_named(&name);
        if found.is_none() {
            let help = self.nearest(&name, &self.set.global.types);
            self.report_missing("type", &name, reference.span, help);
        } else {
            self.src_resolve_4(place, &name, reference.span);
        }
        found.unwrap_or(TypeDefinition::Complex(self.set.poison.complex_type))
    }

    /// The simple type of a name; a poison type where there is none or it is complex.
    pub(super) fn resolve_simple_type(
        &mut self,
        place: Place,
        reference: &Spanned<QName>,
    ) -> Id<SimpleTypeDefinition> {
        match self.resolve_type(place, reference) {
            TypeDefinition::Simple(id) => id,
            complex => {
                if !self.set.is_poison(complex) {
                    let message = format!(
                        "a simple type is needed here, but `{}` is complex",
                        reference.value
                    );
                    self.error(&code::SRC_RESOLVE, reference.span, message);
                }
                self.set.poison.simple_type
            }
        }
    }

    /// The global element of a name.
    pub(super) fn resolve_element(
        &mut self,
        place: Place,
        reference: &Spanned<QName>,
    ) -> Option<Id<ElementDeclaration>> {
        let name = self.meant(place, &reference.value);
        let found = self.set.element_named(&name);
        match found {
            None => {
                let help = self.nearest(&name, &self.set.global.elements);
                self.report_missing("element", &name, reference.span, help);
            }
            Some(_) => self.src_resolve_4(place, &name, reference.span),
        }
        found
    }

    /// The global attribute of a name. Those of `xml:` are known without a schema.
    pub(super) fn resolve_attribute(
        &mut self,
        place: Place,
        reference: &Spanned<QName>,
    ) -> Option<Id<AttributeDeclaration>> {
        let name = self.meant(place, &reference.value);
        let found = self
            .set
            .attribute_named(&name)
            .or_else(|| known_attribute(&mut self.set, &name));
        match found {
            None => {
                let help = self.nearest(&name, &self.set.global.attributes);
                self.report_missing("attribute", &name, reference.span, help);
            }
            Some(_) => self.src_resolve_4(place, &name, reference.span),
        }
        found
    }

    /// The model group of a name.
    pub(super) fn resolve_group(
        &mut self,
        place: Place,
        reference: &Spanned<QName>,
    ) -> Option<Id<ModelGroupDefinition>> {
        let name = self.meant(place, &reference.value);
        let found = self.set.group_named(&name);
        match found {
            None => {
                let help = self.nearest(&name, &self.set.global.groups);
                self.report_missing("group", &name, reference.span, help);
            }
            Some(_) => self.src_resolve_4(place, &name, reference.span),
        }
        found
    }

    /// The attribute group of a name.
    pub(super) fn resolve_attribute_group(
        &mut self,
        place: Place,
        reference: &Spanned<QName>,
    ) -> Option<Id<AttributeGroupDefinition>> {
        let name = self.meant(place, &reference.value);
        let found = self.set.attribute_group_named(&name);
        match found {
            None => {
                let help = self.nearest(&name, &self.set.global.attribute_groups);
                self.report_missing("attribute group", &name, reference.span, help);
            }
            Some(_) => self.src_resolve_4(place, &name, reference.span),
        }
        found
    }

    /// The keys that the `keyref`s refer to; all identity constraints are declared by now.
    pub(super) fn resolve_keyrefs(&mut self) {
        use super::super::IdentityConstraintCategory as Category;
        for (keyref, place, reference) in std::mem::take(&mut self.keyrefs) {
            let name = self.meant(place, &reference.value);
            let Some(key) = self.set.identity_constraint_named(&name) else {
                let help = self.nearest(&name, &self.set.global.identity_constraints);
                self.report_missing("key", &name, reference.span, help);
                continue;
            };
            self.src_resolve_4(place, &name, reference.span);
            if matches!(
                self.set.identity_constraints[key].category,
                Category::Keyref(_)
            ) {
                let message = format!(
                    "`{name}` is a `keyref`; a `keyref` must refer to a `key` or a `unique`"
                );
                self.error(&code::C_PROPS_CORRECT, reference.span, message);
                continue;
            }
            self.set.identity_constraints[keyref].category = Category::Keyref(Some(key));
        }
    }

    /// *QName resolution*, clauses 1 to 3: there is a component of the name.
    fn report_missing(&mut self, kind: &str, name: &QName, span: Span, help: Option<String>) {
        let message = format!("there is no {kind} `{name}`");
        let mut diagnostic =
            Diagnostic::error(&code::SRC_RESOLVE, span, message).label("not found");
        diagnostic.help = help.or_else(|| self.of_another_kind(kind, name));
        self.sink.report(diagnostic);
    }

    /// What to say where there is no component of the kind that is needed, but one of another kind has the name.
    fn of_another_kind(&self, kind: &str, name: &QName) -> Option<String> {
        let global = &self.set.global;
        let kinds = [
            (
                "type",
                global.types.contains_key(name),
                "with `type` or `base`",
            ),
            (
                "element",
                global.elements.contains_key(name),
                "with `<element ref=…>`",
            ),
            (
                "attribute",
                global.attributes.contains_key(name),
                "with `<attribute ref=…>`",
            ),
            (
                "group",
                global.groups.contains_key(name),
                "with `<group ref=…>`",
            ),
            (
                "attribute group",
                global.attribute_groups.contains_key(name),
                "with `<attributeGroup ref=…>`",
            ),
        ];
        let (other, _, how) = kinds
            .into_iter()
            .find(|(other, exists, _)| *exists && *other != kind)?;
        Some(format!(
            "there is a component of another kind, the {other} `{name}`; it is referred to {how}"
        ))
    }

    /// *QName resolution*, clause 4: the namespace of the name is imported by the document that refers to it.
    fn src_resolve_4(&mut self, place: Place, name: &QName, span: Span) {
        let Some(module) = self.modules.get(place.module) else {
            return;
        };
        let visible = name.namespace == module.namespace
            || module.imports.contains(&name.namespace)
            || name.namespace.as_deref() == Some(XSD_NAMESPACE);
        if visible {
            return;
        }
        let (message, help) = match &name.namespace {
            Some(uri) => (
                format!("`{name}` is used, but its namespace is not imported here"),
                format!("add `<import namespace=\"{uri}\"/>` to this schema"),
            ),
            None => (
                format!(
                    "`{name}`, which is in no namespace, is used, but that is not imported here"
                ),
                "if a name of this schema is meant, give it a prefix; otherwise add `<import/>`"
                    .to_owned(),
            ),
        };
        self.sink
            .report(Diagnostic::error(&code::SRC_RESOLVE_4, span, message).help(help));
    }

    /// What to say of a name that was not found: a name that is near it, or that its namespace is not there at all.
    fn nearest<T>(&self, name: &QName, table: &HashMap<QName, T>) -> Option<String> {
        let here = |candidate: &&QName| candidate.namespace == name.namespace;
        let known = table.keys().filter(here);
        if let Some(local) = nearest(&name.local, known.map(|candidate| &*candidate.local)) {
            let candidate = QName {
                namespace: name.namespace.clone(),
                local: local.into(),
            };
            return Some(format!("did you mean `{candidate}`?"));
        }
        if let Some(elsewhere) = table
            .keys()
            .filter(|candidate| candidate.local == name.local)
            .min()
        {
            return Some(format!(
                "there is `{elsewhere}`; is a prefix missing or bound to another namespace?"
            ));
        }
        let loaded = self
            .modules
            .iter()
            .any(|module| module.namespace == name.namespace);
        match &name.namespace {
            Some(uri) if !loaded && is_bundled(uri) => Some(format!(
                "the schema of this namespace comes with soapstone: add `<import namespace=\"{uri}\"/>` to this schema"
            )),
            Some(uri) if !loaded && uri.as_ref() != XSD_NAMESPACE => Some(format!(
                "no schema document for the namespace \"{uri}\" was given or found"
            )),
            _ => None,
        }
    }
}
