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
#[inline]
pub(crate) fn push_integer(number: i64, out: &mut String) {
    if number < 0 {
        out.push('-');
    }
    push_unsigned(number.unsigned_abs(), out);
}

/// Appends a whole number.
#[inline]
pub(crate) fn push_unsigned(number: u64, out: &mut String) {
    if number >= 100 {
        return push_padded(number, 1, out);
    }
    if number >= 10 {
        push_digit(number / 10, out);
    }
    push_digit(number, out);
}

/// Appends a number with at least `width` digits, up to 20. It takes a fraction of the time of `write!`.
pub(crate) fn push_padded(number: u64, width: usize, out: &mut String) {
    let (digits, count) = digits(number);
    let start = digits.len().saturating_sub(width.max(count));
    for digit in digits.get(start..).unwrap_or_default() {
        push_digit(*digit, out);
    }
}

/// Appends a number with a point before the last `scale` digits, up to 19, and at least one digit before it.
pub(crate) fn push_with_point(number: u64, scale: usize, out: &mut String) {
    let (digits, count) = digits(number);
    let point = digits.len().saturating_sub(scale);
    let start = digits.len().saturating_sub(count.max(scale + 1));
    for digit in digits.get(start..point).unwrap_or_default() {
        push_digit(*digit, out);
    }
    out.push('.');
    for digit in digits.get(point..).unwrap_or_default() {
        push_digit(*digit, out);
    }
}

/// The digits of a number after zeros, and how many there are.
#[inline]
fn digits(number: u64) -> ([u64; 20], usize) {
    let mut digits = [0; 20];
    let mut rest = number;
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        *place = rest % 10;
        rest /= 10;
        count += 1;
    }
    (digits, count)
}

/// Appends the last digit of a number.
#[inline]
fn push_digit(number: u64, out: &mut String) {
    // A remainder of ten always fits.
    let digit = u8::try_from(number % 10).unwrap_or_default();
    out.push(char::from(b'0' + digit));
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
