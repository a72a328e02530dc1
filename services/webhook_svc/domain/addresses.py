"""Where deliveries may go: to https addresses of the Internet, and to nothing nearer (SSRF)."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from contracts.errors import Refused

_PORTS: Final = {"https": 443, "http": 80}
_FAR_PORTS: Final = frozenset({443, 8443})
"""Those that the cluster lets webhook_svc reach (deploy/k8s/base/network.yaml)."""
_LABEL: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST_NAME: Final = 253
"""Characters (RFC 1035, 2.3.4)."""
_NAT64: Final = IPv6Network("64:ff9b::/96")
_SHARED: Final = IPv4Network("100.64.0.0/10")

Address = IPv4Address | IPv6Address


class Target(NamedTuple):
    """A URL taken apart; `authority` is the header Host, `path` holds the query too."""

    scheme: str
    host: str
    port: int
    authority: str
    path: str


def target_of(url: str, *, private: bool) -> Target:
    """Raise Refused("webhook.bad_url"); only with `private` may it be http or a near address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refusal("not a URL") from None
    if parts.scheme not in (_PORTS if private else {"https"}):
        raise _refusal("not https")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _refusal("holds a user name, a password or a fragment")
    if not parts.hostname or not url.isascii() or any(c <= " " or c == "\x7f" for c in url):
        raise _refusal("no host, or characters that a URL does not have")
    if not _is_host(parts.hostname):
        raise _refusal("no name that a machine can have")
    known = port or _PORTS[parts.scheme]
    if not private and known not in _FAR_PORTS:
        raise _refusal("neither port 443 nor 8443")
    if not private and not _may_be_far(parts.hostname):
        raise _refusal("an address that the Internet does not reach")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, known, parts.netloc, path)


def is_far(address: Address) -> bool:
    """Whether it is a machine of the Internet: not private, loopback, link-local, shared or
    multicast, nor an IPv6 address that stands for such an IPv4 address."""
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        return address.is_global and not address.is_multicast if inner is None else is_far(inner)
    return address.is_global and not address.is_multicast and address not in _SHARED


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is meant: mapped (RFC 4291), 6to4 (RFC 3056), NAT64 (RFC 6052)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_host(host: str) -> bool:
    """An address, or labels as the domain name system has them."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        return len(host) <= _LONGEST_NAME and all(map(_LABEL.fullmatch, labels))
    return True


def _may_be_far(host: str) -> bool:
    try:
        return is_far(ip_address(host))
    except ValueError:
        return host != "localhost" and not host.endswith((".localhost", ".local", ".internal"))


def _refusal(reason: str) -> Refused:
    return Refused("webhook.bad_url", {"reason": reason})
