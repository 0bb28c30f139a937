"""The settings of the process itself, and reading all sections of all folders."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from postroom.features.domains import DomainSettings
from postroom.kernel.errors import Invalid
from postroom.kernel.limits import LimitSettings
from postroom.kernel.settings import Sections, SettingsBook, read_settings
from postroom.kernel.worker import WorkerSettings
from postroom.main.engine.blobs import BlobsSettings
from postroom.main.engine.dns import DnsSettings
from postroom.main.engine.egress import EgressSettings

Role = Literal["all", "api", "smtp", "worker"]


class ServeSettings(msgspec.Struct, frozen=True):
    """Where this process keeps its data, where it listens, which part of the house it runs."""

    data_dir: Annotated[str, msgspec.Meta(description="Everything that is kept: the embedded database, blobs, certificates.")] = "data"
    http: Annotated[str, msgspec.Meta(description="HOST:PORT of the API; port 0 lets the system choose.")] = "127.0.0.1:8080"
    smtp: Annotated[str, msgspec.Meta(description="HOST:PORT where mail is received.")] = "127.0.0.1:2525"
    role: Annotated[Role, msgspec.Meta(description="all, or one of api, smtp, worker.")] = "all"
    database_url: Annotated[str, msgspec.Meta(description="A PostgreSQL of your own (15 or newer); empty: the embedded one.")] = ""
    bootstrap_key: Annotated[str, msgspec.Meta(description="An admin key of exactly this value exists after start.")] = ""
    pool_size: Annotated[int, msgspec.Meta(ge=4, le=1000, description="Database connections of this process.")] = 20
    log_level: Annotated[Literal["debug", "info", "warning", "error"], msgspec.Meta(description="How much is logged.")] = "info"
    log_format: Annotated[Literal["text", "json"], msgspec.Meta(description="How it is written.")] = "text"

    def __repr__(self) -> str:
        return f"ServeSettings(data_dir={self.data_dir!r}, http={self.http!r}, smtp={self.smtp!r}, role={self.role!r}, …)"


OWN_SECTIONS: Sections = (
    ("", ServeSettings),
    ("", DomainSettings),
    ("limits", LimitSettings),
    ("worker", WorkerSettings),
    ("blobs", BlobsSettings),
    ("egress", EgressSettings),
    ("dns", DnsSettings),
)


def read_all(sections: Sections, config_file: str | None, given: Mapping[str, Any]) -> SettingsBook:
    """Command line, environment, TOML file, defaults; errors name the setting."""
    path = config_file or os.environ.get("POSTROOM_CONFIG")
    return read_settings([*OWN_SECTIONS, *sections], toml=_read_toml(path) if path else {}, environment=os.environ, given=given)


def split_address(text: str, setting: str) -> tuple[str, int]:
    """`127.0.0.1:2525` or `[::1]:2525` in two."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise Invalid("invalid_setting", f"{setting}: {text!r} is not HOST:PORT, as in 127.0.0.1:2525.")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 - an empty host means every address, as everywhere


def _read_toml(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid("invalid_settings_file", f"{path}: {error}") from error
