import json
import threading
from io import StringIO

import pytest

from users_form.log import create_log, place_of


def test_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    create_log()("info", "listening", port=8000)

    out = capsys.readouterr().out
    assert out.endswith("\n")
    line = json.loads(out)
    assert {key: line[key] for key in line if key != "time"} == {
        "level": "info",
        "msg": "listening",
        "port": 8000,
    }


def test_what_a_client_sent_cannot_begin_a_line() -> None:
    sink = StringIO()

    create_log(sink.write)("info", "request served", path='/\n{"level":"error"}\u2028')

    assert len(sink.getvalue().splitlines()) == 1


def test_lines_of_two_threads_do_not_mix() -> None:
    pieces: list[str] = []
    log = create_log(pieces.append)
    threads = [threading.Thread(target=log, args=("info", "x")) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [json.loads(piece)["msg"] for piece in pieces] == ["x"] * 10


def test_a_reader_that_is_gone_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Gone())

    create_log()("info", "listening")


def test_names_where_an_error_rose_and_not_what_it_says() -> None:
    try:
        int("secret")
    except ValueError as error:
        place = place_of(error)

    assert place.startswith("ValueError at test_log.py:")
    assert place_of(OSError("secret")) == "OSError"
