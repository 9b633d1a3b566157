//! Modules of generated code, and how they become files.

use std::fmt::Write;
use std::path::PathBuf;

use proc_macro2::TokenStream;

use crate::error::Error;
use crate::output::{File, HEADER};

/// A module of generated code.
pub(super) struct Code {
    name: String,
    documentation: Option<String>,
    is_hidden: bool,
    is_reexported: bool,
    pieces: Vec<Piece>,
    children: Vec<Code>,
}

enum Piece {
    /// Items, to be formatted.
    Items(TokenStream),
    /// Lines as they are.
    Lines(String),
}

impl Code {
    /// The root module, which has no name of its own.
    pub(super) fn root() -> Self {
        Code::new("")
    }

    pub(super) fn new(name: &str) -> Self {
        Code {
            name: String::from(name),
            documentation: None,
            is_hidden: false,
            is_reexported: false,
            pieces: Vec::new(),
            children: Vec::new(),
        }
    }

    pub(super) fn documented(mut self, documentation: String) -> Self {
        self.documentation = Some(documentation);
        self
    }

    /// Keeps the module out of the documentation.
    pub(super) fn hidden(mut self) -> Self {
        self.is_hidden = true;
        self
    }

    /// Adds a module.
    pub(super) fn add(&mut self, child: Code) {
        self.children.push(child);
    }

    /// Adds a module whose items are items of this one.
    pub(super) fn add_reexported(&mut self, mut child: Code) {
        child.is_reexported = true;
        self.children.push(child);
    }

    /// Adds items.
    pub(super) fn items(&mut self, tokens: TokenStream) {
        self.pieces.push(Piece::Items(tokens));
    }

    /// Adds a macro call with a list of arguments, broken into lines of a readable length.
    pub(super) fn call(&mut self, head: &str, arguments: &[String]) {
        const WIDTH: usize = 100;
        let one_line = format!("{head} {{ {} }}", arguments.join(", "));
        if arguments.is_empty() {
            self.pieces.push(Piece::Lines(format!("{head} {{}}\n")));
            return;
        }
        if one_line.len() <= WIDTH {
            self.pieces.push(Piece::Lines(one_line + "\n"));
            return;
        }
        let mut text = format!("{head} {{\n");
        let mut line = String::from("   ");
        for argument in arguments {
            if line.len() + argument.len() + 2 > WIDTH {
                text.push_str(&line);
                text.push('\n');
                line = String::from("   ");
            }
            line.push(' ');
            line.push_str(argument);
            line.push(',');
        }
        text.push_str(&line);
        text.push_str("\n}\n");
        self.pieces.push(Piece::Lines(text));
    }

    /// Adds a macro call with one argument, on a line of its own where it is long.
    pub(super) fn short_call(&mut self, head: &str, argument: &str) {
        const WIDTH: usize = 100;
        let one_line = format!("{head} {{ {argument} }}\n");
        self.pieces.push(Piece::Lines(if one_line.len() <= WIDTH {
            one_line
        } else {
            format!("{head} {{\n    {argument}\n}}\n")
        }));
    }

    /// Closes the braces of a macro around the last call.
    pub(super) fn close_call(&mut self) {
        if let Some(Piece::Lines(lines)) = self.pieces.last_mut() {
            lines.truncate(lines.trim_end().len());
            lines.push_str(" }\n");
        }
    }

    /// Adds lines as they are.
    pub(super) fn lines(&mut self, text: String) {
        self.pieces.push(Piece::Lines(text));
    }

    /// Formats all items.
    pub(super) fn format(self) -> Result<Module, Error> {
        let mut text = String::new();
        for piece in self.pieces {
            match piece {
                Piece::Items(tokens) => text.push_str(&format_items(tokens)?),
                Piece::Lines(lines) => text.push_str(&lines),
            }
            text.push('\n');
        }
        let children: Result<Vec<Module>, Error> =
            self.children.into_iter().map(Code::format).collect();
        Ok(Module {
            name: self.name,
            documentation: self.documentation,
            is_hidden: self.is_hidden,
            is_reexported: self.is_reexported,
            text,
            children: children?,
        })
    }
}

/// A module whose code is text.
pub(super) struct Module {
    name: String,
    documentation: Option<String>,
    is_hidden: bool,
    is_reexported: bool,
    text: String,
    children: Vec<Module>,
}

impl Module {
    /// The files of the tree: `mod.rs` for the root, a file for each module.
    pub(super) fn files(&self) -> Vec<File> {
        let mut files = Vec::new();
        self.write_files(PathBuf::from("mod.rs"), PathBuf::new(), &mut files);
        files
    }

    fn write_files(&self, path: PathBuf, directory: PathBuf, files: &mut Vec<File>) {
        let mut text = format!("{HEADER}\n\n");
        if self.name.is_empty() {
            text.push_str(&contract());
        }
        for child in &self.children {
            child.declaration(&mut text);
            let _ = writeln!(
                text,
                "{}{}mod {};\n",
                self.attributes(),
                child.visibility(),
                child.name
            );
        }
        self.reexports(&mut text);
        text.push_str(&self.text);
        files.push(File {
            path,
            text: text.trim_end().to_owned() + "\n",
        });
        for child in &self.children {
            let name = child.name.trim_start_matches("r#");
            child.write_files(
                directory.join(format!("{name}.rs")),
                directory.join(name),
                files,
            );
        }
    }

    /// The tree as one text, for `include!`: no inner attributes or documentation at its root.
    pub(super) fn single_file(&self) -> String {
        let mut text = format!("{HEADER}\n\n{}", contract());
        self.write_inside(&mut text);
        text.trim_end().to_owned() + "\n"
    }

    fn write_inside(&self, text: &mut String) {
        for child in &self.children {
            child.declaration(text);
            let _ = writeln!(
                text,
                "{}{}mod {} {{\n",
                self.attributes(),
                child.visibility(),
                child.name
            );
            child.write_inside(text);
            let _ = writeln!(text, "}}\n");
        }
        self.reexports(text);
        text.push_str(&self.text);
    }

    fn declaration(&self, text: &mut String) {
        if let Some(documentation) = &self.documentation {
            let _ = writeln!(text, "/// {documentation}");
        }
        if self.is_hidden {
            text.push_str("#[doc(hidden)]\n");
        }
    }

    /// What stands before each module inside: a program need not use all of an API.
    fn attributes(&self) -> &'static str {
        if self.name.is_empty() {
            "#[allow(dead_code, unreachable_pub)]\n#[rustfmt::skip]\n"
        } else {
            "#[rustfmt::skip]\n"
        }
    }

    fn visibility(&self) -> &'static str {
        if self.is_reexported { "" } else { "pub " }
    }

    fn reexports(&self, text: &mut String) {
        for child in self.children.iter().filter(|child| child.is_reexported) {
            let _ = writeln!(
                text,
                "#[allow(unreachable_pub, unused_imports)]\npub use {}::*;\n",
                child.name
            );
        }
    }
}

fn contract() -> String {
    format!(
        "const _: () = ::soapstone::bindings::require_contract({});\n\n",
        soapstone::bindings::CONTRACT
    )
}

fn format_items(tokens: TokenStream) -> Result<String, Error> {
    // Without a copy of the tokens for the message: it would be a deep one, made for all that is generated.
    let file: syn::File = syn::parse2(tokens).map_err(|error| Error::Internal {
        message: format!("generated code is not Rust: {error}"),
    })?;
    let mut text = String::new();
    for (index, item) in file.items.into_iter().enumerate() {
        let is_use = matches!(item, syn::Item::Use(_));
        if index > 0 && !is_use {
            text.push('\n');
        }
        text.push_str(&spaced(&prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        })));
    }
    Ok(text)
}

/// Puts a blank line between the methods of an item.
fn spaced(item: &str) -> String {
    let mut text = String::with_capacity(item.len() + item.len() / 16);
    let mut after_method = false;
    for line in item.lines() {
        let begins_method = ["    ///", "    pub ", "    fn ", "    #["]
            .iter()
            .any(|start| line.starts_with(start));
        if after_method && begins_method {
            text.push('\n');
        }
        after_method = line == "    }";
        text.push_str(line);
        text.push('\n');
    }
    text
}
