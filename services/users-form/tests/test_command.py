import json
import re
import signal
import socket
from pathlib import Path

import pytest

from tests.conftest import Lines
from tests.process import spawn, wait_until
from tests.users_api import UsersApi
from users_form.command import main
from users_form.log import create_log


def test_the_health_check_asks_the_process_beside_it(api: UsersApi, lines: Lines) -> None:
    assert main(["healthcheck"], {"PORT": str(api.port)}, create_log(lines.write)) == 0
    assert lines == []


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        ([], {"PORT": "x"}, "'PORT' must be a port from 0 to 65535, got 'x'"),
        (["healthcheck"], {"PORT": "x"}, "'PORT' must be a port"),
        (["serve"], {}, "the only argument is 'healthcheck'"),
        (["healthcheck", "x"], {}, "the only argument is 'healthcheck'"),
    ],
)
def test_every_failure_is_one_line_and_a_code(
    lines: Lines, arguments: list[str], environment: dict[str, str], sentence: str
) -> None:
    code = main(arguments, environment, create_log(lines.write))

    assert code == 1
    (line,) = lines
    assert (line["level"], line["msg"]) == ("error", "users-form failed")
    assert sentence in line["error"]


@pytest.mark.parametrize("name", ["PORT", "METRICS_PORT"])
def test_fails_when_a_port_is_taken(name: str) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - as the service does
        ports = {"PORT": "0", "METRICS_PORT": "0", name: str(taken.getsockname()[1])}
        child = spawn(**ports)
        out, err = child.communicate(timeout=20)

    assert child.returncode == 1
    (line,) = [json.loads(text) for text in out.splitlines()]
    assert "Address already in use" in line["error"]
    assert err == ""


def test_a_signal_during_the_start_ends_it() -> None:
    child = spawn(PORT="0", METRICS_PORT="0")
    wait_until(lambda: catches_sigterm(child.pid))
    child.terminate()
    out, err = child.communicate(timeout=20)

    assert child.returncode == 0
    assert err == ""
    assert "failed" not in out


def catches_sigterm(pid: int) -> bool:
    (mask,) = re.findall(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text())
    return bool(int(mask, 16) >> (signal.SIGTERM - 1) & 1)


def test_the_health_check_fails_as_a_process_where_nobody_listens() -> None:
    child = spawn("healthcheck", PORT="1")
    out, err = child.communicate(timeout=20)

    assert child.returncode == 1
    assert "ConnectionRefusedError" in json.loads(out)["error"]
    assert err == ""
