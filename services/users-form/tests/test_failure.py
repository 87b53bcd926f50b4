import io

import pytest
from flask import Flask

from tests.users_api import UsersApi
from tests.visitor import HTML, Visitor, block_of, visit

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def program(app: Flask) -> Visitor:
    return visit(app, Accept=JSON)


@pytest.mark.parametrize(
    "accept", [HTML, "text/html", "text/*", "text/html;q=0.9, application/json;q=0.8"]
)
def test_a_browser_gets_a_page(app: Flask, accept: str) -> None:
    response = visit(app, Accept=accept).get("/nothing", Accept_Language="en")

    assert response.status_code == 404
    assert response.content_type == "text/html; charset=utf-8"
    assert block_of("fail", response) == "Error 404 There is nothing at this address."
    assert {"Accept", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    "accept", ["", "*/*", JSON, "text/html;q=0.5, application/json", "application/*", "image/png"]
)
def test_everybody_else_gets_json(app: Flask, accept: str) -> None:
    response = visit(app, Accept=accept).get("/nothing")

    assert response.status_code == 404
    assert response.content_type == JSON
    assert response.json == {"error": "there is nothing at this path"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", {"GET", "HEAD", "POST"}),
        ("/healthz", {"GET", "HEAD"}),
        ("/readyz", {"GET", "HEAD"}),
        ("/static/style.css", {"GET", "HEAD"}),
    ],
)
def test_a_wrong_method_is_405_with_allow(
    program: Visitor, path: str, allowed: set[str], method: str
) -> None:
    response = program.client.open(path, method=method)

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == allowed
    assert response.json
    assert method in response.json["error"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/style.css"])
def test_a_form_goes_to_the_page_alone(program: Visitor, path: str) -> None:
    assert program.post({"id": "7"}, path).status_code == 405


@pytest.mark.parametrize(
    "kind", ["", "text/plain", JSON, "multipart/form-data; boundary=x", "text/html", f"x{FORM}"]
)
def test_a_wrong_content_type_is_415(program: Visitor, api: UsersApi, kind: str) -> None:
    response = program.client.post("/", data=b"id=7&name=Ana", content_type=kind)

    assert response.status_code == 415
    assert response.json == {"error": f"the body must be {FORM}"}
    assert api.posts == []


def test_a_content_type_may_have_parameters(program: Visitor) -> None:
    response = program.client.post("/", data=b"id=7", content_type=f"{FORM}; charset=utf-8")

    assert response.status_code == 403


@pytest.mark.parametrize("kind", [FORM, JSON])
@pytest.mark.parametrize(("size", "refused"), [(65_536, False), (65_537, True), (10**6, True)])
def test_a_body_above_64_kib_is_413(program: Visitor, kind: str, size: int, refused: bool) -> None:
    response = program.client.post("/", data=b"x" * size, content_type=kind)

    assert (response.status_code == 413) == refused
    if refused:
        assert response.json == {"error": "the body must be at most 65536 bytes"}


@pytest.mark.parametrize(("size", "status"), [(65_536, 403), (65_537, 413), (10**6, 413)])
def test_a_body_that_does_not_say_how_long_it_is_is_held_to_the_same_limit(
    program: Visitor, size: int, status: int
) -> None:
    """A part of it must not be taken for the whole."""
    response = program.client.post(
        "/",
        input_stream=io.BytesIO(b"x" * size),
        content_type=FORM,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )

    assert response.status_code == status


@pytest.mark.parametrize("body", [b"id=1&id=2", b"name=%FF", b"\xff", b"&".join([b"a=1"] * 9)])
def test_a_malformed_body_is_400(program: Visitor, api: UsersApi, body: bytes) -> None:
    response = program.client.post("/", data=body, content_type=FORM)

    assert response.status_code == 400
    assert response.json == {"error": "the request is malformed"}
    assert api.posts == []


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_refusal_speaks_the_visitors_language(visitor: Visitor, language: str) -> None:
    response = visitor.get("/nothing", Accept_Language=language)

    assert f'<html lang="{language}">' in response.text
    assert ("Erro 404" in response.text) == (language == "pt")
