//! Every setting, read once from the environment; all mistakes are reported together.
//!
//! `.env.example` lists the same names with their meaning.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

/// The password of the demo users where `GUIBIN_DEMO_PASSWORD` names none.
pub const DEMO_PASSWORD: &str = "guibin-demo-2026";

/// The settings of one server.
#[derive(Clone, Debug)]
pub struct Config {
    /// `GUIBIN_LISTEN`: where the server listens.
    pub listen: SocketAddr,
    /// `GUIBIN_DATABASE_URL`: `sqlite:` or `postgres:`; an SQLite file in the data directory by default.
    pub database_url: String,
    /// `GUIBIN_DATA_DIR`: the database file and the keys live here by default.
    pub data_dir: PathBuf,
    /// `GUIBIN_KEY_FILE`: the keys of tokens and personal data.
    pub key_file: PathBuf,
    /// `GUIBIN_BASE_URL`: how people reach the server; an https address makes the refresh cookie `Secure`.
    pub base_url: String,
    /// `GUIBIN_LOG`: a tracing filter such as `info,guibin_api=debug`.
    pub log: String,
    /// `GUIBIN_DEMO_PASSWORD`.
    pub demo_password: String,
}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// Every setting that does not read, one sentence each.
    pub fn from_env() -> Result<Self, Vec<String>> {
        Self::read(&std::env::vars().filter(|(name, _)| name.starts_with("GUIBIN_")).collect())
    }

    /// Reads settings from a map of names to texts.
    ///
    /// # Errors
    /// Every setting that does not read, one sentence each.
    pub fn read(vars: &BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut mistakes = Vec::new();
        let text = |name: &str, default: &str| {
            vars.get(name).filter(|v| !v.is_empty()).cloned().unwrap_or_else(|| default.to_owned())
        };
        let listen = text("GUIBIN_LISTEN", "127.0.0.1:8080");
        let listen = listen.parse::<SocketAddr>().inspect_err(|_| {
            mistakes.push(format!("GUIBIN_LISTEN: {listen:?} is not an address such as 127.0.0.1:8080"));
        });
        let data_dir = PathBuf::from(text("GUIBIN_DATA_DIR", "data"));
        let database_url = text("GUIBIN_DATABASE_URL", &format!("sqlite://{}", data_dir.join("guibin.db").display()));
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            mistakes.push("GUIBIN_DATABASE_URL: must start with sqlite: or postgres:".to_owned());
        }
        let base_url = text(
            "GUIBIN_BASE_URL",
            &format!("http://{}", listen.as_ref().map_or_else(|_| "127.0.0.1:8080".to_owned(), ToString::to_string)),
        );
        if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
            mistakes.push("GUIBIN_BASE_URL: must start with http:// or https://".to_owned());
        }
        match listen {
            Ok(listen) if mistakes.is_empty() => Ok(Self {
                listen,
                database_url,
                key_file: PathBuf::from(text("GUIBIN_KEY_FILE", &data_dir.join("keys.json").to_string_lossy())),
                data_dir,
                base_url,
                log: text("GUIBIN_LOG", "info,sea_orm_migration=warn"),
                demo_password: text("GUIBIN_DEMO_PASSWORD", DEMO_PASSWORD),
            }),
            _ => Err(mistakes),
        }
    }

    /// Whether people reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
