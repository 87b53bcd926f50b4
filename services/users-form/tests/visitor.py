"""A browser without a screen: it keeps cookies and finds its way around the page."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass
class Visitor:
    client: FlaskClient
    headers: dict[str, str]

    def get(self, path: str = "/", **headers: str) -> TestResponse:
        # buffered: read to its end, as a browser does
        return self.client.get(path, headers=self.headers | _named(headers), buffered=True)

    def post(self, data: Any, path: str = "/", **headers: str) -> TestResponse:
        return self.client.post(
            path, data=data, headers=self.headers | _named(headers), buffered=True
        )

    def send(self, id: str, name: str, **headers: str) -> TestResponse:
        """Load the form, fill it in, press the button."""
        token = token_in(self.get(**headers))
        return self.post({"id": id, "name": name, "csrf_token": token}, **headers)


def visit(app: Flask, **headers: str) -> Visitor:
    return Visitor(app.test_client(), {"Accept": HTML} | _named(headers))


def token_in(response: TestResponse) -> str:
    return value_of("csrf_token", response)


def value_of(name: str, response: TestResponse) -> str:
    match = re.search(rf'name="{name}" value="([^"]*)"', response.text)
    assert match, response.text
    return unescape(match[1])


def block_of(kind: str, response: TestResponse) -> str:
    """Return the text of the block of a class, without its tags; empty when there is none."""
    match = re.search(rf'<div class="notice {kind}".*?</div>', response.text, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", match[0])).split()) if match else ""


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
