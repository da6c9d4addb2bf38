//! The form 特约客户申请表 (P01.2): the same on the wire and in the row.

use chrono::{Datelike, NaiveDate};
use guibin_domain::{
    approval::StepStatus,
    customer::{SpecialKind, Term},
    ids::{ApprovalId, ApprovalStepId},
    mask,
    refusal::{Refusal, RefusalKind},
};
use guibin_entity::approval;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::{
    cipher::{Cipher, Place},
    error::{Error, Result},
};

/// What is applied for: the fields of the paper form 特约客户申请表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "special_kind": "leader", "reason": "区级重点单位负责人，负责本区水务信息化项目", "special_contribution": true,
    "on_our_network": true, "device_type": "高清互动机顶盒", "programme_packages": ["基本包", "高清包"],
    "starts_on": "2026-12-01", "ends_on": "2027-11-30"
}))]
pub struct ApprovalForm {
    pub special_kind: SpecialKind,
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub reason: String,
    /// Whether the customer has contributed to the company in particular.
    pub special_contribution: bool,
    /// Whether the customer is on our network already.
    pub on_our_network: bool,
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub device_type: String,
    #[validate(length(max = 50), custom(function = named))]
    #[schema(max_items = 50)]
    pub programme_packages: Vec<String>,
    /// First day of the special term, in the branch's zone.
    pub starts_on: NaiveDate,
    /// Last day, included.
    pub ends_on: NaiveDate,
}

/// Years that a term may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2999;

impl ApprovalForm {
    /// The term applied for.
    ///
    /// # Errors
    /// 422 at `/form/ends_on` when it ends before it starts, at `/form/reason` when that says nothing.
    pub fn term(&self) -> Result<Term> {
        if self.reason.trim().is_empty() {
            return Err(Refusal::CellBlank { pointer: "/form/reason" }.into());
        }
        unmasked("/form/reason", &self.reason)?;
        unmasked("/form/device_type", &self.device_type)?;
        for (at, package) in self.programme_packages.iter().enumerate() {
            unmasked(&format!("/form/programme_packages/{at}"), package)?;
        }
        for (pointer, day) in [("/form/starts_on", self.starts_on), ("/form/ends_on", self.ends_on)] {
            if !YEARS.contains(&day.year()) {
                let (zh, en) = ("年份须在 2000 至 2999 之间。", "The year must be from 2000 to 2999.");
                return Err(Error::invalid(pointer, "out_of_range", zh, en));
            }
        }
        Term::new(self.starts_on, self.ends_on).map_err(in_form)
    }

    /// The form as it is to be stored.
    ///
    /// # Errors
    /// `Internal` when it cannot be sealed.
    pub fn kept(&self, cipher: &Cipher, id: ApprovalId) -> Result<serde_json::Value> {
        cipher.keep_within(place(id), serde_json::to_value(self)?)
    }

    /// The form as it may be shown.
    #[must_use]
    pub fn shown(self) -> Self {
        let programme_packages = self.programme_packages.iter().map(|package| mask::text(package)).collect();
        Self {
            reason: mask::text(&self.reason),
            device_type: mask::text(&self.device_type),
            programme_packages,
            ..self
        }
    }

    /// What the customer gets for the term: the programme packages, or special service alone.
    pub fn product(&self) -> String {
        let product = self.programme_packages.join("、");
        if product.is_empty() { "特约服务".to_owned() } else { mask::text(&product) }
    }
}

/// The form of a stored approval.
///
/// # Errors
/// `Internal` when it does not open or read.
pub fn stored(cipher: &Cipher, row: &approval::Model) -> Result<ApprovalForm> {
    Ok(serde_json::from_value(cipher.kept_within(place(row.id), row.form.clone())?)?)
}

/// Whether a text is the applicant's or the leader's own.
///
/// # Errors
/// 422 for what was shown masked and comes back.
pub fn unmasked(pointer: &str, text: &str) -> Result<()> {
    if !mask::holds_mask(text) {
        return Ok(());
    }
    let (zh, en) = Refusal::MaskedValue { pointer: "" }.sentences();
    Err(Error::invalid(pointer, "masked_value", zh, en))
}

const fn place(id: ApprovalId) -> Place {
    Place { table: "approval", column: "form", row: id.0 }
}

/// Where the reason of a withdrawal is sealed to.
pub const fn reason(id: ApprovalId) -> Place {
    Place { table: "approval", column: "withdrawal_reason", row: id.0 }
}

/// Where a leader's comment is sealed to.
pub const fn comment(id: ApprovalStepId) -> Place {
    Place { table: "approval_step", column: "comment", row: id.0 }
}

/// A refusal of a field of the form, whose pointer starts at the form.
pub fn in_form(refusal: Refusal) -> Error {
    match (refusal.kind(), refusal.pointer()) {
        (RefusalKind::Input, Some(pointer)) => {
            let (zh, en) = refusal.sentences();
            Error::invalid(format!("/form{pointer}"), refusal.code(), zh, en)
        }
        _ => refusal.into(),
    }
}

/// What a leader's signature is bound to: what was decided, about which submission, and the comment.
pub fn signed_text(number: &str, round: i32, decided: StepStatus, comment: Option<&str>) -> String {
    format!("{number}|{round}|{decided}|{}", comment.unwrap_or_default())
}

/// Longest name of a programme package, in characters.
const LONGEST_PACKAGE: usize = 100;

fn named(packages: &[String]) -> Result<(), ValidationError> {
    let is_name = |name: &String| !name.trim().is_empty() && name.chars().count() <= LONGEST_PACKAGE;
    if packages.iter().all(is_name) {
        return Ok(());
    }
    let sentence = "每个节目包的名称须为 1 至 100 个字符。|The name of each package takes 1 to 100 characters.";
    Err(ValidationError::new("package_name").with_message(sentence.into()))
}
