"""The Containerfile's steps, run here in a folder in the place of the root: what is installed by
hash from the lock is enough to build and to run, and serves."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "packaging" / "container" / "Containerfile"
DATA_FILES = ("web/templates/base.html", "web/static/js/app.js", "web/locales/de/common.ftl",
              "store/migrations/env.py", "demo/feeds/night-ferry.xml", "py.typed")  # fmt: skip


def build(root: Path) -> Path:
    """Does COPY and RUN of the first stage, ``/build`` and ``/opt/earmark`` being in ``root``; the
    environment that comes of it."""
    stage = CONTAINERFILE.read_text("utf-8").split("\nFROM ")[1]
    here, opt = root / "build", root / "opt" / "earmark"
    here.mkdir()
    path = f"{Path(sys.executable).resolve().parent}{os.pathsep}{os.environ['PATH']}"
    for word, rest in re.findall(r"^(COPY|RUN) (.+)$", stage, re.MULTILINE):
        if word == "COPY":
            *sources, target = shlex.split(rest)
            for source in sources:
                copy(ROOT / source, here / target)
        else:
            command = rest.replace("/build/", f"{here}/").replace("/opt/earmark", str(opt))
            environment = {"PATH": path, "HOME": str(root), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
            environment |= {n: v for n, v in os.environ.items() if n.startswith(("PIP_", "SSL_"))}
            subprocess.run(command, shell=True, cwd=here, env=environment, check=True, timeout=900)
    return opt


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("container"))


def test_what_is_installed_holds_every_file_and_no_tool(installed: Path) -> None:
    (package,) = installed.glob("lib/python*/site-packages/earmark")
    assert [name for name in DATA_FILES if not (package / name).is_file()] == []
    others = {path.name.lower() for path in package.parent.iterdir()}
    assert not others & {"pytest", "playwright", "mypy", "datasette", "ruff"}


def test_it_serves_with_one_folder_and_one_port(installed: Path, tmp_path: Path) -> None:
    """As the container does: read from its own environment, healthy by its own check, ended by
    SIGTERM, its log JSON."""
    environment = {"PATH": f"{installed}/bin:/usr/bin:/bin", "EARMARK_DATA": str(tmp_path / "data")}
    environment |= {"EARMARK_HOST": "127.0.0.1", "EARMARK_PORT": "18017", "EARMARK_LOG": "json"}
    text = CONTAINERFILE.read_text("utf-8")
    check = json.loads(re.findall(r"^HEALTHCHECK .* CMD (.+)$", text, re.MULTILINE)[0])
    with subprocess.Popen(
        ["earmark", "serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        try:
            first = server.stderr.readline()
            assert '"message": "serving"' in first
            ran = subprocess.run(check, env=environment, capture_output=True, check=False)
            assert ran.returncode == 0, ran.stderr[-500:]
            with urllib.request.urlopen("http://127.0.0.1:18017/") as page:
                assert page.status == 200
        finally:
            server.terminate()
        said = [json.loads(line)["message"] for line in server.stderr]
        assert server.wait(30) == 0
    assert said[-1] == "stopped serving"
