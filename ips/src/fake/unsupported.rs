//! The operations that a fake doesn't have. They are answered with a fault, after the same checks as the others.

/// A method for each of them, in the implementation of the service.
macro_rules! unsupported_operations {
    () => {
        super::unsupported::unsupported_operations! {
            get_distinct_metadata_values(GetDistinctMetadataValuesParam) -> GetDistinctMetadataValuesReturn: GetDistinctMetadataValues;
            get_xmp_packet(GetXmpPacketParam) -> GetXmpPacketReturn: GetXmpPacket;
            update_xmp_packet(UpdateXmpPacketParam) -> UpdateXmpPacketReturn: UpdateXmpPacket;
            check_asset_names(CheckAssetNamesParam) -> CheckAssetNamesReturn: CheckAssetNames;
            set_asset_publish_state(SetAssetPublishStateParam) -> SetAssetPublishStateReturn: SetAssetPublishState;
            set_assets_context_state(SetAssetsContextStateParam) -> SetAssetsContextStateReturn: SetAssetsContextState;
            force_republish_assets(ForceRepublishAssetsParam) -> ForceRepublishAssetsReturn: ForceRepublishAssets;
            get_publish_contexts(GetPublishContextsParam) -> GetPublishContextsReturn: GetPublishContexts;
            batch_get_asset_publish_contexts(BatchGetAssetPublishContextsParam) -> BatchGetAssetPublishContextsReturn: BatchGetAssetPublishContexts;
            get_active_publish_contexts(GetActivePublishContextsParam) -> GetActivePublishContextsReturn: GetActivePublishContexts;
            get_original_file_paths(GetOriginalFilePathsParam) -> GetOriginalFilePathsReturn: GetOriginalFilePaths;
            save_zoom_target(SaveZoomTargetParam) -> SaveZoomTargetReturn: SaveZoomTarget;
            set_zoom_targets(SetZoomTargetsParam) -> SetZoomTargetsReturn: SetZoomTargets;
            delete_zoom_target(DeleteZoomTargetParam) -> DeleteZoomTargetReturn: DeleteZoomTarget;
            save_image_map(SaveImageMapParam) -> SaveImageMapReturn: SaveImageMap;
            set_image_maps(SetImageMapsParam) -> SetImageMapsReturn: SetImageMaps;
            delete_image_map(DeleteImageMapParam) -> DeleteImageMapReturn: DeleteImageMap;
            create_image_set(CreateImageSetParam) -> CreateImageSetReturn: CreateImageSet;
            set_image_set_members(SetImageSetMembersParam) -> SetImageSetMembersReturn: SetImageSetMembers;
            get_image_set_members(GetImageSetMembersParam) -> GetImageSetMembersReturn: GetImageSetMembers;
            update_image_set(UpdateImageSetParam) -> UpdateImageSetReturn: UpdateImageSet;
            create_asset_set(CreateAssetSetParam) -> CreateAssetSetReturn: CreateAssetSet;
            set_asset_set_definition(SetAssetSetDefinitionParam) -> SetAssetSetDefinitionReturn: SetAssetSetDefinition;
            update_asset_set(UpdateAssetSetParam) -> UpdateAssetSetReturn: UpdateAssetSet;
            replace_image(ReplaceImageParam) -> ReplaceImageReturn: ReplaceImage;
            copy_image(CopyImageParam) -> CopyImageReturn: CopyImage;
            create_derived_asset(CreateDerivedAssetParam) -> CreateDerivedAssetReturn: CreateDerivedAsset;
            create_template(CreateTemplateParam) -> CreateTemplateReturn: CreateTemplate;
            set_url_modifier(SetUrlModifierParam) -> SetUrlModifierReturn: SetUrlModifier;
            get_zip_entries(GetZipEntriesParam) -> GetZipEntriesReturn: GetZipEntries;
            get_generation_info(GetGenerationInfoParam) -> GetGenerationInfoReturn: GetGenerationInfo;
            get_all_companies(GetAllCompaniesParam) -> GetAllCompaniesReturn: GetAllCompanies;
            add_company(AddCompanyParam) -> AddCompanyReturn: AddCompany;
            get_company_members(GetCompanyMembersParam) -> GetCompanyMembersReturn: GetCompanyMembers;
            add_user(AddUserParam) -> AddUserReturn: AddUser;
            generate_password(GeneratePasswordParam) -> GeneratePasswordReturn: GeneratePassword;
            set_password(SetPasswordParam) -> SetPasswordReturn: SetPassword;
            set_user_info(SetUserInfoParam) -> SetUserInfoReturn: SetUserInfo;
            get_all_users(GetAllUsersParam) -> GetAllUsersReturn: GetAllUsers;
            get_users(GetUsersParam) -> GetUsersReturn: GetUsers;
            get_user_chars(GetUserCharsParam) -> GetUserCharsReturn: GetUserChars;
            set_company_membership(SetCompanyMembershipParam) -> SetCompanyMembershipReturn: SetCompanyMembership;
            add_company_membership(AddCompanyMembershipParam) -> AddCompanyMembershipReturn: AddCompanyMembership;
            remove_company_membership(RemoveCompanyMembershipParam) -> RemoveCompanyMembershipReturn: RemoveCompanyMembership;
            get_company_membership(GetCompanyMembershipParam) -> GetCompanyMembershipReturn: GetCompanyMembership;
            get_image_formats(GetImageFormatsParam) -> GetImageFormatsReturn: GetImageFormats;
            save_image_format(SaveImageFormatParam) -> SaveImageFormatReturn: SaveImageFormat;
            delete_image_format(DeleteImageFormatParam) -> DeleteImageFormatReturn: DeleteImageFormat;
            get_groups(GetGroupsParam) -> GetGroupsReturn: GetGroups;
            save_group(SaveGroupParam) -> SaveGroupReturn: SaveGroup;
            delete_group(DeleteGroupParam) -> DeleteGroupReturn: DeleteGroup;
            get_group_membership(GetGroupMembershipParam) -> GetGroupMembershipReturn: GetGroupMembership;
            set_group_membership(SetGroupMembershipParam) -> SetGroupMembershipReturn: SetGroupMembership;
            add_group_membership(AddGroupMembershipParam) -> AddGroupMembershipReturn: AddGroupMembership;
            remove_group_membership(RemoveGroupMembershipParam) -> RemoveGroupMembershipReturn: RemoveGroupMembership;
            get_group_members(GetGroupMembersParam) -> GetGroupMembersReturn: GetGroupMembers;
            set_group_members(SetGroupMembersParam) -> SetGroupMembersReturn: SetGroupMembers;
            add_group_members(AddGroupMembersParam) -> AddGroupMembersReturn: AddGroupMembers;
            remove_group_members(RemoveGroupMembersParam) -> RemoveGroupMembersReturn: RemoveGroupMembers;
            get_projects(GetProjectsParam) -> GetProjectsReturn: GetProjects;
            create_project(CreateProjectParam) -> CreateProjectReturn: CreateProject;
            rename_project(RenameProjectParam) -> RenameProjectReturn: RenameProject;
            delete_project(DeleteProjectParam) -> DeleteProjectReturn: DeleteProject;
            set_project_assets(SetProjectAssetsParam) -> SetProjectAssetsReturn: SetProjectAssets;
            add_project_assets(AddProjectAssetsParam) -> AddProjectAssetsReturn: AddProjectAssets;
            remove_project_assets(RemoveProjectAssetsParam) -> RemoveProjectAssetsReturn: RemoveProjectAssets;
            get_disk_usage(GetDiskUsageParam) -> GetDiskUsageReturn: GetDiskUsage;
            get_asset_metadata_fields(GetAssetMetadataFieldsParam) -> GetAssetMetadataFieldsReturn: GetAssetMetadataFields;
            save_metadata_field(SaveMetadataFieldParam) -> SaveMetadataFieldReturn: SaveMetadataField;
            create_metadata_field(CreateMetadataFieldParam) -> CreateMetadataFieldReturn: CreateMetadataField;
            set_tag_field_values(SetTagFieldValuesParam) -> SetTagFieldValuesReturn: SetTagFieldValues;
            add_tag_field_values(AddTagFieldValuesParam) -> AddTagFieldValuesReturn: AddTagFieldValues;
            delete_tag_field_values(DeleteTagFieldValuesParam) -> DeleteTagFieldValuesReturn: DeleteTagFieldValues;
            update_tag_field_values(UpdateTagFieldValuesParam) -> UpdateTagFieldValuesReturn: UpdateTagFieldValues;
            get_tag_field_values(GetTagFieldValuesParam) -> GetTagFieldValuesReturn: GetTagFieldValues;
            update_metadata_field(UpdateMetadataFieldParam) -> UpdateMetadataFieldReturn: UpdateMetadataField;
            delete_metadata_field(DeleteMetadataFieldParam) -> DeleteMetadataFieldReturn: DeleteMetadataField;
            delete_asset_metadata(DeleteAssetMetadataParam) -> DeleteAssetMetadataReturn: DeleteAssetMetadata;
            batch_set_image_fields(BatchSetImageFieldsParam) -> BatchSetImageFieldsReturn: BatchSetImageFields;
            batch_set_font_fields(BatchSetFontFieldsParam) -> BatchSetFontFieldsReturn: BatchSetFontFields;
            batch_set_icc_profile_fields(BatchSetIccProfileFieldsParam) -> BatchSetIccProfileFieldsReturn: BatchSetIccProfileFields;
            batch_set_thumb_asset(BatchSetThumbAssetParam) -> BatchSetThumbAssetReturn: BatchSetThumbAsset;
            get_unique_metadata_values(GetUniqueMetadataValuesParam) -> GetUniqueMetadataValuesReturn: GetUniqueMetadataValues;
            update_folder_permissions(UpdateFolderPermissionsParam) -> UpdateFolderPermissionsReturn: UpdateFolderPermissions;
            set_folder_permissions(SetFolderPermissionsParam) -> SetFolderPermissionsReturn: SetFolderPermissions;
            remove_folder_permissions(RemoveFolderPermissionsParam) -> RemoveFolderPermissionsReturn: RemoveFolderPermissions;
            update_asset_permissions(UpdateAssetPermissionsParam) -> UpdateAssetPermissionsReturn: UpdateAssetPermissions;
            set_asset_permissions(SetAssetPermissionsParam) -> SetAssetPermissionsReturn: SetAssetPermissions;
            remove_asset_permissions(RemoveAssetPermissionsParam) -> RemoveAssetPermissionsReturn: RemoveAssetPermissions;
            update_property_set_permissions(UpdatePropertySetPermissionsParam) -> UpdatePropertySetPermissionsReturn: UpdatePropertySetPermissions;
            set_property_set_permissions(SetPropertySetPermissionsParam) -> SetPropertySetPermissionsReturn: SetPropertySetPermissions;
            remove_property_set_permissions(RemovePropertySetPermissionsParam) -> RemovePropertySetPermissionsReturn: RemovePropertySetPermissions;
            get_asset_job_logs(GetAssetJobLogsParam) -> GetAssetJobLogsReturn: GetAssetJobLogs;
            get_asset_publish_history(GetAssetPublishHistoryParam) -> GetAssetPublishHistoryReturn: GetAssetPublishHistory;
            get_image_serving_publish_settings(GetImageServingPublishSettingsParam) -> GetImageServingPublishSettingsReturn: GetImageServingPublishSettings;
            set_image_serving_publish_settings(SetImageServingPublishSettingsParam) -> SetImageServingPublishSettingsReturn: SetImageServingPublishSettings;
            get_image_rendering_publish_settings(GetImageRenderingPublishSettingsParam) -> GetImageRenderingPublishSettingsReturn: GetImageRenderingPublishSettings;
            set_image_rendering_publish_settings(SetImageRenderingPublishSettingsParam) -> SetImageRenderingPublishSettingsReturn: SetImageRenderingPublishSettings;
            get_vignette_publish_formats(GetVignettePublishFormatsParam) -> GetVignettePublishFormatsReturn: GetVignettePublishFormats;
            create_vignette_publish_format(CreateVignettePublishFormatParam) -> CreateVignettePublishFormatReturn: CreateVignettePublishFormat;
            update_vignette_publish_format(UpdateVignettePublishFormatParam) -> UpdateVignettePublishFormatReturn: UpdateVignettePublishFormat;
            delete_vignette_publish_format(DeleteVignettePublishFormatParam) -> DeleteVignettePublishFormatReturn: DeleteVignettePublishFormat;
            get_company_settings(GetCompanySettingsParam) -> GetCompanySettingsReturn: GetCompanySettings;
            set_company_settings(SetCompanySettingsParam) -> SetCompanySettingsReturn: SetCompanySettings;
            create_property_set_type(CreatePropertySetTypeParam) -> CreatePropertySetTypeReturn: CreatePropertySetType;
            get_property_set_types(GetPropertySetTypesParam) -> GetPropertySetTypesReturn: GetPropertySetTypes;
            get_property_set_type(GetPropertySetTypeParam) -> GetPropertySetTypeReturn: GetPropertySetType;
            delete_property_set_type(DeletePropertySetTypeParam) -> DeletePropertySetTypeReturn: DeletePropertySetType;
            create_property_set(CreatePropertySetParam) -> CreatePropertySetReturn: CreatePropertySet;
            update_property_set(UpdatePropertySetParam) -> UpdatePropertySetReturn: UpdatePropertySet;
            get_property_sets(GetPropertySetsParam) -> GetPropertySetsReturn: GetPropertySets;
            delete_property_set(DeletePropertySetParam) -> DeletePropertySetReturn: DeletePropertySet;
            get_property(GetPropertyParam) -> GetPropertyReturn: GetProperty;
            get_system_properties(GetSystemPropertiesParam) -> GetSystemPropertiesReturn: GetSystemProperties;
            create_viewer_preset(CreateViewerPresetParam) -> CreateViewerPresetReturn: CreateViewerPreset;
            get_viewer_config_settings(GetViewerConfigSettingsParam) -> GetViewerConfigSettingsReturn: GetViewerConfigSettings;
            set_viewer_config_settings(SetViewerConfigSettingsParam) -> SetViewerConfigSettingsReturn: SetViewerConfigSettings;
            update_viewer_config_settings(UpdateViewerConfigSettingsParam) -> UpdateViewerConfigSettingsReturn: UpdateViewerConfigSettings;
            get_search_strings(GetSearchStringsParam) -> GetSearchStringsReturn: GetSearchStrings;
            add_media_portal_event(AddMediaPortalEventParam) -> AddMediaPortalEventReturn: AddMediaPortalEvent;
            get_media_portal_event(GetMediaPortalEventParam) -> GetMediaPortalEventReturn: GetMediaPortalEvent;
            remove_mask(RemoveMaskParam) -> RemoveMaskReturn: RemoveMask;
            get_cdn_cache_invalidation_status(GetCdnCacheInvalidationStatusParam) -> GetCdnCacheInvalidationStatusReturn: GetCdnCacheInvalidationStatus;
            get_photoshop_path_names(GetPhotoshopPathNamesParam) -> GetPhotoshopPathNamesReturn: GetPhotoshopPathNames;
            get_photoshop_path(GetPhotoshopPathParam) -> GetPhotoshopPathReturn: GetPhotoshopPath;
            get_auto_crop_rect(GetAutoCropRectParam) -> GetAutoCropRectReturn: GetAutoCropRect;
            upload_post(UploadPostParam) -> UploadPostReturn: UploadPost;
        }
    };
    ($($method:ident($input:ident) -> $output:ident: $operation:ident;)*) => {
        $(
            async fn $method(
                &self,
                request: Request<api::$input>,
            ) -> IpsApiAnswer<api::$output> {
                self.unsupported::<operations::$operation>(request)
            }
        )*
    };
}

pub(super) use unsupported_operations;
