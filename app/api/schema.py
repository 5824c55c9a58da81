"""The whole GraphQL surface on one screen."""

import sys

import strawberry
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from app.api.access.operations import AccessMutations, AccessQueries
from app.api.access.workspaces import WorkspaceMutations, WorkspaceQueries
from app.api.agents.mutations import AgentMutations
from app.api.agents.queries import AgentQueries
from app.api.agents.style import StyleMutations
from app.api.basemodels.queries import BaseModelQueries
from app.api.errors import Errors
from app.api.events import change_types, run_types, session_types
from app.api.events.subscriptions import EventSubscriptions
from app.api.exchange.operations import ExchangeMutations, ExchangeQueries
from app.api.limits import Limits, RowLimit
from app.api.materials.operations import MaterialMutations, MaterialQueries
from app.api.nodes import NodeQueries
from app.api.openquestions.mutations import OpenQuestionMutations
from app.api.operation import Operation
from app.api.pairs.findings import FindingQueries
from app.api.pairs.mutations import PairMutations
from app.api.pairs.queries import PairQueries
from app.api.parsing import CachedParser, CachedValidation
from app.api.problems import HANDLERS
from app.api.queries.mutations import QueryMutations
from app.api.realism.mutations import RealismMutations
from app.api.replies import ReplyDeltaEvent, ReplyFinishedEvent, ReplySubscriptions
from app.api.runs.mutations import RunMutations
from app.api.runs.queries import RunQueries
from app.api.scalars import SCALARS
from app.api.sessions.mutations import SessionMutations
from app.api.sessions.queries import SessionQueries
from app.api.sharing.operations import ShareLinkMutations, ShareLinkQueries
from app.api.topics.operations import TopicMutations, TopicQueries
from app.api.versions.mutations import VersionMutations
from app.api.versions.queries import VersionQueries
from app.api.versions.votes import VoteMutations
from app.api.viewer import ViewerQueries
from app.api.webhooks.operations import WebhookMutations, WebhookQueries


@strawberry.type
class Query(
    ViewerQueries,
    AgentQueries,
    BaseModelQueries,
    TopicQueries,
    SessionQueries,
    PairQueries,
    FindingQueries,
    RunQueries,
    VersionQueries,
    ExchangeQueries,
    MaterialQueries,
    AccessQueries,
    WorkspaceQueries,
    WebhookQueries,
    ShareLinkQueries,
    NodeQueries,
):
    pass


@strawberry.type
class Mutation(
    AgentMutations,
    StyleMutations,
    SessionMutations,
    QueryMutations,
    TopicMutations,
    RealismMutations,
    OpenQuestionMutations,
    PairMutations,
    RunMutations,
    VersionMutations,
    VoteMutations,
    ExchangeMutations,
    MaterialMutations,
    AccessMutations,
    WorkspaceMutations,
    WebhookMutations,
    ShareLinkMutations,
):
    pass


@strawberry.type
class Subscription(EventSubscriptions, ReplySubscriptions):
    pass


class Schema(strawberry.Schema):
    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """`Errors` logs what is unexpected, once and with the request's id; Strawberry would log every typo."""


EVENTS = (
    session_types.SessionStartedEvent,
    session_types.SessionRenamedEvent,
    session_types.SessionCompletedEvent,
    session_types.QueryStartedEvent,
    session_types.QueryDeltaEvent,
    session_types.QueryReadyEvent,
    session_types.QueryFallbackEvent,
    session_types.TopicsNeededEvent,
    session_types.QuerySkippedEvent,
    session_types.QueryDiscardedEvent,
    session_types.QueryPreparedEvent,
    session_types.PairSavedEvent,
    session_types.PairUpdatedEvent,
    session_types.PairDeletedEvent,
    session_types.TrainingTriggeredEvent,
    session_types.TrainingFinishedEvent,
    session_types.VersionLiveEvent,
    session_types.VersionRetiredEvent,
    run_types.RunStatusEvent,
    run_types.RunProgressEvent,
    run_types.RunSamplesEvent,
    run_types.RunFinishedEvent,
    change_types.AgentChangedEvent,
    change_types.AgentDeletedEvent,
    change_types.SessionChangedEvent,
    change_types.QueryChangedEvent,
    change_types.PairChangedEvent,
    change_types.RunChangedEvent,
    change_types.VersionChangedEvent,
    ReplyDeltaEvent,
    ReplyFinishedEvent,
)

schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=EVENTS,
    scalar_overrides=SCALARS,
    extensions=[Operation, Errors, Limits, CachedParser, CachedValidation, RowLimit],
    exception_handlers=HANDLERS,
)

if __name__ == "__main__":
    sys.stdout.write(schema.as_str() + "\n")
