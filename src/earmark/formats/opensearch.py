"""Earmark as a search engine of the browser: OpenSearch 1.1.

Source: the OpenSearch 1.1 specification, draft 6 (github.com/dewitt/opensearch).
"""

from __future__ import annotations

from earmark.formats.markup import DECLARATION, element, start

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
