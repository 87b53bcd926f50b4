"""Everything that the service reads from its environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_PORT = 8000
DEFAULT_METRICS_PORT = 9090
DEFAULT_BACKEND_HOST = "localhost"
DEFAULT_BACKEND_PORT = 8080

_HOST = re.compile(r"[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")


class SettingsError(Exception):
    """Says every problem of the environment at once."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service was told to do."""

    #: Where the form and the health routes are; 0 takes any free port.
    port: int = DEFAULT_PORT
    #: Where Prometheus scrapes; never the public port.
    metrics_port: int = DEFAULT_METRICS_PORT
    #: Where users-api is: a name or an address, the latter in brackets when it is one of IPv6.
    backend_host: str = DEFAULT_BACKEND_HOST
    backend_port: int = DEFAULT_BACKEND_PORT


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings, or raise a SettingsError that names every problem."""
    problems: list[str] = []
    settings = Settings(
        port=_port(environment, "PORT", DEFAULT_PORT, problems),
        metrics_port=_port(environment, "METRICS_PORT", DEFAULT_METRICS_PORT, problems),
        backend_host=_host(environment, problems),
        backend_port=_port(environment, "BACKEND_PORT", DEFAULT_BACKEND_PORT, problems, lowest=1),
    )
    if settings.port != 0 and settings.port == settings.metrics_port:
        problems.append(
            f"'METRICS_PORT' must differ from 'PORT', got {settings.port} for both; "
            "metrics are not public"
        )
    if problems:
        raise SettingsError("; ".join(problems))
    return settings


def _port(
    environment: Mapping[str, str], name: str, fallback: int, problems: list[str], lowest: int = 0
) -> int:
    value = environment.get(name, "")
    if not value:
        return fallback
    if re.fullmatch(r"[0-9]{1,5}", value) and lowest <= int(value) <= 65535:
        return int(value)
    problems.append(f"'{name}' must be a port from {lowest} to 65535, got {value!r}")
    return fallback


def _host(environment: Mapping[str, str], problems: list[str]) -> str:
    value = environment.get("BACKEND_HOST", "")
    if not value:
        return DEFAULT_BACKEND_HOST
    if not _HOST.fullmatch(value):
        problems.append(
            "'BACKEND_HOST' must be a host name or an address, without scheme and port, "
            f"got {value!r}"
        )
    return value
