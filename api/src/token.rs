//! Access tokens: short, signed with Ed25519, checked for exactly who made them for what.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::ids::{SessionId, UserId};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode, errors::ErrorKind,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    keys::Keys,
};

/// How long an access token holds, in seconds.
pub const LIFETIME_SECS: i64 = 600;
const AUDIENCE: &str = "guibin-api";
const TYPE: &str = "at+jwt";

/// What a token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    pub sub: UserId,
    pub sid: SessionId,
    pub iss: String,
    pub aud: String,
    pub iat: i64,
    pub exp: i64,
}

/// Makes and checks tokens.
pub struct Tokens {
    issuer: String,
    ring: RwLock<Arc<Ring>>,
}

/// The keys at one time: one signs, and every one that is kept still verifies.
struct Ring {
    kid: String,
    private: EncodingKey,
    public: BTreeMap<String, DecodingKey>,
}

impl Ring {
    fn of(keys: &Keys) -> Self {
        let pairs = keys.keys.iter().map(|set| (set, set.token_pair().expect("token_key is an Ed25519 key")));
        let pairs: Vec<_> = pairs.collect();
        let active = pairs.iter().find(|(set, _)| set.kid == keys.active).expect("one set is the active one");
        Self {
            kid: keys.active.clone(),
            private: EncodingKey::from_ed_der(&active.1.0),
            public: pairs
                .iter()
                .map(|(set, (_, public))| (set.kid.clone(), DecodingKey::from_ed_der(public)))
                .collect(),
        }
    }
}

impl Tokens {
    /// Tokens signed with the active key of the file.
    ///
    /// # Panics
    /// When a key is not Ed25519: the server must not start then.
    pub fn new(keys: &Keys, issuer: &str) -> Self {
        Self { issuer: issuer.to_owned(), ring: RwLock::new(Arc::new(Ring::of(keys))) }
    }

    /// Goes on with other keys; what the ones that are kept have signed still holds.
    pub fn replace(&self, keys: &Keys) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Ring::of(keys));
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A token for one session.
    ///
    /// # Errors
    /// [`Error::Internal`] when signing fails.
    pub fn issue(&self, user: UserId, session: SessionId, now: DateTime<Utc>) -> Result<String> {
        let ring = self.ring();
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(ring.kid.clone());
        header.typ = Some(TYPE.to_owned());
        let claims = Claims {
            sub: user,
            sid: session,
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            iat: now.timestamp(),
            exp: (now + TimeDelta::seconds(LIFETIME_SECS)).timestamp(),
        };
        encode(&header, &claims, &ring.private).map_err(|cause| Error::Internal(cause.into()))
    }

    /// What a token says, if it is ours and still holds.
    ///
    /// # Errors
    /// `TokenInvalid`, or `TokenExpired` when it is ours but old.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<Claims> {
        let header = decode_header(token).map_err(|_| Error::TokenInvalid)?;
        let ring = self.ring();
        let is_ours = header.alg == Algorithm::EdDSA && header.typ.as_deref() == Some(TYPE);
        let public = header.kid.as_ref().and_then(|kid| ring.public.get(kid)).filter(|_| is_ours);
        let public = public.ok_or(Error::TokenInvalid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        // Against our clock below, not the system's: a test that travels in time must not be lied to.
        validation.validate_exp = false;
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.issuer]);
        let claims = decode::<Claims>(token, public, &validation)
            .map_err(|cause| match cause.kind() {
                ErrorKind::ExpiredSignature => Error::TokenExpired,
                _ => Error::TokenInvalid,
            })?
            .claims;
        if claims.exp <= now.timestamp() { Err(Error::TokenExpired) } else { Ok(claims) }
    }
}
