"""Which open questions a training pair answers. Only inside the transaction that saves the pair."""

import asyncio
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from tortoise.expressions import Q

from app.models import Agent, GeneratedQuery, OpenQuestion, TrainingPair
from app.replies.open_questions import IN_PLAN
from app.text.similarity import TOO_SIMILAR, similarity

_Answer = UUID | None  # the pair


async def answered(pair: TrainingPair) -> None:
    """A pair was saved or edited: what it asks leaves the list, and what it does not ask any more comes back."""
    mine = Q(pair_id=None) | Q(pair_id=pair.id)
    rows = await OpenQuestion.filter(mine, agent_id=pair.agent_id).only("id", "text", "pair_id")
    answers: dict[UUID, _Answer] = {}
    for row in rows:
        is_it = not pair.earlier and similarity(row.text, pair.query) >= TOO_SIMILAR
        if is_it and row.pair_id is None:
            answers[row.id] = pair.id
        elif not is_it and row.pair_id is not None and not await _was_asked(pair, row.id):
            answers[row.id] = None
    await _write(pair.agent_id, answers)


async def answered_by_any(agent_id: UUID, pairs: Sequence[TrainingPair]) -> None:
    """Many pairs were saved at once."""
    rows = await OpenQuestion.filter(agent_id=agent_id, pair_id=None).only("id", "text")
    if not rows:
        return
    # A thousand pairs beside 200 questions take half a second, in which others are served.
    await _write(agent_id, await asyncio.to_thread(_answers, rows, pairs))


def _answers(rows: Sequence[OpenQuestion], pairs: Sequence[TrainingPair]) -> dict[UUID, _Answer]:
    found: dict[UUID, _Answer] = {}
    # A reaction ("And how long?") says too little by itself.
    alone = [pair for pair in pairs if not pair.earlier]
    for row in rows:
        likeness = [(similarity(row.text, pair.query), pair.id) for pair in alone]
        best, pair_id = max(likeness, key=lambda one: one[0], default=(0.0, None))
        if best >= TOO_SIMILAR:
            found[row.id] = pair_id
    return found


async def _was_asked(pair: TrainingPair, question_id: UUID) -> bool:
    """By the customer whose question the pair answers, whatever became of its words."""
    if pair.generated_query_id is None:
        return False
    plans = GeneratedQuery.filter(id=pair.generated_query_id).values_list("plan", flat=True)
    return [plan.get(IN_PLAN) for plan in cast("list[dict[str, object]]", await plans)] == [str(question_id)]


async def _write(agent_id: UUID, answers: dict[UUID, _Answer]) -> None:
    if not answers:
        return
    await Agent.select_for_update().get(id=agent_id)  # see app.replies.open_questions
    for question_id, pair_id in answers.items():
        await OpenQuestion.filter(id=question_id).update(pair_id=pair_id)
