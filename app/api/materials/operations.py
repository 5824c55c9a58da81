"""Bring material along, and decide on the pairs that were found in it."""

from typing import Annotated, Any, Self

import strawberry

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.enums import MaterialKind, ProposalStatus
from app.api.exchange.files import bytes_of
from app.api.ids import decode, decode_optional
from app.api.materials.types import Material, ProposedPair
from app.api.paging import Order, listed, where
from app.api.pairs.types import TrainingPair
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.roles import mutation
from app.api.runs.types import TrainingRun
from app.api.sessions.types import Session
from app.knowledge import proposals
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH

Changed = Annotated[
    str | None,
    strawberry.argument(description=f"Instead of the proposed one, at most {RESPONSE_LENGTH} characters."),
]
ChangedQuery = Annotated[
    str | None,
    strawberry.argument(description=f"Instead of the proposed one, at most {QUERY_LENGTH} characters."),
]
InSession = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="Conversation that gets the pair; null: a completed one of the material's."
    ),
]


@strawberry.input
class AddMaterialInput:
    agent_id: strawberry.ID
    name: str = strawberry.field(
        description=f"Such as its file name, 1 to {proposals.NAME_LENGTH} characters."
    )
    text: str | None = strawberry.field(
        default=None, description=f"1 to {proposals.TEXT_LENGTH} characters; or send `base64`."
    )
    base64: str | None = strawberry.field(
        default=None,
        description="The bytes of a file in Base64: a text of any encoding, or Word, PDF, Excel and so on.",
    )
    encoding: str | None = strawberry.field(
        default=None, description="Of `base64`, such as gb18030 or windows-1251. Null: found out."
    )
    kind: MaterialKind | None = strawberry.field(default=None, description="Null: found out by the name.")


@strawberry.type
class MaterialAdded:
    material: models.Material = strawberry.field(graphql_type=Material)
    proposed_count: int = strawberry.field(description="Pairs to confirm.")
    duplicate_count: int = strawberry.field(
        description="Left out: the agent has the same, or had it proposed."
    )
    notices: list[str] = strawberry.field(description="For people.")

    @classmethod
    def of(cls, added: proposals.Added) -> Self:
        return cls(
            material=added.material,
            proposed_count=added.proposed_count,
            duplicate_count=added.duplicate_count,
            notices=added.notices,
        )


@strawberry.type
class MaterialDeleted:
    material: models.Material = strawberry.field(graphql_type=Material, description="As it was.")


@strawberry.type
class ProposedPairConfirmed:
    proposed_pair: models.ProposedPair = strawberry.field(graphql_type=ProposedPair)
    pair: models.TrainingPair = strawberry.field(graphql_type=TrainingPair)
    session: models.Session = strawberry.field(graphql_type=Session)
    training_run: models.TrainingRun | None = strawberry.field(
        graphql_type=TrainingRun | None, description="The training that this pair started, when it did."
    )
    notices: list[str] = strawberry.field(description="For people.")

    @classmethod
    def of(cls, done: proposals.Confirmed) -> Self:
        return cls(
            proposed_pair=done.proposed_pair,
            pair=done.pair,
            session=done.session,
            training_run=done.run,
            notices=done.notices,
        )


@strawberry.type
class ProposedPairsConfirmed:
    pair_count: int = strawberry.field(description="Pairs that were saved; 0 when none waited.")
    blocked_count: int = strawberry.field(description="Of these, left out of trainings by blocking findings.")
    sessions: list[models.Session] = strawberry.field(
        graphql_type=list[Session], description="Conversations that got them, one for each material."
    )
    training_run: models.TrainingRun | None = strawberry.field(
        graphql_type=TrainingRun | None, description="The training that these pairs started, when they did."
    )
    notices: list[str] = strawberry.field(description="For people.")

    @classmethod
    def of(cls, done: proposals.ConfirmedAll) -> Self:
        return cls(
            pair_count=done.pair_count,
            blocked_count=done.blocked_count,
            sessions=done.sessions,
            training_run=done.run,
            notices=done.notices,
        )


@strawberry.type
class ProposedPairDismissed:
    proposed_pair: models.ProposedPair = strawberry.field(graphql_type=ProposedPair)


AddMaterialResult = Annotated[
    MaterialAdded | InvalidInput | NotFound | LimitReached, strawberry.union("AddMaterialResult")
]
DeleteMaterialResult = Annotated[
    MaterialDeleted | InvalidInput | NotFound, strawberry.union("DeleteMaterialResult")
]
ConfirmProposedPairResult = Annotated[
    ProposedPairConfirmed | InvalidInput | NotFound | Conflict | LimitReached,
    strawberry.union("ConfirmProposedPairResult"),
]
ConfirmProposedPairsResult = Annotated[
    ProposedPairsConfirmed | InvalidInput | NotFound | LimitReached,
    strawberry.union("ConfirmProposedPairsResult"),
]
DismissProposedPairResult = Annotated[
    ProposedPairDismissed | InvalidInput | NotFound | Conflict, strawberry.union("DismissProposedPairResult")
]


@strawberry.type
class MaterialQueries:
    @listed(ProposedPair, "Pairs that were found in material.", order=Order.OLDEST_FIRST)
    def proposed_pairs(
        self,
        info: Info,
        agent_id: strawberry.ID | None = None,
        material_id: strawberry.ID | None = None,
        status: ProposalStatus | None = ProposalStatus.PROPOSED,
    ) -> Any:
        of_agent = decode_optional("Agent", agent_id, "agentId")
        of_material = decode_optional("Material", material_id, "materialId")
        rows = proposals.visible(info.context.actor)
        return where(rows, agent_id=of_agent, material_id=of_material, status=status)


@strawberry.type
class MaterialMutations:
    @mutation(
        needs=Role.COACH,
        description="Bring along a help page, a FAQ or tickets, in any format of `exchangeFormats`. The customer "
        "learns "
        f"from it; a question with an answer becomes a proposed pair. At most {proposals.MOST_MATERIALS} an agent.",
    )
    async def add_material(self, info: Info, input: AddMaterialInput) -> AddMaterialResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        data = bytes_of(input.text, input.base64)
        added = await proposals.add_material(
            info.context.actor,
            agent_id,
            name=input.name,
            text=input.text,
            data=data,
            kind=input.kind,
            encoding=input.encoding,
        )
        return MaterialAdded.of(added)

    @mutation(
        needs=Role.COACH, description="Delete material and what waits to be confirmed of it; pairs stay."
    )
    async def delete_material(self, info: Info, material_id: strawberry.ID) -> DeleteMaterialResult:
        row = decode("Material", material_id, "materialId")
        return MaterialDeleted(material=await proposals.delete_material(info.context.actor, row))

    @mutation(needs=Role.COACH, description="Save a proposed pair as a training pair, as it is or changed.")
    async def confirm_proposed_pair(
        self,
        info: Info,
        id: strawberry.ID,
        response: Changed = None,
        query: ChangedQuery = None,
        session_id: InSession = None,
    ) -> ConfirmProposedPairResult:
        done = await proposals.confirm(
            info.context.actor,
            decode("ProposedPair", id, "id"),
            query=query,
            response=response,
            session_id=decode_optional("Session", session_id, "sessionId"),
        )
        return ProposedPairConfirmed.of(done)

    @mutation(
        needs=Role.COACH,
        description="Save all proposed pairs of an agent, or of one material, as they are: all or none. At most "
        f"{proposals.MOST_AT_ONCE} at once. Repeating it changes nothing.",
    )
    async def confirm_proposed_pairs(
        self, info: Info, agent_id: strawberry.ID, material_id: strawberry.ID | None = None
    ) -> ConfirmProposedPairsResult:
        of_agent = decode("Agent", agent_id, "agentId")
        of_material = decode_optional("Material", material_id, "materialId")
        return ProposedPairsConfirmed.of(
            await proposals.confirm_all(info.context.actor, of_agent, of_material)
        )

    @mutation(needs=Role.COACH, description="Put a proposed pair aside. Repeating it changes nothing.")
    async def dismiss_proposed_pair(self, info: Info, id: strawberry.ID) -> DismissProposedPairResult:
        row = decode("ProposedPair", id, "id")
        return ProposedPairDismissed(proposed_pair=await proposals.dismiss(info.context.actor, row))
