//! The key file: several sets of keys, one active; rotated, resealed, dropped.

use std::{fs, os::unix::fs::PermissionsExt};

use chrono::{DateTime, Utc};
use guibin_api::keys::Keys;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute * 60, 0).unwrap()
}

#[test]
fn a_file_of_one_set_reads_as_it_did_and_grows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    // As it was before there could be several sets.
    let one = serde_json::to_string(&Keys::generate().unwrap().keys[0]).unwrap();
    fs::write(&path, &one).unwrap();
    let told = format!("{:#}", Keys::load(&path, false).err().unwrap());
    assert!(told.contains("chmod 600") && told.contains("GUIBIN_KEYS"), "others can read it: {told}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let keys = Keys::load(&path, false).unwrap();
    assert_eq!((keys.active.as_str(), keys.keys.len()), ("k1", 1));
    assert_eq!(keys.root_key, Keys::parse(&one).unwrap().root_key);
    let root = keys.root_key.clone();
    let (keys, kid) = keys.with_next().unwrap();
    let (keys, again) = keys.with_next().unwrap();
    assert_eq!((kid.as_str(), again.as_str(), keys.keys.len(), keys.active.as_str()), ("k2", "k2", 2, "k1"));
    keys.activated("k2", at(0)).replace(&path).unwrap();
    let keys = Keys::load(&path, false).unwrap();
    assert_eq!((keys.active.as_str(), keys.root_key.as_str()), ("k2", root.as_str()));
    assert!(keys.clone().without("k2", at(99)).is_err() && keys.clone().without("k1", at(14)).is_err());
    assert!(keys.clone().without("k3", at(99)).is_err());
    assert_eq!(keys.without("k1", at(15)).unwrap().keys.len(), 1);
}

#[test]
fn a_damaged_file_is_told_without_its_keys() {
    let keys = Keys::generate().unwrap();
    let whole = keys.text().unwrap();
    let secret = keys.keys[0].data_key.clone();
    let damaged = [
        whole.replace(&secret, &secret[..20]),
        whole.replace("\"active\": \"k1\"", "\"active\": \"k9\""),
        whole.replace('}', ""),
    ];
    for text in damaged {
        let told = format!("{:#}", Keys::parse(&text).err().unwrap());
        assert!(!told.contains(&secret[..20]), "{told}");
    }
}
