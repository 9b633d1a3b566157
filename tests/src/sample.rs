//! Values made up for a type: a walk over the tables that reading and writing walk, too.

use soapstone::bindings::{
    Blank, Content, Element, ElementType, Group, Model, NamespaceConstraint, Operation, Particle,
    Place, Record, Scope, Simple, SimpleType, Term, Value, Variety, simple::Builtin,
};
use soapstone::{AnyAttribute, FaultDetail};

use crate::random::Random;

/// How deep values go before everything optional is left out.
const DEPTH: usize = 5;

/// The most occurrences of a repeated element.
const OCCURRENCES: u32 = 3;

/// Makes up values.
#[derive(Clone, Debug)]
pub struct Sampler {
    random: Random,
    /// How many times in a hundred an optional element is there.
    presence: usize,
}

impl Sampler {
    /// A sampler whose values depend on the seed alone.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        // Some values are nearly empty, some nearly full.
        let presence = [0, 10, 30, 60, 90][random.below(5)];
        Sampler { random, presence }
    }

    /// An input of an operation.
    pub fn input<O: Operation>(&mut self) -> O::Input {
        let mut input = O::Input::blank();
        self.fill(&mut input, O::META.input.element());
        input
    }

    /// An output of an operation.
    pub fn output<O: Operation>(&mut self) -> O::Output {
        let mut output = O::Output::blank();
        self.fill(&mut output, O::META.output.and_then(|body| body.element()));
        output
    }

    /// The details of every declared fault.
    pub fn faults<F: FaultDetail>(&mut self) -> Vec<F> {
        let details = F::ELEMENTS.iter().map(|element| {
            let mut detail = F::blank_detail().expect("a fault is declared");
            self.element(detail.select(element.field), element, false, 0);
            detail
        });
        details.collect()
    }

    fn fill(&mut self, value: &mut dyn Value, element: Option<&'static Element>) {
        if let Some(element) = element {
            self.element(value, element, false, 0);
        }
    }

    fn element(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
        is_repeated: bool,
        depth: usize,
    ) {
        // A value that is not repeated is its own place, also where it is a list.
        let place = if is_repeated {
            value.add()
        } else {
            value.place()
        };
        self.content(place, element.content, depth);
    }

    fn content(&mut self, place: Place<'_>, content: ElementType, depth: usize) {
        match (place, content) {
            (Place::Nillable(nillable), content) => match self.random.percent(50) {
                true => nillable.set_nil(),
                false => self.content(nillable.fill(), content, depth),
            },
            (place, ElementType::Simple(simple_type)) => self.text(place, simple_type),
            (Place::Record(record), ElementType::Complex(model)) => {
                self.record(record, model, depth)
            }
            (Place::Many(list), ElementType::Flattened(model)) => self.items(list, model, depth),
            (Place::Choice(choice), ElementType::Derived(types)) => {
                let row = &types[self.random.below(types.len())];
                let place = choice.select(row.variant).place();
                self.content(place, row.content, depth);
            }
            (Place::Any(_) | Place::Empty, _) => {}
            _ => panic!("the place does not fit its table"),
        }
    }

    fn record(&mut self, record: &mut dyn Record, model: &'static Model, depth: usize) {
        for attribute in model.attributes {
            if attribute.required || self.random.percent(self.presence) {
                self.text(
                    record.field_mut(attribute.field).place(),
                    attribute.simple_type,
                );
            }
        }
        if let Some(any) = &model.any_attribute
            && matches!(
                any.wildcard.namespaces,
                NamespaceConstraint::Any | NamespaceConstraint::Not(_)
            )
        {
            for number in 0..self.random.below(3) {
                if let Place::AnyAttribute(place) = record.field_mut(any.field).add() {
                    *place = AnyAttribute::new("urn:other", format!("a{number}"), self.string());
                }
            }
        }
        match &model.content {
            Content::Empty => {}
            Content::Text { field, simple_type } => {
                self.text(record.field_mut(*field).place(), simple_type)
            }
            Content::Elements(group) => self.group(record, group, depth),
            Content::Later(_) => panic!("{}: a table without content", model.name),
            Content::Mixed { .. } => panic!("{}: mixed content has no sample", model.name),
        }
    }

    fn group(&mut self, record: &mut dyn Record, group: &'static Group, depth: usize) {
        assert_eq!(
            group.scope,
            Scope::Enclosing,
            "a group with a field of its own has no sample"
        );
        for particle in group.particles {
            let count = self.count(particle, depth);
            match &particle.term {
                Term::Element(element) => {
                    for _ in 0..count {
                        let field = record.field_mut(element.field);
                        self.element(field, element, particle.max > 1, depth + 1);
                    }
                }
                Term::Group(group) => (0..count).for_each(|_| self.group(record, group, depth)),
                Term::Any { .. } => {}
            }
        }
    }

    /// The items of a list that stands for a struct with one field.
    fn items(&mut self, list: &mut dyn Value, model: &'static Model, depth: usize) {
        let Content::Elements(Group {
            particles: [particle],
            ..
        }) = &model.content
        else {
            panic!("{} is no list", model.name);
        };
        let Term::Element(element) = &particle.term else {
            panic!("{} is no list of elements", model.name);
        };
        (0..self.count(particle, depth)).for_each(|_| self.element(list, element, true, depth + 1));
    }

    fn count(&mut self, particle: &Particle, depth: usize) -> u32 {
        let is_deep = depth >= DEPTH;
        match (particle.min, particle.max) {
            (min, _) if is_deep => min,
            (0, 1) => u32::from(self.random.percent(self.presence)),
            (min, max) => {
                let most = max.min(min.saturating_add(OCCURRENCES));
                let spread = usize::try_from(most - min).unwrap() + 1;
                min + u32::try_from(self.random.below(spread)).unwrap()
            }
        }
    }
}

/// Texts of simple types.
impl Sampler {
    fn text(&mut self, place: Place<'_>, simple_type: &SimpleType) {
        match (place, &simple_type.variety) {
            (Place::Text(value), Variety::Atomic(builtin)) => {
                self.atomic(value, simple_type, *builtin)
            }
            (Place::Many(list), Variety::List(item)) => {
                (0..self.random.below(4)).for_each(|_| self.text(list.add(), item));
            }
            (Place::Choice(choice), Variety::Union(members)) => {
                let variant = self.random.below(members.len());
                let place = choice.select(u16::try_from(variant).unwrap()).place();
                self.text(place, &members[variant]);
            }
            _ => panic!("the place does not fit its simple type"),
        }
    }

    fn atomic(&mut self, value: &mut dyn Simple, simple_type: &SimpleType, builtin: Builtin) {
        let mut text = self.lexical(builtin);
        if value.is_secret() {
            // Texts that repeat a secret of the request are changed in a fault, so that it must be one of its own.
            text = format!("secret {} {text}", self.random.number());
        }
        let read = simple_type
            .validate(&text, &())
            .and_then(|()| value.read(&text, simple_type, &()));
        read.unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }

    /// A text of a built-in type, often one at the edge of what it allows.
    fn lexical(&mut self, builtin: Builtin) -> String {
        match builtin {
            Builtin::String | Builtin::AnySimpleType => self.string(),
            Builtin::Boolean => String::from(self.random.pick(&["true", "false"])),
            Builtin::Int => self.integer(
                &[&i32::MIN.to_string(), "-1", "0", "1", &i32::MAX.to_string()],
                1 << 31,
            ),
            Builtin::Long => self.integer(
                &[&i64::MIN.to_string(), "-1", "0", "1", &i64::MAX.to_string()],
                1 << 62,
            ),
            Builtin::Double => self.double(),
            Builtin::DateTime => self.date_time(),
            Builtin::Base64Binary => self.base64(),
            other => panic!("{} has no sample", other.name()),
        }
    }

    fn string(&mut self) -> String {
        const PIECES: &[&str] = &[
            "a",
            "Z",
            "0",
            " ",
            "  ",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "<",
            ">",
            "&",
            "\"",
            "'",
            "]]>",
            "<![CDATA[",
            "&amp;",
            "&#10;",
            "--",
            "<!--",
            "?>",
            "%",
            "\\",
            "ä",
            "ß",
            "日本",
            "\u{85}",
            "\u{a0}",
            "\u{7f}",
            "\u{2028}",
            "\u{feff}",
            "\u{fffd}",
            "\u{d7ff}",
            "\u{e000}",
            "\u{1f600}",
            "\u{10ffff}",
            "c|6",
            "a|743|1|538",
            "Image",
        ];
        (0..self.random.below(8))
            .map(|_| self.random.pick(PIECES))
            .collect()
    }

    fn integer(&mut self, edges: &[&str], bound: u64) -> String {
        match self.random.percent(60) {
            true => String::from(self.random.pick(edges)),
            false => (self.random.number() % bound).to_string(),
        }
    }

    fn double(&mut self) -> String {
        const EDGES: &[&str] = &[
            "0",
            "-0",
            "INF",
            "-INF",
            "1.7976931348623157E308",
            "5E-324",
            "2.2250738585072014E-308",
            "0.1",
            "-1.5E-7",
        ];
        match self.random.percent(60) {
            true => String::from(self.random.pick(EDGES)),
            false => format!(
                "{:e}",
                f64::from(u32::try_from(self.random.number() >> 32).unwrap()) / 7.0
            ),
        }
    }

    fn date_time(&mut self) -> String {
        const DATES: &[&str] = &[
            "0001-01-01",
            "-0044-03-15",
            "1999-12-31",
            "2000-02-29",
            "2014-04-03",
            "9999-12-31",
            "12014-01-01",
        ];
        const TIMES: &[&str] = &[
            "00:00:00",
            "23:59:59",
            "14:32:08.858",
            "12:00:00.000000001",
            "01:02:03.1234567890123456789",
        ];
        const ZONES: &[&str] = &["", "Z", "-05:00", "+14:00", "-14:00", "+05:45"];
        let (date, time) = (self.random.pick(DATES), self.random.pick(TIMES));
        format!("{date}T{time}{}", self.random.pick(ZONES))
    }

    fn base64(&mut self) -> String {
        const DATA: &[&str] = &["", "AA==", "AAE=", "AAEC", "/+8=", "3q2+7w==", "PHhtbC8+"];
        String::from(self.random.pick(DATA))
    }
}
