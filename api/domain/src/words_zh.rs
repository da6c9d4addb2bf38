//! The Chinese for words that refusals mention.

use crate::{approval, complaint, import};

impl complaint::Status {
    /// The state in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Open => "处理中",
            Self::Replied => "已答复",
            Self::Closed => "已关闭",
        }
    }
}

impl complaint::Action {
    /// The action in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Reply => "答复",
            Self::Confirm => "确认满意",
            Self::Refuse => "确认不满意",
            Self::ChangeLevel => "调整级别",
        }
    }
}

impl approval::Status {
    /// The state in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::InReview => "审批中",
            Self::Returned => "已退回",
            Self::Approved => "已通过",
            Self::Refused => "已拒绝",
            Self::Withdrawn => "已撤回",
        }
    }
}

impl approval::Action {
    /// The action in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Approve => "通过",
            Self::Return => "退回",
            Self::Refuse => "拒绝",
            Self::Edit => "修改",
            Self::Resubmit => "重新提交",
            Self::Withdraw => "撤回",
        }
    }
}

impl import::State {
    /// The state in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Uploaded => "已上传",
            Self::Checking => "检查中",
            Self::Checked => "已检查",
            Self::Committing => "导入中",
            Self::Committed => "已导入",
            Self::Failed => "失败",
        }
    }
}

impl import::Action {
    /// The action in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Remap => "调整列对应",
            Self::Check => "检查",
            Self::Commit => "导入",
            Self::Download => "下载结果",
            Self::Finish => "完成",
            Self::Fail => "中止",
        }
    }
}
