//! Every setting, read once from the environment; all mistakes are reported together.
//!
//! `.env.example` lists the same names with their meaning.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use ipnet::IpNet;
use tracing_subscriber::EnvFilter;

/// The password of the demo users where `GUIBIN_DEMO_PASSWORD` names none.
pub const DEMO_PASSWORD: &str = "guibin-demo-2026";

/// A setting that is never printed.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Which passwords may be chosen, and for how long they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProfile {
    /// Long, or hard to guess; they do not end.
    Modern,
    /// 等保: three kinds of characters, 90 days, the last five do not come back.
    Dengbao,
}

/// To whom the figures of this process are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    Open,
    Loopback,
    Off,
}

/// Requests a minute, and as many at once; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// `GUIBIN_RATE_CREDENTIAL`: with the tokens of one person or client.
    pub credential: u32,
    /// `GUIBIN_RATE_ADDRESS`: from one address.
    pub address: u32,
    /// `GUIBIN_RATE_AUTH`: from one address, to sign in, renew or set up.
    pub auth: u32,
}

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
    /// `GUIBIN_KEYS`: the text of a key file, in its place.
    pub keys: Option<Secret>,
    /// `GUIBIN_REVEAL_BUDGET`: customers whose masked fields one person may see in a day.
    pub reveal_budget: u32,
    /// `GUIBIN_SEARCH_BUDGET`: searches by a number of a person, or its end, that one person may make in a day.
    pub search_budget: u32,
    /// `GUIBIN_SEARCH_BUDGET_CLIENT`: the same of one API client, which looks up the callers of a whole hotline.
    pub search_budget_client: u32,
    /// `GUIBIN_BASE_URL`: how people reach the server; an https address makes the refresh cookie `Secure`.
    pub base_url: String,
    /// `GUIBIN_LOG`: a tracing filter such as `info,guibin_api=debug`.
    pub log: String,
    /// `GUIBIN_DEMO_PASSWORD`.
    pub demo_password: String,
    /// `GUIBIN_PASSWORD_PROFILE`: `modern` or `dengbao`.
    pub password_profile: PasswordProfile,
    /// `GUIBIN_TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `GUIBIN_RATE_…`.
    pub rates: Rates,
    /// `GUIBIN_STREAMS_PER_USER`: live streams that one person may hold at a time.
    pub streams_per_user: usize,
    /// `GUIBIN_CORS_ORIGINS`: pages of other origins that may call; none by default.
    pub cors_origins: Vec<String>,
    /// `GUIBIN_METRICS`: `open`, `loopback` or `off`.
    pub figures: Figures,
    /// `GUIBIN_DOCS`: `open` or `off`.
    pub has_docs: bool,
    /// `GUIBIN_DRAIN_WAIT`: between readiness off and the last accepted connection, in seconds.
    pub drain_wait: Duration,
    /// `GUIBIN_SEAL_MINUTES`: how often the heads of the trail are sealed outside the database.
    pub seal_minutes: u32,
    /// `GUIBIN_BODY_SECS`: how long the body of a request may take to come.
    pub body_time: Duration,
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
        let mut vars = Vars { vars, mistakes: Vec::new() };
        let listen = vars.read("GUIBIN_LISTEN", "127.0.0.1:8080", "an address such as 127.0.0.1:8080");
        let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let data_dir = PathBuf::from(vars.text("GUIBIN_DATA_DIR", "data"));
        let file = format!("sqlite://{}", data_dir.join("guibin.db").display());
        let log = vars.text("GUIBIN_LOG", "info,sea_orm_migration=warn");
        if let Err(cause) = EnvFilter::try_new(&log) {
            vars.mistakes.push(format!("GUIBIN_LOG: {log:?} is not a filter such as info,guibin_api=debug: {cause}"));
        }
        let config = Self {
            listen,
            database_url: vars.starting("GUIBIN_DATABASE_URL", &file, &["sqlite:", "postgres:", "postgresql:"]),
            key_file: PathBuf::from(vars.text("GUIBIN_KEY_FILE", &data_dir.join("keys.json").to_string_lossy())),
            keys: Some(vars.text("GUIBIN_KEYS", "")).filter(|text| !text.is_empty()).map(Secret),
            reveal_budget: vars.number("GUIBIN_REVEAL_BUDGET", 50),
            search_budget: vars.number("GUIBIN_SEARCH_BUDGET", 1000),
            search_budget_client: vars.number("GUIBIN_SEARCH_BUDGET_CLIENT", 20_000),
            data_dir,
            base_url: vars.starting("GUIBIN_BASE_URL", &format!("http://{listen}"), &["http://", "https://"]),
            log,
            demo_password: vars.text("GUIBIN_DEMO_PASSWORD", DEMO_PASSWORD),
            password_profile: vars.one_of("GUIBIN_PASSWORD_PROFILE", PASSWORD_PROFILES),
            trusted_proxies: vars.list("GUIBIN_TRUSTED_PROXIES", "networks such as 10.0.0.0/8, with commas between"),
            rates: vars.rates(),
            streams_per_user: vars.number("GUIBIN_STREAMS_PER_USER", 50),
            cors_origins: vars.origins("GUIBIN_CORS_ORIGINS"),
            figures: vars.one_of("GUIBIN_METRICS", FIGURES),
            has_docs: vars.one_of("GUIBIN_DOCS", &[("open", true), ("off", false)]),
            drain_wait: Duration::from_secs(vars.number("GUIBIN_DRAIN_WAIT", 3)),
            seal_minutes: vars.number("GUIBIN_SEAL_MINUTES", 10),
            body_time: Duration::from_secs(vars.number::<u64>("GUIBIN_BODY_SECS", 30).clamp(1, 3600)),
        };
        if vars.mistakes.is_empty() { Ok(config) } else { Err(vars.mistakes) }
    }

    /// Where the seals of the trail are written: in the data directory, outside the database.
    pub fn seal_folder(&self) -> PathBuf {
        self.data_dir.join("seals")
    }

    /// Whether people reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

const PASSWORD_PROFILES: &[(&str, PasswordProfile)] =
    &[("modern", PasswordProfile::Modern), ("dengbao", PasswordProfile::Dengbao)];
const FIGURES: &[(&str, Figures)] = &[("open", Figures::Open), ("loopback", Figures::Loopback), ("off", Figures::Off)];

/// The environment, and what was found wrong with it so far.
struct Vars<'a> {
    vars: &'a BTreeMap<String, String>,
    mistakes: Vec<String>,
}

impl Vars<'_> {
    fn text(&self, name: &str, default: &str) -> String {
        self.vars.get(name).filter(|value| !value.is_empty()).cloned().unwrap_or_else(|| default.to_owned())
    }

    fn read<T: FromStr>(&mut self, name: &str, default: &str, what: &str) -> Option<T> {
        let text = self.text(name, default);
        let read = text.parse().ok();
        if read.is_none() {
            self.mistakes.push(format!("{name}: {text:?} is not {what}"));
        }
        read
    }

    fn number<T: FromStr + Copy + std::fmt::Display>(&mut self, name: &str, default: T) -> T {
        self.read(name, &default.to_string(), "a whole number").unwrap_or(default)
    }

    fn starting(&mut self, name: &str, default: &str, starts: &[&str]) -> String {
        let text = self.text(name, default);
        if !starts.iter().any(|start| text.starts_with(start)) {
            self.mistakes.push(format!("{name}: must start with {}", starts.join(" or ")));
        }
        text
    }

    /// One of the words; the first is the default.
    fn one_of<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> T {
        let (first, default) = words.first().copied().expect("a setting has a value");
        let text = self.text(name, first);
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.mistakes.push(format!("{name}: {text:?} is none of {}", known.join(", ")));
        }
        found.map_or(default, |(_, value)| *value)
    }

    fn list<T: FromStr>(&mut self, name: &str, what: &str) -> Vec<T> {
        let text = self.text(name, "");
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let read: Vec<_> = parts.map(str::parse).collect();
        if read.iter().any(Result::is_err) {
            self.mistakes.push(format!("{name}: {text:?} is not a list of {what}"));
        }
        read.into_iter().filter_map(Result::ok).collect()
    }

    fn origins(&mut self, name: &str) -> Vec<String> {
        let origins: Vec<String> = self.list(name, "origins");
        let is_origin = |origin: &String| {
            let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('/') && !rest.contains('*'))
        };
        if !origins.iter().all(is_origin) {
            self.mistakes
                .push(format!("{name}: takes origins such as https://portal.example.com, with commas between"));
        }
        origins
    }

    fn rates(&mut self) -> Rates {
        Rates {
            credential: self.number("GUIBIN_RATE_CREDENTIAL", 30_000),
            address: self.number("GUIBIN_RATE_ADDRESS", 60_000),
            auth: self.number("GUIBIN_RATE_AUTH", 300),
        }
    }
}
