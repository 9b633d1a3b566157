//! The operations.

use std::sync::{Arc, Weak};

use soapstone::model::Name;
use soapstone::{Failure, Operation, Request, Service};

use super::answer::{Answer, authorization, exception, invalid, missing};
use super::api::operations::{self, IpsApiAnswer, IpsApiFault};
use super::api::server::{self, IpsApi};
use super::api::{self, PublishState, TrashState};
use super::session::{Presented, Session};
use super::state::{CompanyState, State};
use super::{Clock, Inner, asset, folder, namespace, restrict::restrict};
use crate::Timer;

/// How many assets a page has at most.
const ROWS: i32 = 1000;

/// How many where only these fields are asked for.
const ROWS_OF_FEW_FIELDS: i32 = 10_000;
const FEW_FIELDS: [&str; 5] = [
    "totalRows",
    "assetArray/items/assetHandle",
    "assetArray/items/name",
    "assetArray/items/type",
    "assetArray/items/subType",
];

/// How many URLs go in one invalidation.
const URLS: usize = 1000;

/// The service of a fake.
#[derive(Debug)]
pub(super) struct FakeService {
    fake: Weak<Inner>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

/// The service as the endpoint without envelopes has it.
pub(super) fn bare(service: FakeService) -> Service {
    server::ips_api(service).wrapped(Name::new(namespace(), "Request"))
}

/// What an operation works with.
pub(super) struct Context<'s> {
    pub(super) state: &'s mut State,
    pub(super) session: Session,
    pub(super) clock: Clock,
}

impl Context<'_> {
    /// The company of a request, with all jobs carried out whose time has come.
    fn company(&mut self, handle: &str) -> Answer<&mut CompanyState> {
        let (now, number) = (self.clock.now(), self.state.number());
        let company = self.state.company(handle);
        let company = company.ok_or_else(|| authorization(20000, "Invalid company"))?;
        if !self.session.may_use(&company.name) {
            return Err(illegal_company());
        }
        company.settle(now, &self.clock, number);
        Ok(company)
    }
}

fn illegal_company() -> IpsApiFault {
    authorization(20006, "The user may not use the company")
}

impl FakeService {
    pub(super) fn new(fake: Weak<Inner>) -> Self {
        FakeService { fake }
    }

    /// Checks who calls, and lets them do what they want.
    pub(super) fn run<O: Operation>(
        &self,
        request: Request<O::Input>,
        operation: impl FnOnce(O::Input, Context<'_>) -> Answer<O::Output>,
    ) -> IpsApiAnswer<O::Output> {
        let Some(fake): Option<Arc<Inner>> = self.fake.upgrade() else {
            return Err(Failure::receiver("the fake is gone"));
        };
        let mut state = fake
            .state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        state.count(O::META.name);
        let presented = Presented::of(&request);
        let status = presented.fault_status;
        let outcome = presented
            .session(&state, O::META.name, &request.http.headers)
            .and_then(|session| {
                let context = Context {
                    state: &mut state,
                    session,
                    clock: fake.clock.clone(),
                };
                operation(request.input, context)
            });
        outcome.map_err(|fault| failure(fault, status))
    }

    /// The answer to an operation that the fake doesn't have.
    pub(super) fn unsupported<O: Operation>(
        &self,
        request: Request<O::Input>,
    ) -> IpsApiAnswer<O::Output> {
        self.run::<O>(request, |_, _| {
            Err(exception(&format!("The fake has no {}", O::META.name)))
        })
    }
}

fn failure(fault: IpsApiFault, status: Option<u16>) -> Failure<IpsApiFault> {
    let failure = Failure::from(fault);
    match status.and_then(|status| http::StatusCode::from_u16(status).ok()) {
        Some(status) => failure.with_status(status),
        None => failure,
    }
}

/// Counts and details of a batch.
#[derive(Default)]
struct Batch {
    successes: i32,
    errors: Vec<api::AssetOperationFault>,
}

impl Batch {
    fn of(handles: &[String], mut each: impl FnMut(&str) -> Answer<()>) -> Batch {
        let mut batch = Batch::default();
        for handle in handles {
            match each(handle) {
                Ok(()) => batch.successes += 1,
                Err(fault) => batch.errors.push(asset_fault(handle, &fault)),
            }
        }
        batch
    }

    fn error_count(&self) -> i32 {
        i32::try_from(self.errors.len()).unwrap_or(i32::MAX)
    }

    fn errors(self) -> Option<Vec<api::AssetOperationFault>> {
        Some(self.errors).filter(|errors| !errors.is_empty())
    }
}

/// Fills the five fields that the outputs of batches have.
macro_rules! batch_output {
    ($output:ident, $batch:expr) => {{
        let batch = $batch;
        let mut output = api::$output::default();
        output.success_count = Some(batch.successes);
        output.warning_count = Some(0);
        output.error_count = Some(batch.error_count());
        output.error_detail_array = batch.errors();
        output
    }};
}

fn asset_fault(handle: &str, fault: &IpsApiFault) -> api::AssetOperationFault {
    let (code, reason) = parts(fault);
    let mut detail = api::AssetOperationFault::default();
    detail.asset_handle = Some(handle.to_owned());
    detail.code = Some(code);
    detail.reason = Some(reason);
    detail
}

fn parts(fault: &IpsApiFault) -> (i32, String) {
    match fault {
        IpsApiFault::IpsApi(fault) => (fault.code, fault.reason.clone()),
        IpsApiFault::Authentication(fault) => (fault.code, fault.reason.clone()),
        IpsApiFault::Authorization(fault) => (fault.code, fault.reason.clone()),
    }
}

fn no_asset() -> IpsApiFault {
    invalid("There is no asset with this handle")
}

/// The path of a folder from its handle.
fn folder_path(handle: &str) -> Answer<String> {
    let path = handle.strip_prefix("f|");
    path.map(str::to_owned)
        .ok_or_else(|| invalid("There is no folder with this handle"))
}

/// The path of a folder of a company.
fn known_folder(company: &CompanyState, handle: &str) -> Answer<String> {
    let path = folder_path(handle)?;
    match company.folders.contains_key(&path) {
        true => Ok(path),
        false => Err(invalid("There is no folder with this handle")),
    }
}

impl CompanyState {
    fn restore(&mut self, handle: &str) -> Answer<()> {
        let state = self.asset(handle).ok_or_else(no_asset)?;
        if state.asset.trash_state != Some(TrashState::InTrash) {
            return Err(exception("The asset is not in the trash"));
        }
        state.asset.trash_state = Some(TrashState::NotInTrash);
        Ok(())
    }

    fn empty(&mut self, handle: &str) -> Answer<()> {
        let state = self.asset(handle).ok_or_else(no_asset)?;
        if !state.is_in_trash() {
            return Err(exception("The asset is not in the trash"));
        }
        self.assets
            .retain(|state| state.asset.asset_handle.as_deref() != Some(handle));
        Ok(())
    }

    fn delete(&mut self, handle: &str) -> Answer<()> {
        let state = self.asset(handle).ok_or_else(no_asset)?;
        if state.is_in_trash() {
            return Err(exception("The asset is in the trash"));
        }
        state.asset.trash_state = Some(TrashState::InTrash);
        state.is_published = false;
        Ok(())
    }

    fn move_to(&mut self, handle: &str, folder: &str) -> Answer<()> {
        let path = folder_path(folder)?;
        if !self.folders.contains_key(&path) {
            return Err(invalid("There is no folder with this handle"));
        }
        let state = self.asset(handle).ok_or_else(no_asset)?;
        state.asset.folder = Some(path);
        state.asset.folder_handle = Some(folder.to_owned());
        Ok(())
    }

    fn rename(&mut self, handle: &str, name: &str, validates: bool) -> Answer<()> {
        let is_used = self.assets.iter().any(|state| {
            state.asset.name.as_deref() == Some(name)
                && state.asset.asset_handle.as_deref() != Some(handle)
        });
        if is_used && validates {
            return Err(exception(&format!("Asset ID '{name}' is already in use.")));
        }
        let state = self.asset(handle).ok_or_else(no_asset)?;
        state.asset.name = Some(name.to_owned());
        Ok(())
    }

    fn set_metadata(&mut self, handle: &str, update: &api::MetadataUpdate) -> Answer<()> {
        if !self.fields.contains(&update.field_handle) {
            return Err(invalid("There is no metadata field with this handle"));
        }
        let state = self.asset(handle).ok_or_else(no_asset)?;
        let fields = state.asset.metadata_array.get_or_insert_default();
        fields.retain(|field| field.name.as_deref() != Some(&update.field_handle));
        let mut field = api::Metadata::default();
        field.name = Some(update.field_handle.clone());
        field.value = update.value.clone();
        field.bool_val = update.bool_val;
        field.long_val = update.long_val;
        field.double_val = update.double_val;
        field.date_val = update.date_val.clone();
        field.value_array = update.set_tag_value_array.clone();
        fields.push(field);
        Ok(())
    }
}

fn count(count: usize) -> Option<i32> {
    Some(i32::try_from(count).unwrap_or(i32::MAX))
}

impl IpsApi for FakeService {
    async fn get_company_info(
        &self,
        request: Request<api::GetCompanyInfoParam>,
    ) -> IpsApiAnswer<api::GetCompanyInfoReturn> {
        self.run::<operations::GetCompanyInfo>(request, |input, context| {
            let found = match (&input.company_handle, &input.company_name) {
                (Some(handle), _) => context.state.company(handle),
                (None, Some(name)) => context.state.company_by_name(name),
                (None, None) => return Err(missing("companyName")),
            };
            let company = found.ok_or_else(|| authorization(20000, "Invalid company"))?;
            if !context.session.may_use(&company.name) {
                return Err(illegal_company());
            }
            let mut info = api::Company::default();
            info.company_handle = Some(company.handle.clone());
            info.name = Some(company.name.clone());
            info.root_path = Some(format!("{}/", company.name));
            let mut output = api::GetCompanyInfoReturn::default();
            output.company_info = Some(Box::new(info));
            Ok(output)
        })
    }

    async fn check_login(
        &self,
        request: Request<api::CheckLoginParam>,
    ) -> IpsApiAnswer<api::CheckLoginReturn> {
        self.run::<operations::CheckLogin>(request, |input, context| {
            let is_valid =
                context.state.users.iter().any(|user| {
                    user.email == input.email && user.password == input.password.expose()
                });
            let mut output = api::CheckLoginReturn::default();
            output.status = Some(match is_valid {
                true => api::LoginStatus::ValidLogin,
                false => api::LoginStatus::InvalidLogin,
            });
            Ok(output)
        })
    }

    async fn get_user_info(
        &self,
        request: Request<api::GetUserInfoParam>,
    ) -> IpsApiAnswer<api::GetUserInfoReturn> {
        self.run::<operations::GetUserInfo>(request, |input, context| {
            let email = input.email.as_deref().unwrap_or(&context.session.email);
            let handle = input
                .user_handle
                .as_deref()
                .or_else(|| input.email.is_none().then_some(&*context.session.user));
            let user = context.state.users.iter().find(|user| {
                handle.is_none_or(|handle| user.handle == handle)
                    && (handle.is_some() || user.email == email)
            });
            let user = user.ok_or_else(|| authorization(20002, "Invalid user"))?;
            let mut info = api::User::default();
            info.user_handle = Some(user.handle.clone());
            info.email = Some(user.email.clone());
            info.is_valid = Some(true);
            let mut output = api::GetUserInfoReturn::default();
            output.user_info = Some(Box::new(info));
            Ok(output)
        })
    }

    async fn search_assets(
        &self,
        request: Request<api::SearchAssetsParam>,
    ) -> IpsApiAnswer<api::SearchAssetsReturn> {
        self.run::<operations::SearchAssets>(request, |input, mut context| {
            let ignores_pages = context.state.ignores_pages;
            let company = context.company(&input.company_handle)?;
            let mut assets = asset::Filter::of_search(&input).assets(company);
            asset::sort(
                &mut assets,
                input.sort_by.as_ref(),
                input.sort_direction.as_ref(),
            );
            let is_few = input
                .response_field_array
                .as_ref()
                .is_some_and(|fields| fields.iter().all(|field| FEW_FIELDS.contains(&&**field)));
            let most = if is_few { ROWS_OF_FEW_FIELDS } else { ROWS };
            let size = input.records_per_page.unwrap_or(most).min(most);
            let mut output = api::SearchAssetsReturn::default();
            output.total_rows = count(assets.len());
            let number = input.results_page.filter(|_| !ignores_pages);
            let page = asset::page(assets, number, size);
            output.asset_array = Some(page.into_iter().cloned().collect());
            Ok(restrict(
                output,
                input.response_field_array.as_deref(),
                input.exclude_field_array.as_deref(),
            ))
        })
    }

    async fn search_assets_by_metadata(
        &self,
        request: Request<api::SearchAssetsByMetadataParam>,
    ) -> IpsApiAnswer<api::SearchAssetsByMetadataReturn> {
        self.run::<operations::SearchAssetsByMetadata>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let filter = asset::Filter::of_metadata(
                input.filters.as_deref(),
                input.metadata_condition_array.as_deref(),
                input.metadata_condition_match_mode.as_ref(),
            );
            let assets = filter.assets(company);
            let mut output = api::SearchAssetsByMetadataReturn::default();
            output.total_rows = count(assets.len());
            let size = input.records_per_page.unwrap_or(ROWS).min(ROWS);
            let page = asset::page(assets, input.results_page, size);
            let summaries = page.into_iter().map(|asset| {
                let mut summary = api::AssetSummary::default();
                summary.asset_handle = asset.asset_handle.clone();
                summary.r#type = asset.r#type.clone();
                summary.name = asset.name.clone();
                summary.folder = asset.folder.clone();
                summary.filename = asset.file_name.clone();
                // Fields of the company's own come without their values.
                let fields = asset.metadata_array.iter().flatten();
                let fields = fields.map(|field| {
                    let mut bare = api::Metadata::default();
                    bare.name = field.name.clone();
                    bare
                });
                summary.metadata_array = Some(fields.collect());
                summary
            });
            output.asset_summary_array = Some(summaries.collect());
            Ok(output)
        })
    }

    async fn get_assets(
        &self,
        request: Request<api::GetAssetsParam>,
    ) -> IpsApiAnswer<api::GetAssetsReturn> {
        self.run::<operations::GetAssets>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let handles = &input.asset_handle_array;
            let found = handles
                .iter()
                .filter_map(|handle| company.asset(handle).map(|state| state.asset.clone()));
            let mut output = api::GetAssetsReturn::default();
            output.asset_array = Some(found.collect());
            Ok(restrict(
                output,
                input.response_field_array.as_deref(),
                input.exclude_field_array.as_deref(),
            ))
        })
    }

    async fn get_assets_by_name(
        &self,
        request: Request<api::GetAssetsByNameParam>,
    ) -> IpsApiAnswer<api::GetAssetsByNameReturn> {
        self.run::<operations::GetAssetsByName>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let is_wanted = |asset: &api::Asset| {
                let name = asset.name.as_ref();
                name.is_some_and(|name| input.name_array.contains(name))
            };
            let found = company
                .assets
                .iter()
                .filter(|state| !state.is_in_trash() && is_wanted(&state.asset))
                .map(|state| state.asset.clone());
            let mut output = api::GetAssetsByNameReturn::default();
            output.asset_array = Some(found.collect());
            Ok(restrict(
                output,
                input.response_field_array.as_deref(),
                input.exclude_field_array.as_deref(),
            ))
        })
    }

    async fn get_asset_counts(
        &self,
        request: Request<api::GetAssetCountsParam>,
    ) -> IpsApiAnswer<api::GetAssetCountsReturn> {
        self.run::<operations::GetAssetCounts>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let mut counts: Vec<api::AssetCount> = Vec::new();
            for state in company.assets.iter().filter(|state| !state.is_in_trash()) {
                let known = counts
                    .iter_mut()
                    .find(|known| known.asset_type == state.asset.r#type);
                match known {
                    Some(known) => known.count = known.count.map(|count| count + 1),
                    None => {
                        let mut new = api::AssetCount::default();
                        new.asset_type = state.asset.r#type.clone();
                        new.count = Some(1);
                        counts.push(new);
                    }
                }
            }
            let mut output = api::GetAssetCountsReturn::default();
            output.count_array = Some(counts);
            Ok(output)
        })
    }

    async fn get_folder_tree(
        &self,
        request: Request<api::GetFolderTreeParam>,
    ) -> IpsApiAnswer<api::GetFolderTreeReturn> {
        self.run::<operations::GetFolderTree>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let path = folder_of(company, input.folder_path.as_deref());
            let tree = folder::tree(&company.folders, &path, input.depth);
            let mut output = api::GetFolderTreeReturn::default();
            let tree = tree.ok_or_else(|| invalid("There is no such folder"))?;
            output.folders = Some(Box::new(tree));
            Ok(restrict(
                output,
                input.response_field_array.as_deref(),
                input.exclude_field_array.as_deref(),
            ))
        })
    }

    async fn get_folders(
        &self,
        request: Request<api::GetFoldersParam>,
    ) -> IpsApiAnswer<api::GetFoldersReturn> {
        self.run::<operations::GetFolders>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let path = folder_of(company, input.folder_path.as_deref());
            let tree = folder::tree(&company.folders, &path, 1);
            let tree = tree.ok_or_else(|| invalid("There is no such folder"))?;
            let mut output = api::GetFoldersReturn::default();
            output.folder_array = Some(tree.subfolder_array.unwrap_or_default());
            Ok(restrict(
                output,
                input.response_field_array.as_deref(),
                input.exclude_field_array.as_deref(),
            ))
        })
    }

    async fn create_folder(
        &self,
        request: Request<api::CreateFolderParam>,
    ) -> IpsApiAnswer<api::CreateFolderReturn> {
        self.run::<operations::CreateFolder>(request, |input, mut context| {
            let now = context.clock.date();
            let company = context.company(&input.company_handle)?;
            let path = format!("{}/", input.folder_path.trim_end_matches('/'));
            if !path.starts_with(&format!("{}/", company.name)) {
                return Err(invalid("The path doesn't begin with that of the company"));
            }
            company.add_folder(&path, &now);
            let mut output = api::CreateFolderReturn::default();
            output.folder_handle = Some(format!("f|{path}"));
            Ok(output)
        })
    }

    async fn delete_folder(
        &self,
        request: Request<api::DeleteFolderParam>,
    ) -> IpsApiAnswer<api::DeleteFolderReturn> {
        self.run::<operations::DeleteFolder>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let path = folder_path(&input.folder_handle)?;
            if company.folders.remove(&path).is_none() {
                return Err(invalid("There is no folder with this handle"));
            }
            company.folders.retain(|other, _| !other.starts_with(&path));
            for state in &mut company.assets {
                let folder = state.asset.folder.as_deref().unwrap_or_default();
                if folder.starts_with(&path) {
                    state.asset.trash_state = Some(TrashState::InTrash);
                }
            }
            Ok(api::DeleteFolderReturn::default())
        })
    }

    async fn rename_folder(
        &self,
        request: Request<api::RenameFolderParam>,
    ) -> IpsApiAnswer<api::RenameFolderReturn> {
        self.run::<operations::RenameFolder>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let path = known_folder(company, &input.folder_handle)?;
            let (parent, _) = path
                .trim_end_matches('/')
                .rsplit_once('/')
                .ok_or_else(|| invalid("The root has the name of the company"))?;
            company.move_folder(&path, &format!("{parent}/{}/", input.folder_name));
            Ok(api::RenameFolderReturn::default())
        })
    }

    async fn move_folder(
        &self,
        request: Request<api::MoveFolderParam>,
    ) -> IpsApiAnswer<api::MoveFolderReturn> {
        self.run::<operations::MoveFolder>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let path = known_folder(company, &input.folder_handle)?;
            let target = known_folder(company, &input.dest_folder_handle)?;
            if target.starts_with(&path) {
                return Err(invalid("A folder can't be in itself"));
            }
            let name = path.trim_end_matches('/').rsplit('/').next();
            company.move_folder(&path, &format!("{target}{}/", name.unwrap_or_default()));
            Ok(api::MoveFolderReturn::default())
        })
    }

    async fn get_metadata_fields(
        &self,
        request: Request<api::GetMetadataFieldsParam>,
    ) -> IpsApiAnswer<api::GetMetadataFieldsReturn> {
        self.run::<operations::GetMetadataFields>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let fields = company.fields.iter().map(|name| {
                let mut field = api::MetadataField::default();
                field.field_handle = Some(name.clone());
                field.name = Some(name.clone());
                field.r#type = Some(api::MetadataFieldType::String);
                field.is_user_defined = Some(true);
                field
            });
            let mut output = api::GetMetadataFieldsReturn::default();
            output.field_array = Some(fields.collect());
            Ok(output)
        })
    }

    async fn set_asset_metadata(
        &self,
        request: Request<api::SetAssetMetadataParam>,
    ) -> IpsApiAnswer<api::SetAssetMetadataReturn> {
        self.run::<operations::SetAssetMetadata>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            for update in &input.update_array {
                company.set_metadata(&input.asset_handle, update)?;
            }
            Ok(api::SetAssetMetadataReturn::default())
        })
    }

    async fn batch_set_asset_metadata(
        &self,
        request: Request<api::BatchSetAssetMetadataParam>,
    ) -> IpsApiAnswer<api::BatchSetAssetMetadataReturn> {
        self.run::<operations::BatchSetAssetMetadata>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let mut output = api::BatchSetAssetMetadataReturn::default();
            let (mut successes, mut errors) = (0, Vec::new());
            for update in &input.update_array {
                for handle in &update.asset_handle_array {
                    let before = errors.len();
                    for field in &update.update_array {
                        if let Err(fault) = company.set_metadata(handle, field) {
                            let (code, reason) = parts(&fault);
                            let mut detail = api::SetMetadataFault::default();
                            detail.asset_handle = Some(handle.clone());
                            detail.field_handle = Some(field.field_handle.clone());
                            detail.code = Some(code);
                            detail.reason = Some(reason);
                            errors.push(detail);
                        }
                    }
                    successes += i32::from(errors.len() == before);
                }
            }
            output.success_count = Some(successes);
            output.warning_count = Some(0);
            output.error_count = count(errors.len());
            output.error_detail_array = Some(errors).filter(|errors| !errors.is_empty());
            Ok(output)
        })
    }

    async fn set_assets_publish_state(
        &self,
        request: Request<api::SetAssetsPublishStateParam>,
    ) -> IpsApiAnswer<api::SetAssetsPublishStateReturn> {
        self.run::<operations::SetAssetsPublishState>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let mut batch = Batch::default();
            for update in &input.publish_state_update_array {
                let is_ready = update.publish_state == PublishState::MarkedForPublish;
                match company.asset(&update.asset_handle) {
                    Some(state) => {
                        state.asset.ready_for_publish = Some(is_ready);
                        state.is_changed = true;
                        batch.successes += 1;
                    }
                    None => batch
                        .errors
                        .push(asset_fault(&update.asset_handle, &no_asset())),
                }
            }
            Ok(batch_output!(SetAssetsPublishStateReturn, batch))
        })
    }

    async fn delete_asset(
        &self,
        request: Request<api::DeleteAssetParam>,
    ) -> IpsApiAnswer<api::DeleteAssetReturn> {
        self.run::<operations::DeleteAsset>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            company.delete(&input.asset_handle)?;
            Ok(api::DeleteAssetReturn::default())
        })
    }

    async fn delete_assets(
        &self,
        request: Request<api::DeleteAssetsParam>,
    ) -> IpsApiAnswer<api::DeleteAssetsReturn> {
        self.run::<operations::DeleteAssets>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let batch = Batch::of(&input.asset_handle_array, |handle| company.delete(handle));
            Ok(batch_output!(DeleteAssetsReturn, batch))
        })
    }

    async fn restore_assets_from_trash(
        &self,
        request: Request<api::RestoreAssetsFromTrashParam>,
    ) -> IpsApiAnswer<api::RestoreAssetsFromTrashReturn> {
        self.run::<operations::RestoreAssetsFromTrash>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let batch = Batch::of(&input.asset_handle_array, |handle| company.restore(handle));
            Ok(batch_output!(RestoreAssetsFromTrashReturn, batch))
        })
    }

    async fn empty_assets_from_trash(
        &self,
        request: Request<api::EmptyAssetsFromTrashParam>,
    ) -> IpsApiAnswer<api::EmptyAssetsFromTrashReturn> {
        self.run::<operations::EmptyAssetsFromTrash>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let batch = Batch::of(&input.asset_handle_array, |handle| company.empty(handle));
            Ok(batch_output!(EmptyAssetsFromTrashReturn, batch))
        })
    }

    async fn rename_asset(
        &self,
        request: Request<api::RenameAssetParam>,
    ) -> IpsApiAnswer<api::RenameAssetReturn> {
        self.run::<operations::RenameAsset>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            company.rename(&input.asset_handle, &input.new_name, input.validate_name)?;
            Ok(api::RenameAssetReturn::default())
        })
    }

    async fn move_asset(
        &self,
        request: Request<api::MoveAssetParam>,
    ) -> IpsApiAnswer<api::MoveAssetReturn> {
        self.run::<operations::MoveAsset>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            company.move_to(&input.asset_handle, &input.folder_handle)?;
            Ok(api::MoveAssetReturn::default())
        })
    }

    async fn move_assets(
        &self,
        request: Request<api::MoveAssetsParam>,
    ) -> IpsApiAnswer<api::MoveAssetsReturn> {
        self.run::<operations::MoveAssets>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let mut batch = Batch::default();
            for asset in &input.asset_move_array {
                match company.move_to(&asset.asset_handle, &asset.folder_handle) {
                    Ok(()) => batch.successes += 1,
                    Err(fault) => batch.errors.push(asset_fault(&asset.asset_handle, &fault)),
                }
            }
            Ok(batch_output!(MoveAssetsReturn, batch))
        })
    }

    async fn submit_job(
        &self,
        request: Request<api::SubmitJobParam>,
    ) -> IpsApiAnswer<api::SubmitJobReturn> {
        self.run::<operations::SubmitJob>(request, |input, mut context| {
            context.company(&input.company_handle)?;
            let (session, clock) = (context.session, context.clock);
            let handle =
                context
                    .state
                    .begin_job(&input.company_handle, &input, &session, &clock)?;
            let mut output = api::SubmitJobReturn::default();
            output.job_handle = Some(handle);
            Ok(output)
        })
    }

    async fn get_active_jobs(
        &self,
        request: Request<api::GetActiveJobsParam>,
    ) -> IpsApiAnswer<api::GetActiveJobsReturn> {
        self.run::<operations::GetActiveJobs>(request, |input, mut context| {
            let company = input.company_handle.as_deref();
            let company = company.ok_or_else(|| missing("companyHandle"))?;
            let clock = context.clock.clone();
            let company = context.company(company)?;
            let mut output = api::GetActiveJobsReturn::default();
            output.job_array = Some(company.active_jobs(
                input.job_handle.as_deref(),
                input.original_name.as_deref(),
                &clock,
            ));
            Ok(output)
        })
    }

    async fn get_scheduled_jobs(
        &self,
        request: Request<api::GetScheduledJobsParam>,
    ) -> IpsApiAnswer<api::GetScheduledJobsReturn> {
        self.run::<operations::GetScheduledJobs>(request, |input, mut context| {
            let company = input.company_handle.as_deref();
            let company = company.ok_or_else(|| missing("companyHandle"))?;
            let company = context.company(company)?;
            let mut output = api::GetScheduledJobsReturn::default();
            output.job_array = Some(
                company.scheduled_jobs(input.job_handle.as_deref(), input.original_name.as_deref()),
            );
            Ok(output)
        })
    }

    async fn get_job_logs(
        &self,
        request: Request<api::GetJobLogsParam>,
    ) -> IpsApiAnswer<api::GetJobLogsReturn> {
        self.run::<operations::GetJobLogs>(request, |input, mut context| {
            let company = input.company_handle.as_deref();
            let company = company.ok_or_else(|| missing("companyHandle"))?;
            let clock = context.clock.clone();
            let company = context.company(company)?;
            let is_in_time = |log: &api::JobLog| {
                let start = log.start_date.as_ref();
                let is_after = input
                    .start_date
                    .as_ref()
                    .is_none_or(|from| start.is_some_and(|start| start >= from));
                let is_before = input
                    .end_date
                    .as_ref()
                    .is_none_or(|to| start.is_some_and(|start| start <= to));
                is_after && is_before
            };
            let rows = input
                .num_rows
                .map_or(usize::MAX, |rows| usize::try_from(rows).unwrap_or_default());
            let logs = company.logs(None, None, &clock);
            let logs = logs.into_iter().map(|(log, _)| log);
            let mut output = api::GetJobLogsReturn::default();
            output.job_log_array = Some(logs.filter(is_in_time).take(rows).collect());
            Ok(output)
        })
    }

    async fn get_job_log_details(
        &self,
        request: Request<api::GetJobLogDetailsParam>,
    ) -> IpsApiAnswer<api::GetJobLogDetailsReturn> {
        self.run::<operations::GetJobLogDetails>(request, |input, mut context| {
            if input.job_handle.is_none() && input.original_name.is_none() {
                return Err(missing("jobHandle"));
            }
            let clock = context.clock.clone();
            let company = context.company(&input.company_handle)?;
            let logs = company.logs(
                input.job_handle.as_deref(),
                input.original_name.as_deref(),
                &clock,
            );
            let is_wanted = |detail: &&api::JobLogDetail| {
                let types = input.log_type_array.as_ref();
                types.is_none_or(|types| {
                    types.is_empty()
                        || detail
                            .log_type
                            .as_ref()
                            .is_some_and(|log_type| types.contains(log_type))
                })
            };
            let size = input.records_per_page.unwrap_or(ROWS).min(ROWS);
            let logs = logs.into_iter().take(1).map(|(mut log, details)| {
                let details: Vec<_> = details.iter().filter(is_wanted).cloned().collect();
                log.detail_total_rows = count(details.len());
                log.detail_array = Some(asset::page(details, input.results_page, size));
                log
            });
            let mut output = api::GetJobLogDetailsReturn::default();
            output.job_log_array = Some(logs.collect());
            Ok(output)
        })
    }

    async fn stop_job(
        &self,
        request: Request<api::StopJobParam>,
    ) -> IpsApiAnswer<api::StopJobReturn> {
        self.run::<operations::StopJob>(request, |input, mut context| {
            let now = context.clock.now();
            let company = context.company(&input.company_handle)?;
            company.stop_job(&input.job_handle, now)?;
            Ok(api::StopJobReturn::default())
        })
    }

    async fn pause_job(
        &self,
        request: Request<api::PauseJobParam>,
    ) -> IpsApiAnswer<api::PauseJobReturn> {
        self.run::<operations::PauseJob>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            company.pause_job(&input.job_handle, true)?;
            Ok(api::PauseJobReturn::default())
        })
    }

    async fn resume_job(
        &self,
        request: Request<api::ResumeJobParam>,
    ) -> IpsApiAnswer<api::ResumeJobReturn> {
        self.run::<operations::ResumeJob>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            company.pause_job(&input.job_handle, false)?;
            Ok(api::ResumeJobReturn::default())
        })
    }

    async fn execute_job(
        &self,
        request: Request<api::ExecuteJobParam>,
    ) -> IpsApiAnswer<api::ExecuteJobReturn> {
        self.run::<operations::ExecuteJob>(request, |input, mut context| {
            let clock = context.clock.clone();
            let times = (context.state.job_length, context.state.job_gap);
            let number = context.state.number();
            let company = context.company(&input.company_handle)?;
            company.execute_job(&input.job_handle, number, times, &clock)?;
            Ok(api::ExecuteJobReturn::default())
        })
    }

    async fn delete_job(
        &self,
        request: Request<api::DeleteJobParam>,
    ) -> IpsApiAnswer<api::DeleteJobReturn> {
        self.run::<operations::DeleteJob>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            company.delete_job(&input.job_handle)?;
            Ok(api::DeleteJobReturn::default())
        })
    }

    async fn cdn_cache_invalidation(
        &self,
        request: Request<api::CdnCacheInvalidationParam>,
    ) -> IpsApiAnswer<api::CdnCacheInvalidationReturn> {
        self.run::<operations::CdnCacheInvalidation>(request, |input, mut context| {
            let company = context.company(&input.company_handle)?;
            let name = format!("/{}/", company.name);
            if input.url_array.len() > URLS {
                return Err(invalid("Found more than 1000 URLs"));
            }
            if let Some(url) = input.url_array.iter().find(|url| !url.contains(&name)) {
                let reason = format!("The URL {url} is not one of the company");
                return Err(invalid(&reason));
            }
            let number = context.state.number();
            context.state.invalidated.extend(input.url_array);
            let mut output = api::CdnCacheInvalidationReturn::default();
            output.invalidation_handle = Some(format!("i|{number}"));
            output.estimated_seconds = Some(600);
            Ok(output)
        })
    }

    super::unsupported::unsupported_operations!();
    further_operations!();
}

/// The path of a folder, or of the root, with a slash at its end.
fn folder_of(company: &CompanyState, path: Option<&str>) -> String {
    let path = path
        .filter(|path| !path.is_empty())
        .unwrap_or(&company.name);
    format!("{}/", path.trim_end_matches('/'))
}
