//! Shows what travels, for the examples.

use http::HeaderMap;
use soapstone::transport::Exchange;

/// Prints a request or a response as it is on the wire, but for a secret, and with line breaks between the tags of the
/// body, which travels on one line.
pub(crate) fn print(exchange: Exchange<'_>, secret: &str) {
    let text = match exchange {
        Exchange::Request(request) => {
            let line = format!(
                "{} {} {:?}",
                request.method(),
                request.uri(),
                request.version()
            );
            message("-->", &line, request.headers(), request.body())
        }
        Exchange::Response(response) => {
            let line = format!("{:?} {}", response.version(), response.status());
            message("<--", &line, response.headers(), response.body())
        }
        Exchange::Error(error) => format!("<-- no response: {error}\n"),
        _ => return,
    };
    println!("{}", text.replace(secret, "***"));
}

fn message(arrow: &str, line: &str, headers: &HeaderMap, body: &[u8]) -> String {
    let mut text = format!("{arrow} {line}\n");
    for (name, value) in headers {
        text += &format!(
            "    {name}: {}\n",
            String::from_utf8_lossy(value.as_bytes())
        );
    }
    text + "\n" + &one_tag_per_line(&String::from_utf8_lossy(body))
}

/// The body with a line break wherever one tag follows another, and indented by depth.
fn one_tag_per_line(body: &str) -> String {
    let mut text = String::new();
    let mut depth = 1_usize;
    for line in body.replace("><", ">\n<").lines() {
        let is_end = line.starts_with("</");
        let is_start = line.starts_with('<') && !is_end;
        let is_whole = line.contains("</") || line.ends_with("/>") || line.ends_with("?>");
        if is_end {
            depth -= 1;
        }
        text += &format!("{}{line}\n", "  ".repeat(depth + 1));
        if is_start && !is_whole {
            depth += 1;
        }
    }
    text
}
