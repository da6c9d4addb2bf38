//! The tables: one file a table, columns and nothing else, under the same noun as everywhere.
//!
//! Features ask by columns and hold their own joins, so no relations are declared here. What the columns may hold is
//! said once by the words of `guibin_domain` and once more by the checks of the migrations.

pub mod alarm;
pub mod api_client;
pub mod approval;
pub mod approval_step;
pub mod attachment;
pub mod audit_entry;
pub mod audit_head;
pub mod clock;
pub mod complaint;
pub mod complaint_entry;
pub mod customer;
pub mod event;
pub mod export;
pub mod idempotency;
pub mod import;
pub mod import_row;
pub mod key_person;
pub mod number_series;
pub mod org;
pub mod outbox;
pub mod policy_version;
pub mod recovery_code;
pub mod reveal;
pub mod reveal_day;
pub mod sealing_key;
pub mod search_day;
pub mod search_term;
pub mod service_record;
pub mod session;
pub mod setup_code;
pub mod sign_in_attempt;
pub mod subscription;
pub mod used_password;
pub mod user;
pub mod user_role;
pub mod user_totp;
