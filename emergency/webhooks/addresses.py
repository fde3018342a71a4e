"""Where a webhook may go: HTTPS to the public internet, and nowhere into our own network unless the operator allows it.

A name is looked up once, and the connection goes to what was found: an answer that changes between the
check and the connection (DNS rebinding) leads nowhere. Source: OWASP API Security Top 10 2023, API7.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
LookUp = Callable[..., list[tuple[int, int, int, str, tuple[str, int]]]]

# The part of IPv6 in which hosts of the internet stand; what hides an IPv4 address inside is outside or refused.
_GLOBAL: Final = IPv6Network("2000::/3")
_TUNNELS: Final = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
MOST_CHARACTERS: Final = 300


class Forbidden(Exception):
    """A webhook may not go there; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: what is connected to, what is asked for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return host and port as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


_PORTS: Final = {"https": 443, "http": 80}


def read(url: str) -> Target:
    """Return the parts of a webhook's address. Raises Forbidden for what is no plain https or http address."""
    if len(url) > MOST_CHARACTERS or not url.isascii() or not url.isprintable() or " " in url:
        raise Forbidden(
            "Write the address in plain ASCII, a name in another script as xn--…, without spaces."
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Forbidden("This is no web address.") from None
    if parts.scheme not in _PORTS:
        raise Forbidden("Only https leads to a webhook, and http inside of the networks that are allowed.")
    if not host or port == 0:
        raise Forbidden("The address names no host.")
    if "@" in parts.netloc:
        raise Forbidden("Leave name and password out of the address: the signature shows who sends.")
    if "#" in url or "\\" in url:
        raise Forbidden("Leave out what stands behind # and every backslash.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def check(url: str, allowed: Sequence[str]) -> Target:
    """Return the parts of an address that an administrator typed; what its name leads to is asked at each try.

    Raises Forbidden where the text alone shows that it leads nowhere good.
    """
    target = read(url)
    try:
        literal = ip_address(target.host.partition("%")[0])
    except ValueError:
        if target.host == "localhost" or target.host.endswith(".localhost"):
            literal = ip_address("127.0.0.1")
        elif target.scheme == "http" and not allowed:
            raise Forbidden("Use https.") from None
        else:
            return target
    _admit(literal, target.scheme, allowed)
    return target


def resolve(target: Target, allowed: Sequence[str], look_up: LookUp | None = None) -> list[str]:
    """Return the addresses behind the name, in the order to try them.

    Raises Forbidden when any of them is none that a webhook may go to, OSError when the name leads nowhere.
    """
    ask = look_up or socket.getaddrinfo
    found = list(
        dict.fromkeys(str(row[4][0]) for row in ask(target.host, target.port, type=socket.SOCK_STREAM))
    )
    for text in found:
        if "%" in text:
            raise Forbidden("An address with a zone is this machine's own network.")
        _admit(ip_address(text), target.scheme, allowed)
    return found


def is_public(address: Address) -> bool:
    """Say whether an address is a single host of the public internet."""
    if isinstance(address, IPv6Address):
        if address not in _GLOBAL or any(address in tunnel for tunnel in _TUNNELS):
            return False  # loopback, link-local, unique-local, multicast, and all that hides an IPv4 address
    elif address.is_multicast or address.is_reserved:
        return False
    return address.is_global and not address.is_private


def _admit(address: Address, scheme: str, allowed: Sequence[str]) -> None:
    """Raise Forbidden unless the address is public and asked over https, or in a network that is allowed."""
    plain = address.ipv4_mapped if isinstance(address, IPv6Address) and address.ipv4_mapped else address
    if any(plain in ip_network(network) for network in allowed):
        return
    if not is_public(address):
        raise Forbidden(
            f"{address} is no address of the public internet, and WEBHOOK_NETWORKS does not allow it."
        )
    if scheme != "https":
        raise Forbidden("Only https leaves the networks that WEBHOOK_NETWORKS allows.")
