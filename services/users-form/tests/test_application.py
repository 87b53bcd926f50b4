import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import Lines
from tests.visitor import Visitor, token_in, visit
from users_form.application import Parts, create_app
from users_form.backend import Backend
from users_form.health import BackendStatus

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def addresses_in(text: str) -> list[str]:
    return re.findall(r'(?:href|src|action)="([^"]*)"', text)


@pytest.mark.parametrize("prefix", ["", "/form", "/a/b-c_d.e~f"])
def test_every_address_has_the_prefix(visitor: Visitor, prefix: str) -> None:
    pages = [
        visitor.get(X_Forwarded_Prefix=prefix).text,
        visitor.send("abc", "Ana", X_Forwarded_Prefix=prefix).text,
        visitor.get("/nothing", X_Forwarded_Prefix=prefix).text,
    ]

    for page in pages:
        assert len(addresses_in(page)) == 3
        for address in addresses_in(page):
            assert re.fullmatch(rf"{prefix}/(?:static/[a-z]+\.[a-z]+\?v=[0-9a-f]+)?", address)


def test_a_prefix_may_end_with_a_slash(visitor: Visitor) -> None:
    assert 'action="/form/"' in visitor.get(X_Forwarded_Prefix="/form/").text


@pytest.mark.parametrize(
    "prefix",
    [
        "//evil.example",
        "https://evil.example",
        "/a//b",
        '/"><script>',
        "/a b",
        "javascript:x",
        "/é",
    ],
)
def test_a_prefix_that_is_no_path_is_dropped(visitor: Visitor, prefix: str) -> None:
    response = visitor.get(X_Forwarded_Prefix=prefix)

    assert 'action="/"' in response.text
    assert "evil" not in response.text


RAW_PATHS = ["", "//", "//healthz", "/healthz/", "/static", "/static//style.css", "*"]


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded"])
@pytest.mark.parametrize("path", ["/", "/nothing", *RAW_PATHS])
def test_no_answer_says_the_host(visitor: Visitor, path: str, header: str) -> None:
    # the client would read //healthz as a host
    raw = {"PATH_INFO": path}
    headers = {header: "evil.example"}
    response = visitor.client.get("/", environ_overrides=raw, headers=headers, buffered=True)

    assert response.status_code in (200, 404)
    assert "evil" not in response.text + str(response.headers)


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/nothing", "/static/style.css"])
def test_every_answer_is_guarded(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


def test_the_page_obeys_its_own_policy(visitor: Visitor) -> None:
    page = visitor.send("abc", "Ana").text

    assert not re.search(r"<(script|style|iframe)|\sstyle=|\son[a-z]+=|javascript:", page)


@pytest.mark.parametrize(
    ("file", "kind"),
    [("style.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml; charset=utf-8")],
)
def test_the_files_of_the_page_are_there(visitor: Visitor, file: str, kind: str) -> None:
    (address,) = (found for found in addresses_in(visitor.get().text) if file in found)
    response = visitor.get(address)

    assert response.status_code == 200
    assert response.content_type == kind
    response.close()


@pytest.mark.parametrize("path", ["../settings.py", "..%2fsettings.py", "%2e%2e/form.py", "x.css"])
def test_no_other_file_is_served(visitor: Visitor, path: str) -> None:
    assert visitor.get(f"/static/{path}").status_code == 404


def test_healthz_says_that_both_are_well(visitor: Visitor) -> None:
    response = visitor.get("/healthz")

    assert response.status_code == 200
    assert response.json == {"status": "ok", "frontend_status": "ok", "backend_status": "ok"}


def test_healthz_is_200_without_users_api(parts: Parts) -> None:
    nowhere = Backend("127.0.0.1", 1, calls=1)
    lonely = create_app(replace(parts, backend_status=BackendStatus(lambda: nowhere.is_alive(0.3))))

    response = visit(lonely).get("/healthz")

    assert response.status_code == 200
    assert response.json == {"status": "ok", "frontend_status": "ok", "backend_status": "nok"}


def test_readyz_follows_the_worker(visitor: Visitor, parts: Parts) -> None:
    before = visitor.get("/readyz")
    parts.health.ready = True
    during = visitor.get("/readyz")
    parts.health.ready = False
    after = visitor.get("/readyz")

    assert (during.status_code, during.json) == (200, {"status": "ready"})
    for response in (before, after):
        assert response.status_code == 503
        assert response.json == {"error": "not accepting traffic"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz"])
def test_head_is_get_without_a_body(visitor: Visitor, path: str) -> None:
    response = visitor.client.head(path)

    assert response.data == b""
    assert response.status_code == visitor.get(path).status_code


def test_a_mistake_of_ours_shows_nothing_of_itself(
    app: Flask, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("users_form.backend.Backend.create_user", fail)

    response = visit(app).send("7", "Ana")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    (line,) = [line for line in lines if line.get("status") == 500]
    assert line["level"] == "error"
    assert re.fullmatch(r"RuntimeError at test_application\.py:\d+", line["error"])


def test_nothing_that_was_typed_is_logged(visitor: Visitor, lines: Lines) -> None:
    visitor.send("7", "Private Name")
    visitor.get("/?name=Private")

    assert "Private" not in str(lines)
    assert token_in(visitor.get()) not in str(lines)
