//! Several services and port types, and an operation that is overloaded.

use soapstone::Request;
use soapstone_services::several::blocking::{One as OneClient, Two as TwoClient};
use soapstone_services::several::operations::{OneAnswer, TwoAnswer};
use soapstone_services::several::server::{self, One, Two};
use soapstone_services::several::{B, client};

use crate::{FRAMINGS, Wire};

struct Answers;

impl One for Answers {
    async fn call(&self, request: Request<String>) -> OneAnswer<String> {
        Ok(format!("name {}", request.input))
    }

    async fn call_by_number(&self, request: Request<B>) -> OneAnswer<B> {
        Ok(B::new(request.input.x + 1))
    }
}

impl Two for Answers {
    async fn call(&self, request: Request<String>) -> TwoAnswer<B> {
        Ok(B::new(i32::try_from(request.input.len()).unwrap()))
    }
}

#[test]
fn each_operation_is_reached() {
    for framing in FRAMINGS {
        let one = OneClient::new(Wire::default().client(server::one(Answers), framing));
        assert_eq!(one.call(&String::from("x")).unwrap(), "name x");
        assert_eq!(one.call_by_number(&B::new(1)).unwrap().x, 2);
        let two = TwoClient::new(Wire::default().client(server::two(Answers), framing));
        assert_eq!(two.call(&String::from("xyz")).unwrap().x, 3);
    }
}

#[test]
fn ports_of_one_name_have_constants_of_their_own() {
    assert_eq!(
        (client::PORT, client::SECOND_PORT),
        ("https://example.com/one", "https://example.com/two")
    );
}
