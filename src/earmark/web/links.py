"""The address of everything we serve, in one place. All start at the root that the application is
served under (behind a proxy perhaps ``/podcasts``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request

from earmark.pictures import PictureOf
from earmark.web.asker import is_owner

Values = Mapping[str, object] | Iterable[tuple[str, object]]


def with_query(path: str, values: Values = ()) -> str:
    """The path with those values that aren't None or empty; a list gives a key several times."""
    pairs = values.items() if isinstance(values, Mapping) else values
    said = [
        (key, str(each))
        for key, value in pairs
        for each in (value if isinstance(value, list | tuple) else (value,))
        if each not in (None, "")
    ]
    return f"{path}?{urlencode(said)}" if said else path


class Links:
    """Addresses under ``root`` ("" or "/sub/path"); ``origin`` is "https://host" for those that
    must be whole."""

    def __init__(self, root: str = "", origin: str = "", fingerprint: str = ""):
        self.root = root.rstrip("/")
        self.origin = origin
        self._fingerprint = fingerprint

    def whole(self, path: str) -> str:
        """An address of ours with scheme and host, for feeds and for other machines."""
        return f"{self.origin}{path}"

    @property
    def only_here(self) -> bool:
        """Whether whole addresses of ours lead nowhere but from this computer."""
        host = urlsplit(self.origin).hostname or ""
        return host == "localhost" or host.startswith("127.") or host == "::1"

    def home(self) -> str:
        return f"{self.root}/"

    def static(self, name: str) -> str:
        """A file of ours; its address changes with any of them, so that it may be kept for good."""
        return f"{self.root}/static/{self._fingerprint}/{name}"

    def topic(self, key: str, values: Values = ()) -> str:
        """The topic page of a key (``TopicName.key``)."""
        return with_query(f"{self.root}/topics/{quote(key, safe='')}", values)

    def topic_of(self, phrase: str) -> str:
        """The topic page of a phrase as written: leads on to its key."""
        return with_query(f"{self.root}/topics", {"q": phrase})

    def beside(self, key: str, name: str, values: Values = ()) -> str:
        """What stands beside a topic page: ``.json``, ``.csv``, ``/feed.xml``, ``/feed.json``,
        ``/opml``."""
        return with_query(f"{self.root}/topics/{quote(key, safe='')}{name}", values)

    def search(self, query: str = "", values: Values = ()) -> str:
        pairs = values.items() if isinstance(values, Mapping) else values
        return with_query(f"{self.root}/search", [("q", query), *pairs])

    def why(self, phrase: str, episode: object = None) -> str:
        return with_query(f"{self.root}/why", {"topic": phrase, "episode": episode})

    def suggest(self) -> str:
        return f"{self.root}/suggest"

    def podcasts(self, values: Values = ()) -> str:
        return with_query(f"{self.root}/podcasts", values)

    def podcast(self, podcast_id: int, values: Values = ()) -> str:
        return with_query(f"{self.root}/podcasts/{podcast_id}", values)

    def episodes(self, values: Values = ()) -> str:
        return with_query(f"{self.root}/episodes", values)

    def episode(self, episode_id: int, values: Values = ()) -> str:
        return with_query(f"{self.root}/episodes/{episode_id}", values)

    def picture(self, of: PictureOf, mark: str, size: int) -> str:
        """A picture; its address changes with the publisher's."""
        return f"{self.root}/artwork/{of.kind}s/{of.id}/{mark}/{size}.webp"

    def feeds(self, values: Values = ()) -> str:
        """The owner's page of feeds; what is posted there is followed."""
        return with_query(f"{self.root}/feeds", values)

    def feed_action(self, feed_id: int, action: str) -> str:
        """Where a form is posted that does something about a feed."""
        return f"{self.root}/feeds/{feed_id}/{action}"

    def add_feeds(self) -> str:
        return f"{self.root}/feeds/add"

    def preferences(self) -> str:
        return f"{self.root}/preferences"

    def opensearch(self) -> str:
        return f"{self.root}/opensearch.xml"

    def sitemap(self, part: int | None = None) -> str:
        """The sitemap, or one of the documents that it names."""
        return f"{self.root}/sitemap.xml" if part is None else f"{self.root}/sitemap-{part}.xml"

    def api(self) -> str:
        """The API's own page of documentation."""
        return f"{self.root}/api/v1"


def links_of(request: Request) -> Links:
    """Addresses for the answer to this request.

    With a public address set, it is what feeds name; its path is where a proxy serves us, which
    holds for all but the owner who asks this machine directly.
    """
    state = request.app.state
    origin = f"{request.url.scheme}://{request.url.netloc}"
    if not state.public_url:
        return Links(request.scope.get("root_path", ""), origin, state.files.fingerprint)
    public = urlsplit(state.public_url)
    root = "" if is_owner(request) else public.path
    return Links(root, f"{public.scheme}://{public.netloc}", state.files.fingerprint)
