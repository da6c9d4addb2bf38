//! The real binary, asked to stop: readiness goes first, what is in hand is finished, and it ends well.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A server of the binary that lies beside this one, on its own SQLite file.
struct Server {
    process: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start(wait_secs: u32) -> Self {
        let binary = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("guibin");
        assert!(binary.exists(), "{} is not built: cargo build --workspace --bins", binary.display());
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let process = Command::new(binary)
            .args(["serve", "--demo"])
            .env("GUIBIN_DATA_DIR", folder.path())
            .env("GUIBIN_LISTEN", &address)
            .env("GUIBIN_DRAIN_WAIT", wait_secs.to_string())
            .env_remove("GUIBIN_DATABASE_URL")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, address, _folder: folder };
        let begun = Instant::now();
        while server.status("/readyz") != Some(200) {
            assert!(begun.elapsed() < Duration::from_mins(1), "the server does not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        server
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(stream)
    }

    /// The status of a GET, none when nobody answers.
    fn status(&self, path: &str) -> Option<u16> {
        let mut stream = self.connect().ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").ok()?;
        status(&mut stream)
    }

    fn ask_to_stop(&self) {
        let done = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn status(stream: &mut TcpStream) -> Option<u16> {
    let mut answer = String::new();
    let mut bytes = [0; 1024];
    while !answer.contains("\r\n") {
        let length = stream.read(&mut bytes).ok().filter(|length| *length > 0)?;
        answer.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
    answer.split(' ').nth(1)?.parse().ok()
}

#[test]
fn a_server_that_is_asked_to_stop_finishes_what_is_in_hand() {
    let mut server = Server::start(2);
    let body = r#"{"username":"manager-a","password":"guibin-demo-2026"}"#;
    let (one, other) = body.split_at(20);
    let mut slow = server.connect().unwrap();
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    write!(slow, "{head}content-length: {}\r\n\r\n{one}", body.len()).unwrap();
    let _idle = server.connect().unwrap();
    let begun = Instant::now();
    server.ask_to_stop();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(server.status("/readyz"), Some(503), "who shares out requests is told");
    assert_eq!(server.status("/healthz"), Some(200), "who comes meanwhile is served");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(server.status("/healthz"), None, "nothing new is accepted");
    write!(slow, "{other}").unwrap();
    assert_eq!(status(&mut slow), Some(200), "the request in flight is finished");
    let ended = server.process.wait().unwrap();
    assert_eq!(ended.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
}
