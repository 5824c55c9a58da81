"""What else holds the words of a pair, and has to go with it."""

from tortoise import connections

from app.agents.files import judged_file
from app.config import get_settings
from app.models import AnswerVote, GeneratedQuery, ProposedPair, TrainingPair
from app.versions import traces


async def forget(pair: TrainingPair) -> None:
    """Before the pair's own row goes. Only inside a transaction.

    Material that it came from stays, and so does a question that somebody asked the agent in use: it is open again.
    """
    await ProposedPair.filter(pair_id=pair.id).delete()
    await AnswerVote.filter(agent_id=pair.agent_id, question=pair.query).delete()
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
    await traces.forget(pair.agent_id, pair.id, pair.query)
    judged_file(get_settings().home, pair.agent_id).unlink(missing_ok=True)


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
