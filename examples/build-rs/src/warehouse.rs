//! An order service that keeps its orders in memory.

use std::sync::{Mutex, PoisonError};

use soapstone::{Failure, Request};

use crate::orders::operations::OrdersFault;
use crate::orders::server::Orders;
use crate::orders::{
    GetOrder, GetOrderResponse, Order, OrderFault, PlaceOrder, PlaceOrderResponse, Session,
};

/// All orders; the number of an order is its place in the list, counted from one.
#[derive(Default)]
pub struct Warehouse {
    orders: Mutex<Vec<Order>>,
}

impl Orders for Warehouse {
    async fn place_order(
        &self,
        request: Request<PlaceOrder>,
    ) -> Result<PlaceOrderResponse, Failure<OrdersFault>> {
        let customer = customer(&request)?;
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(number) = i32::try_from(orders.len() + 1) else {
            return Err(refusal(2, "the book is full"));
        };
        let PlaceOrder { lines, shipping } = request.input;
        orders.push(Order::new(number, customer, lines, shipping));
        Ok(PlaceOrderResponse::new(number))
    }

    async fn get_order(
        &self,
        request: Request<GetOrder>,
    ) -> Result<GetOrderResponse, Failure<OrdersFault>> {
        let customer = customer(&request)?;
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let number = request.input.number;
        let is_wanted = |order: &&Order| order.number == number && order.customer == customer;
        match orders.iter().find(is_wanted) {
            Some(order) => Ok(GetOrderResponse::new(order.clone())),
            None => Err(refusal(1, &format!("{customer} has no order {number}"))),
        }
    }
}

/// Who sent the request, from its header.
fn customer<T>(request: &Request<T>) -> Result<String, Failure<OrdersFault>> {
    match request.header::<Session>() {
        Some(Ok(session)) => Ok(session.customer),
        Some(Err(error)) => Err(Failure::sender(error.to_string())),
        None => Err(Failure::sender("the request has no session")),
    }
}

fn refusal(code: i32, reason: &str) -> Failure<OrdersFault> {
    OrdersFault::Order(Box::new(OrderFault::new(code, reason))).into()
}
