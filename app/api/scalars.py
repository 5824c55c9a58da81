"""Scalars beside GraphQL's own, each with the standard that says how it is written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from strawberry.schema.types.base_scalars import DateTimeDefinition, UUIDDefinition
from strawberry.types.scalar import ScalarDefinition

SCALARS: Mapping[object, ScalarDefinition] = {
    datetime: replace(
        DateTimeDefinition,
        description="A moment, with its offset from UTC.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
    ),
    UUID: replace(UUIDDefinition, specified_by_url="https://www.rfc-editor.org/rfc/rfc9562"),
}
