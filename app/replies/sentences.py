"""What an agent says by itself, in each language that it may have: that it does not know, hello, you are welcome."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from app.agents.language import language_of_agent
from app.models import Agent
from app.text.words import tokens

_FILE = Path(__file__).with_name("sentences.json")


def unsure_sentence(agent: Agent) -> str:
    """The person's own, or the language's."""
    return agent.unsure_sentence or _of(agent)["unsure"]


def offering(agent: Agent, answers: Sequence[str]) -> str:
    """That it is not sure, with answers that may be meant; a person's own sentence comes before them."""
    sentences = _of(agent)
    if agent.unsure_sentence:
        return "\n\n".join([agent.unsure_sentence, sentences["nearest"], *answers])
    return "\n\n".join([sentences["offer"], *answers, sentences["if_not"]])


def small_talk(agent: Agent, message: str) -> str | None:
    """The reply to a message that only greets or thanks; None for any other. "Thanks for the help" thanks, "help" alone
    does not: what may stand beside such words says nothing by itself."""
    said, sentences = set(tokens(message)), _of(agent)
    beside = set(tokens(sentences.get("beside", "")))
    for kind, reply in (("hello", "greeting"), ("thank", "thanks")):
        words = set(tokens(sentences[kind]))
        if said & words and said <= words | beside:
            return sentences[reply]
    return None


def _of(agent: Agent) -> dict[str, str]:
    return _all()[language_of_agent(agent)]


@lru_cache(maxsize=1)
def _all() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found
