import pytest
from websockets.exceptions import InvalidStatus

from running import Running, open_websocket


def test_the_root_says_that_it_runs(service: Running) -> None:
    reply = service.ask("/")

    assert reply.status == 200
    assert reply.json == {"status": "WebSocket server is running"}
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "server" not in reply.headers


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz"])
def test_head_is_get_without_the_body(service: Running, path: str) -> None:
    get, head = service.ask(path), service.ask(path, "HEAD")

    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_fails_when_the_method_is_another(service: Running, path: str, method: str) -> None:
    reply = service.ask(path, method)

    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"
    assert reply.json == {"error": f"method not allowed here: use GET, HEAD, not {method}"}


@pytest.mark.parametrize("path", ["/x", "//", "/socket.io/x", "/metrics", "/HEALTHZ", "/healthz/"])
def test_fails_when_there_is_no_such_path(service: Running, path: str) -> None:
    reply = service.ask(path)

    assert reply.status == 404
    assert reply.json == {"error": f"no such path: {path}"}


def test_a_long_path_is_cut_in_the_answer(service: Running) -> None:
    reply = service.ask("/" + "x" * 5000)

    assert reply.status == 404
    assert len(reply.body) < 200


def test_a_path_cannot_break_out_of_the_answer(service: Running) -> None:
    reply = service.ask("/%22%7D%3Cscript%3E%0d%0aX-Evil:%201")

    assert reply.json == {"error": 'no such path: /"}<script>\r\nX-Evil: 1'}
    assert "x-evil" not in reply.headers


def test_fails_when_a_body_is_too_large(service: Running) -> None:
    reply = service.ask("/", headers={"Content-Length": str(64 * 1024 + 1)})

    assert reply.status == 413
    assert reply.json == {"error": "body must be at most 65536 bytes"}


def test_fails_when_a_websocket_is_opened_elsewhere(service: Running) -> None:
    from websockets.sync.client import connect

    for path in ("/", "/ws"):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{service.port}{path}", proxy=None)
        assert refused.value.response.status_code == 404


def test_the_path_of_the_sockets_may_lack_its_slash(service: Running) -> None:
    assert service.ask("/socket.io?EIO=4&transport=polling").status == 200
    with open_websocket(service) as websocket:
        assert str(websocket.recv(5)).startswith("0{")
