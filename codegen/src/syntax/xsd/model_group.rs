//! The elements `group`, `all`, `choice`, `sequence` and `any`.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Children, Context, report_misplaced, xsd_name};
use super::lexical::{max_occurs, non_negative_integer, trim};
use super::{Common, LocalElement, NamespaceSet, ProcessContents, Spanned};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::QName;

/// A definition of a model group.
#[derive(Clone, Debug)]
pub struct Group {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `all`, `choice` or `sequence` inside.
    pub model_group: ModelGroup,
}

/// `all`, `choice` or `sequence`.
#[derive(Clone, Debug)]
pub struct ModelGroup {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the three.
    pub compositor: Compositor,
    /// What it groups, in order.
    pub particles: Vec<Particle>,
}

/// `all`, `choice` or `sequence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compositor {
    /// In any order.
    All,
    /// One of them.
    Choice,
    /// In this order.
    Sequence,
}

/// Something that may appear some number of times.
#[derive(Clone, Debug)]
pub struct Particle {
    /// `minOccurs` and `maxOccurs`.
    pub occurs: Occurs,
    /// Where they are written; the start tag where neither is.
    pub occurs_span: Span,
    /// What may appear.
    pub term: ParticleTerm,
}

/// What may appear.
#[derive(Clone, Debug)]
pub enum ParticleTerm {
    /// An `element`.
    Element(LocalElement),
    /// A group of particles.
    ModelGroup(ModelGroup),
    /// A reference to a named group.
    GroupReference(GroupReference),
    /// Any element.
    Any(Any),
}

/// `<group ref="…"/>`
#[derive(Clone, Debug)]
pub struct GroupReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
}

/// The element `any`.
#[derive(Clone, Debug)]
pub struct Any {
    /// What every element of XSD may have.
    pub common: Common,
    /// `namespace`.
    pub namespaces: NamespaceSet,
    /// `processContents`.
    pub process_contents: ProcessContents,
}

/// How often something may appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Occurs {
    /// `minOccurs`. What is greater than `u32::MAX` is clamped to it, with a warning.
    pub min: u32,
    /// `maxOccurs`.
    pub max: MaxOccurs,
}

/// `maxOccurs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaxOccurs {
    /// At most so often. What is greater than `u32::MAX` is clamped to it, with a warning.
    Bounded(u32),
    /// `unbounded`
    Unbounded,
}

impl Occurs {
    /// Exactly once.
    pub const ONCE: Occurs = Occurs {
        min: 1,
        max: MaxOccurs::Bounded(1),
    };

    /// Never: `maxOccurs="0"`.
    pub fn is_never(self) -> bool {
        self.max == MaxOccurs::Bounded(0)
    }
}

impl Group {
    /// A `group` directly in a `schema` or `redefine`.
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Group> {
        let (common, mut children) = context.open(node, &["name"]);
        let name = context.name(node);
        let Some(child) = children.next_named(&COMPOSITORS) else {
            children.missing(context, "an `all`, a `choice` or a `sequence`");
            return None;
        };
        children.finish(
            context,
            &format!("nothing after `{}`", child.tag_name().name()),
        );
        let (common_inside, inside) = context.open(child, &[]);
        let model_group = ModelGroup::parse(context, child, common_inside, inside)?;
        Some(Group {
            common,
            name: name?,
            model_group,
        })
    }
}

const COMPOSITORS: [&str; 3] = ["all", "choice", "sequence"];

impl ModelGroup {
    fn parse(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        common: Common,
        mut children: Children<'_, '_>,
    ) -> Option<ModelGroup> {
        let compositor = match xsd_name(node)? {
            "all" => Compositor::All,
            "choice" => Compositor::Choice,
            _ => Compositor::Sequence,
        };
        let mut particles = Vec::new();
        while let Some(child) = children.next() {
            let parsed = match (xsd_name(child), compositor) {
                (Some("element"), _) => Particle::parse_element(context, child),
                (Some("group"), Compositor::Choice | Compositor::Sequence) => {
                    Particle::parse_group(context, child)
                }
                (Some("any"), Compositor::Choice | Compositor::Sequence) => {
                    Some(Particle::parse_any(context, child))
                }
                (Some("choice" | "sequence"), Compositor::Choice | Compositor::Sequence) => {
                    Particle::parse_model_group(context, child)
                }
                (_, Compositor::All) => {
                    report_misplaced(context, node, child, "`element`");
                    None
                }
                (_, Compositor::Choice | Compositor::Sequence) => {
                    let expected = "`element`, `group`, `choice`, `sequence` or `any`";
                    report_misplaced(context, node, child, expected);
                    None
                }
            };
            particles.extend(parsed);
        }
        if compositor == Compositor::All {
            cos_all_limited_2(context, &particles);
        }
        Some(ModelGroup {
            common,
            compositor,
            particles,
        })
    }
}

/// *All Group Limited*, clause 2: what is in an `all` appears at most once.
fn cos_all_limited_2(context: &mut Context<'_>, particles: &[Particle]) {
    for particle in particles {
        if particle.occurs.max > MaxOccurs::Bounded(1) {
            let message = "an element in an `all` can't appear more than once";
            let diagnostic =
                Diagnostic::error(&code::COS_ALL_LIMITED, particle.occurs_span, message);
            context.report(diagnostic.label("`maxOccurs` must be 0 or 1"));
        }
    }
}

impl Particle {
    /// `(group | all | choice | sequence)?`, as in a complex type.
    pub(super) fn parse_content(
        context: &mut Context<'_>,
        children: &mut Children<'_, '_>,
    ) -> Option<Particle> {
        let child = children.next_named(&["group", "all", "choice", "sequence"])?;
        match xsd_name(child) {
            Some("group") => Particle::parse_group(context, child),
            _ => Particle::parse_model_group(context, child),
        }
    }

    fn parse_element(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Particle> {
        let (occurs, occurs_span) = Occurs::parse(context, node);
        let element = LocalElement::parse(context, node)?;
        Some(Particle {
            occurs,
            occurs_span,
            term: ParticleTerm::Element(element),
        })
    }

    fn parse_group(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Particle> {
        let (common, children) = context.open(node, &["ref", "minOccurs", "maxOccurs"]);
        children.finish(
            context,
            "nothing but an `annotation`, as this is a reference",
        );
        let (occurs, occurs_span) = Occurs::parse(context, node);
        if !node.has_attribute("ref") {
            context.missing(node, "ref");
        }
        let reference = context.qname(node, "ref")?;
        Some(Particle {
            occurs,
            occurs_span,
            term: ParticleTerm::GroupReference(GroupReference { common, reference }),
        })
    }

    fn parse_any(context: &mut Context<'_>, node: Node<'_, '_>) -> Particle {
        let (common, children) = context.open(
            node,
            &["namespace", "processContents", "minOccurs", "maxOccurs"],
        );
        children.finish(context, "nothing but an `annotation`");
        let (occurs, occurs_span) = Occurs::parse(context, node);
        let any = Any {
            common,
            namespaces: NamespaceSet::parse(context, node),
            process_contents: ProcessContents::parse(context, node),
        };
        Particle {
            occurs,
            occurs_span,
            term: ParticleTerm::Any(any),
        }
    }

    fn parse_model_group(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Particle> {
        let (common, children) = context.open(node, &["minOccurs", "maxOccurs"]);
        let (occurs, occurs_span) = Occurs::parse(context, node);
        let group = ModelGroup::parse(context, node, common, children)?;
        if group.compositor == Compositor::All
            && (occurs.min > 1 || occurs.max != MaxOccurs::Bounded(1))
        {
            let message = "an `all` must have a `minOccurs` of 0 or 1 and a `maxOccurs` of 1";
            context.error(&code::S4S_ATT_INVALID_VALUE, occurs_span, message);
        }
        Some(Particle {
            occurs,
            occurs_span,
            term: ParticleTerm::ModelGroup(group),
        })
    }
}

impl Occurs {
    /// `minOccurs` and `maxOccurs`, and where they are written.
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> (Occurs, Span) {
        let (mut occurs, mut occurs_span) = (Occurs::ONCE, context.start_tag(node));
        if let Some(Spanned { value, span }) = context.text(node, "minOccurs") {
            occurs_span = span;
            match non_negative_integer(&value) {
                Some(number) => {
                    occurs.min = number.value;
                    report_clamped(context, span, number.clamped, "minOccurs");
                }
                None => {
                    context.invalid_value(span, "minOccurs", &value, "a number not less than 0")
                }
            }
        }
        let max = context.text(node, "maxOccurs");
        if let Some(Spanned { value, span }) = &max {
            occurs_span = *span;
            match max_occurs(value) {
                Some((number, clamped)) => {
                    occurs.max = number;
                    report_clamped(context, *span, clamped, "maxOccurs");
                }
                None => {
                    context.invalid_value(
                        *span,
                        "maxOccurs",
                        value,
                        "a number not less than 0, or `unbounded`",
                    );
                    occurs.max = MaxOccurs::Unbounded;
                }
            }
        }
        let texts = [node.attribute("minOccurs"), node.attribute("maxOccurs")];
        p_props_correct_2(context, &mut occurs, texts, occurs_span);
        (occurs, occurs_span)
    }
}

fn report_clamped(context: &mut Context<'_>, span: Span, clamped: bool, name: &str) {
    if clamped {
        let message = format!(
            "`{name}` is greater than {}, which is taken instead",
            u32::MAX
        );
        context.report(Diagnostic::warning(
            &code::XSD_OCCURS_CLAMPED,
            span,
            message,
        ));
    }
}

/// *Particle Correct*, clause 2: the least number is not greater than the greatest.
fn p_props_correct_2(
    context: &mut Context<'_>,
    occurs: &mut Occurs,
    texts: [Option<&str>; 2],
    span: Span,
) {
    let number = |text: &&str| non_negative_integer(text).is_some();
    let [min, max] = texts.map(|text| text.filter(number).map_or("1", significant_digits));
    let greater = match occurs.max {
        MaxOccurs::Unbounded => false,
        MaxOccurs::Bounded(_) => (min.len(), min) > (max.len(), max),
    };
    if greater {
        let message = format!("`minOccurs` is {min}, which is more than the `maxOccurs` of {max}");
        let help = format!(
            "`maxOccurs` is 1 where it is not written; say `maxOccurs=\"{}\"` or `maxOccurs=\"unbounded\"`",
            occurs.min
        );
        context.report(Diagnostic::error(&code::P_PROPS_CORRECT, span, message).help(help));
        if let MaxOccurs::Bounded(most) = occurs.max {
            occurs.min = occurs.min.min(most);
        }
    }
}

/// The digits of a number, but for zeros at its beginning.
fn significant_digits(text: &str) -> &str {
    let digits = trim(text).trim_start_matches(['+', '-', '0']);
    if digits.is_empty() { "0" } else { digits }
}
