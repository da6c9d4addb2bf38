//! The organisation tree.

words! {
    /// What an organisation node is. A company stands above its branches (P01.6).
    pub enum OrgLevel {
        Company,
        Branch,
        Department,
        /// A business hall.
        Outlet,
    }
}

/// Longest organisation code, in characters: four of them go into customer numbers.
pub const CODE_MAX: usize = 32;

/// The path of a node below `parent` (its path, `/` for none): `/<code>/<code>/`.
///
/// A node lies in another's subtree exactly when its path starts with the other's path.
pub fn path(parent: Option<&str>, code: &str) -> String {
    format!("{}{code}/", parent.unwrap_or("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_starts_with_the_paths_of_all_above() {
        let company = path(None, "jn");
        let branch = path(Some(&company), "1001");
        assert_eq!(branch, "/jn/1001/");
        assert!(branch.starts_with(&company));
        assert!(!path(Some(&company), "10011").starts_with(&branch));
    }
}
