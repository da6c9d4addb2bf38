//! Which field a column's header means, in the words that workbooks use.

use std::collections::BTreeSet;

use super::Field;
use crate::identity::half_width;
use crate::refusal::Refusal;

/// Other names of each field, as [`bare`] leaves them; labels and words are known without this.
const SYNONYMS: &[(Field, &str)] = &[
    (Field::Number, "贵宾编号 大客户编号 customerno"),
    (
        Field::ExternalId,
        "用户id 客户id 用户编号 用户编码 客户编码 客户代码 外部id 外部编码 会员号 会员编号 \
         customerid userid clientid accountid accountnumber id",
    ),
    (
        Field::Name,
        "姓名 客户姓名 用户姓名 名称 客户名 用户名称 单位名称 集团名称 公司名称 企业名称 \
         客户全称 fullname clientname companyname username customer",
    ),
    (Field::Kind, "客户类别 客户性质 用户类型 customertype"),
    (Field::Status, "状态 用户状态 在网状态"),
    (
        Field::Tier,
        "等级 级别 客户级别 客户星级 星级 客户星级标识 星级标识 会员等级 会员级别 vip等级 \
         vip级别 customertier level customerlevel grade viplevel starrating",
    ),
    (Field::Sex, "客户性别 用户性别 男女 gender"),
    (
        Field::IdNumber,
        "身份证 身份证号码 身份证件号 身份证件号码 证件号 证件号码 公民身份号码 居民身份证号 \
         idcard idcardnumber idno identitynumber nationalid",
    ),
    (Field::Birthday, "出生日期 出生年月日 出生年月 生日日期 dateofbirth birthdate dob"),
    (
        Field::Employer,
        "单位 所在单位 公司 任职单位 就职单位 工作单位名称 company organisation organization \
         workplace",
    ),
    (Field::Department, "所在部门 任职部门 科室 处室 dept"),
    (Field::Post, "职位 岗位 职称 职务名称 jobtitle position"),
    (
        Field::Mobile,
        "手机号 手机号码 移动电话 联系手机 手机电话 本人手机 联系电话手机 电话手机 mobilephone \
         mobilenumber mobileno cellphone cell cellnumber msisdn",
    ),
    (
        Field::Phone,
        "电话 联系电话 固话 座机 电话号码 办公电话 单位电话 家庭电话 固定电话号码 联系方式 \
         phonenumber telephone tel telno landline officephone contactnumber",
    ),
    (
        Field::Address,
        "联系地址 通信地址 通讯地址 家庭地址 家庭住址 住址 单位地址 详细地址 装机地址 安装地址 \
         客户地址 mailingaddress postaladdress streetaddress homeaddress",
    ),
    (Field::Postcode, "邮政编码 邮编号码 邮递区号 zip zipcode postalcode"),
    (Field::Fax, "传真号 传真号码 传真电话 faxnumber"),
    (Field::Email, "邮箱 电子邮件 邮件 邮箱地址 电子邮箱地址 电子邮件地址 邮件地址 emailaddress mail"),
    (
        Field::Uscc,
        "信用代码 社会信用代码 统一信用代码 营业执照号 营业执照号码 creditcode \
         socialcreditcode",
    ),
    (Field::SmartCardNumber, "智能卡 智能卡号码 ic卡号 卡号 smartcard smartcardno cardnumber"),
    (
        Field::DeviceNumber,
        "机顶盒 机顶盒号码 机顶盒编号 机顶盒序列号 设备号 设备编号 设备序列号 stbnumber stb \
         serialnumber deviceid deviceno",
    ),
    (Field::Anniversaries, "重要纪念日 纪念日期 特殊日期 anniversary"),
    (Field::Remark, "说明 附注 备注说明 备注信息 remarks note notes comment comments"),
];

/// The field that `header` is a name of; `None` when it is none of the known names.
///
/// Width, case, blanks, `_ - * :` and brackets do not matter; what stands in brackets (`手机（必填）`)
/// counts only if the name without it is unknown. Nothing is guessed from parts: `手机没有信号` is no
/// mobile number.
pub fn match_header(header: &str) -> Option<Field> {
    let plain: String = header.chars().map(half_width).collect();
    named(&bare(&plain)).or_else(|| named(&bare(&without_brackets(&plain))))
}

/// The field of each column. The first column that names a field gets it; later ones are left free.
pub fn match_headers<T: AsRef<str>>(headers: &[T]) -> Vec<Option<Field>> {
    let mut taken = BTreeSet::new();
    headers.iter().map(|header| match_header(header.as_ref()).filter(|field| taken.insert(*field))).collect()
}

/// The name under which each column is kept as an attribute: its header as it is, with ` (2)` added
/// when an earlier column is called the same, and `column C` for an empty one, as spreadsheets count.
pub fn attribute_names<T: AsRef<str>>(headers: &[T]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    (0_usize..)
        .zip(headers)
        .map(|(index, header)| {
            let header = header.as_ref().trim();
            let name = if header.is_empty() { format!("column {}", letters(index)) } else { header.to_owned() };
            let mut names = std::iter::once(name.clone()).chain((2_u32..).map(|n| format!("{name} ({n})")));
            names.find(|name| taken.insert(name.clone())).unwrap_or(name)
        })
        .collect()
}

/// What a spreadsheet calls column `index`, counted from 0: `A`, `Z`, `AA`.
fn letters(index: usize) -> String {
    let letter = u8::try_from(index % 26).map_or('A', |at| char::from(b'A' + at));
    let before = (index / 26).checked_sub(1).map(letters).unwrap_or_default();
    format!("{before}{letter}")
}

/// Whether columns that go to `fields` can be imported.
///
/// # Errors
/// [`Refusal::ImportColumnTwice`], [`Refusal::ImportKeyMissing`] when nothing tells rows apart.
pub fn importable(fields: &[Field]) -> Result<(), Refusal> {
    let mut taken = BTreeSet::new();
    if let Some(field) = fields.iter().find(|field| !taken.insert(**field)) {
        return Err(Refusal::ImportColumnTwice { field: *field });
    }
    let keys = [Field::Name, Field::ExternalId, Field::Number, Field::IdNumber, Field::Mobile];
    if keys.iter().any(|key| taken.contains(key)) { Ok(()) } else { Err(Refusal::ImportKeyMissing) }
}

fn named(bare_header: &str) -> Option<Field> {
    let known = |field: &&Field| {
        [field.word(), field.label_zh(), field.label_en()].iter().any(|name| bare(name) == bare_header)
    };
    let synonym = SYNONYMS
        .iter()
        .find(|(_, names)| names.split_whitespace().any(|name| name == bare_header))
        .map(|(field, _)| *field);
    Field::ALL.iter().find(known).copied().or(synonym)
}

/// Lower case, letters and digits only.
fn bare(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn without_brackets(header: &str) -> String {
    let mut depth = 0_u32;
    header
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '【' | '〔' | '<' | '《' => depth += 1,
                ')' | ']' | '】' | '〕' | '>' | '》' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_means_one_field_only_and_is_written_bare() {
        let mut all: Vec<String> =
            SYNONYMS.iter().flat_map(|(_, names)| names.split_whitespace().map(str::to_owned)).collect();
        for field in Field::ALL {
            for name in [field.word(), field.label_zh(), field.label_en()] {
                assert_eq!(match_header(name), Some(*field), "{name}");
            }
            let own: BTreeSet<_> = [field.word(), field.label_zh(), field.label_en()].iter().map(|n| bare(n)).collect();
            all.extend(own);
        }
        for (field, names) in SYNONYMS {
            for name in names.split_whitespace() {
                assert_eq!(bare(name), name);
                assert_eq!(match_header(name), Some(*field), "{name}");
            }
        }
        let count = all.len();
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), count, "a name is listed twice");
    }

    #[test]
    fn real_headers_are_known_and_others_are_not_guessed() {
        for (header, field) in [
            ("用户id", Some(Field::ExternalId)),
            ("性别", Some(Field::Sex)),
            ("客户星级标识", Some(Field::Tier)),
            ("customerID", Some(Field::ExternalId)),
            ("gender", Some(Field::Sex)),
            ("ＩＤ　ｎｕｍｂｅｒ", Some(Field::IdNumber)),
            (" *姓 名（必填） ", Some(Field::Name)),
            ("Mobile No.", Some(Field::Mobile)),
            ("联系电话(手机)", Some(Field::Mobile)),
            ("E-mail 地址", None),
            ("手机没有信号", None),
            ("其他，请注明", None),
            ("用户描述", None),
            ("Partner", None),
            ("PhoneService", None),
            ("", None),
            ("（）", None),
        ] {
            assert_eq!(match_header(header), field, "{header}");
        }
    }

    #[test]
    fn a_field_goes_to_the_first_column_that_names_it() {
        assert_eq!(match_headers(&["手机", "移动电话", "姓名"]), [Some(Field::Mobile), None, Some(Field::Name)]);
    }

    #[test]
    fn columns_of_the_same_name_are_kept_apart() {
        assert_eq!(
            attribute_names(&["其他，请注明", "用户描述", "其他，请注明", "", "其他，请注明 (2)"]),
            ["其他，请注明", "用户描述", "其他，请注明 (2)", "column D", "其他，请注明 (2) (2)"]
        );
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let named: Vec<_> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn columns_must_tell_rows_apart_and_go_to_different_fields() {
        assert_eq!(importable(&[Field::ExternalId, Field::Sex]), Ok(()));
        assert_eq!(importable(&[Field::Sex]), Err(Refusal::ImportKeyMissing));
        let twice = Refusal::ImportColumnTwice { field: Field::Name };
        assert_eq!(importable(&[Field::Name, Field::Name]), Err(twice));
    }

    proptest! {
        #[test]
        fn no_header_at_all_breaks_it(headers in prop::collection::vec("\\PC*", 0..8)) {
            let names = attribute_names(&headers);
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), headers.len());
            prop_assert_eq!(match_headers(&headers).len(), headers.len());
        }
    }
}
