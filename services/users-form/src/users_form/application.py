"""The WSGI application: routes, what guards them, and what wraps them."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, jsonify, request, url_for
from gunicorn.http.errors import ParseException
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from users_form.backend import Backend
from users_form.csrf import ForgeryError
from users_form.failure import answer_failure, answer_http_error
from users_form.form import CONTENT_TYPE, MalformedFormError
from users_form.health import BackendStatus, Health
from users_form.log import Log, place_of
from users_form.metrics import Metrics
from users_form.observer import ERROR, ROUTE, Observer
from users_form.page import Page

MAX_BODY_BYTES = 64 * 1024
# one more: of a chunked body werkzeug silently drops what is above its limit, so it must be seen to be refused
READ_BYTES = MAX_BODY_BYTES + 1

_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # not 'no-referrer': browsers would then send the form with "Origin: null"
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of."""

    backend: Backend
    backend_status: BackendStatus
    health: Health
    metrics: Metrics
    log: Log


def create_app(parts: Parts) -> Flask:
    """Put the application together."""
    app = Flask("users_form", static_folder=None)
    # set later, because the route that Flask itself adds would also answer OPTIONS
    app.config.update(MAX_CONTENT_LENGTH=READ_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.static_folder = "static"
    # Flask would decide by the file's name
    app.jinja_env.autoescape = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["asset"] = _asset_addresses(app)
    _add_pages(app, Page(parts.backend))
    _add_probes(app, parts)
    _add_guards(app)
    _add_failures(app, parts.log)
    app.wsgi_app = _wrap(app.wsgi_app, parts)  # type: ignore[method-assign]
    return app


def _wrap(app: WSGIApplication, parts: Parts) -> Observer:
    # exactly one hop is trusted, and it rewrites all of these headers. X-Forwarded-Port is left alone: the forwarded
    # host already carries the port that the browser used, and a published port differs from the one nginx knows.
    # There is no TRUSTED_HOSTS: probes come with an address as Host, and no page says a host.
    proxied = ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_port=0, x_prefix=1)
    return Observer(_only_path_prefixes(proxied), parts.metrics, parts.log)


def _only_path_prefixes(app: WSGIApplication) -> WSGIApplication:
    """Drop a prefix that is no path: it begins every address of the page, and //host would be another site."""

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        prefix = environ.pop("HTTP_X_FORWARDED_PREFIX", "").rstrip("/")
        if _PREFIX.fullmatch(prefix):
            environ["HTTP_X_FORWARDED_PREFIX"] = prefix
        return app(environ, start_response)

    return guarded


def _add_pages(app: Flask, page: Page) -> None:
    @app.get("/")
    def show() -> Response:
        return page.show(request)

    @app.post("/")
    def submit() -> Response:
        return page.submit(request)

    @app.get("/static/<path:filename>")
    def static(filename: str) -> Response:
        return app.send_static_file(filename)


def _add_probes(app: Flask, parts: Parts) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        # 200 whatever users-api does: restarting the form would not mend it
        backend = "ok" if parts.backend_status.ok() else "nok"
        return jsonify(status="ok", frontend_status="ok", backend_status=backend)

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        if parts.health.ready:
            return jsonify(status="ready"), 200
        return jsonify(error="not accepting traffic"), 503


def _add_guards(app: Flask) -> None:
    @app.before_request
    def note_route() -> None:
        if request.url_rule:
            request.environ[ROUTE] = request.url_rule.rule

    @app.before_request
    def refuse_redirects() -> None:
        # SECURITY(open redirect): the router's Location for a doubled slash would carry the Host header
        if isinstance(request.routing_exception, RequestRedirect):
            raise NotFound

    @app.before_request
    def refuse_bodies() -> None:
        if request.endpoint != "submit":
            return
        length = len(request.get_data())
        if length > MAX_BODY_BYTES:
            raise RequestEntityTooLarge
        # a client that left in the middle: half a name is a name, too
        if request.content_length is not None and length < request.content_length:
            raise MalformedFormError
        if request.mimetype != CONTENT_TYPE:
            raise UnsupportedMediaType

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend(_SECURITY_HEADERS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Accept-Language")
        return response


def _add_failures(app: Flask, log: Log) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return answer_http_error(request, error)

    @app.errorhandler(MalformedFormError)
    @app.errorhandler(ParseException)  # a chunked body that is no chunked body
    def malformed(_: Exception) -> Response:
        return answer_failure(request, 400)

    @app.errorhandler(ForgeryError)
    def forged(error: ForgeryError) -> Response:
        log("warn", "form refused", reason=str(error), request_id=request.headers["X-Request-Id"])
        return answer_failure(request, 403)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        request.environ[ERROR] = place_of(error)
        return answer_failure(request, 500)


def _asset_addresses(app: Flask) -> Callable[[str], str]:
    """Put a digest into the address of each file, so that a browser never keeps an old one.

    The files of an image all have the same time, so that the ETag of an old style sheet could be that of a new one.
    """
    folder = Path(app.root_path) / "static"
    digests = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in folder.iterdir()
    }
    return lambda name: url_for("static", filename=name, v=digests[name])
