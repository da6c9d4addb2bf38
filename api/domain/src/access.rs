//! Who may do what, and whose rows they see while doing it.
//!
//! The table below is the whole policy; `api` makes a marker type of each permission and the
//! access test walks every operation against it.

use crate::refusal::Refusal;

words! {
    /// What a member of staff is there for. One user may have several roles, see [`compatible`].
    pub enum Role {
        /// Keeps organisation and users; sees no customer (separation of duties).
        Administrator,
        /// Reads everything, changes nothing.
        Auditor,
        /// Leads an organisation node: decides approvals, answers for its complaints.
        Leader,
        /// 客户经理: owns customers and keeps the promises made to them.
        AccountManager,
        /// 资料管理员: answers for the customer files of a department.
        DataAdministrator,
        /// 客户代表: takes requests and complaints at the desk.
        Clerk,
        /// Installs and repairs on site.
        Engineer,
        /// Works on the part of a complaint that another department was drawn into.
        DepartmentHandler,
    }
}

words! {
    /// Which rows a role sees; ordered from nothing to everything.
    pub enum Reach {
        None,
        /// Rows the user owns or takes part in.
        Own,
        /// Rows of the user's organisation node and of all below it.
        Subtree,
        All,
    }
}

words! {
    /// What a row of the table of users stands for.
    pub enum UserKind {
        Person,
        /// A program of another system, which has no password and no role.
        ApiClient,
    }
}

words! {
    /// How far an API client sees. It owns no customer, so there is nothing narrower than its organisation node.
    pub enum ClientReach {
        /// Its organisation node and all below it.
        Subtree,
        All,
    }
}

use Role::{AccountManager, Administrator, Auditor, Clerk, DataAdministrator, DepartmentHandler, Engineer, Leader};

const EVERYBODY: &[Role] = Role::ALL;
const ADMINISTRATION: &[Role] = &[Administrator];
const STAFF_READERS: &[Role] = &[Administrator, Auditor, Leader];
const CUSTOMER_STAFF: &[Role] =
    &[Auditor, Leader, AccountManager, DataAdministrator, Clerk, Engineer, DepartmentHandler];
const FILE_KEEPERS: &[Role] = &[Leader, AccountManager, DataAdministrator];
const RECORD_WRITERS: &[Role] = &[Leader, AccountManager, Clerk, Engineer];

/// Every permission and who holds it. Noun first; sorted by noun.
pub const PERMISSIONS: &[(&str, &[Role])] = &[
    ("api_client.manage", ADMINISTRATION),
    ("approval.apply", &[AccountManager]),
    ("approval.decide", &[Leader]),
    ("approval.read", &[Auditor, Leader, AccountManager]),
    ("audit.read", &[Auditor]),
    ("complaint.read", &[Auditor, Leader, AccountManager, Clerk, Engineer, DepartmentHandler]),
    ("complaint.work", &[Leader, AccountManager, Clerk, DepartmentHandler]),
    ("customer.read", CUSTOMER_STAFF),
    ("customer.reveal", FILE_KEEPERS),
    ("customer.write", FILE_KEEPERS),
    ("event.read", EVERYBODY),
    ("export.run", FILE_KEEPERS),
    ("import.run", &[AccountManager, DataAdministrator]),
    ("org.manage", ADMINISTRATION),
    ("org.read", EVERYBODY),
    ("policy.read", EVERYBODY),
    ("service_record.read", &[Auditor, Leader, AccountManager, Clerk, Engineer]),
    ("service_record.write", RECORD_WRITERS),
    ("user.manage", ADMINISTRATION),
    ("user.read", STAFF_READERS),
    ("workbench.read", CUSTOMER_STAFF),
];

/// The roles that hold `permission`; none for a name that is not in the table.
pub fn holders(permission: &str) -> &'static [Role] {
    PERMISSIONS.iter().find(|(name, _)| *name == permission).map_or(&[], |(_, roles)| roles)
}

/// What only people may do: to see personal data whole, to apply and to decide, to give rights to others, to read the trail.
const PERSONS_ONLY: &[&str] = &[
    "api_client.manage",
    "approval.apply",
    "approval.decide",
    "audit.read",
    "customer.reveal",
    "org.manage",
    "user.manage",
];

/// Whether an API client may be given `permission`; false for a name that is not in the table.
pub fn grantable(permission: &str) -> bool {
    !holders(permission).is_empty() && !PERSONS_ONLY.contains(&permission)
}

/// The permissions that `roles` give together, in the order of the table.
pub fn permissions(roles: &[Role]) -> Vec<&'static str> {
    PERMISSIONS
        .iter()
        .filter(|(_, holders)| roles.iter().any(|role| holders.contains(role)))
        .map(|(name, _)| *name)
        .collect()
}

/// How far `roles` see when they use `permission`.
///
/// Only roles that hold the permission count, so a second role never widens the first one's view.
pub fn reach(roles: &[Role], permission: &str) -> Reach {
    let held_by = holders(permission);
    roles.iter().filter(|role| held_by.contains(role)).map(|role| role.reach()).max().unwrap_or(Reach::None)
}

impl ClientReach {
    /// The same, as rows know it.
    pub const fn reach(self) -> Reach {
        match self {
            Self::Subtree => Reach::Subtree,
            Self::All => Reach::All,
        }
    }
}

impl Role {
    /// Which rows this role sees.
    pub const fn reach(self) -> Reach {
        match self {
            Administrator | Auditor => Reach::All,
            Leader | DataAdministrator | Clerk | DepartmentHandler => Reach::Subtree,
            AccountManager | Engineer => Reach::Own,
        }
    }
}

/// Whether one person may hold `roles` together: the administrator and the auditor stand alone.
///
/// # Errors
/// [`Refusal::UserRolesNone`] for no role at all, [`Refusal::UserRolesTogether`] when one of the
/// two is combined with anything else.
pub fn compatible(roles: &[Role]) -> Result<(), Refusal> {
    let first = roles.first().ok_or(Refusal::UserRolesNone)?;
    let alone = roles.iter().any(|role| matches!(role, Administrator | Auditor));
    if alone && roles.iter().any(|role| role != first) {
        return Err(Refusal::UserRolesTogether);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unique() {
        assert!(PERMISSIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn an_unknown_permission_is_held_by_nobody() {
        assert!(holders("customer.delete").is_empty());
        assert_eq!(reach(Role::ALL, "customer.delete"), Reach::None);
    }

    #[test]
    fn the_administrator_sees_no_customer() {
        assert_eq!(
            permissions(&[Administrator]),
            ["api_client.manage", "event.read", "org.manage", "org.read", "policy.read", "user.manage", "user.read"]
        );
    }

    #[test]
    fn a_program_is_given_what_is_in_the_table_and_needs_no_person() {
        assert!(grantable("customer.read") && grantable("complaint.work") && grantable("event.read"));
        assert!(PERSONS_ONLY.iter().all(|name| !grantable(name)));
        assert!(!grantable("customer.delete") && !grantable(""));
    }

    fn is_read(name: &str) -> bool {
        name.split_once('.').is_some_and(|(_, verb)| verb == "read")
    }

    #[test]
    fn the_auditor_changes_nothing() {
        assert!(permissions(&[Auditor]).iter().all(|name| is_read(name)));
        let reads = PERMISSIONS.iter().filter(|(name, _)| is_read(name));
        assert!(reads.into_iter().all(|(_, roles)| roles.contains(&Auditor)));
    }

    #[test]
    fn every_role_holds_exactly_what_its_duty_needs() {
        let extra = |role| {
            let all = permissions(&[role]);
            all.into_iter().filter(|name| !is_read(name)).collect::<Vec<_>>()
        };
        assert_eq!(
            extra(Leader),
            [
                "approval.decide",
                "complaint.work",
                "customer.reveal",
                "customer.write",
                "export.run",
                "service_record.write"
            ]
        );
        assert_eq!(
            extra(AccountManager),
            [
                "approval.apply",
                "complaint.work",
                "customer.reveal",
                "customer.write",
                "export.run",
                "import.run",
                "service_record.write"
            ]
        );
        assert_eq!(extra(DataAdministrator), ["customer.reveal", "customer.write", "export.run", "import.run"]);
        assert_eq!(extra(Clerk), ["complaint.work", "service_record.write"]);
        assert_eq!(extra(Engineer), ["service_record.write"]);
        assert_eq!(extra(DepartmentHandler), ["complaint.work"]);
    }

    #[test]
    fn a_second_role_does_not_widen_the_view_of_the_first() {
        let both = [AccountManager, DataAdministrator];
        assert_eq!(reach(&both, "customer.read"), Reach::Subtree);
        assert_eq!(reach(&both, "complaint.read"), Reach::Own);
        assert_eq!(reach(&[Administrator, AccountManager], "customer.read"), Reach::Own);
    }

    #[test]
    fn administrator_and_auditor_stand_alone() {
        for role in Role::ALL {
            assert_eq!(compatible(&[*role]), Ok(()));
            assert_eq!(compatible(&[*role, *role]), Ok(()));
        }
        assert_eq!(compatible(&[]), Err(Refusal::UserRolesNone));
        assert_eq!(compatible(&[Administrator, Auditor]), Err(Refusal::UserRolesTogether));
        assert_eq!(compatible(&[Clerk, Auditor]), Err(Refusal::UserRolesTogether));
        assert_eq!(compatible(&[Clerk, Engineer]), Ok(()));
    }
}
