//! Policies.
use crate::{error::Result, state::State};
pub async fn load(_state: &State) -> Result<()> {
    Ok(())
}
