"""Everything that the service reads from its environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pythonapp import DEFAULT_PORT
from pythonapp.failure import Failure

DEFAULT_METRICS_PORT = 9090
DEFAULT_MAX_CONNECTIONS = 1000

# what a browser sends: scheme, host and port if it is not the default; lower case, no path
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?")


class SettingsError(Failure):
    """Says every problem of the environment at once."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service was told to do."""

    #: Where the sockets and the health routes are; 0 takes any free port.
    port: int = DEFAULT_PORT
    #: Where Prometheus scrapes; never the public port.
    metrics_port: int = DEFAULT_METRICS_PORT
    #: The origins whose pages may connect; none by default.
    allowed_origins: frozenset[str] = frozenset()
    #: How many sockets one replica holds.
    max_connections: int = DEFAULT_MAX_CONNECTIONS
    #: The cache that connects replicas; None means that this one works alone.
    redis_url: str | None = field(default=None, repr=False)
    redis_password: str | None = field(default=None, repr=False)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings, or raise a SettingsError that names every problem."""
    problems: list[str] = []
    settings = Settings(
        port=_port(environment, "PORT", DEFAULT_PORT, problems),
        metrics_port=_port(environment, "METRICS_PORT", DEFAULT_METRICS_PORT, problems),
        allowed_origins=_origins(environment, problems),
        max_connections=_max_connections(environment, problems),
        redis_url=_redis_url(environment, problems),
        redis_password=environment.get("REDIS_PASSWORD") or None,
    )
    if settings.port != 0 and settings.port == settings.metrics_port:
        problems.append(
            f"'METRICS_PORT' must differ from 'PORT', got {settings.port} for both; "
            "metrics are not public"
        )
    if settings.redis_password and not environment.get("REDIS_URL"):
        problems.append("'REDIS_PASSWORD' has no effect without 'REDIS_URL'; set both or none")
    if problems:
        raise SettingsError("; ".join(problems))
    return settings


def _port(environment: Mapping[str, str], name: str, fallback: int, problems: list[str]) -> int:
    value = environment.get(name, "")
    if not value:
        return fallback
    if re.fullmatch(r"[0-9]{1,5}", value, re.ASCII) and int(value) <= 65535:
        return int(value)
    problems.append(f"'{name}' must be a port from 0 to 65535, got {value!r}")
    return fallback


def _max_connections(environment: Mapping[str, str], problems: list[str]) -> int:
    value = environment.get("MAX_CONNECTIONS", "")
    if not value:
        return DEFAULT_MAX_CONNECTIONS
    if re.fullmatch(r"[1-9][0-9]{0,5}", value, re.ASCII):
        return int(value)
    problems.append(f"'MAX_CONNECTIONS' must be a number from 1 to 999999, got {value!r}")
    return DEFAULT_MAX_CONNECTIONS


def _origins(environment: Mapping[str, str], problems: list[str]) -> frozenset[str]:
    text = environment.get("ALLOWED_ORIGINS", "")
    origins = frozenset(filter(None, map(str.strip, text.split(","))))
    for origin in sorted(origins):
        if origin == "*":
            problems.append(
                "'ALLOWED_ORIGINS' must name each origin, got '*'; "
                "any page on the web could connect through its visitors"
            )
        elif not _ORIGIN.fullmatch(origin):
            problems.append(
                "'ALLOWED_ORIGINS' must hold origins like https://example.com, "
                f"in lower case and without a path, got {origin!r}"
            )
    return origins


def _redis_url(environment: Mapping[str, str], problems: list[str]) -> str | None:
    url = environment.get("REDIS_URL", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("redis", "rediss") and bool(parts.hostname)
        _ = parts.port  # raises when it is no port
    except ValueError:
        valid = False
    if not valid:
        # the value stays out of the message because it may hold a password
        problems.append("'REDIS_URL' must be like redis://cache:6379 or rediss://cache:6379")
    return url
