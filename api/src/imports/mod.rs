//! Imports: a workbook is read, its columns matched, each row tried, and then committed by the worker.
//!
//! `http` and `view` say what an import looks like, `steps` and `commands` how it goes on, `outcomes` what became
//! of each row. A file comes in by `upload`, is read by `reading` and `cells`, looked over by `survey`,
//! its columns kept by `layout`. The worker's `sweep` has it checked (`checking`) or applied
//! (`committing`), both by `judging`; `marking` writes it out again. The rules are in `domain::import`.

mod cells;
mod checking;
mod commands;
mod committing;
mod http;
mod judging;
mod layout;
mod marking;
mod outcomes;
mod reading;
mod rows;
mod steps;
mod survey;
mod sweep;
mod tally;
mod upload;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub use reading::{MOST_ROWS, read as read_file};
pub use sweep::sweep;
pub use upload::file as read_upload;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(steps::upload).service(http::list).service(http::read);
    cfg.service(steps::remap).service(steps::check).service(steps::commit);
    cfg.service(outcomes::list).service(outcomes::workbook);
}
