"""`/login?token=…`: the link that a person opens once. Exchanges the token for a cookie of this browser.

A token is that of a link (`coachable login`), an invitation, an API key, or the local token itself.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.api.brake import Brake
from app.api.permissions import COOKIE, Gate, from_own_page
from app.api.rates import SIGN_IN, Rates, address_of
from app.errors import Unauthorized

YEAR_S = 365 * 24 * 3600


def login_with(gate: Gate, brake: Brake, rates: Rates) -> Callable[[Request], Awaitable[Response]]:
    async def login(request: Request) -> Response:
        if request.method == "HEAD":  # of a mail program that looks where a link leads; it must not use it up
            return Response(status_code=204)
        address = address_of(request.scope)
        await rates.count(SIGN_IN, address)
        await brake.before(address)
        try:
            cookie = await gate.cookie_for(request.query_params.get("token", ""))
        except Unauthorized as error:
            return PlainTextResponse(error.message, 401, {"Cache-Control": "no-store"})
        brake.right(address)
        # The redirect takes the token out of the address bar; no-referrer keeps it out of the next request.
        response = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
        sign_in(response, cookie, YEAR_S, secure=request.url.scheme == "https")
        return response

    return login


def sign_in(response: Response, cookie: str, seconds: int, *, secure: bool) -> None:
    response.set_cookie(
        COOKIE, cookie, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict"
    )


async def logout(request: Request) -> Response:
    if not from_own_page(request):
        return PlainTextResponse("This request comes from another site's page; no one was signed out.", 403)
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response
