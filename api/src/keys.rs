//! The key file: created at the first start, never again once there is something it must open.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result, bail};
use aws_lc_rs::{
    hmac, rand,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

/// The server's secret keys, as the file holds them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The id that ciphertexts and tokens name this set by.
    pub kid: String,
    /// 32 bytes, base64: AES-256-GCM over personal data.
    pub data_key: String,
    /// 32 bytes, base64: HMAC-SHA-256 over what is searched exactly.
    pub index_key: String,
    /// Ed25519 in PKCS#8, base64: signs access tokens.
    pub token_key: String,
    /// 32 bytes, base64: HMAC-SHA-256 over the trail. It never changes, or what is sealed could no longer be checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_key: Option<String>,
}

impl Keys {
    /// New random keys.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn generate() -> Result<Self> {
        let pair = Ed25519KeyPair::generate().context("no Ed25519 key could be made")?;
        let document = pair.to_pkcs8().context("the Ed25519 key has no PKCS#8 form")?;
        Ok(Self {
            kid: "k1".to_owned(),
            data_key: BASE64.encode(random::<32>()?),
            index_key: BASE64.encode(random::<32>()?),
            token_key: BASE64.encode(document.as_ref()),
            audit_key: Some(BASE64.encode(random::<32>()?)),
        })
    }

    /// Reads the key file, or makes it when `may_create` says that nothing was sealed yet.
    ///
    /// # Errors
    /// When the file is absent though personal data exist, does not read, or cannot be written.
    pub fn load(path: &Path, may_create: bool) -> Result<Self> {
        if path.exists() {
            let text =
                fs::read_to_string(path).with_context(|| format!("the key file {} does not read", path.display()))?;
            let keys: Result<Self> = serde_json::from_str(&text).map_err(Into::into);
            return keys.and_then(Self::whole).with_context(|| format!("the key file {} is damaged", path.display()));
        }
        if !may_create {
            bail!(
                "the key file {} is absent, but the database already holds encrypted personal data; restore the file or set GUIBIN_KEY_FILE",
                path.display()
            );
        }
        let keys = Self::generate()?;
        keys.store(path)?;
        Ok(keys)
    }

    /// The same keys, if each is one.
    fn whole(self) -> Result<Self> {
        Self::bytes(&self.data_key)?;
        Self::bytes(&self.index_key)?;
        self.token_pair()?;
        self.audit_key.as_deref().map(Self::bytes).transpose()?;
        Ok(self)
    }

    fn store(&self, path: &Path) -> Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // Under another name until it is whole: half a file after a power cut would open nothing.
        let half = path.with_extension(format!("{}.new", std::process::id()));
        fs::remove_file(&half).ok();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file =
            options.open(&half).with_context(|| format!("the key file {} cannot be written", path.display()))?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.sync_all()?;
        // A link, not a rename: of two first starts at once the second must not replace what the first seals with.
        let named = fs::hard_link(&half, path);
        fs::remove_file(&half)?;
        named.with_context(|| format!("the key file {} cannot be written", path.display()))?;
        // The name must outlive a power cut as the database's does, or the one would be of no use without the other.
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    }

    /// The Ed25519 private key (PKCS#8) and the raw public key.
    pub(crate) fn token_pair(&self) -> Result<(Vec<u8>, Vec<u8>)> {
        let private = BASE64.decode(&self.token_key)?;
        let pair =
            Ed25519KeyPair::from_pkcs8(&private).map_err(|_| anyhow::anyhow!("token_key is not an Ed25519 key"))?;
        Ok((private, pair.public_key().as_ref().to_vec()))
    }

    /// The audit key; a file from before there was one stands in with a key that follows from its first index key.
    pub(crate) fn audit_bytes(&self) -> [u8; 32] {
        if let Some(Ok(own)) = self.audit_key.as_deref().map(Self::bytes) {
            return own;
        }
        let first = hmac::Key::new(hmac::HMAC_SHA256, self.index_key.as_bytes());
        let follows = hmac::sign(&first, b"guibin audit trail");
        follows.as_ref().try_into().unwrap_or_default()
    }

    pub(crate) fn bytes(text: &str) -> Result<[u8; 32]> {
        let bytes = BASE64.decode(text)?;
        bytes.try_into().map_err(|_| anyhow::anyhow!("a key must be 32 bytes"))
    }
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
