"""PreferencePair: an answer of the agent, and the expert's own that took its place."""

from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.pair import TrainingPair


class PreferencePair(Model):
    """As it was when the expert first changed the draft: later edits of the pair change nothing here, deleting it
    deletes this.

    `earlier` is what was said before `query`, as in TrainingPair; `version` wrote `rejected`: 0 is the base model,
    null is unknown, as for imported ones.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="preferences", on_delete=fields.CASCADE
    )
    agent_id: UUID
    pair: fields.OneToOneRelation[TrainingPair] = fields.OneToOneField(
        "models.TrainingPair", related_name="preference", on_delete=fields.CASCADE
    )
    pair_id: UUID
    system_prompt = fields.TextField()
    earlier: list[dict[str, str]] = fields.JSONField(default=list)
    query = fields.TextField()
    chosen = fields.TextField()
    rejected = fields.TextField()
    version = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "preference_pair"
        indexes = (("agent_id", "id"),)
