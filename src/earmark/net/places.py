"""Whose server a host is: the registrable domain that pacing counts by. Pure."""

from __future__ import annotations

from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from earmark.net.address import Address, read_address


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=65_536)
def place_of_host(host: str) -> str:
    """The registrable domain of a host (as ``Address`` has it), by the list of public suffixes;
    the host itself where it has none: an address, a suffix, a name of one word."""
    if host.startswith("[") or host.rpartition(".")[2].isdigit():
        return host.strip("[]")
    return _suffixes().privatesuffix(host) or host


def place_of(url: str) -> str:
    """The place of a URL, "" for what is no web address (``Poll.host``)."""
    address = read_address(url, odd_ports=True)
    return place_of_host(address.host) if isinstance(address, Address) else ""
