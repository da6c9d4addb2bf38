//! Which rows a caller may see. Every select on a scoped table starts here; what is outside looks absent.

use guibin_domain::{
    access::{Reach, UserKind},
    ids::UserId,
};
use guibin_entity::{
    alarm, api_client, approval, approval_step, attachment, clock, complaint, complaint_entry, customer, event, export,
    import, import_row, key_person, org, service_record, subscription, user,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    QuerySelect, QueryTrait, Select, Statement,
    sea_query::{Expr, SelectStatement},
};

use crate::ctx::Actor;

/// Until the end of the transaction, what the policies of row-level security ask for.
const ANNOUNCE: &str = "select set_config('guibin.reach', $1, true), set_config('guibin.org_path', $2, true),
    set_config('guibin.user', $3, true)";

/// Why a select leaves the caller's reach: there is no other way past the scope, so each stands out in review. On
/// PostgreSQL row-level security still holds for whoever the transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// The parts of something that was found in reach, by its id.
    ParentSeen,
    /// The name of somebody or something beside a row in reach.
    NameBeside,
    /// Whether a value is free in one organisation: the answer is yes or no.
    Unique,
    /// A condition of a select that starts from the scope.
    Within,
    /// The system's own work: sweeps, leases, delivery, start-up.
    Work,
}

/// All rows, for a reason.
pub fn past(_: Past) -> Scope {
    Scope::everything()
}

/// A caller's reach over rows.
#[derive(Clone, Debug)]
pub struct Scope {
    reach: Reach,
    user_id: Option<UserId>,
    org_path: String,
}

impl Scope {
    /// What `actor` may see with `reach`.
    pub fn of(actor: &Actor, reach: Reach) -> Self {
        Self { reach, user_id: Some(actor.user_id), org_path: actor.org_path.clone() }
    }

    /// The same rows, but none beyond `reach`.
    #[must_use]
    pub fn narrowed(&self, reach: Reach) -> Self {
        Self { reach: self.reach.min(reach), ..self.clone() }
    }

    /// All rows: the system's own work.
    pub(crate) fn everything() -> Self {
        Self { reach: Reach::All, user_id: None, org_path: "/".to_owned() }
    }

    /// The reach as a text, the same for as long as it stays the same.
    pub(crate) fn told(&self) -> String {
        format!("{}{}", self.reach, self.org_path)
    }

    /// Tells PostgreSQL whose transaction this is: without it row-level security (`m0010_server_role`) shows nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn announce(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        if transaction.get_database_backend() == DbBackend::Postgres {
            let user = self.user_id.map(|id| id.to_string()).unwrap_or_default();
            let values = [self.reach.to_string().into(), self.org_path.clone().into(), user.into()];
            let told = Statement::from_sql_and_values(DbBackend::Postgres, ANNOUNCE, values);
            transaction.query_one_raw(told).await?;
        }
        Ok(())
    }

    /// Customers in reach.
    pub fn customers(&self) -> Select<customer::Entity> {
        customer::Entity::find().filter(self.within(customer::Column::OrgId, || self.owned()))
    }

    /// Key persons of customers in reach.
    pub fn key_persons(&self) -> Select<key_person::Entity> {
        key_person::Entity::find()
            .filter(self.within(key_person::Column::OrgId, || self.of_mine(key_person::Column::CustomerId)))
    }

    /// Subscriptions of customers in reach.
    pub fn subscriptions(&self) -> Select<subscription::Entity> {
        subscription::Entity::find()
            .filter(self.within(subscription::Column::OrgId, || self.of_mine(subscription::Column::CustomerId)))
    }

    /// Approvals in reach: one's own applications, and those about one's customers.
    pub fn approvals(&self) -> Select<approval::Entity> {
        approval::Entity::find().filter(self.within(approval::Column::OrgId, || {
            Condition::any()
                .add(approval::Column::ApplicantId.eq(self.user_id))
                .add(self.of_mine(approval::Column::CustomerId))
        }))
    }

    /// Service records in reach: those one wrote, and those about one's customers.
    pub fn service_records(&self) -> Select<service_record::Entity> {
        service_record::Entity::find().filter(self.within(service_record::Column::OrgId, || {
            Condition::any()
                .add(service_record::Column::AuthorId.eq(self.user_id))
                .add(self.of_mine(service_record::Column::CustomerId))
        }))
    }

    /// Complaints in reach: those one answers for, and those of one's customers.
    pub fn complaints(&self) -> Select<complaint::Entity> {
        complaint::Entity::find().filter(self.within(complaint::Column::OrgId, || {
            Condition::any()
                .add(complaint::Column::OwnerId.eq(self.user_id))
                .add(self.of_mine(complaint::Column::CustomerId))
        }))
    }

    /// Clocks in reach, which is the reach over the complaint each belongs to.
    pub fn clocks(&self) -> Select<clock::Entity> {
        clock::Entity::find().filter(self.within(clock::Column::OrgId, || self.clocks_of_mine(clock::Column::Id)))
    }

    /// Alarms of clocks in reach.
    pub fn alarms(&self) -> Select<alarm::Entity> {
        alarm::Entity::find().filter(self.within(alarm::Column::OrgId, || self.clocks_of_mine(alarm::Column::ClockId)))
    }

    /// Imports in reach: a manager's own.
    pub fn imports(&self) -> Select<import::Entity> {
        import::Entity::find().filter(
            self.within(import::Column::OrgId, || Condition::all().add(import::Column::CreatedBy.eq(self.user_id))),
        )
    }

    /// Exports: only one's own, whatever the reach, because the file holds what its maker may see; and left behind by
    /// who moves to another unit.
    pub fn exports(&self) -> Select<export::Entity> {
        let all = export::Entity::find().filter(self.within(export::Column::OrgId, Condition::all));
        match self.user_id {
            Some(user_id) => all.filter(export::Column::CreatedBy.eq(user_id)),
            None => all,
        }
    }

    /// What happened to complaints, by their organisation: whose complaint it is was asked before.
    pub fn complaint_entries(&self) -> Select<complaint_entry::Entity> {
        complaint_entry::Entity::find().filter(self.within(complaint_entry::Column::OrgId, Condition::all))
    }

    /// Steps of approvals, whichever organisation decides them: whose approval it is was asked before.
    pub fn approval_steps(&self) -> Select<approval_step::Entity> {
        let seen = self.approvals().select_only().column(approval::Column::Id);
        match self.reach {
            Reach::All => approval_step::Entity::find(),
            _ => approval_step::Entity::find().filter(approval_step::Column::ApprovalId.in_subquery(seen.into_query())),
        }
    }

    /// Rows of imports in reach.
    pub fn import_rows(&self) -> Select<import_row::Entity> {
        let seen = self.imports().select_only().column(import::Column::Id);
        match self.reach {
            Reach::All => import_row::Entity::find(),
            _ => import_row::Entity::find().filter(import_row::Column::ImportId.in_subquery(seen.into_query())),
        }
    }

    /// Files, by their organisation: what they belong to was asked before.
    pub fn attachments(&self) -> Select<attachment::Entity> {
        attachment::Entity::find().filter(self.within(attachment::Column::OrgId, Condition::all))
    }

    /// Events about rows in reach.
    pub fn events(&self) -> Select<event::Entity> {
        event::Entity::find().filter(self.within(event::Column::OrgId, || {
            Condition::any().add(event::Column::OwnerId.eq(self.user_id)).add(event::Column::ActorId.eq(self.user_id))
        }))
    }

    /// Organisation units: one's own, those below it, and those above it, whose names everyone may read.
    pub fn orgs(&self) -> Select<org::Entity> {
        match self.reach {
            Reach::All => org::Entity::find(),
            _ => org::Entity::find().filter(
                Condition::any()
                    .add(org::Column::Path.starts_with(&self.org_path))
                    .add(org::Column::Path.is_in(ancestors(&self.org_path))),
            ),
        }
    }

    /// API clients of the organisations in reach; nobody has one of their own.
    pub fn api_clients(&self) -> Select<api_client::Entity> {
        api_client::Entity::find().filter(self.within(api_client::Column::OrgId, || Condition::all().add(nothing())))
    }

    /// Colleagues: the people of the organisations in reach; with the narrowest reach, oneself.
    pub fn users(&self) -> Select<user::Entity> {
        user::Entity::find()
            .filter(user::Column::Kind.eq(UserKind::Person))
            .filter(self.within(user::Column::OrgId, || Condition::all().add(user::Column::Id.eq(self.user_id))))
    }

    fn within(&self, org: impl ColumnTrait, own: impl FnOnce() -> Condition) -> Condition {
        match self.reach {
            Reach::All => Condition::all(),
            Reach::Subtree => Condition::all().add(org.in_subquery(self.subtree())),
            Reach::Own => Condition::all().add(org.in_subquery(self.subtree())).add(own()),
            Reach::None => Condition::all().add(nothing()),
        }
    }

    /// Ids of the caller's organisation and all below it. Codes hold no LIKE character, so the path is a safe prefix.
    fn subtree(&self) -> SelectStatement {
        org::Entity::find()
            .select_only()
            .column(org::Column::Id)
            .filter(org::Column::Path.starts_with(&self.org_path))
            .into_query()
    }

    fn owned(&self) -> Condition {
        Condition::all().add(customer::Column::OwnerId.eq(self.user_id))
    }

    fn of_mine(&self, customer_id: impl ColumnTrait) -> Condition {
        let mine = customer::Entity::find().select_only().column(customer::Column::Id).filter(self.owned());
        Condition::all().add(customer_id.in_subquery(mine.into_query()))
    }

    fn clocks_of_mine(&self, clock_id: impl ColumnTrait) -> Condition {
        let mine = self.complaints().select_only().column(complaint::Column::ClockId);
        Condition::all().add(clock_id.in_subquery(mine.into_query()))
    }

    /// Whether a live event about such a row may be shown.
    pub fn sees(&self, org_path: Option<&str>, owner: Option<UserId>, actor: Option<UserId>) -> bool {
        let inside = org_path.is_some_and(|path| path.starts_with(&self.org_path));
        match self.reach {
            Reach::All => true,
            Reach::Subtree => inside,
            Reach::Own => inside && self.user_id.is_some() && (owner == self.user_id || actor == self.user_id),
            Reach::None => false,
        }
    }
}

/// A condition that no row meets.
fn nothing() -> Expr {
    Expr::cust("1 = 0")
}

/// The paths above `path` and itself: `/a/b/` → `/a/`, `/a/b/`.
fn ancestors(path: &str) -> Vec<String> {
    path.match_indices('/').skip(1).map(|(at, _)| path.chars().take(at + 1).collect()).collect()
}
