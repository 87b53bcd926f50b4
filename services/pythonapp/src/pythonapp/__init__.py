"""A Socket.IO server that answers each client with what it sent."""

DEFAULT_PORT = 8090
