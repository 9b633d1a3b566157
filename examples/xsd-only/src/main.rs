//! Reads an invoice, changes it, writes it again, and shows what is said about documents that are no invoices.

/// The generated types.
pub mod invoice {
    soapstone::include_bindings!("invoice");
}

use std::error::Error;

use invoice::{Invoice, InvoiceChoice, InvoiceElement, Line};

const DOCUMENT: &str = include_str!("../invoice.xml");

fn main() -> Result<(), Box<dyn Error>> {
    let InvoiceElement(mut invoice) = soapstone::from_str(DOCUMENT)?;
    println!("invoice {} to {}", invoice.number.get(), buyer(&invoice));
    for line in &invoice.line {
        println!(
            "{:>4} x {} at {} {}",
            line.quantity,
            line.article,
            line.value.get(),
            invoice.currency
        );
    }

    invoice
        .line
        .push(Line::new("49.90".parse()?, "Oat bran", 2));
    println!("\n{}\n", soapstone::to_string(&InvoiceElement(invoice))?);

    for (mistake, document) in broken() {
        match soapstone::from_str::<InvoiceElement>(&document) {
            Ok(_) => return Err(format!("read in spite of {mistake}").into()),
            Err(error) => println!("{mistake}:\n    {error}"),
        }
    }
    Ok(())
}

fn buyer(invoice: &Invoice) -> &str {
    match &invoice.choice {
        InvoiceChoice::Company(company) => &company.name,
        InvoiceChoice::Person(name) => name,
    }
}

/// The invoice with one mistake each.
fn broken() -> [(&'static str, String); 6] {
    let replace = |from, to| DOCUMENT.replace(from, to);
    [
        (
            "a number that does not fit the pattern",
            replace("2024-17", "17/2024"),
        ),
        (
            "a day that does not exist",
            replace("2024-02-29", "2023-02-29"),
        ),
        (
            "three digits behind the point",
            replace("312.50", "312.505"),
        ),
        (
            "both a company and a person",
            replace("</company>", "</company><person>Ada</person>"),
        ),
        (
            "a misspelt element",
            replace("<name>Kvarn AB</name>", "<nmae>Kvarn AB</nmae>"),
        ),
        ("a document that ends too early", replace("</invoice>", "")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_that_is_read_and_written_stays_the_same() {
        let invoice: InvoiceElement = soapstone::from_str(DOCUMENT).unwrap();
        let written = soapstone::to_string(&invoice).unwrap();
        assert_eq!(
            soapstone::from_str::<InvoiceElement>(&written).unwrap(),
            invoice
        );
        assert!(
            written.contains(">1180</"),
            "the price gained digits: {written}"
        );
    }

    #[test]
    fn each_part_has_the_type_that_the_schema_gives_it() {
        let InvoiceElement(invoice) = soapstone::from_str(DOCUMENT).unwrap();
        assert_eq!(buyer(&invoice), "Kvarn AB");
        assert_eq!(invoice.currency, invoice::Currency::Sek);
        assert_eq!(
            (
                invoice.issued.year(),
                invoice.issued.month(),
                invoice.issued.day()
            ),
            (2024, 2, 29)
        );
        assert_eq!(invoice.line[0].value, "312.50".parse().unwrap());
        assert_eq!(invoice.due, Some("2024-03-30".parse().unwrap()));
    }

    #[test]
    fn an_absent_attribute_has_its_default() {
        let document = DOCUMENT.replace(" currency=\"SEK\"", "");
        let InvoiceElement(invoice) = soapstone::from_str(&document).unwrap();
        assert_eq!(invoice.currency, invoice::Currency::Eur);
    }

    #[test]
    fn a_value_is_checked_where_it_is_made() {
        assert!(invoice::Number::try_new("2024-17").is_ok());
        let error = invoice::Number::try_new("17").unwrap_err().to_string();
        assert!(error.contains(r"\d{4}-\d{1,6}"), "{error}");
    }

    #[test]
    fn each_mistake_is_reported_with_its_place() {
        let expected = [
            r#"/invoice/@number at 2:1: "17/2024" does not match the pattern of Number: expected \d{4}-\d{1,6} (pattern)"#,
            r#"/invoice/@issued at 2:1: "2023-02-29" is not an xsd:date: expected a date such as 2024-02-29 or 2024-02-29Z"#,
            r#"/invoice/line[1] at 7:56: "312.505" has too many digits after the point for Amount: 3 digits, at most 2 allowed (fractionDigits)"#,
            "/invoice/person at 6:13: unexpected element `{http://example.com/invoice}person`: expected `{http://example.com/invoice}line`",
            "/invoice/company/nmae at 4:5: unexpected element `{http://example.com/invoice}nmae`: expected `{http://example.com/invoice}name`",
            "/invoice at 12:1: found the end of the document, expected `</invoice>`",
        ];
        for ((mistake, document), expected) in broken().into_iter().zip(expected) {
            let error = soapstone::from_str::<InvoiceElement>(&document).unwrap_err();
            assert_eq!(error.to_string(), expected, "{mistake}");
        }
    }
}
