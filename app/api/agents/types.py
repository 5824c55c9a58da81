"""Agent, its counts and its automatic training, as clients see them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.agents import service as agents
from app.agents.abilities import base_model_notice
from app.agents.language import language_of_agent
from app.agents.rewriting import Point
from app.answers.learn import LOOKED_AT
from app.answers.length import LEAST_RESPONSES
from app.answers.overrides import StyleRule as Ruled
from app.answers.style import style_by
from app.api.agents.automatic import AutoTraining
from app.api.context import Info
from app.api.enums import ReadinessState, RuleKind, Span
from app.api.ids import encode
from app.api.loaders import nested
from app.api.nodes import RowNode
from app.api.realism.types import Coverage, Realism, RealismRule
from app.customers.coverage import Coverage as Covered
from app.customers.guide import Guide
from app.customers.realism import realism_of
from app.customers.resemblance import Resemblance
from app.errors import NotFound
from app.replies import service as replies
from app.replies.readiness import Readiness, readiness_of
from app.replies.sentences import unsure_sentence
from app.versions.votes import Tally

if TYPE_CHECKING:
    from app.api.materials.types import Material
    from app.api.openquestions.types import OpenQuestion
    from app.api.pairs.types import TrainingPair
    from app.api.runs.types import TrainingRun
    from app.api.sessions.types import Session
    from app.api.topics.types import Topic
    from app.api.versions.types import AgentVersion

_Session = Annotated["Session", strawberry.lazy("app.api.sessions.types")]
_Pair = Annotated["TrainingPair", strawberry.lazy("app.api.pairs.types")]
_Material = Annotated["Material", strawberry.lazy("app.api.materials.types")]
_Topic = Annotated["Topic", strawberry.lazy("app.api.topics.types")]
_OpenQuestion = Annotated["OpenQuestion", strawberry.lazy("app.api.openquestions.types")]
_Run = Annotated["TrainingRun", strawberry.lazy("app.api.runs.types")]
_Version = Annotated["AgentVersion", strawberry.lazy("app.api.versions.types")]


@strawberry.type(description="Counts of everything that belongs to an agent.")
class AgentStats:
    pair_count: int
    train_pairs: int = strawberry.field(
        description="Pairs that versions learn from; set apart at the first run."
    )
    holdout_pairs: int = strawberry.field(description="Pairs that only ever compare versions.")
    session_count: int
    run_count: int
    version_count: int
    preference_count: int = strawberry.field(
        description="Drafts that the expert changed, kept beside the answer that was preferred to them."
    )
    open_questions: int = strawberry.field(description="Asked in use and not answered yet.")
    last_run: _Run | None = strawberry.field(description="The newest training run, whatever its state.")


@strawberry.type(description="People's votes between two versions, on whichever side they stood.")
class VoteTally:
    left_version: int = strawberry.field(description="The lower number of the two; 0: the base model.")
    right_version: int
    left: int = strawberry.field(description="Votes for the left version.")
    right: int = strawberry.field(description="Votes for the right version.")
    ties: int


@strawberry.type(description="A week or a version, for a chart.")
class EditedShare:
    label: str = strawberry.field(description="For people, such as: 16 Nov, Version 3.")
    start: datetime = strawberry.field(
        description="Monday, midnight in the agent's time zone; of a version: when its first draft was answered."
    )
    version: int | None = strawberry.field(description="0: the base model; null for weeks.")
    share: float = strawberry.field(
        description="Words that were rewritten, of all words of these pairs, 0 to 1."
    )
    pairs: int = strawberry.field(description="Pairs that were made of a draft.")


@strawberry.type(description="A habit of the answers; what breaks it is a finding.")
class StyleRule:
    id: strawberry.ID = strawberry.field(
        description="For `updateHouseStyle`; stays while the figures change."
    )
    sentence: str = strawberry.field(description="For people.")
    kind: RuleKind
    text: str | None = strawberry.field(description="See the kind; null for LENGTH and LIST.")
    least: int | None = strawberry.field(description="Words; null but for LENGTH.")
    most: int | None = strawberry.field(description="Words; null but for LENGTH.")
    support: int = strawberry.field(description="Newest answers that keep it; 0 for an own rule.")
    of: int = strawberry.field(description="Newest answers that were looked at; 0 for an own rule.")
    is_own: bool = strawberry.field(description="Made by a person; false: learned from the answers.")
    is_on: bool = strawberry.field(description="Only rules that are on are checked.")

    @classmethod
    def shown(cls, agent_id: UUID, ruled: Ruled) -> Self:
        rule = ruled.rule
        return cls(
            # Agents have rules of the same words, and clients keep things by their ids.
            id=encode("StyleRule", f"{agent_id}/{ruled.id}"),
            sentence=rule.sentence,
            kind=rule.kind,
            text=rule.text or None,
            least=rule.least or None,
            most=rule.most or None,
            support=rule.support,
            of=rule.of,
            is_own=ruled.is_own,
            is_on=ruled.is_on,
        )


@strawberry.type(description="How a taught answer comes out.")
class PairReadiness:
    query: str
    state: ReadinessState

    @strawberry.field
    def pair_id(root: Parent[Readiness]) -> strawberry.ID:
        return encode("TrainingPair", root.pair_id)


@strawberry.type(description="What is being improved.")
class Agent(RowNode, Node):
    table = models.Agent
    service_get = staticmethod(agents.get)

    name: str = strawberry.field(description=f"At most {agents.NAME_LENGTH} characters.")
    slug: str = strawberry.field(
        description="Name for OpenAI clients: `slug` is the live version, `slug@3` is version 3."
    )
    description: str = strawberry.field(description="Who the agent works for and what it does.")
    system_prompt: str = strawberry.field(description="As it was written; see `servedPrompt`.")
    base_model: str = strawberry.field(
        description="Model that the next version is trained from, and that answers where none is live."
    )
    use_examples: bool = strawberry.field(
        description="Whether its model reads your answers to similar questions before it writes. Default: off for the "
        "small default model, whose drafts begin later by it, on for others."
    )
    writes_freely: bool = strawberry.field(
        description="Its model's words go out as they are. Off: a reply is a taught answer, or words whose every fact "
        "stands in a source, or says that the agent does not know."
    )
    follow_up_rate: float = strawberry.field(
        description="Share of saved answers that the customer reacts to, 0 to 1. Default 0.2."
    )
    created_at: datetime

    @strawberry.field(
        description="ISO 639-1, of its customers; found out by the description, changed by `updateAgent`."
    )
    def language(root: Parent[models.Agent]) -> str:
        return language_of_agent(root)

    @strawberry.field(
        description="What its customers write about, in the order in which it was found; edited by `updateTopics`.",
        graphql_type=list[_Topic],
    )
    async def topics(root: Parent[models.Agent], info: Info) -> list[models.Topic]:
        return await info.context.loaders.topics.load(root.id) or []

    @strawberry.field(
        description="What customers asked in use and it had no answer to; the next customers ask these.",
        graphql_type=list[_OpenQuestion],
    )
    async def open_questions(root: Parent[models.Agent], info: Info) -> list[models.OpenQuestion]:
        return await info.context.loaders.open_questions.load(root.id) or []

    @strawberry.field(
        description="How close generated questions are to real ones; null before there are enough of both.",
        graphql_type=Realism | None,
    )
    async def realism(root: Parent[models.Agent]) -> Resemblance | None:
        return await realism_of(root)

    @strawberry.field(
        description="What its customers are like. Skipped questions teach it, `updateRealismGuide` edits it."
    )
    def realism_guide(root: Parent[models.Agent]) -> list[RealismRule]:
        return [RealismRule.of(rule) for rule in Guide.from_json(root.realism_guide).rules]

    @strawberry.field(
        description="What has been asked and answered so far, and how sure the agent is of it.",
        graphql_type=Coverage,
    )
    async def coverage(root: Parent[models.Agent], info: Info) -> Covered:
        return await info.context.loaders.coverage.load(root.id) or Covered()

    @strawberry.field(
        description="The version that answers now; null: the base model does.", graphql_type=_Version | None
    )
    async def live_version(root: Parent[models.Agent], info: Info) -> models.AgentVersion | None:
        return await info.context.loaders.live_version.load(root.id)

    @strawberry.field(description="When the agent retrains by itself.", graphql_type=AutoTraining)
    async def auto_training(root: Parent[models.Agent], info: Info) -> models.AutoTraining:
        row = await info.context.loaders.auto_training.load(root.id)
        if row is None:
            raise NotFound(f"The agent {root.name} has no automatic training.")
        return row

    @strawberry.field(
        description=f"Its house style: own rules, then what the newest {LOOKED_AT} answers have in common. Empty "
        f"before there are {LEAST_RESPONSES} answers.",
    )
    async def house_style(root: Parent[models.Agent], info: Info) -> list[StyleRule]:
        rules = await style_by(root, await info.context.loaders.newest_responses.load(root.id) or [])
        return [StyleRule.shown(root.id, rule) for rule in rules]

    @strawberry.field(
        description="Precedes every conversation, in training and serving: the system prompt and, for all but the "
        "small default base model, the rules of the house style that are on."
    )
    async def served_prompt(root: Parent[models.Agent]) -> str:
        return await replies.system_prompt(root)

    @strawberry.field(
        description="Share of the words of the agent's drafts that the expert rewrote, oldest first: it falls while "
        "the agent learns.",
        graphql_type=list[EditedShare],
    )
    async def edited_share(root: Parent[models.Agent], info: Info, by: Span) -> list[Point]:
        return await info.context.loaders.edited_share[by].load(root.id) or []

    @strawberry.field(
        description="What its base model can't do for it: it is not here, no version of it is live yet, it does not "
        "write the agent's language. Null: nothing is known."
    )
    async def base_model_notice(root: Parent[models.Agent], info: Info) -> str | None:
        live = await info.context.loaders.live_version.load(root.id)
        return await base_model_notice(root, live)

    @strawberry.field(description="What it says where it knows nothing.")
    def unsure_sentence(root: Parent[models.Agent]) -> str:
        return unsure_sentence(root)

    @strawberry.field(
        description="How each taught answer comes out, the oldest first.", graphql_type=list[PairReadiness]
    )
    async def readiness(root: Parent[models.Agent]) -> list[Readiness]:
        return await readiness_of(root.id)

    @strawberry.field(description="Counts of everything that belongs to the agent.", graphql_type=AgentStats)
    async def stats(root: Parent[models.Agent], info: Info) -> agents.AgentStats:
        return await info.context.loaders.agent_stats.load(root.id) or agents.AgentStats()

    @strawberry.field(
        description="Votes by `voteAnswers`, for each two versions that were compared.",
        graphql_type=list[VoteTally],
    )
    async def votes(root: Parent[models.Agent], info: Info) -> list[Tally]:
        return await info.context.loaders.vote_tallies.load(root.id) or []

    sessions = nested(models.Session, "agent_id", _Session, "Its coaching conversations.")
    pairs = nested(models.TrainingPair, "agent_id", _Pair, "Its training pairs.")
    materials = nested(
        models.Material,
        "agent_id",
        _Material,
        "What was brought along about its work: help pages, FAQ, tickets.",
    )
    runs = nested(models.TrainingRun, "agent_id", _Run, "Its training runs.")
    versions = nested(models.AgentVersion, "agent_id", _Version, "Its trained versions.")
