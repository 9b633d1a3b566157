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

#[cfg(test)]
mod tests {
    use super::*;

    /// A client of a service of its own.
    fn client_of(customer: &str) -> Orders {
        let service = InProcess::new(orders::server::orders(Warehouse::default()));
        let endpoint = Endpoint::new(orders::client::ORDERS_PORT).unwrap();
        let client = Client::builder(endpoint, service).build();
        let session = Session::new(customer);
        Orders::new(client).with_session(&session).unwrap()
    }

    fn order(article: &str, quantity: i32) -> PlaceOrder {
        let line = Line::new(
            article.parse().unwrap(),
            orders::Quantity::try_new(quantity).unwrap(),
        );
        PlaceOrder::new(vec![line], Shipping::PickUp)
    }

    #[test]
    fn an_order_comes_back_as_it_was_placed() {
        let client = client_of("Ada");
        let request = order("TE-0042", 3);
        let number = client.place_order(&request).unwrap().number;
        let found = client.get_order(&GetOrder::new(number)).unwrap().order;
        assert_eq!((found.number, found.customer.as_str()), (1, "Ada"));
        assert_eq!(
            (found.lines, found.shipping),
            (request.lines, Shipping::PickUp)
        );
    }

    #[test]
    fn a_declared_fault_is_typed() {
        let error = client_of("Ada").get_order(&GetOrder::new(7)).unwrap_err();
        let Some(OrdersFault::Order(detail)) = error.into_fault().unwrap().detail else {
            panic!("expected the detail that the WSDL declares");
        };
        assert_eq!(
            (detail.code, detail.reason.as_str()),
            (1, "Ada has no order 7")
        );
    }

    #[test]
    fn an_order_without_lines_is_never_sent() {
        let nothing = PlaceOrder::new(Vec::new(), Shipping::Standard);
        let error = client_of("Ada").place_order(&nothing).unwrap_err();
        assert!(matches!(error, soapstone::Error::Write(_)), "{error}");
    }

    #[test]
    fn values_keep_to_their_facets() {
        assert!(orders::Quantity::try_new(999).is_ok());
        assert!(orders::Quantity::try_new(1000).is_err());
        assert!("TE-42".parse::<orders::Article>().is_err());
    }
}
