"""Answers to requests that cannot be served: a page for a browser, JSON for everybody else."""

import re
from collections.abc import Iterable

from flask import Request, Response, jsonify, make_response, render_template
from werkzeug.exceptions import HTTPException

from users_form.page import texts_for

_SENTENCES = {
    400: "the request is malformed",
    403: "the form was not sent from its own page, load it again",
    404: "there is nothing at this path",
    413: "the body must be at most 65536 bytes",
    415: "the body must be application/x-www-form-urlencoded",
    500: "internal error",
}


def answer_failure(
    request: Request, status: int, headers: Iterable[tuple[str, str]] = (), sentence: str = ""
) -> Response:
    """Say what is wrong, in the form that the client prefers."""
    if _prefers_html(request):
        texts = texts_for(request)
        failures = texts["failures"]
        text = failures.get(str(status), failures["other"])
        response = make_response(
            render_template("failure.html.j2", texts=texts, status=status, text=text), status
        )
    else:
        sentence = sentence or _SENTENCES.get(status, "the request cannot be served")
        response = make_response(jsonify(error=sentence), status)
    response.headers.extend(dict(headers))
    response.vary.add("Accept")
    return response


def answer_http_error(request: Request, error: HTTPException) -> Response:
    """Answer what the framework refused."""
    status = error.code or 500
    # of its headers only this one says what the status alone does not
    allow = [(name, value) for name, value in error.get_headers() if name == "Allow"]
    sentence = ""
    if allow:
        method = re.sub(r"[^A-Z]", "", request.method)[:20]
        sentence = f"method must be one of {allow[0][1]}, got {method}"
    return answer_failure(request, status, allow, sentence)


def _prefers_html(request: Request) -> bool:
    accepted = request.accept_mimetypes
    return accepted["text/html"] > accepted["application/json"]
