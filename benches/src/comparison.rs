//! One document, read and written by all.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use serde::de::DeserializeOwned;
use soapstone::GlobalElement;

use crate::baseline;
use crate::measure::{ROUNDS, median, time};

/// How a struct of serde's is known to hold what the document says.
pub(crate) trait Tally {
    /// How many of the repeated elements there are.
    fn tally(&self) -> usize;
}

/// How many times as fast soapstone is.
pub(crate) struct Comparison {
    reader: f64,
    ns_reader: f64,
    roxmltree: f64,
    serde: f64,
    writer: f64,
}

impl Comparison {
    /// Writes a value as a document, and measures reading and writing that.
    pub(crate) fn run<T, S>(title: &str, value: &T) -> Result<Self, Box<dyn Error>>
    where
        T: GlobalElement + Tally + PartialEq,
        S: DeserializeOwned + Tally,
    {
        let document = soapstone::to_string(value)?;
        let ready = baseline::ready_events(&document)?;
        let items = baseline::items(&document)?;
        check::<T, S>(value, &document)?;
        for written in [baseline::ready_writer(&ready)?, baseline::writer(&items)?] {
            if written != document.as_bytes() {
                return Err("quick-xml writes another document".into());
            }
        }
        println!(
            "\n{title}: {} bytes, {} elements in {ROUNDS} rounds",
            document.len(),
            value.tally()
        );

        let mut times = Times::default();
        for _ in 0..ROUNDS {
            times.reader.push(time(|| baseline::reader(&document))?);
            times
                .ns_reader
                .push(time(|| baseline::ns_reader(&document))?);
            times
                .read
                .push(time(|| soapstone::from_str::<T>(&document))?);
            times
                .serde
                .push(time(|| quick_xml::de::from_str::<S>(&document))?);
            times
                .roxmltree
                .push(time(|| roxmltree::Document::parse(&document))?);
            times.write.push(time(|| soapstone::to_string(value))?);
            times.writer.push(time(|| baseline::writer(&items))?);
            times
                .ready_writer
                .push(time(|| baseline::ready_writer(&ready))?);
        }
        times.print(document.len());
        Ok(times.compare())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "read/reader {:.2} read/nsreader {:.2} read/roxmltree {:.2} read/serde {:.2} write/writer {:.2}",
            self.reader, self.ns_reader, self.roxmltree, self.serde, self.writer
        )
    }
}

/// What each contestant took in each round.
#[derive(Default)]
struct Times {
    read: Vec<Duration>,
    reader: Vec<Duration>,
    ns_reader: Vec<Duration>,
    roxmltree: Vec<Duration>,
    serde: Vec<Duration>,
    write: Vec<Duration>,
    writer: Vec<Duration>,
    ready_writer: Vec<Duration>,
}

impl Times {
    fn print(&self, length: usize) {
        let rows = [
            ("read   soapstone", &self.read),
            ("       quick-xml Reader", &self.reader),
            ("       quick-xml NsReader", &self.ns_reader),
            ("       roxmltree", &self.roxmltree),
            ("       serde, quick-xml", &self.serde),
            ("write  soapstone", &self.write),
            ("       Writer, events", &self.writer),
            ("       Writer, ready events", &self.ready_writer),
        ];
        let megabytes = megabytes(length);
        for (name, times) in rows {
            let seconds = median(times.iter().map(Duration::as_secs_f64).collect());
            println!(
                "  {name:<26} {:>7.1} ms {:>7.0} MB/s",
                seconds * 1000.0,
                megabytes / seconds
            );
        }
    }

    fn compare(&self) -> Comparison {
        Comparison {
            reader: ratio(&self.reader, &self.read),
            ns_reader: ratio(&self.ns_reader, &self.read),
            roxmltree: ratio(&self.roxmltree, &self.read),
            serde: ratio(&self.serde, &self.read),
            writer: ratio(&self.writer, &self.write),
        }
    }
}

/// The median of what the rounds say, each for itself: a change of the machine's pace from round to round is in both.
fn ratio(theirs: &[Duration], ours: &[Duration]) -> f64 {
    median(
        theirs
            .iter()
            .zip(ours)
            .map(|(theirs, ours)| theirs.as_secs_f64() / ours.as_secs_f64())
            .collect(),
    )
}

#[allow(
    clippy::cast_precision_loss,
    reason = "the lengths of the documents are far below 2^52"
)]
fn megabytes(length: usize) -> f64 {
    length as f64 / 1e6
}

/// That those who make values do what they are measured for.
fn check<T, S>(value: &T, document: &str) -> Result<(), Box<dyn Error>>
where
    T: GlobalElement + Tally + PartialEq,
    S: DeserializeOwned + Tally,
{
    let read: T = soapstone::from_str(document)?;
    if read != *value {
        return Err("soapstone reads another value than it wrote".into());
    }
    let by_serde: S = quick_xml::de::from_str(document)?;
    if by_serde.tally() != value.tally() {
        return Err(format!(
            "serde reads {} elements, not {}",
            by_serde.tally(),
            value.tally()
        )
        .into());
    }
    Ok(())
}
