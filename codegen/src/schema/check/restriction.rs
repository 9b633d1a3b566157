//! *Particle Valid (Restriction)* (`cos-particle-restrict`, Part 1, 3.9.6): one function for each case of its table.

use super::super::{
    Compositor, DerivationSet, ElementDeclaration, Id, MaxOccurs, Occurs, Particle,
    ValueConstraintKind, Wildcard,
};
use super::Checker;
use super::complex_type::is_weaker;
use super::particle::{View, ViewTerm, is_within, show};
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// How many particles a content may have, those of named groups counted for every reference, to be checked.
const SIZE_LIMIT: u64 = 100_000;

/// Why a particle does not restrict another.
struct Failure {
    rule: &'static Code,
    message: String,
    span: Option<Span>,
    /// Whether two elements of one name were compared, so that this is surely what is wrong.
    same_name: bool,
}

type Verdict = Result<(), Failure>;

fn failure(rule: &'static Code, view: &View, message: String) -> Verdict {
    Err(Failure {
        rule,
        message,
        span: view.span,
        same_name: false,
    })
}

impl Checker<'_, '_> {
    /// Reports where the content of a restriction allows what that of its base does not.
    pub(super) fn check_particle_restriction(
        &mut self,
        own: Id<Particle>,
        base: Id<Particle>,
        span: Span,
    ) {
        let too_large = [own, base]
            .into_iter()
            .any(|it| View::size(self.set, it) > SIZE_LIMIT);
        if too_large {
            let message = "the content is too large to check whether it restricts that of the base";
            self.sink
                .report(Diagnostic::warning(&code::XSD_CONTENT_LIMIT, span, message));
        } else if own != base {
            self.check_view_restriction(View::of(self.set, own), View::of(self.set, base), span);
        }
    }

    /// Reports where a view allows what another does not; `None` is empty content.
    pub(super) fn check_view_restriction(
        &mut self,
        own: Option<View>,
        base: Option<View>,
        span: Span,
    ) {
        let empty = |problem: &str| {
            Err(Failure {
                rule: &code::COS_PARTICLE_RESTRICT,
                message: problem.to_owned(),
                span: None,
                same_name: false,
            })
        };
        let verdict = match (own, base) {
            (None, Some(base)) if !base.is_emptiable() => {
                empty("the content of the base can't be empty")
            }
            (None, _) => Ok(()),
            (Some(_), None) => empty("the content of the base is empty"),
            (Some(own), Some(base)) => self.cos_particle_restrict(&own, &base),
        };
        if let Err(failure) = verdict {
            let message = format!(
                "this is no restriction of what it is based on: {}",
                failure.message
            );
            self.error(failure.rule, Some(failure.span.unwrap_or(span)), message);
        }
    }

    /// The table of *Particle Valid (Restriction)*, clause 2.
    fn cos_particle_restrict(&self, own: &View, base: &View) -> Verdict {
        if own.source.is_some() && own.source == base.source && is_within(own.occurs, base.occurs) {
            return Ok(());
        }
        use Compositor::{All, Choice, Sequence};
        match (&own.term, &base.term) {
            (ViewTerm::Element(mine), ViewTerm::Element(theirs)) => {
                self.name_and_type_ok(own, *mine, base, *theirs)
            }
            (ViewTerm::Element(mine), ViewTerm::Wildcard(theirs)) => {
                self.ns_compat(own, *mine, base, *theirs)
            }
            (ViewTerm::Element(_), ViewTerm::Group(compositor, _)) => {
                self.cos_particle_restrict(&own.clone().wrapped(*compositor), base)
            }
            (ViewTerm::Wildcard(mine), ViewTerm::Wildcard(theirs)) => {
                self.ns_subset(own, *mine, base, *theirs)
            }
            (ViewTerm::Group(_, mine), ViewTerm::Wildcard(_)) => {
                self.ns_recurse_check_cardinality(own, mine, base)
            }
            (ViewTerm::Group(All, mine), ViewTerm::Group(All, theirs))
            | (ViewTerm::Group(Sequence, mine), ViewTerm::Group(Sequence, theirs)) => {
                self.recurse(own, mine, base, theirs)
            }
            (ViewTerm::Group(Choice, mine), ViewTerm::Group(Choice, theirs)) => {
                self.recurse_lax(own, mine, base, theirs)
            }
            (ViewTerm::Group(Sequence, mine), ViewTerm::Group(All, theirs)) => {
                self.recurse_unordered(own, mine, base, theirs)
            }
            (ViewTerm::Group(Sequence, mine), ViewTerm::Group(Choice, theirs)) => {
                self.map_and_sum(own, mine, base, theirs)
            }
            (ViewTerm::Wildcard(_), ViewTerm::Element(_) | ViewTerm::Group(..))
            | (ViewTerm::Group(..), ViewTerm::Element(_))
            | (ViewTerm::Group(All, _), ViewTerm::Group(Choice | Sequence, _))
            | (ViewTerm::Group(Choice, _), ViewTerm::Group(All | Sequence, _)) => {
                let message = format!("{} can't restrict {}", self.show(own), self.show(base));
                failure(&code::COS_PARTICLE_RESTRICT, own, message)
            }
        }
    }

    /// `rcase-NameAndTypeOK`
    fn name_and_type_ok(
        &self,
        view: &View,
        own: Id<ElementDeclaration>,
        base_view: &View,
        base: Id<ElementDeclaration>,
    ) -> Verdict {
        let rule = &code::RCASE_NAME_AND_TYPE_OK;
        let (mine, theirs) = (&self.set.elements[own], &self.set.elements[base]);
        if mine.name != theirs.name {
            return failure(
                rule,
                view,
                format!(
                    "the element `{}` is not the `{}` of the base",
                    mine.name, theirs.name
                ),
            );
        }
        let same_name = true;
        self.range_ok(view, base_view, rule)
            .map_err(|failure| Failure {
                same_name,
                ..failure
            })?;
        match self.name_and_type_ok_2_to_7(own, base) {
            Some(problem) if own != base => {
                let message = format!("the element `{}` {problem}", mine.name);
                Err(Failure {
                    rule,
                    message,
                    span: view.span,
                    same_name,
                })
            }
            _ => Ok(()),
        }
    }

    /// Clauses 2 and 4 to 7 of `rcase-NameAndTypeOK`: what is wrong with the element, if anything is.
    fn name_and_type_ok_2_to_7(
        &self,
        own: Id<ElementDeclaration>,
        base: Id<ElementDeclaration>,
    ) -> Option<String> {
        let (mine, theirs) = (&self.set.elements[own], &self.set.elements[base]);
        let constraint = theirs.value_constraint.as_ref();
        let fixed = constraint.filter(|it| it.kind == ValueConstraintKind::Fixed);
        let of = self.set.text_type(theirs.type_definition);
        let least = theirs.disallowed_substitutions;
        if mine.nillable && !theirs.nillable {
            return Some("is nillable, in the base it is not".to_owned());
        }
        if let Some(fixed) =
            fixed.filter(|it| !self.fixes_same(mine.value_constraint.as_ref(), it, of))
        {
            return Some(format!("is fixed to \"{}\" in the base", fixed.value.text));
        }
        if !self.has_constraints_of(own, base) {
            return Some("has identity constraints that it lacks in the base".to_owned());
        }
        if mine.disallowed_substitutions.intersection(least) != least {
            return Some("has a `block` that forbids less than in the base".to_owned());
        }
        let (derived, from) = (mine.type_definition, theirs.type_definition);
        let blocked = DerivationSet {
            restriction: false,
            substitution: false,
            ..DerivationSet::ALL
        };
        let either_poison = self.set.is_poison(derived) || self.set.is_poison(from);
        if either_poison || self.set.is_derived_from(derived, from, blocked) {
            return None;
        }
        let (derived, from) = (self.type_text(derived), self.type_text(from));
        Some(format!(
            "has the type {derived}, which is no restriction of {from}, as it is in the base"
        ))
    }

    /// Clause 5 of `rcase-NameAndTypeOK`: the identity constraints are among those of the base.
    fn has_constraints_of(
        &self,
        own: Id<ElementDeclaration>,
        base: Id<ElementDeclaration>,
    ) -> bool {
        let of = |id: Id<ElementDeclaration>| {
            let list = self.set.elements[id].identity_constraints.iter();
            list.map(|constraint| &self.set.identity_constraints[*constraint])
        };
        of(own).all(|mine| {
            of(base).any(|theirs| {
                std::mem::discriminant(&mine.category) == std::mem::discriminant(&theirs.category)
                    && mine.selector == theirs.selector
                    && mine.fields == theirs.fields
            })
        })
    }

    /// `rcase-NSCompat`
    fn ns_compat(
        &self,
        view: &View,
        own: Id<ElementDeclaration>,
        base: &View,
        wildcard: Id<Wildcard>,
    ) -> Verdict {
        let name = &self.set.elements[own].name;
        let allowed = &self.set.wildcards[wildcard].namespace_constraint;
        if !allowed.allows(name.namespace.as_ref()) {
            let message =
                format!("the wildcard of the base allows {allowed}, but not the element `{name}`");
            return failure(&code::RCASE_NS_COMPAT, view, message);
        }
        self.range_ok(view, base, &code::RCASE_NS_COMPAT)
    }

    /// `rcase-NSSubset`
    fn ns_subset(
        &self,
        view: &View,
        own: Id<Wildcard>,
        base_view: &View,
        base: Id<Wildcard>,
    ) -> Verdict {
        let rule = &code::RCASE_NS_SUBSET;
        self.range_ok(view, base_view, rule)?;
        let (own, base) = (&self.set.wildcards[own], &self.set.wildcards[base]);
        if !own
            .namespace_constraint
            .is_subset_of(&base.namespace_constraint)
        {
            let message = format!(
                "the wildcard allows {}, but that of the base {}",
                own.namespace_constraint, base.namespace_constraint
            );
            return failure(rule, view, message);
        }
        // The wildcard of `anyType` has no place in a document.
        if base.span.is_some() && is_weaker(own.process_contents, base.process_contents) {
            return failure(
                rule,
                view,
                "the wildcard checks less strictly than that of the base".to_owned(),
            );
        }
        Ok(())
    }

    /// `rcase-NSRecurseCheckCardinality`
    fn ns_recurse_check_cardinality(&self, view: &View, own: &[View], base: &View) -> Verdict {
        let any_number = View {
            occurs: Occurs {
                min: 0,
                max: MaxOccurs::Unbounded,
            },
            ..base.clone()
        };
        for member in own {
            self.cos_particle_restrict(member, &any_number)?;
        }
        if is_within(view.range(), base.occurs) {
            return Ok(());
        }
        let message = format!(
            "the elements of {} appear {} in all, but the wildcard of the base {}",
            self.show(view),
            show(view.range()),
            show(base.occurs)
        );
        failure(&code::RCASE_NS_RECURSE_CHECK_CARDINALITY, view, message)
    }

    /// `rcase-Recurse`
    fn recurse(&self, view: &View, own: &[View], base_view: &View, base: &[View]) -> Verdict {
        let rule = &code::RCASE_RECURSE;
        self.range_ok(view, base_view, rule)?;
        let mut rest = base.iter();
        for member in own {
            loop {
                let Some(candidate) = rest.next() else {
                    return self.unmatched(member, base, rule);
                };
                match self.cos_particle_restrict(member, candidate) {
                    Ok(()) => break,
                    Err(failure) if failure.same_name => return Err(failure),
                    Err(_) if candidate.is_emptiable() => {}
                    Err(failure) => return Err(failure),
                }
            }
        }
        self.rest_is_emptiable(view, rest, rule)
    }

    /// `rcase-RecurseLax`
    fn recurse_lax(&self, view: &View, own: &[View], base_view: &View, base: &[View]) -> Verdict {
        let rule = &code::RCASE_RECURSE_LAX;
        self.range_ok(view, base_view, rule)?;
        let mut rest = base.iter();
        for member in own {
            if !rest.any(|candidate| self.cos_particle_restrict(member, candidate).is_ok()) {
                return self.unmatched(member, base, rule);
            }
        }
        Ok(())
    }

    /// `rcase-RecurseUnordered`
    fn recurse_unordered(
        &self,
        view: &View,
        own: &[View],
        base_view: &View,
        base: &[View],
    ) -> Verdict {
        let rule = &code::RCASE_RECURSE_UNORDERED;
        self.range_ok(view, base_view, rule)?;
        let mut rest: Vec<&View> = base.iter().collect();
        for member in own {
            let position = rest
                .iter()
                .position(|candidate| self.cos_particle_restrict(member, candidate).is_ok());
            match position {
                Some(position) => {
                    rest.remove(position);
                }
                None => return self.unmatched(member, base, rule),
            }
        }
        self.rest_is_emptiable(view, rest.into_iter(), rule)
    }

    /// `rcase-MapAndSum`
    fn map_and_sum(&self, view: &View, own: &[View], base_view: &View, base: &[View]) -> Verdict {
        let rule = &code::RCASE_MAP_AND_SUM;
        for member in own {
            if !base
                .iter()
                .any(|candidate| self.cos_particle_restrict(member, candidate).is_ok())
            {
                return self.unmatched(member, base, rule);
            }
        }
        let length = u32::try_from(own.len()).unwrap_or(u32::MAX);
        let sum = view.occurs.times(Occurs {
            min: length,
            max: MaxOccurs::Bounded(length),
        });
        if is_within(sum, base_view.occurs) {
            return Ok(());
        }
        let message = format!(
            "its {length} parts appear {}, but the choice of the base {}",
            show(sum),
            show(base_view.occurs)
        );
        failure(rule, view, message)
    }

    /// *Occurrence Range OK* (`range-ok`)
    fn range_ok(&self, own: &View, base: &View, rule: &'static Code) -> Verdict {
        if is_within(own.occurs, base.occurs) {
            return Ok(());
        }
        let message = format!(
            "{} appears {}, but in the base {}",
            self.show(own),
            show(own.occurs),
            show(base.occurs)
        );
        failure(rule, own, message)
    }

    /// The failure of a member that restricts nothing in the base.
    fn unmatched(&self, member: &View, base: &[View], rule: &'static Code) -> Verdict {
        let failures = base
            .iter()
            .filter_map(|candidate| self.cos_particle_restrict(member, candidate).err());
        match failures.into_iter().find(|failure| failure.same_name) {
            Some(failure) => Err(failure),
            None => failure(
                rule,
                member,
                format!(
                    "{} has no counterpart in the base, or not there",
                    self.show(member)
                ),
            ),
        }
    }

    fn rest_is_emptiable<'v>(
        &self,
        view: &View,
        mut rest: impl Iterator<Item = &'v View>,
        rule: &'static Code,
    ) -> Verdict {
        match rest.find(|candidate| !candidate.is_emptiable()) {
            Some(missing) => failure(
                rule,
                view,
                format!("{} is missing, which the base requires", self.show(missing)),
            ),
            None => Ok(()),
        }
    }

    fn show(&self, view: &View) -> String {
        match &view.term {
            ViewTerm::Element(id) => format!("the element `{}`", self.set.elements[*id].name),
            ViewTerm::Wildcard(_) => "a wildcard".to_owned(),
            ViewTerm::Group(Compositor::All, _) => "an `all`".to_owned(),
            ViewTerm::Group(Compositor::Choice, _) => "a `choice`".to_owned(),
            ViewTerm::Group(Compositor::Sequence, _) => "a `sequence`".to_owned(),
        }
    }
}
