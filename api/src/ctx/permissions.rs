//! Every permission, as a type that a handler's context is had by.

use super::Actor;
use crate::error::{Error, Result};

/// A permission, as a type: `Ctx<CustomerRead>`.
pub trait Permission: 'static {
    /// Its name in the policy table of [`guibin_domain::access`] and in the document.
    const NAME: &'static str;
}

macro_rules! permissions {
    ($($name:ident = $word:literal),+ $(,)?) => {
        $(#[doc = concat!("`", $word, "`")] pub struct $name; impl Permission for $name { const NAME: &'static str = $word; })+
        /// Every permission there is.
        pub const PERMISSIONS: &[&str] = &[$($word),+];
    };
}

permissions! {
    ApiClientManage = "api_client.manage", OrgRead = "org.read", OrgManage = "org.manage", UserRead = "user.read",
    UserManage = "user.manage", PolicyRead = "policy.read", AuditRead = "audit.read",
    CustomerRead = "customer.read", CustomerWrite = "customer.write",
    CustomerReveal = "customer.reveal", ApprovalRead = "approval.read", ApprovalApply = "approval.apply",
    ApprovalDecide = "approval.decide", ServiceRecordRead = "service_record.read",
    ServiceRecordWrite = "service_record.write", ComplaintRead = "complaint.read", ComplaintWork = "complaint.work",
    ImportRun = "import.run", ExportRun = "export.run", WorkbenchRead = "workbench.read", EventRead = "event.read",
}

/// Whoever must change their password first finds nothing open but what is about themselves.
pub(super) fn admit_password(actor: &Actor, path: &str) -> Result<()> {
    let rest = path.strip_prefix("/api/v1/me");
    let is_about_oneself = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if actor.must_change_password && !is_about_oneself && !path.starts_with("/api/v1/auth/") {
        return Err(Error::PasswordOver);
    }
    Ok(())
}
