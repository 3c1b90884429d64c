"""The command line: arguments in, a verb of ``Library``, an answer as text, JSON or CSV out.

Exit status: 0 done, 1 done in part, 2 wrong use or bad input, 130 stopped by hand. What is needed
by one command only is imported by it, so that ``earmark --help`` comes at once.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from earmark import __version__
from earmark.days import first_day, last_day
from earmark.errors import Busy, EarmarkError, InvalidInput, NotFound
from earmark.model import AddOptions, AddReport, FeedFilter, Grade, TopicPage, TopicRequest

if TYPE_CHECKING:
    from earmark.library import Library
    from earmark.polls import PollState
    from earmark.settings import Settings
    from earmark.web.server import Site

STOPPED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of SIGINT."""
FETCHED = AddOptions().fetched
PAGE = 30
"""Episodes on a page, unless asked otherwise."""
SUBJECT = 300
"""Characters of what an error is about that are repeated: a query may be a book."""
DEMO_KEY = "trc"
"""The topic that the demo opens on, as its address says it."""
DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY"}


class Commands(TyperGroup):
    """Every foreseeable end of a command in one line of words, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        _open_streams()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except (TyperException, typer.Exit, typer.Abort):
            raise
        except EarmarkError as error:
            raise _failed(_told(error), error.exit_status) from error
        except KeyboardInterrupt as error:
            stopped = "stopped; run the same command again to go on"
            raise _failed(stopped, STOPPED, mark="") from error
        except BrokenPipeError as error:
            _close_stdout()
            raise typer.Exit(0) from error
        except OSError as error:
            _close_stdout()
            raise _failed(_told_by_system(error), 1) from error
        except Exception as error:
            raise _unexpected(error) from error


class SearchCommand(TyperCommand):
    """A query may begin with a minus (``-language:de soup``): what does, and is no option, is
    read as one that stands behind ``--``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        options = [each for each in self.get_params(ctx) if isinstance(each, TyperOption)]
        known = {name for option in options for name in option.opts}
        taking = {name for option in options if not option.is_flag for name in option.opts}
        for place, said in enumerate(args):
            if said == "--":
                break
            value = place > 0 and args[place - 1] in taking
            if re.match("-[^-]", said) and said not in known and not value:
                args = [*args[:place], *args[place + 1 :], "--", said]
                break
        return super().parse_args(ctx, args)


def _told(error: EarmarkError) -> str:
    """About which thing, what is wrong, how to mend it."""
    message = error.message if error.message.endswith((".", "?", "!")) else f"{error.message}."
    subject = (error.subject or "").strip()
    if len(subject) > SUBJECT:
        subject = f"{subject[:SUBJECT]}…"
    about = f"{subject}: " if subject else ""
    return f"{about}{message} {error.remedy}".rstrip()


def _told_by_system(error: OSError) -> str:
    """A file in the way, no permission, or no room for what is written to standard output."""
    about = error.filename or "the answer"
    return (
        f"{about}: It cannot be read or written: {error.strerror or error}. "
        "Check the disk and that you may write there, then run the same command again."
    )


def _failed(message: str, status: int, *, mark: str = "earmark: ") -> typer.Exit:
    """Says it; escape sequences of a file's name or text stay out of the terminal."""
    from earmark.terminal.clean import clean_line

    typer.echo(f"{mark}{clean_line(message)}", err=True)
    return typer.Exit(status)


def _unexpected(error: Exception) -> typer.Exit:
    if os.environ.get("EARMARK_DEBUG"):
        traceback.print_exc()
    return _failed(
        f"an error that should not be: {type(error).__name__}: {error}. "
        f"Please report it with the command, the version ({__version__}) and what "
        "EARMARK_DEBUG=1 prints more.",
        1,
    )


def _open_streams() -> None:
    """A closed stream (``>&-``) is read and written as if it were empty; else the next file that
    is opened, the catalog perhaps, would take its place. What a stream's encoding lacks
    (``LANG=C``) becomes a question mark."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 - for good
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _close_stdout() -> None:
    """The reader of a pipe has gone (``| head``): nothing more is written, also at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=Commands,
    help="Podcasts about anything: feeds in, a topic page out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
index_app = typer.Typer(
    cls=TyperGroup, help="Make the index anew, or compare it.", no_args_is_help=True
)
feeds_app = typer.Typer(cls=TyperGroup, help="How each feed stands, and when it is asked next.")
app.add_typer(index_app, name="index")
app.add_typer(feeds_app, name="feeds")


# ---------------------------------------------------------------- options that commands share


def _said_before(context: typer.Context, value: Path | None) -> Path | None:
    """``earmark --data DIR topic ...`` is as good as ``earmark topic ... --data DIR``."""
    return value or context.find_root().params.get("data")


def _first_day(text: str | None) -> date | None:
    return _read_day(text, first_day)


def _last_day(text: str | None) -> date | None:
    return _read_day(text, last_day)


def _read_day(text: str | None, read: Callable[[str], date]) -> date | None:
    if text is None:
        return None
    try:
        return read(text)
    except InvalidInput as error:
        raise typer.BadParameter(f"{text!r} is no day; {error.remedy}") from error


class GradeName(StrEnum):
    subject = "subject"
    discussed = "discussed"
    mentioned = "mentioned"
    ad = "ad"


class FeedState(StrEnum):
    new = "new"
    fine = "fine"
    quiet = "quiet"
    moving = "moving"
    failing = "failing"
    refused = "refused"
    gone = "gone"
    dead = "dead"


class PeriodName(StrEnum):
    year = "year"
    quarter = "quarter"
    month = "month"


DATA_HELP = "Folder where the library lives (default: EARMARK_DATA, else ~/.local/share/earmark)."
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help=DATA_HELP, callback=_said_before),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Episodes on a page.")]
Cursor = Annotated[
    str | None, typer.Option("--cursor", metavar="NEXT", help="Go on where a page ended.")
]
Plain = Annotated[bool, typer.Option("--no-color", help="No colours and styles.")]
Port = Annotated[
    int | None, typer.Option(metavar="P", min=0, max=65_535, help="Port; 0 takes any that is free.")
]
SINCE_HELP = "Only what was published on or after this day, month or year."
UNTIL_HELP = "Only what was published up to the end of this day, month or year."
AS_OF_HELP = "The page as of the end of this day, month or year (default: today)."
Since = Annotated[str | None, typer.Option(metavar="DAY", callback=_first_day, help=SINCE_HELP)]
Until = Annotated[str | None, typer.Option(metavar="DAY", callback=_last_day, help=UNTIL_HELP)]
AsOf = Annotated[str | None, typer.Option(metavar="DAY", callback=_last_day, help=AS_OF_HELP)]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"earmark {__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help=DATA_HELP)] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Podcasts about anything: feeds in, a topic page out."""


@contextmanager
def _library(data: Path | None, *, new: bool = False, service: bool = False) -> Iterator[Library]:
    """The library; only ``add`` and the demo make a new one. ``service``: it runs by itself, so
    its whole log is written."""
    from earmark.library import has_library, open_library
    from earmark.settings import read_settings

    settings = read_settings(data)
    _log(settings, service=service)
    if not new and not has_library(settings.data):
        raise NotFound(
            "There is no library in this folder.",
            str(settings.data),
            remedy="`earmark add FOLDER` makes one from your feeds; `earmark demo` shows a sample.",
        )
    with open_library(settings) as library:
        yield library


def _log(settings: Settings, *, service: bool = False) -> None:
    """What isn't the answer goes to stderr: a service's whole log, else what is wrong."""
    from earmark import logs

    if service:
        logs.configure(settings.log, settings.log_level)
    else:
        logs.configure("text" if settings.log == "auto" else settings.log, "warning")


def _say(text: str) -> None:
    """An answer that programs read: always UTF-8."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace", newline="")
    sys.stdout.write(text)


# ---------------------------------------------------------------- filling


@app.command()
def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Feed file, folder, OPML file, Podcast Index dump or URL."
        ),
    ],
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="L", help="Of a dump: only this language; may be repeated."),
    ] = None,
    active_since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            callback=_first_day,
            help="Of a dump: only shows with an episode on or after this day, month or year.",
        ),
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(metavar="C", help="Of a dump: only this category; may be repeated."),
    ] = None,
    min_episodes: Annotated[
        int, typer.Option(metavar="N", min=0, help="Of a dump: only shows with so many episodes.")
    ] = 0,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Feeds taken of a list (the first) or of a dump (the most popular).",
        ),
    ] = None,
    fetch: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, max=50, help="Addresses that are fetched now; the rest is due."
        ),
    ] = FETCHED,
    as_json: AsJson = False,
    plain: Plain = False,
    data: Data = None,
) -> None:
    """Add feeds: files, folders of feeds, OPML files, Podcast Index dumps, addresses."""
    wanted = FeedFilter(
        tuple(language or ()),
        cast("date | None", active_since),
        tuple(category or ()),
        min_episodes,
        limit,
    )
    options = AddOptions(fetch, wanted)
    with _library(data, new=True) as library:
        reports = _add(library, sources, options=options, as_json=as_json, plain=plain)
        if not as_json:
            from earmark.terminal.added import print_added

            print_added(reports, plain=plain)
    raise typer.Exit(_status(reports))


def _add(
    library: Library,
    sources: list[str],
    *,
    options: AddOptions | None = None,
    as_json: bool,
    plain: bool = False,
) -> list[AddReport]:
    """Add with progress on stderr; with ``as_json`` each report is printed when it is there."""
    from earmark.formats.json import add_json
    from earmark.terminal.progress import AddProgress

    reports: list[AddReport] = []
    hidden = as_json and sys.stdout.isatty()
    with AddProgress(hidden=hidden, plain=plain) as progress:
        for report in library.add(sources, options=options, on_progress=progress.stage):
            reports.append(report)
            progress.added(report)
            if as_json:
                _say(add_json(report) + "\n")
                sys.stdout.flush()
    return reports


def _status(reports: list[AddReport]) -> int:
    """1 where some sources failed, 2 where all did."""
    failed = sum(report.error is not None for report in reports)
    if not failed:
        return 0
    return 2 if failed == len(reports) else 1


@app.command()
def remove(
    target: Annotated[str, typer.Argument(help="Podcast (id or title) or feed (URL).")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Take a podcast or feed down and keep it out."""
    from earmark.formats.json import remove_json
    from earmark.terminal.clean import clean_line

    with _library(data) as library:
        removed = library.remove(target)
    _say((remove_json(target, removed) if as_json else clean_line(removed)) + "\n")


# ---------------------------------------------------------------- keeping up to date


@app.command()
def crawl(
    once: Annotated[
        bool, typer.Option("--once", help="End when nothing is due, instead of waiting.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing but errors: for services.")
    ] = False,
    as_json: AsJson = False,
    plain: Plain = False,
    data: Data = None,
) -> None:
    """Fetch the feeds that are due, until Ctrl-C."""
    from earmark.formats.json_feeds import round_json
    from earmark.terminal.crawl import CrawlScreen

    with _library(data, service=quiet) as library, _stopping() as stop:
        with CrawlScreen(hidden=quiet or as_json, plain=plain) as screen:
            last = library.crawl(once=once, stop=stop, on_progress=screen.show)
        if as_json:
            _say(round_json(last) + "\n")
    if stop():
        raise typer.Exit(STOPPED)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and SIGTERM end the work in good order: what was answered is noted. A second Ctrl-C
    ends it at once."""
    from signal import SIGINT, SIGTERM, default_int_handler, signal

    asked: list[int] = []

    def stop(number: int, _frame: object) -> None:
        asked.append(number)
        signal(SIGINT, default_int_handler)

    before = {number: signal(number, stop) for number in (SIGINT, SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal(number, handler)


@feeds_app.callback(invoke_without_command=True)
def feeds(
    context: typer.Context,
    state: Annotated[
        list[FeedState] | None, typer.Option(metavar="S", help="Only feeds in this state.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Feeds a page.")] = 100,
    cursor: Cursor = None,
    as_json: AsJson = False,
    plain: Plain = False,
    data: Data = None,
) -> None:
    """How each feed stands, and when it is asked next."""
    if context.invoked_subcommand:
        return
    from earmark.formats.json_feeds import feeds_json
    from earmark.terminal.feeds import print_feeds

    states = [each.value for each in state] if state else None
    with _library(data) as library:
        page = library.keeping.feeds(
            states=cast("list[PollState] | None", states), limit=limit, cursor=cursor
        )
        now = library.now()
    if as_json:
        _say(feeds_json(page) + "\n")
    else:
        print_feeds(page, now, plain=plain)


@feeds_app.command("why")
def feeds_why(
    feed: Annotated[str, typer.Argument(metavar="URL", help="The feed's address or id.")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """One sentence: when a feed is asked next, and why then."""
    from earmark.formats.json_feeds import why_feed_json
    from earmark.terminal.clean import clean_line

    with _library(data) as library:
        poll, sentence = library.keeping.poll_of(feed), library.keeping.why(feed)
    _say((why_feed_json(poll, sentence) if as_json else clean_line(sentence)) + "\n")


# ---------------------------------------------------------------- asking


@app.command()
def topic(
    phrase: Annotated[str, typer.Argument(help="Any word or phrase.")],
    sense: Annotated[str | None, typer.Option(metavar="ID", help="One meaning only.")] = None,
    also: Annotated[
        list[str] | None, typer.Option(metavar="PHRASE", help="Count this spelling too.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="L", help="Only this language, like en.")
    ] = None,
    since: Since = None,
    until: Until = None,
    grade: Annotated[GradeName | None, typer.Option(help="Only episodes of this grade.")] = None,
    by: Annotated[PeriodName, typer.Option(help="Period of the popularity.")] = PeriodName.year,
    as_of: AsOf = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The rows behind the figures.")] = False,
    plain: Plain = False,
    data: Data = None,
) -> None:
    """The topic page of a phrase."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other.")
    request = TopicRequest(
        phrase=phrase,
        also=tuple(also or ()),
        sense=sense,
        languages=tuple(language or ()),
        since=cast("date | None", since),
        until=cast("date | None", until),
        grade=cast("Grade | None", grade and grade.value),
        by=by.value,
        as_of=cast("date | None", as_of),
        limit=limit,
        cursor=cursor,
    )
    with _library(data) as library:
        if as_csv:
            _print_csv(library, request)
        else:
            _print_topic(library, request, as_json=as_json, plain=plain, data=data)


def _print_csv(library: Library, request: TopicRequest) -> None:
    from earmark.formats.csv import topic_csv

    for line in topic_csv(library.topic_rows(request)):
        _say(line)


def _print_topic(
    library: Library,
    request: TopicRequest,
    *,
    as_json: bool,
    plain: bool,
    data: Path | None,
    offers: bool = True,
) -> TopicPage:
    page = library.topic(request)
    if as_json:
        from earmark.formats.json import topic_json

        _say(topic_json(page) + "\n")
    else:
        from earmark.terminal.topic import print_topic

        again, where = _again(request), _where(data)
        print_topic(
            page,
            grade=request.grade,
            options=again,
            where=where,
            offers=offers,
            plain=plain,
        )
    return page


def _where(data: Path | None) -> str:
    return f" --data {quote(str(data))}" if data else ""


def _again(request: TopicRequest) -> str:
    """The options of this topic, to repeat in the commands that the page offers."""
    options: list[tuple[str, object]] = [
        *(("also", phrase) for phrase in request.also),
        *(("language", language) for language in request.languages),
        *(("since", request.since), ("until", request.until), ("grade", request.grade)),
        *(("as-of", request.as_of), ("sense", request.sense)),
        *(("by", request.by if request.by != "year" else None),),
        *(("limit", request.limit if request.limit != PAGE else None),),
    ]
    said = [f" --{name} {quote(str(value))}" for name, value in options if value is not None]
    return "".join(said)


@app.command(cls=SearchCommand)
def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", OR, -, podcast:, since:.')],
    limit: Limit = PAGE,
    cursor: Cursor = None,
    as_json: AsJson = False,
    plain: Plain = False,
    data: Data = None,
) -> None:
    """Ranked episodes with quotes."""
    with _library(data) as library:
        page = library.search(query, limit=limit, cursor=cursor)
    if as_json:
        from earmark.formats.json import search_json

        _say(search_json(page) + "\n")
    else:
        from earmark.terminal.search import print_search

        size = f" --limit {limit}" if limit != PAGE else ""
        print_search(page, query=query, options=size + _where(data), plain=plain)


@app.command()
def why(
    phrase: Annotated[str, typer.Argument(help="The topic.")],
    episode: Annotated[str, typer.Argument(help="Its id, URL or guid.")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """One sentence: why an episode is or isn't on a topic's page."""
    from earmark.formats.json import why_json
    from earmark.terminal.clean import clean_line

    with _library(data) as library:
        sentence = library.why(phrase, episode)
    _say((why_json(phrase, episode, sentence) if as_json else clean_line(sentence)) + "\n")


# ---------------------------------------------------------------- pages


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(metavar="H", help="Address to listen on (default: 127.0.0.1).")
    ] = None,
    port: Port = None,
    no_crawl: Annotated[
        bool, typer.Option("--no-crawl", help="Fetch nothing; another process may.")
    ] = False,
    data: Data = None,
) -> None:
    """Show the library in the browser and keep it up to date, until Ctrl-C."""
    from earmark.settings import read_settings
    from earmark.web.server import listen

    settings = read_settings(data)
    with listen(host or settings.host, settings.port if port is None else port) as site:
        typer.echo(f"Earmark is at {site.address} (Ctrl-C stops it).")
        _serve(site, settings, crawl=not no_crawl)


def _serve(site: Site, settings: Settings, *, crawl: bool = False, sample: bool = False) -> None:
    from earmark.library import crawling, open_library

    _log(settings, service=not sample)
    with open_library(settings) as library, crawling(settings) if crawl else nullcontext():
        site.serve(
            library,
            public_url=settings.public_url or "",
            metrics_public=settings.metrics_public,
            owner_from=settings.owner_from,
            sample=sample,
        )


# ---------------------------------------------------------------- the index


@index_app.command()
def rebuild(as_json: AsJson = False, plain: Plain = False, data: Data = None) -> None:
    """Make the index anew from the catalog, then swap it in."""
    from earmark.formats.json import rebuild_json
    from earmark.terminal.progress import AddProgress

    with _library(data) as library:
        with AddProgress(hidden=as_json and sys.stdout.isatty(), plain=plain) as progress:
            if not library.index_rebuild(progress.stage):
                raise Busy(
                    "Another process is writing the index.",
                    remedy="Wait until it is done, then run this again.",
                )
        stories = library.index_check().stories
    _say(rebuild_json(stories) + "\n" if as_json else f"The index is new: {stories:,} stories.\n")


@index_app.command()
def check(
    deep: Annotated[bool, typer.Option("--deep", help="Make each document anew too.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Compare index and catalog, and name every difference."""
    from earmark.formats.json import check_json
    from earmark.terminal.checked import checked_lines

    with _library(data) as library:
        report = library.index_check(deep=deep)
    _say((check_json(report) if as_json else "\n".join(checked_lines(report))) + "\n")
    raise typer.Exit(1 if report.differences else 0)


# ---------------------------------------------------------------- all of it


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Such as earmark.tar.gz.")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Write the whole library to one file, while it is in use."""
    from earmark.formats.json import backup_json
    from earmark.terminal.kept import backup_lines

    with _library(data) as library:
        report = library.backup(file)
    _say((backup_json(report) if as_json else "\n".join(backup_lines(report))) + "\n")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `earmark backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="In the place of the library that is there.")
    ] = False,
    as_json: AsJson = False,
    plain: Plain = False,
    data: Data = None,
) -> None:
    """Bring a library back from a backup, also while it is in use."""
    from earmark.formats.json import backup_json
    from earmark.library import restore_library
    from earmark.settings import read_settings
    from earmark.terminal.kept import restored_lines
    from earmark.terminal.progress import AddProgress

    settings = read_settings(data)
    _log(settings)
    with AddProgress(hidden=as_json and sys.stdout.isatty(), plain=plain) as progress:
        report = restore_library(settings, file, replace=replace, on_progress=progress.stage)
    _say((backup_json(report) if as_json else "\n".join(restored_lines(report))) + "\n")


@app.command("doctor")
def doctor_command(
    network: Annotated[
        bool, typer.Option("--network", help="Try whether the network answers, too.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Say what is wrong with the installation, and how to mend it."""
    from earmark.formats.json import doctor_json
    from earmark.library import doctor
    from earmark.settings import read_settings
    from earmark.terminal.doctor import finding_lines

    settings = read_settings(data)
    _log(settings)
    findings = doctor(settings, network=network)
    _say((doctor_json(findings) if as_json else "\n".join(finding_lines(findings))) + "\n")
    raise typer.Exit(1 if any(finding.level == "fault" for finding in findings) else 0)


# ---------------------------------------------------------------- demo


@app.command()
def demo(
    as_json: AsJson = False,
    plain: Plain = False,
    pages: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Then show it in the browser, until Ctrl-C.")
    ] = True,
    port: Port = None,
    data: Data = None,
) -> None:
    """A sample library of invented shows, and its topic page."""
    from earmark.demo import write_feeds
    from earmark.settings import read_settings
    from earmark.web.server import listen

    folder = data or Path(tempfile.mkdtemp(prefix="earmark-demo-"))
    settings = read_settings(folder)
    with listen("127.0.0.1", port or 0) as site:
        with tempfile.TemporaryDirectory() as feeds:
            write_feeds(Path(feeds), site.address)
            _show_demo(folder, feeds, as_json=as_json, plain=plain)
        if pages and not as_json:
            _open_browser(f"{site.address}/topics/{DEMO_KEY}")
            _serve(site, settings, sample=True)


def _show_demo(folder: Path, feeds: str, *, as_json: bool, plain: bool) -> None:
    from earmark.demo import TOPIC
    from earmark.terminal.demo import print_next_steps

    with _library(folder, new=True) as library:
        reports = _add(library, [feeds], as_json=False, plain=plain)
        request = TopicRequest(phrase=TOPIC, limit=5)
        page = _print_topic(
            library, request, as_json=as_json, plain=plain, data=folder, offers=False
        )
    if not as_json:
        print_next_steps(reports, page, folder, plain=plain)


def _open_browser(address: str) -> None:
    """Opens a page where there is a desktop to open it on; says where it is anyway."""
    typer.echo(f"\nIts pages are at {address} (Ctrl-C stops the server).")
    if sys.stdout.isatty() and (sys.platform == "darwin" or os.environ.keys() & DISPLAYS):
        import webbrowser

        webbrowser.open(address)


def main() -> None:
    """The entry point ``earmark``."""
    app()


if __name__ == "__main__":
    main()
