"""A small JSON file that one process writes and others read: they see the old one or the new one, never a half."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Note = TypeVar("Note", bound="DataclassInstance")


def read(path: Path, kind: type[Note]) -> Note | None:
    """None where there is none, or none that can be read. Fields that a newer Coachable has are passed over."""
    names = {item.name for item in fields(kind)}
    try:
        found = json.loads(path.read_bytes())
        return kind(**{name: value for name, value in found.items() if name in names})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write(path: Path, note: "DataclassInstance") -> None:
    replace(path, json.dumps(asdict(note), ensure_ascii=False))


def replace(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        aside.rename(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
