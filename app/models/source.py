"""Source: what replies may stand on, as it is searched."""

from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.material import Material
from app.models.pair import TrainingPair


class Source(Model):
    """The embeddings of a taught pair, whose texts are its own, or a passage of a page; it goes with either.

    `digest` is of the texts that were embedded and of the model: another one is embedded anew. `vectors`: float16, one
    row after the other (app/replies/embedding.py).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="sources", on_delete=fields.CASCADE
    )
    agent_id: UUID
    pair: fields.OneToOneNullableRelation[TrainingPair] = fields.OneToOneField(
        "models.TrainingPair", related_name="source", null=True, on_delete=fields.CASCADE
    )
    pair_id: UUID | None
    material: fields.ForeignKeyNullableRelation[Material] = fields.ForeignKeyField(
        "models.Material", related_name="sources", null=True, on_delete=fields.CASCADE
    )
    material_id: UUID | None
    text = fields.TextField(default="")  # of a passage
    digest = fields.CharField(max_length=64)
    vectors = fields.BinaryField()

    class Meta:
        table = "source"
        indexes = (("agent_id", "id"),)
