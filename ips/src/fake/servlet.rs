//! The servlet `UploadFile`.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use scene7_ips_api::common;
use soapstone::GlobalElement;

use super::Fake;
use super::answer::{Answer, authentication, authorization, invalid, missing};
use super::api;
use super::api::operations::IpsApiFault;
use super::form::{FormReader, Part};
use super::session::Presented;

/// Answers a request whose body is in memory.
pub(super) fn answer(fake: &Fake, request: Request<Bytes>) -> Response<Bytes> {
    let Some(mut reader) = reader(request.headers()) else {
        return fault(&invalid("The request is no form"), None);
    };
    if let Err(problem) = reader.push(request.body()) {
        return fault(&invalid(problem), None);
    }
    finish(fake, reader, request.headers())
}

/// A reader for the body of a request, if that is a form.
pub(super) fn reader(headers: &HeaderMap) -> Option<FormReader> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    FormReader::new(content_type)
}

/// Answers a request whose body was read.
pub(super) fn finish(fake: &Fake, reader: FormReader, headers: &HeaderMap) -> Response<Bytes> {
    fake.state().count("UploadFile");
    let parts = match reader.finish() {
        Ok(parts) => parts,
        Err(problem) => return fault(&invalid(problem), None),
    };
    let presented = match presented(&parts) {
        Ok(presented) => presented,
        Err(problem) => return fault(&problem, None),
    };
    let status = presented.fault_status;
    match accept(fake, presented, &parts, headers) {
        Ok(output) => document(&output, StatusCode::OK),
        Err(problem) => fault(&problem, status),
    }
}

fn accept(
    fake: &Fake,
    presented: Presented,
    parts: &[Part],
    headers: &HeaderMap,
) -> Answer<api::UploadPostReturn> {
    let mut state = fake.state();
    let session = presented.session(&state, "uploadPost", headers)?;
    let param = parts.iter().find(|part| part.name == "uploadParams");
    let param = param.ok_or_else(|| missing("uploadParams"))?;
    let param = soapstone::from_slice::<api::UploadPostParam>(&param.text)
        .map_err(|error| invalid(&error.to_string()))?;
    let company = state.company(&param.company_handle);
    if company.is_some_and(|company| !session.may_use(&company.name)) {
        return Err(authorization(20006, "The user may not use the company"));
    }
    let files: Vec<&Part> = parts
        .iter()
        .filter(|part| part.file_name.is_some())
        .collect();
    let names = files.iter().filter_map(|part| part.file_name.clone());
    let names: Vec<String> = match &param.file_name {
        Some(name) if files.len() == 1 => vec![name.clone()],
        _ => names.collect(),
    };
    let handle = state.post_files(&param, names.clone(), &session, &fake.inner.clock)?;
    let lengths = files.iter().map(|part| part.length);
    state.received.extend(names.into_iter().zip(lengths));
    let mut output = api::UploadPostReturn::default();
    output.job_handle = Some(handle);
    Ok(output)
}

/// The credentials, in either namespace.
fn presented(parts: &[Part]) -> Answer<Presented> {
    let auth = parts.iter().find(|part| part.name == "auth");
    let auth = auth.ok_or_else(|| authentication(10000, "No credentials"))?;
    if let Ok(header) = soapstone::from_slice::<common::AuthHeader>(&auth.text) {
        return Ok(Presented::shared(header));
    }
    match soapstone::from_slice::<api::AuthHeader>(&auth.text) {
        Ok(header) => Ok(Presented::versioned(header)),
        Err(error) => Err(invalid(&error.to_string())),
    }
}

/// A fault as the servlet gives it: the element alone, and the status 200 unless the header says another.
fn fault(fault: &IpsApiFault, status: Option<u16>) -> Response<Bytes> {
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::OK);
    match fault {
        IpsApiFault::IpsApi(fault) => document(&**fault, status),
        IpsApiFault::Authentication(fault) => document(&**fault, status),
        IpsApiFault::Authorization(fault) => document(&**fault, status),
    }
}

fn document<T: GlobalElement>(element: &T, status: StatusCode) -> Response<Bytes> {
    let body = soapstone::to_vec(element).unwrap_or_default();
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static("text/xml;charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
