//! interface Tickets: fault {urn:example:tickets}full added

use versioned::api::*;

pub fn code(fault: operations::TicketsFault) -> i32 {
    match fault {
        operations::TicketsFault::Unknown(code) => code,
    }
}

fn main() {}
