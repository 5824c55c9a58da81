"""What is told of conversations and runs: the kinds of the durable log (app/events), and what each says.

Kinds and the names of fields stand in the database for as long as events are kept: what is new in one has a default.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.contracts.job import Turn


class Event(BaseModel):
    model_config = ConfigDict(frozen=True)
    kind: ClassVar[str]

    def payload(self) -> dict[str, object]:
        """As JSON values, without what was not said."""
        return self.model_dump(mode="json", exclude_unset=True)


# A question of a simulated customer.


class OfQuery(Event):
    query_id: UUID


class Described(OfQuery):
    category: str
    context: str
    difficulty: str
    earlier: tuple[Turn, ...] = ()


class QueryStarted(Described):
    kind = "query.started"
    attempt: int


class QueryDelta(OfQuery):
    kind = "query.delta"
    offset: int
    text: str


class QueryReady(Described):
    kind = "query.ready"
    text: str
    source: str


class QueryFallback(QueryReady):
    kind = "query.fallback"
    reason: str | None


class TopicsNeeded(OfQuery):
    kind = "query.topics_needed"


class QueryPrepared(OfQuery):
    kind = "query.prepared"


class QuerySkipped(OfQuery):
    kind = "query.skipped"
    reason: str | None


class QueryDiscarded(OfQuery):
    kind = "query.discarded"


# A conversation, and what becomes of its answers.


class SessionStarted(Event):
    kind = "session.started"
    welcome: str
    target_pairs: int


class SessionRenamed(Event):
    kind = "session.renamed"
    title: str | None


class SessionCompleted(Event):
    kind = "session.completed"


class PairSaved(Event):
    kind = "pair.saved"
    pair_id: UUID
    pair_count: int
    target_pairs: int
    message: str


class PairUpdated(Event):
    kind = "pair.updated"
    pair_id: UUID


class PairDeleted(Event):
    kind = "pair.deleted"
    pair_id: UUID
    pair_count: int


class TrainingTriggered(Event):
    kind = "training.triggered"
    run_id: UUID
    trigger: str
    message: str


class TrainingFinished(Event):
    kind = "training.finished"
    run_id: UUID
    status: str
    message: str


class OfVersion(Event):
    version_id: UUID
    number: int
    message: str


class VersionLive(OfVersion):
    kind = "version.live"


class VersionRetired(OfVersion):
    kind = "version.retired"


# A run.


class RunTold(Event):
    """Where it stands, in words."""

    kind = "run.status"
    status: str
    message: str


class Figures(BaseModel):
    """Of a step; `loss` in nats per token."""

    step: int
    total_steps: int
    loss: float | None = None
    holdout_loss: float | None = None
    tokens_per_second: float | None = None
    seconds_left: float | None = None
    learning_rate: float | None = None


FIGURES = set(Figures.model_fields)


class RunProgressed(Event, Figures):
    kind = "run.progress"


class Sample(BaseModel):
    """A held-out question, and how the model answers it now."""

    pair_id: str
    query: str
    expected: str
    answer: str


class RunSampled(Event):
    kind = "run.samples"
    step: int
    samples: tuple[Sample, ...]


class RunFinished(Event):
    kind = "run.finished"
    status: str
    reason: str
    version_id: UUID | None
    number: int | None
