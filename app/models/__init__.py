"""Tortoise tables, one file per noun, with its enums and allowed changes of state."""

from app.models.agent import Agent
from app.models.audit import AuditAction, AuditEntry
from app.models.auto_training import AutoTraining, GoLiveWhen, Schedule
from app.models.event import Event
from app.models.material import Material, MaterialKind, ProposalStatus, ProposedPair
from app.models.open_question import OpenQuestion
from app.models.pair import PairSplit, TrainingPair
from app.models.preference import PreferencePair
from app.models.query import Category, Difficulty, GeneratedQuery, QuerySource, QueryStatus, SkipReason
from app.models.run import RunStatus, RunTrigger, TrainingRun
from app.models.session import Session, SessionStatus
from app.models.share_link import ShareLink
from app.models.source import Source
from app.models.topic import Topic, TopicSource
from app.models.version import AgentVersion, VersionStatus
from app.models.vote import AnswerVote, Vote
from app.models.webhook import DeliveryStatus, Webhook, WebhookDelivery, WebhookEvent
from app.models.workspace import ApiKey, Invitation, Member, UsedLink, Workspace

__all__ = [
    "Agent",
    "AgentVersion",
    "AnswerVote",
    "ApiKey",
    "AuditAction",
    "AuditEntry",
    "AutoTraining",
    "Category",
    "DeliveryStatus",
    "Difficulty",
    "Event",
    "GeneratedQuery",
    "GoLiveWhen",
    "Invitation",
    "Member",
    "Material",
    "MaterialKind",
    "OpenQuestion",
    "PairSplit",
    "PreferencePair",
    "ProposalStatus",
    "ProposedPair",
    "QuerySource",
    "QueryStatus",
    "RunStatus",
    "RunTrigger",
    "Schedule",
    "Session",
    "SessionStatus",
    "ShareLink",
    "SkipReason",
    "Source",
    "Topic",
    "TopicSource",
    "TrainingPair",
    "TrainingRun",
    "UsedLink",
    "VersionStatus",
    "Vote",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
    "Workspace",
]
