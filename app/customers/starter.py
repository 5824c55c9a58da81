"""The customer where no model plays it: real questions word for word, and plain frames over the agent's topics.

Nothing is invented. Pure; None where there is nothing new to ask.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.customers.brief import AgentBrief, TopicBrief, is_avoided
from app.customers.frames import frames
from app.customers.plan import Plan, PlanRecord
from app.customers.planner import ranked
from app.text.fields import capitalised
from app.text.phrases import is_clause
from app.text.private import is_private
from app.text.similarity import TOO_SIMILAR, similarity

Turn = Mapping[str, str]  # role, content

REAL = "real"  # the frame of a question that someone really asked
_QUESTION_MARKS = ("?", "？", "؟", ";")
_LONGEST = 600  # characters of a real question


@dataclass(frozen=True, slots=True)
class Written:
    """`frame` is the sentence before the topic was put in, so that none comes twice with one topic; `topic`: None for
    a question about the organisation as a whole."""

    text: str
    topic: TopicBrief | None
    frame: str


def write(
    plan: Plan,
    agent: AgentBrief,
    history: Sequence[PlanRecord],
    earlier: Sequence[str],
    *,
    topics: Sequence[str] = (),
    refused: Iterable[str] = (),
) -> Written | None:
    """About the plan's topic, else about the one that has waited longest. `history` holds every frame that was used,
    `refused` those of questions that were called unrealistic; `topics` narrows as it does for the plan."""
    rng = random.Random(f"{agent.name}|{plan.topic}|{plan.seed}")
    order = ranked(agent, history, topics=topics, rng=rng)
    order.sort(key=lambda topic: topic.name != plan.topic)
    said = {_key(text) for text in earlier}
    for topic in order:
        if (real := _real_question(topic, agent, earlier)) is not None:
            return real
        for frame, text in _framed(topic, agent.language, history, set(refused), rng):
            if _key(text) not in said:
                return Written(text, topic, frame)
    asked = {record.frame for record in history}
    if (real := _real_question(None, agent, earlier)) is not None:
        return real
    for text in frames(agent.language).opening:
        if text not in asked | set(refused) and _key(text) not in said:
            return Written(text, None, text)
    return None


def follow_up(turns: Sequence[Turn], language: str, seed: int) -> str | None:
    """What the customer says to the last answer; nothing to one that asks back, and never the same twice."""
    answer = turns[-1]["content"].strip()
    said = {_key(turn["content"]) for turn in turns if turn["role"] == "user"}
    fitting = [text for text in frames(language).follow_ups if _key(text) not in said]
    if answer.endswith(_QUESTION_MARKS) or not fitting:
        return None
    return random.Random(seed).choice(fitting)


def _real_question(topic: TopicBrief | None, agent: AgentBrief, earlier: Sequence[str]) -> Written | None:
    """Word for word: about the topic, else about none that the agent has."""
    about = agent.about(topic.name) if topic else []
    for text in (*about, *agent.about_nothing):
        if _is_new_question(text, agent, earlier):
            return Written(" ".join(text.split()), topic if text in about else None, REAL)
    return None


def _is_new_question(text: str, agent: AgentBrief, earlier: Sequence[str]) -> bool:
    return (
        len(text) <= _LONGEST
        and not is_private(text)
        and not is_avoided(text, agent.avoided, agent.language)
        and all(similarity(text, old) < TOO_SIMILAR for old in earlier)
    )


def _framed(
    topic: TopicBrief, language: str, history: Sequence[PlanRecord], refused: set[str], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """The topic in each frame that it was not in yet, those that were used least with any topic first."""
    known = frames(language)
    if topic.name.endswith(_QUESTION_MARKS):
        yield REAL, topic.name
        return
    is_question = is_clause(topic.name, language)
    lines = list(known.clause if is_question else known.for_topic(topic.name, topic.stands_apart))
    used = Counter(record.frame for record in history)
    with_topic = {r.frame for r in history if r.topic.casefold() == topic.name.casefold()}
    rng.shuffle(lines)
    lines.sort(key=lambda line: used[line])
    for line in lines:
        if line not in with_topic | refused:
            filled = line.replace("{topic}", topic.name).replace("{clause}", topic.name)
            yield line, capitalised(filled, language)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
