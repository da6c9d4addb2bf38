//! Staff.
use crate::{error::Result, state::State};
pub async fn new_setup_code(_state: &State) -> Result<String> {
    Ok(String::new())
}
