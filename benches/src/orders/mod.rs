//! Orders of a small schema that has what the IPS API has not: attributes, a default value, dates, decimals, a list
//! and a repeated choice whose order means something.

pub(crate) mod as_serde;

use std::error::Error;

use crate::comparison::Tally;

/// What the build script generated.
#[allow(
    dead_code,
    unreachable_pub,
    reason = "only some of it is used, and here only"
)]
mod bindings {
    soapstone::include_bindings!("orders");
}

use bindings::{Customer, Entries, EntriesChoice, Line, Order, Orders, Status};

/// The length of an order as it is written, about.
const ORDER_LENGTH: usize = 1_187;

/// A value that is about `length` bytes long when it is written.
pub(crate) fn document(length: usize) -> Result<Orders, Box<dyn Error>> {
    let count = i32::try_from(length / ORDER_LENGTH)?;
    Ok(Orders {
        order: (0..count).map(order).collect::<Result<_, _>>()?,
    })
}

fn order(number: i32) -> Result<Order, Box<dyn Error>> {
    let status = match number % 3 {
        0 => Status::Open,
        1 => Status::Paid,
        _ => Status::Shipped,
    };
    let placed = format!(
        "2024-{:02}-{:02}T{:02}:{:02}:00Z",
        number % 12 + 1,
        number % 28 + 1,
        number % 24,
        number % 60
    );
    Ok(Order {
        customer: customer(number)?,
        entries: entries(number)?,
        total: format!("{}.{:02}", number % 5_000, number % 100).parse()?,
        delivered: if number % 2 == 0 {
            Some(date(2024, number).parse()?)
        } else {
            None
        },
        id: i64::from(number) + 7_000_000_000,
        placed: placed.parse()?,
        status,
        express: number % 5 == 0,
    })
}

fn customer(number: i32) -> Result<Customer, Box<dyn Error>> {
    Ok(Customer {
        name: format!("Søren & Daughters no. {number}"),
        email: Some(format!("orders-{number}@soren.example")),
        born: Some(date(1950 + number % 50, number).parse()?),
        number,
    })
}

fn entries(number: i32) -> Result<Entries, Box<dyn Error>> {
    let mut choice = Vec::new();
    for index in 0..4 {
        choice.push(EntriesChoice::Line(Box::new(line(number + index)?)));
        if index == 1 {
            choice.push(EntriesChoice::Discount(
                format!("-{}.50", number % 20).parse()?,
            ));
        }
    }
    choice.push(EntriesChoice::Note(format!(
        "Leave at the door of house {}; ring twice.",
        number % 120
    )));
    Ok(Entries { choice })
}

fn line(number: i32) -> Result<Line, Box<dyn Error>> {
    Ok(Line {
        description: format!("Walking boot, waterproof, model {}", number % 300),
        price: format!("{}.{:02}", 40 + number % 200, number % 100).parse()?,
        sizes: (0..5).map(|size| 36 + (number + size) % 12).collect(),
        sku: format!("BT-{:05}", number % 30_000),
        quantity: number % 9 + 1,
    })
}

fn date(year: i32, number: i32) -> String {
    format!("{year:04}-{:02}-{:02}", number % 12 + 1, number % 28 + 1)
}

impl Tally for Orders {
    fn tally(&self) -> usize {
        self.order.len()
            + self
                .order
                .iter()
                .map(|order| order.entries.choice.len())
                .sum::<usize>()
    }
}
