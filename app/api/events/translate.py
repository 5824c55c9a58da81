"""From an event of the log to the type that clients receive. Kinds and payloads: `app.contracts.events`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from app.api.enums import Category, Difficulty, QuerySource, RunStatus, RunTrigger
from app.api.events import change_types as change
from app.api.events import run_types as run
from app.api.events import session_types as session
from app.api.ids import encode
from app.api.pairs.types import turns
from app.api.runs.types import Sample
from app.contracts import events as told
from app.events.changes import Changed, is_of
from app.events.hub import Announcement

Payload: TypeAlias = dict[str, Any]
Make: TypeAlias = Callable[[Payload, Payload], Any]
Translation: TypeAlias = dict[str, Make]
E = TypeVar("E", bound=told.Event)


def _on(event: type[E], make: Callable[[Payload, E], Any]) -> tuple[str, Make]:
    """`make` gets the cursor and the time of an event, and what it says."""
    return event.kind, lambda e, payload: make(e, event.model_validate(payload))


def _query(p: told.OfQuery) -> Payload:
    return {"query_id": encode("GeneratedQuery", p.query_id)}


def _described(p: told.Described) -> Payload:
    return _query(p) | {
        "category": Category(p.category),
        "context": p.context,
        "difficulty": Difficulty(p.difficulty),
        "earlier": turns(map(asdict, p.earlier)),
    }


def _complete(p: told.QueryReady) -> Payload:
    return _described(p) | {"text": p.text, "source": QuerySource(p.source)}


def _run(p: told.TrainingTriggered | told.TrainingFinished) -> Payload:
    return {"row_id": p.run_id, "run_id": encode("TrainingRun", p.run_id), "message": p.message}


def _version(p: told.OfVersion) -> Payload:
    return {
        "row_id": p.version_id,
        "version_id": encode("AgentVersion", p.version_id),
        "number": p.number,
        "message": p.message,
    }


def _saved(e: Payload, p: told.PairSaved) -> session.PairSavedEvent:
    return session.PairSavedEvent(
        **e,
        row_id=p.pair_id,
        pair_id=encode("TrainingPair", p.pair_id),
        pair_count=p.pair_count,
        target_pairs=p.target_pairs,
        message=p.message,
    )


def _finished(e: Payload, p: told.RunFinished) -> run.RunFinishedEvent:
    return run.RunFinishedEvent(
        **e,
        status=RunStatus(p.status),
        reason=p.reason,
        version_id=encode("AgentVersion", p.version_id) if p.version_id else None,
        number=p.number,
    )


QUERY: Translation = dict(
    [
        _on(
            told.QueryStarted,
            lambda e, p: session.QueryStartedEvent(**e, attempt=p.attempt, **_described(p)),
        ),
        _on(
            told.QueryDelta,
            lambda e, p: session.QueryDeltaEvent(**e, **_query(p), offset=p.offset, text=p.text),
        ),
        _on(told.QueryReady, lambda e, p: session.QueryReadyEvent(**e, **_complete(p))),
        _on(
            told.QueryFallback,
            lambda e, p: session.QueryFallbackEvent(**e, reason=p.reason, **_complete(p)),
        ),
        _on(told.TopicsNeeded, lambda e, p: session.TopicsNeededEvent(**e, **_query(p))),
        _on(told.QuerySkipped, lambda e, p: session.QuerySkippedEvent(**e, **_query(p), reason=p.reason)),
        _on(told.QueryDiscarded, lambda e, p: session.QueryDiscardedEvent(**e, **_query(p))),
    ]
)

SESSION: Translation = {kind: make for kind, make in QUERY.items() if kind != told.QueryDelta.kind} | dict(
    [
        _on(
            told.SessionStarted,
            lambda e, p: session.SessionStartedEvent(**e, welcome=p.welcome, target_pairs=p.target_pairs),
        ),
        _on(told.SessionRenamed, lambda e, p: session.SessionRenamedEvent(**e, title=p.title)),
        _on(told.SessionCompleted, lambda e, p: session.SessionCompletedEvent(**e)),
        _on(
            told.QueryPrepared,
            lambda e, p: session.QueryPreparedEvent(**e, row_id=p.query_id, **_query(p)),
        ),
        _on(told.PairSaved, _saved),
        _on(
            told.PairUpdated,
            lambda e, p: session.PairUpdatedEvent(
                **e, row_id=p.pair_id, pair_id=encode("TrainingPair", p.pair_id)
            ),
        ),
        _on(
            told.PairDeleted,
            lambda e, p: session.PairDeletedEvent(
                **e, pair_id=encode("TrainingPair", p.pair_id), pair_count=p.pair_count
            ),
        ),
        _on(
            told.TrainingTriggered,
            lambda e, p: session.TrainingTriggeredEvent(**e, trigger=RunTrigger(p.trigger), **_run(p)),
        ),
        _on(
            told.TrainingFinished,
            lambda e, p: session.TrainingFinishedEvent(**e, status=RunStatus(p.status), **_run(p)),
        ),
        _on(told.VersionLive, lambda e, p: session.VersionLiveEvent(**e, **_version(p))),
        _on(told.VersionRetired, lambda e, p: session.VersionRetiredEvent(**e, **_version(p))),
    ]
)

RUN: Translation = dict(
    [
        _on(
            told.RunTold,
            lambda e, p: run.RunStatusEvent(**e, status=RunStatus(p.status), message=p.message),
        ),
        _on(
            told.RunProgressed,
            lambda e, p: run.RunProgressEvent(**e, **p.model_dump(include=told.FIGURES)),
        ),
        _on(
            told.RunSampled,
            lambda e, p: run.RunSamplesEvent(
                **e, step=p.step, samples=[Sample.of(sample.model_dump()) for sample in p.samples]
            ),
        ),
        _on(told.RunFinished, _finished),
    ]
)


def _changed(event: Payload, p: Payload) -> Payload:
    return event | {
        "agent_row": UUID(p["agent_id"]),
        "agent_id": encode("Agent", p["agent_id"]),
        "row_id": UUID(p["id"]),
    }


def _in_session(p: Payload) -> Payload:
    return {"session_row": UUID(p["session_id"]), "session_id": encode("Session", p["session_id"])}


CHANGES: Translation = {
    Changed.AGENT: lambda e, p: change.AgentChangedEvent(**_changed(e, p)),
    Changed.AGENT_DELETED: lambda e, p: change.AgentDeletedEvent(**_changed(e, p)),
    Changed.SESSION: lambda e, p: change.SessionChangedEvent(
        **_changed(e, p), session_id=encode("Session", p["id"])
    ),
    Changed.QUERY: lambda e, p: change.QueryChangedEvent(
        **_changed(e, p), **_in_session(p), query_id=encode("GeneratedQuery", p["id"])
    ),
    Changed.PAIR: lambda e, p: change.PairChangedEvent(
        **_changed(e, p), **_in_session(p), pair_id=encode("TrainingPair", p["id"])
    ),
    Changed.RUN: lambda e, p: change.RunChangedEvent(**_changed(e, p), run_id=encode("TrainingRun", p["id"])),
    Changed.VERSION: lambda e, p: change.VersionChangedEvent(
        **_changed(e, p), version_id=encode("AgentVersion", p["id"])
    ),
}


def changes_of(agent_id: UUID) -> Translation:
    def only(make: Callable[[Payload, Payload], Any]) -> Callable[[Payload, Payload], Any]:
        return lambda event, payload: make(event, payload) if is_of(agent_id, payload) else None

    return {kind: only(make) for kind, make in CHANGES.items()}


def translate(table: Translation, event: Announcement) -> Any | None:
    """None for a kind that this subscription does not deliver."""
    make = table.get(event.kind)
    return make({"cursor": str(event.seq), "at": event.at}, event.payload) if make else None
