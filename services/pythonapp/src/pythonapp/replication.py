"""The way between replicas: messages in JSON through a channel of the cache."""

import socket
from typing import Any

import socketio

from pythonapp.settings import Settings

# a name of its own, since other services may use the same cache
CHANNEL = "pythonapp"

# finds out within a minute that the other end is gone: a subscriber sends nothing by itself
_KEEPALIVE = {
    name: value
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
    if hasattr(socket, name)
}


def create_manager(settings: Settings) -> Any:
    """Return what makes replicas one server, or None for a replica that works alone.

    The manager connects at the first client and comes back by itself; it waits up to a minute
    between attempts.
    """
    if settings.redis_url is None:
        return None
    options: dict[str, Any] = {
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "socket_keepalive_options": {getattr(socket, n): v for n, v in _KEEPALIVE.items()},
    }
    if settings.redis_password:
        options["password"] = settings.redis_password
    return socketio.AsyncRedisManager(settings.redis_url, channel=CHANNEL, redis_options=options)
