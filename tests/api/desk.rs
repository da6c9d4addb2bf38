//! What tests of the desk begin with: a customer in the file, a complaint received.

use std::collections::BTreeMap;

use guibin_api::customers::{self, NewFile};
use guibin_domain::{ids::CustomerId, import::Field};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    harness::TestApp,
};

impl TestApp {
    /// A customer of the branch of `owner`, who keeps the file.
    pub async fn customer(&self, owner: &str, name: &str) -> CustomerId {
        let owner = self.user(owner).await;
        let values = BTreeMap::from([(Field::Name, Some(name.to_owned()))]);
        let new = NewFile {
            org_id: owner.org_id,
            owner_id: owner.id,
            values,
            attributes: BTreeMap::new(),
            source_import_id: None,
        };
        self.state.as_system(async |tx| customers::create(tx, new).await).await.unwrap().id
    }
}

impl Client {
    /// Receives a complaint about `customer`.
    pub async fn complain(&self, customer: CustomerId, level: u8) -> Answer {
        self.post("/complaints", complaint(customer, level)).await
    }
}

/// A complaint as the hotline takes it.
pub fn complaint(customer: CustomerId, level: u8) -> Value {
    json!({
        "customer_id": customer, "channel": "hotline", "level": level, "title": "互动点播卡顿",
        "content": "晚间点播频繁卡顿，重启机顶盒无效",
    })
}
