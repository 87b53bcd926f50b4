"""Runs the emulated AWS with its gaps bridged.

It ends with its standard input, that is when whoever started it is gone. It listens on a free port
of the loopback interface and prints the port: nobody else can have taken it.
"""

import sys

from moto.server import ThreadedMotoServer

import gaps


def run() -> None:
    """Starts the server, tells its port and waits."""
    gaps.bridge()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    print(f"port {port}", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    run()
