//! Tags that were written before, ready to be written again.

/// Tags of the names that a schema gives, each rendered once with its prefix: writing one more is one copy.
///
/// A name is known by its address. It is static, so that no other name can come to be there.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    /// Two places for each name; none before the first tag is kept.
    places: Vec<Option<Tag>>,
}

/// What is written around the content of an element, or before the value of an attribute.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    local: &'static str,
    declaration: usize,
    pub(super) place: Place,
    /// The start tag, or an attribute up to and with the quote before its value.
    pub(super) start: Box<str>,
    /// The end tag; empty for an attribute.
    pub(super) end: Box<str>,
}

impl Tag {
    /// The start tag without its last character.
    #[inline]
    pub(super) fn open_start(&self) -> &str {
        self.start.strip_suffix('>').unwrap_or_default()
    }
}

/// Where a tag is kept.
pub(super) type Place = usize;

/// Stands for the declaration of the prefix where an attribute has none.
pub(super) const ATTRIBUTE: usize = usize::MAX;

const PLACES: usize = 256;

impl Tags {
    /// The tag of a name whose prefix has a declaration of this number.
    #[inline]
    pub(super) fn find(&self, local: &'static str, declaration: usize) -> Option<&Tag> {
        let is = |tag: &&Tag| std::ptr::eq(tag.local, local) && tag.declaration == declaration;
        let place = place(local);
        match self.get(place).filter(is) {
            Some(tag) => Some(tag),
            None => self.get(place ^ 1).filter(is),
        }
    }

    #[inline]
    pub(super) fn get(&self, place: Place) -> Option<&Tag> {
        self.places.get(place)?.as_ref()
    }

    /// Keeps the tags of an element, unless both of its places are taken.
    #[cold]
    pub(super) fn keep_element(&mut self, local: &'static str, declaration: usize, prefix: &str) {
        self.keep(local, declaration, |local| {
            (format!("<{prefix}{local}>"), format!("</{prefix}{local}>"))
        });
    }

    /// Keeps an attribute without a prefix, unless both of its places are taken.
    #[cold]
    pub(super) fn keep_attribute(&mut self, local: &'static str) {
        self.keep(local, ATTRIBUTE, |local| {
            (format!(" {local}=\""), String::new())
        });
    }

    fn keep(
        &mut self,
        local: &'static str,
        declaration: usize,
        render: impl FnOnce(&str) -> (String, String),
    ) {
        if self.find(local, declaration).is_some() {
            return;
        }
        if self.places.is_empty() {
            self.places = vec![None; PLACES];
        }
        let place = place(local);
        for place in [place, place ^ 1] {
            if let Some(free @ None) = self.places.get_mut(place) {
                let (start, end) = render(local);
                *free = Some(Tag {
                    local,
                    declaration,
                    place,
                    start: start.into(),
                    end: end.into(),
                });
                return;
            }
        }
    }
}

/// The first place of a name.
#[inline]
fn place(local: &'static str) -> Place {
    // The middle bits of a product depend on all lower bits of the address.
    (local.as_ptr().addr().wrapping_mul(0x9E37_79B9) >> 20) % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_belongs_to_a_name_and_a_declaration() {
        let mut tags = Tags::default();
        let local: &'static str = "name";
        assert!(tags.find(local, 1).is_none());
        tags.keep_element(local, 1, "ns1:");
        tags.keep_attribute(local);
        let tag = tags.find(local, 1).unwrap();
        assert!(std::ptr::eq(tags.get(tag.place).unwrap(), tag));
        assert_eq!(&*tag.start, "<ns1:name>");
        assert_eq!(tag.open_start(), "<ns1:name");
        assert_eq!(&*tag.end, "</ns1:name>");
        let attribute = tags.find(local, ATTRIBUTE).unwrap();
        assert_eq!(&*attribute.start, " name=\"");
        assert!(tags.find(local, 2).is_none());
    }

    #[test]
    fn names_that_find_no_place_are_left_out() {
        let mut tags = Tags::default();
        let names: &'static str = Box::leak("x".repeat(2_000).into_boxed_str());
        let kept = (0..names.len())
            .filter_map(|at| names.get(at..=at))
            .filter(|name| {
                tags.keep_element(name, 7, "p:");
                tags.find(name, 7).is_some()
            })
            .count();
        assert!(kept > PLACES / 2 && kept <= PLACES, "{kept}");
    }
}
