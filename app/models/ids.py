"""Primary keys: UUIDv7, made by us so that a row's id is known before it is written; their order is creation order."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
