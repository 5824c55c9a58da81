"""Job `query.generate`: write one question."""

from typing import Any
from uuid import UUID

from app.customers.generation import generate


async def generate_query(ctx: dict[str, Any], query_id: str) -> None:
    await generate(UUID(query_id), ctx["writers"])
