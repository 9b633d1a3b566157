//! Assets by handle or name, and what can be done with them.

use super::Company;
use super::api::{self, operations};
use super::batch::BatchOutcome;
use super::error::Error;
use crate::Fields;

/// How many handles go in one request.
const HANDLES: usize = 500;

/// Values for the metadata of some assets.
///
/// ```
/// use scene7_ips::SetMetadata;
///
/// let change = SetMetadata::of(["a|1", "a|2"])
///     .text("Season", "winter")
///     .tags("Colours", ["red", "blue"]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SetMetadata {
    update: api::BatchMetadataUpdate,
}

impl SetMetadata {
    /// Starts with the handles of the assets.
    pub fn of(handles: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let handles = handles.into_iter().map(Into::into).collect();
        SetMetadata {
            update: api::BatchMetadataUpdate::new(handles, Vec::new()),
        }
    }

    /// Sets a field to a text.
    #[must_use]
    pub fn text(self, field: impl Into<String>, value: impl Into<String>) -> Self {
        let mut update = api::MetadataUpdate::new(field);
        update.value = Some(value.into());
        self.update(update)
    }

    /// Sets a field to true or false.
    #[must_use]
    pub fn boolean(self, field: impl Into<String>, value: bool) -> Self {
        let mut update = api::MetadataUpdate::new(field);
        update.bool_val = Some(value);
        self.update(update)
    }

    /// Sets a field to a whole number.
    #[must_use]
    pub fn integer(self, field: impl Into<String>, value: i64) -> Self {
        let mut update = api::MetadataUpdate::new(field);
        update.long_val = Some(value);
        self.update(update)
    }

    /// Sets a field to a number.
    #[must_use]
    pub fn number(self, field: impl Into<String>, value: f64) -> Self {
        let mut update = api::MetadataUpdate::new(field);
        update.double_val = Some(value);
        self.update(update)
    }

    /// Sets a field to a moment. It should have a time zone.
    #[must_use]
    pub fn date(self, field: impl Into<String>, value: soapstone::xsd::DateTime) -> Self {
        let mut update = api::MetadataUpdate::new(field);
        update.date_val = Some(value);
        self.update(update)
    }

    /// Sets the tags of a field, in place of those that it has.
    #[must_use]
    pub fn tags(
        self,
        field: impl Into<String>,
        tags: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let mut update = api::MetadataUpdate::new(field);
        update.set_tag_value_array = Some(tags.into_iter().map(Into::into).collect());
        self.update(update)
    }

    /// Any other change of a field.
    #[must_use]
    pub fn update(mut self, update: api::MetadataUpdate) -> Self {
        self.update.update_array.push(update);
        self
    }
}

impl Company {
    /// The assets with these handles, in requests of 500 each. Handles that the service doesn't know are missing from the
    /// result.
    ///
    /// Calls [`getAssets`](api::client::IpsApi::get_assets).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn assets(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Vec<api::Asset>, Error> {
        self.assets_with(handles, None).await
    }

    /// The same with some fields only: [`Fields::only::<GetAssets>`](Fields::only).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn assets_with(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
        fields: Option<Fields>,
    ) -> Result<Vec<api::Asset>, Error> {
        let (only, without) = fields.map(Fields::into_arrays).unwrap_or_default();
        let mut assets = Vec::new();
        for chunk in chunks(handles) {
            let mut param = api::GetAssetsParam::new(self.handle(), chunk);
            param.response_field_array = only.clone();
            param.exclude_field_array = without.clone();
            let reply = self.ips.call::<operations::GetAssets>(&param).await?;
            assets.extend(reply.asset_array.unwrap_or_default());
        }
        Ok(assets)
    }

    /// The assets of exactly these names, in requests of 500 each.
    ///
    /// Calls [`getAssetsByName`](api::client::IpsApi::get_assets_by_name).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn assets_by_name(
        &self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Vec<api::Asset>, Error> {
        let mut assets = Vec::new();
        for chunk in chunks(names) {
            let param = api::GetAssetsByNameParam::new(self.handle(), chunk);
            let reply = self.ips.call::<operations::GetAssetsByName>(&param).await?;
            assets.extend(reply.asset_array.unwrap_or_default());
        }
        Ok(assets)
    }

    /// Sets metadata of many assets, in requests of up to 500 assets.
    ///
    /// Calls [`batchSetAssetMetadata`](api::client::IpsApi::batch_set_asset_metadata).
    ///
    /// # Errors
    /// Those of a call. Assets of which only some fields could be set are in the outcome.
    pub async fn set_metadata(
        &self,
        changes: impl IntoIterator<Item = SetMetadata>,
    ) -> Result<BatchOutcome, Error> {
        let mut outcome = BatchOutcome::default();
        for change in changes {
            let api::BatchMetadataUpdate {
                asset_handle_array: handles,
                update_array: updates,
                ..
            } = change.update;
            for chunk in chunks(handles) {
                let update = api::BatchMetadataUpdate::new(chunk, updates.clone());
                let param = api::BatchSetAssetMetadataParam::new(self.handle(), vec![update]);
                let reply = self
                    .ips
                    .call::<operations::BatchSetAssetMetadata>(&param)
                    .await?;
                outcome.add(BatchOutcome::new(
                    [reply.success_count, reply.warning_count, reply.error_count],
                    reply.warning_detail_array,
                    reply.error_detail_array,
                ));
            }
        }
        Ok(outcome)
    }

    /// Marks assets for publishing, or takes the mark away. What is marked is published by the next
    /// [`Job::publish_full`](super::Job::publish_full).
    ///
    /// Calls [`setAssetsPublishState`](api::client::IpsApi::set_assets_publish_state).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn set_publish_state(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
        state: api::PublishState,
    ) -> Result<BatchOutcome, Error> {
        let mut outcome = BatchOutcome::default();
        for chunk in chunks(handles) {
            let updates = chunk
                .into_iter()
                .map(|handle| api::PublishStateUpdate::new(handle, state.clone()))
                .collect();
            let param = api::SetAssetsPublishStateParam::new(self.handle(), updates);
            let reply = self
                .ips
                .call::<operations::SetAssetsPublishState>(&param)
                .await?;
            outcome.add(BatchOutcome::new(
                [reply.success_count, reply.warning_count, reply.error_count],
                reply.warning_detail_array,
                reply.error_detail_array,
            ));
        }
        Ok(outcome)
    }

    /// Deletes assets: they are in the trash afterwards.
    ///
    /// Calls [`deleteAssets`](api::client::IpsApi::delete_assets).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn delete_assets(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<BatchOutcome, Error> {
        let mut outcome = BatchOutcome::default();
        for chunk in chunks(handles) {
            let param = api::DeleteAssetsParam::new(self.handle(), chunk);
            let reply = self.ips.call::<operations::DeleteAssets>(&param).await?;
            outcome.add(BatchOutcome::new(
                [reply.success_count, reply.warning_count, reply.error_count],
                reply.warning_detail_array,
                reply.error_detail_array,
            ));
        }
        Ok(outcome)
    }

    /// Takes assets out of the trash.
    ///
    /// Calls [`restoreAssetsFromTrash`](api::client::IpsApi::restore_assets_from_trash).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn restore_assets(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<BatchOutcome, Error> {
        let mut outcome = BatchOutcome::default();
        for chunk in chunks(handles) {
            let param = api::RestoreAssetsFromTrashParam::new(self.handle(), chunk);
            let reply = self
                .ips
                .call::<operations::RestoreAssetsFromTrash>(&param)
                .await?;
            outcome.add(BatchOutcome::new(
                [reply.success_count, reply.warning_count, reply.error_count],
                reply.warning_detail_array,
                reply.error_detail_array,
            ));
        }
        Ok(outcome)
    }

    /// Removes assets in the trash for good.
    ///
    /// Calls [`emptyAssetsFromTrash`](api::client::IpsApi::empty_assets_from_trash).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn empty_trash(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<BatchOutcome, Error> {
        let mut outcome = BatchOutcome::default();
        for chunk in chunks(handles) {
            let param = api::EmptyAssetsFromTrashParam::new(self.handle(), chunk);
            let reply = self
                .ips
                .call::<operations::EmptyAssetsFromTrash>(&param)
                .await?;
            outcome.add(BatchOutcome::new(
                [reply.success_count, reply.warning_count, reply.error_count],
                reply.warning_detail_array,
                reply.error_detail_array,
            ));
        }
        Ok(outcome)
    }

    /// Gives an asset another name. With `validate`, a name that another asset has is refused.
    ///
    /// Calls [`renameAsset`](api::client::IpsApi::rename_asset).
    ///
    /// # Errors
    /// Those of a call; an `ipsApiFault` where the name is in use.
    pub async fn rename_asset(
        &self,
        handle: &str,
        new_name: &str,
        validate: bool,
    ) -> Result<(), Error> {
        let param = api::RenameAssetParam::new(self.handle(), handle, new_name, validate);
        self.ips.call::<operations::RenameAsset>(&param).await?;
        Ok(())
    }

    /// Moves assets to a folder.
    ///
    /// Calls [`moveAssets`](api::client::IpsApi::move_assets).
    ///
    /// # Errors
    /// Those of a call.
    pub async fn move_assets(
        &self,
        handles: impl IntoIterator<Item = impl Into<String>>,
        folder_handle: &str,
    ) -> Result<BatchOutcome, Error> {
        let mut outcome = BatchOutcome::default();
        for chunk in chunks(handles) {
            let moves = chunk
                .into_iter()
                .map(|handle| api::AssetMove::new(handle, folder_handle))
                .collect();
            let param = api::MoveAssetsParam::new(self.handle(), moves);
            let reply = self.ips.call::<operations::MoveAssets>(&param).await?;
            outcome.add(BatchOutcome::new(
                [reply.success_count, reply.warning_count, reply.error_count],
                reply.warning_detail_array,
                reply.error_detail_array,
            ));
        }
        Ok(outcome)
    }
}

/// Lists of up to 500.
fn chunks(items: impl IntoIterator<Item = impl Into<String>>) -> Vec<Vec<String>> {
    let items: Vec<String> = items.into_iter().map(Into::into).collect();
    items.chunks(HANDLES).map(<[String]>::to_vec).collect()
}
