"""Whether HTML is harmless, judged by another parser than the one that cleaned it."""

from __future__ import annotations

from html.parser import HTMLParser

HARMLESS = {
    *("p", "br", "a", "ul", "ol", "li", "b", "strong", "i", "em", "u", "s", "code", "pre"),
    *("blockquote", "h3", "hr", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot"),
    *("tr", "th", "td", "sub", "sup", "span", "div", "abbr", "time", "figure", "figcaption"),
}
ATTRIBUTES = {
    ("a", "href"),
    ("a", "rel"),
    ("a", "title"),
    ("abbr", "title"),
    ("time", "datetime"),
    *((cell, span) for cell in ("td", "th") for span in ("colspan", "rowspan")),
}


class Judge(HTMLParser):
    """Collects what should not be there, and the addresses that are linked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS:
            self.faults.append(f"<{tag}>")
        self.faults += [f"{tag} {name}" for name, _ in attrs if (tag, name) not in ATTRIBUTES]
        given = dict(attrs)
        if tag == "a":
            self.link(given.get("href") or "", given.get("rel"))

    def link(self, href: str, rel: str | None) -> None:
        self.links.append(href)
        if not href.startswith(("http://", "https://", "mailto:")) or len(href) > 2_048:
            self.faults.append(f"href {href!r}")
        if rel != "noopener noreferrer nofollow ugc":
            self.faults.append(f"rel {rel!r}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data}")

    def handle_data(self, data: str) -> None:
        self.text += data


def judged(html: str) -> Judge:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge
