//! `soapstone explain`: what a code means, and what to do.

use serde_json::{Value, json};
use soapstone_codegen::diagnostic::{Code, code, nearest};

use crate::arguments::Explain;
use crate::console::Console;
use crate::outcome::{Failure, Outcome};

/// The width of the lines of an explanation.
const WIDTH: usize = 100;

/// Writes the explanation of a code, or the list of all codes.
pub(crate) fn run(arguments: &Explain, console: &Console) -> Result<Outcome, Failure> {
    match &arguments.code {
        Some(name) => {
            let code = find(name)?;
            if console.json {
                console.print_json(&to_json(code))?;
            } else {
                console.print(&explanation(code))?;
            }
        }
        None if console.json => console.print_json(&code::all().map(to_json).collect())?,
        None => console.print(&list())?,
    }
    Ok(Outcome::Success)
}

fn find(name: &str) -> Result<&'static Code, Failure> {
    // As copied out of a message: `error[src-resolve]`.
    let bare = name
        .split_once('[')
        .map_or(name, |(_, rest)| rest)
        .trim_end_matches([']', ':']);
    if let Some(code) =
        code::find(bare).or_else(|| code::all().find(|code| code.name.eq_ignore_ascii_case(bare)))
    {
        return Ok(code);
    }
    let help = match nearest(bare, code::all().map(|code| code.name)) {
        Some(near) => format!("did you mean `{near}`? `soapstone explain` alone lists all codes"),
        None => String::from("`soapstone explain` alone lists all codes"),
    };
    Err(Failure::Usage {
        message: format!("there is no code `{bare}`"),
        help,
    })
}

fn explanation(code: &Code) -> String {
    let mut text = String::from(code.name);
    if !code.clause.is_empty() {
        text.push_str(&format!("  ({})", code.clause));
    }
    text.push_str("\n\n");
    for line in code.explanation.trim_end().lines() {
        text.push_str(&wrap(line));
    }
    text
}

/// A line, broken at spaces where it is too long; examples, which are indented, stay as they are.
fn wrap(line: &str) -> String {
    if line.starts_with(' ') || line.chars().count() <= WIDTH {
        return format!("{line}\n");
    }
    let (mut text, mut width) = (String::new(), 0);
    for word in line.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            text.push('\n');
            width = 0;
        }
        if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text.push('\n');
    text
}

fn list() -> String {
    let width = code::all()
        .map(|code| code.name.len())
        .max()
        .unwrap_or_default();
    code::all()
        .map(|code| {
            format!(
                "{:width$}  {}\n",
                code.name,
                first_sentence(code.explanation)
            )
        })
        .collect()
}

/// The beginning of an explanation that stands for it in a list.
fn first_sentence(explanation: &str) -> String {
    let paragraph = explanation
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .replace('\n', " ");
    match paragraph.find(". ") {
        Some(end) => paragraph.get(..=end).unwrap_or_default().to_owned(),
        None => paragraph.trim_end().to_owned(),
    }
}

fn to_json(code: &'static Code) -> Value {
    json!({ "code": code.name, "clause": code.clause, "explanation": code.explanation })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_in_one_line_with_a_sentence() {
        for (line, code) in list().lines().zip(code::all()) {
            assert!(
                line.starts_with(code.name) && line.len() > code.name.len() + 20,
                "{line}"
            );
        }
        assert_eq!(list().lines().count(), code::all().count());
    }

    #[test]
    fn a_code_is_found_as_it_stands_in_a_message() {
        for name in [
            "src-resolve",
            "error[src-resolve]:",
            "[src-resolve]",
            "SRC-RESOLVE",
        ] {
            assert_eq!(find(name).unwrap().name, "src-resolve");
        }
        let failure = find("src-resolved").unwrap_err();
        assert!(
            failure
                .help()
                .unwrap()
                .contains("did you mean `src-resolve`?"),
            "{:?}",
            failure.help()
        );
    }

    #[test]
    fn long_lines_are_broken_and_examples_are_not() {
        let long = "word ".repeat(60);
        assert!(
            wrap(long.trim_end())
                .lines()
                .all(|line| line.len() <= WIDTH)
        );
        let example = format!("    {long}");
        assert_eq!(wrap(&example).lines().count(), 1);
    }
}
