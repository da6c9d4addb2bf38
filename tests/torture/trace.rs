//! What a process did to its files, in order, from what `strace` wrote down.

use std::{
    collections::HashMap,
    path::Path,
    process::Command,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The calls that change files or wait for the disk.
const CALLS: &str =
    "openat,pwrite64,write,ftruncate,fallocate,fsync,fdatasync,unlink,link,linkat,rename,renameat,renameat2";

/// One thing that was done.
#[derive(Clone, Debug)]
pub struct Event {
    pub at: SystemTime,
    pub path: String,
    pub change: Change,
}

#[derive(Clone, Debug)]
pub enum Change {
    Create,
    /// At an offset, or at the end.
    Write(Option<usize>, Vec<u8>),
    Truncate(usize),
    Unlink,
    Rename(String),
    Link(String),
    /// The disk has everything that was done before this many events.
    Sync(usize),
}

/// `strace` ready to run another program and to write to `file`; none where it may not or is not here.
pub fn strace(file: &Path) -> Option<Command> {
    let works =
        Command::new("strace").args(["-f", "--seccomp-bpf", "-e", "trace=write", "-o", "/dev/null", "true"]).status();
    if !works.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut strace = Command::new("strace");
    // -D: the traced program is our child, not strace, and ends by its own process id.
    strace.args(["-D", "-f", "--seccomp-bpf", "-y", "-ttt", "-s", "1000000", "-e"]);
    strace.arg(format!("trace={CALLS}")).arg("-o").arg(file).arg("--");
    Some(strace)
}

/// Everything that was done below `folder`; SQLite's shared memory, which is no file to it, left out.
pub fn read(trace: &str, folder: &str) -> Vec<Event> {
    let mut events = Vec::new();
    // A call that another thread's call interrupts in the trace: its first half, and how many events there were.
    let mut begun: HashMap<&str, (&str, usize)> = HashMap::new();
    for line in trace.lines() {
        let Some((pid, rest)) = line.split_once(' ') else { continue };
        let Some((time, call)) = rest.trim_start().split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(first) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(pid, (first, events.len()));
            continue;
        }
        let (whole, position) = match call.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            Some((_, second)) => {
                let (first, count) = begun.remove(pid).unwrap_or_default();
                (format!("{first}{second}"), count)
            }
            None => (call.to_owned(), events.len()),
        };
        if let Some((path, change)) = understand(&whole, position).filter(|(path, _)| path.starts_with(folder))
            && !path.ends_with("-shm")
        {
            let emptied = matches!(change, Change::Create) && whole.contains("O_TRUNC");
            events.push(Event { at: instant(time), path: path.clone(), change });
            if emptied {
                events.push(Event { at: instant(time), path, change: Change::Truncate(0) });
            }
        }
    }
    events
}

/// `1795378410.358935`
fn instant(time: &str) -> SystemTime {
    let (secs, micros) = time.split_once('.').unwrap();
    UNIX_EPOCH + Duration::from_secs(secs.parse().unwrap()) + Duration::from_micros(micros.parse().unwrap())
}

/// A call that succeeded, if it is one of those that matter.
fn understand(call: &str, began: usize) -> Option<(String, Change)> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ")?;
    if result.trim_start().starts_with('-') {
        return None;
    }
    let of_fd = || Some(arguments.split_once('<')?.1.split_once('>')?.0.to_owned());
    let last = || arguments.rsplit(", ").next()?.parse::<usize>().ok();
    match name {
        "openat" if arguments.contains("O_CREAT") => {
            let path = result.split_once('<')?.1.trim_end_matches('>').to_owned();
            Some((path, Change::Create))
        }
        "pwrite64" => Some((of_fd()?, Change::Write(Some(last()?), bytes(arguments)?))),
        "write" => Some((of_fd()?, Change::Write(None, bytes(arguments)?))),
        "ftruncate" => Some((of_fd()?, Change::Truncate(last()?))),
        "fsync" | "fdatasync" => Some((of_fd()?, Change::Sync(began))),
        "unlink" => Some((quoted(arguments, 0)?, Change::Unlink)),
        "rename" | "renameat" | "renameat2" => Some((quoted(arguments, 0)?, Change::Rename(quoted(arguments, 1)?))),
        "link" | "linkat" => Some((quoted(arguments, 0)?, Change::Link(quoted(arguments, 1)?))),
        "fallocate" => panic!("not understood here: {call}"),
        _ => None,
    }
}

fn quoted(arguments: &str, nth: usize) -> Option<String> {
    arguments.split('"').nth(1 + 2 * nth).map(str::to_owned)
}

/// The bytes of the one string among the arguments.
fn bytes(arguments: &str) -> Option<Vec<u8>> {
    let (_, rest) = arguments.split_once(", \"")?;
    let mut bytes = Vec::with_capacity(4096);
    let mut rest = rest.bytes().peekable();
    loop {
        match rest.next()? {
            b'"' => return Some(bytes),
            b'\\' => match rest.next()? {
                b'n' => bytes.push(b'\n'),
                b't' => bytes.push(b'\t'),
                b'r' => bytes.push(b'\r'),
                b'v' => bytes.push(0x0b),
                b'f' => bytes.push(0x0c),
                first @ b'0'..=b'7' => {
                    let mut value = u32::from(first - b'0');
                    for _ in 0..2 {
                        let Some(digit) = rest.next_if(|digit| (b'0'..=b'7').contains(digit)) else { break };
                        value = value * 8 + u32::from(digit - b'0');
                    }
                    bytes.push(u8::try_from(value).unwrap());
                }
                other => bytes.push(other),
            },
            other => bytes.push(other),
        }
    }
}

#[test]
fn a_trace_is_read() {
    let trace = "\
7 10.000001 openat(AT_FDCWD</t>, \"/d/a\", O_RDWR|O_CREAT, 0644) = 9</d/a>
7 10.000002 pwrite64(9</d/a>, \"a\\0\\0011\\377\\\"\\\\\\n\", 8, 4096 <unfinished ...>
8 10.000003 openat(AT_FDCWD</t>, \"/d/gone\", O_RDWR|O_CREAT) = -1 EACCES (Permission denied)
8 10.000004 fsync(9</d/a> <unfinished ...>
7 10.000005 <... pwrite64 resumed>) = 8
8 10.000006 <... fsync resumed>) = 0
7 10.000007 pwrite64(5</d/a-shm>, \"\", 0, 0) = 0
7 10.000008 unlink(\"/d/a\") = 0
";
    let said: Vec<_> =
        read(trace, "/d").into_iter().map(|event| format!("{} {:?}", event.path, event.change)).collect();
    let bytes = [97, 0, 1, 49, 255, 34, 92, 10];
    let write = format!("/d/a Write(Some(4096), {bytes:?})");
    assert_eq!(said, ["/d/a Create", &write, "/d/a Sync(1)", "/d/a Unlink"]);
}
