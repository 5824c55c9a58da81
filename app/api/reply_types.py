"""What a reply stands on, as clients see it."""

from typing import Self

import strawberry

from app.api.enums import ReplyBasis, ReplySourceKind
from app.api.ids import encode
from app.replies.reply import Passage, Reply, Unfounded


@strawberry.type(description="Something that a reply stands on, or that the agent offers as perhaps helping.")
class ReplySource:
    kind: ReplySourceKind
    title: str = strawberry.field(
        description="The question that a taught answer belongs to, or the heading of a passage; may be empty."
    )
    text: str
    pair_id: strawberry.ID | None = strawberry.field(description="Of a taught answer.")
    material_id: strawberry.ID | None = strawberry.field(description="Of a passage.")

    @classmethod
    def of(cls, passage: Passage) -> Self:
        return cls(
            kind=ReplySourceKind(passage.kind),
            title=passage.title,
            text=passage.text,
            pair_id=encode("TrainingPair", passage.pair_id) if passage.pair_id else None,
            material_id=encode("Material", passage.material_id) if passage.material_id else None,
        )


@strawberry.type(description="Words of a reply that nothing holds which was taught, told or asked.")
class UnfoundedPart:
    text: str
    start: int = strawberry.field(description="Of the reply, in characters.")
    end: int

    @classmethod
    def of(cls, part: Unfounded) -> Self:
        return cls(text=part.text, start=part.start, end=part.end)


def extension(reply: Reply) -> dict[str, object]:
    """The field `coachable` of replies at `/v1`."""
    return {
        "basis": reply.basis.name,
        "sources": [
            {
                "kind": passage.kind.name,
                "title": passage.title,
                "pair_id": encode("TrainingPair", passage.pair_id) if passage.pair_id else None,
                "material_id": encode("Material", passage.material_id) if passage.material_id else None,
            }
            for passage in reply.sources
        ],
    }


__all__ = ["ReplyBasis", "ReplySource", "UnfoundedPart", "extension"]
