//! The same as structs of serde's, as one writes them by hand.
//!
//! Dates are strings and decimals are floating-point numbers here, which is less work than reading them without loss.

use serde::Deserialize;

use crate::comparison::Tally;

#[derive(Deserialize)]
pub(crate) struct Orders {
    #[serde(default)]
    order: Vec<Order>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Order {
    #[serde(rename = "@id")]
    id: i64,
    #[serde(rename = "@placed")]
    placed: String,
    #[serde(rename = "@status")]
    status: Status,
    #[serde(rename = "@express", default)]
    express: bool,
    customer: Customer,
    entries: Entries,
    total: f64,
    delivered: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Open,
    Paid,
    Shipped,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Customer {
    #[serde(rename = "@number")]
    number: i32,
    name: String,
    email: Option<String>,
    born: Option<String>,
}

#[derive(Deserialize)]
struct Entries {
    #[serde(rename = "$value", default)]
    choice: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what is read is not looked at")]
enum Entry {
    Line(Line),
    Discount(f64),
    Note(String),
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Line {
    #[serde(rename = "@sku")]
    sku: String,
    #[serde(rename = "@quantity")]
    quantity: i32,
    description: String,
    price: f64,
    sizes: Sizes,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "what is read is not looked at")]
struct Sizes {
    #[serde(rename = "$text")]
    values: Vec<i32>,
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
