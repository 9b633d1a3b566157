//! gzip (RFC 1952), read within limits and with exact errors.
//!
//! The frame is read here and only the deflate data inside goes to the library, so that every
//! error has a place and a limit is tested after every piece.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::decode::{size, within};
use super::{BodyLimit, GzipProblem, TransportErrorKind, TransportLimits};

/// Inflates all members of `compressed`.
pub(super) fn inflate(
    compressed: &[u8],
    limits: &TransportLimits,
) -> Result<Vec<u8>, TransportErrorKind> {
    let mut input = Input {
        rest: compressed,
        offset: 0,
    };
    let mut output = Vec::new();
    loop {
        read_header(&mut input)?;
        let checksum = read_content(&mut input, &mut output, limits)?;
        read_trailer(&mut input, &checksum)?;
        if input.rest.is_empty() {
            return Ok(output);
        }
        if !input.rest.starts_with(&IDENTIFICATION) {
            return Err(input.problem(GzipProblem::TrailingData));
        }
    }
}

/// Compresses `plain` into one member; `None` in the case that the library gives up.
#[cfg(feature = "server")]
pub(super) fn deflate(plain: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write as _;

    let fast = flate2::Compression::fast();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), fast);
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

/// Up to here an inflated body may have any ratio.
const RATIO_TESTED_FROM: u64 = 1 << 20;

const PIECE: usize = 32 * 1024;

// RFC 1952 section 2.3.1.
const IDENTIFICATION: [u8; 2] = [0x1f, 0x8b];
const METHOD_DEFLATE: u8 = 8;
const FLAG_HEADER_CRC: u8 = 0x02;
const FLAG_EXTRA: u8 = 0x04;
const FLAG_NAME: u8 = 0x08;
const FLAG_COMMENT: u8 = 0x10;
const FLAGS_RESERVED: u8 = 0xe0;

/// What is left of the compressed data.
struct Input<'a> {
    rest: &'a [u8],
    offset: u64,
}

impl<'a> Input<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], TransportErrorKind> {
        let Some((taken, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(self.truncated());
        };
        self.advance_to(rest);
        Ok(*taken)
    }

    fn skip(&mut self, length: usize) -> Result<(), TransportErrorKind> {
        let Some(rest) = self.rest.get(length..) else {
            return Err(self.truncated());
        };
        self.advance_to(rest);
        Ok(())
    }

    fn skip_zero_terminated(&mut self) -> Result<(), TransportErrorKind> {
        match self.rest.iter().position(|byte| *byte == 0) {
            Some(end) => self.skip(end.saturating_add(1)),
            None => Err(self.truncated()),
        }
    }

    fn advance_to(&mut self, rest: &'a [u8]) {
        self.offset += size(self.rest) - size(rest);
        self.rest = rest;
    }

    fn truncated(&self) -> TransportErrorKind {
        let offset = self.offset.saturating_add(size(self.rest));
        TransportErrorKind::Gzip {
            offset,
            problem: GzipProblem::Truncated,
        }
    }

    fn problem(&self, problem: GzipProblem) -> TransportErrorKind {
        TransportErrorKind::Gzip {
            offset: self.offset,
            problem,
        }
    }
}

fn read_header(input: &mut Input<'_>) -> Result<(), TransportErrorKind> {
    let start = input.rest;
    let (at_identification, at_method, at_flags) =
        (input.offset, input.offset + 2, input.offset + 3);
    let found = |offset, problem| Err(TransportErrorKind::Gzip { offset, problem });

    if input.take()? != IDENTIFICATION {
        return found(at_identification, GzipProblem::NotGzip);
    }
    let [method, flags] = input.take()?;
    if method != METHOD_DEFLATE {
        return found(at_method, GzipProblem::Method { found: method });
    }
    if flags & FLAGS_RESERVED != 0 {
        return found(at_flags, GzipProblem::ReservedFlags { found: flags });
    }
    // The time, the compressor's own flags and the operating system.
    input.skip(6)?;
    if flags & FLAG_EXTRA != 0 {
        let length = u16::from_le_bytes(input.take()?);
        input.skip(usize::from(length))?;
    }
    if flags & FLAG_NAME != 0 {
        input.skip_zero_terminated()?;
    }
    if flags & FLAG_COMMENT != 0 {
        input.skip_zero_terminated()?;
    }
    if flags & FLAG_HEADER_CRC != 0 {
        check_header(start, input)?;
    }
    Ok(())
}

fn check_header(start: &[u8], input: &mut Input<'_>) -> Result<(), TransportErrorKind> {
    let length = start.len() - input.rest.len();
    let mut checksum = Crc::new();
    checksum.update(start.get(..length).unwrap_or_default());
    // The header has the two lower bytes of the CRC-32.
    let [lowest, low, ..] = checksum.sum().to_le_bytes();
    let found = u16::from_le_bytes([lowest, low]);

    let place = input.offset;
    let expected = u16::from_le_bytes(input.take()?);
    if found != expected {
        let problem = GzipProblem::HeaderChecksum { found, expected };
        return Err(TransportErrorKind::Gzip {
            offset: place,
            problem,
        });
    }
    Ok(())
}

fn read_content(
    input: &mut Input<'_>,
    output: &mut Vec<u8>,
    limits: &TransportLimits,
) -> Result<Crc, TransportErrorKind> {
    let mut checksum = Crc::new();
    let mut inflater = Decompress::new(false);
    let mut piece = vec![0; PIECE];
    loop {
        let (read_before, written_before) = (inflater.total_in(), inflater.total_out());
        let status = inflater
            .decompress(input.rest, &mut piece, FlushDecompress::None)
            .map_err(|_| input.problem(GzipProblem::Deflate))?;
        let read = length_of(inflater.total_in() - read_before);
        let written = length_of(inflater.total_out() - written_before);

        input.skip(read)?;
        let inflated = piece.get(..written).unwrap_or_default();
        checksum.update(inflated);
        output.extend_from_slice(inflated);
        check_growth(input.offset, size(output), limits)?;
        match status {
            Status::StreamEnd => return Ok(checksum),
            Status::Ok | Status::BufError if read == 0 && written == 0 => {
                return Err(input.truncated());
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

/// A count of the library, which is never more than the slices that it got.
fn length_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn check_growth(
    compressed: u64,
    inflated: u64,
    limits: &TransportLimits,
) -> Result<(), TransportErrorKind> {
    let maximum = limits.inflate_ratio;
    if inflated > RATIO_TESTED_FROM && inflated > compressed.saturating_mul(u64::from(maximum)) {
        return Err(TransportErrorKind::InflateRatio {
            maximum,
            compressed,
            inflated,
        });
    }
    within(BodyLimit::BodyBytes, limits.body_bytes, inflated).map_err(|_| {
        // How much larger isn't known: the rest wasn't inflated.
        TransportErrorKind::BodyTooLarge {
            limit: BodyLimit::BodyBytes,
            maximum: limits.body_bytes,
            found: None,
        }
    })
}

fn read_trailer(input: &mut Input<'_>, content: &Crc) -> Result<(), TransportErrorKind> {
    let place = input.offset;
    let expected = u32::from_le_bytes(input.take()?);
    let found = content.sum();
    if found != expected {
        let problem = GzipProblem::Checksum { found, expected };
        return Err(TransportErrorKind::Gzip {
            offset: place,
            problem,
        });
    }
    let place = input.offset;
    let expected = u32::from_le_bytes(input.take()?);
    let found = content.amount();
    if found != expected {
        let problem = GzipProblem::Length { found, expected };
        return Err(TransportErrorKind::Gzip {
            offset: place,
            problem,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;

    use super::*;

    const TEXT: &[u8] = b"<a>some text, some more text, and some text again</a>";

    fn member(plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    fn read(compressed: &[u8]) -> Result<Vec<u8>, String> {
        inflate(compressed, &TransportLimits::default()).map_err(|kind| kind.to_string())
    }

    /// A member with every optional part of the header, around the content of `member(TEXT)`.
    fn member_with_everything() -> Vec<u8> {
        let plain = member(TEXT);
        let mut bytes = vec![0x1f, 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 255];
        bytes.extend([3, 0, b'x', b'y', b'z']);
        bytes.extend(b"name\0comment\0");
        let mut checksum = Crc::new();
        checksum.update(&bytes);
        bytes.extend(&checksum.sum().to_le_bytes()[..2]);
        bytes.extend(&plain[10..]);
        bytes
    }

    #[test]
    fn members_are_read_one_after_the_other() {
        assert_eq!(read(&member(TEXT)).unwrap(), TEXT);
        assert_eq!(read(&member(b"")).unwrap(), b"");
        assert_eq!(read(&member_with_everything()).unwrap(), TEXT);

        let several = [member(TEXT), member(b""), member_with_everything()].concat();
        assert_eq!(read(&several).unwrap(), [TEXT, TEXT].concat());
    }

    #[test]
    fn large_bodies_go_through_in_pieces() {
        let plain: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        assert_eq!(read(&member(&plain)).unwrap(), plain);
    }

    #[test]
    fn a_member_cut_anywhere_is_truncated() {
        let whole = member_with_everything();
        for length in 0..whole.len() {
            assert_eq!(
                read(&whole[..length]).unwrap_err(),
                format!(
                    "byte {length} of the gzip body: found the end of the data within a member"
                ),
            );
        }
        let two = [member(TEXT), member(TEXT)].concat();
        for length in member(TEXT).len() + 2..two.len() {
            assert!(
                read(&two[..length])
                    .unwrap_err()
                    .ends_with("within a member")
            );
        }
    }

    #[test]
    fn damage_is_reported_where_it_is() {
        let plain = member(TEXT);
        let everything = member_with_everything();
        let changed = |original: &[u8], index: usize, byte: u8| {
            let mut bytes = original.to_vec();
            bytes[index] = byte;
            bytes
        };
        let end = plain.len();
        let header = everything.len() - (plain.len() - 10) - 2;
        let mut found = Crc::new();
        found.update(TEXT);
        let checksum = found.sum();
        let cases = [
            (
                b"<a/>".to_vec(),
                0,
                "found other data, expected the bytes 1f 8b".to_owned(),
            ),
            (
                changed(&plain, 2, 7),
                2,
                "found compression method 7, expected 8 (deflate)".to_owned(),
            ),
            (
                changed(&plain, 3, 0x20),
                3,
                "found the flags 0x20, expected none above 0x1f".to_owned(),
            ),
            (
                changed(&plain, end - 8, !plain[end - 8]),
                end - 8,
                format!(
                    "found content with the checksum {checksum:08x}, expected {:08x}",
                    checksum ^ 0xff,
                ),
            ),
            (
                changed(&plain, end - 1, 1),
                end - 4,
                format!("found content of 53 bytes, expected {}", 53 + (1 << 24)),
            ),
            (
                [plain.as_slice(), b"<a/>"].concat(),
                end,
                "found other data after the last member, expected the end".to_owned(),
            ),
            // A deflate block of the reserved type 3.
            (
                changed(&plain, 10, 0xff),
                10,
                "found damaged deflate data".to_owned(),
            ),
        ];
        for (bytes, offset, text) in cases {
            assert_eq!(
                read(&bytes).unwrap_err(),
                format!("byte {offset} of the gzip body: {text}")
            );
        }

        let error = read(&changed(&everything, header - 2, b'!')).unwrap_err();
        let start = format!("byte {header} of the gzip body: found a header with the checksum ");
        assert!(error.starts_with(&start), "{error}");
    }

    #[test]
    fn the_size_is_limited_while_inflating() {
        let limits = |body_bytes| TransportLimits {
            body_bytes,
            ..TransportLimits::default()
        };
        let length = size(TEXT);
        assert!(inflate(&member(TEXT), &limits(length)).is_ok());
        assert_eq!(
            inflate(&member(TEXT), &limits(length - 1)).unwrap_err(),
            TransportErrorKind::BodyTooLarge {
                limit: BodyLimit::BodyBytes,
                maximum: length - 1,
                found: None,
            },
        );
        let two = [member(TEXT), member(TEXT)].concat();
        assert!(inflate(&two, &limits(2 * length)).is_ok());
        assert!(inflate(&two, &limits(2 * length - 1)).is_err());
    }

    #[test]
    fn the_ratio_is_limited_after_the_first_mebibyte() {
        let limits = TransportLimits {
            inflate_ratio: 100,
            ..TransportLimits::default()
        };
        assert!(inflate(&member(&[b' '; 1 << 20]), &limits).is_ok());

        let bomb = member(&vec![b' '; 32 << 20]);
        let error = inflate(&bomb, &limits).unwrap_err();
        let TransportErrorKind::InflateRatio {
            maximum: 100,
            compressed,
            inflated,
        } = error
        else {
            panic!("{error:?}");
        };
        assert!(inflated > 100 * compressed);
        // It stops at once, not at the end.
        assert!(inflated < 2 << 20, "{inflated}");

        let generous = TransportLimits {
            inflate_ratio: 1100,
            ..TransportLimits::default()
        };
        assert_eq!(inflate(&bomb, &generous).unwrap().len(), 32 << 20);
    }

    #[cfg(feature = "server")]
    #[test]
    fn what_is_deflated_inflates_again() {
        assert_eq!(
            inflate(&deflate(TEXT).unwrap(), &TransportLimits::default()).unwrap(),
            TEXT
        );
    }
}
