//! Reading and writing lexical forms: a scanner over ASCII text, digits, and what all types share.

/// Why a text is not a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It is not in the lexical space.
    Lexical,
    /// It is, but a number in it is larger than the Rust type holds.
    OutOfRange,
}

/// A position in a text that is read from left to right.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    rest: &'a str,
    out_of_range: bool,
}

impl<'a> Scanner<'a> {
    /// Reads all of `text` with `scan`.
    pub(crate) fn whole<T>(
        text: &'a str,
        scan: impl FnOnce(&mut Scanner<'a>) -> Option<T>,
    ) -> Result<T, Malformed> {
        let mut scanner = Scanner {
            rest: text,
            out_of_range: false,
        };
        match scan(&mut scanner) {
            Some(value) if scanner.rest.is_empty() => Ok(value),
            _ if scanner.out_of_range => Err(Malformed::OutOfRange),
            _ => Err(Malformed::Lexical),
        }
    }

    /// Whether all is read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether `token` comes next.
    pub(crate) fn is_at(&self, token: &str) -> bool {
        self.rest.starts_with(token)
    }

    /// Whether a digit comes next.
    pub(crate) fn is_at_digit(&self) -> bool {
        self.rest.starts_with(|next: char| next.is_ascii_digit())
    }

    /// Reads `token` if it comes next.
    pub(crate) fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Reads `token`, which must come next.
    pub(crate) fn expect(&mut self, token: &str) -> Option<()> {
        self.eat(token).then_some(())
    }

    /// Reads one or more digits.
    pub(crate) fn digits(&mut self) -> Option<&'a str> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        (length > 0).then_some(digits)
    }

    /// Reads exactly two digits.
    pub(crate) fn two_digits(&mut self) -> Option<u8> {
        let (digits, rest) = self.rest.split_at_checked(2)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        digits.parse().ok()
    }

    /// Reads an unsigned number of any length.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let number = self.digits()?.parse().ok();
        self.out_of_range |= number.is_none();
        number
    }

    /// Reads a year: four digits or more, without needless zeros, perhaps with a minus sign. There is
    /// no year 0000 (Part 2, 3.2.7.1).
    pub(crate) fn year(&mut self) -> Option<i64> {
        let negative = self.eat("-");
        let digits = self.digits()?;
        if digits.len() < 4 || (digits.len() > 4 && digits.starts_with('0')) {
            return None;
        }
        let magnitude = digits.parse::<i64>().ok();
        self.out_of_range |= magnitude.is_none();
        let magnitude = magnitude.filter(|year| *year != 0)?;
        Some(if negative { -magnitude } else { magnitude })
    }
}

/// Appends a number with at least two digits.
pub(crate) fn push_two_digits(number: u8, out: &mut String) {
    out.push(char::from(b'0' + number / 10 % 10));
    out.push(char::from(b'0' + number % 10));
}

/// Appends a number.
pub(crate) fn push_number(number: impl std::fmt::Display, out: &mut String) {
    use std::fmt::Write;
    // Writing to a `String` can't fail.
    let _ = write!(out, "{number}");
}

/// Appends a year as XSD writes it.
pub(crate) fn push_year(year: i64, out: &mut String) {
    if year < 0 {
        out.push('-');
    }
    push_padded(year.unsigned_abs(), 4, out);
}

/// Appends a whole number.
pub(crate) fn push_integer(number: i128, out: &mut String) {
    match u64::try_from(number.unsigned_abs()) {
        Ok(magnitude) => {
            if number < 0 {
                out.push('-');
            }
            push_padded(magnitude, 1, out);
        }
        Err(_) => push_number(number, out),
    }
}

/// Appends a number with at least `width` digits, up to 20. It takes a third of the time of `write!`.
pub(crate) fn push_padded(number: u64, width: usize, out: &mut String) {
    let mut digits = [b'0'; 20];
    let mut rest = number;
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        // A remainder of ten always fits.
        *place += u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        count += 1;
    }
    let start = digits.len().saturating_sub(width.max(count));
    let written = digits
        .get(start..)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    out.push_str(written.unwrap_or_default());
}

/// Whether the text is a zero with a minus sign.
pub(crate) fn is_minus_zero(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit == b'0'))
}

/// Gives a type that has `parse(&str) -> Result<Self, Malformed>` and `push(&self, &mut String)` the
/// traits of a value that is text: `FromStr`, `Display`, `Debug` and `Simple`.
macro_rules! textual {
    ($type:ident, $builtin:ident, $range:literal) => {
        impl std::str::FromStr for $type {
            type Err = crate::simple::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $type::parse(text).map_err(|malformed| {
                    crate::simple::ValueError::malformed(
                        malformed,
                        text,
                        crate::simple::Builtin::$builtin,
                        $range,
                    )
                })
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut text = String::new();
                self.push(&mut text);
                formatter.pad(&text)
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!(stringify!($type), "({})"), self)
            }
        }

        impl crate::simple::Simple for $type {
            fn read(
                &mut self,
                text: &str,
                simple_type: &crate::simple::SimpleType,
                _: &dyn crate::simple::Namespaces,
            ) -> Result<(), crate::simple::ValueError> {
                *self = text
                    .parse()
                    .map_err(|error: crate::simple::ValueError| error.for_type(simple_type))?;
                Ok(())
            }

            fn write(
                &self,
                out: &mut String,
                _: &mut dyn crate::simple::Prefixes,
            ) -> Result<(), crate::simple::ValueError> {
                self.push(out);
                Ok(())
            }

            fn form(&self) -> crate::simple::Form<'_> {
                crate::simple::Form::Plain
            }
        }
    };
}
pub(crate) use textual;
