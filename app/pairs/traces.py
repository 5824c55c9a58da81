"""What else holds the words of a pair, and has to go with it."""

from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q

from app.agents.files import judged_file
from app.config import get_settings
from app.models import AnswerVote, GeneratedQuery, ProposedPair, TrainingPair
from app.versions import traces

TELLING = 20  # characters of an answer from which on what holds it quotes it; “Yes.” stands everywhere


async def forget(pair: TrainingPair) -> list[UUID]:
    """Before the pair's own row goes. Only inside a transaction. Returns the pairs whose findings were about it.

    Material that it came from stays, and so does a question that someone asked the agent in use: it is open again.
    """
    await ProposedPair.filter(pair_id=pair.id).delete()
    said = [] if await _is_said_elsewhere(pair) else [pair.response]
    # A version may have given the answer word for word, to the question in other words.
    quoting = Q(question=pair.query)
    for answer in said:
        quoting |= Q(left_answer__contains=answer) | Q(right_answer__contains=answer)
    await AnswerVote.filter(quoting, agent_id=pair.agent_id).delete()
    await GeneratedQuery.filter(agent_id=pair.agent_id, follows=pair.id).update(
        follows=pair.follows, earlier=pair.earlier
    )
    if pair.generated_query_id is not None:
        await GeneratedQuery.filter(id=pair.generated_query_id).update(text="")
        await connections.get("default").execute_query(
            "UPDATE event SET payload = jsonb_set(payload, '{text}', '\"\"')"
            " WHERE stream = $1 AND payload->>'query_id' = $2 AND payload ? 'text'",
            [pair.session_id, str(pair.generated_query_id)],
        )
    await _take_out(pair, pair.conversation())
    await traces.forget(pair.agent_id, pair.id, pair.query, said)
    judged_file(get_settings().home, pair.agent_id).unlink(missing_ok=True)
    return await _without_findings(pair)


async def _is_said_elsewhere(pair: TrainingPair) -> bool:
    """Whether the answer stays taught by another pair, or is too short to tell anything."""
    others = TrainingPair.filter(agent_id=pair.agent_id, response=pair.response).exclude(id=pair.id)
    return len(pair.response) < TELLING or await others.exists()


async def _without_findings(pair: TrainingPair) -> list[UUID]:
    """What was found about other pairs quotes this one, also where it was dismissed."""
    rows = await connections.get("default").execute_query_dict(
        "UPDATE training_pair SET findings = coalesce((SELECT jsonb_agg(one ORDER BY number)"
        " FROM jsonb_array_elements(findings) WITH ORDINALITY AS found(one, number)"
        " WHERE one->>'pair_id' IS DISTINCT FROM $2), '[]')"
        " WHERE agent_id = $1 AND findings @> jsonb_build_array(jsonb_build_object('pair_id', $2::text)) RETURNING id",
        [pair.agent_id, str(pair.id)],
    )
    return [row["id"] for row in rows]


async def _take_out(
    pair: TrainingPair, said: list[dict[str, str]], below: TrainingPair | None = None
) -> None:
    """Out of what was said before the pairs that followed it, at any distance."""
    for reaction in await TrainingPair.filter(agent_id=pair.agent_id, follows=(below or pair).id):
        reaction.earlier = [*pair.earlier, *reaction.earlier[len(said) :]]
        if below is None:
            reaction.follows = pair.follows
        await reaction.save(update_fields=["earlier", "follows"])
        await GeneratedQuery.filter(follows=reaction.id).update(earlier=reaction.conversation())
        await _take_out(pair, said, reaction)
