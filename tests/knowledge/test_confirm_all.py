"""Everything that waits is confirmed as a whole or not at all, once, and starts one training."""

import asyncio
from uuid import UUID

import pytest

from app.actor import Actor
from app.errors import LimitReached, NotFound
from app.events import doorbell
from app.knowledge import proposals
from app.models import (
    Agent,
    Material,
    ProposalStatus,
    ProposedPair,
    Session,
    SessionStatus,
    TrainingPair,
    TrainingRun,
)
from app.pairs import service as pairs
from app.runs import auto
from tests.doorbells import Recorder
from tests.factories import make_agent, unlike_text


def faq(count: int, start: int = 0) -> str:
    return "".join(f"Q: {unlike_text(n)}?\nA: Answer {n}.\n" for n in range(start, start + count))


async def added(actor: Actor, agent: Agent, text: str, name: str = "faq.txt") -> Material:
    return (await proposals.add_material(actor, agent.id, name=name, text=text)).material


async def statuses() -> list[ProposalStatus]:
    return [row.status for row in await ProposedPair.all().order_by("id")]


async def test_everything_that_waits_becomes_pairs(actor: Actor, agent: Agent) -> None:
    await auto.update(actor, agent.id, pair_threshold=5)
    one = await added(actor, agent, faq(3))
    two = await added(actor, agent, faq(4, start=3), "more.txt")
    rows = await ProposedPair.all().order_by("id")
    await proposals.confirm(actor, rows[0].id)
    await proposals.dismiss(actor, rows[1].id)
    assert await TrainingRun.all().count() == 0

    done = await proposals.confirm_all(actor, agent.id)

    assert (done.pair_count, done.blocked_count) == (5, 0)
    assert done.notices == ["5 training pairs saved."]
    saved = await TrainingPair.all().order_by("id")
    assert [(p.query, p.response) for p in saved] == [
        (row.query, row.response) for row in (rows[0], *rows[2:])
    ]
    assert await statuses() == ["confirmed", "dismissed", *["confirmed"] * 5]
    assert [row.pair_id for row in await ProposedPair.filter(status="confirmed").order_by("id")] == [
        pair.id for pair in saved
    ]
    sessions = await Session.all().order_by("id")
    assert [(s.status, s.pair_count, s.target_pairs) for s in sessions] == [
        (SessionStatus.COMPLETED, 2, 2),
        (SessionStatus.COMPLETED, 4, 4),
    ]
    assert [material.session_id for material in await Material.all().order_by("id")] == [
        s.id for s in sessions
    ]
    assert (one.id, two.id) == tuple(await Material.all().order_by("id").values_list("id", flat=True))

    again = await proposals.confirm_all(actor, agent.id)
    assert (again.pair_count, again.run, again.notices) == (0, None, ["Nothing waits to be confirmed."])
    assert await TrainingPair.all().count() == 6


@pytest.mark.slow
async def test_many_at_once_save_once_and_start_one_training(
    actor: Actor, agent: Agent, bells: Recorder
) -> None:
    await added(actor, agent, faq(25))
    await added(actor, agent, faq(5, start=25), "more.txt")
    third = (await ProposedPair.all().order_by("id"))[2]
    results = await asyncio.gather(
        proposals.confirm(actor, third.id, response="Mine."),
        *(proposals.confirm_all(actor, agent.id) for _ in range(5)),
    )

    assert await TrainingPair.all().count() == 30
    assert sum(result.pair_count for result in results[1:]) in (29, 30)
    [run] = await TrainingRun.all()
    assert run.pair_count in (29, 30)
    assert bells.rung(doorbell.TRAIN) == [run.id]
    [starter] = [result for result in results if result.run is not None]
    assert f"Training has started with {run.pair_count} pairs." in starter.notices


@pytest.mark.slow
async def test_findings_are_those_of_saving_one_after_another(actor: Actor, agent: Agent) -> None:
    text = (
        "Q: How long does the delivery take?\nA: It takes 3 days.\n"
        "Q: How long does delivery take?\nA: It takes 12 days.\n"
        "Q: Who writes the invoice?\nA: Dear [name], we do.\n" + faq(8)
    )
    other = await make_agent(actor, "Other")
    await added(actor, agent, text)
    await added(actor, other, text)

    done = await proposals.confirm_all(actor, agent.id)
    for row in await ProposedPair.filter(agent=other).order_by("id"):
        await proposals.confirm(actor, row.id)

    one, two = [await found(a) for a in (agent, other)]
    assert one == two
    assert [codes for codes in one if codes] == [
        [("contradiction", 0), ("duplicate", 0)],
        [("placeholder", None)],
    ]
    assert done.blocked_count == 1
    assert done.notices == [
        "11 training pairs saved.",
        "1 pair is left out until you mend it or dismiss its findings.",
    ]


async def found(agent: Agent) -> list[list[tuple[object, int | None]]]:
    """Codes, and which of the agent's pairs they name."""
    rows = await TrainingPair.filter(agent=agent).order_by("id")
    place = {str(row.id): number for number, row in enumerate(rows)}
    return [[(f["code"], place.get(str(f.get("pair_id")))) for f in row.findings] for row in rows]


async def test_one_material_alone(actor: Actor, agent: Agent) -> None:
    await added(actor, agent, faq(2))
    two = await added(actor, agent, faq(2, start=2), "more.txt")
    done = await proposals.confirm_all(actor, agent.id, two.id)
    assert [session.welcome for session in done.sessions] == ["Confirmed from more.txt."]
    assert await statuses() == ["proposed", "proposed", "confirmed", "confirmed"]


@pytest.mark.slow
async def test_all_or_nothing(
    actor: Actor, agent: Agent, bells: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(actor, agent, faq(25))

    async def fail(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(ProposedPair, "bulk_update", fail)
        with pytest.raises(MemoryError):
            await proposals.confirm_all(actor, agent.id)

    assert await TrainingPair.all().count() == await Session.all().count() == 0
    assert await TrainingRun.all().count() == 0
    assert bells.rung(doorbell.TRAIN) == []
    assert set(await statuses()) == {ProposalStatus.PROPOSED}
    assert (await proposals.confirm_all(actor, agent.id)).pair_count == 25


async def test_what_was_decided_while_it_was_looked_at_stays_decided(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(actor, agent, faq(3))
    first = await ProposedPair.all().order_by("id").first()
    look = proposals.findings_in_turn

    async def decided_meanwhile(*arguments: object) -> object:
        await proposals.dismiss(actor, first.id)
        return await look(*arguments)

    monkeypatch.setattr(proposals, "findings_in_turn", decided_meanwhile)
    done = await proposals.confirm_all(actor, agent.id)
    assert done.pair_count == 2
    assert await statuses() == ["dismissed", "confirmed", "confirmed"]


async def test_limits_and_strangers(actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    material = await added(actor, agent, faq(3))
    other = await make_agent(actor, "Other")
    stranger = Actor(UUID(int=1), "stranger")
    for call in (
        proposals.confirm_all(stranger, agent.id),
        proposals.confirm_all(stranger, agent.id, material.id),
        proposals.confirm_all(actor, other.id, material.id),
    ):
        with pytest.raises(NotFound):
            await call
    monkeypatch.setattr(proposals, "MOST_AT_ONCE", 2)
    with pytest.raises(LimitReached, match="At most 2 pairs are confirmed at once"):
        await proposals.confirm_all(actor, agent.id)
    assert await pairs.visible(actor).count() == 0
