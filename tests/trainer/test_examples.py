"""The job file asks held-out questions as they will be served, with examples from the training side alone."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.models import Agent, TrainingPair
from app.pairs import service as pairs
from app.replies import service as replies
from app.replies import sources
from app.replies.shelf import Entry, Found, Shelf
from app.runs import service as runs
from app.trainer import dataset
from tests.factories import make_session

pytestmark = pytest.mark.slow


class Watched(Shelf):
    """Notes each question that it is asked, and which thread built it."""

    asked: list[str] = []
    built: list[int] = []

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.built.append(threading.get_ident())
        super().__init__(entries)

    def nearest(self, question: str, vector: Any, most: int) -> list[Found]:
        self.asked.append(question)
        return super().nearest(question, vector, most)


@pytest.mark.parametrize("shown", [True, False])
async def test_examples_of_held_out_questions(
    actor: Actor, agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: bool
) -> None:
    monkeypatch.setattr(Watched, "asked", [])
    monkeypatch.setattr(Watched, "built", [])
    monkeypatch.setattr(dataset, "Shelf", Watched)
    agent = await agents.update(actor, agent.id, use_examples=shown)
    session = await make_session(actor, agent)
    for what in ("refund", "voucher", "login", "invoice", "trainer", "course", "plan", "hall"):
        await pairs.add(
            actor, session.id, query=f"Where do I find my {what}?", response=f"Open {what} refund."
        )
    run = await runs.start(actor, agent.id)
    ids = [str(pair.id) for pair in await TrainingPair.filter(agent=agent).order_by("id")]
    split = {"train": ids[1:], "holdout": ids[:1]}

    path = await dataset.write_job(
        run, agent, split, base_model=tmp_path, live=None, start=None, hyperparameters={}, folder=tmp_path
    )

    job = json.loads(path.read_text())
    (asked,) = job["holdout"]
    assert asked["query"] == "Where do I find my refund?"
    assert asked["query"] not in {turn["content"] for turn in asked["examples"]}
    assert [turn["role"] for turn in asked["examples"]] == ["user", "assistant"] * (4 if shown else 0)
    assert all(pair["turns"] == pair["examples"] == [] for pair in job["train"])
    # Built once, and by another thread than the one that renews the lease; not at all where examples are off.
    trained = [pair["query"] for pair in job["train"]]
    assert Watched.asked == ([asked["query"], *trained] if shown else [])
    assert len(Watched.built) == (1 if shown else 0)
    assert threading.get_ident() not in Watched.built


async def test_held_out_questions_leave_as_much_room_as_served_ones(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """System prompt, earlier talk and question count in both."""
    monkeypatch.setattr(replies, "RELATED", 0.0)
    agent = await agents.update(actor, agent.id, use_examples=True, system_prompt="s" * 2_000)
    session = await make_session(actor, agent)
    for what in ("refund", "voucher", "login"):
        await pairs.add(actor, session.id, query=f"Where is the {what} hall?", response=f"{what} hall " * 100)
    *train, asked = await TrainingPair.filter(agent=agent).order_by("id")
    talk = [{"role": role, "content": "t" * 1_800} for role in ("user", "assistant")]
    for earlier, count in (([], 2), (talk, 1), (talk * 2, 0)):
        asked.earlier = earlier
        entries = await sources.entries_of(agent.id)
        shelf = Shelf([entry for entry in entries if entry.passage.pair_id in {pair.id for pair in train}])
        in_training = (await dataset._examples(agent.system_prompt, shelf, [asked]))[asked.id]
        assert len(in_training) == 2 * count
        await TrainingPair.filter(id=asked.id).delete()
        served = await replies.messages(agent, [*earlier, {"role": "user", "content": asked.query}])
        assert served[1 : len(served) - 1 - len(earlier)] == in_training
