"""The script that looks for a browser never stops the chores."""

from __future__ import annotations

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "scripts" / "install-browser.sh"


def run(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": str(path)},
        capture_output=True,
        check=False,
        text=True,
        timeout=30,
    )


def test_without_any_tool_it_says_how(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.returncode == 0
    assert "apt install chromium" in ran.stderr


def test_a_browser_that_is_there_needs_nothing(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    ran = run(tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
