import json
import subprocess

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
