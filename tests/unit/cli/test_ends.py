"""How a command may end: in words, with the right status."""

import pytest
import typer
from typer.testing import CliRunner

from earmark.cli import Commands
from earmark.errors import Busy, IndexDamaged, InvalidInput

app = typer.Typer(cls=Commands)
ENDS: dict[str, BaseException] = {
    "input": InvalidInput("No.", "that\x1b[31m thing", remedy="Try this."),
    "busy": Busy("Taken", "index"),
    "index": IndexDamaged("It is torn", "/x"),
    "interrupt": KeyboardInterrupt(),
    "fault": ZeroDivisionError("by zero"),
}


@app.callback()
def group() -> None:
    """A group, as the real one is."""


@app.command()
def end(name: str) -> None:
    raise ENDS[name]


def ended(name, **environment):
    return CliRunner().invoke(app, ["end", name], env=environment)


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("input", 2, "earmark: that thing: No. Try this.\n"),
        ("busy", 1, "earmark: index: Taken.\n"),
        ("interrupt", 130, "stopped; run the same command again to go on\n"),
    ],
)
def test_foreseeable_ends(name, status, said):
    result = ended(name, EARMARK_DEBUG="")
    assert (result.exit_code, result.stderr) == (status, said)


def test_a_remedy_follows_a_full_stop():
    assert ended("index").stderr.startswith("earmark: /x: It is torn. Run `earmark index rebuild`")


def test_a_fault_of_ours_is_one_line_and_says_how_to_report():
    result = ended("fault", EARMARK_DEBUG="")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "ZeroDivisionError: by zero" in result.stderr
    assert "EARMARK_DEBUG=1" in result.stderr


def test_a_fault_is_traced_when_asked():
    assert "Traceback" in ended("fault", EARMARK_DEBUG="1").stderr
