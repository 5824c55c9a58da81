"""Routes outside of GraphQL: what a handler raises, in the words that clients of its path read."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from app.api.rates import refusal
from app.errors import AppError, RateLimited

Handler = Callable[[Request], Awaitable[Response]]


def told(handler: Handler, as_response: Callable[[AppError], Response]) -> Handler:
    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except RateLimited as error:
            return refusal(request.url.path, error)
        except AppError as error:
            return as_response(error)

    return handle
