//! What the words before a long number, and its digits, say of it: that it is a telephone, a product's number, one of
//! ours, or a moment.

use super::{has_birthday, is_star, spelt::digit};
use crate::customer_number;
use crate::identity::half_width;

/// Characters before a short number among which a word says that it is a telephone.
const WORD_WITHIN: usize = 8;
/// What comes before a telephone number that has no area code.
const TELEPHONE: [&str; 12] =
    ["电话", "座机", "固话", "传真", "手机", "总机", "致电", "拨打", "tel", "phone", "fax", "call"];

/// What comes before a long number that is a product's or an order's, and nobody's.
const PRODUCT: [&str; 14] = [
    "智能卡",
    "机顶盒",
    "设备",
    "序列号",
    "串号",
    "条码",
    "订单",
    "工单",
    "流水",
    "外部编号",
    "客户编号",
    "device",
    "serial",
    "order",
];

fn names(words: &[&str], text: &str) -> bool {
    let text: String = text.chars().map(half_width).collect::<String>().to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Whether a header says that its column holds numbers of products.
pub fn is_of_product(header: &str) -> bool {
    names(&PRODUCT, header)
}

/// Whether the words before a short number say that it is a telephone.
pub fn is_telephones(chars: &[char], at: usize) -> bool {
    names(&TELEPHONE, &before(chars, at))
}

/// What stands right before a number, up to the number before and no further: what is shown of that one must not matter.
fn before(chars: &[char], at: usize) -> String {
    let is_near = |c: &&char| digit(**c).is_none() && !is_star(**c);
    let back = chars.get(..at).unwrap_or_default().iter().rev().take(WORD_WITHIN).take_while(is_near);
    back.collect::<Vec<_>>().into_iter().rev().collect()
}

/// Whether the words before a number say that it is a product's, and none that it is a telephone.
pub fn is_products(chars: &[char], at: usize) -> bool {
    let said = before(chars, at);
    names(&PRODUCT, &said) && !names(&TELEPHONE, &said)
}

/// A moment of this century, as files are named after it: `202611220930`, with seconds or without.
pub fn is_moment(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to);
    let is_time = matches!(digits.len(), 12 | 14) && digits.starts_with("20") && has_birthday(part(0, 8));
    is_time && part(8, 10) < Some("24") && part(10, 12) < Some("60") && part(12, 14).is_none_or(|second| second < "60")
}

/// Whether the digits are those of a customer number, whose check digit is right.
pub fn is_ours(chars: &[char], at: usize, digits: &str) -> bool {
    let letters = at.checked_sub(2).and_then(|start| chars.get(start..at)).unwrap_or_default();
    let number: String = letters.iter().copied().chain(digits.chars()).collect();
    customer_number::parse(&number).is_ok()
}
