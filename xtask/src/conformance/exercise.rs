//! Runs the programs of batches on instances.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::batch::wait;
use super::case::FailureKind;

/// How long a program may go on without being done; it watches over single instances itself.
const TIME_LIMIT: Duration = Duration::from_secs(600);

/// An instance for a program.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The number of the module.
    pub(crate) module: usize,
    /// The expanded name of the root element; of a message, who reads it.
    pub(crate) root: String,
    /// The document.
    pub(crate) path: PathBuf,
}

/// What a program made of an instance.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// It was read, and this was written.
    Written(String),
    /// It was read, and there is nothing to compare: it is a fault, an empty body, or a body without a declaration,
    /// which came back the same when it was written and read again.
    Kept,
    /// It was refused: with the code of a rule, or with an empty one.
    Refused {
        /// The code.
        code: String,
        /// The message.
        message: String,
    },
    /// Something went wrong.
    Failed(FailureKind, String),
}

/// Runs a program on instances, and starts it again after those that bring it down.
pub(crate) fn run(program: &Path, requests: &[Request]) -> Result<Vec<Answer>, String> {
    let mut answers: BTreeMap<usize, Answer> = BTreeMap::new();
    let mut next = 0;
    while next < requests.len() {
        let ended = run_from(program, requests, next, &mut answers)?;
        next = answers.keys().next_back().map_or(next, |last| last + 1);
        if next < requests.len() {
            let (kind, message) = match ended {
                Some(_) => (FailureKind::Panic, "the program crashed"),
                None => (FailureKind::Timeout, "the program takes too long"),
            };
            answers.insert(next, Answer::Failed(kind, String::from(message)));
            next += 1;
        }
    }
    Ok(answers.into_values().collect())
}

fn run_from(
    program: &Path,
    requests: &[Request],
    first: usize,
    answers: &mut BTreeMap<usize, Answer>,
) -> Result<Option<bool>, String> {
    let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let mut lines = String::new();
    for (number, request) in requests.iter().enumerate().skip(first) {
        let path = request.path.to_string_lossy();
        let _ = writeln!(
            lines,
            "{number}\tm{}\t{}\t{path}",
            request.module, request.root
        );
    }
    let (asked, answered) = (
        program.with_extension("requests"),
        program.with_extension("answers"),
    );
    fs::write(&asked, lines).map_err(|error| failed(&asked, error))?;
    let mut process = Command::new(program)
        .arg(&asked)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&answered).map_err(|error| failed(&answered, error))?)
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(program, error))?;
    let ended = wait(&mut process, TIME_LIMIT)?;
    let text = fs::read_to_string(&answered).map_err(|error| failed(&answered, error))?;
    answers.extend(text.lines().filter_map(parse));
    Ok(ended)
}

fn parse(line: &str) -> Option<(usize, Answer)> {
    let line: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| line.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = usize::try_from(line.get("number")?.as_u64()?).ok()?;
    let text = field("text")?;
    let answer = match field("status")?.as_str() {
        "written" => Answer::Written(text),
        "kept" => Answer::Kept,
        "refused" => Answer::Refused {
            code: field("code")?,
            message: text,
        },
        "not-written" => Answer::Failed(FailureKind::NotWritten, text),
        "timeout" => Answer::Failed(
            FailureKind::Timeout,
            String::from("reading and writing takes too long"),
        ),
        "panic" => Answer::Failed(FailureKind::Panic, text),
        _ => Answer::Failed(FailureKind::NoCode, text),
    };
    Some((number, answer))
}

#[cfg(test)]
mod tests {
    use super::{Answer, parse};

    #[test]
    fn answers_are_read() {
        let (number, answer) =
            parse(r#"{"number":3,"status":"refused","code":"cvc-elt.1","text":"no\u000a"}"#)
                .unwrap();
        assert_eq!(number, 3);
        assert!(
            matches!(answer, Answer::Refused { code, message } if code == "cvc-elt.1" && message == "no\n")
        );
        assert!(parse("half a li").is_none());
    }
}
