//! Everything the rules refuse: one variant, one stable code, one sentence in two languages.
//!
//! Status codes are not here: `error.rs` of the api turns [`Refusal::kind`] into one.

mod sentences;

use chrono::NaiveDate;

use crate::{approval, complaint, import};

/// A rule says no.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Refusal {
    ApprovalMove { from: approval::Status, action: approval::Action },
    ApprovalNotApplicant,
    ApprovalNotHolder,
    ApprovalOpen,
    ApprovalOwnRequest,
    ApprovalPostEmpty { name_zh: String, name_en: String },
    CellBlank { pointer: &'static str },
    CellDate { pointer: &'static str },
    CellFailed { pointer: &'static str },
    CellLong { pointer: &'static str, max: usize },
    CellUnstorable { pointer: &'static str },
    CellWord { pointer: &'static str },
    CommentMissing,
    ComplaintMove { from: complaint::Status, action: complaint::Action },
    CustomerAlreadySpecial,
    CustomerClosed,
    CustomerNotSpecial,
    CustomerNumberChecksum,
    CustomerNumberShape,
    CustomerNumberUnknown,
    EmailShape,
    ExportNotReady,
    IdNumberBirthday,
    IdNumberChecksum,
    IdNumberShape,
    ImportColumnTwice { field: import::Field },
    ImportKeyMissing,
    ImportMove { from: import::State, action: import::Action },
    ImportRowConflict { field: import::Field },
    ImportRowDuplicate { first_row: u32 },
    LevelSame { level: complaint::Level },
    LevelUnknown { number: i64 },
    MaskedValue { pointer: &'static str },
    MobileShape,
    NumberElsewhere { pointer: &'static str },
    NumberLostDigits { pointer: &'static str },
    PhoneShape,
    PostcodeShape,
    RenewalNotLater { ends_on: NaiveDate },
    ServiceRecordDayOver,
    ServiceRecordFuture,
    ServiceRecordNotAuthor,
    ServiceRecordSigned,
    SubscriptionEnded,
    TermBackwards { starts_on: NaiveDate, ends_on: NaiveDate },
    UsccChecksum,
    UsccShape,
    UserRolesNone,
    UserRolesTogether,
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The thing is not in a state that allows it (409).
    State,
    /// What was sent cannot be accepted (422).
    Input,
    /// Somebody else may, this person may not (403).
    Duty,
}

impl Refusal {
    /// The stable code: the variant in `snake_case`.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// What it is about.
    pub const fn kind(&self) -> RefusalKind {
        match self {
            Self::ApprovalNotApplicant
            | Self::ApprovalNotHolder
            | Self::ApprovalOwnRequest
            | Self::ServiceRecordNotAuthor => RefusalKind::Duty,
            Self::ApprovalMove { .. }
            | Self::ApprovalOpen
            | Self::ApprovalPostEmpty { .. }
            | Self::ComplaintMove { .. }
            | Self::CustomerAlreadySpecial
            | Self::CustomerClosed
            | Self::CustomerNotSpecial
            | Self::ExportNotReady
            | Self::ImportMove { .. }
            | Self::ServiceRecordDayOver
            | Self::ServiceRecordSigned
            | Self::SubscriptionEnded => RefusalKind::State,
            _ => RefusalKind::Input,
        }
    }

    /// The field it is about, as a JSON pointer into the request's body.
    pub const fn pointer(&self) -> Option<&'static str> {
        match self {
            Self::CellBlank { pointer }
            | Self::CellDate { pointer }
            | Self::CellFailed { pointer }
            | Self::CellLong { pointer, .. }
            | Self::CellUnstorable { pointer }
            | Self::CellWord { pointer }
            | Self::MaskedValue { pointer }
            | Self::NumberElsewhere { pointer }
            | Self::NumberLostDigits { pointer } => Some(pointer),
            Self::CommentMissing => Some("/comment"),
            Self::CustomerNumberChecksum | Self::CustomerNumberShape | Self::CustomerNumberUnknown => Some("/number"),
            Self::EmailShape => Some("/email"),
            Self::IdNumberBirthday | Self::IdNumberChecksum | Self::IdNumberShape => Some("/id_number"),
            Self::ImportColumnTwice { .. } | Self::ImportKeyMissing => Some("/columns"),
            Self::LevelSame { .. } | Self::LevelUnknown { .. } => Some("/level"),
            Self::MobileShape => Some("/mobile"),
            Self::PhoneShape => Some("/phone"),
            Self::PostcodeShape => Some("/postcode"),
            Self::RenewalNotLater { .. } | Self::TermBackwards { .. } => Some("/ends_on"),
            Self::ServiceRecordFuture => Some("/occurred_at"),
            Self::UsccChecksum | Self::UsccShape => Some("/uscc"),
            Self::UserRolesNone | Self::UserRolesTogether => Some("/roles"),
            _ => None,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentences().1)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantNames;

    /// One refusal of each variant.
    fn every() -> Vec<Refusal> {
        use Refusal::*;
        let day = NaiveDate::MIN;
        let approval = (approval::Status::Approved, approval::Action::Edit);
        let complaint = (complaint::Status::Closed, complaint::Action::Reply);
        let import = (import::State::Committed, import::Action::Remap);
        let field = import::Field::Mobile;
        vec![
            ApprovalMove { from: approval.0, action: approval.1 },
            ApprovalNotApplicant,
            ApprovalNotHolder,
            ApprovalOpen,
            ApprovalOwnRequest,
            ApprovalPostEmpty { name_zh: "公司负责人".into(), name_en: "Company leader".into() },
            CellBlank { pointer: "/name" },
            CellDate { pointer: "/birthday" },
            CellFailed { pointer: "/remark" },
            CellLong { pointer: "/remark", max: 2000 },
            CellUnstorable { pointer: "/remark" },
            CellWord { pointer: "/sex" },
            CommentMissing,
            ComplaintMove { from: complaint.0, action: complaint.1 },
            CustomerAlreadySpecial,
            CustomerClosed,
            CustomerNotSpecial,
            CustomerNumberChecksum,
            CustomerNumberShape,
            CustomerNumberUnknown,
            EmailShape,
            ExportNotReady,
            IdNumberBirthday,
            IdNumberChecksum,
            IdNumberShape,
            ImportColumnTwice { field },
            ImportKeyMissing,
            ImportMove { from: import.0, action: import.1 },
            ImportRowConflict { field },
            ImportRowDuplicate { first_row: 2 },
            LevelSame { level: complaint::Level::One },
            LevelUnknown { number: 4 },
            MaskedValue { pointer: "/mobile" },
            MobileShape,
            NumberElsewhere { pointer: "/external_id" },
            NumberLostDigits { pointer: "/id_number" },
            PhoneShape,
            PostcodeShape,
            RenewalNotLater { ends_on: day },
            ServiceRecordDayOver,
            ServiceRecordFuture,
            ServiceRecordNotAuthor,
            ServiceRecordSigned,
            SubscriptionEnded,
            TermBackwards { starts_on: day, ends_on: day },
            UsccChecksum,
            UsccShape,
            UserRolesNone,
            UserRolesTogether,
        ]
    }

    #[test]
    fn each_variant_has_a_code_of_its_own() {
        let codes: Vec<_> = every().iter().map(Refusal::code).collect();
        assert_eq!(codes, Refusal::VARIANTS, "add the new variant to every()");
        assert!(codes.is_sorted(), "keep the variants sorted");
    }

    #[test]
    fn each_says_what_is_wrong_and_what_to_do_in_its_own_words() {
        let said: std::collections::BTreeSet<_> = every().iter().map(Refusal::sentences).collect();
        assert_eq!(said.len(), Refusal::VARIANTS.len());
        let unspecific = "填写的内容不正确，请修改。";
        for (zh, en) in said {
            assert!(zh.ends_with('。') && zh != unspecific, "{zh}");
            assert!(en.ends_with('.') && en.is_ascii(), "{en}");
            assert!(zh.chars().any(crate::surname::is_han));
        }
    }

    #[test]
    fn what_is_wrong_with_the_input_says_where() {
        for refusal in every() {
            let row = matches!(refusal.code(), "import_row_conflict" | "import_row_duplicate");
            let input = refusal.kind() == RefusalKind::Input;
            assert_eq!(refusal.pointer().is_some(), input && !row, "{}", refusal.code());
            assert_eq!(refusal.to_string(), refusal.sentences().1);
        }
    }
}
