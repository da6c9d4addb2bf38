//! People who do not give up: each request is sent with its key until it is answered, to whichever server answers.
//!
//! The journal knows what was asked for and what was answered, when: the other half of what `demands` compares.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::{Duration, Instant, SystemTime},
};

use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::dice::Dice;

const PASSWORD: &str = "guibin-demo-2026";
/// How long a request may go without an answer, over all servers and all tries.
const PATIENCE: Duration = Duration::from_mins(3);

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    pub who: &'static str,
    pub path: String,
    pub key: String,
    pub if_match: Option<i64>,
    pub content: Content,
    /// The table it must show up in, and the text by which it is known there.
    pub effect: (&'static str, String),
}

#[derive(Clone, Debug)]
pub enum Content {
    Json(Value),
    /// A file of this name.
    File(String, Vec<u8>),
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub status: u16,
    pub etag: Option<String>,
    pub location: Option<String>,
    pub body: Value,
}

impl Said {
    pub fn id(&self) -> &str {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id in {self:?}"))
    }

    pub fn version(&self) -> i64 {
        self.etag.as_ref().and_then(|tag| tag.trim_matches('"').parse().ok()).unwrap_or_else(|| panic!("{self:?}"))
    }

    pub const fn is_done(&self) -> bool {
        self.status / 100 == 2
    }
}

/// A request and its fate.
#[derive(Clone, Debug)]
pub struct Entry {
    pub request: Request,
    pub sent: SystemTime,
    /// The first answer, and when it was here.
    pub answer: Option<(SystemTime, Said)>,
}

/// Something that a worker must bring about, and since when.
#[derive(Clone, Debug)]
pub struct Promise {
    pub since: SystemTime,
    pub effect: (&'static str, String),
}

/// Everybody, and what they were told.
pub struct Office {
    http: Client,
    bases: Vec<String>,
    dice: Dice,
    tokens: RefCell<HashMap<&'static str, String>>,
    pub journal: RefCell<Vec<Entry>>,
    pub promises: RefCell<Vec<Promise>>,
    /// Answers received, and requests that broke off after they were sent: done or not, nobody said.
    pub answered: Cell<u64>,
    pub broken_off: Cell<u64>,
    closing: Cell<bool>,
}

impl Office {
    pub fn new(bases: Vec<String>, seed: u64) -> Rc<Self> {
        let http = Client::builder().pool_max_idle_per_host(32).timeout(Duration::from_secs(40)).build().unwrap();
        Rc::new(Self {
            http,
            bases,
            dice: Dice::new(seed),
            tokens: RefCell::default(),
            journal: RefCell::default(),
            promises: RefCell::default(),
            answered: Cell::new(0),
            broken_off: Cell::new(0),
            closing: Cell::new(false),
        })
    }

    pub const fn http(&self) -> &Client {
        &self.http
    }

    /// Nobody begins anything new.
    pub fn close(&self) {
        self.closing.set(true);
    }

    pub const fn is_closing(&self) -> bool {
        self.closing.get()
    }

    /// Sends a request until it is answered, and writes down both.
    pub async fn ask(&self, request: Request) -> Said {
        let at = self.write_down(&request);
        self.answered(at, &request).await
    }

    fn write_down(&self, request: &Request) -> usize {
        let mut journal = self.journal.borrow_mut();
        journal.push(Entry { request: request.clone(), sent: SystemTime::now(), answer: None });
        journal.len() - 1
    }

    async fn answered(&self, at: usize, request: &Request) -> Said {
        let said = self.send(request).await;
        self.journal.borrow_mut()[at].answer.get_or_insert_with(|| (SystemTime::now(), said.clone()));
        said
    }

    /// As [`Office::ask`]; whatever is asked must be granted.
    pub async fn must(&self, request: Request) -> Said {
        let said = self.ask(request.clone()).await;
        assert!(said.is_done(), "{request:?} was answered {said:?}");
        said
    }

    /// The same request twice at the same time, perhaps at two servers: one effect, one answer.
    pub async fn twice(&self, request: Request) -> Said {
        let at = self.write_down(&request);
        // Whichever answer is here first must hold, also when it is the repetition of one that is still on its way.
        let (first, second) = tokio::join!(self.answered(at, &request), self.answered(at, &request));
        assert_eq!(first, second, "one key, two answers: {request:?}");
        assert!(first.is_done(), "{request:?} was answered {first:?}");
        first
    }

    /// Two people press the button at once, each with a key of their own: one is too late.
    pub async fn race(&self, request: Request) -> Said {
        let other = Request { key: key(), ..request.clone() };
        let (one, two) = tokio::join!(self.ask(request.clone()), self.ask(other));
        assert!(one.is_done() != two.is_done(), "both or neither won {request:?}: {one:?}, {two:?}");
        let (won, lost) = if one.is_done() { (one, two) } else { (two, one) };
        assert!([409, 412].contains(&lost.status), "{lost:?}");
        won
    }

    /// What worker must do from now on, whatever happens.
    pub fn promise(&self, table: &'static str, name: &str) {
        self.promises.borrow_mut().push(Promise { since: SystemTime::now(), effect: (table, name.to_owned()) });
    }

    /// Sends a request until it is answered by something that is an answer.
    pub async fn send(&self, request: &Request) -> Said {
        let build = |base: &str, token: &str| {
            let mut built = self.http.post(format!("{base}/api/v1{}", request.path)).bearer_auth(token);
            built = built.header("idempotency-key", &request.key);
            if let Some(version) = request.if_match {
                built = built.header("if-match", format!("\"{version}\""));
            }
            match &request.content {
                Content::Json(body) => built.json(body),
                Content::File(name, bytes) => {
                    let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name(name.clone());
                    built.multipart(reqwest::multipart::Form::new().part("file", part))
                }
            }
        };
        self.insist(request.who, &request.path, build).await
    }

    /// Reads until it is answered.
    pub async fn get(&self, who: &'static str, path: &str) -> Said {
        let build = |base: &str, token: &str| self.http.get(format!("{base}/api/v1{path}")).bearer_auth(token);
        self.insist(who, path, build).await
    }

    async fn insist(&self, who: &'static str, what: &str, build: impl Fn(&str, &str) -> RequestBuilder) -> Said {
        let began = Instant::now();
        loop {
            let token = self.token(who).await;
            let answer = hear(build(self.dice.pick::<String>(&self.bases), &token)).await;
            match answer.as_ref().map(|said| said.status) {
                Ok(401) => drop(self.tokens.borrow_mut().remove(who)),
                // Not now: nothing was done, and a key is not used up.
                Ok(429 | 503) => {}
                Ok(500..) => panic!("{what} was answered {answer:?}"),
                Ok(_) => {
                    self.answered.set(self.answered.get() + 1);
                    return answer.unwrap();
                }
                Err(Unheard::BrokenOff) => self.broken_off.set(self.broken_off.get() + 1),
                Err(Unheard::NobodyThere) => {}
            }
            assert!(began.elapsed() < PATIENCE, "no answer to {what}, the last: {answer:?}");
            tokio::time::sleep(Duration::from_millis(self.dice.between(10, 60))).await;
        }
    }

    async fn token(&self, who: &'static str) -> String {
        let began = Instant::now();
        loop {
            if let Some(token) = self.tokens.borrow().get(who) {
                return token.clone();
            }
            let url = format!("{}/api/v1/auth/login", self.dice.pick::<String>(&self.bases));
            let said = hear(self.http.post(url).json(&json!({ "username": who, "password": PASSWORD }))).await;
            if let Some(token) = said.as_ref().ok().and_then(|said| said.body["access_token"].as_str()) {
                self.tokens.borrow_mut().insert(who, token.to_owned());
                return token.to_owned();
            }
            assert!(began.elapsed() < PATIENCE, "{who} cannot sign in: {said:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug)]
enum Unheard {
    NobodyThere,
    BrokenOff,
}

/// The whole answer: what breaks off was not said.
async fn hear(request: RequestBuilder) -> Result<Said, Unheard> {
    let lost = |cause: reqwest::Error| if cause.is_connect() { Unheard::NobodyThere } else { Unheard::BrokenOff };
    let answer = request.send().await.map_err(lost)?;
    let text = |name: &str, answer: &Response| Some(answer.headers().get(name)?.to_str().unwrap().to_owned());
    let (status, etag, location) = (answer.status().as_u16(), text("etag", &answer), text("location", &answer));
    let body = answer.bytes().await.map_err(lost)?;
    Ok(Said { status, etag, location, body: serde_json::from_slice(&body).unwrap_or(Value::Null) })
}

/// A new idempotency key.
pub fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}
