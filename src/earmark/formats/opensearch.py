"""Earmark as a search engine of the browser: OpenSearch 1.1.

Sources: the OpenSearch 1.1 specification, draft 6 (github.com/dewitt/opensearch), and its
suggestions extension 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable

from earmark.formats.markup import DECLARATION, element, start
from earmark.formats.objects import dumped
from earmark.model import Suggestion

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"


def description(
    *, name: str, text: str, search_url: str, suggest_url: str, self_url: str, icon_url: str
) -> bytes:
    """The description document. ``search_url`` and ``suggest_url`` hold ``{searchTerms}``; all
    addresses are whole. ``name`` has at most 16 characters, ``text`` at most 1,024."""
    templates = (
        ("text/html", search_url, None),
        ("application/x-suggestions+json", suggest_url, "suggestions"),
        ("application/opensearchdescription+xml", self_url, "self"),
    )
    urls = "".join(
        element("Url", "", {"type": kind, "template": template, "rel": rel})
        for kind, template, rel in templates
    )
    return (
        f"{DECLARATION}{start('OpenSearchDescription', {'xmlns': _NAMESPACE})}\n"
        f"{element('ShortName', name)}{element('Description', text)}{urls}"
        f"{element('Image', icon_url, {'width': 16, 'height': 16, 'type': 'image/svg+xml'})}"
        f"{element('InputEncoding', 'UTF-8')}"
        "</OpenSearchDescription>\n"
    ).encode()


def suggestions(typed: str, found: Iterable[Suggestion]) -> bytes:
    """What a browser shows under its search field: ``["typed", ["completion", ...],
    ["episodes", ...]]``."""
    rows = [(each.phrase, _episodes(each.episodes)) for each in found]
    return dumped([typed, [phrase for phrase, _ in rows], [count for _, count in rows]]).encode()


def _episodes(count: int) -> str:
    return "1 episode" if count == 1 else f"{count:,} episodes"
