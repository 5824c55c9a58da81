"""Agent: what is being improved."""

from uuid import UUID

from tortoise import Model, fields

from app.models.ids import new_id
from app.models.indexes import UniquePartialIndex
from app.models.workspace import Workspace


class Agent(Model):
    """`slug` names it for OpenAI clients; a deleted one is erased soon (app/tasks)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="agents", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    name = fields.CharField(max_length=100)
    slug = fields.CharField(max_length=64)
    description = fields.TextField()
    system_prompt = fields.TextField()
    language = fields.CharField(
        max_length=8, default=""
    )  # ISO 639-1, of its customers; empty until it was found out
    customers: list[str] = fields.JSONField(default=list)  # kinds of them, as the writer model named them
    topics_wanted = fields.BooleanField(
        default=False
    )  # the writer model has not named any since it was asked
    description_read = fields.BooleanField(default=False)  # its topics are rows
    base_model = fields.CharField(max_length=255)
    use_examples = fields.BooleanField(default=True)
    writes_freely = fields.BooleanField(default=False)  # its words go out as they are, whatever they stand on
    unsure_sentence = fields.TextField(
        default=""
    )  # what it says where it knows nothing; empty: its language's own
    follow_up_rate = fields.FloatField(default=0.2)  # of saved answers that the customer reacts to
    realism_guide: list[dict[str, object]] = fields.JSONField(default=list)  # lines of app/customers/guide.py
    house_style: dict[str, object] = fields.JSONField(default=dict)  # see app.answers.overrides
    created_at = fields.DatetimeField(auto_now_add=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "agent"
        indexes = (
            ("workspace_id", "id"),
            UniquePartialIndex(
                fields=("workspace_id", "slug"), name="uid_agent_slug_in_use", where="deleted_at IS NULL"
            ),
        )
