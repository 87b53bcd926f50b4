import re

import pytest
from flask import Flask

from tests.users_api import UsersApi
from tests.visitor import Visitor, block_of, value_of, visit


def test_shows_an_empty_form_in_portuguese(visitor: Visitor) -> None:
    response = visitor.get()

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert "<title>User Creation</title>" in response.text
    assert '<html lang="pt">' in response.text
    assert '<form method="post" action="/"' in response.text
    assert '<label for="id">Identificador</label>' in response.text
    assert '<label for="name">Nome</label>' in response.text
    assert [value_of(name, response) for name in ("id", "name")] == ["", ""]
    assert block_of("success", response) == block_of("fail", response) == ""


def test_speaks_english_to_those_who_prefer_it(visitor: Visitor) -> None:
    response = visitor.get(Accept_Language="en-GB,en;q=0.9,pt;q=0.8")

    assert '<html lang="en">' in response.text
    assert "<title>User Creation</title>" in response.text
    assert '<label for="name">Name</label>' in response.text
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Usuário criado Cadastrado: 7 · Ana María"),
        ("en", "User created Registered: 7 · Ana María"),
    ],
)
def test_creates_a_user(visitor: Visitor, api: UsersApi, language: str, text: str) -> None:
    response = visitor.send("7", "Ana María", Accept_Language=language, X_Request_Id="trace-1")

    assert response.status_code == 201
    assert block_of("success", response) == text
    assert block_of("fail", response) == ""
    assert api.users == {7: "Ana María"}
    (call,) = api.posts
    assert call.body == {"id": 7, "name": "Ana María"}
    assert call.headers["X-Request-Id"] == "trace-1"
    # the form is free for the next user
    assert [value_of(name, response) for name in ("id", "name")] == ["", ""]


def test_makes_an_id_for_a_request_that_has_none(visitor: Visitor, api: UsersApi) -> None:
    response = visitor.send("7", "Ana")

    assert api.posts[0].headers["X-Request-Id"] == response.headers["X-Request-Id"]


@pytest.mark.parametrize(("status", "expected"), [(200, 200), (201, 201), (202, 200), (299, 200)])
def test_every_2xx_is_a_success(
    visitor: Visitor, api: UsersApi, status: int, expected: int
) -> None:
    api.answer = (status, b"{}", {})

    response = visitor.send("7", "Ana")

    assert response.status_code == expected
    assert block_of("success", response)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_shows_why_users_api_refused(visitor: Visitor, api: UsersApi, language: str) -> None:
    api.users[7] = "Bia"

    response = visitor.send("7", "Ana", Accept_Language=language)

    assert response.status_code == 409
    word = {"pt": "Erro", "en": "Error"}[language]
    assert block_of("fail", response) == f"{word} 409 user exists"
    assert block_of("success", response) == ""
    assert [value_of(name, response) for name in ("id", "name")] == ["7", "Ana"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, 400),
        (404, 404),
        (422, 422),
        (429, 429),
        (500, 502),
        (503, 502),
        (504, 504),
        (507, 502),
    ],
)
def test_names_users_apis_own_code(
    visitor: Visitor, api: UsersApi, status: int, expected: int
) -> None:
    api.refuse(status, "no room")

    response = visitor.send("7", "Ana")

    assert response.status_code == expected
    assert block_of("fail", response) == f"Erro {status} no room"


def test_has_a_sentence_for_a_refusal_that_has_none(visitor: Visitor, api: UsersApi) -> None:
    api.answer = (400, b"{}", {})

    response = visitor.send("7", "Ana", Accept_Language="en")

    assert block_of("fail", response) == "Error 400 The user service refused the request."


@pytest.mark.parametrize(
    ("id", "name", "field", "sentence"),
    [
        ("abc", "Ana", "id", "The identifier must be a whole number."),
        ("", "Ana", "id", "Enter the identifier."),
        ("9" * 30, "Ana", "id", "The identifier must be from 1 to 9223372036854775807."),
        ("7", "", "name", "Enter the name."),
        ("7", "x" * 101, "name", "The name must have at most 100 characters."),
        ("7", "a\x07b", "name", "The name must not contain control characters."),
    ],
)
def test_asks_nobody_about_a_field_that_is_wrong(
    visitor: Visitor, api: UsersApi, id: str, name: str, field: str, sentence: str
) -> None:
    response = visitor.send(id, name, Accept_Language="en")

    assert response.status_code == 400
    assert block_of("fail", response) == f"Error 400 {sentence}"
    assert api.posts == []
    assert [value_of(name, response) for name in ("id", "name")] == [id, name]
    marked = re.findall(r'aria-describedby="(\w+)-hint problem" aria-invalid="true"', response.text)
    assert marked == [field]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Erro 400 O identificador deve ser um número inteiro."),
        ("en", "Error 400 The identifier must be a whole number."),
    ],
)
def test_says_it_in_both_languages(visitor: Visitor, language: str, text: str) -> None:
    assert block_of("fail", visitor.send("abc", "Ana", Accept_Language=language)) == text


def test_says_that_users_api_is_slow(visitor: Visitor, api: UsersApi) -> None:
    api.gate.clear()

    response = visitor.send("7", "Ana", Accept_Language="en")

    assert response.status_code == 504
    assert block_of("fail", response).startswith("Error 504 The user service did not answer")
    assert value_of("name", response) == "Ana"


def test_says_that_users_api_makes_no_sense(visitor: Visitor, api: UsersApi) -> None:
    api.answer = (200, b"<h1>It works!</h1>", {})

    response = visitor.send("7", "Ana", Accept_Language="en")

    assert response.status_code == 502
    assert "could not be understood" in block_of("fail", response)


def test_an_attack_is_only_text(visitor: Visitor, api: UsersApi) -> None:
    attack = """"><script>alert('x')</script>{{7919*7907}}"""
    api.refuse(400, attack)

    response = visitor.send("7", attack)

    assert "<script" not in response.text
    # long enough to be in no random token by chance
    assert "62615533" not in response.text
    assert attack in block_of("fail", response)
    assert value_of("name", response) == attack


def test_answers_in_html_whoever_sends_the_form(app: Flask, api: UsersApi) -> None:
    response = visit(app, Accept="*/*").send("abc", "Ana")

    assert response.content_type == "text/html; charset=utf-8"
    assert block_of("fail", response)
