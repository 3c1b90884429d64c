"""What an installation decides: where the library lives, its caps, its workers, its address.

Read once, then passed down. The command line is stronger than the environment (``EARMARK_*``),
the environment stronger than ``earmark.toml`` in the data folder, that file than the defaults.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import ByteSize, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from earmark.errors import InvalidInput
from earmark.logs import Form, Level

PREFIX = "EARMARK_"
FILE_NAME = "earmark.toml"
MIB = 1024 * 1024


def default_data() -> Path:
    """The data folder where nobody named one (XDG base directories; a relative
    ``XDG_DATA_HOME`` is ignored, as that standard asks)."""
    home = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (home if home.is_absolute() else Path.home() / ".local" / "share") / "earmark"


def default_workers() -> int:
    """A worker process a processor that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """Sizes are bytes; in the environment and in the file they may carry a unit ("64 MiB")."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    data: Path = Field(default_factory=default_data)
    """The folder where everything lives."""
    max_feed_bytes: ByteSize = Field(default=ByteSize(64 * MIB), ge=1024)
    """A larger document is refused."""
    max_items: int = Field(default=20_000, ge=1, le=10_000_000)
    """Items of a feed that are kept, newest first."""
    max_notes_bytes: ByteSize = Field(default=ByteSize(512 * 1024), ge=1024)
    """Notes are stored and matched up to here."""
    max_outlines: int = Field(default=10_000, ge=1, le=100_000_000)
    """Feeds that are taken of a subscription list, the first ones."""
    workers: int = Field(default_factory=default_workers, ge=1, le=256)
    """Processes that parse and prepare text."""
    max_worker_memory: ByteSize = Field(default=ByteSize(2048 * MIB), ge=256 * MIB)
    """Address space of each process that parses what came from the network; one feed that needs
    more fails."""
    contact: str | None = Field(default=None, max_length=200, pattern=r"^[\x21-\x7e]+$")
    """A mail address or a page about who runs this, told to the hosts of feeds; needed once a
    library polls more than 100 of them and has no ``public_url``."""
    private_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Exact hosts and nets of private networks that may be fetched from."""
    odd_ports: bool = False
    """Fetch from any port over 1023, not only 80, 443 and 8000 to 8999."""
    connections: int = Field(default=100, ge=1, le=2_000)
    """Requests that run at the same time."""
    host_rate: float = Field(default=1.0, gt=0, le=1_000)
    """Requests a second to one host."""
    host_connections: int = Field(default=2, ge=1, le=100)
    """Connections to one host at the same time."""
    host: str = Field(default="127.0.0.1", min_length=1, max_length=253)
    """Where the pages listen: an address of this machine, or its name."""
    port: int = Field(default=8017, ge=0, le=65_535)
    """0 lets the system choose a free one."""
    public_url: str | None = None
    """Where others reach the pages, without a slash at the end; None where nobody else does."""
    owner_from: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses and nets of private networks that count as this machine: who asks from there, by
    a name of this machine, is the owner."""
    podping: str | None = None
    """A node of Hive (its JSON-RPC) that announcements of new episodes are read from; None reads
    none."""
    metrics_public: bool = False
    """Whether others than the owner get ``/metrics``."""
    log: Form = "auto"
    """How a service writes its log: ``auto`` is for people on a terminal, else JSON."""
    log_level: Level = "info"
    """From what weight on a service writes it down."""

    artwork: bool = True
    """Whether pictures of shows are fetched when a page shows them; else they are drawn."""
    artwork_cache: ByteSize = Field(default=ByteSize(512 * MIB), ge=MIB)
    """Pictures that are kept; what was seen longest ago goes first."""

    @field_validator("data")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        """A leading ``~`` means home; a relative folder holds wherever the process goes."""
        return folder.expanduser().absolute()

    @field_validator("private_hosts", "owner_from", mode="before")
    @classmethod
    def _listed(cls, hosts: object) -> object:
        """A variable of the environment holds a list with commas."""
        if isinstance(hosts, str):
            return tuple(host.strip() for host in hosts.split(",") if host.strip())
        return hosts

    @field_validator("owner_from")
    @classmethod
    def _near(cls, places: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_checked_net, places))

    @field_validator("public_url", "podping")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        return None if url is None else _checked_url(url.strip().rstrip("/"))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the library's signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """In order of strength. The file is looked for in the folder that the others name."""
        named = env_settings() | init_settings()
        folder = Path(named.get("data") or default_data()).expanduser()
        file = InitSettingsSource(settings_cls, _file_values(settings_cls, folder / FILE_NAME))
        return init_settings, env_settings, file


_NEAR = tuple(
    map(
        ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
            *("169.254.0.0/16", "fc00::/7", "fe80::/10"),
        ),
    )
)
"""Networks that only neighbours are in (RFC 1918, 6598, 3927, 4193, 4291)."""


def _checked_net(place: str) -> str:
    """An address or a net of a private network. Raises ``ValueError``."""
    net = ip_network(place)  # its own ValueError says what is wrong
    if not any(net.version == near.version and net.subnet_of(near) for near in _NEAR):  # type: ignore[arg-type]
        raise ValueError(f"{place} is no private network: strangers would be the owner")
    return str(net)


def _checked_url(url: str) -> str:
    """An address of the web with an optional path, scheme and host in small letters. Raises
    ``ValueError``."""
    example = 'write it like "https://podcasts.example.org"'
    if not url.isascii() or not url.isprintable() or set(url) & set(' "<>\\^`{|}'):
        raise ValueError(f"a web address has no such characters; {example}")
    parts = urlsplit(url)  # its own ValueError says what is wrong with the host
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"it is no address that starts with http:// or https://; {example}")
    if parts.username is not None or "?" in url or "#" in url:
        raise ValueError(f"it may have a path, but no name, query or fragment; {example}")
    if parts.port == 0:
        raise ValueError(f"nothing answers at port 0; {example}")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"


def read_settings(data: Path | None = None) -> Settings:
    """The settings in force. ``data`` is the folder named on the command line.

    Raises ``InvalidInput`` that names the variable or the file's key, and the remedy.
    """
    given: dict[str, Path] = {} if data is None else {"data": data}
    try:
        settings = Settings(**given)  # type: ignore[arg-type] # pydantic checks the values
    except ValidationError as error:
        raise _invalid(error.errors()[0], os.environ) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(
            f"The settings file is no valid TOML ({error}).",
            FILE_NAME,
            remedy="Mend that line, or remove the file to use the defaults.",
        ) from error
    _check_folder(settings.data)
    return settings


def _file_values(settings_cls: type[BaseSettings], path: Path) -> dict[str, object]:
    try:
        values = TomlConfigSettingsSource(settings_cls, toml_file=path)()
    except OSError as error:
        raise InvalidInput(
            f"The settings file cannot be read ({error.strerror}).",
            str(path),
            remedy="Allow reading it, or remove it to use the defaults.",
        ) from error
    if "data" in values:
        raise InvalidInput(
            "The settings file lies in the data folder, so it cannot name it.",
            str(path),
            remedy=f"Remove the line `data`; name the folder with --data or {PREFIX}DATA.",
        )
    return values


def _invalid(detail: ErrorDetails, environment: Mapping[str, str]) -> InvalidInput:
    """Pydantic's first complaint in our words."""
    name = str(detail["loc"][0])
    variable = PREFIX + name.upper()
    if detail["type"] == "extra_forbidden":
        return InvalidInput(
            "There is no such setting.", name, remedy=f"Remove it from {FILE_NAME}; {_known()}"
        )
    given = any(key.upper() == variable for key in environment)
    where = variable if given else f"{name} in {FILE_NAME}"
    return InvalidInput(
        f"{detail['input']!r} cannot be used: {_reason(detail)}.",
        where,
        remedy=f"Change it, or {'unset' if given else 'remove'} it to use the default.",
    )


def _reason(detail: ErrorDetails) -> str:
    message = detail["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _known() -> str:
    return f"the settings are {', '.join(sorted(set(Settings.model_fields) - {'data'}))}."


def _check_folder(folder: Path) -> None:
    """A data folder may be missing (it is made when it is first needed), but it is no file."""
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(
            "The data folder is a file.",
            str(folder),
            remedy=f"Name a folder with --data or {PREFIX}DATA.",
        )
