"""Keys by which titles, URLs and media files are compared, and what of a URL is a secret. Pure;
imports nothing of ours.

A key is only ever compared, never shown or fetched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_ODD_QUOTES = '"`´‘’‚‛“”„‟‹›«»′″ʼ＇＂「」『』〝〞〟'
_ODD_DASHES = "‐‑‒–—―−﹘﹣－"
_INVISIBLE = (  # soft hyphen, joiners, marks of direction, word joiner, byte order mark
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_FOLDED_CHARACTERS = str.maketrans(
    dict.fromkeys(_ODD_QUOTES, "'") | dict.fromkeys(_ODD_DASHES, "-") | dict.fromkeys(_INVISIBLE)
)


def title_key(title: str) -> str:
    """The canonical title: NFKC, casefolded, every quotation mark ``'``, every dash ``-``, white
    space one blank and none at the ends, invisible marks gone.

    Publishers retype titles: the same episode has straight quotes in one feed and curly ones in
    the next.
    """
    if not title.isascii():
        # Before NFKC, which would spell a prime or a fullwidth quote in a way of its own.
        title = unicodedata.normalize("NFKC", title.translate(_FOLDED_CHARACTERS))
        title = unicodedata.normalize("NFKC", title.casefold())
    return " ".join(title.casefold().translate(_FOLDED_CHARACTERS).split())


_APP_SCHEMES = re.compile(r"(?:feed|podcast|pcast|itpc):(?://)?", re.IGNORECASE)
_TRACKING_NAMES = "fbclid gclid dclid msclkid igshid mc_cid mc_eid yclid _hsenc _hsmi"
_TRACKING_PARAMETERS = frozenset(_TRACKING_NAMES.split())


def url_key(url: str) -> str:
    """What makes two URLs the same address: no web scheme, default port, ``www.``, trailing slash
    or fragment; query sorted, without tracking parameters (``utm_*``, ``fbclid``, ...).

    ``feed:``, ``podcast:``, ``pcast:`` and ``itpc:``, which links to apps carry, count as the web.
    Any other scheme (``file``) stays part of the key.
    """
    url = url.strip()
    app = _APP_SCHEMES.match(url)
    if app:
        url = url[app.end() :]
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    rest, _, query = rest.partition("#")[0].partition("?")
    host, slash, path = rest.partition("/")
    key = _bare_host(host) + (slash + path).rstrip("/")
    kept = sorted(part for part in query.split("&") if part and not _is_tracking(part))
    if kept:
        key = f"{key}?{'&'.join(kept)}"
    return key if scheme.lower() in ("", "http", "https") else f"{scheme.lower()}://{key}"


def host_of(url: str) -> str:
    """Whom a URL asks, as pacing and Retry-After count it: the registrable domain
    (``libsyn.com`` for ``show.libsyn.com``), else the address or bare name; small letters, no
    port; "" where there is no host (a file).

    A publisher's host gives each show a name of its own below one domain, and one machine answers
    for all. Source: publicsuffix.org, private section included (``github.io``).
    """
    rest = url.strip().partition("://")[2]
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2]
    name = authority.partition("]")[0].removeprefix("[").lower()
    if not authority.startswith("["):
        name = name.partition(":")[0].rstrip(".")
    return _registrable(name)


@lru_cache(maxsize=100_000)
def _registrable(name: str) -> str:
    if ":" in name or name.replace(".", "").isdigit():
        return name  # an address
    return _suffixes().privatesuffix(name) or name


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - a tenth of a second to load

    return PublicSuffixList()


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING_PARAMETERS


def _bare_host(host: str) -> str:
    """Lower case, without ``www.`` and the web's own ports; credentials stay as they are."""
    user, at, host = host.rpartition("@")
    host = host.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    return user + at + host


_TELLING = (
    r"(?:[a-z_-]*(?:token|auth|secret|signature|password|passwd|apikey|api[_-]key)"
    r"|key|sig|pass|pwd|hash|userid|uid|private)="
)
_SECRET = re.compile(rf"(?:^|[&;]){_TELLING}.", re.IGNORECASE)
_SECRET_SAID = re.compile(rf"([?&;]{_TELLING})[^&;#\s\"'<>]+", re.IGNORECASE)
_USER_SAID = re.compile(
    r"(?<=://)(?:[^\s/?#]{0,2048}@"
    r"|[^\s/?#\[]{0,2048}:(?!\d{0,5}(?:[/?#]|\Z))\S{0,2048}@)"  # a password with a slash in it
)


def holds_secret(url: str) -> bool:
    """Whether a URL carries credentials, or a parameter that is named like a token."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return "@" in parts.netloc or _SECRET.search(parts.query) is not None


def without_secrets(text: str) -> str:
    """A URL, or text with URLs in it, to be said to others than its owner: without user names,
    passwords and the values of parameters that are named like a token."""
    return _SECRET_SAID.sub(r"\1…", _USER_SAID.sub("", text))


_TRACKER_HOSTS = """
    2.gum.fm adbarker.com analytics.podtrac.com arttrk.com backtracks.fm chartable.com chrt.fm
    chtbl.com claritaspod.com clrtpod.com dts.podtrac.com flex.acast.com growx.podkite.com gum.fm
    ins.blubrry.com media.blubrry.com mgln.ai op3.dev pdcn.co pdrl.fm pdst.fm pfx.vpixl.com
    play.podtrac.com podscribe.com podsights.com podtrac.com prefix.up.audio prfx.byspotify.com
    pscrb.fm r.zen.ai s.gum.fm tracking.swap.fm verifi.podscribe.com vpixl.com
"""
_TRACKERS = frozenset(_TRACKER_HOSTS.split())
"""Hosts that count downloads and then redirect to the file that the rest of the URL names."""

_MEDIA_ENDINGS = """
    aac aif aiff flac m3u8 m4a m4b m4p m4v mka mkv mov mp2 mp3 mp4 mpeg mpg oga ogg ogv opus wav
    weba webm wma wmv
"""
_MEDIA = frozenset(_MEDIA_ENDINGS.split())
_COMMON_TOP_LEVELS = """
    app at au audio be biz br ca cc ch cloud club cn co com cz de dev dk edu es eu fi fm fr gov ie
    il in info io is it jp kr live me media mx net nl no nu nz online org pl podcast pt radio ru se
    show site stream tech to tv uk us world xyz za
"""
_TOP_LEVELS = frozenset(_COMMON_TOP_LEVELS.split())
_MAX_WRAPPERS = 8
_SECOND_SCHEME = re.compile(r"https?:/{1,2}", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,15}:(?!\d)", re.IGNORECASE)
"""``https:``, but not the ``localhost:`` of ``localhost:8000``."""


def enclosure_key(url: str) -> str | None:
    """What names a media file wherever it is linked from: host (lower case, no ``www.``) and
    path, after tracker prefixes are taken off; no scheme, query or fragment. None where there is
    no host and path to compare.

    Prefixes come off before the query does, since some carry the target there. A URL inside
    another one is followed where the outer host is a known tracker, or where the inner part is a
    host followed by a path that ends like a media file.
    """
    rest = _without_scheme(url.strip().partition("#")[0])
    for _ in range(_MAX_WRAPPERS):
        inner = _unwrapped(rest)
        if inner is None:
            break
        rest = inner
    host, _, path = rest.partition("?")[0].partition("/")
    path = path.strip("/")
    if "%" in path:
        path = unquote(path)
    host = _bare_host(host).rpartition("@")[2]
    named = "." in host or ":" in host  # else it is a path of its own: "audio/1.mp3"
    return f"{host}/{path}" if path and named and " " not in host else None


def _without_scheme(url: str) -> str:
    """Takes off ``https:``, and both of ``http:https:``, which one publisher wrote."""
    for _ in range(2):
        scheme = _SCHEME.match(url)
        if scheme:
            url = url[scheme.end() :]
    return url.lstrip("/")


def _unwrapped(rest: str) -> str | None:
    """The URL inside ``host/path?query`` without its scheme, or None where there is none."""
    outer, _, query = rest.partition("?")
    host, _, path = outer.partition("/")
    tracker = _bare_host(host) in _TRACKERS
    inner = _in_path(path, query, trusted=tracker)
    if inner is None and query and (tracker or not _is_media(path) or "redirect" in path):
        inner = _in_query(query, trusted=tracker)
    return inner


def _in_path(path: str, query: str, *, trusted: bool) -> str | None:
    if not (trusted or _is_media(path)):
        return None
    if ":/" in path or "%" in path:
        # Some hosts put the whole target, percent-encoded, into one segment of the path.
        decoded = unquote(path)
        scheme = _SECOND_SCHEME.search(decoded)
        if scheme:
            return decoded[scheme.end() :]
    start = 0
    for segment in path.split("/")[:-1]:
        if "." in segment and _is_host(segment, trusted=trusted):
            return f"{path[start:]}?{query}" if query else path[start:]
        start += len(segment) + 1
    return None


def _in_query(query: str, *, trusted: bool) -> str | None:
    for parameter in query.split("&"):
        name, separator, value = parameter.partition("=")
        # Podtrac's oldest form has the bare target after the question mark.
        for candidate in (value, parameter) if separator else (name,):
            target = unquote(candidate)
            inner = _without_scheme(target)
            host, slash, path = inner.partition("/")
            sure = trusted or target.startswith(("http://", "https://"))
            if slash and _is_host(host, trusted=sure) and (trusted or _is_media(path)):
                return inner
    return None


def _is_host(text: str, *, trusted: bool) -> bool:
    """Whether this stands for a host: ``traffic.libsyn.com`` does, ``redirect.mp3`` doesn't.
    Outside of trackers only a common top-level domain will do, for a folder may have a dot."""
    name, _, top = text.partition(":")[0].rpartition(".")
    top = top.lower()
    if not name or top in _MEDIA or not top.isalpha():
        return False
    return (trusted or top in _TOP_LEVELS) and " " not in name


def _is_media(path: str) -> bool:
    name = path.partition("?")[0].rpartition("/")[2]
    return name.rpartition(".")[2].lower() in _MEDIA
