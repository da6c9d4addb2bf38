//! Every event there is. An event is one row that never changes: the live message and the line of the timeline. With it
//! goes an entry of the sealed trail and, where another feature must act on it, a row of the outbox.
//!
//! Data hold ids and words of the vocabulary, never a personal value.

use chrono::{DateTime, Utc};
use guibin_domain::ids::{CustomerId, EventId, OrgId, UserId};
use guibin_entity::event;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::Value;
use uuid::Uuid;

use crate::{ctx::Tx, error::Result, outbox};

macro_rules! topics {
    ($($name:ident = $word:literal, $zh:literal, $en:literal;)+) => {
        /// What can happen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Topic { $($name),+ }

        impl Topic {
            /// Every topic.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word on the wire and in the table.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What a timeline calls it, in Chinese and English.
            pub const fn titles(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($zh, $en)),+ }
            }

            /// The topic of a word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|topic| topic.word() == word)
            }
        }
    };
}

topics! {
    SetupDone = "setup.done", "完成初始化", "Set up";
    SessionOpened = "session.opened", "登录", "Signed in";
    SessionRefused = "session.refused", "登录被拒", "Sign-in refused";
    SessionCodeAsked = "session.code_asked", "密码正确，等待动态口令", "Right password, code asked for";
    SessionClosed = "session.closed", "退出", "Signed out";
    SessionReused = "session.reused", "登录凭证被重复使用", "Refresh token used twice";
    SessionRevoked = "session.revoked", "结束登录", "Session ended";
    PasswordChanged = "user.password_changed", "修改密码", "Password changed";
    TotpBegun = "user.totp_begun", "申请动态口令", "Second factor begun";
    TotpEnabled = "user.totp_enabled", "启用动态口令", "Second factor enabled";
    TotpRemoved = "user.totp_removed", "停用动态口令", "Second factor removed";
    RecoveryCodeSpent = "user.recovery_code_spent", "使用恢复码登录", "Recovery code used";
    OrgCreated = "org.created", "新增机构", "Organisation created";
    OrgChanged = "org.changed", "修改机构", "Organisation changed";
    UserCreated = "user.created", "新增人员", "User created";
    UserChanged = "user.changed", "修改人员", "User changed";
    ApiClientCreated = "api_client.created", "新增接口客户端", "API client created";
    ApiClientChanged = "api_client.changed", "修改接口客户端", "API client changed";
    ApiClientSecretChanged = "api_client.secret_changed", "更换接口密钥", "API client's secret changed";
    PolicyLoaded = "policy.loaded", "载入制度", "Policy loaded";
    CustomerCreated = "customer.created", "建立客户档案", "Customer created";
    CustomerChanged = "customer.changed", "修改客户档案", "Customer changed";
    CustomerRevealed = "customer.revealed", "查看敏感信息", "Personal data revealed";
    CustomerRevealUnusual = "customer.reveal_unusual", "异常查看敏感信息", "Unusual viewing of personal data";
    CustomerBecameSpecial = "customer.became_special", "成为特约客户", "Became a special customer";
    KeyPersonCreated = "key_person.created", "新增关键人", "Key person added";
    KeyPersonChanged = "key_person.changed", "修改关键人", "Key person changed";
    KeyPersonRemoved = "key_person.removed", "删除关键人", "Key person removed";
    SubscriptionCreated = "subscription.created", "新增业务", "Subscription added";
    SubscriptionChanged = "subscription.changed", "修改业务", "Subscription changed";
    ApprovalSubmitted = "approval.submitted", "提交申请", "Application submitted";
    ApprovalAdvanced = "approval.advanced", "审批通过一步", "Approval moved on";
    ApprovalReturned = "approval.returned", "申请被退回", "Application returned";
    ApprovalResubmitted = "approval.resubmitted", "重新提交申请", "Application submitted again";
    ApprovalChanged = "approval.changed", "修改申请", "Application changed";
    ApprovalDecided = "approval.decided", "审批结束", "Approval decided";
    ApprovalWithdrawn = "approval.withdrawn", "撤回申请", "Application withdrawn";
    ServiceRecordCreated = "service_record.created", "记录服务", "Service recorded";
    ServiceRecordChanged = "service_record.changed", "修改服务记录", "Service record changed";
    ServiceRecordSigned = "service_record.signed", "客户签字", "Signed by the customer";
    ComplaintReceived = "complaint.received", "受理投诉", "Complaint received";
    ComplaintLevelChanged = "complaint.level_changed", "调整投诉级别", "Complaint level changed";
    ComplaintReplied = "complaint.replied", "答复投诉", "Complaint answered";
    ComplaintRefused = "complaint.refused", "客户不满意", "Customer not satisfied";
    ComplaintClosed = "complaint.closed", "投诉办结", "Complaint closed";
    PromiseWarned = "promise.warned", "时限预警", "Promise about to be missed";
    PromiseBreached = "promise.breached", "超出时限", "Promise missed";
    ImportUploaded = "import.uploaded", "上传导入文件", "Import uploaded";
    ImportMapped = "import.mapped", "调整导入列", "Import columns matched";
    ImportStarted = "import.started", "开始导入", "Import started";
    ImportChecked = "import.checked", "导入校验完成", "Import checked";
    ImportCommitted = "import.committed", "导入完成", "Import committed";
    ImportFailed = "import.failed", "导入失败", "Import failed";
    CustomersImported = "import.rows_applied", "批量导入客户", "Customers imported";
    ExportRequested = "export.requested", "申请导出", "Export requested";
    ExportReady = "export.ready", "导出完成", "Export ready";
    ExportFailed = "export.failed", "导出失败", "Export failed";
    ExportDownloaded = "export.downloaded", "下载导出文件", "Export downloaded";
}

impl Topic {
    /// Whether somebody was turned away: what the trail calls refused.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::SessionRefused)
    }

    /// The features that must act on it; the worker hands it to each.
    pub const fn consumers(self) -> &'static [&'static str] {
        match self {
            Self::ApprovalDecided => &["customers"],
            _ => &[],
        }
    }
}

/// What an event is about, and whose it is.
#[derive(Clone, Debug)]
pub struct Subject {
    kind: &'static str,
    id: Uuid,
    org_id: Option<OrgId>,
    owner_id: Option<UserId>,
    customer_id: Option<CustomerId>,
}

impl Subject {
    /// A row of the table `kind`, in the organisation `org_id`.
    pub const fn new(kind: &'static str, id: Uuid, org_id: OrgId) -> Self {
        Self { kind, id, org_id: Some(org_id), owner_id: None, customer_id: None }
    }

    /// Something that belongs to no organisation.
    pub const fn nowhere(kind: &'static str, id: Uuid) -> Self {
        Self { kind, id, org_id: None, owner_id: None, customer_id: None }
    }

    /// The person whose row it is, who sees it with the narrowest reach.
    #[must_use]
    pub const fn owner(mut self, owner: UserId) -> Self {
        self.owner_id = Some(owner);
        self
    }

    /// The customer on whose timeline it stands.
    #[must_use]
    pub const fn customer(mut self, customer: CustomerId) -> Self {
        self.customer_id = Some(customer);
        self
    }
}

/// A committed event on its way to the streams of this process.
#[derive(Clone, Debug)]
pub struct Live {
    pub id: EventId,
    pub topic: String,
    pub org_id: Option<OrgId>,
    pub org_path: Option<String>,
    pub owner_id: Option<UserId>,
    pub actor_id: Option<UserId>,
    pub customer_id: Option<CustomerId>,
    /// Whose customer it is.
    pub customer_owner_id: Option<UserId>,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub data: Value,
    pub at: DateTime<Utc>,
}

pub(crate) async fn store(tx: &Tx, topic: Topic, subject: &Subject, data: Value) -> Result<()> {
    let event = row(tx, topic, subject, data);
    tx.note_event(&event);
    let id = event.id;
    // Without reading it back: what one tells may be about what one does not see.
    event::Entity::insert(event.into_active_model()).exec_without_returning(tx.conn()).await?;
    outbox::post(tx, topic, &[id]).await
}

/// Many of one topic in one statement, for work in batches.
pub(crate) async fn store_all(tx: &Tx, topic: Topic, all: Vec<(Subject, Value)>) -> Result<()> {
    let rows: Vec<_> = all.into_iter().map(|(subject, data)| row(tx, topic, &subject, data)).collect();
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    for row in &rows {
        tx.note_event(row);
    }
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    event::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    outbox::post(tx, topic, &ids).await
}

fn row(tx: &Tx, topic: Topic, subject: &Subject, data: Value) -> event::Model {
    event::Model {
        id: EventId(tx.new_id()),
        topic: topic.word().to_owned(),
        org_id: subject.org_id,
        owner_id: subject.owner_id,
        customer_id: subject.customer_id,
        subject_kind: subject.kind.to_owned(),
        subject_id: subject.id,
        actor_id: tx.actor_id(),
        data,
        trace_id: tx.trace_id.to_string(),
        at: tx.now,
    }
}
