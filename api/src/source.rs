//! Where a request comes from: the peer, or what the proxies that we know say of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::dev::ServiceRequest;
use ipnet::IpNet;

/// The header in which proxies say for whom they ask, the nearest last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address.
pub fn of(request: &ServiceRequest, trusted: &[IpNet]) -> IpAddr {
    let Some(peer) = request.peer_addr() else { return Ipv4Addr::UNSPECIFIED.into() };
    let lines = request.headers().get_all(FORWARDED_FOR).filter_map(|line| line.to_str().ok()).collect::<Vec<_>>();
    behind(peer.ip(), &lines, trusted)
}

/// Whom `peer` asks for. Read from right to left, as far as known proxies vouch: what stands before the first stranger
/// is what the stranger says of themselves.
fn behind(peer: IpAddr, lines: &[&str], trusted: &[IpNet]) -> IpAddr {
    let is_proxy = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let mut nearest = peer.to_canonical();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_proxy(nearest) {
            break;
        }
        let Some(address) = address(hop.trim()) else { break };
        nearest = address;
    }
    nearest
}

/// An address as proxies write it: bare, with a port, or between brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(text);
    let parsed = bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()));
    parsed.map(|address: IpAddr| address.to_canonical())
}

/// What limits count by: an address, or the /64 that a single subscriber holds in IPv6.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, lines: &[&str]) -> String {
        let trusted = ["10.0.0.0/8", "fd00::/8"].map(|net| net.parse().unwrap());
        behind(peer.parse().unwrap(), lines, &trusted).to_string()
    }

    #[test]
    fn only_known_proxies_are_believed_and_only_about_their_neighbour() {
        assert_eq!(from("203.0.113.9", &["198.51.100.1"]), "203.0.113.9", "a stranger's header");
        assert_eq!(from("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("10.0.0.1", &["6.6.6.6, 198.51.100.1"]), "198.51.100.1", "what the client made up");
        assert_eq!(from("10.0.0.1", &["6.6.6.6", "198.51.100.1, 10.0.0.2"]), "198.51.100.1", "two proxies");
        assert_eq!(from("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3", "nobody but proxies");
        assert_eq!(from("10.0.0.1", &["unknown, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(from("10.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(from("fd00::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(from("::ffff:10.0.0.1", &["::ffff:198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn neighbours_in_a_64_count_as_one() {
        let network = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("198.51.100.7"), "198.51.100.7");
    }
}
