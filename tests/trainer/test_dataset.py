"""What a run learns from, as its child reads it."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.actor import Actor
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.contracts.job import Turn
from app.exchange import service as exchange
from app.exchange.service import File
from app.models import Agent, PairSplit, RunStatus, RunTrigger, TrainingPair, TrainingRun
from app.models.clock import now
from app.pairs import service as pairs
from app.replies import service as replies
from app.trainer import dataset
from app.training.config import RunConfig
from app.training.style import HouseStyle
from tests.factories import make_pairs, make_session, unlike_text

pytestmark = pytest.mark.slow


async def as_read(agent: Agent, folder: Path, **options: Any) -> RunConfig:
    """The job of a run whose first five pairs are trained on."""
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, pair_count=9, new_pair_count=9, queued_at=await now()
    )
    ids = [str(pair.id) for pair in await TrainingPair.filter(agent=agent).order_by("id")]
    sides = {"train": ids[:5], "holdout": ids[5:]}
    path = await dataset.write_job(
        run,
        agent,
        sides,
        base_model=folder,
        live=None,
        start=None,
        hyperparameters={},
        folder=folder / "run",
        **options,
    )
    (folder / "model.safetensors").touch()
    return RunConfig.parse(json.loads(path.read_text()))


async def test_imported_turns_reach_the_child(actor: Actor, agent: Agent, tmp_path: Path) -> None:
    messages = [
        {"role": "assistant", "content": "Welcome!"},
        {"role": "user", "content": unlike_text(50)},
        {"role": "assistant", "content": "So.", "weight": 0},
        {"role": "user", "content": unlike_text(51)},
        {"role": "assistant", "content": "And so."},
    ]
    rows: list[object] = [{"messages": messages}]
    for number in range(8):
        question = {"role": "user", "content": unlike_text(number)}
        rows.append({"messages": [question, {"role": "assistant", "content": f"Answer {number}."}]})
    content = "\n".join(json.dumps(row) for row in rows)
    await exchange.take_over(actor, agent.id, File(content))
    config = await as_read(agent, tmp_path)

    assert config.train[0].query == unlike_text(51)
    assert config.train[0].turns == (Turn("user", unlike_text(50)), Turn("assistant", "So."))
    assert [pair.turns for pair in config.train[1:]] == [()] * 4


async def test_the_child_measures_by_the_house_style_as_people_left_it(
    actor: Actor, agent: Agent, tmp_path: Path
) -> None:
    rows = [{"query": unlike_text(n), "response": f"Press {n}. Next: wait {n} days."} for n in range(9)]
    await exchange.take_over(actor, agent.id, File("\n".join(json.dumps(row) for row in rows)))
    learned = [one.rule for one in await style.style_of(agent)]
    assert [rule.key for rule in learned] == ["closing:Next: wait", "length:"]
    own = Rule(RuleKind.AVOID, "sorry")
    agent = await style.update(actor, agent.id, off=["closing:Next: wait"], own=[own])

    config = await as_read(agent, tmp_path)

    assert config.system_prompt == agent.system_prompt
    assert config.house_style == (own.pattern, learned[1].pattern)
    judged = HouseStyle(config.house_style)
    assert judged.agreement("Press 2 and take a seat.") == 1
    assert judged.agreement("Sorry. Next: wait 2 days.") == 0.5


async def test_a_larger_model_is_trained_and_judged_with_the_rules_that_it_is_told_where_it_is_served(
    actor: Actor, agent: Agent, tmp_path: Path
) -> None:
    rows = [{"query": unlike_text(n), "response": f"Press {n}."} for n in range(9)]
    await exchange.take_over(actor, agent.id, File("\n".join(json.dumps(row) for row in rows)))
    agent = await style.update(actor, agent.id, own=[Rule(RuleKind.AVOID, "sorry")])
    agent.base_model = "larger"

    prompt = (await as_read(agent, tmp_path)).system_prompt

    assert prompt == await replies.system_prompt(agent)
    assert "- Never says “sorry”." in prompt


async def test_the_child_is_told_how_to_save_memory(actor: Actor, agent: Agent, tmp_path: Path) -> None:
    await make_pairs(actor, await make_session(actor, agent), 9)
    saving = await as_read(agent, tmp_path, quantization="4bit", precision="auto", parts=2)
    assert (saving.quantization, saving.precision, saving.parts) == ("4bit", "auto", 2)


async def test_a_draft_goes_along_where_the_expert_really_changed_it(
    actor: Actor, agent: Agent, tmp_path: Path
) -> None:
    await make_pairs(actor, await make_session(actor, agent), 7)
    first = await TrainingPair.filter(agent=agent).order_by("id")
    drafts = [("Ask us.", 0.6), ("Answer 1!", 0.05), ("Call Bob, 555-0123.", 0.9), ("No.", 0.9), (None, None)]
    for pair, (draft, share) in zip(first, drafts, strict=False):
        pair.draft, pair.edited_share = draft, share
        await pair.save(update_fields=["draft", "edited_share"])
    blocking = {"kind": "personal_data", "severity": "blocking", "message": "A number."}
    await TrainingPair.filter(id=first[2].id).update(findings=[blocking | {"dismissed": False}])
    await TrainingPair.filter(id=first[3].id).update(findings=[blocking | {"dismissed": True}])
    await TrainingPair.filter(id=first[6].id).update(draft="Held out.", edited_share=0.9)

    config = await as_read(agent, tmp_path)

    assert [pair.rejected for pair in config.train] == ["Ask us.", None, None, "No.", None]
    assert [pair.rejected for pair in config.holdout] == [None, None]


async def test_a_held_out_pair_that_became_a_copy_of_a_trained_one_judges_no_more(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 10)

    async def fixed() -> dict[str, list[str]]:
        run = await TrainingRun.create(
            agent=agent,
            trigger=RunTrigger.MANUAL,
            pair_count=10,
            new_pair_count=10,
            queued_at=await now(),
            status=RunStatus.RUNNING,
            lease_epoch=1,
        )
        sides = await dataset.fix(run.id, 1)
        await TrainingRun.filter(id=run.id).update(status=RunStatus.SUCCEEDED)
        return sides

    first = await fixed()
    trained = await TrainingPair.get(id=first["train"][0])
    await pairs.update(actor, UUID(first["holdout"][0]), query=f"{trained.query}!")
    second = await fixed()
    assert second["holdout"] == first["holdout"][1:]
    assert second["twins"] == first["holdout"][:1]
    assert second["train"] == first["train"]
    assert (await TrainingPair.get(id=first["holdout"][0])).split is PairSplit.HOLDOUT
