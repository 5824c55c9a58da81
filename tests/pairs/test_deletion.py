"""Many pairs go at once, or none."""

import pytest

from app.actor import Actor
from app.errors import InvalidInput, NotFound
from app.models import Agent, Event, Session, TrainingPair
from app.models.ids import new_id
from app.pairs import deletion
from app.pairs import service as pairs
from tests.factories import make_agent, make_pairs, make_session


async def test_pairs_of_several_conversations_and_agents_go_together(actor: Actor, agent: Agent) -> None:
    sessions = [await make_session(actor, agent), await make_session(actor, agent)]
    sessions.append(await make_session(actor, await make_agent(actor, "Another")))
    saved = [
        saved.pair.id
        for number, session in enumerate(sessions)
        for saved in await make_pairs(actor, session, 2, start=10 * number)
    ]

    deleted = await deletion.delete_all(actor, [saved[0], saved[4], saved[1], saved[0]])

    assert [pair.id for pair in deleted.pairs] == [saved[0], saved[4], saved[1]]
    assert {session.id: session.pair_count for session in deleted.sessions} == {
        sessions[0].id: 0,
        sessions[2].id: 1,
    }
    assert await TrainingPair.all().order_by("id").values_list("id", flat=True) == [
        saved[2],
        saved[3],
        saved[5],
    ]
    assert [
        [
            event.payload["pair_count"]
            for event in await Event.filter(stream=session.id, kind="pair.deleted").order_by("seq")
        ]
        for session in sessions
    ] == [[1, 0], [], [1]]


async def test_the_turns_of_pairs_that_go_together_leave_the_one_after_them(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    first, second, third = (saved.pair for saved in await make_pairs(actor, session, 3))
    for before, after in ((first, second), (second, third)):
        await TrainingPair.filter(id=after.id).update(
            follows=before.id, earlier=(await TrainingPair.get(id=before.id)).conversation()
        )

    await deletion.delete_all(actor, [first.id, second.id])

    left = await TrainingPair.get()
    assert (left.id, left.earlier, left.follows) == (third.id, [], None)


async def test_one_wrong_id_refuses_them_all(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    ids = [saved.pair.id for saved in await make_pairs(actor, session, 2)]
    unknown = [new_id(), new_id()]

    with pytest.raises(NotFound, match=f"^There is no training pair {unknown[0]}, {unknown[1]}\\.$"):
        await deletion.delete_all(actor, [ids[0], *unknown, ids[1]])
    stranger = Actor(new_id(), "stranger")
    with pytest.raises(NotFound):
        await deletion.delete_all(stranger, ids)
    for too_many in ([], [new_id() for _ in range(101)]):
        with pytest.raises(InvalidInput, match="delete 1 to 100") as refused:
            await deletion.delete_all(actor, too_many)
        assert refused.value.field == "pairIds"

    assert await pairs.visible(actor).count() == 2
    assert (await Session.get(id=session.id)).pair_count == 2
    assert not await Event.exists(kind="pair.deleted")
