//! What is read of a type with many fields is written, and reads the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scene7_ips_api::v2014_04_03::SearchAssetsReturn;
use soapstone::{ReadOptions, from_slice, from_slice_with, from_str, to_string};

fuzz_target!(|data: &[u8]| {
    if let Ok(value) = from_slice::<SearchAssetsReturn>(data) {
        let written = to_string(&value).expect("what was read strictly can be written");
        let again: SearchAssetsReturn = from_str(&written).expect("what was written can be read");
        assert_eq!(again, value);
    }
    // Lenient reading takes values that writing refuses; it must not panic.
    if let Ok((value, _)) = from_slice_with::<SearchAssetsReturn>(data, &ReadOptions::lenient()) {
        let _ = to_string(&value);
    }
});
