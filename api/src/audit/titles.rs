//! What an auditor calls an action: an event by its own title, a view or a refusal by one of these.

use crate::{error::Lang, event::Topic};

const TITLES: &[(&str, &str, &str)] = &[
    ("approval.listed", "查看申请列表", "Approvals listed"),
    ("approval.viewed", "查看申请", "Approval viewed"),
    ("audit.listed", "查看审计记录", "Trail listed"),
    ("audit.verified", "校验审计记录", "Trail verified"),
    ("complaint.listed", "查看投诉列表", "Complaints listed"),
    ("complaint.viewed", "查看投诉", "Complaint viewed"),
    ("customer.listed", "查看客户列表", "Customers listed"),
    ("customer.searched", "搜索客户", "Customers searched"),
    ("customer.viewed", "查看客户档案", "Customer viewed"),
    ("import.downloaded", "下载导入数据", "Import downloaded"),
    ("import.viewed", "查看导入数据", "Import viewed"),
    ("request.replayed", "重放已答复的请求", "Answer given again"),
    ("request.refused", "请求被拒绝", "Request refused"),
    ("service_record.listed", "查看服务记录列表", "Service records listed"),
    ("service_record.viewed", "查看服务记录", "Service record viewed"),
    ("session.listed", "查看他人登录的设备", "Sessions of somebody listed"),
    ("workbench.viewed", "查看工作台", "Workbench viewed"),
];

/// The title of `action`; the word itself where it has none.
pub fn of(action: &str, lang: Lang) -> String {
    let own = TITLES.iter().find(|(word, ..)| *word == action).map(|(_, zh, en)| (*zh, *en));
    let titles = own.or_else(|| Topic::of(action).map(Topic::titles));
    titles.map_or(action, |(zh, en)| if lang == Lang::En { en } else { zh }).to_owned()
}
