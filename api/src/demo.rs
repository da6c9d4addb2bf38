//! Demo.
use crate::{error::Result, state::State};
pub async fn load(_state: &State) -> Result<()> {
    Ok(())
}
pub fn print_sign_ins(_state: &State) {}
