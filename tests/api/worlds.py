"""A workspace with a row of every kind, whose texts hold one telling word."""

import base64
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import connections

from app.actor import Actor, Role
from app.agents import share_links
from app.api.ids import encode
from app.models import (
    Agent,
    AgentVersion,
    AnswerVote,
    AuditEntry,
    GeneratedQuery,
    Material,
    MaterialKind,
    OpenQuestion,
    ProposedPair,
    RunStatus,
    RunTrigger,
    Source,
    Topic,
    TrainingRun,
    VersionStatus,
    Vote,
    WebhookEvent,
)
from app.models.clock import now
from app.models.ids import new_id
from app.pairs import service as pairs
from app.webhooks import service as webhooks
from app.workspaces import members
from app.workspaces import service as workspaces
from tests.factories import make_agent, make_session, write_question
from tests.telling import tell

DRAWN = {"category", "difficulty", "context"}


@dataclass(frozen=True)
class World:
    actor: Actor
    ids: dict[str, str]  # one of each type
    slug: str
    word: str

    async def key(self, role: Role = Role.ADMIN) -> str:
        return (await workspaces.create_key(self.actor, f"a {role} of {self.word}", role=role)).text


async def make_world(word: str) -> World:
    owner = await members.create_workspace(f"The {word} team")
    agent = await make_agent(owner, f"The {word} desk")
    about = {"description": f"{agent.description} {word}", "system_prompt": f"Say {word}."}
    await Agent.filter(id=agent.id).update(**about)
    session = await make_session(owner, agent)
    opened, ahead = await GeneratedQuery.filter(session=session).order_by("id").limit(2)
    await write_question(opened.id, f"Where is the {word}?")
    answered = (await pairs.submit(owner, opened.id, f"By the {word}.", draft=f"I guess in the {word}.")).pair
    current = await GeneratedQuery.get(session=session, opened_at__isnull=False, ended_at=None)
    await write_question(current.id, f"How much is the {word}?")
    ahead = await GeneratedQuery.filter(session=session, opened_at=None, ended_at=None).first() or ahead
    await write_question(ahead.id, f"When is the {word}?")

    moment = await now()
    dataset = {"train": [str(answered.id)], "holdout": []}
    told = [
        {"pair_id": str(answered.id), "query": answered.query, "expected": answered.response, "answer": word}
    ]
    columns: dict[str, Any] = {
        "agent": agent,
        "trigger": RunTrigger.MANUAL,
        "queued_at": moment,
        "dataset": dataset,
    }
    done = await TrainingRun.create(
        **columns, status=RunStatus.SUCCEEDED, reason=f"The {word} went live.", finished_at=moment
    )
    await AgentVersion.create(
        agent=agent, run=done, number=1, status=VersionStatus.LIVE, files={"manifest.json": {"sha256": word}}
    )
    earlier = await TrainingRun.create(**columns, status=RunStatus.SUCCEEDED, finished_at=moment)
    retired = await AgentVersion.create(agent=agent, run=earlier, number=2, status=VersionStatus.RETIRED)
    run = await TrainingRun.create(
        **columns, status=RunStatus.RUNNING, samples=[{"step": 1, "samples": told}], started_at=moment
    )
    await tell(run.id, "run.samples", {"step": 1, "samples": told})

    page = await Material.create(
        agent=agent, name=f"The {word} page", kind=MaterialKind.TEXT, text=word, digest=word, questions=[word]
    )
    proposal = await ProposedPair.create(
        agent=agent,
        material=page,
        line=1,
        query=f"Who has the {word}?",
        response=f"We have the {word}.",
        category="general",
        difficulty="easy",
    )
    question = await OpenQuestion.create(agent=agent, text=f"Why the {word}?", key=word, last_asked_at=moment)
    await AnswerVote.create(
        agent=agent, subject="local", question=word, left_version=0, right_version=1, vote=Vote.TIE
    )
    await Source.create(agent=agent, material=page, text=word, digest=word, vectors=b"")
    key = await workspaces.create_key(owner, f"The {word} key")
    guest = await members.accept((await members.invite(owner, f"Guest {word}", Role.COACH)).token)
    invitation = await members.invite(owner, f"Invited {word}", Role.COACH)
    await workspaces.use_link(f"link {word}", moment)
    entry = await AuditEntry.filter(workspace_id=owner.workspace_id).first()
    topic = await Topic.filter(agent=agent).first()
    webhook = (await webhooks.create(owner, f"https://{word}.example/", [WebhookEvent.RUN_STARTED])).webhook
    delivery = await webhooks.send_test(owner, webhook.id)
    link = (
        await share_links.create(owner, agent.id, f"The {word} link", origins=[f"https://{word}.example"])
    ).row
    assert entry is not None
    assert topic is not None
    rows = {
        "Agent": agent,
        "Session": session,
        "GeneratedQuery": current,
        "TrainingPair": answered,
        "TrainingRun": run,
        "AgentVersion": retired,
        "Material": page,
        "ProposedPair": proposal,
        "OpenQuestion": question,
        "ApiKey": key.row,
        "Member": guest,
        "Invitation": invitation.row,
        "AuditEntry": entry,
        "Topic": topic,
        "Webhook": webhook,
        "WebhookDelivery": delivery,
        "ShareLink": link,
    }
    ids = {name: encode(name, row.pk) for name, row in rows.items()}
    return World(owner, ids | {"Workspace": encode("Workspace", owner.workspace_id)}, agent.slug, word)


def id_of_nothing(type_name: str) -> str:
    return encode(type_name, new_id())


def uuid_in(global_id: str) -> UUID:
    return UUID(base64.b64decode(global_id).decode().partition(":")[2])


async def rows_by_table() -> dict[str, set[str]]:
    """All rows as text; when a key was used last is left out."""
    db = connections.get("default")
    tables = await db.execute_query_dict(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    found = {}
    for name in sorted({table["name"] for table in tables} - {"aerich"}):
        rows = await db.execute_query_dict(
            f"SELECT (to_jsonb(one) - 'last_used_at')::text AS row FROM \"{name}\" AS one"
        )
        found[name] = {row["row"] for row in rows}
    return found


def alike(answer: Any, *words: str) -> Any:
    """The answer without what differs between two worlds of the same kind: ids, cursors, times, the telling word, and
    what the planner of questions drew."""
    match answer:
        case dict():
            return {
                key: "…" if _differs(key, value) else alike(value, *words) for key, value in answer.items()
            }
        case list():
            return [alike(one, *words) for one in answer]
        case str():
            return _plain(answer, words)
        case _:
            return answer


def _differs(key: str, value: Any) -> bool:
    return isinstance(value, str) and ("ursor" in key or key in DRAWN)


def _plain(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = text.replace(word, "WORD")
    text = re.sub(r"[\w+/]{40,}={0,2}", "ID", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "TIME", text)
