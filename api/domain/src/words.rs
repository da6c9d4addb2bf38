//! `words!`: an enum whose every variant is one word, the same wherever it is written down.
//!
//! The word is the variant in `snake_case`: in JSON, in the database, in logs and in refusals.
//! Feature `wire` adds the `OpenAPI` schema, feature `rows` makes it a text column.

/// Declares a word enum. Attributes on the enum come after the derives, so `schema(as = …)` and
/// `serde(…)` may be given there.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[derive(strum::Display, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
        #[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "rows", derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum))]
        #[cfg_attr(feature = "rows", sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case"))]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        $(#[$meta])*
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

            /// The word as it is written in JSON and in the database.
            pub fn word(self) -> &'static str {
                self.into()
            }

            /// Every word, in the order of declaration: what a CHECK constraint lists.
            pub fn words() -> impl Iterator<Item = &'static str> {
                Self::ALL.iter().map(|one| one.word())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::service_record::Method;

    #[test]
    fn a_word_is_the_same_in_json_in_text_and_back() {
        for one in Method::ALL {
            let word = one.word();
            assert_eq!(serde_json::to_value(one).unwrap(), word);
            assert_eq!(one.to_string(), word);
            assert_eq!(word.parse::<Method>().unwrap(), *one);
            assert!(word.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        }
        assert!("Visit".parse::<Method>().is_err());
        assert_eq!(Method::words().count(), Method::ALL.len());
    }

    #[cfg(feature = "rows")]
    #[test]
    fn the_database_holds_the_same_word() {
        use sea_orm::ActiveEnum;
        for one in crate::import::State::ALL {
            assert_eq!(one.to_value(), one.word());
        }
    }
}
