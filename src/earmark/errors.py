"""One tree of errors. Each has a stable ``code``, says what is wrong with which thing, and how to
mend it; the command line and the API only print it."""

from __future__ import annotations


class EarmarkError(Exception):
    """Something went wrong that a person can understand and mend."""

    code = "error"
    exit_status = 2
    remedy = ""

    def __init__(self, message: str, subject: str | None = None, *, remedy: str | None = None):
        super().__init__(message)
        self.message = message
        self.subject = subject
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        about = f"{self.subject}: " if self.subject else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{about}{self.message}{remedy}"


class InvalidInput(EarmarkError, ValueError):
    """What was given cannot be used."""

    code = "invalid-input"


class InvalidQuery(InvalidInput):
    """A query that cannot be read. ``position`` is the character where reading stopped."""

    code = "invalid-query"

    def __init__(
        self, message: str, subject: str | None = None, *, position: int, remedy: str | None = None
    ):
        super().__init__(message, subject, remedy=remedy)
        self.position = position


class NotFound(EarmarkError, LookupError):
    """There is no such thing in this library."""

    code = "not-found"
    remedy = "Check its id or address, or search for it."


class ParseError(EarmarkError, ValueError):
    """These bytes are not what they should be."""

    code = "unreadable"
    exit_status = 1


class NotAFeed(ParseError):
    """The document is no RSS or Atom feed."""

    code = "not-a-feed"


class NotOpml(ParseError):
    """The document is no OPML file."""

    code = "not-opml"


class NotAPicture(ParseError):
    """The bytes are no picture that can be shown."""

    code = "not-a-picture"


class TooLarge(ParseError):
    """The document is over its cap."""

    code = "too-large"


class SourceError(EarmarkError, OSError):
    """A source that cannot be read: missing, a folder without feeds, no permission."""

    code = "source"


class DirectoryPage(SourceError):
    """An address of a directory that doesn't say which feed it shows."""

    code = "directory"

    def __init__(self, directory: str, url: str):
        super().__init__(
            f"This is a page of {directory}, which doesn't say where the show's feed is.",
            url,
            remedy="Give the address of the show's own site, or of its feed: many apps copy it, "
            "and podcastindex.org finds it by the show's name.",
        )


class NoFeed(SourceError):
    """A web page that names no feed, or none that can be read."""

    code = "no-feed"


class NotFetched(SourceError):
    """No answer came from an address, or none that is of use."""

    code = "not-fetched"
    exit_status = 1


class StoreError(EarmarkError):
    """The catalog cannot be used."""

    code = "store"


class FeedRemoved(StoreError):
    """The feed was taken down here and stays out."""

    code = "removed"
    exit_status = 1

    def __init__(self, url: str):
        super().__init__(
            "This feed was removed from the library and stays out.",
            url,
            remedy="Use another --data folder to have it again.",
        )


class NewerLibrary(StoreError):
    """The data folder was written by a newer version."""

    code = "newer-library"


class DiskFull(StoreError):
    """There is no room to write."""

    code = "disk-full"
    exit_status = 1


class SearchError(EarmarkError):
    """The index cannot be used."""

    code = "index"


class IndexDamaged(SearchError):
    """The index is missing, damaged or of another version; the catalog is unharmed."""

    code = "index-damaged"
    remedy = "Run `earmark index rebuild`; nothing is lost, the index is made from the catalog."


class Busy(EarmarkError):
    """Another process holds what this one needs."""

    code = "busy"
    exit_status = 1
