//! `ID` and `IDREF` (XSD 1.0 Part 1, 3.3.4 and 3.15.5).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::IdentityError;
use crate::read::error::{ReadError, ReadErrorKind};
use crate::simple::{Builtin, Namespaces, SimpleType, Variety};
use crate::xml::Reader;

/// The IDs below a root, and the references that wait for one.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Where the root starts.
    root: usize,
    /// Where each ID stands.
    ids: HashMap<Box<str>, usize>,
    /// References to what was not there yet, and where they stand.
    awaited: Vec<(Box<str>, usize)>,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// In an attribute: an ID stands for its element.
    Attribute,
    /// In an element: an ID stands for the element around it.
    Element,
}

impl Ids {
    /// No IDs of the root that starts.
    pub(super) fn of_root(reader: &Reader<'_>) -> Ids {
        Ids {
            root: reader.element_offset(),
            ..Ids::default()
        }
    }

    /// Takes note of the IDs and references in a valid text of the current element, and gives the memory that they
    /// take.
    pub(super) fn add(
        &mut self,
        holder: Holder,
        text: &str,
        simple_type: &SimpleType,
        reader: &Reader<'_>,
    ) -> Result<usize, ReadError> {
        let offset = reader.element_offset();
        let is_root_text = holder == Holder::Element && offset == self.root;
        let mut bytes = 0;
        each(simple_type, text, reader, &mut |identifier| {
            bytes += match identifier {
                Identifier::Id(id) if is_root_text => {
                    let error = IdentityError::RootId { id: id.to_owned() };
                    return Err(at(error, offset, reader));
                }
                Identifier::Id(id) => self.define(id, offset, reader)?,
                Identifier::Reference(id) => self.refer(id, offset),
            };
            Ok(())
        })?;
        Ok(bytes)
    }

    fn define(&mut self, id: &str, offset: usize, reader: &Reader<'_>) -> Result<usize, ReadError> {
        match self.ids.entry(id.into()) {
            Entry::Vacant(entry) => {
                entry.insert(offset);
                Ok(cost(id))
            }
            Entry::Occupied(entry) => {
                let error = IdentityError::DuplicateId {
                    id: id.to_owned(),
                    first: reader.position(*entry.get()),
                };
                Err(at(error, offset, reader))
            }
        }
    }

    fn refer(&mut self, id: &str, offset: usize) -> usize {
        if self.ids.contains_key(id) {
            return 0;
        }
        self.awaited.push((id.into(), offset));
        cost(id)
    }

    /// Checks, where all has been read, that every reference has its ID.
    pub(super) fn check(&self, reader: &Reader<'_>) -> Result<(), ReadError> {
        let missing = |(id, _): &&(Box<str>, usize)| !self.ids.contains_key(id);
        match self.awaited.iter().find(missing) {
            None => Ok(()),
            Some((id, offset)) => {
                let id = String::from(&**id);
                let error = IdentityError::UnresolvedIdref { id };
                Err(at(error, *offset, reader))
            }
        }
    }
}

fn at(error: IdentityError, offset: usize, reader: &Reader<'_>) -> ReadError {
    ReadError::new(ReadErrorKind::Identity(error), reader.position(offset))
}

/// About what an identifier takes in a table.
fn cost(id: &str) -> usize {
    id.len() + 2 * size_of::<(Box<str>, usize)>()
}

/// Whether values of a type may be IDs or references to them.
#[inline]
pub(in crate::read) fn may_identify(simple_type: &SimpleType) -> bool {
    match &simple_type.variety {
        Variety::Atomic(builtin) => matches!(builtin, Builtin::Id | Builtin::Idref),
        Variety::List(_) | Variety::Union(_) => parts_may_identify(simple_type),
    }
}

fn parts_may_identify(simple_type: &SimpleType) -> bool {
    match &simple_type.variety {
        Variety::Atomic(_) => may_identify(simple_type),
        Variety::List(item) => may_identify(item),
        Variety::Union(members) => members.iter().any(|member| may_identify(member)),
    }
}

enum Identifier<'t> {
    Id(&'t str),
    Reference(&'t str),
}

/// Calls a function with each ID and reference in a valid text.
fn each(
    simple_type: &SimpleType,
    text: &str,
    names: &dyn Namespaces,
    found: &mut dyn FnMut(Identifier<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    if !may_identify(simple_type) {
        return Ok(());
    }
    match &simple_type.variety {
        Variety::Atomic(Builtin::Id) => found(Identifier::Id(&simple_type.normalize(text))),
        Variety::Atomic(Builtin::Idref) => {
            found(Identifier::Reference(&simple_type.normalize(text)))
        }
        Variety::Atomic(_) => Ok(()),
        Variety::List(item) => text
            .split([' ', '\t', '\n', '\r'])
            .filter(|token| !token.is_empty())
            .try_for_each(|token| each(item, token, names, found)),
        Variety::Union(_) => match simple_type.member(text, names) {
            Ok((_, member, text)) => each(member, &text, names, found),
            // The text was found valid before.
            Err(_) => Ok(()),
        },
    }
}
