"""Errors as OpenAI's clients read them."""

from typing import Any

from app.errors import (
    AppError,
    Conflict,
    Forbidden,
    InvalidInput,
    LimitReached,
    NotFound,
    RateLimited,
    Unauthorized,
    Unavailable,
    UnknownUrl,
    UpstreamFailed,
)

# Status, and the code where OpenAI has a name of its own for it: clients branch on those.
STATUS: dict[type[AppError], tuple[int, str | None]] = {
    InvalidInput: (400, None),
    Unauthorized: (401, "invalid_api_key"),
    Forbidden: (403, None),
    NotFound: (404, "model_not_found"),
    Conflict: (409, None),
    LimitReached: (429, "rate_limit_exceeded"),
    RateLimited: (429, "rate_limit_exceeded"),
    UpstreamFailed: (503, None),
    Unavailable: (503, None),
}


def error_body(error: AppError) -> tuple[int, dict[str, Any]]:
    """HTTP status and body."""
    found = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), (500, None))
    status, known = found
    code = error.code.lower() if isinstance(error, UnknownUrl) or known is None else known
    param = error.field if isinstance(error, InvalidInput) else None
    return status, {"error": {"message": error.message, "type": _kind(status), "param": param, "code": code}}


def _kind(status: int) -> str:
    if status == 429:
        return "rate_limit_error"
    return "invalid_request_error" if status < 500 else "server_error"
