"""Events as the log has them, whatever they say."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.events import log
from app.models.transaction import transactional


@dataclass(frozen=True)
class Told:
    kind: str
    said: dict[str, Any]

    def payload(self) -> dict[str, Any]:
        return self.said


@transactional
async def tell(stream: UUID, kind: str, payload: dict[str, Any]) -> int:
    return await log.append(stream, Told(kind, payload))
