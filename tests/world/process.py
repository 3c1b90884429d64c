"""The world as a test holds it: its process, its time, its log, and where its hosts are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from tests.world.log import Log, read_log
from tests.world.shows import BEGINS, STEP
from tests.world.sites import VALIDATED, Site, addresses, sites

ROOT = Path(__file__).parents[2]


def real_feeds() -> Path | None:
    """The folder of real feeds whose shapes are used, where there is one (``EARMARK_SHARED``,
    else ``shared`` beside the repository)."""
    shared = Path(os.environ.get("EARMARK_SHARED", ROOT.parent / "shared"))
    folder = shared / "data/feeds/podcast"
    return folder if folder.is_dir() else None


class World:
    """A running world of ``size`` feeds. ``log=None`` keeps none (a soak would fill the disk)."""

    def __init__(
        self, size: int, log: Path | None, *, feeds: Path | None = None, late_s: float = 2.0
    ) -> None:
        self.sites = sites(size)
        self.round_number = 0
        self.now = BEGINS
        self._addresses = addresses(self.sites)
        self._log = log
        command = [sys.executable, "-m", "tests.world.server", "--size", str(size)]
        command += ["--late-s", str(late_s)]
        command += ["--log", str(log)] if log is not None else []
        command += ["--feeds", str(feeds)] if feeds is not None else []
        self._server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.port = int(self._line())

    def __enter__(self) -> World:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.communicate(timeout=30)

    def resolve(self, host: str) -> Sequence[str]:
        """The addresses of a host name; none for one that isn't of this world."""
        address = self._addresses.get(host)
        return (address,) if address else ()

    def url(self, site: Site, *, by_address: bool = False) -> str:
        """Of a feed, as a list of subscriptions has it. ``by_address`` suits a client that can't
        be told where names lead."""
        return f"http://{site.address if by_address else site.host}:{self.port}{site.path}"

    def urls(self, *, by_address: bool = False) -> list[str]:
        return [self.url(site, by_address=by_address) for site in self.sites]

    def validated(self) -> set[str]:
        """Places (host and path) that give validators in every round and stay where they are."""
        kept = [site for site in self.sites if site.kind in VALIDATED]
        return {site.host + (site.current if site.kind == "found" else site.path) for site in kept}

    def begin(self, round_number: int, now: datetime | None = None) -> None:
        """Let a round begin: what was published till then is out, and it is ``now`` (by default
        two days after the round before)."""
        self.round_number = round_number
        self.now = now or BEGINS + STEP * round_number
        self._do({"round": round_number, "now": self.now.isoformat()})

    def refuse(self, refused: bool) -> None:
        """Nobody answers, as where a network drops; or all do again."""
        self._do({"refuse": refused})

    def answered(self) -> int:
        """Requests that were answered so far."""
        return self._do({"sync": True})

    def log(self) -> Log:
        self._do({"sync": True})
        assert self._log is not None, "this world keeps no log"
        with self._log.open(encoding="utf-8") as lines:
            return read_log(lines)

    def opml(self, path: Path, *, by_address: bool = False) -> Path:
        """A list of all feeds."""
        outlines = "".join(
            f'<outline type="rss" text="Show {number}" xmlUrl="{url}"/>\n'
            for number, url in enumerate(self.urls(by_address=by_address))
        )
        path.write_text(f'<opml version="2.0"><body>\n{outlines}</body></opml>\n', "utf-8")
        return path

    def _do(self, command: dict[str, object]) -> int:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(command) + "\n")
        self._server.stdin.flush()
        return int(json.loads(self._line())["requests"])

    def _line(self) -> str:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, "the world's server ended; its words are above"
        return line
