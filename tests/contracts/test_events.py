"""Events are kept for months: their kinds and the names in them are what rows of earlier versions have."""

from uuid import UUID

from app.contracts.events import (
    Event,
    QueryDelta,
    QueryFallback,
    QueryReady,
    QueryStarted,
    RunFinished,
    RunProgressed,
    RunSampled,
    Sample,
    SessionRenamed,
    VersionLive,
)
from app.contracts.job import Turn

ONE = UUID("01234567-89ab-4cde-8f01-23456789abcd")
STORED = {
    "query.started": {"query_id", "category", "context", "difficulty", "earlier", "attempt"},
    "query.delta": {"query_id", "offset", "text"},
    "query.ready": {"query_id", "category", "context", "difficulty", "earlier", "text", "source"},
    "query.fallback": {
        "query_id",
        "category",
        "context",
        "difficulty",
        "earlier",
        "text",
        "source",
        "reason",
    },
    "query.topics_needed": {"query_id"},
    "query.prepared": {"query_id"},
    "query.skipped": {"query_id", "reason"},
    "query.discarded": {"query_id"},
    "session.started": {"welcome", "target_pairs"},
    "session.renamed": {"title"},
    "session.completed": set(),
    "pair.saved": {"pair_id", "pair_count", "target_pairs", "message"},
    "pair.updated": {"pair_id"},
    "pair.deleted": {"pair_id", "pair_count"},
    "training.triggered": {"run_id", "trigger", "message"},
    "training.finished": {"run_id", "status", "message"},
    "version.live": {"version_id", "number", "message"},
    "version.retired": {"version_id", "number", "message"},
    "run.status": {"status", "message"},
    "run.progress": {
        "step",
        "total_steps",
        "loss",
        "holdout_loss",
        "tokens_per_second",
        "seconds_left",
        "learning_rate",
    },
    "run.samples": {"step", "samples"},
    "run.finished": {"status", "reason", "version_id", "number"},
}


def kinds(of: type[Event] = Event) -> dict[str, set[str]]:
    own = {of.kind: set(of.model_fields)} if hasattr(of, "kind") else {}
    return own | {kind: names for one in of.__subclasses__() for kind, names in kinds(one).items()}


def test_kinds_and_fields_are_those_of_the_rows_in_the_database() -> None:
    assert kinds() == STORED
    assert max(map(len, STORED)) <= 32


def test_what_was_not_said_is_not_written() -> None:
    said = {"query_id": str(ONE), "category": "pricing", "context": "", "difficulty": "easy"}
    assert QueryStarted.model_validate(said | {"attempt": 1}).payload() == said | {"attempt": 1}
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    told = QueryStarted.model_validate(said | {"attempt": 2, "earlier": turns})
    assert told.earlier == (Turn("user", "Hi"), Turn("assistant", "Hello."))
    assert told.payload() == said | {"attempt": 2, "earlier": turns}
    assert SessionRenamed(title=None).payload() == {"title": None}


def test_ids_and_lists_are_written_as_json() -> None:
    assert QueryDelta(query_id=ONE, offset=3, text="é").payload() == {
        "query_id": str(ONE),
        "offset": 3,
        "text": "é",
    }
    sample = {"pair_id": str(ONE), "query": "Q?", "expected": "A.", "answer": "B."}
    assert RunSampled(step=2, samples=(Sample(**sample),)).payload() == {"step": 2, "samples": [sample]}
    assert VersionLive(version_id=ONE, number=3, message="It is.").payload() == {
        "version_id": str(ONE),
        "number": 3,
        "message": "It is.",
    }
    assert RunFinished(status="failed", reason="No.", version_id=None, number=None).payload() == {
        "status": "failed",
        "reason": "No.",
        "version_id": None,
        "number": None,
    }


def test_rows_of_earlier_versions_are_read() -> None:
    """They had no learning rate, and no earlier turns."""
    assert RunProgressed.model_validate({"step": 1, "total_steps": 9}).learning_rate is None
    row = {"query_id": str(ONE), "category": "pricing", "context": "", "difficulty": "easy", "text": "Q?"}
    assert QueryReady.model_validate(row | {"source": "model"}).earlier == ()
    assert QueryFallback.model_validate(row | {"source": "fallback", "reason": None}).reason is None
