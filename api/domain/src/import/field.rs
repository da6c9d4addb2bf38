//! The columns of the customer file that a workbook may bring.

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

impl Field {
    /// The column's header in Chinese: what an export writes and an import reads back.
    pub const fn label_zh(self) -> &'static str {
        match self {
            Self::Number => "客户编号",
            Self::ExternalId => "外部编号",
            Self::Name => "客户名称",
            Self::Kind => "客户类型",
            Self::Status => "客户状态",
            Self::Tier => "客户等级",
            Self::Sex => "性别",
            Self::IdNumber => "身份证号",
            Self::Birthday => "生日",
            Self::Employer => "工作单位",
            Self::Department => "部门",
            Self::Post => "职务",
            Self::Mobile => "手机",
            Self::Phone => "固定电话",
            Self::Address => "地址",
            Self::Postcode => "邮编",
            Self::Fax => "传真",
            Self::Email => "电子邮箱",
            Self::Uscc => "统一社会信用代码",
            Self::SmartCardNumber => "智能卡号",
            Self::DeviceNumber => "机顶盒号",
            Self::Anniversaries => "纪念日",
            Self::Remark => "备注",
        }
    }

    /// The column's header in English.
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Number => "Customer number",
            Self::ExternalId => "External ID",
            Self::Name => "Customer name",
            Self::Kind => "Customer kind",
            Self::Status => "Customer status",
            Self::Tier => "Tier",
            Self::Sex => "Sex",
            Self::IdNumber => "ID number",
            Self::Birthday => "Birthday",
            Self::Employer => "Employer",
            Self::Department => "Department",
            Self::Post => "Post",
            Self::Mobile => "Mobile",
            Self::Phone => "Phone",
            Self::Address => "Address",
            Self::Postcode => "Postcode",
            Self::Fax => "Fax",
            Self::Email => "E-mail",
            Self::Uscc => "Unified social credit code",
            Self::SmartCardNumber => "Smart card number",
            Self::DeviceNumber => "Device number",
            Self::Anniversaries => "Anniversaries",
            Self::Remark => "Remark",
        }
    }
}
