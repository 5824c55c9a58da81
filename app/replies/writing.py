"""The model's own words, of which a sentence goes out once each fact of it stands in a source."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from app.agents.language import language_of_agent
from app.facts import Known, stance
from app.models import Agent
from app.replies.prompt import Ask, Message, with_sources
from app.replies.reply import Basis, Passage, Reply, SourceKind
from app.replies.shelf import Found
from app.text.similarity import TOO_SIMILAR, similarity

_END = re.compile(r"(?<=[.!?])(?=\s)|(?<=[。！？])|(?<=\n)")
CONSTRAINT = (
    "\n\nState no number, price, date, time, name or address that does not stand in this prompt or in your answers "
    "above. If you do not know, say so."
)


async def written(
    agent: Agent,
    system: str,
    conversation: Sequence[Message],
    found: Sequence[Found],
    ask: Ask,
    fallback: Reply,
) -> AsyncGenerator[str | Reply, None]:
    """Pieces, then the Reply. A sentence with a fact that nothing holds is written once more under constraint; where
    that fails too, `fallback` takes its place behind what was said so far. Raises UpstreamFailed."""
    passages = [item.passage for item in found]
    known, language = known_facts(agent, passages, conversation), language_of_agent(agent)
    said: list[str] = []
    for prompt in (system, system + CONSTRAINT):
        is_covered = True
        messages, _ = with_sources(prompt, passages, conversation)
        async with aclosing(_sentences(ask, messages)) as sentences:
            async for sentence in sentences:
                if not sentence.strip() and not said:
                    continue
                if any(similarity(sentence, earlier) >= TOO_SIMILAR for earlier in said):
                    continue  # the second time it says again what was fine the first time
                if known.missing(sentence) or _contradicts(sentence, fallback, language):
                    is_covered = False
                    break
                said.append(sentence)
                yield sentence
        if is_covered and said:
            text = "".join(said).strip()
            yield Reply(text, Basis.WRITTEN, stood_on(agent, text, passages, conversation))
            return
    if said:
        said.append("\n\n")
        yield "\n\n"
    yield fallback.text
    yield replace(fallback, text="".join([*said, fallback.text]))


def _contradicts(sentence: str, fallback: Reply, language: str) -> bool:
    """Says yes where the taught answer says no, or the other way round."""
    if fallback.basis is not Basis.TAUGHT:
        return False
    ours, theirs = stance(sentence, language), stance(fallback.text, language)
    return ours is not None and theirs is not None and ours is not theirs


def known_facts(agent: Agent, passages: Sequence[Passage], conversation: Sequence[Message]) -> Known:
    """What may be said: all that was taught, told or asked."""
    texts = [agent.system_prompt, agent.description]
    texts += [text for passage in passages for text in (passage.title, passage.text)]
    texts += [turn["content"] for turn in conversation if turn["role"] == "user"]
    return Known(texts, language_of_agent(agent))


def stood_on(
    agent: Agent, text: str, passages: Sequence[Passage], conversation: Sequence[Message]
) -> tuple[Passage, ...]:
    """The sources that were shown, then prompt and customer where only they hold a fact of it."""
    language = language_of_agent(agent)
    rest = Known([part for p in passages for part in (p.title, p.text)], language).missing(text)
    asked = [turn["content"] for turn in conversation if turn["role"] == "user"]
    others = (
        Passage(SourceKind.PROMPT, "", f"{agent.system_prompt}\n{agent.description}"),
        Passage(SourceKind.CUSTOMER, "", "\n".join(asked)),
    )
    more = [other for other in others if any(map(Known([other.text], language).covers, rest))]
    return (*passages, *more)


async def _sentences(ask: Ask, messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
    """Whole sentences with the space behind them, as soon as they are whole."""
    rest = ""
    async with aclosing(ask(messages)) as stream:
        async for piece in stream:
            *whole, rest = _END.split(rest + piece)
            for sentence in whole:
                if sentence:
                    yield sentence
    if rest:
        yield rest
