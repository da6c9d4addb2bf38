//! The key file: created at the first start, never again once there is something it must open; grown by rotation.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use aws_lc_rs::{
    hmac, rand,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How long a key that is no longer the active one must stay: what it signed holds a while, and servers look at the
/// file now and then only.
pub const REST_MINUTES: i64 = 15;

/// The server's secret keys, as the file holds them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The `kid` of the set that seals and signs from now on.
    pub active: String,
    /// 32 bytes, base64: HMAC-SHA-256 over what must be recognised beyond every rotation, such as repeated requests.
    pub root_key: String,
    /// 32 bytes, base64: HMAC-SHA-256 over the trail. It never changes, or what is sealed could no longer be checked.
    pub audit_key: String,
    /// Oldest first. Every one opens, verifies and is searched by.
    pub keys: Vec<KeySet>,
}

/// What is replaced together.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySet {
    /// The id that ciphertexts and tokens name this set by.
    pub kid: String,
    /// 32 bytes, base64: AES-256-GCM over personal data.
    pub data_key: String,
    /// 32 bytes, base64: HMAC-SHA-256 over what is searched exactly.
    pub index_key: String,
    /// Ed25519 in PKCS#8, base64: signs access tokens.
    pub token_key: String,
    /// When another set took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<DateTime<Utc>>,
}

/// The file as it is, or as it was before there could be several sets.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Many(Keys),
    One(One),
}

/// The file of one set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    kid: String,
    data_key: String,
    index_key: String,
    token_key: String,
    audit_key: Option<String>,
}

impl One {
    /// The same as a file of several; keys that it does not have yet follow from its index key.
    fn grown(self) -> Result<Keys> {
        let Self { kid, data_key, index_key, token_key, audit_key } = self;
        let index = hmac::Key::new(hmac::HMAC_SHA256, &Keys::bytes(&index_key)?);
        let root_key = BASE64.encode(hmac::sign(&index, b"guibin root key"));
        let written = hmac::Key::new(hmac::HMAC_SHA256, index_key.as_bytes());
        let audit_key = audit_key.unwrap_or_else(|| BASE64.encode(hmac::sign(&written, b"guibin audit trail")));
        let first = KeySet { kid: kid.clone(), data_key, index_key, token_key, retired_at: None };
        Ok(Keys { active: kid, root_key, audit_key, keys: vec![first] })
    }
}

impl KeySet {
    /// New random keys.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    fn generate(kid: String) -> Result<Self> {
        let pair = Ed25519KeyPair::generate().context("no Ed25519 key could be made")?;
        let document = pair.to_pkcs8().context("the Ed25519 key has no PKCS#8 form")?;
        Ok(Self {
            kid,
            data_key: BASE64.encode(random::<32>()?),
            index_key: BASE64.encode(random::<32>()?),
            token_key: BASE64.encode(document.as_ref()),
            retired_at: None,
        })
    }

    /// The Ed25519 private key (PKCS#8) and the raw public key.
    pub(crate) fn token_pair(&self) -> Result<(Vec<u8>, Vec<u8>)> {
        let private = BASE64.decode(&self.token_key)?;
        let pair =
            Ed25519KeyPair::from_pkcs8(&private).map_err(|_| anyhow::anyhow!("token_key is not an Ed25519 key"))?;
        Ok((private, pair.public_key().as_ref().to_vec()))
    }
}

impl Keys {
    /// New random keys.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn generate() -> Result<Self> {
        let first = KeySet::generate("k1".to_owned())?;
        let (root_key, audit_key) = (BASE64.encode(random::<32>()?), BASE64.encode(random::<32>()?));
        Ok(Self { active: first.kid.clone(), root_key, audit_key, keys: vec![first] })
    }

    /// Reads the key file, or makes it when `may_create` says that nothing was sealed yet.
    ///
    /// # Errors
    /// When the file is absent though personal data exist, does not read, or cannot be written.
    pub fn load(path: &Path, may_create: bool) -> Result<Self> {
        if path.exists() {
            return Self::read(path);
        }
        if !may_create {
            bail!(
                "the key file {} is absent, but the database already holds what only its keys open and verify; restore the file or set GUIBIN_KEY_FILE",
                path.display()
            );
        }
        let keys = Self::generate()?;
        keys.store(path)?;
        Ok(keys)
    }

    /// Reads a key file that must be there.
    ///
    /// # Errors
    /// When it is not, is damaged, or is open to others.
    pub fn read(path: &Path) -> Result<Self> {
        refuse_open(path)?;
        let text =
            fs::read_to_string(path).with_context(|| format!("the key file {} does not read", path.display()))?;
        Self::parse(&text).with_context(|| format!("the key file {} is damaged", path.display()))
    }

    /// Reads keys from the text of a key file, wherever that was kept.
    ///
    /// # Errors
    /// When a key is none, two sets have one name, or the active one is missing.
    pub fn parse(text: &str) -> Result<Self> {
        // What the reader says of a broken file may quote it; a key is not shown.
        let written = serde_json::from_str(text).map_err(|_| anyhow::anyhow!("it is not the JSON of a key file"))?;
        let keys = match written {
            Written::Many(keys) => keys,
            Written::One(one) => one.grown()?,
        };
        keys.whole()
    }

    /// The same keys, if each is one.
    fn whole(self) -> Result<Self> {
        Self::bytes(&self.root_key)?;
        Self::bytes(&self.audit_key)?;
        for (at, set) in self.keys.iter().enumerate() {
            Self::bytes(&set.data_key)?;
            Self::bytes(&set.index_key)?;
            set.token_pair()?;
            let is_word =
                !set.kid.is_empty() && set.kid.len() <= 32 && set.kid.bytes().all(|b| b.is_ascii_alphanumeric());
            if !is_word || self.keys.iter().take(at).any(|other| other.kid == set.kid) {
                bail!("each kid takes 1 to 32 letters and digits, and no two are the same");
            }
        }
        if !self.keys.iter().any(|set| set.kid == self.active) {
            bail!("no key set is called {:?}, which is named as the active one", self.active);
        }
        Ok(self)
    }

    /// The same keys with a new set, which every server learns before it is used; the one that waits already, if any.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn with_next(mut self) -> Result<(Self, String)> {
        let at = self.keys.iter().position(|set| set.kid == self.active).unwrap_or_default();
        if let Some(waiting) = self.keys.get(at + 1) {
            let kid = waiting.kid.clone();
            return Ok((self, kid));
        }
        let numbers = self.keys.iter().filter_map(|set| set.kid.strip_prefix('k')?.parse::<u32>().ok());
        let kid = format!("k{}", numbers.max().unwrap_or_default() + 1);
        self.keys.push(KeySet::generate(kid.clone())?);
        Ok((self, kid))
    }

    /// The same keys, `kid` the active one from now on.
    #[must_use]
    pub fn activated(mut self, kid: &str, now: DateTime<Utc>) -> Self {
        for set in self.keys.iter_mut().filter(|set| set.kid == self.active) {
            set.retired_at = Some(now);
        }
        kid.clone_into(&mut self.active);
        self
    }

    /// The same keys without `kid`. Whether anything still needs it is for the caller to know.
    ///
    /// # Errors
    /// When there is no such set, it is in use, or was until a moment ago.
    pub fn without(mut self, kid: &str, now: DateTime<Utc>) -> Result<Self> {
        let Some(set) = self.keys.iter().find(|set| set.kid == kid) else { bail!("there is no key set {kid:?}") };
        let Some(retired_at) = set.retired_at.filter(|_| self.active != kid) else {
            bail!("{kid} is in use; run `guibin keys rotate` first");
        };
        if now < retired_at + TimeDelta::minutes(REST_MINUTES) {
            bail!(
                "{kid} was in use until {retired_at}: sign-ins still hold by it; drop it {REST_MINUTES} minutes later"
            );
        }
        self.keys.retain(|set| set.kid != kid);
        Ok(self)
    }

    /// Puts the keys in place of the file, whole or not at all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn replace(&self, path: &Path) -> Result<()> {
        let half = self.half(path)?;
        fs::rename(&half, path).with_context(|| format!("the key file {} cannot be written", path.display()))?;
        settle(path)
    }

    /// The text of the key file.
    ///
    /// # Errors
    /// Never in practice: keys have a JSON form.
    pub fn text(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    fn store(&self, path: &Path) -> Result<()> {
        let half = self.half(path)?;
        // A link, not a rename: of two first starts at once the second must not replace what the first seals with.
        let named = fs::hard_link(&half, path);
        fs::remove_file(&half)?;
        named.with_context(|| format!("the key file {} cannot be written", path.display()))?;
        settle(path)
    }

    /// The file under another name until it is whole: half a file after a power cut would open nothing.
    fn half(&self, path: &Path) -> Result<PathBuf> {
        fs::create_dir_all(folder(path))?;
        let half = path.with_extension(format!("{}.new", std::process::id()));
        fs::remove_file(&half).ok();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file =
            options.open(&half).with_context(|| format!("the key file {} cannot be written", path.display()))?;
        file.write_all(self.text()?.as_bytes())?;
        file.sync_all()?;
        Ok(half)
    }

    /// The audit key.
    pub(crate) fn audit_bytes(&self) -> [u8; 32] {
        Self::bytes(&self.audit_key).unwrap_or_default()
    }

    pub(crate) fn bytes(text: &str) -> Result<[u8; 32]> {
        let bytes = BASE64.decode(text)?;
        bytes.try_into().map_err(|_| anyhow::anyhow!("a key must be 32 bytes"))
    }
}

/// Whoever reads the keys reads all that they seal, and whoever writes them takes it away. The group may read, since
/// that is how secrets are mounted for a server that does not run as root.
#[cfg(unix)]
fn refuse_open(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(file) = fs::metadata(path) else { return Ok(()) };
    let (mode, path) = (file.permissions().mode() & 0o777, path.display());
    if mode & 0o027 == 0 {
        return Ok(());
    }
    bail!(
        "other users of this machine can reach the key file {path} (mode {mode:o}); run `chmod 600 {path}`, mount it with mode 0400, or hand its text over in GUIBIN_KEYS"
    )
}

#[cfg(not(unix))]
const fn refuse_open(_path: &Path) -> Result<()> {
    Ok(())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name must outlive a power cut as the database's does, or the one would be of no use without the other.
fn settle(path: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::File::open(folder(path))?.sync_all()?;
    Ok(())
}

/// `N` random bytes.
///
/// # Errors
/// When the system has no randomness to give.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| anyhow::anyhow!("the system has no randomness to give"))?;
    Ok(bytes)
}
