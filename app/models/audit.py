"""AuditEntry: who did what when. Triggers of the table refuse to change one, and to delete one that retention keeps."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.ids import new_id
from app.models.workspace import Workspace


class AuditAction(StrEnum):
    AGENT_CREATED = "agent.created"
    AGENT_CHANGED = "agent.changed"
    AGENT_DELETED = "agent.deleted"
    PAIR_SAVED = "pair.saved"
    PAIR_CHANGED = "pair.changed"
    PAIR_DELETED = "pair.deleted"
    PAIRS_IMPORTED = "pairs.imported"
    PAIRS_EXPORTED = "pairs.exported"
    MATERIAL_ADDED = "material.added"
    MATERIAL_DELETED = "material.deleted"
    TRAINING_STARTED = "training.started"
    TRAINING_CANCELLED = "training.cancelled"
    VERSION_PROMOTED = "version.promoted"
    VERSION_RETIRED = "version.retired"
    MEMBER_INVITED = "member.invited"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    MEMBER_JOINED = "member.joined"
    MEMBER_CHANGED = "member.changed"
    MEMBER_REMOVED = "member.removed"
    MEMBER_SIGNED_IN = "member.signed_in"
    KEY_CREATED = "key.created"
    KEY_REVOKED = "key.revoked"
    WORKSPACE_CREATED = "workspace.created"
    WRITER_CHANGED = "writer.changed"
    AUDIT_EXPORTED = "audit.exported"
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_DELETED = "webhook.deleted"
    LINK_CREATED = "link.created"
    LINK_REVOKED = "link.revoked"


class AuditEntry(Model):
    """Ids only: what was written in a pair is gone when the pair is. No foreign keys to what may be deleted."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="audit_entries", on_delete=fields.RESTRICT
    )
    workspace_id: UUID
    actor = fields.CharField(max_length=255)  # Actor.subject
    action = fields.CharEnumField(AuditAction, max_length=32)
    agent_id = fields.UUIDField(null=True)
    target_id = fields.UUIDField(null=True)  # the row that the action made, changed or deleted
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "audit_entry"
        indexes = (("workspace_id", "id"), ("agent_id", "id"), ("target_id",))
