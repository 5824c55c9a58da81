"""Imports are whole or nothing, once, and trigger a training like any other pairs."""

import asyncio
import gzip
import json
from contextvars import Context
from typing import Any

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.errors import Conflict, InvalidInput, LimitReached, NotFound
from app.events import doorbell
from app.exchange import formats
from app.exchange import service as exchange
from app.exchange.check import RowStatus
from app.exchange.export import pieces
from app.exchange.format import Format
from app.exchange.readers import openai, preferences, table
from app.exchange.rows import LARGEST, FindingCode
from app.exchange.service import File
from app.models import (
    Agent,
    Event,
    PairSplit,
    PreferencePair,
    Session,
    SessionStatus,
    TrainingPair,
    TrainingRun,
)
from app.pairs import deletion
from app.pairs import service as pairs
from app.runs import auto
from tests.doorbells import Recorder
from tests.factories import make_agent, make_pairs, make_session, unlike_text


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def numbered(count: int, start: int = 0) -> str:
    return lines(
        *({"query": unlike_text(n), "response": f"Answer {n}."} for n in range(start, start + count))
    )


async def exported(agent: Agent, format: Format, split: PairSplit | None = None) -> str:
    return "".join([piece async for piece in pieces(agent, format, split)])


async def test_an_import_is_a_completed_session_of_pairs(actor: Actor, agent: Agent) -> None:
    content = lines(
        {"query": " Is it free? ", "response": "No.", "category": "Billing", "difficulty": "HARD"},
        {"query": "Where?", "response": "There.", "category": "Refunds", "context": "a baker"},
        {"query": "I can't log in with my new password.", "response": "Ask for a link."},
        {"query": "Where are you?", "response": "In Leeds.", "category": "Other"},
    )

    done = await exchange.take_over(actor, agent.id, File(content, "tickets.jsonl"))

    session = await Session.get(id=done.session.id)
    assert (session.status, session.pair_count, session.target_pairs) == (SessionStatus.COMPLETED, 4, 4)
    saved = await TrainingPair.filter(session=session).order_by("id")
    assert [(p.query, p.response, p.category, p.context, p.difficulty) for p in saved] == [
        ("Is it free?", "No.", "billing", "", "hard"),
        ("Where?", "There.", "general", "a baker", "medium"),
        ("I can't log in with my new password.", "Ask for a link.", "general", "", "medium"),
        ("Where are you?", "In Leeds.", "general", "", "medium"),
    ]
    assert done.notices == [
        "4 training pairs imported from tickets.jsonl.",
        "2 rows with a category of another kind (Refunds, Other) will be filed by what the words speak of.",
    ]
    assert done.run is None
    assert await Event.filter(stream=session.id).order_by("seq").values_list("kind", flat=True) == [
        "session.started",
        "session.completed",
    ]


async def test_imported_pairs_are_checked_like_others(actor: Actor, agent: Agent) -> None:
    content = lines(
        {"query": "Is it free?", "response": "Dear [name], no."}, {"query": "Where?", "response": "There."}
    )

    done = await exchange.take_over(actor, agent.id, File(content, "old.jsonl"))

    found = await TrainingPair.filter(session=done.session).order_by("id").values_list("findings", flat=True)
    assert [[finding["code"] for finding in findings] for findings in found] == [["placeholder"], []]
    assert done.notices[-1] == "1 pair is left out until you mend it or dismiss its findings."


async def test_imported_pairs_are_looked_at_beside_the_others_and_in_the_house_style(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    ask = "How long does a refund take?"
    old = (await pairs.add(actor, session.id, query=ask, response="It takes 30 days.")).pair
    await style.update(actor, agent.id, own=[Rule(RuleKind.AVOID, "sorry")])
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    content = lines(
        {"query": "How long do refunds take?", "response": "Count on 14 days."},
        {"query": "Where is your office?", "response": "In Leeds, beside the station."},
        {"query": "Where is the office?", "response": "In Leeds, beside the station!"},
        {"query": "Can I pay in cash?", "response": "Sorry, only by card."},
        {"query": ask, "response": "And this one 3 days.", "earlier": turns},
    )

    done = await exchange.take_over(actor, agent.id, File(content))

    saved = await TrainingPair.filter(session=done.session).order_by("id")
    assert [[(f["code"], f["pair_id"]) for f in pair.findings] for pair in saved] == [
        [("contradiction", str(old.id))],
        [],
        [("duplicate", str(saved[1].id))],
        [("style", None)],
        [],
    ]


async def test_nobody_waits_while_an_import_is_looked_at(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await make_session(actor, agent)
    look, looks = exchange.findings_in_turn, 0

    async def saved_meanwhile(*arguments: Any) -> Any:
        nonlocal looks
        looks += 1
        if looks == 1:  # in a context of its own: it would join a transaction that this is part of
            saving = pairs.add(actor, session.id, query=unlike_text(1), response="Answer 1.")
            await asyncio.wait_for(asyncio.create_task(saving, context=Context()), 5)
        return await look(*arguments)

    monkeypatch.setattr(exchange, "findings_in_turn", saved_meanwhile)
    done = await exchange.take_over(actor, agent.id, File(numbered(3)))

    assert (done.pair_count, done.duplicate_count, looks) == (2, 1, 2)
    assert await TrainingPair.all().count() == 3


async def test_the_turns_of_a_conversation_stay_together(actor: Actor, agent: Agent) -> None:
    def thread(*answers: tuple[str, int]) -> dict[str, object]:
        said: list[dict[str, object]] = []
        for number, (answer, weight) in enumerate(answers):
            said.append({"role": "user", "content": unlike_text(10 * len(answer) + number)})
            said.append({"role": "assistant", "content": answer, "weight": weight})
        return {"messages": said}

    await exchange.take_over(actor, agent.id, File(lines(thread(("One.", 1)))))
    content = lines(
        thread(("One.", 1), ("One more.", 1)),
        thread(("Two, say.", 1), ("Well.", 0), ("Two, at last.", 1)),
        thread(("Silent.", 0), ("Three.", 1)),
    )
    await exchange.take_over(actor, agent.id, File(content))

    rows = await TrainingPair.filter(agent=agent).order_by("id")
    by_id = {pair.id: pair.response for pair in rows}
    assert [(pair.response, by_id.get(pair.follows)) for pair in rows] == [
        ("One.", None),
        ("One more.", "One."),
        ("Two, say.", None),
        ("Two, at last.", "Two, say."),
        ("Three.", None),
    ]
    last = rows[3]
    await pairs.update(actor, rows[2].id, response="Changed.")
    turns = (await TrainingPair.get(id=last.id)).earlier
    assert [turn["content"] for turn in turns] == [
        last.earlier[0]["content"],
        "Changed.",
        *(turn["content"] for turn in last.earlier[2:]),
    ]


async def test_a_problem_refuses_the_whole_file(actor: Actor, agent: Agent, bells: Recorder) -> None:
    long = "x" * 4_001
    content = numbered(30) + lines(
        {"query": "Why?", "response": long}, {"query": "Why?"}, {"query": "\ud800", "response": "x"}
    )

    before = await Event.all().count()
    with pytest.raises(InvalidInput) as refused:
        await exchange.take_over(actor, agent.id, File(content))

    assert refused.value.message == (
        "Nothing was imported. Line 31: The answer has 4001 characters; 4000 is the most. "
        "Line 32: The answer is missing. "
        "Line 33: Half of a character pair is missing (a lone \\uD800 to \\uDFFF)."
    )
    assert await TrainingPair.all().count() == await Session.all().count() == 0
    assert (await TrainingRun.all().count(), await Event.all().count()) == (0, before)
    assert bells.jobs == []

    done = await exchange.take_over(actor, agent.id, File(content), skip_problems=True)
    assert (done.pair_count, done.skipped_count) == (30, 3)


async def test_what_is_there_already_is_counted_and_left_out(actor: Actor, agent: Agent) -> None:
    await make_pairs(actor, await make_session(actor, agent), 2)
    content = numbered(3) + numbered(1, start=2)
    content += lines({"query": unlike_text(0).upper() + " ", "response": " answer 0."})
    content += lines({"query": unlike_text(1), "response": "Another answer."})

    shown = await exchange.preview(actor, agent.id, File(content))
    assert [row.status.value for row in shown.checked.rows] == [
        "duplicate_of_pair",
        "duplicate_of_pair",
        "new",
        "duplicate_in_file",
        "duplicate_of_pair",
        "new",
    ]
    assert shown.checked.otherwise_answered == 1
    assert await TrainingPair.all().count() == 2

    done = await exchange.take_over(actor, agent.id, File(content))
    assert (done.pair_count, done.duplicate_count) == (2, 4)
    with pytest.raises(InvalidInput, match="nothing new in a file: all 6 are there already"):
        await exchange.take_over(actor, agent.id, File(content))


async def test_turns_make_pairs_different(actor: Actor, agent: Agent) -> None:
    plain = {"query": "Why?", "response": "So."}
    later = plain | {"earlier": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hi."}]}
    done = await exchange.take_over(actor, agent.id, File(lines(plain, later, later)))
    assert (done.pair_count, done.duplicate_count) == (2, 1)
    again = await exchange.preview(actor, agent.id, File(lines(plain, later)))
    assert again.checked.count(RowStatus.DUPLICATE_OF_PAIR) == 2


@pytest.mark.slow
async def test_many_imports_at_once_save_once_and_start_one_training(
    actor: Actor, agent: Agent, bells: Recorder
) -> None:
    file = File(numbered(25), "tickets.jsonl")
    calls = [exchange.take_over(actor, agent.id, file, idempotency_key="one") for _ in range(5)] + [
        exchange.take_over(actor, agent.id, File(numbered(25, start=5))) for _ in range(5)
    ]

    results = await asyncio.gather(*calls, return_exceptions=True)

    assert await TrainingPair.all().count() == 30
    runs = await TrainingRun.all()
    assert len(runs) == 1
    assert bells.rung(doorbell.TRAIN) == [runs[0].id]
    keyed = [result for result in results[:5] if isinstance(result, exchange.Imported)]
    assert len({result.session.id for result in keyed}) == 1
    assert len({(result.pair_count, result.run and result.run.id) for result in keyed}) == 1
    assert sum(isinstance(result, exchange.Imported) for result in results[5:]) == 1
    assert {type(result) for result in results[5:]} == {exchange.Imported, InvalidInput}


async def test_a_key_is_for_one_file(actor: Actor, agent: Agent) -> None:
    await exchange.take_over(actor, agent.id, File(numbered(1)), idempotency_key="one")
    with pytest.raises(Conflict, match="another file"):
        await exchange.take_over(actor, agent.id, File(numbered(2)), idempotency_key="one")
    assert await TrainingPair.all().count() == 1


@pytest.mark.parametrize("content", ["", " \n\ufeff", "query,response\n", "[]"])
async def test_a_file_without_rows_is_refused(actor: Actor, agent: Agent, content: str) -> None:
    with pytest.raises(InvalidInput, match="empty|no rows"):
        await exchange.preview(actor, agent.id, File(content))


async def test_limits_are_told(actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_ROWS", 3)
    with pytest.raises(LimitReached, match="4 pairs; 3 is the most at once"):
        await exchange.preview(actor, agent.id, File(numbered(4)))
    monkeypatch.setattr("app.exchange.source.LARGEST", 10)
    with pytest.raises(LimitReached, match="10 is the most"):
        await exchange.take_over(actor, agent.id, File(numbered(1)))
    stranger = Actor(actor.workspace_id.__class__(int=1), "stranger")
    for call in (exchange.preview, exchange.take_over):
        with pytest.raises(NotFound):
            await call(stranger, agent.id, File("a,b"))


@pytest.mark.parametrize("format", [f for f in formats.WRITTEN if f is not preferences.FORMAT])
async def test_what_is_exported_is_imported_again(actor: Actor, agent: Agent, format: Format) -> None:
    await auto.update(actor, agent.id, enabled=False)
    earlier = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "=1+1"}]
    rows = [
        {
            "query": unlike_text(n),
            "response": f"-{n}\r\n“x”, ;",
            "context": "" if n % 2 else "a, b",
            "category": "edge_case",
            "difficulty": "hard",
            "draft": "Hm." if n % 3 else None,
            "earlier": earlier if n % 5 == 0 else [],
        }
        for n in range(7)
    ]
    await exchange.take_over(actor, agent.id, File(lines(*rows)))
    other = await make_agent(actor, "Other")

    content = await exported(agent, format)
    done = await exchange.take_over(actor, other.id, File(content))

    columns = ("query", "response", "category", "context", "difficulty", "draft", "earlier")
    one, two = [
        await TrainingPair.filter(agent=a).order_by("id").values_list(*columns) for a in (agent, other)
    ]
    assert two == one
    assert done.pair_count == 7


async def test_preferences_are_exported_as_they_were_and_imported_again(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exchange.export.PAGE", 2)
    await auto.update(actor, agent.id, enabled=False)
    earlier = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    rows = [
        {
            "query": f"{unlike_text(n)}?",
            "response": "Open Team.",
            "category": "billing",
            "earlier": earlier,
            "draft": ("Open Users.", " Open  Team. ", None)[n % 3],
        }
        for n in range(9)
    ]
    alike = frozenset({FindingCode.SAME_ANSWER})
    await exchange.take_over(actor, agent.id, File(lines(*rows)), accepted=alike)
    first, second, *_ = await TrainingPair.filter(draft="Open Users.").order_by("id")
    await pairs.update(actor, first.id, query="Changed?", response="Changed.")
    await TrainingPair.filter(id=second.id).update(split=PairSplit.HOLDOUT)
    await agents.update(actor, agent.id, system_prompt="Another one.")

    content = await exported(agent, preferences.FORMAT)
    side = await exported(agent, preferences.FORMAT, PairSplit.HOLDOUT)

    found = [json.loads(line) for line in content.splitlines()]
    assert found == [
        {
            "prompt": [
                {"role": "system", "content": agent.system_prompt},
                *earlier,
                {"role": "user", "content": f"{unlike_text(n)}?"},
            ],
            "chosen": [{"role": "assistant", "content": "Open Team."}],
            "rejected": [{"role": "assistant", "content": "Open Users."}],
            "metadata": {"category": "billing", "difficulty": "medium"}
            | ({"split": "holdout"} if n == 3 else {}),
        }
        for n in (0, 3, 6)
    ]
    assert side == content.splitlines(keepends=True)[1]
    other = await make_agent(actor, "Other")
    await exchange.take_over(actor, other.id, File(content))
    columns = ("query", "chosen", "rejected", "earlier", "version")
    one, two = [
        await PreferencePair.filter(agent=a).order_by("id").values_list(*columns) for a in (agent, other)
    ]
    assert two == one
    await deletion.delete(actor, first.id)
    assert len((await exported(agent, preferences.FORMAT)).splitlines()) == 2


async def test_an_export_goes_over_all_pages_and_may_keep_one_side(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exchange.export.PAGE", 3)
    await exchange.take_over(actor, agent.id, File(numbered(7)))
    held_out = await TrainingPair.all().order_by("-id").first()
    await TrainingPair.filter(id=held_out.id).update(split=PairSplit.HOLDOUT)
    whole = (await exported(agent, openai.FORMAT)).splitlines()
    assert [json.loads(line)["messages"][1]["content"] for line in whole] == [
        unlike_text(n) for n in range(7)
    ]
    side = (await exported(agent, openai.FORMAT, PairSplit.HOLDOUT)).splitlines()
    assert [json.loads(line)["metadata"]["split"] for line in side] == ["holdout"]


async def test_what_looks_wrong_is_imported_only_when_it_is_accepted(actor: Actor, agent: Agent) -> None:
    content = "## Is it free?\n\nNo, my dog [name]<|im_end|>.\n"
    shown = (await exchange.preview(actor, agent.id, File(content, "faq.md"))).checked
    codes = [finding.code for finding in shown.findings]
    assert codes == [FindingCode.PAGE, FindingCode.MARKUP]
    for accepted in (frozenset(), frozenset(codes[:1])):
        with pytest.raises(InvalidInput, match="Nothing was imported") as refused:
            await exchange.take_over(actor, agent.id, File(content, "faq.md"), accepted=accepted)
        assert refused.value.field == "acceptFindings"
    assert refused.value.message.endswith("Is it right all the same? Accept: markup.")
    assert (await TrainingPair.all().count(), await Session.all().count()) == (0, 0)

    done = await exchange.take_over(actor, agent.id, File(content, "faq.md"), accepted=frozenset(codes))
    assert done.pair_count == 1


async def test_a_files_bytes_are_read_and_replayed(actor: Actor, agent: Agent) -> None:
    file = File(
        data=gzip.compress("Frage;Antwort\nGrüße?;Ja.\n".encode("cp1252"), mtime=0), name="faq.csv.gz"
    )
    shown = await exchange.preview(actor, agent.id, file)
    assert (shown.format, shown.encoding) == (table.FORMAT, "cp1252")
    for _ in range(2):
        done = await exchange.take_over(actor, agent.id, file, idempotency_key="one")
        assert done.pair_count == 1
    assert (await TrainingPair.get()).query == "Grüße?"


async def test_a_packed_file_is_not_unpacked_beyond_the_limit(actor: Actor, agent: Agent) -> None:
    file = File(data=gzip.compress(bytes(LARGEST + 1)))
    with pytest.raises(LimitReached, match="8,388,608 is the most"):
        await exchange.preview(actor, agent.id, file)


@pytest.mark.slow
async def test_too_many_rows_end_in_the_limit(actor: Actor, agent: Agent) -> None:
    rows = "".join(f"How is {n}?,It is {n} now.\n" for n in range(50_000))
    with pytest.raises(LimitReached, match="50,000 pairs; 5,000 is the most at once"):
        await exchange.preview(actor, agent.id, File(f"question,answer\n{rows}"))


async def test_a_cell_that_is_too_long_is_a_problem_of_its_row(actor: Actor, agent: Agent) -> None:
    content = f"question,answer\nWhy?,{'x' * 140_000}\nWho?,You.\n"
    shown = (await exchange.preview(actor, agent.id, File(content))).checked
    assert [problem.line for problem in shown.problems] == [2]
    done = await exchange.take_over(actor, agent.id, File(content), skip_problems=True)
    assert (done.pair_count, done.skipped_count) == (1, 1)
