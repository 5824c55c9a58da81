"""What an agent replies, and what the reply stands on."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from app.agents.language import language_of_agent
from app.agents.service import SHORT_PROMPTS
from app.answers.overrides import active
from app.answers.style import style_of
from app.facts import clash, stance
from app.models import Agent
from app.replies import open_questions as openquestions
from app.replies import sources
from app.replies.prompt import Ask, Message, with_sources
from app.replies.reply import Basis, Passage, Reply, SourceKind
from app.replies.sentences import offering, small_talk, unsure_sentence
from app.replies.shelf import Found, Shelf
from app.replies.writing import written

# Of 168 questions that avoid the words of the taught ones, a third is answered from there on and 4 % wrongly; of 168
# that nobody taught, 7 %. The rest gets the likeliest answer as an offer (RESULTS.md).
SURE = 0.65  # certainty from which a taught answer is given as the answer
SURE_YES = 0.75  # the same for one that says yes or no: to another question it would be a lie
BESIDE = 0.69  # the most chance of what is found only with an earlier question's help
MAYBE = 0.05  # chance from which an answer is offered as perhaps meant
MAYBE_YES = 0.1  # the same for one that says yes or no
OFFERED = 2  # at most, and the second only where it is about as likely as the first
AS_LIKELY = 0.6
SHOWN = 4  # sources that a model reads before it writes, at most
RELATED = 0.03  # chance below which a source has nothing to do with the question


async def reply(
    agent: Agent,
    conversation: Sequence[Message],
    *,
    may_write: bool,
    ask: Ask,
    told: str = "",
    is_in_use: bool = False,
) -> AsyncGenerator[str | Reply, None]:
    """Pieces of the text, then the Reply with all of it. Raises UpstreamFailed.

    `conversation` ends with the customer's message. `may_write`: whether the answering version's own words may go out
    (`AgentVersion.may_write`). `told`: more of a prompt, by the client. A question that has no answer is kept for the
    coach where the agent `is_in_use`.
    """
    found = [] if agent.writes_freely else await search(agent, conversation)
    polite = small_talk(agent, conversation[-1]["content"])
    if agent.writes_freely:
        stream = _freely(agent, conversation, ask)
    elif polite and not (found and found[0].chance == 1.0):  # unless someone taught an answer to just that
        stream = _at_once(Reply(polite, Basis.WRITTEN))
    elif not may_write:
        stream = _at_once(fallback(agent, found))
    else:
        prompt = "\n\n".join(filter(None, [await system_prompt(agent), told]))
        stream = written(agent, prompt, conversation, found, ask, fallback(agent, found))
    async with aclosing(stream) as pieces:
        async for piece in pieces:
            if isinstance(piece, Reply) and piece.basis is Basis.UNSURE and is_in_use:
                await openquestions.keep(agent.id, conversation[-1]["content"])
            yield piece


async def search(agent: Agent, conversation: Sequence[Message]) -> list[Found]:
    """What may answer the customer's message, the likeliest first."""
    question = conversation[-1]["content"]
    shelf = await sources.shelf_of(agent.id)
    found = await _found(shelf, question)
    said = [turn["content"] for turn in conversation[:-1] if turn["role"] == "user"]
    if said and not is_sure(agent, found):
        together = await _together(shelf, said[-1], conversation, found)
        if together and (not found or together[0].chance > found[0].chance):
            return together
    return found


async def _together(
    shelf: Shelf, earlier: str, conversation: Sequence[Message], alone: Sequence[Found]
) -> list[Found]:
    """With the question before, for those who ask "And how long?". That question's own answer is found then, whatever
    comes now, "thanks" too: it stays only where the message alone has to do with it, or where it was not given yet.
    And all are no more than offers: as answers, 15 of 16 such were wrong."""
    given = "\n".join(turn["content"] for turn in conversation if turn["role"] == "assistant")
    related = {item.passage for item in alone}
    found = await _found(shelf, f"{earlier} {conversation[-1]['content']}")
    return [
        replace(item, chance=min(item.chance, BESIDE), certainty=0.0)
        for item in found
        if item.passage in related or item.passage.text not in given
    ]


async def _found(shelf: Shelf, question: str) -> list[Found]:
    if not len(shelf) or not question.strip():
        return []
    (vector,) = await sources.query_vectors([question])
    found = [item for item in shelf.search(question, vector, SHOWN) if item.chance >= RELATED]
    return [replace(item, certainty=0.0) if _is_for_another_value(item, question) else item for item in found]


def _is_for_another_value(found: Found, question: str) -> bool:
    """What a tank of 200 litres costs does not answer what one of 500 does. Values of the answer do not count: "within
    30 days" answers those who ask about 40."""
    return found.certainty >= SURE and clash(question, found.passage.title) is not None


def is_sure(agent: Agent, found: Sequence[Found]) -> bool:
    """Whether a taught answer is the answer. A passage of a page is no more than an offer: nobody wrote it for this."""
    if not found or found[0].passage.kind is not SourceKind.TAUGHT:
        return False
    return found[0].certainty >= (SURE_YES if _says_yes_or_no(agent, found[0].passage) else SURE)


def fallback(agent: Agent, found: Sequence[Found]) -> Reply:
    """The taught answer as it is, or that the agent does not know, with what may be meant."""
    if is_sure(agent, found):
        best = found[0].passage
        return Reply(best.text, Basis.TAUGHT, (best,))
    if not found or found[0].chance < _least(agent, found[0].passage):
        return Reply(unsure_sentence(agent), Basis.UNSURE)
    offered = [
        item.passage
        for item in found[:OFFERED]
        if item.chance >= max(_least(agent, item.passage), AS_LIKELY * found[0].chance)
    ]
    answers = list(dict.fromkeys(passage.text for passage in offered))
    return Reply(offering(agent, answers), Basis.UNSURE, tuple(offered))


def _least(agent: Agent, passage: Passage) -> float:
    return MAYBE_YES if _says_yes_or_no(agent, passage) else MAYBE


def _says_yes_or_no(agent: Agent, passage: Passage) -> bool:
    return stance(passage.text, language_of_agent(agent)) is not None


async def system_prompt(agent: Agent) -> str:
    """With the rules of the house style that are on, so that a rule which someone adds helps at once."""
    if agent.base_model in SHORT_PROMPTS:
        return agent.system_prompt
    rules = "".join(f"\n- {rule.sentence}" for rule in active(await style_of(agent)))
    return f"{agent.system_prompt}\n\nEach of your answers:{rules}" if rules else agent.system_prompt


async def _at_once(whole: Reply) -> AsyncGenerator[str | Reply, None]:
    yield whole.text
    yield whole


async def _freely(
    agent: Agent, conversation: Sequence[Message], ask: Ask
) -> AsyncGenerator[str | Reply, None]:
    """As the model says it; the sources are what it was shown."""
    messages, shown = await read_freely(agent, conversation)
    pieces: list[str] = []
    async with aclosing(ask(messages)) as stream:
        async for piece in stream:
            pieces.append(piece)
            yield piece
    yield Reply("".join(pieces), Basis.WRITTEN, tuple(shown))


async def messages(agent: Agent, conversation: Sequence[Message]) -> list[dict[str, str]]:
    """What a model reads that writes freely. `conversation` ends with the customer's message."""
    return (await read_freely(agent, conversation))[0]


async def read_freely(
    agent: Agent, conversation: Sequence[Message], found: Sequence[Found] | None = None
) -> tuple[list[dict[str, str]], list[Passage]]:
    """`messages`, and which sources are in it, the likeliest last. `found`: what `search` found, where it has."""
    if found is None:
        found = await search(agent, conversation) if agent.use_examples else []
    passages = [item.passage for item in found] if agent.use_examples else []
    return with_sources(await system_prompt(agent), passages, conversation)
