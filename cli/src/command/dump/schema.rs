//! The components of the schema.

use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::schema::{
    AttributeGroupDefinition, ComplexTypeDefinition, DerivationMethod, Id, ModelGroupDefinition,
    Scope, Set, SimpleTypeDefinition, TypeDefinition, Variety,
};

use crate::view::{Expansion, Names, Trees, facets, place};

/// All global components, kind by kind, in document order. Anonymous types are shown where they stand.
pub(super) fn text(analysis: &Analysis) -> String {
    let names = Names::new(analysis);
    let mut dump = Dump {
        analysis,
        set: &analysis.set,
        names: &names,
        text: String::new(),
    };
    dump.elements();
    dump.attributes();
    for (id, definition) in analysis.set.complex_types.iter() {
        if definition.name.is_some() && definition.span.is_some() {
            dump.complex_type(id, definition);
        }
    }
    for definition in analysis
        .set
        .simple_types
        .iter()
        .map(|(_, definition)| definition)
    {
        if definition.name.is_some() && definition.span.is_some() {
            dump.simple_type(definition);
        }
    }
    analysis
        .set
        .group_definitions
        .iter()
        .for_each(|(_, group)| dump.group(group));
    analysis
        .set
        .attribute_groups
        .iter()
        .for_each(|(_, group)| dump.attribute_group(group));
    dump.text
}

struct Dump<'a> {
    analysis: &'a Analysis,
    set: &'a Set,
    names: &'a Names,
    text: String,
}

impl<'a> Dump<'a> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn title(&mut self, title: &str, span: Option<soapstone_codegen::source::Span>) {
        let place = span
            .map(|span| place(&self.analysis.documents, span))
            .unwrap_or_default();
        self.line(&format!("{title}  // {place}"));
    }

    fn trees(&self) -> Trees<'a> {
        Trees::new(self.set, self.names, Expansion::Anonymous)
    }

    fn elements(&mut self) {
        for (id, element) in self.set.elements.iter() {
            if element.scope != Scope::Global {
                continue;
            }
            self.title(&format!("element {}", element.name), Some(element.span));
            if let Some(head) = element.substitution_group {
                self.line(&format!("  substitutes {}", self.set.elements[head].name));
            }
            let node = self.trees().element(id);
            node.write(1, &mut self.text);
        }
    }

    fn attributes(&mut self) {
        for (_, attribute) in self.set.attributes.iter() {
            // Those without a place are known to every schema.
            if attribute.scope == Scope::Global && attribute.span.is_some() {
                self.title(&format!("attribute {}", attribute.name), attribute.span);
                let definition = TypeDefinition::Simple(attribute.type_definition);
                self.line(&format!("  {}", self.type_text(definition)));
            }
        }
    }

    fn complex_type(&mut self, id: Id<ComplexTypeDefinition>, definition: &ComplexTypeDefinition) {
        let name = definition
            .name
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let is_abstract = if definition.is_abstract {
            "abstract "
        } else {
            ""
        };
        self.title(
            &format!("{is_abstract}complex type {name}"),
            definition.span,
        );
        let method = match definition.derivation {
            DerivationMethod::Extension => "extends",
            DerivationMethod::Restriction => "restricts",
        };
        if definition.base != TypeDefinition::Complex(self.set.any_type()) {
            self.line(&format!("  {method} {}", self.type_text(definition.base)));
        }
        let nodes = self.trees().members(TypeDefinition::Complex(id));
        nodes.iter().for_each(|node| node.write(1, &mut self.text));
    }

    fn simple_type(&mut self, definition: &SimpleTypeDefinition) {
        let name = definition
            .name
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        self.title(&format!("simple type {name}"), definition.span);
        self.line(&format!("  restricts {}", self.type_text(definition.base)));
        let simple = |id: Id<SimpleTypeDefinition>| self.type_text(TypeDefinition::Simple(id));
        let variety = match &definition.variety {
            Variety::Absent => String::from("no variety"),
            Variety::Atomic { primitive } => format!("atomic, {}", primitive.name()),
            Variety::List { item } => format!("list of {}", simple(*item)),
            Variety::Union { members } => {
                format!(
                    "union of {}",
                    members
                        .iter()
                        .map(|member| simple(*member))
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
        };
        self.line(&format!("  {variety}"));
        for (facet, value) in facets(&definition.facets) {
            self.line(&format!("  {facet} {value}"));
        }
        for value in definition.facets.enumeration.iter().flatten() {
            self.line(&format!("  enumeration {:?}", value.value.text));
        }
    }

    fn group(&mut self, group: &ModelGroupDefinition) {
        self.title(&format!("group {}", group.name), Some(group.span));
        let compositor = self.set.groups[group.model_group].compositor;
        self.line(&format!("  {compositor:?}").to_lowercase());
        let nodes = self
            .trees()
            .group(&self.set.groups[group.model_group].particles);
        nodes.iter().for_each(|node| node.write(2, &mut self.text));
    }

    fn attribute_group(&mut self, group: &AttributeGroupDefinition) {
        self.title(&format!("attribute group {}", group.name), Some(group.span));
        let trees = self.trees();
        let attributes = group
            .attribute_uses
            .iter()
            .map(|attribute| trees.attribute(attribute));
        let any = group
            .attribute_wildcard
            .map(|wildcard| trees.any_attribute(wildcard));
        let nodes: Vec<_> = attributes.chain(any).collect();
        nodes.iter().for_each(|node| node.write(1, &mut self.text));
    }

    fn type_text(&self, definition: TypeDefinition) -> String {
        self.names
            .show_type(self.set, definition)
            .unwrap_or_else(|| String::from("an anonymous type"))
    }
}
