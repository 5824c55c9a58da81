"""What the API answers, whichever way it was asked."""

from collections.abc import Mapping
from typing import Any

from app.errors import Refused, UpstreamFailed


def only_field(data: Mapping[str, Any]) -> Any:
    """The one field of an operation; raises Refused when it is a Problem."""
    (field,) = data.values()
    if isinstance(field, dict) and set(field) == {"__typename", "message"}:
        raise Refused(field["message"])
    return field


def not_there(url: str) -> UpstreamFailed:
    return UpstreamFailed(f"Coachable does not answer at {url}; start it with `coachable up`.")
