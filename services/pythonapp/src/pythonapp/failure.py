"""The base of what ends the process with one line instead of a stack trace."""


class Failure(Exception):
    """Says in a sentence why the process cannot do what it was told."""
