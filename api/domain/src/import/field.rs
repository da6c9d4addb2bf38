//! The columns of the customer file that a workbook may bring (P01.11).

use chrono::NaiveDate;

use crate::{identity, mask};

words! {
    /// An importable column; its word is the customer's own field name. In the order of an export.
    #[cfg_attr(feature = "wire", schema(as = ImportField))]
    pub enum Field {
        Number,
        ExternalId,
        Name,
        Kind,
        Status,
        Tier,
        Sex,
        IdNumber,
        Birthday,
        Employer,
        Department,
        Post,
        Mobile,
        Phone,
        Address,
        Postcode,
        Fax,
        Email,
        Uscc,
        SmartCardNumber,
        DeviceNumber,
        Anniversaries,
        Remark,
    }
}

/// The fields whose values are masked wherever they are shown.
pub const MASKED: &[Field] = &[Field::IdNumber, Field::Mobile, Field::Phone, Field::Address, Field::Fax, Field::Email];

impl Field {
    /// The field as a JSON pointer into a customer.
    pub const fn pointer(self) -> &'static str {
        self.row().0
    }

    /// The column's header in Chinese: what an export writes and an import reads back.
    pub const fn label_zh(self) -> &'static str {
        self.row().1
    }

    /// The column's header in English.
    pub const fn label_en(self) -> &'static str {
        self.row().2
    }

    /// `value` as it may be shown.
    pub fn shown(self, value: &str) -> String {
        match self {
            Self::IdNumber => mask::id_number(value),
            Self::Mobile => mask::mobile(value),
            Self::Phone | Self::Fax => mask::phone(value),
            Self::Address => mask::address(value),
            Self::Email => mask::email(value),
            field if field.is_text() => mask::text(value),
            // Such a code is refused now; files from before may have one.
            field if field.is_code() && identity::mobile(value).is_ok() => mask::mobile(value),
            field if field.is_code() && identity::id_number(value, NaiveDate::MAX).is_ok() => mask::id_number(value),
            _ => value.to_owned(),
        }
    }

    /// Whether people write in it what they like, also what belongs elsewhere.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Tier
                | Self::Employer
                | Self::Department
                | Self::Post
                | Self::Anniversaries
                | Self::Remark
        )
    }

    /// Whether it holds a code by which another system, a card or a device is known.
    pub const fn is_code(self) -> bool {
        matches!(self, Self::ExternalId | Self::SmartCardNumber | Self::DeviceNumber)
    }

    /// Whether `value` is what [`Field::shown`] makes of another, so that it must not be stored.
    pub fn is_mask(self, value: &str) -> bool {
        if MASKED.contains(&self) {
            mask::is_masked(value)
        } else {
            (self.is_text() || self.is_code()) && mask::holds_mask(value)
        }
    }

    /// `value` as a workbook writes it: words in Chinese, which an import reads back, personal values masked.
    pub fn written(self, value: &str) -> String {
        let word = match (self, value) {
            (Self::Kind, "individual") => "个人",
            (Self::Kind, "family") => "家庭",
            (Self::Kind, "group") => "集团",
            (Self::Status, "prospective") => "潜在",
            (Self::Status, "active") => "在网",
            (Self::Status, "suspended") => "暂停",
            (Self::Status, "closed") => "销户",
            (Self::Sex, "male") => "男",
            (Self::Sex, "female") => "女",
            (Self::Sex, "unknown") => "未知",
            _ => return self.shown(value),
        };
        word.to_owned()
    }

    /// Longest value, in characters.
    pub const fn max(self) -> usize {
        match self {
            Self::Remark => 4000,
            Self::Anniversaries => 500,
            Self::Address => 300,
            Self::Name | Self::Employer => 200,
            Self::Department | Self::Post => 100,
            _ => 64,
        }
    }

    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Number => ("/number", "客户编号", "Customer number"),
            Self::ExternalId => ("/external_id", "外部编号", "External ID"),
            Self::Name => ("/name", "客户名称", "Customer name"),
            Self::Kind => ("/kind", "客户类型", "Customer kind"),
            Self::Status => ("/status", "客户状态", "Customer status"),
            Self::Tier => ("/tier", "客户等级", "Tier"),
            Self::Sex => ("/sex", "性别", "Sex"),
            Self::IdNumber => ("/id_number", "身份证号", "ID number"),
            Self::Birthday => ("/birthday", "生日", "Birthday"),
            Self::Employer => ("/employer", "工作单位", "Employer"),
            Self::Department => ("/department", "部门", "Department"),
            Self::Post => ("/post", "职务", "Post"),
            Self::Mobile => ("/mobile", "手机", "Mobile"),
            Self::Phone => ("/phone", "固定电话", "Phone"),
            Self::Address => ("/address", "地址", "Address"),
            Self::Postcode => ("/postcode", "邮编", "Postcode"),
            Self::Fax => ("/fax", "传真", "Fax"),
            Self::Email => ("/email", "电子邮箱", "E-mail"),
            Self::Uscc => ("/uscc", "统一社会信用代码", "Unified social credit code"),
            Self::SmartCardNumber => ("/smart_card_number", "智能卡号", "Smart card number"),
            Self::DeviceNumber => ("/device_number", "机顶盒号", "Device number"),
            Self::Anniversaries => ("/anniversaries", "纪念日", "Anniversaries"),
            Self::Remark => ("/remark", "备注", "Remark"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_the_word() {
        for field in Field::ALL {
            assert_eq!(field.pointer().strip_prefix('/'), Some(field.word()));
        }
    }

    #[test]
    fn words_are_written_in_chinese_and_read_back() {
        use crate::{customer, import::normal};
        let words = customer::Kind::words().map(|word| (Field::Kind, word));
        let words = words.chain(customer::Status::words().map(|word| (Field::Status, word)));
        for (field, word) in words.chain(customer::Sex::words().map(|word| (Field::Sex, word))) {
            let written = field.written(word);
            assert!(!written.is_ascii(), "{word}");
            assert_eq!(normal(field, &written, chrono::NaiveDate::MAX).as_deref(), Ok(word));
        }
    }

    #[test]
    fn masked_fields_are_shown_masked_and_the_others_as_they_are() {
        for field in Field::ALL {
            assert_eq!(field.shown("x") == mask::CLOSED, MASKED.contains(field), "{field}");
        }
    }
}
