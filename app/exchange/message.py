"""One message of a conversation, whatever file it stood in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    role: str  # system, user or assistant
    content: str
    learned: bool = True
