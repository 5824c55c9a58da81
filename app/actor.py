"""Who is asking. Every service takes one and sees only that workspace."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    workspace_id: UUID
    subject: str
