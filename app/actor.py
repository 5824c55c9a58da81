"""Who is asking, and what they may do. Every service takes an Actor and sees only that workspace."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.errors import Forbidden


class Role(StrEnum):
    """From the least to the most; each may do what those before it may."""

    VIEWER = "viewer"
    COACH = "coach"
    TRAINER = "trainer"
    ADMIN = "admin"

    def covers(self, needed: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, or a program, as a sign-on provider vouches for them. `issuer` and `subject` say who it is: a name or
    an address may pass to someone else. `groups`: None where the provider says nothing about them."""

    issuer: str
    subject: str
    name: str
    groups: frozenset[str] | None
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    workspace_id: UUID
    subject: str
    role: Role = Role.VIEWER
    until: datetime | None = None  # when its key or sign-on ends

    def need(self, role: Role) -> None:
        """Raises Forbidden."""
        if not self.role.covers(role):
            raise Forbidden(
                f"This needs the role {role}, and yours is {self.role}: ask an admin of your workspace for it."
            )
