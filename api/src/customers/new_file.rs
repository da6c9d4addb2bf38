//! A customer before the file has them.

use std::collections::BTreeMap;

use guibin_domain::{
    customer::{Kind, Status},
    ids::{CustomerId, ImportId, OrgId, UserId},
};
use guibin_entity::customer;
use serde_json::json;

use super::file::{self, Changes};
use crate::{ctx::Tx, error::Result};

/// A customer to be taken into the file.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub org_id: OrgId,
    pub owner_id: UserId,
    /// By field, as typed or in normal form; kind is individual and status active unless said.
    pub values: Changes,
    /// What an import brought beyond the fields: header → text.
    pub attributes: BTreeMap<String, String>,
    pub source_import_id: Option<ImportId>,
}

impl NewFile {
    /// The row before anything but its place and number is known.
    ///
    /// # Errors
    /// `Internal` when what an import brought cannot be sealed.
    pub fn blank(&self, tx: &Tx, number: String) -> Result<customer::Model> {
        let mut row = customer::Model {
            id: CustomerId(tx.new_id()),
            org_id: self.org_id,
            owner_id: self.owner_id,
            number,
            external_id: None,
            kind: Kind::Individual,
            special_kind: None,
            special_starts_on: None,
            special_ends_on: None,
            status: Status::Active,
            tier: None,
            name: String::new(),
            sex: None,
            birthday: None,
            employer: None,
            department: None,
            post: None,
            postcode: None,
            fax: None,
            uscc: None,
            smart_card_number: None,
            device_number: None,
            anniversaries: None,
            remark: None,
            attributes: json!({}),
            id_number_sealed: None,
            id_number_index: None,
            mobile_sealed: None,
            mobile_index: None,
            mobile_tail: None,
            phone_sealed: None,
            phone_index: None,
            phone_tail: None,
            address_sealed: None,
            email_sealed: None,
            email_index: None,
            source_import_id: self.source_import_id,
            version: 1,
            created_at: tx.now,
            updated_at: tx.now,
        };
        file::put_attributes(&mut row, tx.cipher(), &self.attributes)?;
        Ok(row)
    }
}
