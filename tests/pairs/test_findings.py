"""Findings are stored with the pair, renewed when the pair beside it changes, and keep pairs out of trainings."""

import pytest

from app.actor import Actor
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Agent, GeneratedQuery, RunTrigger, TrainingPair, TrainingRun
from app.models.pair import BLOCKED, FOUND
from app.pairs import deletion
from app.pairs import service as pairs
from app.pairs.checking import check_response
from app.runs import auto
from app.runs import service as runs
from app.sessions import service as sessions
from app.trainer import dataset
from tests.factories import make_pairs, make_session, unlike_text, write_question

GAP = "Dear [name], all is well."


def codes(pair: TrainingPair) -> list[object]:
    return [finding["code"] for finding in pair.findings]


async def test_findings_are_stored_and_said(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    await write_question(started.query.id)

    saved = await pairs.submit(actor, started.query.id, GAP)

    assert codes(await TrainingPair.get(id=saved.pair.id)) == ["placeholder"]
    assert saved.notices[0] == "Training pair saved (1/20)"
    assert saved.notices[1].startswith("No training will use this pair yet. '[name]' looks like a gap")
    assert [p.id for p in await TrainingPair.filter(BLOCKED)] == [saved.pair.id]
    mended = await pairs.update(actor, saved.pair.id, response="All is well.")
    assert mended.findings == []
    assert await TrainingPair.filter(FOUND).count() == 0


async def test_dismissed_findings_stay_dismissed_until_the_pair_changes(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    pair = (await pairs.add(actor, session.id, query="Why?", response=GAP)).pair

    dismissed = await pairs.dismiss_findings(actor, pair.id)

    assert [finding["dismissed"] for finding in dismissed.findings] == [True]
    assert dismissed.changed_at > pair.changed_at  # new for the next training
    assert await TrainingPair.filter(BLOCKED).count() == 0
    again = await pairs.dismiss_findings(actor, pair.id)
    assert again.changed_at == dismissed.changed_at
    edited = await pairs.update(actor, pair.id, query="Why not?")
    assert [finding["dismissed"] for finding in edited.findings] == [False]


async def test_the_other_side_of_a_contradiction_is_looked_at_again(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    ask = "How long do refunds take?"
    old = (await pairs.add(actor, session.id, query=ask, response="It takes 30 days.")).pair
    new = (await pairs.add(actor, session.id, query=ask, response="Count on 14 days.")).pair
    assert codes(old) == []
    assert [(f["code"], f["pair_id"]) for f in new.findings] == [("contradiction", str(old.id))]

    await pairs.update(actor, old.id, response="Some 14 days.")
    assert codes(await TrainingPair.get(id=new.id)) == []

    await pairs.update(actor, new.id, response="Count on 3 days.")
    assert codes(await TrainingPair.get(id=new.id)) == ["contradiction"]
    await deletion.delete(actor, old.id)
    assert codes(await TrainingPair.get(id=new.id)) == []


async def test_a_follow_up_is_compared_with_nothing(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    ask = "How long do refunds take?"
    old = (await pairs.add(actor, session.id, query=ask, response="It takes 30 days.")).pair
    await TrainingPair.filter(id=old.id).update(earlier=[{"role": "user", "content": "Hello"}])
    new = (await pairs.add(actor, session.id, query=ask, response="Count on 14 days.")).pair
    assert codes(new) == []

    assert codes(await pairs.update(actor, old.id, response="Some 31 days.")) == []
    await TrainingPair.filter(id=old.id).update(earlier=[])
    assert codes(await pairs.update(actor, old.id, response="Some 32 days.")) == ["contradiction"]


async def test_blocked_pairs_are_left_out_and_it_says_so(actor: Actor, agent: Agent) -> None:
    await auto.update(actor, agent.id, pair_threshold=8, cooldown_minutes=0)
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 7)
    bad = (await pairs.add(actor, session.id, query=unlike_text(70), response=GAP)).pair

    known = await auto.outlook_of(agent.id)
    assert known.sentence == (
        "Next training in 1 answer. 1 pair is left out until you mend it or dismiss its findings."
    )
    assert (known.pairs_left, known.blocked_pairs) == (1, 1)
    with pytest.raises(Conflict, match="7 pairs are too few.*8 is the least. 1 pair is left out"):
        await runs.start(actor, agent.id)

    saved = (await make_pairs(actor, session, 1, start=30))[0]
    assert saved.run is not None
    assert (saved.run.trigger, saved.run.pair_count) == (RunTrigger.THRESHOLD, 8)
    await TrainingRun.filter(id=saved.run.id).update(status="running", lease_epoch=1)
    sides = await dataset.fix(saved.run.id, 1)
    assert sides["left_out"] == [str(bad.id)]
    assert len(sides["train"]) + len(sides["holdout"]) == 8
    assert (await TrainingPair.get(id=bad.id)).split is None


async def test_check_response_stores_nothing(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    await write_question(started.query.id, "How long do refunds take?")
    old = await pairs.add(
        actor, started.session.id, query="How long does a refund take?", response="14 days."
    )

    checked = await check_response(actor, query_id=started.query.id, response="  It takes 30 days. ")
    assert [(f.code, f.pair_id) for f in checked.findings] == [("contradiction", old.pair.id)]
    assert (checked.query, checked.response) == ("How long do refunds take?", "It takes 30 days.")
    edited = await check_response(
        actor, agent_id=agent.id, query=old.pair.query, response="30 days.", pair_id=old.pair.id
    )
    assert edited.findings == []
    reaction = await pairs.add(
        actor, started.session.id, query="How long do refunds take?", response="90 days."
    )
    assert [finding["code"] for finding in reaction.pair.findings] == ["contradiction"]
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    await TrainingPair.filter(id=reaction.pair.id).update(earlier=turns)
    shown = await check_response(
        actor,
        agent_id=agent.id,
        query=reaction.pair.query,
        response="90 days, Dear [name].",
        pair_id=reaction.pair.id,
    )
    stored = (await pairs.update(actor, reaction.pair.id, response="90 days, Dear [name].")).findings
    assert [finding.to_json() for finding in shown.findings] == stored
    assert [finding["code"] for finding in stored] == ["placeholder"]
    await deletion.delete(actor, reaction.pair.id)
    assert (await check_response(actor, agent_id=agent.id, response=" ")).findings == []
    assert await TrainingPair.all().count() == 1
    assert (await GeneratedQuery.get(id=started.query.id)).ended_at is None
    with pytest.raises(InvalidInput, match="which agent"):
        await check_response(actor, response="Yes.")
    stranger = Actor(actor.workspace_id.__class__(int=1), "stranger")
    for call in (
        check_response(stranger, query_id=started.query.id, response="Yes."),
        check_response(stranger, agent_id=agent.id, response="Yes."),
        pairs.dismiss_findings(stranger, old.pair.id),
    ):
        with pytest.raises(NotFound):
            await call
