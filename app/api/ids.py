"""Opaque global ids: what clients see of a row's UUID. They name their type, so an agent's id never finds a run."""

from collections.abc import Sequence
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID
from strawberry.relay.types import GlobalIDValueError

from app.errors import InvalidInput, every_field


def encode(type_name: str, row_id: UUID | str) -> strawberry.ID:
    return strawberry.ID(str(GlobalID(type_name, str(row_id))))


def decode(type_name: str, global_id: str, field: str) -> UUID:
    """`field` is the argument that the id came in, for the client's error. Raises InvalidInput."""
    try:
        parsed = GlobalID.from_id(global_id)
        if parsed.type_name == type_name:
            return UUID(parsed.node_id)
    except (GlobalIDValueError, ValueError):
        pass
    article = "an" if type_name[0] in "AEIO" else "a"
    raise InvalidInput(f"{field} is not the id of {article} {type_name}: {global_id[:80]!r}.", field)


def decode_optional(type_name: str, global_id: str | None, field: str) -> UUID | None:
    return None if global_id is None else decode(type_name, global_id, field)


def decode_all(type_name: str, global_ids: Sequence[str], field: str) -> list[UUID]:
    """Raises InvalidInput with a problem for each that is none."""
    ids = []
    with every_field() as place:
        for number, global_id in enumerate(global_ids):
            with place(f"{field}.{number}"):
                ids.append(decode(type_name, global_id, field))
    return ids
