//! The API of 2022-11-01-beta, the newest version whose model is known in full, with smart crops.
//!
//! Adobe doesn't document it. Programs that use beta versions were seen with [`Protocol::Bare`].

/// The generated operations and types of this version.
pub use scene7_ips_api::v2022_11_01_beta as api;

#[path = "client/mod.rs"]
mod client;
mod crop;

/// What the fake does in this version alone.
#[cfg(feature = "fake")]
macro_rules! further_operations {
    () => {
        async fn add_smart_crops(
            &self,
            request: Request<api::AddSmartCropsParam>,
        ) -> IpsApiAnswer<api::AddSmartCropsReturn> {
            self.run::<operations::AddSmartCrops>(request, |input, mut context| {
                let first = context.state.number();
                let company = context.company(&input.company_handle)?;
                let state = company.asset(&input.owner_handle).ok_or_else(no_asset)?;
                let mut crops = Vec::new();
                for (number, add) in (first..).zip(input.add_array) {
                    let handle = format!("s|{first}|{}", number - first);
                    state.parts.push((handle.clone(), add.crop_name.clone()));
                    let mut crop = api::SubAsset::default();
                    crop.sub_asset_handle = Some(handle);
                    crop.name = Some(add.crop_name);
                    crops.push(crop);
                }
                let mut output = api::AddSmartCropsReturn::default();
                output.success_count = count(crops.len());
                output.warning_count = Some(0);
                output.error_count = Some(0);
                output.success_detail_array = Some(crops);
                Ok(output)
            })
        }

        async fn update_smart_crops(
            &self,
            request: Request<api::UpdateSmartCropsParam>,
        ) -> IpsApiAnswer<api::UpdateSmartCropsReturn> {
            self.run::<operations::UpdateSmartCrops>(request, |input, mut context| {
                let company = context.company(&input.company_handle)?;
                let (mut successes, mut errors) = (0, Vec::new());
                for update in input.update_array {
                    match company.part(&update.owner_handle, &update.sub_asset_handle) {
                        Some(_) => successes += 1,
                        None => errors.push(super::super::no_part(update.sub_asset_handle)),
                    }
                }
                let mut output = api::UpdateSmartCropsReturn::default();
                output.success_count = Some(successes);
                output.warning_count = Some(0);
                output.error_count = count(errors.len());
                output.error_detail_array = Some(errors).filter(|errors| !errors.is_empty());
                Ok(output)
            })
        }

        async fn delete_sub_assets(
            &self,
            request: Request<api::DeleteSubAssetsParam>,
        ) -> IpsApiAnswer<api::DeleteSubAssetsReturn> {
            self.run::<operations::DeleteSubAssets>(request, |input, mut context| {
                let company = context.company(&input.company_handle)?;
                let (mut successes, mut errors) = (0, Vec::new());
                for part in input.sub_asset_array {
                    if company.part(&part.owner_handle, &part.sub_asset_handle).is_none() {
                        errors.push(super::super::no_part(part.sub_asset_handle));
                        continue;
                    }
                    if let Some(state) = company.asset(&part.owner_handle) {
                        state.parts.retain(|(handle, _)| *handle != part.sub_asset_handle);
                    }
                    successes += 1;
                }
                let mut output = api::DeleteSubAssetsReturn::default();
                output.success_count = Some(successes);
                output.warning_count = Some(0);
                output.error_count = count(errors.len());
                output.error_detail_array = Some(errors).filter(|errors| !errors.is_empty());
                Ok(output)
            })
        }

        async fn get_associated_assets(
            &self,
            request: Request<api::GetAssociatedAssetsParam>,
        ) -> IpsApiAnswer<api::GetAssociatedAssetsReturn> {
            self.run::<operations::GetAssociatedAssets>(request, |input, mut context| {
                let company = context.company(&input.company_handle)?;
                let state = company.asset(&input.asset_handle).ok_or_else(no_asset)?;
                let parts = state.parts.iter().map(|(handle, name)| {
                    let mut part = api::SubAsset::default();
                    part.sub_asset_handle = Some(handle.clone());
                    part.name = Some(name.clone());
                    part
                });
                let mut output = api::GetAssociatedAssetsReturn::default();
                output.sub_asset_array = Some(parts.collect());
                Ok(output)
            })
        }

        super::unsupported::unsupported_operations! {
            apply_metadata_template(ApplyMetadataTemplateParam) -> ApplyMetadataTemplateReturn: ApplyMetadataTemplate;
            create_company_metadata(CreateCompanyMetadataParam) -> CreateCompanyMetadataReturn: CreateCompanyMetadata;
            delete_company_metadata(DeleteCompanyMetadataParam) -> DeleteCompanyMetadataReturn: DeleteCompanyMetadata;
            get_archived_job_log_details(GetArchivedJobLogDetailsParam) -> GetArchivedJobLogDetailsReturn: GetArchivedJobLogDetails;
            get_asset_archived_job_logs(GetAssetArchivedJobLogsParam) -> GetAssetArchivedJobLogsReturn: GetAssetArchivedJobLogs;
            get_company_metadata(GetCompanyMetadataParam) -> GetCompanyMetadataReturn: GetCompanyMetadata;
            get_company_upp_properties(GetCompanyUppPropertiesParam) -> GetCompanyUppPropertiesReturn: GetCompanyUppProperties;
            get_metadata_schema(GetMetadataSchemaParam) -> GetMetadataSchemaReturn: GetMetadataSchema;
            get_metadata_schema_namespaces(GetMetadataSchemaNamespacesParam) -> GetMetadataSchemaNamespacesReturn: GetMetadataSchemaNamespaces;
            get_secure_is_auth_token(GetSecureIsAuthTokenParam) -> GetSecureIsAuthTokenReturn: GetSecureIsAuthToken;
            get_upload_task_status(GetUploadTaskStatusParam) -> GetUploadTaskStatusReturn: GetUploadTaskStatus;
            list_company_metadata(ListCompanyMetadataParam) -> ListCompanyMetadataReturn: ListCompanyMetadata;
            remove_metadata_schema(RemoveMetadataSchemaParam) -> RemoveMetadataSchemaReturn: RemoveMetadataSchema;
            save_metadata_schema(SaveMetadataSchemaParam) -> SaveMetadataSchemaReturn: SaveMetadataSchema;
            set_company_upp_properties(SetCompanyUppPropertiesParam) -> SetCompanyUppPropertiesReturn: SetCompanyUppProperties;
            update_audio_captions_metadata(UpdateAudioCaptionsMetadataParam) -> UpdateAudioCaptionsMetadataReturn: UpdateAudioCaptionsMetadata;
            update_company_metadata(UpdateCompanyMetadataParam) -> UpdateCompanyMetadataReturn: UpdateCompanyMetadata;
        }
    };
}

#[cfg(feature = "fake")]
#[path = "fake/mod.rs"]
pub mod fake;

/// A fault about a part that an asset doesn't have.
#[cfg(feature = "fake")]
fn no_part(handle: String) -> api::SubAssetOperationFault {
    let mut fault = api::SubAssetOperationFault::default();
    fault.sub_asset_handle = Some(handle);
    fault.code = Some(30001);
    fault.reason = Some("There is no such part".to_owned());
    fault
}

pub use client::*;
pub use crop::AddedCrops;
