"""SECURITY(CSRF): no other site may send the form on behalf of a visitor.

Two independent checks. The token stands in a cookie and in the form, and both must be equal: another site can make the
browser send the cookie but cannot read it. No replica keeps anything and none shares a secret with another. The second
check is what the browser itself says about where the request comes from.
"""

import hmac
import re
import secrets

from flask import Request, Response

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class ForgeryError(Exception):
    """The request does not come from a page of ours."""


def cookie_name(secure: bool) -> str:
    """Name the cookie; the prefix keeps other hosts of the domain from setting it, and browsers want TLS for it."""
    return "__Host-users-form-csrf" if secure else "users-form-csrf"


def token_of(request: Request) -> str:
    """Return the visitor's token, a new one on the first visit: pages in other tabs must stay valid."""
    token = request.cookies.get(cookie_name(request.is_secure), "")
    return token if _TOKEN.fullmatch(token) else secrets.token_urlsafe(32)


def remember(response: Response, request: Request, token: str) -> None:
    """Give the visitor's browser the token."""
    name = cookie_name(request.is_secure)
    if request.cookies.get(name) == token:
        return
    # the prefix __Host- demands the path /, also where the form itself lives below one
    response.set_cookie(
        name, token, path="/", secure=request.is_secure, httponly=True, samesite="Strict"
    )


def refuse_foreign(request: Request) -> None:
    """Raise a ForgeryError when the browser says that another site sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    # 'none' is the visitor, for example a page restored and sent again; old browsers and programs say nothing
    if site not in (None, "same-origin", "none"):
        raise ForgeryError("another site sent the request")
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in _own_origins(request):
        raise ForgeryError("another origin sent the request")


def refuse_untokened(request: Request, sent: str) -> None:
    """Raise a ForgeryError unless the form's token is the cookie's."""
    kept = request.cookies.get(cookie_name(request.is_secure), "")
    if not _TOKEN.fullmatch(kept):
        raise ForgeryError("the cookie is missing")
    if not hmac.compare_digest(kept.encode(), sent.encode()):
        raise ForgeryError("the token is wrong")


def _own_origins(request: Request) -> set[str]:
    # where TLS ends further out than the trusted hop, the browser's https looks like http here; never the reverse
    schemes = ("https",) if request.is_secure else ("http", "https")
    return {f"{scheme}://{request.host.lower()}" for scheme in schemes} if request.host else set()
