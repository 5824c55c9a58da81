"""What a run taught, and what it did to the held-out answers."""

from typing import Self

import strawberry

from app.api.enums import Outcome
from app.api.ids import encode
from app.contracts import report as proof

_ORDER = {"worse": 0, "same": 1, "better": 2}


@strawberry.type(description="A number, price or telling word of an expert's answer.")
class KeyPoint:
    text: str
    learned: bool = strawberry.field(description="The new version would write it there, word for word.")


@strawberry.type(description="A taught pair, and what of it comes out now.")
class ReceiptPair:
    pair_id: strawberry.ID
    query: str
    learned: bool | None = strawberry.field(
        description="At least half of its key points come out, and all that hold a number; null: it has none."
    )
    share: float | None = strawberry.field(
        description="Share of its key points that come out, 0 to 1; null: it has none."
    )
    key_points: list[KeyPoint]

    @classmethod
    def of(cls, entry: proof.Taught) -> Self:
        return cls(
            pair_id=encode("TrainingPair", entry.pair_id),
            query=entry.query,
            learned=entry.learned,
            share=entry.share,
            key_points=[KeyPoint(text=point.text, learned=point.learned) for point in entry.key_points],
        )


@strawberry.type(description="A question that was not trained on, and how its answer changed.")
class ReceiptChange:
    pair_id: strawberry.ID
    query: str
    outcome: Outcome
    loss_change: float = strawberry.field(description="Nats per token; below 0 your answer became likelier.")
    quality_change: float | None = strawberry.field(
        description="Of the generated answer, -1 to 1; null where none was generated."
    )

    @classmethod
    def of(cls, question: proof.Question) -> Self:
        assert question.outcome is not None
        if question.live_loss is None:
            loss, old = question.base_loss, question.base_quality
        else:
            loss, old = question.live_loss, question.live_quality
        new = question.candidate_quality
        return cls(
            pair_id=encode("TrainingPair", question.pair_id),
            query=question.query,
            outcome=Outcome(question.outcome),
            loss_change=question.candidate_loss - loss,
            quality_change=new.total - old.total if old and new else None,
        )


@strawberry.type(description="What a run taught.")
class Receipt:
    learned: int = strawberry.field(description="Pairs that it learned.")
    pairs: list[ReceiptPair] = strawberry.field(
        description="The newest 200 taught pairs, the least learned first and those without key points last."
    )
    held_out: list[ReceiptChange] = strawberry.field(
        description="Against the version live then or the base model, the worst first."
    )

    @classmethod
    def of(cls, report: proof.Report | None) -> Self | None:
        if report is None or report.receipt is None:
            return None
        pairs = [ReceiptPair.of(entry) for entry in report.receipt]
        changes = [ReceiptChange.of(question) for question in report.questions if question.outcome]
        changes.sort(key=lambda change: (_ORDER[change.outcome.value], -change.loss_change))
        return cls(learned=sum(pair.learned is True for pair in pairs), pairs=pairs, held_out=changes)
