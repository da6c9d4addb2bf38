//! What every request and every sweep shares.

use std::sync::Arc;

use tokio::sync::{Semaphore, broadcast, watch};

use crate::{
    audit::Trail, cipher::Cipher, clock::Clock, config::Config, ctx::Turns, database::Database, event::Live,
    keys::Keys, rates::Rates, streams::Streams, token::Tokens,
};

/// How many live events a slow reader may fall behind before it is told to reload.
const LIVE_BACKLOG: usize = 1024;
/// Argon2id takes 19 MiB a piece: no more than this many at a time.
const PASSWORD_CHECKS: usize = 2;

/// The server's shared parts.
#[derive(Clone)]
pub struct State {
    pub config: Arc<Config>,
    pub clock: Clock,
    pub db: Database,
    /// Who writes next, where only one can.
    pub turns: Turns,
    pub cipher: Arc<Cipher>,
    pub tokens: Arc<Tokens>,
    /// Live events, told to the streams of this process after they are committed.
    pub live: broadcast::Sender<Live>,
    /// True once the server is to stop: what lasts (sweeps, streams) ends then.
    pub stopping: watch::Sender<bool>,
    /// True once the server is about to stop: whoever shares out the requests is told to look elsewhere.
    pub draining: watch::Sender<bool>,
    /// How many requests somebody may send.
    pub rates: Arc<Rates>,
    /// How many live streams somebody holds.
    pub streams: Streams,
    /// The sealed trail's key, and what waits to be written to it.
    pub trail: Arc<Trail>,
    /// Keeps password checks from exhausting memory.
    pub password_checks: Arc<Semaphore>,
    /// Whether this is the demo world.
    pub demo: bool,
}

impl State {
    /// Goes on with other keys: what is sealed and signed from now on is by their active set.
    pub fn change_keys(&self, keys: &Keys) {
        self.cipher.replace(keys);
        self.tokens.replace(keys);
    }

    /// Puts the parts together.
    pub fn new(config: Config, clock: Clock, db: Database, keys: &Keys, demo: bool) -> Self {
        let tokens = Tokens::new(keys, &config.base_url);
        let rates = Arc::new(Rates::new(config.rates));
        Self {
            config: Arc::new(config),
            clock,
            db,
            turns: Turns::default(),
            cipher: Arc::new(Cipher::new(keys)),
            tokens: Arc::new(tokens),
            live: broadcast::channel(LIVE_BACKLOG).0,
            stopping: watch::channel(false).0,
            draining: watch::channel(false).0,
            rates,
            streams: Streams::default(),
            trail: Arc::new(Trail::new(keys)),
            password_checks: Arc::new(Semaphore::new(PASSWORD_CHECKS)),
            demo,
        }
    }
}
