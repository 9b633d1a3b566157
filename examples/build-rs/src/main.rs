//! Places an order and asks for it, over bindings that the build script generated from `wsdl/orders.wsdl`.
//!
//! The service runs in this process: the same trait that a real server implements, as the mock of a test. For the
//! real service, the transport is `soapstone::transport::Ureq` (feature `ureq`), and nothing else changes.

mod warehouse;

/// The generated bindings.
pub mod orders {
    soapstone::include_bindings!("orders");
}

use std::error::Error;

use orders::blocking::Orders;
use orders::operations::OrdersFault;
use orders::{GetOrder, Line, PlaceOrder, Session, Shipping};
use soapstone::blocking::Client;
use soapstone::transport::{Endpoint, InProcess};
use warehouse::Warehouse;

fn main() -> Result<(), Box<dyn Error>> {
    let service = InProcess::new(orders::server::orders(Warehouse::default()));
    let client = Client::builder(Endpoint::new(orders::client::ORDERS_PORT)?, service).build();
    let orders = Orders::new(client).with_session(&Session::new("Ada"))?;

    let line = Line::new("TE-0042".parse()?, "12".parse()?);
    let placed = orders.place_order(&PlaceOrder::new(vec![line], Shipping::Express))?;
    println!("placed order {}", placed.number);

    let found = orders.get_order(&GetOrder::new(placed.number))?.order;
    println!(
        "{} ordered {} lines, {} delivery",
        found.customer,
        found.lines.len(),
        found.shipping
    );

    // A number that the service doesn't know is a fault with a typed detail.
    let error = match orders.get_order(&GetOrder::new(99)) {
        Err(error) => error,
        Ok(response) => return Err(format!("expected a fault, found {response:?}").into()),
    };
    if let Some(OrdersFault::Order(detail)) = error.fault().and_then(|fault| fault.detail.as_ref())
    {
        println!("no order 99: {} (code {})", detail.reason, detail.code);
    }

    // A value that the schema doesn't allow never leaves the program.
    if let Err(error) = "teapot".parse::<orders::Article>() {
        println!("not an article: {error}");
    }
    Ok(())
}
