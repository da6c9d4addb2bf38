//! What each refusal says, in Chinese and in English: what is wrong, and what to do about it.

use super::Refusal;

impl Refusal {
    /// The refusal as a sentence: Chinese first, English second. No value a caller sent is repeated.
    pub fn sentences(&self) -> (String, String) {
        self.about_course()
            .or_else(|| self.about_standing())
            .or_else(|| self.about_file())
            .unwrap_or_else(|| self.about_input())
    }

    fn about_course(&self) -> Option<(String, String)> {
        Some(match self {
            Self::ApprovalMove { from, action } => (
                format!("审批单当前为“{}”，不能{}。请刷新后再试。", from.zh(), action.zh()),
                format!("An approval that is {from} cannot take \"{action}\". Reload it and look again."),
            ),
            Self::ApprovalNotApplicant => {
                say("只有申请人本人可以这样做。请联系申请人。", "Only the applicant may do this. Ask the applicant.")
            }
            Self::ApprovalOpen => say(
                "该客户已有一份申请尚未办结。请先办结或撤回那份申请。",
                "Another application for this customer is still open. See it decided or withdraw it first.",
            ),
            Self::ApprovalNotHolder => say(
                "这一步不由您审批。请等待该岗位的负责人处理。",
                "This step is not yours to decide. It waits for the holder of its post.",
            ),
            Self::ApprovalOwnRequest => say(
                "不能审批自己提交的申请。请由其他负责人处理。",
                "Nobody decides their own application. Another holder of the post has to.",
            ),
            Self::ApprovalPostEmpty { name_zh, name_en } => (
                format!("审批环节“{name_zh}”没有可审批的人员。请管理员先为该岗位指定人员。"),
                format!("Nobody can decide the step \"{name_en}\". Ask the administrator to fill that post first."),
            ),
            Self::ComplaintMove { from, action } => (
                format!("投诉当前为“{}”，不能{}。请刷新后再试。", from.zh(), action.zh()),
                format!("A complaint that is {from} cannot take \"{action}\". Reload it and look again."),
            ),
            Self::ExportNotReady => say(
                "导出文件还没有生成。请稍候再下载。",
                "The exported file is not there yet. Wait until the export is ready.",
            ),
            Self::ImportMove { from, action } => (
                format!("导入任务当前为“{}”，不能{}。请刷新后再试。", from.zh(), action.zh()),
                format!("An import that is {from} cannot take \"{action}\". Reload it and look again."),
            ),
            _ => return None,
        })
    }

    fn about_standing(&self) -> Option<(String, String)> {
        Some(match self {
            Self::CustomerAlreadySpecial => say(
                "该客户已是特约客户。如需延长期限，请提交续期申请。",
                "The customer is special already. Apply for a renewal to extend the term.",
            ),
            Self::CustomerClosed => say(
                "该客户已销户，不能再办理。请先恢复客户状态。",
                "The customer is closed. Reopen the customer first.",
            ),
            Self::CustomerNotSpecial => say(
                "该客户不是特约客户，无需续期。请先提交特约客户申请。",
                "The customer is not special, so there is nothing to renew. Apply for a special opening first.",
            ),
            Self::ServiceRecordDayOver => say(
                "服务记录只能在填写当天修改。请另写一条记录说明。",
                "A service record can be edited only on the day it was written. Write another one instead.",
            ),
            Self::ServiceRecordNotAuthor => say(
                "只有填写人本人可以修改服务记录。请联系填写人，或另写一条记录。",
                "Only its author edits a service record. Ask the author, or write another one.",
            ),
            Self::ServiceRecordSigned => say(
                "服务记录已由客户签字，不能再改。请另写一条记录说明。",
                "The customer has signed this service record; it stays as it is. Write another one instead.",
            ),
            Self::SubscriptionEnded => say(
                "该业务已终止，不能再改。如需恢复，请新增一项业务。",
                "The subscription has ended and stays as it is. Add a new one instead.",
            ),
            _ => return None,
        })
    }

    fn about_file(&self) -> Option<(String, String)> {
        Some(match self {
            Self::CellBlank { .. } => say("此项必填，请填写。", "This must not be empty. Fill it in."),
            Self::CellDate { .. } => {
                say("不是有效日期。请按 2026-11-22 的格式填写。", "This is not a date. Write it like 2026-11-22.")
            }
            Self::CellFailed { .. } => {
                say("公式结果为错误值。请改为实际内容。", "The formula ends in an error. Write the value itself.")
            }
            Self::NumberElsewhere { .. } => say(
                "这是身份证号或手机号，不能作为编号保存。请填写到“身份证号”或“手机”一栏，此处改用其他编号。",
                "This is an ID number or a mobile number and is not kept as a code. Put it into `id_number` or `mobile`, and use another code here.",
            ),
            Self::NumberLostDigits { .. } => say(
                "以数字格式保存，超过 15 位，末尾数字可能已丢失。请将该列设为文本格式后重新填写。",
                "This is stored as a number of more than 15 digits, so digits may be lost. Format the column as text and fill it in again.",
            ),
            Self::CellLong { max, .. } => (
                format!("内容过长，最多 {max} 个字符。请缩短。"),
                format!("This is too long: at most {max} characters. Shorten it."),
            ),
            Self::CellUnstorable { .. } => say(
                "含有无法保存的控制字符。请删除后重试。",
                "This contains a control character that cannot be stored. Remove it.",
            ),
            Self::CellWord { .. } => say(
                "不是可用的选项。请从列表中选择。",
                "This is not one of the possible words. Choose one from the list.",
            ),
            Self::ImportColumnTwice { field } => (
                format!("有两列都对应“{}”。请只保留一列。", field.label_zh()),
                format!("Two columns both go to \"{}\". Keep one of them.", field.label_en()),
            ),
            Self::ImportKeyMissing => say(
                "没有可识别客户的列。请至少指定客户名称、外部编号、客户编号、身份证号或手机中的一列。",
                "No column tells customers apart. Map at least one of customer name, external ID, customer number, ID number or mobile.",
            ),
            Self::ImportRowConflict { field } => (
                format!("“{}”已属于另一位客户。请核对后修改表格或合并客户。", field.label_zh()),
                format!(
                    "Another customer already has this \"{}\". Check it, then correct the workbook or that customer.",
                    field.label_en()
                ),
            ),
            Self::ImportRowDuplicate { first_row } => (
                format!("与第 {first_row} 行是同一位客户。请只保留一行。"),
                format!("This is the same customer as row {first_row}. Keep one of the two rows."),
            ),
            _ => return None,
        })
    }

    fn about_input(&self) -> (String, String) {
        match self {
            Self::CommentMissing => {
                say("退回或拒绝时必须填写意见。", "Say why: a comment is needed to return or refuse.")
            }
            Self::LevelSame { level } => (
                format!("投诉已是 {level} 级。请选择另一级别。"),
                format!("The complaint is at level {level} already. Choose another level."),
            ),
            Self::LevelUnknown { .. } => say("投诉级别只能是 1、2 或 3。", "A complaint's level is 1, 2 or 3."),
            Self::MaskedValue { .. } => say(
                "这是遮盖后的内容，不能保存。请填写完整内容，或不要改动此项。",
                "This is a masked value and cannot be stored. Give the full value, or leave the field out.",
            ),
            Self::RenewalNotLater { ends_on } => (
                format!("续期后的到期日须晚于现有到期日 {ends_on}。"),
                format!("A renewal must end later than the present term, which ends on {ends_on}."),
            ),
            Self::ServiceRecordFuture => say(
                "服务时间不能晚于现在。请填写实际发生的时间。",
                "A service cannot have taken place in the future. Give the time it happened.",
            ),
            Self::TermBackwards { starts_on, ends_on } => (
                format!("到期日 {ends_on} 早于开始日 {starts_on}。请改正日期。"),
                format!("The term ends on {ends_on}, before it starts on {starts_on}. Correct the dates."),
            ),
            Self::UserRolesNone => say("至少选择一个角色。", "Choose at least one role."),
            Self::UserRolesTogether => say(
                "管理员和审计员不能兼任其他角色。请分设账号。",
                "Administrator and auditor cannot be combined with any other role. Use separate accounts.",
            ),
            _ => self.about_numbers(),
        }
    }

    fn about_numbers(&self) -> (String, String) {
        match self {
            Self::CustomerNumberChecksum => say(
                "客户编号的校验位不符。请核对是否抄错。",
                "The customer number's check digit does not fit. Look for a slip in copying.",
            ),
            Self::CustomerNumberShape => say(
                "客户编号应为 GB 加 13 位数字。其他系统的编号请填在“外部编号”。",
                "A customer number is GB and 13 digits. Put a number of another system under \"External ID\".",
            ),
            Self::CustomerNumberUnknown => say(
                "没有这个编号的客户。新客户请留空，编号由系统生成。",
                "No customer has this number. Leave it empty for a new customer; the number is made here.",
            ),
            Self::EmailShape => say(
                "电子邮箱格式不正确，应如 name@example.com。",
                "This is not an e-mail address. Write it like name@example.com.",
            ),
            Self::IdNumberBirthday => say(
                "身份证号中的出生日期不存在或晚于今天。请核对。",
                "The ID number's date of birth does not exist or lies in the future. Check it.",
            ),
            Self::IdNumberChecksum => say(
                "身份证号的校验码不符。请核对是否抄错。",
                "The ID number's check character does not fit. Look for a slip in copying.",
            ),
            Self::IdNumberShape => say(
                "身份证号应为 18 位（末位可为 X）或旧 15 位数字。",
                "An ID number has 18 digits (the last may be X) or, if old, 15 digits.",
            ),
            Self::MobileShape => say(
                "手机号应为 11 位、以 1 开头的中国大陆号码。",
                "A mobile number has 11 digits and starts with 1 (mainland China).",
            ),
            Self::PhoneShape => say(
                "固定电话格式不正确，应如 028-12345678-801 或 400-123-4567。",
                "This is not a phone number. Write it like 028-12345678-801 or 400-123-4567.",
            ),
            Self::PostcodeShape => say("邮编应为 6 位数字。", "A postcode has 6 digits."),
            Self::UsccChecksum => say(
                "统一社会信用代码的校验码不符。请核对是否抄错。",
                "The unified social credit code's check character does not fit. Look for a slip in copying.",
            ),
            Self::UsccShape => say(
                "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）。",
                "A unified social credit code has 18 digits or capitals (without I, O, S, V, Z).",
            ),
            _ => say("填写的内容不正确，请修改。", "What was sent cannot be accepted. Correct it."),
        }
    }
}

fn say(zh: &str, en: &str) -> (String, String) {
    (zh.to_owned(), en.to_owned())
}
