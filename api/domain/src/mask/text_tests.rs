use super::*;
use proptest::prelude::*;

#[test]
fn numbers_of_persons_are_masked_wherever_they_stand() {
    for (typed, shown) in [
        ("请回电13800131234，谢谢", "请回电138****1234，谢谢"),
        ("Tel:138 0013 1234", "Tel:138****1234"),
        ("138-0013-1234/139-0013-5678", "138****1234/139****5678"),
        ("1380 013 1234", "138****1234"),
        ("１３８　００１３　１２３４", "138****1234"),
        ("𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟏𝟐𝟑𝟒", "138****1234"),
        ("138\u{200B}0013\u{2060}1234", "138****1234"),
        ("138.0013.1234", "138****1234"),
        ("+86 138-0013-1234 王", "138****1234 王"),
        ("8613800131234", "138****1234"),
        ("*13800131234*", "*138****1234*"),
        ("3-1-2 13800131234", "3-1-2 138****1234"),
        ("13800131234 13900135678", "138****1234 139****5678"),
        ("座机 028-87655566 转 801", "座机 028****5566 转 801"),
        ("(028)8765 5566", "(028****5566"),
        ("0755-26543210", "0755****3210"),
        ("家里电话：87655566", "家里电话：****5566"),
        ("电话 8765-5566", "电话 ****5566"),
        ("400-123-4567", "400****4567"),
        ("+1 415 555 2671", "+*******2671"),
        ("身份证11010519491231002X。", "身份证1****************X。"),
        ("11010519491231002ｘ", "1****************X"),
        ("110105 19491231 002X", "1****************X"),
        ("旧证 110105491231002", "旧证 1*************2"),
        ("居住证 810000199408230021", "居住证 8****************1"),
        ("护照E12345678，", "护照E*******8，"),
        ("通行证 H1234567890", "通行证 H*********0"),
        ("卡 6222 0212 3456 7890 123 开户", "卡 ***************0123 开户"),
        ("4111-1111-1111-1111", "************1111"),
        ("12345678901234567890", "****************7890"),
        ("邮箱wang.jg@Example.com.", "邮***@Example.com."),
        ("13800131234@qq.com", "1***@qq.com"),
        ("wang @ example.com 收", "w***@example.com 收"),
        ("wang@ example.com", "w***@example.com"),
        ("手机 138,0013,1234", "手机 138****1234"),
        ("138、0013、1234。", "138****1234。"),
        ("138/00131234/139，0013，5678", "138****1234/139****5678"),
        ("1380013\n1234", "138****1234"),
        ("138 \r\n 0013→1234", "138****1234"),
        ("138    0013    1234", "138****1234"),
        ("028/8765/5566", "028****5566"),
        ("0755、26543210", "0755****3210"),
        ("110105/19491231/002X", "1****************X"),
        ("110105,1949,1231,0021", "1****************1"),
        ("110105、491231、002", "1*************2"),
        ("3、13800131234、8", "3、138****1234、8"),
        ("138、139 0013 5678", "138、139****5678"),
        ("១៣៨០០១៣១២៣៤", "138****1234"),
    ] {
        assert_eq!(text(typed), shown, "{typed}");
        assert!(holds_number(typed) && (holds_mask(shown) || typed.is_empty()), "{typed}");
    }
}

#[test]
fn numbers_in_other_shapes_and_those_of_which_nothing_is_known_are_masked() {
    for (typed, shown) in [
        ("①③⑧⓪⓪①③①②③④", "138****1234"),
        ("打①③⑧ ⓪⓪①③ ①②③④ 找我", "打138****1234 找我"),
        ("❶❸❽⓿⓿❶❸❶❷❸❹", "138****1234"),
        ("⑬8001⓷1234", "138****1234"),
        ("⑴⑶⑻0013⑴⑵⑶⑷", "138****1234"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣1️⃣2️⃣3️⃣4️⃣", "138****1234\u{FE0F}\u{20E3}"),
        ("1\u{336}3\u{336}8\u{336}00131234", "138****1234"),
        ("¹³⁸₀₀₁₃₁₂₃₄", "138****1234"),
        ("一三八零〇幺三一二三四", "138****1234"),
        ("᠑᠓᠘᠐᠐᠑᠓᠑᠒᠓᠔", "138****1234"),
        ("wang﹫example.com", "w***@example.com"),
        ("证件号 C1234567890", "证件号 C*********0"),
        ("tel13800131234", "tel138****1234"),
        ("A11010519500 1100000", "A1****************0"),
        ("护照 c12345678，证号：TW123456789", "护照 C*******8，证号：T*********9"),
        ("账号 827010325641", "账号 ********5641"),
        ("卡号：8270103256418", "卡号：*********6418"),
        ("1380013①②③④", "138****1234"),
        ("Account no. 202613220930", "Account no. ********0930"),
        ("银行流水账号 123456789012", "银行流水账号 ********9012"),
        ("passport: X1234567", "passport: X******7"),
    ] {
        assert_eq!(text(typed), shown, "{typed}");
        assert!(holds_number(typed) && holds_mask(shown), "{typed}");
    }
}

#[test]
fn what_stands_beside_a_number_stays_and_hides_it_no_less() {
    for (typed, shown) in [
        ("①138 0013 1234 ②139 0013 5678", "①138****1234 ②139****5678"),
        ("①110105 19491231 0021", "①1****************1"),
        ("①028-87654321", "①028****4321"),
        ("①E12345678", "①E*******8"),
        ("①6222 0212 3456 7890 123", "①***************0123"),
        ("电话：①87654321", "电话：①****4321"),
        ("面积80㎡138 0013 1234", "面积80㎡138****1234"),
        ("住80m²138-0013-1234", "住80m²138****1234"),
        ("138 0013 1234①", "138****1234①"),
        ("138 0013 1234一二三四五六七八", "138****1234一二三四五六七八"),
        ("①2台，80㎡，№5，13800131234", "①2台，80㎡，№5，138****1234"),
        ("①①③⑧⓪⓪①③①②③④②", "①138****1234②"),
        ("一二三四五六七八13800131234一", "一二三四五六七八138****1234一"),
        ("5①③⑧⓪⓪①③①②③④", "5*******1234"),
        ("①③⑧⓪⓪①③①③⑧⓪012", "138********012"),
        ("૪13800131234૪", "૪138****1234૪"),
        ("℡87654321", "℡****4321"),
    ] {
        assert_eq!(text(typed), shown, "{typed}");
        assert_eq!(text(shown), shown);
    }
}

#[test]
fn what_is_no_number_of_a_person_stays() {
    for typed in [
        "",
        "2026-11-22 09:30 到 2026-12-01",
        "TS20261122-0031",
        "GB5101000000011",
        "智能卡 8270103256418",
        "机顶盒串号：827010325641800",
        "订单 20261122000137",
        "文件 20261122093000，202611220930",
        "①看电视 ②交费 80㎡ ❸",
        "合同 HT2026112201，合同编号 HT202611220013",
        "发票代码 144032212345，受理编号 202611221234567",
        "快递 SF1234567890123",
        "https://example.com/p?id=123456789012",
        "550e8400-e29b-41d4-a716-446655440000",
        "型号 Z20261122 V20261122",
        "123456789012.50元",
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫",
        "① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮ ⑯ ⑰ ⑱ ⑲ ⑳",
        "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾",
        "smart card 827010325641，order id 123456789012，凭证号 123456789012",
        "SIM卡号 827010325641",
        "GB5101000000018，STB82701032564180，TW123456789",
        "二〇二六年十一月二十二日，一二三楼，星期一二三四五六",
        "ST8820117",
        "TS20261122",
        "3 栋 2 单元 1201 号，宽带 1000M，月费 138.00 元",
        "192.168.100.100",
        "喜欢 *下午* 联系",
        "重要***",
        "订单 20261122",
        "2026/11/22 09:30",
        "2024、2025、2026 年各 13,800,131,234 元",
        "1,380,013.12 元，合计 13,800,131,234",
        "13、15、18、20、12、3 号",
        "1500、1600、180 元",
        "400、800、1200 元",
        "100/200/300M",
        "11/22/2026\n12/01/2026",
        "21\n138\n0013",
        "请 @wang.lei 处理，hi @li.na",
        "5 @ 3.5 元",
        "@所有人 3.5@2",
        "E1234",
        "138****1234 与 028****4321",
        "w***@example.com",
        "1****************X",
    ] {
        assert_eq!(text(typed), typed);
    }
    assert!(!holds_mask("喜欢 *下午* 联系 1*2*3 ***") && !holds_mask("重要***"));
    for mask in ["138****1234", "＊＊＊＊5566", "w***@example.com", "1****************X", "x 028****"] {
        assert!(holds_mask(mask), "{mask}");
    }
}

/// Digits as somebody types them: parted, of another width, with unseen characters between.
fn typed(digits: &str, joints: &[usize], wide: &[bool]) -> String {
    const BETWEEN: [&str; 8] = ["", "", "", "", " ", "-", "\u{3000}", "\u{200B}"];
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        let is_wide = wide.get(at).copied().unwrap_or_default();
        out.push(if is_wide { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c });
        if at + 1 < digits.len() {
            out.push_str(BETWEEN[joints.get(at).copied().unwrap_or_default() % BETWEEN.len()]);
        }
    }
    out
}

fn plain_digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// What is hidden alone, whatever it stands beside.
const NUMBER: &str = "1[3-9][0-9]{9}|1[3-9][0-9] [0-9]{4} [0-9]{4}|1[3-9][0-9]-[0-9]{4}-[0-9]{4}|\
    11010519[5-9][0-9]0[1-9][12][0-9][0-9]{4}|110105 19491231 002[0-9X]|62[0-9]{14,17}|\
    6222 0212 3456 7890 [0-9]{3}|028-8[1-9]{7}|0755 2[1-9]{7}|400-123-[0-9]{4}|[EG][0-9]{8}|[HM][0-9]{10}";

/// The same digits in other shapes, by what their ones and zeros are.
fn shaped(digits: &str, shapes: &[usize]) -> String {
    const SHAPES: [(u32, u32); 8] = [
        (0x31, 0x30),
        (0x2460, 0x24EA),
        (0x2776, 0x24FF),
        (0x24F5, 0x24FF),
        (0x2780, 0x1F10B),
        (0x0A67, 0x0A66),
        (0x1D7D9, 0x1D7D8),
        (0x2081, 0x2080),
    ];
    let shape = |(at, c): (usize, char)| {
        let (one, zero) = SHAPES[shapes.get(at).copied().unwrap_or_default() % SHAPES.len()];
        let value = c.to_digit(10).unwrap();
        char::from_u32(if value == 0 { zero } else { one + value - 1 }).unwrap()
    };
    digits.chars().enumerate().map(shape).collect()
}

proptest! {
    #[test]
    fn in_whatever_shape_a_number_is_typed_it_is_caught(
        number in "1[3-9][0-9]{9}|11010519[5-9][0-9]0[1-9][12][0-9][0-9]{4}|62[0-9]{14,17}",
        shapes in prop::collection::vec(0usize..8, 19),
        before in "[王请：，]{0,6}", after in "[王请：，]{0,6}",
    ) {
        let typed = format!("{before}{}{after}", shaped(&number, &shapes));
        let shown = text(&typed);
        prop_assert!(holds_number(&typed) && !plain_digits(&shown).contains(&number), "{}", shown);
        prop_assert!(plain_digits(&shown).len() <= 7, "{}", shown);
        prop_assert_eq!(text(&shown), shown.clone());
        prop_assert_eq!(shown, text(&format!("{before}{number}{after}")));
    }

    #[test]
    fn many_digits_and_letters_before_them_are_masked_after_a_word_for_an_account(
        word in "(账号|开户银行|护照号|银行卡号码|身份证|Bank Account|passport no|ID)[：: ]{1,2}",
        number in "[2-9][1-9]{11,14}|[A-DF-Z][1-9]{8,12}|[A-Z]{2,3}[1-9]{9,12}", after in "[，。 ①㎡]{0,2}",
    ) {
        let shown = text(&format!("{word}{number}{after}"));
        prop_assert!(shown.starts_with(&word) && shown.ends_with(&after), "{}", shown);
        prop_assert!(plain_digits(&shown).len() <= 7, "{}", shown);
        prop_assert_eq!(text(&shown), shown);
    }

    #[test]
    fn what_stands_beside_a_number_opens_and_changes_nothing(
        number in NUMBER,
        before in "(①|②|²|㎡|№|一|王先生|，|：|80㎡|住 |⑩|Ⓔ|x²|王一二三四五六七八){0,3}",
        after in "(①|²|㎡|一|一二三四五六七八王|王先生|，|、|⑩|℃){0,3}",
    ) {
        let alone = text(&number);
        let shown = text(&format!("{before}{number}{after}"));
        prop_assert_eq!(&shown, &format!("{before}{alone}{after}"));
        prop_assert_eq!(text(&shown), shown.clone());
    }

    #[test]
    fn in_whatever_shape_beside_whatever_no_more_of_a_number_is_seen(
        number in "1[3-9][0-9]{9}|11010519[5-9][0-9]0[1-9][12][0-9][0-9]{4}|62[0-9]{14,17}|0288[1-9]{7}|40012[0-9]{5}",
        shape in 1usize..9,
        before in "[①²㎡一王：， ]{0,4}", after in "[①²㎡一王：， ]{0,4}",
    ) {
        let spelt = |c: char| "〇一二三四五六七八九".chars().nth(c.to_string().parse().unwrap()).unwrap();
        let typed = if shape == 8 { number.chars().map(spelt).collect() } else { shaped(&number, &[shape; 19]) };
        let shown = text(&format!("{before}{typed}{after}"));
        prop_assert!(shown.contains("***"), "{}", shown);
        let beside = |text: &str| text.chars().filter(|c| "①²一".contains(*c)).count();
        let seen = shown.chars().filter(|c| digit(*c).is_some() || "⓪①②③④⑤⑥⑦⑧⑨²〇一二三四五六七八九".contains(*c)).count();
        prop_assert!(seen <= 8 + beside(&before) + beside(&after), "{}", shown);
        let rest = |text: &str| text.chars().filter(|c| "㎡王：".contains(*c)).count();
        prop_assert_eq!(rest(&shown), rest(&before) + rest(&after), "{}", &shown);
        prop_assert_eq!(text(&shown), shown.clone());
    }

    #[test]
    fn however_a_number_is_typed_it_is_caught(
        number in "1[3-9][0-9]{9}|11010519[5-9][0-9]0[1-9][12][0-9][0-9]{4}|62[0-9]{14,17}",
        joints in prop::collection::vec(0usize..8, 19),
        wide in prop::collection::vec(any::<bool>(), 19),
        before in "[王请：，\\na-z]{0,6}", after in "[王请：，\\n]{0,6}",
    ) {
        let shown = text(&format!("{before}{}{after}", typed(&number, &joints, &wide)));
        prop_assert!(!plain_digits(&shown).contains(&number), "{}", shown);
        prop_assert!(plain_digits(&shown).len() <= 7, "{}", shown);
    }

    #[test]
    fn a_second_look_finds_nothing_more(text in "([0-9０-９]{1,6}|[ \\-.*+@X转电话a-cE（）]|\\PC){0,24}") {
        let once = super::text(&text);
        prop_assert_eq!(super::text(&once), once);
    }

    #[test]
    fn no_text_breaks_it_or_grows_by_it(text in "\\PC*") {
        let shown = super::text(&text);
        prop_assert!(shown.chars().count() <= text.chars().count() + 4 * (text.matches(['@', '＠']).count() + 1) + text.chars().count() / 8);
        prop_assert_eq!(super::text(&shown), shown.clone());
        let _ = (holds_mask(&text), super::super::attribute(&text, &text));
    }
}

#[test]
fn long_texts_take_time_in_proportion() {
    for piece in [
        "1",
        "1 ",
        "13800131234",
        "a@",
        "a@b.c",
        "电话8",
        "+",
        "110105-",
        "*1",
        "E1234567",
        "①",
        "①1",
        "一",
        "Ⓔ",
        "⑬ ",
        "账号1",
    ] {
        assert!(text(&piece.repeat(20_000)).len() <= piece.len() * 30_000);
    }
}
