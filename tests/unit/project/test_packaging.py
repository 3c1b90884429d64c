"""What is packed: a container that holds together, units that systemd takes, a lock in parts."""

from __future__ import annotations

import configparser
import json
import re
import runpy
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from earmark.settings import PREFIX, Settings

ROOT = Path(__file__).parents[3]
CONTAINER = ROOT / "packaging" / "container"
UNITS = ROOT / "packaging" / "systemd"
Instruction = tuple[str, str]


def instructions() -> list[list[Instruction]]:
    """(word, rest) of each line, in stages."""
    stages: list[list[Instruction]] = []
    for line in (CONTAINER / "Containerfile").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, rest))
    return stages


def said(stage: list[Instruction], word: str) -> list[str]:
    return [rest for each, rest in stage if each == word]


def test_the_container_is_one_volume_one_port_and_nobody_s_rights() -> None:
    build, final = instructions()
    assert said(build, "FROM")[0].removesuffix(" AS build") == said(final, "FROM")[0]
    assert said(final, "VOLUME") == ["/data"]
    assert said(final, "EXPOSE") == [str(Settings.model_fields["port"].default)]
    (user,) = said(final, "USER")
    assert 0 not in map(int, user.split(":"))
    assert said(final, "STOPSIGNAL") == ["SIGTERM"]
    assert [json.loads(each) for each in said(final, "CMD")] == [["serve"]]
    assert [json.loads(each) for each in said(final, "ENTRYPOINT")] == [["earmark"]]
    words = [word for word, _ in final]
    assert words.index("USER") > max(n for n, word in enumerate(words) if word == "RUN")


def test_the_container_s_settings_exist() -> None:
    (line,) = said(instructions()[1], "ENV")
    values = dict(each.split("=", 1) for each in shlex.split(line))
    ours = {name for name in values if name.startswith(PREFIX)}
    assert {name.removeprefix(PREFIX).lower() for name in ours} <= set(Settings.model_fields)
    assert (values["EARMARK_DATA"], values["EARMARK_HOST"]) == ("/data", "0.0.0.0")
    read = {name.removeprefix(PREFIX).lower(): values[name] for name in ours}
    assert Settings(**read).port == 8017  # type: ignore[arg-type]


def test_the_health_check_asks_for_health() -> None:
    (check,) = said(instructions()[1], "HEALTHCHECK")
    command = json.loads(check.partition(" CMD ")[2])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "HEALTHCHECK", "exec")
    assert "/health" in command[2]


def test_everything_is_installed_by_hash_and_copied_from_what_is_there() -> None:
    build, final = instructions()
    installs = [each for each in said(build, "RUN") if " pip " in each]
    assert len(installs) == 4
    assert all("--require-hashes" in each or "--no-index" in each for each in installs)
    assert not [each for each in said(final, "RUN") if "pip" in each]
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for copied in said(build, "COPY"):
        for source in shlex.split(copied)[:-1]:
            assert (ROOT / source).exists()
            assert f"!{source}" in allowed


def test_compose_publishes_on_this_machine_alone() -> None:
    """Or everybody who reaches the port would be the owner."""
    text = (CONTAINER / "compose.yaml").read_text("utf-8")
    ports = re.findall(r"ports: (\[.*\])", text)
    assert [json.loads(each) for each in ports] == [["127.0.0.1:8017:8017"]]
    (owner,) = re.findall(r"EARMARK_OWNER_FROM: (\S+)", text)
    assert f"gateway: {owner} " in text
    assert Settings(owner_from=owner).owner_from == (f"{owner}/32",)  # type: ignore[arg-type]


# ---------------------------------------------------------------- the lock, cut


@pytest.fixture(scope="module")
def part() -> Callable[[str, list[str]], str]:
    found = runpy.run_path(str(CONTAINER / "runtime_lock.py"))["part"]
    assert callable(found)
    return found  # type: ignore[no-any-return]


LOCK = """\
# made by a tool
alembic==1 \\
    --hash=sha256:aa
    # via earmark (pyproject.toml)
mako==2 \\
    --hash=sha256:bb
    # via alembic
markup_safe==3 \\
    --hash=sha256:cc
    # via
    #   mako
    #   pytest
pytest==4 \\
    --hash=sha256:dd
    # via earmark (pyproject.toml)
pluggy==5 \\
    --hash=sha256:ee
    # via pytest
"""


def test_what_runs_is_all_that_is_reached_and_no_more(part: Callable[..., str]) -> None:
    cut = part(LOCK, ["Alembic>=1.14"])
    assert re.findall(r"^(\S+)==", cut, re.MULTILINE) == ["alembic", "mako", "markup_safe"]
    assert cut.count("--hash=") == 3
    assert cut in LOCK.replace("# made by a tool\n", "")


def test_a_dependency_that_is_not_locked_is_named(part: Callable[..., str]) -> None:
    with pytest.raises(SystemExit, match="flask"):
        part(LOCK, ["alembic", "flask>=2"])


def test_the_lock_has_all_that_runs_and_nothing_of_the_tests(part: Callable[..., str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    names = set(re.findall(r"^([\w.-]+)==", part(lock, project["project"]["dependencies"]), re.M))
    assert {"pycurl", "tantivy", "lxml", "starlette", "mako", "pydantic-core"} <= names
    assert not names & {"pytest", "playwright", "datasette", "mypy", "aiohttp", "setuptools"}
    assert part(lock, project["build-system"]["requires"]).startswith("setuptools==")


# ---------------------------------------------------------------- units


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(UNITS / name, "utf-8")
    return read


def test_the_service_serves_restarts_and_writes_its_own_folder_alone() -> None:
    service = unit("earmark.service")["Service"]
    assert service["ExecStart"].endswith("/earmark serve")
    assert service["Restart"] == "on-failure"
    assert "EARMARK_DATA=%S/earmark" in service["Environment"]
    hard = ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome")
    assert {service[name] for name in hard} == {"yes"}
    assert (service["ProtectSystem"], service["StateDirectoryMode"]) == ("strict", "0700")
    assert service["CapabilityBoundingSet"] == ""
    backup = unit("earmark-backup.service")["Service"]
    assert backup["User"] == service["User"]  # or it would leave files that the service can't write
    assert "earmark backup" in backup["ExecStart"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze isn't here")
@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.iterdir()))
def test_systemd_takes_the_unit(name: str, tmp_path: Path) -> None:
    """With a program that is there in the place of ours."""
    for path in UNITS.iterdir():
        text = path.read_text("utf-8").replace("/opt/earmark/bin/earmark", "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / name],
        capture_output=True, check=False, text=True, timeout=30,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze isn't here")
def test_the_service_is_hardened() -> None:
    """systemd's own measure of what a service could do if it were taken over: 10 is everything."""
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager",
         UNITS / "earmark.service"],
        capture_output=True, check=False, text=True, timeout=30,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-200:]
