"""A model's own words go out sentence by sentence, each with its facts in a source."""

from collections.abc import AsyncGenerator

from app.models import Agent
from app.replies.prompt import Ask
from app.replies.reply import Basis, Passage, Reply, SourceKind
from app.replies.shelf import Found
from app.replies.writing import CONSTRAINT, written

SYSTEM = "You are the agent of a bicycle rental. Our number is 0555 318 420."
OPEN = Passage(SourceKind.TAUGHT, "When are you open?", "We are open from 8:30 to 18:00 on weekdays.")
DEPOSIT = Passage(SourceKind.TAUGHT, "Is there a deposit?", "Yes, the deposit is 50 EUR.")
ASKED = [{"role": "user", "content": "Until when are you open? I come at 19:00."}]
FALLBACK = Reply(OPEN.text, Basis.TAUGHT, (OPEN,))


class Model:
    """Says one text after the other, word by word."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked: list[list[dict[str, str]]] = []
        self.words_said = 0

    async def __call__(self, messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
        self.asked.append(messages)
        for word in self.texts.pop(0).split(" "):
            self.words_said += 1
            yield f"{word} "


async def told(
    ask: Ask, passages: tuple[Passage, ...] = (OPEN,), fallback: Reply = FALLBACK
) -> tuple[str, Reply]:
    agent = Agent(name="Rental", description="A rental.", system_prompt=SYSTEM, language="en")
    found = [Found(passage, 0.9) for passage in passages]
    *pieces, reply = [piece async for piece in written(agent, SYSTEM, ASKED, found, ask, fallback)]
    assert isinstance(reply, Reply)
    return "".join(str(piece) for piece in pieces), reply


async def test_words_whose_facts_have_a_source_go_out_as_they_are() -> None:
    model = Model("We close at 6 pm. Call 0555 318420 if you come at 7 pm.")
    text, reply = await told(model)
    assert text.strip() == reply.text == "We close at 6 pm. Call 0555 318420 if you come at 7 pm."
    assert reply.basis is Basis.WRITTEN
    assert [source.kind for source in reply.sources] == [
        SourceKind.TAUGHT,
        SourceKind.PROMPT,
        SourceKind.CUSTOMER,
    ]
    assert len(model.asked) == 1
    assert [m["role"] for m in model.asked[0]] == ["system", "user", "assistant", "user"]


async def test_an_invented_fact_is_written_once_more_under_constraint() -> None:
    model = Model("We close at 20:00. Come soon.", "We close at 18:00.")
    text, reply = await told(model)
    assert text.strip() == reply.text == "We close at 18:00."
    assert reply.basis is Basis.WRITTEN
    assert model.asked[1][0]["content"] == SYSTEM + CONSTRAINT
    assert model.words_said == 4 + 4, "the rest of a sentence that can't go out is not waited for"


async def test_what_was_said_already_is_not_said_again() -> None:
    model = Model(
        "We are open on weekdays. We close at 20:00.", "We are open on weekdays. We close at 18:00."
    )
    _, reply = await told(model)
    assert reply.text == "We are open on weekdays. We close at 18:00."


async def test_the_taught_answer_takes_the_place_of_what_stays_invented() -> None:
    _, reply = await told(Model("It costs 3 EUR.", "It costs 4 EUR."))
    assert reply == FALLBACK
    text, reply = await told(Model("Thank you for asking. It costs 3 EUR.", "It costs 4 EUR."))
    assert (reply.text, reply.basis) == (f"Thank you for asking.\n\n{OPEN.text}", Basis.TAUGHT)
    assert text == reply.text


async def test_a_no_beside_a_taught_yes_does_not_go_out() -> None:
    taught = Reply(DEPOSIT.text, Basis.TAUGHT, (DEPOSIT,))
    _, reply = await told(Model("No, there is none.", "No, not at all."), (DEPOSIT,), taught)
    assert reply == taught


async def test_a_model_that_says_nothing() -> None:
    _, reply = await told(Model("", ""))
    assert reply == FALLBACK
