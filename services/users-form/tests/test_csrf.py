import secrets

import pytest
from flask import Flask

from tests.conftest import Lines
from tests.users_api import UsersApi
from tests.visitor import Visitor, token_in, visit

HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}
COOKIE, SECURE_COOKIE = "users-form-csrf", "__Host-users-form-csrf"


def refused(visitor: Visitor, api: UsersApi, token: str, **headers: str) -> bool:
    """Say whether the form came back as a 403 and users-api was not asked; anything else must be a success."""
    form = {"id": "7", "name": "Ana", "csrf_token": token}
    response = visitor.post({key: text for key, text in form.items() if text}, **headers)

    assert response.status_code in (201, 403)
    assert (response.status_code == 403) == (api.posts == [])
    return response.status_code == 403


def test_a_form_from_its_own_page_is_sent(visitor: Visitor, api: UsersApi) -> None:
    assert not refused(visitor, api, token_in(visitor.get()))


def test_the_cookie_is_as_strict_as_plain_http_allows(visitor: Visitor) -> None:
    response = visitor.get()

    token = token_in(response)
    expected = f"{COOKIE}={token}; HttpOnly; Path=/; SameSite=Strict"
    assert response.headers.getlist("Set-Cookie") == [expected]
    assert len(token) == 43


def test_the_cookie_belongs_to_the_host_alone_on_https(app: Flask) -> None:
    response = visit(app, **HTTPS, X_Forwarded_Prefix="/form").get()

    expected = f"{SECURE_COOKIE}={token_in(response)}; Secure; HttpOnly; Path=/; SameSite=Strict"
    assert response.headers.getlist("Set-Cookie") == [expected]


def test_every_visitor_has_another_token(app: Flask) -> None:
    assert len({token_in(visit(app).get()) for _ in range(20)}) == 20


def test_a_second_tab_leaves_the_first_one_valid(visitor: Visitor, api: UsersApi) -> None:
    first = token_in(visitor.get())
    second = visitor.get()

    assert token_in(second) == first
    assert "Set-Cookie" not in second.headers
    assert not refused(visitor, api, first)


def test_another_replica_takes_the_token(visitor: Visitor, app: Flask, api: UsersApi) -> None:
    token = token_in(visitor.get())
    replica = visit(app)
    replica.client.set_cookie(COOKIE, token)

    assert not refused(replica, api, token)


@pytest.mark.parametrize("kind", ["missing", "wrong", "of another visitor", "cut", "not ASCII"])
def test_fails_when_the_token_is_not_the_cookies(
    visitor: Visitor, app: Flask, api: UsersApi, kind: str
) -> None:
    token = token_in(visitor.get())
    sent = {
        "missing": "",
        "wrong": secrets.token_urlsafe(32),
        "of another visitor": token_in(visit(app).get()),
        "cut": token[:-1],
        "not ASCII": "é" * 43,
    }[kind]

    assert refused(visitor, api, sent)


def test_fails_when_the_cookie_is_missing(visitor: Visitor, api: UsersApi) -> None:
    token = token_in(visitor.get())
    visitor.client.delete_cookie(COOKIE)

    assert refused(visitor, api, token)


@pytest.mark.parametrize("planted", ["", "x", "é" * 43, "a" * 44, "a" * 42 + "="])
def test_fails_when_the_cookie_is_none_of_ours(
    visitor: Visitor, api: UsersApi, planted: str
) -> None:
    """A token that both sides lack, or that somebody planted, must not count as equal."""
    visitor.client.set_cookie(COOKIE, planted)

    assert refused(visitor, api, planted)


def test_a_planted_cookie_is_replaced(visitor: Visitor) -> None:
    visitor.client.set_cookie(COOKIE, '"><script>alert(1)</script>')

    response = visitor.get()

    assert "script" not in response.text
    assert token_in(response) in response.headers["Set-Cookie"]


def test_fails_on_https_when_the_cookie_came_over_http(app: Flask, api: UsersApi) -> None:
    visitor = visit(app, **HTTPS)
    token = secrets.token_urlsafe(32)
    visitor.client.set_cookie(COOKIE, token, domain="example.com")

    assert refused(visitor, api, token)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense", ""])
def test_fails_when_the_browser_says_it_is_another_site(
    visitor: Visitor, api: UsersApi, site: str
) -> None:
    token = token_in(visitor.get())

    assert refused(visitor, api, token, Sec_Fetch_Site=site, Origin="http://localhost")


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_takes_what_the_browser_vouches_for(visitor: Visitor, api: UsersApi, site: str) -> None:
    assert not refused(visitor, api, token_in(visitor.get()), Sec_Fetch_Site=site)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "https://example.com.evil.example",
        "https://evilexample.com",
        "https://sub.example.com",
        "https://example.com:8443",
        "https://example.com@evil.example",
        "https://example.com/",
        "http://example.com",
        "example.com",
        "https://",
    ],
)
def test_fails_when_the_origin_is_another(app: Flask, api: UsersApi, origin: str) -> None:
    visitor = visit(app, **HTTPS)
    token = token_in(visitor.get(base_url="https://example.com"))
    visitor.client.set_cookie(SECURE_COOKIE, token, domain="localhost")

    assert refused(visitor, api, token, Origin=origin)


@pytest.mark.parametrize(
    ("proto", "host", "origin"),
    [
        ("https", "example.com", "https://example.com"),
        ("https", "Example.com", "https://example.com"),
        ("https", "localhost:8443", "https://localhost:8443"),
        ("http", "localhost:8000", "http://localhost:8000"),
        ("https", "[::1]:8443", "https://[::1]:8443"),
        # TLS that ends further out than the trusted hop
        ("http", "example.com", "https://example.com"),
    ],
)
def test_takes_the_origin_that_the_browser_used(
    app: Flask, api: UsersApi, proto: str, host: str, origin: str
) -> None:
    headers = {"X-Forwarded-Proto": proto, "X-Forwarded-Host": host, "X-Forwarded-Port": "8443"}
    visitor = visit(app, **headers)
    token = token_in(visitor.get())
    visitor.client.set_cookie(SECURE_COOKIE if proto == "https" else COOKIE, token)

    assert not refused(visitor, api, token, Origin=origin)


def test_only_the_nearest_hop_says_the_host(app: Flask, api: UsersApi) -> None:
    visitor = visit(app, X_Forwarded_Host="evil.example, example.com")
    token = token_in(visitor.get())

    assert refused(visitor, api, token, Origin="http://evil.example")
    assert not refused(visitor, api, token, Origin="http://example.com")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("pt", "Carregue o formulário novamente."), ("en", "Load the form again.")],
)
def test_the_refusal_says_what_to_do(visitor: Visitor, language: str, sentence: str) -> None:
    response = visitor.post({"id": "7", "name": "Ana"}, Accept_Language=language)

    assert response.status_code == 403
    assert sentence in response.text
    assert '<a class="back" href="/">' in response.text


def test_the_refusal_is_logged_without_the_token(visitor: Visitor, lines: Lines) -> None:
    visitor.get()
    visitor.post({"csrf_token": "stolen"}, X_Request_Id="trace-1")

    (line,) = lines.about("form refused")
    assert line["level"] == "warn"
    assert line["reason"] == "the token is wrong"
    assert line["request_id"] == "trace-1"
    assert "stolen" not in str(lines)
