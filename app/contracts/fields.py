"""Kinds of fields, and what is wrong with a file in words that name its field."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Strict, ValidationError


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _absolute(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError("must be an absolute path")
    return path


def _regular_expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"must be a regular expression ({error})") from error
    return pattern


Filled = Annotated[str, AfterValidator(_filled)]  # kept as written
Folder = Annotated[Path, AfterValidator(_absolute)]
Regex = Annotated[str, AfterValidator(_regular_expression)]
Whole = Annotated[int, Strict()]  # true and 2.0 are none


def problems(error: ValidationError) -> list[str]:
    """One for each field, such as “train[0].query must not be empty”."""
    return [f"{_place(one['loc'])} {_wrong(one['msg'])}" for one in error.errors(include_url=False)]


def _place(path: tuple[str | int, ...]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).lstrip(".") or "the file"


def _wrong(message: str) -> str:
    """pydantic's sentences without their subject, which is the field."""
    message = message.removeprefix("Value error, ").removeprefix("Input ")
    if message.startswith("Invalid JSON"):
        return f"is not JSON{message.removeprefix('Invalid JSON')}"
    return {"Field required": "is missing", "Unexpected keyword argument": "is unknown"}.get(message, message)
