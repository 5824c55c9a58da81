"""What is kept of a draft that the expert changed: one preference a pair, as it was at the first change."""

from app.models import PreferencePair, TrainingPair
from app.pairs.drafts import edited_share


def preference_of(pair: TrainingPair, system_prompt: str) -> PreferencePair | None:
    """Not saved yet; None for a pair without a draft, and for a draft whose words were all taken."""
    if pair.draft is None or edited_share(pair.draft, pair.response) == 0:
        return None
    return PreferencePair(
        agent_id=pair.agent_id,
        pair_id=pair.id,
        system_prompt=system_prompt,
        earlier=pair.earlier,
        query=pair.query,
        chosen=pair.response,
        rejected=pair.draft,
        version=pair.draft_version,
        created_at=pair.changed_at,
    )
