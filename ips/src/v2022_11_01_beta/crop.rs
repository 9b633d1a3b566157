//! Smart crops.

use super::api::{self, operations};
use super::{BatchOutcome, Company, Error, ItemFault, blocking};
use crate::blocked::block_on;

/// Crops that were added.
#[derive(Clone, Debug, PartialEq)]
pub struct AddedCrops {
    /// The crops, with their handles.
    pub crops: Vec<api::SubAsset>,
    /// What came of it: some may have failed.
    pub outcome: BatchOutcome,
}

impl Company {
    /// The parts of an asset, such as its crops.
    ///
    /// Calls [`getAssociatedAssets`](api::client::IpsApi::get_associated_assets).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn sub_assets(&self, asset_handle: &str) -> Result<Vec<api::SubAsset>, Error> {
        let param = api::GetAssociatedAssetsParam::new(self.handle(), asset_handle);
        let reply = self
            .ips()
            .call::<operations::GetAssociatedAssets>(&param)
            .await?;
        Ok(reply.sub_asset_array.unwrap_or_default())
    }

    /// Adds crops to an asset.
    ///
    /// Calls [`addSmartCrops`](api::client::IpsApi::add_smart_crops).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn add_smart_crops(
        &self,
        asset_handle: &str,
        crops: Vec<api::SmartCropAdd>,
    ) -> Result<AddedCrops, Error> {
        let param = api::AddSmartCropsParam::new(self.handle(), asset_handle, crops);
        let reply = self.ips().call::<operations::AddSmartCrops>(&param).await?;
        Ok(AddedCrops {
            crops: reply.success_detail_array.unwrap_or_default(),
            outcome: BatchOutcome::new(
                [reply.success_count, reply.warning_count, reply.error_count],
                reply.warning_detail_array,
                reply.error_detail_array,
            ),
        })
    }

    /// Gives crops new rectangles.
    ///
    /// Calls [`updateSmartCrops`](api::client::IpsApi::update_smart_crops).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn update_smart_crops(
        &self,
        updates: Vec<api::SmartCropUpdate>,
    ) -> Result<BatchOutcome, Error> {
        let param = api::UpdateSmartCropsParam::new(self.handle(), updates);
        let reply = self
            .ips()
            .call::<operations::UpdateSmartCrops>(&param)
            .await?;
        Ok(BatchOutcome::new(
            [reply.success_count, reply.warning_count, reply.error_count],
            reply.warning_detail_array,
            reply.error_detail_array,
        ))
    }

    /// Deletes parts of assets, such as crops.
    ///
    /// Calls [`deleteSubAssets`](api::client::IpsApi::delete_sub_assets).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn delete_sub_assets(
        &self,
        parts: Vec<api::SubAssetReference>,
    ) -> Result<BatchOutcome, Error> {
        let param = api::DeleteSubAssetsParam::new(self.handle(), parts);
        let reply = self
            .ips()
            .call::<operations::DeleteSubAssets>(&param)
            .await?;
        Ok(BatchOutcome::new(
            [reply.success_count, reply.warning_count, reply.error_count],
            reply.warning_detail_array,
            reply.error_detail_array,
        ))
    }
}

impl blocking::Company {
    /// See [`Company::sub_assets`].
    ///
    /// # Errors
    /// As there.
    pub fn sub_assets(&self, asset_handle: &str) -> Result<Vec<api::SubAsset>, Error> {
        block_on(self.asynchronous().sub_assets(asset_handle))
    }

    /// See [`Company::add_smart_crops`].
    ///
    /// # Errors
    /// As there.
    pub fn add_smart_crops(
        &self,
        asset_handle: &str,
        crops: Vec<api::SmartCropAdd>,
    ) -> Result<AddedCrops, Error> {
        block_on(self.asynchronous().add_smart_crops(asset_handle, crops))
    }

    /// See [`Company::update_smart_crops`].
    ///
    /// # Errors
    /// As there.
    pub fn update_smart_crops(
        &self,
        updates: Vec<api::SmartCropUpdate>,
    ) -> Result<BatchOutcome, Error> {
        block_on(self.asynchronous().update_smart_crops(updates))
    }

    /// See [`Company::delete_sub_assets`].
    ///
    /// # Errors
    /// As there.
    pub fn delete_sub_assets(
        &self,
        parts: Vec<api::SubAssetReference>,
    ) -> Result<BatchOutcome, Error> {
        block_on(self.asynchronous().delete_sub_assets(parts))
    }
}

impl From<api::SubAssetOperationFault> for ItemFault {
    fn from(fault: api::SubAssetOperationFault) -> Self {
        ItemFault {
            asset_handle: fault.sub_asset_handle.or(fault.sub_asset_name),
            field_handle: None,
            code: fault.code,
            reason: fault.reason,
        }
    }
}
