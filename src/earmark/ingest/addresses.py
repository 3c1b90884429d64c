"""What a person typed or pasted -> addresses. Pure."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlsplit

from earmark.errors import DirectoryPage, SourceError
from earmark.keys import url_key
from earmark.parse.values import LONGEST_URL, web_address

URL_SCHEMES = ("http://", "https://", "feed:", "podcast:", "pcast:", "itpc:")
_URL = re.compile(rf"(?:{'|'.join(URL_SCHEMES)})[^\s<>\"]+", re.IGNORECASE)
_BARE = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})+(?::[0-9]{1,5})?(?:[/?#]\S*)?")
_AFTER = ".,;:!?)]}'’”»"
"""Marks of the sentence that a pasted address stood in."""

_DIRECTORIES = {
    "podcasts.apple.com": "Apple Podcasts",
    "itunes.apple.com": "Apple Podcasts",
    "apple.co": "Apple Podcasts",
    "open.spotify.com": "Spotify",
    "spotify.link": "Spotify",
    "podcasts.google.com": "Google Podcasts",
    "music.youtube.com": "YouTube Music",
    "deezer.com": "Deezer",
    "iheart.com": "iHeart",
    "pandora.com": "Pandora",
    "tunein.com": "TuneIn",
}
_SHOPS = re.compile(r"(?:(music)\.amazon|www\.audible)\.(?:com?\.)?[a-z]{2,3}")


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses that a pasted text holds, each once: all that begin with a scheme, also several
    in a line or in the midst of a sentence; a line without one as it is, whatever it may be. Empty
    lines, and lines that begin with ``#``, are passed over."""
    found: dict[str, str] = {}
    lines = (line.strip() for line in text.splitlines())
    for line in lines:
        if line and not line.startswith("#"):
            for address in (said.rstrip(_AFTER) for said in _URL.findall(line) or [line]):
                found.setdefault(url_key(address), address)
    return tuple(found.values())


def web_address_of(given: str) -> str:
    """An http or https address, without its fragment: ``feed:``, ``podcast:``, ``pcast:`` and
    ``itpc:`` mean the web, and so does a host without a scheme. Raises ``SourceError``, and
    ``DirectoryPage``."""
    address = given.strip()
    if not address.lower().startswith(URL_SCHEMES) and _BARE.fullmatch(address):
        address = f"https://{address}"
    try:
        url = urldefrag(web_address(address) or "")[0]
        host = urlsplit(url).hostname
    except ValueError:  # "http://["
        url, host = "", None
    spaced = address != "".join(address.split())
    if not host or spaced or not url.isprintable() or len(url) > LONGEST_URL:
        raise SourceError(
            "This is no address of a feed.",
            given[:LONGEST_URL],
            remedy="Check its spelling: an address is like https://example.org/feed.",
        )
    refuse_directory(url)
    return url


def refuse_directory(url: str) -> None:
    """Raises ``DirectoryPage`` for a page of a directory that tells nobody which feed it shows."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    parents = [host, host.removeprefix("www."), host.partition(".")[2]]
    name = next((_DIRECTORIES[each] for each in parents if each in _DIRECTORIES), None)
    shop = _SHOPS.fullmatch(host)
    if name is None and shop:
        name = "Amazon Music" if shop[1] else "Audible"
    if name is not None:
        raise DirectoryPage(name, url)
