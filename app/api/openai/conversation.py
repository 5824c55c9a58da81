"""What a client's messages say, and what a model that writes freely reads of them."""

from typing import Any

from app.contracts.openai.chat import ChatRequest
from app.errors import InvalidInput
from app.models import Agent
from app.replies import service as replies
from app.replies.reply import Passage

FREELY = " Where the model server can do it, let the agent write freely (updateAgent, writesFreely)."


def spoken(chat: ChatRequest) -> list[dict[str, str]]:
    """What customer and agent said. Raises InvalidInput where the customer's message does not come last."""
    turns = [message.plain() for message in chat.messages if message.role in ("user", "assistant")]
    if not turns or turns[-1]["role"] != "user":
        raise InvalidInput(
            "messages has to be a conversation of user and assistant that ends with the user.", "messages"
        )
    return turns


def told(chat: ChatRequest) -> str:
    """System messages of the client."""
    return "\n\n".join(m.content for m in chat.messages if m.role in ("system", "developer"))


async def read_freely(messages: object, agent: Agent) -> tuple[list[Any], list[Passage]]:
    """What the model reads, and the sources in it. Who sends a system message decides about all that it reads.

    Messages may be of a kind that only the model server knows, as those of tools. Raises InvalidInput.
    """
    given = _listed(messages)
    if any(message["role"] in ("system", "developer") for message in given):
        return given, []
    if given[-1]["role"] == "user" and all(map(_is_plain, given)):
        return await replies.read_freely(agent, given)
    return [{"role": "system", "content": agent.system_prompt}, *given], []


def _listed(messages: object) -> list[Any]:
    if not isinstance(messages, list) or not messages:
        raise InvalidInput("messages must be a list with at least one message.", "messages")
    for number, message in enumerate(messages):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise InvalidInput(
                f"messages[{number}] has to be an object with a role.", f"messages[{number}].role"
            )
    return messages


def _is_plain(message: dict[str, Any]) -> bool:
    """Text of the customer or the agent: no tool, no picture."""
    return message["role"] in ("user", "assistant") and isinstance(message.get("content"), str)
