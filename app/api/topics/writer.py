"""Who plays the customers, and what to do for better ones."""

from enum import StrEnum
from typing import Self

import strawberry

from app.actor import Role
from app.api.context import Info
from app.api.enums import RejectionReason
from app.api.roles import mutation
from app.customers import writing
from app.infra import writer_state, writers
from app.infra.writers import Standing
from app.workspaces import teams


@strawberry.enum(
    description="HOSTED: a model behind COACHABLE_LLM_BASE_URL. LOCAL: a writer model on this machine. STARTER: no "
    "model; real questions word for word, and plain ones about the agent's topics."
)
class WriterKind(StrEnum):
    HOSTED = "hosted"
    LOCAL = "local"
    STARTER = "starter"


@strawberry.type(description="How the last day's questions came about.")
class WriterRecord:
    questions: int
    fallback_share: float = strawberry.field(description="Of them, written by the starter; 0 to 1.")
    median_seconds: float | None = strawberry.field(description="Until a question of a model was complete.")
    rejections: list["RejectionCount"]


@strawberry.type
class RejectionCount:
    reason: str = strawberry.field(
        description="Why a text of the model was thrown away, such as `too_similar`.",
        deprecation_reason="`code` has it as an enum.",
    )
    code: RejectionReason | None = strawberry.field(
        description="Null: of an earlier release, which had others."
    )
    count: int

    @classmethod
    def of(cls, reason: str, count: int) -> Self:
        known = RejectionReason(reason) if reason in list(RejectionReason) else None
        return cls(reason=reason, code=known, count=count)


@strawberry.type(description="Who plays the customers on this installation.")
class Writer:
    kind: WriterKind
    model: str | None = strawberry.field(description="Its name; null for the starter.")
    sentence: str = strawberry.field(description="For people: who writes, and why not a better one.")
    advice: str | None = strawberry.field(description="For people: what would give better customers.")
    # A GraphQL Int ends at 2 GiB.
    bytes_done: float | None = strawberry.field(
        description="Of a local model that is being fetched; else null."
    )
    bytes_total: float | None
    can_decline: bool = strawberry.field(description="Whether `declineWriterModel` would change anything.")
    can_accept: bool = strawberry.field(description="Whether `acceptWriterModel` would change anything.")

    @classmethod
    def of(cls, standing: Standing) -> "Writer":
        return cls(
            kind=WriterKind(standing.kind),
            model=standing.model,
            sentence=standing.sentence,
            advice=standing.advice,
            bytes_done=standing.bytes_done,
            bytes_total=standing.bytes_total,
            can_decline=standing.can_decline,
            can_accept=standing.can_accept,
        )

    @strawberry.field(description="Of your workspace, in the last 24 hours.")
    async def record(self, info: Info) -> WriterRecord:
        found = await writing.record(info.context.actor)
        rejections = [RejectionCount.of(reason, count) for reason, count in found.rejections.items()]
        return WriterRecord(
            questions=found.questions,
            fallback_share=found.fallback_share,
            median_seconds=found.median_seconds,
            rejections=rejections,
        )


@strawberry.type
class WriterQueries:
    @strawberry.field(description="Who plays the customers.")
    async def writer(self, info: Info) -> Writer:
        found = Writer.of(await writers.standing(info.context.settings))
        if found.kind is not WriterKind.STARTER and (why := await writing.trouble(info.context.actor)):
            found.sentence += f" The last questions came from the starter, though: {why}"
        return found


@strawberry.type
class WriterMutations:
    @mutation(needs=Role.ADMIN, description="Don't fetch or use a local writer model on this machine.")
    async def decline_writer_model(self, info: Info) -> Writer:
        await teams.note_writer_change(info.context.actor)
        writer_state.decline(info.context.settings.home)
        return Writer.of(await writers.standing(info.context.settings))

    @mutation(needs=Role.ADMIN, description="Fetch and use a local writer model after all.")
    async def accept_writer_model(self, info: Info) -> Writer:
        await teams.note_writer_change(info.context.actor)
        writer_state.accept(info.context.settings.home)
        return Writer.of(await writers.standing(info.context.settings))
