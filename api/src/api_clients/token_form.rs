//! What a client sends for a token (RFC 6749 §4.4.2): a form, with id and secret inside it or in `Authorization: Basic`.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::error::{Error, OauthError, Result};

/// A request for a token that reads.
#[derive(Debug, PartialEq, Eq)]
pub struct TokenForm {
    pub client_id: String,
    pub client_secret: String,
    /// Names of permissions that the client insists on.
    pub scope: Vec<String>,
}

impl TokenForm {
    /// Reads the form and the header; what it does not know it leaves aside, as the RFC demands.
    ///
    /// # Errors
    /// `invalid_request`, `unsupported_grant_type`; `invalid_client` when nobody says who they are.
    pub fn read(body: &[u8], authorization: Option<&str>) -> Result<Self> {
        let field = |name: &str| once(body, name);
        match field("grant_type")?.as_deref() {
            None => return Err(Error::Oauth(OauthError::InvalidRequest)),
            Some("client_credentials") => {}
            Some(_) => return Err(Error::Oauth(OauthError::UnsupportedGrantType)),
        }
        let posted = (field("client_id")?, field("client_secret")?);
        let (client_id, client_secret) = match (basic(authorization)?, posted) {
            (None, (Some(id), Some(secret))) => (id, secret),
            // The id alone may stand in the form, too, if it is the same.
            (Some((id, secret)), (posted, None)) if posted.as_ref().is_none_or(|posted| *posted == id) => (id, secret),
            (Some(_), _) => return Err(Error::Oauth(OauthError::InvalidRequest)),
            (None, _) => return Err(Error::Oauth(OauthError::InvalidClient)),
        };
        let scope = field("scope")?.map(|scope| scope.split(' ').map(str::to_owned).collect()).unwrap_or_default();
        Ok(Self { client_id, client_secret, scope })
    }
}

/// A field that may stand once; an empty one counts as absent.
fn once(body: &[u8], name: &str) -> Result<Option<String>> {
    let mut found = form_urlencoded::parse(body).filter(|(field, _)| field == name).map(|(_, value)| value);
    let first = found.next().map(std::borrow::Cow::into_owned).filter(|value| !value.is_empty());
    if found.next().is_some() { Err(Error::Oauth(OauthError::InvalidRequest)) } else { Ok(first) }
}

/// Id and secret of `Authorization: Basic`, each form-encoded before they were joined (RFC 6749 §2.3.1).
fn basic(header: Option<&str>) -> Result<Option<(String, String)>> {
    let Some(header) = header else { return Ok(None) };
    let wrong = || Error::Oauth(OauthError::InvalidClient);
    let (scheme, text) = header.split_once(' ').ok_or_else(wrong)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(wrong());
    }
    let bytes = STANDARD.decode(text.trim()).map_err(|_| wrong())?;
    let at = bytes.iter().position(|byte| *byte == b':').ok_or_else(wrong)?;
    let (id, secret) = bytes.split_at(at);
    Ok(Some((decoded(id), decoded(secret.get(1..).unwrap_or_default()))))
}

fn decoded(bytes: &[u8]) -> String {
    // A form of one pair without a value is its name.
    form_urlencoded::parse(bytes).next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str, authorization: Option<&str>) -> OauthError {
        match TokenForm::read(body.as_bytes(), authorization) {
            Err(Error::Oauth(error)) => error,
            other => panic!("{body}: {other:?}"),
        }
    }

    fn read(body: &str, authorization: Option<&str>) -> (String, String, Vec<String>) {
        let form = TokenForm::read(body.as_bytes(), authorization).unwrap();
        (form.client_id, form.client_secret, form.scope)
    }

    const GRANT: &str = "grant_type=client_credentials";

    #[test]
    fn id_and_secret_come_in_the_form_or_in_the_header() {
        let posted = read(&format!("{GRANT}&client_id=a&client_secret=b%2B+c&scope=x+y&unknown=1"), None);
        assert_eq!(posted, ("a".to_owned(), "b+ c".to_owned(), vec!["x".to_owned(), "y".to_owned()]));
        let header = format!("bAsIc {}", STANDARD.encode("a:b%2Bc%3A"));
        assert_eq!(read(GRANT, Some(&header)), ("a".to_owned(), "b+c:".to_owned(), vec![]));
        assert_eq!(read(&format!("{GRANT}&client_id=a"), Some(&header)).0, "a");
    }

    #[test]
    fn what_is_twice_or_absent_is_refused_in_the_words_of_the_rfc() {
        use OauthError::{InvalidClient, InvalidRequest, UnsupportedGrantType};
        let header = format!("Basic {}", STANDARD.encode("a:b"));
        assert_eq!(refused("", None), InvalidRequest);
        assert_eq!(refused("grant_type=", None), InvalidRequest);
        assert_eq!(refused("grant_type=password&client_id=a&client_secret=b", None), UnsupportedGrantType);
        assert_eq!(refused(&format!("{GRANT}&{GRANT}"), Some(&header)), InvalidRequest);
        assert_eq!(refused(&format!("{GRANT}&client_id=a&client_secret=b"), Some(&header)), InvalidRequest);
        assert_eq!(refused(&format!("{GRANT}&client_id=z"), Some(&header)), InvalidRequest);
        assert_eq!(refused(GRANT, None), InvalidClient);
        assert_eq!(refused(&format!("{GRANT}&client_id=a"), None), InvalidClient);
        for wrong in ["Basic", "Basic !", "Basic YQ==", "Bearer x"] {
            assert_eq!(refused(GRANT, Some(wrong)), InvalidClient, "{wrong}");
        }
    }
}
