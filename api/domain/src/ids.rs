//! Typed ids: a `UUIDv7` that says what it names, so that one id cannot stand for another.
//!
//! Nothing is made here: `ctx` of the api makes ids, tests seed them.

use uuid::Uuid;

/// Declares newtypes over [`Uuid`] that are JSON strings and primary keys.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "wire", schema(value_type = String, format = Uuid))]
        #[cfg_attr(feature = "rows", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        #[cfg(feature = "rows")]
        impl sea_orm::TryFromU64 for $name {
            /// Always an error: no row's id is a serial number.
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// An organisation node: company, branch, department, outlet.
    OrgId,
    /// A member of staff.
    UserId,
    /// A sign-in, with its family of refresh tokens.
    SessionId,
    /// A customer.
    CustomerId,
    /// A key person of a customer.
    KeyPersonId,
    /// A service a customer has, with its term.
    SubscriptionId,
    /// An application and its way through the leaders.
    ApprovalId,
    /// One post's part in an approval.
    ApprovalStepId,
    /// What was done for a customer, once.
    ServiceRecordId,
    /// A complaint.
    ComplaintId,
    /// One thing that happened to a complaint.
    ComplaintEntryId,
    /// A running promise.
    ClockId,
    /// A moment at which a clock speaks up.
    AlarmId,
    /// A workbook on its way into the customer file.
    ImportId,
    /// One row of an import.
    ImportRowId,
    /// A list on its way out.
    ExportId,
    /// A stored file.
    AttachmentId,
    /// A version of a policy pack.
    PolicyVersionId,
    /// Something that happened.
    EventId,
    /// An entry of the sealed trail.
    AuditEntryId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_bare_uuid_in_json_and_in_text() {
        let text = "01936d2c-7b4a-7c3e-9f10-0123456789ab";
        let id: CustomerId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        assert_eq!(serde_json::to_value(id).unwrap(), text);
        assert_eq!(serde_json::from_value::<CustomerId>(text.into()).unwrap(), id);
        assert!("95".parse::<CustomerId>().is_err());
    }
}
