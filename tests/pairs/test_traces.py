"""A deleted pair leaves none of its words: looked for in every column of every table, and on the disk."""

from datetime import timedelta
from pathlib import Path

import pytest
from arq.connections import ArqRedis

from app.actor import Actor
from app.agents.files import judged_file
from app.config import get_settings
from app.customers import service as queries
from app.events import log
from app.infra.event_bus import STREAM, RedisDoorbell, forget_announced
from app.models import (
    Agent,
    AgentVersion,
    AnswerVote,
    GeneratedQuery,
    Material,
    MaterialKind,
    ProposedPair,
    RunStatus,
    RunTrigger,
    Source,
    TrainingPair,
    TrainingRun,
    VersionStatus,
    Vote,
)
from app.models.clock import now
from app.models.ids import new_id
from app.pairs import deletion
from app.pairs import service as pairs
from app.trainer import dataset
from app.versions.traces import deleted_of, without_deleted
from tests.factories import make_pairs, make_session, unlike_text, write_question
from tests.leftovers import files_with, tables_with
from tests.reports import report_of
from tests.telling import tell

ASKED, TAUGHT = "quillwort", "heliotrope"
COLUMNS = {"query": "Kept?", "response": "Yes.", "category": "general", "context": "", "difficulty": "easy"}


async def make_run(
    agent: Agent, number: int, told: list[TrainingPair], trained: list[TrainingPair]
) -> TrainingRun:
    about = [{"pair_id": str(pair.id), "query": pair.query, "expected": pair.response} for pair in told]
    run = await TrainingRun.create(
        agent=agent,
        trigger=RunTrigger.MANUAL,
        queued_at=await now(),
        status=RunStatus.SUCCEEDED,
        dataset={"train": [str(pair.id) for pair in trained], "holdout": []},
        report={"questions": about, "receipt": about},
        samples=[{"step": 1, "samples": about}],
    )
    await AgentVersion.create(
        agent=agent, run=run, number=number, status=VersionStatus.RETIRED, report={"truth": {"wrong": about}}
    )
    await tell(run.id, "run.samples", {"step": 1, "samples": about})
    return run


@pytest.mark.slow
async def test_nothing_of_it_is_left(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    (kept,) = [saved.pair for saved in await make_pairs(actor, session, 1)]
    query = (await queries.current_of([session.id]))[session.id]
    await write_question(query.id, f"Where is the {ASKED}?")
    await tell(session.id, "query.delta", {"query_id": str(query.id), "text": ASKED})
    pair = (await pairs.submit(actor, query.id, f"By the {TAUGHT}.", draft=f"In the {TAUGHT}, I think.")).pair
    before = [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello!"}]
    await TrainingPair.filter(id=pair.id).update(earlier=before)
    await pair.refresh_from_db()
    reaction = await TrainingPair.create(
        **COLUMNS,
        agent=agent,
        session=session,
        follows=pair.id,
        earlier=pair.conversation(),
        created_at=await now(),
        changed_at=await now(),
    )
    later = await TrainingPair.create(
        **COLUMNS,
        agent=agent,
        session=session,
        follows=reaction.id,
        earlier=reaction.conversation(),
        created_at=await now(),
        changed_at=await now(),
    )
    await GeneratedQuery.create(
        agent=agent,
        session=session,
        category="general",
        context="",
        difficulty="easy",
        follows=later.id,
        earlier=later.conversation(),
    )
    page = await Material.create(agent=agent, name="p", kind=MaterialKind.TEXT, text="", digest="d")
    await ProposedPair.create(**COLUMNS | {"response": TAUGHT}, agent=agent, material=page, pair=pair, line=1)
    run = await make_run(agent, 1, [pair, kept], [pair, kept])
    await make_run(agent, 2, [kept], [kept])
    judged = judged_file(get_settings().home, agent.id)
    judged.parent.mkdir(exist_ok=True)
    judged.write_text(TAUGHT)
    assert len(await tables_with(TAUGHT)) >= 6

    deleted = await deletion.delete(actor, pair.id)

    assert [await tables_with(TAUGHT), await tables_with(ASKED)] == [[], []]
    assert files_with(TAUGHT, get_settings().home, but="postgres") == []
    assert deleted.notices == ["Version 1 learned it; the next training makes one without it."]
    await run.refresh_from_db()
    assert [one["pair_id"] for one in run.report["questions"]] == [str(kept.id)]
    (told,) = (one for one in await log.read(run.id, 0) if one.kind == "run.samples")
    assert [one["pair_id"] for one in told.payload["samples"]] == [str(kept.id)]
    for row in (reaction, later):
        await row.refresh_from_db()
    assert (reaction.follows, reaction.earlier) == (None, before)
    assert later.earlier == [*before, *reaction.conversation()[-2:]]


async def test_a_run_that_was_under_way_tells_nothing_of_it(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    pair, kept = (saved.pair for saved in await make_pairs(actor, session, 2))
    ids = {"train": [str(pair.id)], "holdout": [str(kept.id)], "left_out": []}
    report = report_of(questions=[{"pair_id": one} for one in (str(pair.id), str(kept.id))])
    await deletion.delete(actor, pair.id)
    assert await without_deleted(report, ids) == report_of(questions=[{"pair_id": str(kept.id)}])


async def test_what_others_quote_of_it_goes_too(actor: Actor, agent: Agent) -> None:
    """Votes and reports in which a version gave its answer, and findings, dismissed or not, that name its figures."""
    session = await make_session(actor, agent)
    answer = f"A {TAUGHT} costs 25 euros, and the fee is due at the desk."
    pair = (await pairs.add(actor, session.id, query=f"How much is a {TAUGHT}?", response=answer)).pair
    beside = await pairs.add(
        actor,
        session.id,
        query="How much is the fee at the desk?",
        response="The fee is 30 euros, due at the desk.",
    )
    about = {
        "pair_id": str(pair.id),
        "sentence": f"Another answer says '25 {TAUGHT}'.",
        "code": "contradiction",
    }
    about |= {"severity": "warning", "part": "response", "span": None, "dismissed": True}
    other = about | {"pair_id": None, "sentence": "Long.", "code": "too_long"}
    await TrainingPair.filter(id=beside.pair.id).update(findings=[about, other])
    run = await make_run(agent, 1, [beside.pair], [pair, beside.pair])
    quoted = [{"pair_id": str(beside.pair.id), "query": beside.pair.query, "answer": f"Well: {answer}"}]
    await TrainingRun.filter(id=run.id).update(
        report={"questions": quoted}, samples=[{"step": 1, "samples": quoted}]
    )
    await tell(run.id, "run.samples", {"step": 2, "samples": quoted})
    for left, right in ((answer, "No."), ("No.", answer), ("No.", "Yes.")):
        await AnswerVote.create(
            agent=agent,
            subject="local",
            question="In other words?",
            left_version=0,
            right_version=1,
            left_answer=left,
            right_answer=right,
            vote=Vote.TIE,
        )
    await Source.create(agent=agent, pair=pair, digest="d", vectors=TAUGHT.encode())
    assert len(await tables_with(TAUGHT)) == 4

    await deletion.delete(actor, pair.id)

    assert await tables_with(TAUGHT) == []
    assert await Source.all().count() == 0
    assert [vote.left_answer for vote in await AnswerVote.all()] == ["No."]
    await beside.pair.refresh_from_db()
    assert [finding["code"] for finding in beside.pair.findings] == ["too_long"]
    await run.refresh_from_db()
    assert run.report == {"questions": [quoted[0] | {"answer": ""}]}


async def test_an_answer_that_others_teach_stays_where_it_is(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    shared = f"Ask for the {TAUGHT} at the desk, please."
    (one, other) = [
        (await pairs.add(actor, session.id, query=unlike_text(number), response=shared)).pair
        for number in (1, 2)
    ]
    run = await make_run(agent, 1, [one, other], [one, other])
    await deletion.delete(actor, one.id)
    await run.refresh_from_db()
    assert [told["expected"] for told in run.report["questions"]] == [shared]


@pytest.mark.slow
async def test_the_next_run_knows_nothing_of_it(actor: Actor, agent: Agent, tmp_path: Path) -> None:
    session = await make_session(actor, agent)
    kept = [saved.pair for saved in await make_pairs(actor, session, 12)]
    pair = (await pairs.add(actor, session.id, query=f"What is {ASKED}?", response=f"It is a {TAUGHT}.")).pair
    first = await make_run(agent, 1, [], [*kept, pair])
    version = await AgentVersion.get(run=first)
    assert await deleted_of([first.id]) == {}
    deleted = await deletion.delete(actor, pair.id)
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now(), status=RunStatus.RUNNING, lease_epoch=1
    )

    sides = await dataset.fix(run.id, 1)
    (tmp_path / "base").mkdir()
    await dataset.write_job(
        await TrainingRun.get(id=run.id),
        agent,
        sides,
        base_model=tmp_path / "base",
        live=None,
        start=None,
        hyperparameters={},
        folder=tmp_path / "run",
    )

    assert deleted.notices == ["Version 1 learned it; the next training makes one without it."]
    assert sorted([*sides["train"], *sides["holdout"]]) == sorted(str(one.id) for one in kept)
    assert files_with(kept[0].query, tmp_path, but="postgres") != []
    assert [files_with(word, tmp_path, but="postgres") for word in (ASKED, TAUGHT)] == [[], []]
    assert await traces_of(version) == 1
    assert await deleted_of([run.id]) == {}


async def traces_of(version: AgentVersion) -> int:
    return (await deleted_of([version.run_id]))[version.run_id]


async def test_redis_forgets_what_was_announced(redis: ArqRedis, monkeypatch: pytest.MonkeyPatch) -> None:
    await RedisDoorbell(redis).event(new_id(), 1, "query.ready", {"text": TAUGHT})
    await forget_announced({"redis": redis})
    assert TAUGHT in str(await redis.xrange(STREAM))
    monkeypatch.setattr("app.infra.event_bus.ANNOUNCED_FOR", timedelta(seconds=-1))
    await forget_announced({"redis": redis})
    assert await redis.xrange(STREAM) == []
    await RedisDoorbell(redis).event(new_id(), 1, "query.ready", {})  # and goes on
    assert await redis.xlen(STREAM) == 1
