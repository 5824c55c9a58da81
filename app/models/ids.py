"""Primary keys: UUIDv7, made by us so that a row's id is known before it is written; their order is creation order."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()


def first_id_of(moment: datetime) -> UUID:
    """No id that was made at this time or later is smaller (RFC 9562: 48 bits of milliseconds come first)."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
