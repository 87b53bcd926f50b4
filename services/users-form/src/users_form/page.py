"""The page: the form, and what became of it."""

from dataclasses import dataclass

from flask import Request, Response, make_response, render_template

from users_form import csrf
from users_form.backend import Answer, Backend, BackendError
from users_form.form import (
    InvalidFieldError,
    Typed,
    User,
    parse_form,
    read_user,
)
from users_form.language import Texts, negotiate, texts_in


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form that was sent."""

    #: The status of the page.
    status: int
    #: The code that the page names: users-api's own, where it gave one.
    code: int
    user: User | None = None
    #: The name of the sentence that explains a failure.
    reason: str = ""
    #: users-api's own sentence, which wins.
    error: str | None = None
    #: The field that is wrong, when it is one.
    field: str = ""


class Page:
    """Shows the form and sends it on."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def show(self, request: Request) -> Response:
        """Render the empty form."""
        return _render(request, Typed(), None)

    def submit(self, request: Request) -> Response:
        """Send what was typed to users-api and render what it said."""
        csrf.refuse_foreign(request)
        typed = parse_form(request.get_data())
        csrf.refuse_untokened(request, typed.token)
        outcome = self._create(typed, request.headers["X-Request-Id"])
        # after a success the form is free for the next user
        return _render(request, Typed() if outcome.user else typed, outcome)

    def _create(self, typed: Typed, request_id: str) -> Outcome:
        try:
            user = read_user(typed)
            answer = self._backend.create_user(user, request_id)
        except InvalidFieldError as error:
            return Outcome(400, 400, reason=error.reason, field=error.field)
        except BackendError as error:
            return Outcome(error.status, error.status, reason=error.reason)
        return _outcome_of(answer, user)


def _outcome_of(answer: Answer, user: User) -> Outcome:
    if answer.status < 300:
        # another 2xx than these may forbid a body
        return Outcome(201 if answer.status == 201 else 200, answer.status, user=user)
    # what users-api refuses is the visitor's to mend and passes; what it fails at is a bad gateway to the visitor
    status = answer.status if answer.status < 500 else 504 if answer.status == 504 else 502
    return Outcome(status, answer.status, reason="backend_refused", error=answer.error)


def texts_for(request: Request) -> Texts:
    """Return the texts in the visitor's language."""
    return texts_in(negotiate(request.accept_languages))


def _render(request: Request, typed: Typed, outcome: Outcome | None) -> Response:
    texts = texts_for(request)
    token = csrf.token_of(request)
    html = render_template(
        "form.html.j2",
        texts=texts,
        typed=typed,
        outcome=outcome,
        csrf_token=token,
    )
    response = make_response(html, outcome.status if outcome else 200)
    csrf.remember(response, request, token)
    return response
