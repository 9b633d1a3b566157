//! Messages read from a socket, without a library in between.

use std::io::Read;

/// Reads one message with `Content-Length`, or none and no body; to the end of input if that
/// comes first.
pub(crate) fn read_message(stream: &mut impl Read) -> String {
    let mut message = Vec::new();
    let mut byte = [0];
    while !message.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => message.push(byte[0]),
            _ => break,
        }
    }
    let head = String::from_utf8_lossy(&message).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    let read = stream.read_exact(&mut body);
    if read.is_ok() {
        message.extend(body);
    }
    String::from_utf8_lossy(&message).into_owned()
}
