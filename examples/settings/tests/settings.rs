//! What the settings in `build.rs` make of the schemas.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use settings::common::Address;
use settings::shop::{Item, Purchase, State};
use settings::{Cents, order_tree, order_types};

fn purchase() -> Purchase {
    let items = vec![
        Item {
            handle: String::from("a-1"),
            price: Cents(1250),
        },
        Item {
            handle: String::from("a-2"),
            price: Cents(-5),
        },
    ];
    Purchase {
        itm: items,
        ship_to: Address::new("Storgatan 1", "Lund"),
        state: State::Paid,
    }
}

const DOCUMENT: &str = r#"<s:purchase xmlns:s="http://example.com/shop" state="paid"><s:itm><s:hndl>a-1</s:hndl>
<s:price>12.5</s:price></s:itm><s:itm><s:hndl>a-2</s:hndl><s:price>-0.05</s:price></s:itm><s:shipTo
xmlns:c="http://example.com/common"><c:street>Storgatan 1</c:street><c:city>Lund</c:city></s:shipTo></s:purchase>"#;

#[test]
fn renamed_fields_mapped_types_and_shared_types_keep_their_names_in_xml() {
    assert_eq!(
        soapstone::from_str::<Purchase>(DOCUMENT).unwrap(),
        purchase()
    );
    let written = soapstone::to_string(&purchase()).unwrap();
    assert!(written.contains("price>12.50</"), "{written}");
    assert_eq!(
        soapstone::from_str::<Purchase>(&written).unwrap(),
        purchase()
    );
}

#[test]
fn the_facets_of_a_mapped_type_are_checked_too() {
    let broken = DOCUMENT.replace("12.5<", "12.555<");
    let error = soapstone::from_str::<Purchase>(&broken)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "/purchase/itm[1]/price at 2:16: \"12.555\" has too many digits after the point for Money: \
         3 digits, at most 2 allowed (fractionDigits)"
    );
}

#[test]
fn what_a_mapped_type_refuses_is_an_error_with_a_place() {
    let broken = DOCUMENT.replace("12.5<", "99999999999999999999<");
    let error = soapstone::from_str::<Purchase>(&broken)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "/purchase/itm[1]/price at 2:30: \"99999999999999999999\" is not a Money: \
         expected what Cents accepts (not a number of cents that fits)"
    );
}

#[test]
fn a_derived_trait_is_there_for_structs_and_enums_of_both_modules() {
    assert_eq!(
        serde_json::to_value(purchase()).unwrap(),
        serde_json::json!({
            "itm": [{"handle": "a-1", "price": 1250}, {"handle": "a-2", "price": -5}],
            "ship_to": {"street": "Storgatan 1", "city": "Lund"},
            "state": "Paid",
        })
    );
}

#[test]
fn types_alone_are_read_and_written_as_with_the_service() {
    let order = order_types::GetOrder::new(7);
    let written = soapstone::to_string(&order).unwrap();
    assert_eq!(
        soapstone::from_str::<order_types::GetOrder>(&written).unwrap(),
        order
    );
}

#[test]
fn a_tree_of_files_has_the_chosen_operation_and_its_types() {
    use order_tree::messages::{GetOrder, Session};
    use order_tree::server::{Orders, orders};
    use soapstone::blocking::Client;
    use soapstone::transport::{Endpoint, InProcess};

    struct Nothing;
    impl Orders for Nothing {}

    let endpoint = Endpoint::new(order_tree::client::ORDERS_PORT).unwrap();
    let client = Client::builder(endpoint, InProcess::new(orders(Nothing))).build();
    let client = order_tree::blocking::Orders::new(client).with_session(&Session::new("Ada"));
    let error = client.unwrap().get_order(&GetOrder::new(7)).unwrap_err();
    assert!(
        error.to_string().contains("`getOrder` is not implemented"),
        "{error}"
    );
}
