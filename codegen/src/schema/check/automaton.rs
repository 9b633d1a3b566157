//! *Unique Particle Attribution* (`cos-nonambig`, Part 1, 3.8.6), by the automata of the content models.

use super::Checker;
use crate::automaton::{Analyzer, Competing};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;

impl Checker<'_, '_> {
    /// Reports where an element of a document could belong to two particles.
    pub(super) fn check_content_models(&mut self) {
        let mut analyzer = Analyzer::new(self.set);
        for (_, definition) in self.set.complex_types.iter() {
            let Some(content) = definition.content.particle() else {
                continue;
            };
            analyzer.analyze(content);
            for conflict in analyzer.take_conflicts() {
                let what = match &conflict.over {
                    Competing::Name(name) => format!("an element `{name}`"),
                    Competing::Wildcards => "an element that both wildcards allow".to_owned(),
                };
                let message = format!("{what} could belong to two particles of this content");
                let spans = [conflict.first, conflict.second]
                    .map(|particle| self.set.particles[particle].span);
                let place = spans.into_iter().rev().flatten().next().or(definition.span);
                let Some(place) = place else { continue };
                let help = "a reader that looks at one element at a time could not tell them apart; join them to one \
                            that may appear more often, or give one another name";
                let mut diagnostic =
                    Diagnostic::error(&code::COS_NONAMBIG, place, message).help(help);
                if let [Some(first), Some(_)] = spans {
                    diagnostic = diagnostic.related(first, "this is the other one");
                }
                self.sink.report(diagnostic);
            }
        }
    }
}
