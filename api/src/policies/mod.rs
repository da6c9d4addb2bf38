//! Policy packs: the regimes as data, shipped with the server, kept in the database under their version.

use crate::{error::Result, state::State};

/// The pack of an organisation that names no other.
pub const DEFAULT: &str = "jinniu-cable";

pub async fn load(_state: &State) -> Result<()> {
    Ok(())
}
