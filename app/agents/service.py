"""Agents: create, change, delete, find."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from tortoise import connections
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents.files import judged_file
from app.agents.prompt import system_prompt as default_prompt
from app.agents.slug import slug
from app.basemodels.default import default_of
from app.config import get_settings
from app.errors import InvalidInput, NotFound, every_field
from app.models import (
    Agent,
    AgentVersion,
    AuditAction,
    AutoTraining,
    OpenQuestion,
    PairSplit,
    PreferencePair,
    Session,
    TrainingPair,
    TrainingRun,
    Workspace,
)
from app.models.clock import now
from app.models.run import ACTIVE
from app.models.transaction import transactional
from app.text.fields import optional, required
from app.workspaces import audit

NAME_LENGTH = 100
SLUG_LENGTH = 64  # as the column
DESCRIPTION_LENGTH = 4_000
PROMPT_LENGTH = 8_000
UNSURE_LENGTH = 1_000
# Three examples make the prompt of the small default nearly three times as long, which is felt on a CPU, and improve
# its trained versions by 1 % only (held-out loss 3.18 to 3.15). Larger models use the facts in them.
# The rules of a house style, written out, are left out of its prompts for the same reason.
SHORT_PROMPTS = {"smollm2-135m-instruct"}


@dataclass(frozen=True, slots=True)
class AgentStats:
    pair_count: int = 0
    train_pairs: int = 0
    holdout_pairs: int = 0
    session_count: int = 0
    run_count: int = 0
    version_count: int = 0
    preference_count: int = 0
    open_questions: int = 0
    last_run: TrainingRun | None = None


def visible(actor: Actor) -> QuerySet[Agent]:
    return Agent.filter(workspace_id=actor.workspace_id, deleted_at=None)


async def get(actor: Actor, agent_id: UUID) -> Agent:
    agent = await visible(actor).get_or_none(id=agent_id)
    if agent is None:
        raise NotFound(f"There is no agent {agent_id}; list yours with the query `agents`.")
    return agent


async def by_slug(actor: Actor, name: str) -> Agent:
    # A name from a path may be longer than any slug, or hold what PostgreSQL refuses.
    may_exist = len(name) <= SLUG_LENGTH and name.isprintable()
    agent = await visible(actor).get_or_none(slug=name) if may_exist else None
    if agent is None:
        raise NotFound(f"There is no agent called {name[:80]!r}.")
    return agent


async def base_models(actor: Actor) -> set[str]:
    """Names of those that agents have."""
    return {agent.base_model for agent in await visible(actor).only("base_model")}


@transactional
async def create(
    actor: Actor,
    *,
    name: str,
    description: str,
    system_prompt: str | None = None,
    base_model: str | None = None,
    language: str = "",
) -> Agent:
    """`base_model`: as app/agents/choosing.py gave it. `language`: ISO 639-1, of its customers; found out by the
    description later when it is left out."""
    base_model = base_model or default_of(get_settings()).model.id
    name, description, system_prompt = checked(name, description, system_prompt)
    agent = await Agent.create(
        workspace_id=actor.workspace_id,
        name=name,
        slug=await free_slug(actor, name),
        description=description,
        system_prompt=system_prompt or default_prompt(name, description),
        base_model=base_model,
        language=language,
        use_examples=base_model not in SHORT_PROMPTS,
    )
    await AutoTraining.create(agent=agent)
    await audit.note(actor, AuditAction.AGENT_CREATED, agent=agent.id, target=agent.id)
    return agent


async def free_slug(actor: Actor, name: str) -> str:
    """Only inside a transaction, to whose end no other one gets it: the workspace's row orders those who take one."""
    await Workspace.select_for_update().get(id=actor.workspace_id)
    return slug(name, {agent.slug for agent in await visible(actor)})


def checked(name: str, description: str, system_prompt: str | None) -> tuple[str, str, str | None]:
    """The texts of a new agent, trimmed. Raises InvalidInput."""
    with every_field() as field:
        with field():
            name = required(name, "name", NAME_LENGTH)
        with field():
            description = required(description, "description", DESCRIPTION_LENGTH)
        with field():
            system_prompt = optional(system_prompt, "systemPrompt", PROMPT_LENGTH)
    return name, description, system_prompt


@transactional
async def update(
    actor: Actor,
    agent_id: UUID,
    *,
    name: str | None = None,
    description: str | None = None,
    system_prompt: str | None = None,
    use_examples: bool | None = None,
    follow_up_rate: float | None = None,
    language: str | None = None,
    writes_freely: bool | None = None,
    unsure_sentence: str | None = None,
    base_model: str | None = None,
) -> Agent:
    """Change what is given; the slug stays, since clients call the agent by it.

    On another base model (as app/agents/choosing.py gave it) pairs and versions stay too: what is live answers on its
    own one until a version of the new one is better.
    """
    agent = await get(actor, agent_id)
    if base_model is not None:
        agent = on_base(agent, base_model)
    change(
        agent,
        name=name,
        description=description,
        system_prompt=system_prompt,
        use_examples=use_examples,
        follow_up_rate=follow_up_rate,
        writes_freely=writes_freely,
        unsure_sentence=unsure_sentence,
    )
    if language is not None:
        agent.language = language
    await agent.save(
        update_fields=[
            "name",
            "description",
            "system_prompt",
            "use_examples",
            "follow_up_rate",
            "language",
            "writes_freely",
            "unsure_sentence",
            "base_model",
        ]
    )
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id, target=agent.id)
    return agent


def change(
    agent: Agent,
    *,
    name: str | None = None,
    description: str | None = None,
    system_prompt: str | None = None,
    use_examples: bool | None = None,
    follow_up_rate: float | None = None,
    writes_freely: bool | None = None,
    unsure_sentence: str | None = None,
) -> None:
    """Put what is given into the row, which the caller saves. Raises InvalidInput."""
    with every_field() as field:
        if name is not None:
            with field():
                agent.name = required(name, "name", NAME_LENGTH)
        if description is not None:
            with field():
                agent.description = required(description, "description", DESCRIPTION_LENGTH)
        if system_prompt is not None:
            with field():
                told = optional(system_prompt, "systemPrompt", PROMPT_LENGTH)
                agent.system_prompt = told or default_prompt(agent.name, agent.description)
        if follow_up_rate is not None:
            with field():
                agent.follow_up_rate = _rate(follow_up_rate)
        if unsure_sentence is not None:
            with field():
                agent.unsure_sentence = optional(unsure_sentence, "unsureSentence", UNSURE_LENGTH) or ""
    if use_examples is not None:
        agent.use_examples = use_examples
    if writes_freely is not None:
        agent.writes_freely = writes_freely


def _rate(follow_up_rate: float) -> float:
    if not 0 <= follow_up_rate <= 1:
        raise InvalidInput(f"followUpRate is {follow_up_rate:g}; choose 0 to 1.", "followUpRate")
    return follow_up_rate


@transactional
async def delete(actor: Actor, agent_id: UUID) -> Agent:
    """Hide the agent and everything of it; a run that is under way is asked to stop. The worker erases rows and
    files soon (app/agents/erasure.py)."""
    agent = await get(actor, agent_id)
    agent.deleted_at = await now()
    await agent.save(update_fields=["deleted_at"])
    await AutoTraining.filter(agent=agent).update(enabled=False)
    under_way = TrainingRun.filter(agent=agent, status__in=ACTIVE, cancel_requested_at=None)
    await under_way.update(cancel_requested_at=agent.deleted_at)
    await audit.note(actor, AuditAction.AGENT_DELETED, agent=agent.id, target=agent.id)
    judged_file(get_settings().home, agent.id).unlink(missing_ok=True)
    return agent


def on_base(agent: Agent, base_model: str) -> Agent:
    """The agent as versions of `base_model` know it, whose prompts may be shorter or longer; a copy."""
    if base_model in ("", agent.base_model):
        return agent
    other = copy(agent)
    other.use_examples = _examples_on(agent, base_model)
    other.base_model = base_model
    return other


def _examples_on(agent: Agent, base_model: str) -> bool:
    """As the person chose, or as suits the other base model."""
    suits = agent.base_model not in SHORT_PROMPTS
    return base_model not in SHORT_PROMPTS if agent.use_examples == suits else agent.use_examples


async def stats(agent_ids: Iterable[UUID]) -> dict[UUID, AgentStats]:
    """Counts of several agents in a fixed number of statements."""
    ids = list(agent_ids)
    sessions, runs, versions, preferences = [
        dict(
            await table.filter(agent_id__in=ids)
            .annotate(n=Count("id"))
            .group_by("agent_id")
            .values_list("agent_id", "n")
        )
        for table in (Session, TrainingRun, AgentVersion, PreferencePair)
    ]
    unanswered = (
        OpenQuestion.filter(agent_id__in=ids, pair_id=None).annotate(n=Count("id")).group_by("agent_id")
    )
    open_questions = dict(await unanswered.values_list("agent_id", "n"))
    splits: dict[UUID, dict[PairSplit | None, int]] = {}
    grouped = TrainingPair.filter(agent_id__in=ids).annotate(n=Count("id")).group_by("agent_id", "split")
    for agent_id, split, n in await grouped.values_list("agent_id", "split", "n"):
        splits.setdefault(agent_id, {})[split] = n
    # UUIDv7: the greatest id is the newest run.
    newest = await connections.get("default").execute_query_dict(
        "SELECT DISTINCT ON (agent_id) id FROM training_run WHERE agent_id = ANY($1) ORDER BY agent_id, id DESC",
        [ids],
    )
    last = {run.agent_id: run for run in await TrainingRun.filter(id__in=[row["id"] for row in newest])}
    return {
        i: AgentStats(
            pair_count=sum(splits.get(i, {}).values()),
            train_pairs=splits.get(i, {}).get(PairSplit.TRAIN, 0),
            holdout_pairs=splits.get(i, {}).get(PairSplit.HOLDOUT, 0),
            session_count=sessions.get(i, 0),
            run_count=runs.get(i, 0),
            version_count=versions.get(i, 0),
            preference_count=preferences.get(i, 0),
            open_questions=open_questions.get(i, 0),
            last_run=last.get(i),
        )
        for i in ids
    }
