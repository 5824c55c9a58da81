"""Look at a file, and take it over.

The file comes as text in the input, not as a multipart upload: other sites' forms can send multipart without asking
the browser first, a JSON body they can't.
"""

from typing import Annotated

import strawberry

from app.actor import Role
from app.api.context import Info
from app.api.enums import ImportFindingCode
from app.api.exchange.types import (
    FIRST,
    MOST_SHOWN,
    ExchangeFormatInfo,
    FileInput,
    ImportPreview,
    PairsImported,
)
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.roles import mutation
from app.exchange import formats
from app.exchange import service as exchange
from app.text.fields import KEY_LENGTH

KEY = f"1 to {KEY_LENGTH} characters, new for every import: a repeated call with the same key returns the first result."


@strawberry.input
class PreviewImportInput:
    agent_id: strawberry.ID
    file: FileInput
    first: int = strawberry.field(default=FIRST, description=f"Rows to show, 0 to {MOST_SHOWN}.")


@strawberry.input
class ImportPairsInput:
    agent_id: strawberry.ID
    file: FileInput
    skip_problems: bool = strawberry.field(
        default=False, description="Import the usable rows although others have problems."
    )
    accept_findings: list[ImportFindingCode] = strawberry.field(
        default_factory=list,
        description="What looks wrong in the preview and was looked at: it is right all the same.",
    )
    idempotency_key: str | None = strawberry.field(default=None, description=KEY)


PreviewImportResult = Annotated[
    ImportPreview | InvalidInput | NotFound | LimitReached, strawberry.union("PreviewImportResult")
]
ImportPairsResult = Annotated[
    PairsImported | InvalidInput | NotFound | Conflict | LimitReached, strawberry.union("ImportPairsResult")
]


@strawberry.type
class ExchangeQueries:
    @strawberry.field(description="What `importPairs` would do with this file. Changes nothing; use POST.")
    async def preview_import(self, info: Info, input: PreviewImportInput) -> PreviewImportResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        preview = await exchange.preview(info.context.actor, agent_id, input.file.file())
        return ImportPreview.of(preview, max(0, min(input.first, MOST_SHOWN)))

    @strawberry.field(
        description="Every format of files that `importPairs` reads or `/agents/<agent>/export` writes."
    )
    def exchange_formats(self) -> list[ExchangeFormatInfo]:
        return [ExchangeFormatInfo.of(format) for format in formats.ALL]


@strawberry.type
class ExchangeMutations:
    @mutation(
        needs=Role.COACH,
        description="Save the pairs of a file, all or none: one row with a problem refuses it. Duplicates are "
        f"left out. At most {exchange.MOST_ROWS} pairs; a training starts when it is due by them.",
    )
    async def import_pairs(self, info: Info, input: ImportPairsInput) -> ImportPairsResult:
        done = await exchange.take_over(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            input.file.file(),
            skip_problems=input.skip_problems,
            accepted=frozenset(input.accept_findings),
            idempotency_key=input.idempotency_key,
        )
        return PairsImported.of(done)
