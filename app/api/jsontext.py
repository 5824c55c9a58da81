"""JSON as it comes from clients: what neither PostgreSQL nor another server could take is refused at the door."""

import json
import math
import re
from typing import Any

from app.errors import InvalidInput

NOT_JSON = "The body is not valid JSON."
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # an escape that may be half of a character (UTF-16 surrogate)


def loads(data: str | bytes) -> Any:
    """Raises InvalidInput, also for NaN, Infinity, and half of a character ("\\ud800")."""
    try:
        text = data.decode() if isinstance(data, bytes) else data
        value = json.loads(text, parse_constant=_refused, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(NOT_JSON) from error
    if _HALF.search(text) and not _is_whole(value):
        raise InvalidInput(
            "The body holds half of a character (a lone surrogate such as \\ud800); send whole ones."
        )
    return value


def _is_whole(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def _refused(name: str) -> float:
    raise ValueError(f"{name} is not valid JSON")


def _finite(text: str) -> float:
    if math.isinf(value := float(text)):
        raise ValueError(f"{text} is too large")
    return value
