import socket
import subprocess
import threading

import pytest

from pythonapp.healthcheck import UnhealthyError, healthcheck
from running import Running, command, environment


def test_a_service_that_answers_is_healthy(service: Running) -> None:
    healthcheck({"PORT": str(service.port)})


def test_the_subcommand_exits_with_0(service: Running) -> None:
    done = run("healthcheck", PORT=str(service.port))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_subcommand_exits_with_1_and_says_why() -> None:
    done = run("healthcheck", PORT=str(free_port()))

    assert done.returncode == 1
    assert '"msg":"pythonapp failed"' in done.stdout
    assert "ask for health: ConnectionRefusedError" in done.stdout
    assert done.stderr == ""


def test_the_subcommand_loads_next_to_nothing() -> None:
    heavy = {"asyncio", "http.client", "uvicorn", "socketio"}
    code = f"import sys, pythonapp.__main__; print({heavy} & set(sys.modules))"
    done = subprocess.run(  # noqa: S603 - the command is our own
        [*command()[:1], "-c", code], env=environment(), capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", b"nonsense\r\n", b""],
)
def test_fails_when_the_answer_is_another(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(UnhealthyError):
            healthcheck({"PORT": str(listener.getsockname()[1])})
        thread.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the command is our own
        command(*arguments),
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
