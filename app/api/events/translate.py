"""From an event of the log to the type that clients receive. Kinds and payloads: `app.events`."""

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from app.api.enums import Category, Difficulty, QuerySource, RunStatus, RunTrigger
from app.api.events import run_types as run
from app.api.events import session_types as session
from app.api.ids import encode
from app.api.pairs.types import turns
from app.api.runs.types import Sample
from app.events.hub import Announcement

Payload: TypeAlias = dict[str, Any]
Translation: TypeAlias = dict[str, Callable[[str, Payload], Any]]


def _metadata(p: Payload) -> Payload:
    return {
        "category": Category(p["category"]),
        "context": p["context"],
        "difficulty": Difficulty(p["difficulty"]),
        "earlier": turns(p.get("earlier", [])),
    }


def _complete(p: Payload) -> Payload:
    return _metadata(p) | {"text": p["text"], "source": QuerySource(p["source"])}


def _query(p: Payload) -> Any:
    return encode("GeneratedQuery", p["query_id"])


def _pair(p: Payload) -> Any:
    return encode("TrainingPair", p["pair_id"])


def _run(p: Payload) -> Payload:
    return {
        "row_id": UUID(p["run_id"]),
        "run_id": encode("TrainingRun", p["run_id"]),
        "message": p["message"],
    }


def _version(p: Payload) -> Payload:
    return {
        "row_id": UUID(p["version_id"]),
        "version_id": encode("AgentVersion", p["version_id"]),
        "number": p["number"],
        "message": p["message"],
    }


QUERY: Translation = {
    "query.started": lambda c, p: session.QueryStartedEvent(
        cursor=c, query_id=_query(p), attempt=p["attempt"], **_metadata(p)
    ),
    "query.delta": lambda c, p: session.QueryDeltaEvent(
        cursor=c, query_id=_query(p), offset=p["offset"], text=p["text"]
    ),
    "query.ready": lambda c, p: session.QueryReadyEvent(cursor=c, query_id=_query(p), **_complete(p)),
    "query.fallback": lambda c, p: session.QueryFallbackEvent(
        cursor=c, query_id=_query(p), reason=p["reason"], **_complete(p)
    ),
    "query.topics_needed": lambda c, p: session.TopicsNeededEvent(cursor=c, query_id=_query(p)),
    "query.skipped": lambda c, p: session.QuerySkippedEvent(cursor=c, query_id=_query(p), reason=p["reason"]),
    "query.discarded": lambda c, p: session.QueryDiscardedEvent(cursor=c, query_id=_query(p)),
}

SESSION: Translation = {kind: make for kind, make in QUERY.items() if kind != "query.delta"} | {
    "session.started": lambda c, p: session.SessionStartedEvent(
        cursor=c, welcome=p["welcome"], target_pairs=p["target_pairs"]
    ),
    "session.completed": lambda c, p: session.SessionCompletedEvent(cursor=c),
    "query.prepared": lambda c, p: session.QueryPreparedEvent(
        cursor=c, row_id=UUID(p["query_id"]), query_id=_query(p)
    ),
    "pair.saved": lambda c, p: session.PairSavedEvent(
        cursor=c,
        row_id=UUID(p["pair_id"]),
        pair_id=_pair(p),
        pair_count=p["pair_count"],
        target_pairs=p["target_pairs"],
        message=p["message"],
    ),
    "pair.updated": lambda c, p: session.PairUpdatedEvent(
        cursor=c, row_id=UUID(p["pair_id"]), pair_id=_pair(p)
    ),
    "pair.deleted": lambda c, p: session.PairDeletedEvent(
        cursor=c, pair_id=_pair(p), pair_count=p["pair_count"]
    ),
    "training.triggered": lambda c, p: session.TrainingTriggeredEvent(
        cursor=c, trigger=RunTrigger(p["trigger"]), **_run(p)
    ),
    "training.finished": lambda c, p: session.TrainingFinishedEvent(
        cursor=c, status=RunStatus(p["status"]), **_run(p)
    ),
    "version.live": lambda c, p: session.VersionLiveEvent(cursor=c, **_version(p)),
    "version.retired": lambda c, p: session.VersionRetiredEvent(cursor=c, **_version(p)),
}

RUN: Translation = {
    "run.status": lambda c, p: run.RunStatusEvent(
        cursor=c, status=RunStatus(p["status"]), message=p["message"]
    ),
    "run.progress": lambda c, p: run.RunProgressEvent(
        cursor=c,
        step=p["step"],
        total_steps=p["total_steps"],
        loss=p.get("loss"),
        holdout_loss=p.get("holdout_loss"),
        learning_rate=p.get("learning_rate"),
        tokens_per_second=p.get("tokens_per_second"),
        seconds_left=p.get("seconds_left"),
    ),
    "run.samples": lambda c, p: run.RunSamplesEvent(
        cursor=c, step=p["step"], samples=[Sample.of(sample) for sample in p["samples"]]
    ),
    "run.finished": lambda c, p: run.RunFinishedEvent(
        cursor=c,
        status=RunStatus(p["status"]),
        reason=p["reason"],
        version_id=encode("AgentVersion", p["version_id"]) if p["version_id"] else None,
        number=p["number"],
    ),
}


def translate(table: Translation, event: Announcement) -> Any | None:
    """None for a kind that this subscription does not deliver."""
    make = table.get(event.kind)
    return make(str(event.seq), event.payload) if make else None
