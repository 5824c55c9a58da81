"""Job `query.generate`: write one question."""

from typing import Any
from uuid import UUID

from app.queries.generation import generate


async def generate_query(ctx: dict[str, Any], query_id: str) -> None:
    customer = ctx["customer"]
    await generate(UUID(query_id), customer.ask, style=customer.style, timeout_s=customer.timeout_s)
