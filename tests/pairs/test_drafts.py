"""Drafts: how much of them was rewritten, what is kept of them, and the points of the chart."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actor import Actor
from app.agents.rewriting import Point, Span, rewriting
from app.customers import service as queries
from app.errors import NotFound
from app.models import (
    Agent,
    AgentVersion,
    AutoTraining,
    PreferencePair,
    RunTrigger,
    Session,
    TrainingPair,
    TrainingRun,
)
from app.models.clock import now
from app.pairs import deletion
from app.pairs import service as pairs
from app.pairs.drafts import Change, DiffPart, diff, edited_share
from app.sessions import service as sessions
from tests.factories import write_question


@pytest.mark.parametrize(
    ("draft", "response", "share"),
    [
        ("Open Team and press Invite.", "Open Team and press Invite.", 0.0),
        ("Open  Team and\npress Invite.", "Open Team and press Invite.", 0.0),
        ("Open Team and press Invite.", "Open Users and press Invite.", 0.2),
        ("Open Team.", "Open Team. Press Invite there.", 0.6),
        ("Open Team. Press Invite there.", "Open Team.", 0.6),
        ("I do not know.", "Open Team and press Invite.", 1.0),
    ],
)
def test_edited_share(draft: str, response: str, share: float) -> None:
    assert edited_share(draft, response) == pytest.approx(share)


def test_diff() -> None:
    assert list(diff("Open Team and press it.", "Open Users and press Invite there.")) == [
        DiffPart(Change.KEPT, "Open"),
        DiffPart(Change.REMOVED, "Team"),
        DiffPart(Change.ADDED, "Users"),
        DiffPart(Change.KEPT, "and press"),
        DiffPart(Change.REMOVED, "it."),
        DiffPart(Change.ADDED, "Invite there."),
    ]


@given(st.text(), st.text())
def test_the_diff_holds_both_texts(draft: str, response: str) -> None:
    parts = list(diff(draft, response))
    for text, left_out in ((draft, Change.ADDED), (response, Change.REMOVED)):
        shown = " ".join(part.text for part in parts if part.change is not left_out)
        assert shown.split() == text.split()
    assert 0 <= edited_share(draft, response) <= 1
    assert (edited_share(draft, response) == 0) == (draft.split() == response.split())


async def answer(
    actor: Actor, session: Session, response: str, draft: str | None, version: int | None = None
) -> TrainingPair:
    query = (await queries.current_of([session.id]))[session.id]
    await write_question(query.id)
    saved = await pairs.submit(actor, query.id, response, draft=draft, draft_version=version)
    return saved.pair


async def make_version(agent: Agent, number: int, status: str) -> UUID:
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status="succeeded", queued_at=await now()
    )
    version = await AgentVersion.create(
        agent=agent, run=run, number=number, status=status, files={"a": {"bytes": 1}}
    )
    return version.id


@pytest.mark.slow
async def test_a_changed_draft_is_kept_as_a_preference(actor: Actor, agent: Agent) -> None:
    session = (await sessions.start(actor, agent.id)).session
    await make_version(agent, 1, "retired")
    await make_version(agent, 2, "live")

    taken = await answer(actor, session, "Open Team.", "Open  Team.")
    changed = await answer(actor, session, "Open Team.", "Open Users.", version=1)
    plain = await answer(actor, session, "Open Team.", None, version=1)
    base = await answer(actor, session, "Open Team.", "What?", version=0)

    stored = {pair.id: pair for pair in await TrainingPair.all()}
    assert [
        (stored[p.id].draft, stored[p.id].draft_version, stored[p.id].edited_share)
        for p in (taken, changed, plain, base)
    ] == [("Open  Team.", 2, 0.0), ("Open Users.", 1, 0.5), (None, None, None), ("What?", 0, 1.0)]
    with pytest.raises(NotFound, match="no version 9"):
        await answer(actor, session, "Open Team.", "Open Users.", version=9)

    await pairs.update(actor, changed.id, query="Who?", response="Open Users.")
    assert (await TrainingPair.get(id=changed.id)).edited_share == 0.0
    kept = {row.pair_id: row for row in await PreferencePair.all()}
    assert kept.keys() == {changed.id, base.id}
    row = kept[changed.id]
    assert (row.query, row.chosen, row.rejected, row.version, row.system_prompt) == (
        "How do I add a colleague?",
        "Open Team.",
        "Open Users.",
        1,
        agent.system_prompt,
    )
    for response in ("Open Users.", "Press Users.", "Open Users now."):
        await pairs.update(actor, changed.id, response=response)
        await pairs.update(actor, taken.id, response=response)
    rows = await PreferencePair.filter(pair_id__in=[changed.id, taken.id]).order_by("id")
    assert [(row.pair_id, row.query, row.chosen, row.rejected, row.version) for row in rows] == [
        (changed.id, "How do I add a colleague?", "Open Team.", "Open Users.", 1),
        (taken.id, "How do I add a colleague?", "Open Users.", "Open  Team.", 2),
    ]
    await deletion.delete(actor, taken.id)
    await deletion.delete(actor, changed.id)
    assert await PreferencePair.all().values_list("pair_id", flat=True) == [base.id]


async def test_points_by_week_and_version(actor: Actor, agent: Agent) -> None:
    session = (await sessions.start(actor, agent.id)).session
    await AutoTraining.filter(agent=agent).update(time_zone="Asia/Tokyo")
    await make_version(agent, 1, "live")
    answers = (
        (0, "Open Team.", 1.0, datetime(2026, 3, 6, 12, tzinfo=UTC)),  # Friday
        # Sunday, 23:00 in Tokyo; three times the words
        (0, "Open Team, then  press Invite there.", 0.6, datetime(2026, 3, 8, 14, tzinfo=UTC)),
        (1, "Open Team.", 0.2, datetime(2026, 3, 8, 16, tzinfo=UTC)),  # Monday there
        (1, "Open.", 0.0, datetime(2026, 3, 12, 12, tzinfo=UTC)),  # the draft has more words
    )
    for version, response, share, moment in answers:
        pair = await answer(actor, session, response, "Open Users.", version=version)
        await TrainingPair.filter(id=pair.id).update(edited_share=share, created_at=moment)
    await answer(actor, session, "No draft here.", None)

    assert (await rewriting([agent.id], Span.WEEK))[agent.id] == [
        Point("02 Mar", datetime(2026, 3, 1, 15, tzinfo=UTC), None, pytest.approx(0.7), 2),
        Point("09 Mar", datetime(2026, 3, 8, 15, tzinfo=UTC), None, pytest.approx(0.1), 2),
    ]
    assert (await rewriting([agent.id], Span.VERSION))[agent.id] == [
        Point("Base model", answers[0][3], 0, pytest.approx(0.7), 2),
        Point("Version 1", answers[2][3], 1, pytest.approx(0.1), 2),
    ]
