"""Which addresses may be connected to (S1, S2). Pure.

The verdict is of our own list, not of ``ipaddress.is_global``: that differs between Python
versions, and calls multicast, NAT64 of a loopback address and documentation nets public. It is
asked about the address that a socket is about to connect to, never about a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from earmark.errors import InvalidInput

Net = IPv4Network | IPv6Network

REFUSED_4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
GLOBAL_6 = IPv6Network("2000::/3")
"""All of IPv6 that is global unicast; loopback, link-local, unique local, site-local, multicast,
discard (100::/64), IPv4-compatible and segment routing (5f00::/16) lie outside."""
REFUSED_6 = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments, Teredo and ORCHID among them
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
METADATA = frozenset(
    ip_address(address)
    for address in (
        "169.254.169.254",  # most clouds
        "169.254.170.2",  # task credentials
        "169.254.170.23",  # pod credentials
        "168.63.129.16",  # a cloud's host agent, on a public address
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
    )
)
"""What machines in clouds are told secrets by. Nobody may allow them."""

_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_6TO4 = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_COMPATIBLE = IPv6Network("::/96")
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")


class Guard:
    """The verdicts of one installation."""

    def __init__(self, allow: Iterable[str] = ()):
        """``allow``: hosts and nets that are let through although private: exact host names,
        addresses, nets ("nas.lan", "192.168.1.7", "fd12::/64"). Raises ``InvalidInput``."""
        self._names: set[str] = set()
        self._nets: list[Net] = []
        for entry in allow:
            self._allow(entry)
        self._judged = lru_cache(maxsize=65_536)(self._verdict)

    def may_connect(self, address: str, host: str) -> bool:
        """Whether a socket for a URL with this host may connect to this address."""
        return self._judged(address, host if host in self._names else "")

    def _allow(self, entry: str) -> None:
        plain = entry.strip().lower().removesuffix(".")
        try:
            self._nets.append(ip_network(plain))
        except ValueError as error:
            if "/" in plain or not _NAME.fullmatch(plain) or not re.search("[a-z_]", plain):
                raise InvalidInput(
                    f"{entry!r} is neither a host nor a net ({error}).",
                    "private_hosts",
                    remedy='Write a host, an address or a net, like "nas.lan" or "192.168.1.0/24".',
                ) from error
            self._names.add(plain)

    def _verdict(self, text: str, allowed_name: str) -> bool:
        try:
            address = ip_address(text)  # a zone ("fe80::1%eth0") is none of the public ones
        except ValueError:
            return False
        faces = (address, *unwrapped(address))
        if any(face in METADATA for face in faces):
            return False
        if is_public(address) or allowed_name:
            return True
        return any(face in net for net in self._nets for face in faces)


def unwrapped(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that packets to an IPv6 address end at: mapped, NAT64, 6to4, Teredo
    (its server and its client), IPv4-compatible."""
    if isinstance(address, IPv4Address):
        return ()
    number = int(address)
    low = IPv4Address(number & 0xFFFF_FFFF)
    if any(address in net for net in (_MAPPED, _NAT64, _NAT64_LOCAL, _COMPATIBLE)):
        return (low,)
    if address in _6TO4:
        return (IPv4Address(number >> 80 & 0xFFFF_FFFF),)
    if address in _TEREDO:
        return (IPv4Address(number >> 64 & 0xFFFF_FFFF), IPv4Address(~number & 0xFFFF_FFFF))
    return ()


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is global unicast and on none of our lists (S1). What wraps an IPv4
    address is as public as that one."""
    if isinstance(address, IPv4Address):
        return not any(address in net for net in REFUSED_4)
    if address in _MAPPED or address in _NAT64:
        return all(map(is_public, unwrapped(address)))
    if address not in GLOBAL_6 or any(address in net for net in REFUSED_6):
        return False
    return all(map(is_public, unwrapped(address)))
