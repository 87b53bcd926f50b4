import json
import subprocess
import sys

import pytest

from running import command, environment


@pytest.mark.parametrize("arguments", [("serve",), ("--help",), ("healthcheck", "now")])
def test_fails_when_the_arguments_mean_nothing(arguments: tuple[str, ...]) -> None:
    line = failure(*arguments)

    assert line["error"] == "the only argument is 'healthcheck'; without one pythonapp serves"


def test_fails_when_every_origin_is_allowed() -> None:
    assert (
        "'ALLOWED_ORIGINS' must name each origin, got '*'" in failure(ALLOWED_ORIGINS="*")["error"]
    )


def test_fails_with_every_problem_of_the_environment_in_one_line() -> None:
    line = failure(PORT="x", MAX_CONNECTIONS="0")

    assert line["level"] == "error"
    assert line["msg"] == "pythonapp failed"
    assert "'PORT'" in line["error"]
    assert "'MAX_CONNECTIONS'" in line["error"]


def test_a_signal_during_the_start_ends_it() -> None:
    code = """
import os, signal, sys

class Finder:
    def find_spec(self, name, *_):
        if name == "pythonapp.application":
            os.kill(os.getpid(), signal.SIGTERM)

sys.meta_path.insert(0, Finder())
from pythonapp.__main__ import main
sys.argv = ["pythonapp"]
sys.exit(main())
"""
    done = subprocess.run(  # noqa: S603 - the command is our own
        [sys.executable, "-c", code],
        env=environment(PORT="0", METRICS_PORT="0"),
        capture_output=True,
        timeout=20,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def failure(*arguments: str, **variables: str) -> dict[str, str]:
    done = subprocess.run(  # noqa: S603 - the command is our own
        command(*arguments),
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == ""
    line: dict[str, str] = json.loads(done.stdout)
    return line
