//! What input shapes need around merge patches (RFC 7396): limits on a [`Patch`], and fields that
//! may change but never be empty.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use validator::ValidateLength;

use crate::body::Patch;

impl<T: ValidateLength<u64>> ValidateLength<u64> for Patch<T> {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Set(value) => value.length(),
            Self::Absent | Self::Clear => None,
        }
    }
}

/// The validator notes what it refuses; `body` leaves it out of the answer.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => output.serialize_some(value),
            Self::Absent | Self::Clear => output.serialize_none(),
        }
    }
}

/// For a field that a patch may change but never empty: `null` is a wrong type.
///
/// # Errors
/// Whatever reading a `T` from the input says.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use validator::Validate;

    #[derive(Deserialize, Validate)]
    struct Change {
        #[serde(default)]
        #[validate(length(min = 1, max = 4))]
        post: Patch<String>,
        #[serde(default, deserialize_with = "given")]
        name: Option<String>,
    }

    fn read(json: &str) -> Result<Change, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn absent_keeps_null_clears_and_a_value_sets() {
        let held = || Some("经理".to_owned());
        assert_eq!(read("{}").unwrap().post.apply(held()), held());
        assert_eq!(read(r#"{"post":null}"#).unwrap().post.apply(held()), None);
        assert_eq!(read(r#"{"post":"主任"}"#).unwrap().post.apply(held()).unwrap(), "主任");
    }

    #[test]
    fn limits_hold_for_what_is_set_and_for_nothing_else() {
        assert!(read(r#"{"post":"客户经理"}"#).unwrap().validate().is_ok());
        assert!(read(r#"{"post":"高级客户经理"}"#).unwrap().validate().is_err());
        assert!(read(r#"{"post":""}"#).unwrap().validate().is_err());
        assert!(read(r#"{"post":null}"#).unwrap().validate().is_ok());
        assert!(read("{}").unwrap().validate().is_ok());
    }

    #[test]
    fn a_field_that_must_not_be_empty_refuses_null() {
        assert_eq!(read("{}").unwrap().name, None);
        assert!(read(r#"{"name":null}"#).is_err());
    }
}
