//! Tests of overlays.

use super::{ComponentName, Overlay, parse};
use crate::diagnostic::{Colour, Diagnostics};
use crate::source::{Document, Documents, Origin};
use crate::syntax::QName;

fn overlays(texts: &[&str]) -> (Overlay, String) {
    let mut documents = Documents::default();
    let mut diagnostics = Diagnostics::default();
    let mut overlay = Overlay::default();
    for (number, text) in texts.iter().enumerate() {
        let id = documents.add(Document::new(
            format!("{}.toml", number + 1),
            *text,
            Origin::Bundled,
        ));
        let parsed = parse(id, text, &mut diagnostics);
        overlay.merge(parsed, &mut diagnostics);
    }
    (overlay, diagnostics.render(&documents, Colour::Never))
}

#[test]
fn everything_that_an_overlay_can_say_is_read() {
    let (overlay, rendered) = overlays(&[r#"
        [open-enums.State]
        doc = "What a job is doing."
        values = ["Unknown", { value = "Running", doc = "It works.", deprecated = "use Active" }]
        includes = ["Other"]
        fields = ["Job/state", "{http://h/a/b}submitJob/x?"]
        [open-enums.Other]
        values = []
        [secrets]
        fields = ["authHeader/password"]
        [operations]
        idempotent = ["getAssets"]
        [[headers]]
        element = "authHeader"
        send = "{http://h/xsd}authHeader"
        [faults.authenticationFault]
        code = "code"
        reason = "reason"
        [faults.authenticationFault.kinds]
        Second = { code = "A-1" }
        NoCredentials = { code = 10000, doc = "None." }
        [faults."{urn:f}other"]
    "#]);
    assert_eq!(rendered, "");
    let state = &overlay.open_enums[0];
    assert_eq!(
        (&*state.name.value, state.doc.as_deref()),
        ("State", Some("What a job is doing."))
    );
    let values: Vec<_> = state
        .values
        .iter()
        .map(|value| (&*value.value, value.deprecated.as_deref()))
        .collect();
    assert_eq!(values, [("Unknown", None), ("Running", Some("use Active"))]);
    assert_eq!(&*state.includes[0].value, "Other");
    assert_eq!(
        state.fields[0].container,
        ComponentName::Local("Job".into())
    );
    assert!(!state.fields[0].optional);
    let exact = QName::new(Some("http://h/a/b"), "submitJob");
    assert_eq!(state.fields[1].container, ComponentName::Exact(exact));
    assert_eq!(
        (&*state.fields[1].field, state.fields[1].optional),
        ("x", true)
    );
    assert_eq!(&*overlay.secrets[0].field, "password");
    assert_eq!(&*overlay.idempotent[0].value, "getAssets");
    let send = overlay.headers[0].send.as_ref().unwrap();
    assert_eq!(send.value, QName::new(Some("http://h/xsd"), "authHeader"));
    let fault = &overlay.faults[0];
    assert_eq!(fault.code.as_ref().map(|code| &*code.value), Some("code"));
    let kinds: Vec<_> = fault
        .kinds
        .iter()
        .map(|kind| (&*kind.name.value, &*kind.code))
        .collect();
    assert_eq!(kinds, [("Second", "A-1"), ("NoCredentials", "10000")]);
    assert_eq!(overlay.faults[1].element.value.to_string(), "{urn:f}other");
}

#[test]
fn unknown_keys_are_errors_that_name_the_known_ones() {
    let (overlay, rendered) = overlays(&["[secrets]\nfield = [\"a/b\"]\nfields = [\"a/c\"]\n"]);
    assert_eq!(overlay.secrets.len(), 1);
    let expected = "\
error[overlay-key]: `[secrets]` has no key `field`
 --> 1.toml:2:1
  |
2 | field = [\"a/b\"]
  | ^^^^^ not known here
  |
  = help: its keys are `fields`
";
    assert_eq!(rendered, expected);
}

#[test]
fn every_level_knows_its_keys() {
    for (text, known) in [
        (
            "x = 1",
            "`open-enums`, `secrets`, `operations`, `headers`, `faults`",
        ),
        (
            "[open-enums.A]\nvalues = []\nx = 1",
            "`doc`, `values`, `includes`, `fields`",
        ),
        (
            "[open-enums.A]\nvalues = [{ value = 'a', x = 1 }]",
            "`value`, `doc`, `deprecated`",
        ),
        ("[operations]\nx = 1", "`idempotent`"),
        ("[[headers]]\nelement = 'a'\nx = 1", "`element`, `send`"),
        ("[faults.a]\nx = 1", "`code`, `reason`, `kinds`"),
        ("[faults.a.kinds]\nA = { code = 1, x = 1 }", "`code`, `doc`"),
    ] {
        let (_, rendered) = overlays(&[text]);
        assert!(
            rendered.starts_with("error[overlay-key]"),
            "{text}: {rendered}"
        );
        assert!(
            rendered.contains(&format!("= help: its keys are {known}\n")),
            "{text}: {rendered}"
        );
    }
}

#[test]
fn wrong_values_say_what_is_expected() {
    for (text, message) in [
        (
            "secrets = 1",
            "`secrets` is of the kind integer, expected a table",
        ),
        (
            "[secrets]\nfields = 'a/b'",
            "`fields` is of the kind string, expected an array",
        ),
        (
            "[secrets]\nfields = [1]",
            "`fields` is of the kind integer, expected a string",
        ),
        (
            "[open-enums.A]\n",
            "the open enum `A` lacks the key `values`",
        ),
        (
            "[open-enums.A]\nvalues = [{ doc = 'x' }]",
            "a value lacks the key `value`",
        ),
        (
            "[[headers]]\nsend = 'a'",
            "`[[headers]]` lacks the key `element`",
        ),
        (
            "[faults.a.kinds]\nA = {}",
            "the kind `A` lacks the key `code`",
        ),
        (
            "[faults.a.kinds]\nA = { code = 1.5 }",
            "`code` is of the kind float, expected a string or a decimal integer",
        ),
    ] {
        let (_, rendered) = overlays(&[text]);
        assert!(
            rendered.starts_with(&format!("error[overlay-value]: {message}\n")),
            "{text}: {rendered}"
        );
    }
}

#[test]
fn malformed_names_are_errors() {
    for name in [
        "field",
        "a/",
        "/b",
        "{urn:x/b",
        "{urn:x}/b",
        "a/b?c",
        "ns:a/b",
        "",
    ] {
        let (overlay, rendered) = overlays(&[&format!("[secrets]\nfields = ['{name}']")]);
        assert!(overlay.secrets.is_empty(), "{name}");
        assert!(
            rendered.starts_with(&format!(
                "error[overlay-name]: `{name}` is not the name of a field"
            )),
            "{rendered}"
        );
    }
    let (_, rendered) = overlays(&["[[headers]]\nelement = '{urn:x'"]);
    assert!(
        rendered.starts_with("error[overlay-name]: `{urn:x` is not the name of a component"),
        "{rendered}"
    );
}

#[test]
fn toml_that_is_not_valid_says_where() {
    let (overlay, rendered) = overlays(&["[secrets]\nfields = [\n"]);
    assert_eq!(overlay, Overlay::default());
    assert!(rendered.starts_with("error[overlay-syntax]"), "{rendered}");
    assert!(rendered.contains("--> 1.toml:2:11"), "{rendered}");
}

#[test]
fn several_overlays_are_joined_and_the_first_one_counts() {
    let (overlay, rendered) = overlays(&[
        "[open-enums.A]\nvalues = ['x']\n[secrets]\nfields = ['a/b']\n[operations]\nidempotent = ['get']\n",
        "[open-enums.A]\nvalues = ['y']\n[open-enums.B]\nvalues = ['z', 'z']\n[secrets]\nfields = ['a/b', 'a/c']\n\
         [operations]\nidempotent = ['get']\n",
    ]);
    let names: Vec<_> = overlay
        .open_enums
        .iter()
        .map(|item| (&*item.name.value, &*item.values[0].value))
        .collect();
    assert_eq!(names, [("A", "x"), ("B", "z")]);
    assert_eq!((overlay.secrets.len(), overlay.idempotent.len()), (2, 1));
    let expected = "\
error[overlay-duplicate]: the value `z` is described twice; the first one counts
 --> 2.toml:4:16
  |
4 | values = ['z', 'z']
  |           ---  ^^^ described again
  |           |
  |           first described here

error[overlay-duplicate]: the open enum `A` is described twice; the first one counts
 --> 2.toml:1:13
  |
1 | [open-enums.A]
  |             ^ described again
  |
 ::: 1.toml:1:13
  |
1 | [open-enums.A]
  |             - first described here
";
    assert_eq!(rendered, expected);
}
