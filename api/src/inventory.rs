//! Where personal data lie: every column that holds some, and how it is kept there.
//!
//! | what | where | at rest | shown |
//! |---|---|---|---|
//! | ID number, mobile, phones, e-mail | `customer`, `key_person`, `complaint`, `service_record` `…_sealed` | sealed; searched by `…_index` | masked |
//! | address, fax | `customer.address_sealed`, `customer.fax` | sealed | masked |
//! | last four characters of mobile, phone, ID number | `search_term.gram` | keyed hash | never |
//! | what people write (remarks, complaints, records, forms, comments) | [`COLUMNS`] of kind `Text` and `Json` | sealed when it holds a number of a person | numbers masked |
//! | columns of an import that are no field | `customer.attributes` | sealed when the header or the look masks it; numbers in headers are masked | by header and look |
//! | rows and samples of an import, uploaded and written files | `import_row.cells`, `import.columns`, `attachment.content` | sealed | masked; files of exports hold masks only |
//! | names, sex, birthday, employer, post; numbers of customer, card, device and account | `customer`, `key_person`, `people_met`, `signature` | plain: people are found and listed by them | numbers in names masked |
//! | file names, an event's words | `attachment`, `import`, `event.data` | numbers masked before they are stored | as stored |
//! | answers kept for a repeated request | `idempotency.answer` | what was shown: masks. What reveals is never kept | as stored |
//! | what a repeated request is known by | `idempotency.body_hash` | keyed hash | never |
//! | where somebody signed in from; the secret of their second factor | `session.address_sealed`, `user_totp.secret_sealed` | sealed | to the person and administrators; never again |
//! | whom somebody tried to sign in as, and from where | `sign_in_attempt` | keyed hashes | never |
//! | who searched for what | an export's filter, as `Json`; of numbers the last, `search_day.last` | as above; keyed hash | never |
//! | strokes of a signature | `service_record.signature`, `approval_step.signature` | plain: a drawing, bound to the text by its hash | to who reads the record |

use uuid::Uuid;

use crate::cipher::Place;

/// How a column holds what is personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Sealed, or null.
    Sealed,
    /// A text, sealed when it holds a number of a person.
    Text,
    /// A document whose texts are each kept like that.
    Json,
    /// A document some of whose texts are sealed, and numbers in the others are masked.
    Parts,
    /// Bytes, sealed.
    Bytes,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub table: &'static str,
    pub column: &'static str,
    pub kept: Kept,
}

impl Column {
    /// What the table's rows are known by.
    pub fn key(self) -> &'static str {
        if self.table == "user_totp" { "user_id" } else { "id" }
    }

    /// Where the column's value of one row is sealed to.
    pub const fn place(self, row: Uuid) -> Place {
        Place { table: self.table, column: self.column, row }
    }
}

const fn of(table: &'static str, column: &'static str, kept: Kept) -> Column {
    Column { table, column, kept }
}

/// Every column with sealed values, but those of the customer's file, which carry indexes and are written by
/// `customers` alone.
pub const COLUMNS: &[Column] = &[
    of("key_person", "mobile_sealed", Kept::Sealed),
    of("key_person", "role_title", Kept::Text),
    of("key_person", "department", Kept::Text),
    of("key_person", "remark", Kept::Text),
    of("complaint", "contact_phone_sealed", Kept::Sealed),
    of("complaint", "category", Kept::Text),
    of("complaint", "title", Kept::Text),
    of("complaint", "content", Kept::Text),
    of("complaint_entry", "text", Kept::Text),
    of("service_record", "phone_sealed", Kept::Sealed),
    of("service_record", "place", Kept::Text),
    of("service_record", "content", Kept::Text),
    of("service_record", "need", Kept::Text),
    of("service_record", "handling", Kept::Text),
    of("service_record", "people_met", Kept::Json),
    of("approval", "form", Kept::Json),
    of("approval", "withdrawal_reason", Kept::Text),
    of("approval_step", "comment", Kept::Text),
    of("import", "columns", Kept::Parts),
    of("import_row", "cells", Kept::Sealed),
    of("export", "filter", Kept::Json),
    of("attachment", "content", Kept::Bytes),
    of("session", "address_sealed", Kept::Sealed),
    of("user_totp", "secret_sealed", Kept::Sealed),
];

/// The columns of the customer's file that are sealed, or may be.
pub const CUSTOMER: &[&str] = &[
    "id_number_sealed",
    "mobile_sealed",
    "phone_sealed",
    "address_sealed",
    "email_sealed",
    "fax",
    "employer",
    "department",
    "post",
    "anniversaries",
    "remark",
    "attributes",
];
