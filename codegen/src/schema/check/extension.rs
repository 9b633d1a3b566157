//! *Derivation Valid (Extension)* (`cos-ct-extends`, Part 1, 3.4.6).

use super::super::{ComplexTypeDefinition, ContentType, Id, TypeDefinition};
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::source::Span;

impl Checker<'_, '_> {
    pub(super) fn cos_ct_extends(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        base: TypeDefinition,
        span: Span,
    ) {
        self.cos_ct_extends_1_1(base, span);
        if let TypeDefinition::Complex(base) = base {
            self.cos_ct_extends_1_4(id, base, span);
        }
    }

    /// Clauses 1.1 and 2.2: the base's {final} allows extension.
    fn cos_ct_extends_1_1(&mut self, base: TypeDefinition, span: Span) {
        let final_set = match base {
            TypeDefinition::Simple(base) => self.set.simple_types[base].final_set,
            TypeDefinition::Complex(base) => self.set.complex_types[base].final_set,
        };
        if final_set.extension {
            let message = format!("{} is final: it can't be extended", self.type_text(base));
            let mut diagnostic = Diagnostic::error(&code::COS_CT_EXTENDS, span, message);
            if let Some(base) = self.set.type_span(base) {
                diagnostic = diagnostic.related(
                    base,
                    "its `final`, or the `finalDefault` of its schema, forbids it",
                );
            }
            self.sink.report(diagnostic);
        }
    }

    /// Clause 1.4: the content begins with that of the base. Composition puts it there; what remains is that both
    /// are of one kind.
    fn cos_ct_extends_1_4(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        base: Id<ComplexTypeDefinition>,
        span: Span,
    ) {
        let own = self.set.complex_types[id].content;
        let problem = match (self.set.complex_types[base].content, own) {
            (ContentType::ElementOnly(_), ContentType::Mixed(_)) => {
                "its content is mixed, that of the base is not"
            }
            (ContentType::Mixed(_), ContentType::ElementOnly(_)) => {
                "the content of the base is mixed, its own is not"
            }
            (ContentType::Simple(base), ContentType::ElementOnly(_) | ContentType::Mixed(_)) => {
                if self.is_poison(base) {
                    return;
                }
                "the content of the base is simple"
            }
            _ => return,
        };
        let message = format!(
            "this is no extension of {}: {problem}",
            self.type_text(TypeDefinition::Complex(base))
        );
        self.error(&code::COS_CT_EXTENDS, Some(span), message);
    }
}
