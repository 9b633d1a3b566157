//! The sets against the plain construction, on small content models.

#![expect(clippy::cast_possible_truncation, reason = "the numbers are small")]

use std::collections::HashMap;

use super::Analyzer;
use crate::diagnostic::{Diagnostics, Severity};
use crate::schema::compose::{Document, Input, compose};
use crate::schema::{Set, Strictness, TypeDefinition};
use crate::source::{self, Documents, Origin};
use crate::syntax::QName;
use crate::syntax::xsd::parse_schema;

/// A content model to try.
#[derive(Clone, Debug)]
enum Model {
    Element(char),
    Sequence(Vec<Model>, u32, Option<u32>),
    Choice(Vec<Model>, u32, Option<u32>),
}

impl Model {
    fn to_xsd(&self, out: &mut String) {
        let occurs = |min: u32, max: Option<u32>| {
            let max = max.map_or("unbounded".to_owned(), |max| max.to_string());
            format!("minOccurs='{min}' maxOccurs='{max}'")
        };
        match self {
            Model::Element(name) => {
                out.push_str(&format!("<xs:element name='{name}' type='xs:string'/>"))
            }
            Model::Sequence(items, min, max) => {
                out.push_str(&format!("<xs:sequence {}>", occurs(*min, *max)));
                items.iter().for_each(|item| item.to_xsd(out));
                out.push_str("</xs:sequence>");
            }
            Model::Choice(items, min, max) => {
                out.push_str(&format!("<xs:choice {}>", occurs(*min, *max)));
                items.iter().for_each(|item| item.to_xsd(out));
                out.push_str("</xs:choice>");
            }
        }
    }
}

/// The plain construction: bounds unrolled, every copy of an element a state that knows which element it is.
#[derive(Default)]
struct Unrolled {
    /// The name and the number of the element that each state belongs to.
    states: Vec<(char, usize)>,
    follow: Vec<Vec<usize>>,
}

/// First states, last states, and whether the part can be empty.
#[derive(Clone)]
struct Part(Vec<usize>, Vec<usize>, bool);

impl Unrolled {
    fn build(&mut self, model: &Model, numbers: &mut Vec<usize>) -> Part {
        match model {
            Model::Element(name) => {
                let number = numbers.pop().unwrap();
                self.states.push((*name, number));
                self.follow.push(Vec::new());
                let state = self.states.len() - 1;
                Part(vec![state], vec![state], false)
            }
            Model::Sequence(items, min, max) => {
                self.repeat(numbers, *min, *max, |this, numbers| {
                    let mut part = Part(Vec::new(), Vec::new(), true);
                    for item in items {
                        let next = this.build(item, numbers);
                        part = this.then(part, next);
                    }
                    part
                })
            }
            Model::Choice(items, min, max) => self.repeat(numbers, *min, *max, |this, numbers| {
                let mut part = Part(Vec::new(), Vec::new(), false);
                for item in items {
                    let Part(first, last, nullable) = this.build(item, numbers);
                    part.0.extend(first);
                    part.1.extend(last);
                    part.2 |= nullable;
                }
                part
            }),
        }
    }

    fn then(&mut self, left: Part, right: Part) -> Part {
        for &state in &left.1 {
            self.follow[state].extend(&right.0);
        }
        let Part(mut first, left_last, left_nullable) = left;
        let Part(right_first, mut last, right_nullable) = right;
        if left_nullable {
            first.extend(right_first);
        }
        if right_nullable {
            last.extend(left_last);
        }
        Part(first, last, left_nullable && right_nullable)
    }

    fn repeat(
        &mut self,
        numbers: &mut Vec<usize>,
        min: u32,
        max: Option<u32>,
        mut once: impl FnMut(&mut Self, &mut Vec<usize>) -> Part,
    ) -> Part {
        let before = numbers.clone();
        let mut part = Part(Vec::new(), Vec::new(), true);
        let copies = max.unwrap_or(min.max(1));
        for copy in 0..copies {
            *numbers = before.clone();
            let mut next = once(self, numbers);
            if max.is_none() && copy + 1 == copies {
                for &state in &next.1.clone() {
                    let first = next.0.clone();
                    self.follow[state].extend(first);
                }
            }
            next.2 |= copy >= min;
            part = self.then(part, next);
        }
        part
    }

    /// Whether after some text one name leads to two elements: the subset construction over the states.
    fn is_ambiguous(&self, start: &[usize]) -> bool {
        let mut seen = std::collections::HashSet::new();
        let mut open = vec![start.to_vec()];
        while let Some(choices) = open.pop() {
            let mut by_name: HashMap<char, Vec<usize>> = HashMap::new();
            for &state in &choices {
                by_name.entry(self.states[state].0).or_default().push(state);
            }
            for mut states in by_name.into_values() {
                states.sort_unstable();
                states.dedup();
                let element = self.states[states[0]].1;
                if states.iter().any(|state| self.states[*state].1 != element) {
                    return true;
                }
                if seen.insert(states.clone()) {
                    open.push(
                        states
                            .iter()
                            .flat_map(|state| self.follow[*state].iter().copied())
                            .collect(),
                    );
                }
            }
        }
        false
    }
}

fn count_elements(model: &Model) -> usize {
    match model {
        Model::Element(_) => 1,
        Model::Sequence(items, ..) | Model::Choice(items, ..) => {
            items.iter().map(count_elements).sum()
        }
    }
}

fn is_ambiguous_unrolled(model: &Model) -> bool {
    let mut unrolled = Unrolled::default();
    let mut numbers: Vec<usize> = (0..count_elements(model)).rev().collect();
    let start = unrolled.build(model, &mut numbers);
    unrolled.is_ambiguous(&start.0)
}

fn compile(body: &str) -> Set {
    let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{body}</xs:schema>");
    let document = roxmltree::Document::parse(&text).unwrap();
    let id = Documents::default().add(source::Document::new(
        "t.xsd",
        text.as_str(),
        Origin::Bundled,
    ));
    let mut diagnostics = Diagnostics::default();
    let schema = parse_schema(document.root_element(), id, &mut diagnostics);
    let input = Input {
        documents: vec![Document {
            schema: &schema,
            targets: Vec::new(),
        }],
        roots: vec![0],
    };
    let set = compose(&input, Strictness::Exact, &mut diagnostics);
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{diagnostics:?}");
    set
}

fn conflicts(set: &Set) -> usize {
    let Some(TypeDefinition::Complex(id)) = set.type_named(&QName::new(None, "t")) else {
        panic!("no type t")
    };
    let mut analyzer = Analyzer::new(set);
    analyzer.analyze(set.complex_types[id].content.particle().unwrap());
    analyzer.take_conflicts().len()
}

fn is_ambiguous(model: &Model) -> bool {
    let mut content = String::new();
    model.to_xsd(&mut content);
    conflicts(&compile(&format!(
        "<xs:complexType name='t'>{content}</xs:complexType>"
    ))) > 0
}

/// Small numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn model(&mut self, depth: u64) -> Model {
        if depth == 0 || self.below(3) == 0 {
            return Model::Element(['a', 'b', 'c', 'd'][self.below(4) as usize]);
        }
        let items = (0..=self.below(3)).map(|_| self.model(depth - 1)).collect();
        let min = self.below(3) as u32;
        let max = match self.below(3) {
            0 => None,
            more => Some((min + more as u32 - 1).max(1)),
        };
        let (min, max) = if self.below(2) == 0 {
            (min, max)
        } else {
            (1, Some(1))
        };
        if self.below(2) == 0 {
            Model::Sequence(items, min, max)
        } else {
            Model::Choice(items, min, max)
        }
    }
}

#[test]
fn agrees_with_the_unrolled_construction() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let (mut ambiguous, mut clear) = (0, 0);
    for _ in 0..2_000 {
        let model = Model::Sequence(vec![numbers.model(3), numbers.model(2)], 1, Some(1));
        let expected = is_ambiguous_unrolled(&model);
        *(if expected { &mut ambiguous } else { &mut clear }) += 1;
        assert_eq!(is_ambiguous(&model), expected, "{model:?}");
    }
    assert!(
        ambiguous > 300 && clear > 300,
        "{ambiguous} ambiguous, {clear} clear"
    );
}

#[test]
fn counts_that_are_not_known_for_sure() {
    let a = |min, max| Model::Sequence(vec![Model::Element('a')], min, Some(max));
    let c = || Model::Element('c');
    let inner = Model::Choice(vec![a(1, 2), c()], 2, Some(2));
    assert!(is_ambiguous(&Model::Sequence(vec![inner, c()], 1, Some(1))));
    let exact = Model::Choice(vec![a(2, 2), c()], 2, Some(2));
    assert!(!is_ambiguous(&Model::Sequence(
        vec![exact, c()],
        1,
        Some(1)
    )));
}

#[test]
fn what_competes() {
    for (content, expected) in [
        (
            "<xs:sequence><xs:any/><xs:element name='a'/></xs:sequence>",
            0,
        ),
        (
            "<xs:sequence><xs:any minOccurs='0'/><xs:element name='a'/></xs:sequence>",
            1,
        ),
        (
            "<xs:sequence><xs:any namespace='urn:x' minOccurs='0'/><xs:element name='a'/></xs:sequence>",
            0,
        ),
        (
            "<xs:choice><xs:any namespace='##local'/><xs:any namespace='urn:x'/></xs:choice>",
            0,
        ),
        (
            "<xs:choice><xs:any namespace='##any'/><xs:any namespace='urn:x'/></xs:choice>",
            1,
        ),
        (
            "<xs:all><xs:element name='a' minOccurs='0'/><xs:element name='b'/><xs:element name='a'/></xs:all>",
            1,
        ),
        (
            "<xs:sequence><xs:group ref='g' minOccurs='0'/><xs:group ref='g'/></xs:sequence>",
            1,
        ),
        (
            "<xs:sequence><xs:group ref='g'/><xs:group ref='g'/></xs:sequence>",
            0,
        ),
        ("<xs:group ref='g' minOccurs='2' maxOccurs='unbounded'/>", 0),
        (
            "<xs:choice><xs:element ref='head'/><xs:element ref='member'/></xs:choice>",
            1,
        ),
    ] {
        let body = format!(
            "<xs:complexType name='t'>{content}</xs:complexType>\
             <xs:group name='g'><xs:sequence><xs:element name='x'/></xs:sequence></xs:group>\
             <xs:element name='head'/><xs:element name='member' substitutionGroup='head'/>"
        );
        assert_eq!(conflicts(&compile(&body)), expected, "{content}");
    }
}
