"""What an agent that shows its sources learns from, beside the plain pairs."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.exchange import service as exchange
from app.exchange.service import File
from app.models import Agent, OpenQuestion, RunStatus, RunTrigger, TrainingPair, TrainingRun
from app.models.clock import now
from app.pairs import deletion
from app.pairs import service as pairs
from app.text import embedding
from app.trainer import dataset, served
from tests.factories import make_session

SENTENCE = "That I do not know. Call Ms Moore."
THINGS = (
    "refund",
    "voucher",
    "login",
    "invoice",
    "trainer",
    "course",
    "locker",
    "sauna",
    "towel",
    "parking",
    "ticket",
    "badge",
    "receipt",
    "bicycle",
    "umbrella",
    "coffee",
    "lift",
    "stairs",
    "window",
    "heater",
)
HELD_OUT = 4
ROLES = ["user", "assistant"]


@pytest.fixture(autouse=True)
def _by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embedding twenty pairs takes seconds."""
    monkeypatch.setattr(embedding, "is_available", lambda: False)


@pytest.fixture
async def agent(actor: Actor, agent: Agent) -> Agent:
    """Shows its sources, and has one answer for each thing."""
    rows = [
        {"query": f"Where do I find my {what}?", "response": f"The {what} is on floor {number}."}
        for number, what in enumerate(THINGS)
    ]
    await exchange.take_over(actor, agent.id, File("\n".join(map(json.dumps, rows))))
    return await agents.update(actor, agent.id, use_examples=True, unsure_sentence=SENTENCE)


async def new_run(agent: Agent) -> TrainingRun:
    """Beside the one that the 20th pair has started."""
    return await TrainingRun.create(
        agent=agent,
        trigger=RunTrigger.MANUAL,
        pair_count=20,
        new_pair_count=20,
        queued_at=await now(),
        status=RunStatus.SUCCEEDED,
    )


async def written(run: TrainingRun, agent: Agent, folder: Path, **sides: list[str]) -> dict[str, Any]:
    ids = [str(pair.id) for pair in await TrainingPair.filter(agent=agent).order_by("id")]
    known = {"train": ids[:-HELD_OUT], "holdout": ids[-HELD_OUT:]} | sides
    path = await dataset.write_job(
        run, agent, known, base_model=folder, live=None, start=None, hyperparameters={}, folder=folder
    )
    job: dict[str, Any] = json.loads(path.read_text())
    return job


def passages(row: dict[str, Any]) -> list[tuple[str, str]]:
    turns = row["examples"]
    assert [turn["role"] for turn in turns] == ROLES * (len(turns) // 2)
    said = [turn["content"] for turn in turns]
    return list(zip(said[::2], said[1::2], strict=True))


def own(row: dict[str, Any]) -> tuple[str, str]:
    return row["query"], row["response"]


async def test_pairs_are_shown_among_others_and_some_are_declined(agent: Agent, tmp_path: Path) -> None:
    run = await new_run(agent)
    job = await written(run, agent, tmp_path)
    train, shown, declines = job["train"], job["served"], job["declines"]
    taught = {own(row) for row in train}
    answers = {row["id"]: own(row) for row in train}

    assert [len(train), len(shown), len(declines)] == [16, 16, 2]
    assert [own(row) for row in shown] == [own(row) for row in train]
    assert [row["id"] for row in shown] == [row["id"] for row in train]
    places, counts = set(), set()
    for row in shown:
        sources = passages(row)
        assert set(sources) <= taught, "of the side that is trained on alone"
        assert len(set(sources)) == len(sources)
        places.add(sources.index(own(row)) + 1 - len(sources))
        counts.add(len(sources))
    assert len(places) > 1, "its place must not tell it"
    assert len(counts) > 1
    assert counts <= {2, 3, 4}
    beside = {row["id"]: len(passages(row)) for row in shown}
    for row in declines:
        assert row["response"] == SENTENCE
        assert row["query"] == answers[row["id"]][0]
        assert set(passages(row)) <= taught - {answers[row["id"]]}
        assert len(passages(row)) == beside[row["id"]], "their number must not tell"
    assert not any(row["examples"] for row in train)
    assert not any(row["response"] == SENTENCE for name in ("train", "holdout", "tries") for row in job[name])


async def test_every_attempt_has_the_same_rows_and_every_run_others(
    actor: Actor, agent: Agent, tmp_path: Path
) -> None:
    run = await new_run(agent)
    first = await written(run, agent, tmp_path)
    sides = {name: [row["id"] for row in first[name]] for name in ("train", "holdout")}
    session = await make_session(actor, agent)
    later = await pairs.add(
        actor, session.id, query="Where do I find my lost refund?", response="At the desk."
    )
    await OpenQuestion.create(
        agent=agent,
        pair_id=first["train"][0]["id"],
        text="Where is it, my refund?",
        key="k",
        last_asked_at=await now(),
    )
    run.lease_epoch = 2
    second = await written(run, agent, tmp_path, **sides)

    assert str(later.pair.id) not in json.dumps(second)
    for name in ("train", "holdout", "served", "declines"):
        assert second[name] == first[name]
    other = await written(await new_run(agent), agent, tmp_path, **sides)
    assert other["train"] == first["train"]
    assert other["served"] != first["served"]


async def test_the_starter_model_has_the_rows_that_it_had(actor: Actor, agent: Agent, tmp_path: Path) -> None:
    run = await new_run(agent)
    with_sources = await written(run, agent, tmp_path)
    agent = await agents.update(actor, agent.id, use_examples=False)
    job = await written(run, agent, tmp_path)

    assert with_sources["served"]
    assert with_sources["declines"]
    assert job["served"] == job["declines"] == []
    first = await TrainingPair.filter(agent=agent).order_by("id").first()
    assert first is not None
    assert list(job["train"][0].items()) == [
        ("id", str(first.id)),
        ("query", "Where do I find my refund?"),
        ("response", "The refund is on floor 0."),
        ("turns", []),
        ("examples", []),
        ("category", first.category),
        ("rejected", None),
    ]
    assert job["train"] == with_sources["train"]


async def test_blocked_and_deleted_pairs_are_no_sources(actor: Actor, agent: Agent, tmp_path: Path) -> None:
    run = await new_run(agent)
    job = await written(run, agent, tmp_path)
    sides = {name: [row["id"] for row in job[name]] for name in ("train", "holdout")}
    used = {source for row in job["served"] for source in passages(row) if own(row) != source}
    blocked, deleted = [row for row in job["train"] if own(row) in used][:2]
    finding = {"kind": "secret", "severity": "blocking", "message": "A key.", "dismissed": False}
    await TrainingPair.filter(id=blocked["id"]).update(findings=[finding])
    await deletion.delete(actor, (await TrainingPair.get(id=deleted["id"])).id)
    job = await written(run, agent, tmp_path, **sides)

    assert len(job["train"]) == 15
    assert len(job["served"]) == 14
    assert not {blocked["id"], deleted["id"]} & {row["id"] for row in job["served"] + job["declines"]}
    left = json.dumps([job["served"], job["declines"]])
    assert blocked["query"] not in left
    assert deleted["query"] not in left
    assert deleted["query"] not in json.dumps(job)


async def test_some_are_never_declined(
    actor: Actor, agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small talk, what goes on from an earlier answer, and what another source answers too."""
    monkeypatch.setattr(served, "DECLINED", 1)
    first, *rest = await TrainingPair.filter(agent=agent).order_by("id")
    talk = [{"role": "user", "content": first.query}, {"role": "assistant", "content": first.response}]
    changes: list[dict[str, Any]] = [
        {"earlier": talk, "follows": first.id},
        {"query": "Thank you!"},
        {"query": "On which floor is a trainer?", "response": "On floor 4, the trainer is."},
    ]
    for pair, change in zip(rest, changes, strict=False):
        await TrainingPair.filter(id=pair.id).update(**change)
    job = await written(await new_run(agent), agent, tmp_path)

    follower, thanks, twin = (str(pair.id) for pair in rest[:3])
    declined, shown = ({row["id"] for row in job[name]} for name in ("declines", "served"))
    assert not {follower, thanks, twin, str(rest[3].id)} & declined
    assert len(declined) == 16 - 4
    assert {row["id"] for row in job["train"]} - shown == {follower}


async def test_the_own_source_stands_under_what_a_customer_asked(agent: Agent, tmp_path: Path) -> None:
    first, second, *_ = await TrainingPair.filter(agent=agent).order_by("id")
    asked = ((first, "Where do I get my refund?", "1"), (second, f"{second.query.upper()}!", "2"))
    for pair, text, key in asked:
        await OpenQuestion.create(agent=agent, pair=pair, text=text, key=key, last_asked_at=await now())
    shown = {row["id"]: row for row in (await written(await new_run(agent), agent, tmp_path))["served"]}

    row = shown[str(first.id)]
    assert row["query"] == first.query
    assert ("Where do I get my refund?", first.response) in passages(row)
    assert own(row) not in passages(row)
    assert own(shown[str(second.id)]) in passages(shown[str(second.id)]), "the same words are no other ones"


async def test_sources_have_the_room_that_they_have_in_use(
    actor: Actor, agent: Agent, tmp_path: Path
) -> None:
    """4,000 characters in all; an answer that is longer with its question is never shown, and stays plain."""
    ids = [pair.id for pair in await TrainingPair.filter(agent=agent).order_by("id")]
    for number, (pair_id, length) in enumerate(zip(ids, [3_990, 3_970, *[1_500] * 18], strict=True)):
        text = f"Floor {number} " + THINGS[number] * length
        await TrainingPair.filter(id=pair_id).update(response=text[:length])
    job = await written(await new_run(agent), agent, tmp_path)

    shown = {row["id"]: row for row in job["served"]}
    assert str(ids[0]) not in shown
    assert passages(shown[str(ids[1])]) == [own(shown[str(ids[1])])]
    assert {len(passages(row)) for row in job["served"][1:]} == {2}
    assert all(len(passages(row)) == 2 for row in job["declines"])
