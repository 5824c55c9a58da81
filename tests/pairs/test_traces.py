"""A deleted pair leaves none of its words: looked for in every column of every table, and on the disk."""

from app.actor import Actor
from app.agents.files import judged_file
from app.config import get_settings
from app.customers import service as queries
from app.events import log
from app.models import (
    Agent,
    AgentVersion,
    GeneratedQuery,
    Material,
    MaterialKind,
    ProposedPair,
    RunStatus,
    RunTrigger,
    TrainingPair,
    TrainingRun,
    VersionStatus,
)
from app.models.clock import now
from app.models.transaction import transactional
from app.pairs import service as pairs
from app.versions.traces import without_deleted
from tests.factories import make_pairs, make_session, write_question
from tests.leftovers import files_with, tables_with

ASKED, TAUGHT = "quillwort", "heliotrope"
COLUMNS = {"query": "Kept?", "response": "Yes.", "category": "general", "context": "", "difficulty": "easy"}


async def make_run(
    agent: Agent, number: int, told: list[TrainingPair], trained: list[TrainingPair]
) -> TrainingRun:
    about = [{"pair_id": str(pair.id), "query": pair.query, "expected": pair.response} for pair in told]
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now(), status=RunStatus.SUCCEEDED,
        dataset={"train": [str(pair.id) for pair in trained], "holdout": []},
        report={"questions": about, "receipt": about}, samples=[{"step": 1, "samples": about}],
    )  # fmt: skip
    await AgentVersion.create(
        agent=agent, run=run, number=number, status=VersionStatus.RETIRED, report={"truth": {"wrong": about}}
    )
    await transactional(log.append)(run.id, "run.samples", {"step": 1, "samples": about})
    return run


async def test_nothing_of_it_is_left(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    (kept,) = [saved.pair for saved in await make_pairs(actor, session, 1)]
    query = (await queries.current_of([session.id]))[session.id]
    await write_question(query.id, f"Where is the {ASKED}?")
    await transactional(log.append)(session.id, "query.delta", {"query_id": str(query.id), "text": ASKED})
    pair = (await pairs.submit(actor, query.id, f"By the {TAUGHT}.", draft=f"In the {TAUGHT}, I think.")).pair
    before = [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello!"}]
    await TrainingPair.filter(id=pair.id).update(earlier=before)
    await pair.refresh_from_db()
    reaction = await TrainingPair.create(
        **COLUMNS, agent=agent, session=session, follows=pair.id, earlier=pair.conversation(),
        created_at=await now(), changed_at=await now(),
    )  # fmt: skip
    later = await TrainingPair.create(
        **COLUMNS, agent=agent, session=session, follows=reaction.id, earlier=reaction.conversation(),
        created_at=await now(), changed_at=await now(),
    )  # fmt: skip
    await GeneratedQuery.create(
        agent=agent, session=session, category="general", context="", difficulty="easy",
        follows=later.id, earlier=later.conversation(),
    )  # fmt: skip
    page = await Material.create(agent=agent, name="p", kind=MaterialKind.TEXT, text="", digest="d")
    await ProposedPair.create(**COLUMNS | {"response": TAUGHT}, agent=agent, material=page, pair=pair, line=1)
    run = await make_run(agent, 1, [pair, kept], [pair, kept])
    await make_run(agent, 2, [kept], [kept])
    judged = judged_file(get_settings().home, agent.id)
    judged.parent.mkdir(exist_ok=True)
    judged.write_text(TAUGHT)
    assert len(await tables_with(TAUGHT)) >= 6

    deleted = await pairs.delete(actor, pair.id)

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
    report = {"questions": [{"pair_id": one} for one in (str(pair.id), str(kept.id))], "loss": 1.0}
    await pairs.delete(actor, pair.id)
    assert await without_deleted(report, ids) == {"questions": [{"pair_id": str(kept.id)}], "loss": 1.0}
