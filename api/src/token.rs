//! Access tokens: short, signed with Ed25519, checked for exactly who made them for what.

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
    kid: String,
    issuer: String,
    private: EncodingKey,
    public: DecodingKey,
}

impl Tokens {
    /// Tokens signed with the key of the file.
    ///
    /// # Panics
    /// When the key is not Ed25519: the server must not start then.
    pub fn new(keys: &Keys, issuer: &str) -> Self {
        let (private, public) = keys.token_pair().expect("token_key is an Ed25519 key");
        Self {
            kid: keys.kid.clone(),
            issuer: issuer.to_owned(),
            private: EncodingKey::from_ed_der(&private),
            public: DecodingKey::from_ed_der(&public),
        }
    }

    /// A token for one session.
    ///
    /// # Errors
    /// [`Error::Internal`] when signing fails.
    pub fn issue(&self, user: UserId, session: SessionId, now: DateTime<Utc>) -> Result<String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.kid.clone());
        header.typ = Some(TYPE.to_owned());
        let claims = Claims {
            sub: user,
            sid: session,
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            iat: now.timestamp(),
            exp: (now + TimeDelta::seconds(LIFETIME_SECS)).timestamp(),
        };
        encode(&header, &claims, &self.private).map_err(|cause| Error::Internal(cause.into()))
    }

    /// What a token says, if it is ours and still holds.
    ///
    /// # Errors
    /// `TokenInvalid`, or `TokenExpired` when it is ours but old.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<Claims> {
        let header = decode_header(token).map_err(|_| Error::TokenInvalid)?;
        let is_ours = header.alg == Algorithm::EdDSA
            && header.kid.as_deref() == Some(&self.kid)
            && header.typ.as_deref() == Some(TYPE);
        if !is_ours {
            return Err(Error::TokenInvalid);
        }
        let mut validation = Validation::new(Algorithm::EdDSA);
        // Against our clock below, not the system's: a test that travels in time must not be lied to.
        validation.validate_exp = false;
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.issuer]);
        let claims = decode::<Claims>(token, &self.public, &validation)
            .map_err(|cause| match cause.kind() {
                ErrorKind::ExpiredSignature => Error::TokenExpired,
                _ => Error::TokenInvalid,
            })?
            .claims;
        if claims.exp <= now.timestamp() { Err(Error::TokenExpired) } else { Ok(claims) }
    }
}
