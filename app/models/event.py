"""Event: a numbered, durable fact about a session or a run, or about what has changed in a workspace."""

from tortoise import Model, fields

from app.models.ids import new_id
from app.models.indexes import PartialIndex


class Event(Model):
    """`stream` is the id of the session, run or workspace; `seq` counts 1, 2, 3 … within it, and the last one always
    stays.

    Gaps are made later only: the words of a question (`query.delta`) go once it is long complete, and what is told of
    an agent in its workspace when it is erased.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    stream = fields.UUIDField()
    seq = fields.BigIntField()
    kind = fields.CharField(max_length=32)
    payload: dict[str, object] = fields.JSONField(default=dict)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "event"
        unique_together = (("stream", "seq"),)
        indexes = (
            PartialIndex(fields=("created_at",), name="idx_event_words", where="kind = 'query.delta'"),
        )
