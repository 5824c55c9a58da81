"""How long a conversation may be, for those who ask an agent from a page or through GraphQL."""

from collections.abc import Sequence

from app.errors import InvalidInput
from app.replies.prompt import Message

MOST_MESSAGES = 100
MOST_CHARACTERS = 16_000


def checked(messages: Sequence[Message]) -> list[Message]:
    """Raises InvalidInput."""
    if not 1 <= len(messages) <= MOST_MESSAGES:
        raise InvalidInput(f"A conversation has 1 to {MOST_MESSAGES} messages.", "messages")
    if sum(len(message["content"]) for message in messages) > MOST_CHARACTERS:
        raise InvalidInput(f"The messages are longer than {MOST_CHARACTERS} characters.", "messages")
    if messages[-1]["role"] != "user" or not messages[-1]["content"].strip():
        raise InvalidInput("The last message is not from the user, or it is empty.", "messages")
    return list(messages)
