"""A Socket.IO server that answers each client with what it sent."""
