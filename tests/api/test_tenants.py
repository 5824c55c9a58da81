"""Every operation that takes an id, asked with the id of another workspace: there is no such thing."""

import json

import pytest
from graphql import GraphQLNonNull

from app.actor import Actor
from app.api.ids import encode
from app.api.schema import schema
from app.models import (
    AgentVersion,
    AuditEntry,
    Event,
    GeneratedQuery,
    Material,
    MaterialKind,
    Member,
    OpenQuestion,
    ProposedPair,
    RunStatus,
    RunTrigger,
    TrainingRun,
    Workspace,
)
from app.models.clock import now
from app.workspaces import service as workspaces
from tests.api.conftest import Api
from tests.factories import make_agent, make_pairs, make_session

OPERATIONS = {
    "agent": "query ($agent: ID!) { agent(id: $agent) { id } }",
    "session": "query ($session: ID!) { session(id: $session) { id } }",
    "trainingRun": "query ($run: ID!) { trainingRun(id: $run) { id } }",
    "updateAgent": 'mutation ($agent: ID!) { updateAgent(input: {agentId: $agent, name: "x"}) { ...P } }',
    "deleteAgent": "mutation ($agent: ID!) { deleteAgent(agentId: $agent) { ...P } }",
    "startSession": "mutation ($agent: ID!) { startSession(input: {agentId: $agent}) { ...P } }",
    "completeSession": "mutation ($session: ID!) { completeSession(sessionId: $session) { ...P } }",
    "generateQuery": "mutation ($session: ID!) { generateQuery(sessionId: $session) { ...P } }",
    "submitResponse": 'mutation ($query: ID!) { submitResponse(input: {queryId: $query, response: "x"}) { ...P } }',
    "skipQuery": "mutation ($query: ID!) { skipQuery(input: {queryId: $query}) { ...P } }",
    "addPair": "mutation ($session: ID!) "
    '{ addPair(input: {sessionId: $session, query: "q", response: "r"}) { ...P } }',
    "updatePair": 'mutation ($pair: ID!) { updatePair(input: {pairId: $pair, response: "x"}) { ...P } }',
    "deletePair": "mutation ($pair: ID!) { deletePair(pairId: $pair) { ...P } }",
    "updateAutoTraining": "mutation ($agent: ID!) { updateAutoTraining(input: {agentId: $agent, hour: 3}) { ...P } }",
    "startTraining": "mutation ($agent: ID!) { startTraining(input: {agentId: $agent}) { ...P } }",
    "cancelTraining": "mutation ($run: ID!) { cancelTraining(runId: $run) { ...P } }",
    "promoteVersion": "mutation ($version: ID!) { promoteVersion(versionId: $version) { ...P } }",
    "retireVersion": "mutation ($agent: ID!) { retireVersion(agentId: $agent) { ...P } }",
    "voteAnswers": 'mutation ($agent: ID!) { voteAnswers(input: {agentId: $agent, question: "q", leftVersion: 0, '
    "rightVersion: 1, vote: TIE}) { ...P } }",
    "updateHouseStyle": "mutation ($agent: ID!) { updateHouseStyle(input: {agentId: $agent, off: []}) { ...P } }",
    "updateTopics": "mutation ($agent: ID!) { updateTopics(input: {agentId: $agent, topics: []}) { ...P } }",
    "addTopicPack": "mutation ($agent: ID!) "
    '{ addTopicPack(input: {agentId: $agent, pack: "en/gym"}) { ...P } }',
    "addRealQuestions": "mutation ($agent: ID!) "
    '{ addRealQuestions(input: {agentId: $agent, questions: ["why?"]}) { ...P } }',
    "updateRealismGuide": "mutation ($agent: ID!) "
    "{ updateRealismGuide(input: {agentId: $agent, rules: []}) { ...P } }",
    "deleteOpenQuestion": "mutation ($question: ID!) { deleteOpenQuestion(id: $question) { ...P } }",
    "checkResponse": "query ($agent: ID!) "
    '{ checkResponse(input: {agentId: $agent, query: "q", response: "r"}) { findings { code } } }',
    "dismissFindings": "mutation ($pair: ID!) { dismissFindings(pairId: $pair) { ...P } }",
    "previewImport": "query ($agent: ID!) "
    '{ previewImport(input: {agentId: $agent, file: {content: "{}"}}) { ...P } }',
    "importPairs": "mutation ($agent: ID!) "
    '{ importPairs(input: {agentId: $agent, file: {content: "{}"}}) { ...P } }',
    "addMaterial": "mutation ($agent: ID!) "
    '{ addMaterial(input: {agentId: $agent, name: "n", text: "t"}) { ...P } }',
    "deleteMaterial": "mutation ($material: ID!) { deleteMaterial(materialId: $material) { ...P } }",
    "confirmProposedPair": "mutation ($proposal: ID!) { confirmProposedPair(id: $proposal) { ...P } }",
    "confirmProposedPairs": "mutation ($agent: ID!, $material: ID!) "
    "{ confirmProposedPairs(agentId: $agent, materialId: $material) { ...P } }",
    "dismissProposedPair": "mutation ($proposal: ID!) { dismissProposedPair(id: $proposal) { ...P } }",
    "revokeApiKey": "mutation ($key: ID!) { revokeApiKey(id: $key) { ...P } }",
    "updateMember": "mutation ($member: ID!) { updateMember(input: {memberId: $member, role: COACH}) { ...P } }",
    "removeMember": "mutation ($member: ID!) { removeMember(memberId: $member) { ...P } }",
    "generatedQuery": "subscription ($session: ID!) { generatedQuery(sessionId: $session) { cursor } }",
    "sessionUpdated": "subscription ($session: ID!) { sessionUpdated(sessionId: $session) { cursor } }",
    "trainingProgress": "subscription ($run: ID!) { trainingProgress(runId: $run) { cursor } }",
    "agentReply": "subscription ($agent: ID!) { agentReply(input: {agentId: $agent, "
    'messages: [{role: USER, content: "Hi"}]}) { text } }',
}
PROBLEM = " fragment P on Problem { __typename code }"
LISTS = """
query ($agent: ID!, $session: ID!) {
  agents { edges { node { id } } } sessions(agentId: $agent) { edges { node { id } } }
  trainingPairs(agentId: $agent, sessionId: $session) { edges { node { id } } }
  trainingRuns(agentId: $agent) { edges { node { id } } } agentVersions(agentId: $agent) { edges { node { id } } }
  proposedPairs(agentId: $agent) { edges { node { id } } } auditLog(agentId: $agent) { edges { node { id } } }
  apiKeys { edges { node { id } } }
}
"""


@pytest.fixture
async def theirs(api: Api) -> dict[str, str]:
    """One thing of every kind that belongs to somebody else."""
    other = Actor((await Workspace.create(name="Other")).id, "local")
    agent = await make_agent(other, "Theirs")
    session = await make_session(other, agent)
    [saved] = await make_pairs(other, session, 1)
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, queued_at=await now()
    )
    version = await AgentVersion.create(agent=agent, run=run, number=1)
    material = await Material.create(agent=agent, name="m", kind=MaterialKind.TEXT, text="t", digest="d")
    proposal = await ProposedPair.create(
        agent=agent, material=material, line=1, query="q", response="r", category="general", difficulty="easy"
    )
    question = await OpenQuestion.create(agent=agent, text="q", key="q", last_asked_at=await now())
    key = await workspaces.create_key(other, "theirs")
    member = await Member.create(workspace_id=other.workspace_id, subject="member:1")
    entry = await AuditEntry.filter(workspace_id=other.workspace_id).first()
    api.bells.jobs.clear()
    return {
        "agent": encode("Agent", agent.id),
        "session": encode("Session", session.id),
        "query": encode("GeneratedQuery", query.id),
        "pair": encode("TrainingPair", saved.pair.id),
        "run": encode("TrainingRun", run.id),
        "version": encode("AgentVersion", version.id),
        "material": encode("Material", material.id),
        "proposal": encode("ProposedPair", proposal.id),
        "question": encode("OpenQuestion", question.id),
        "key": encode("ApiKey", key.row.id),
        "member": encode("Member", member.id),
        "entry": encode("AuditEntry", entry.id),
    }


def test_every_operation_that_takes_an_id_is_in_the_matrix() -> None:
    def takes_id(type_: object) -> bool:
        named = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if str(named) == "ID":
            return True
        return any(takes_id(field.type) for field in getattr(named, "fields", {}).values())

    fields = {
        name: field
        for root in ("Query", "Mutation", "Subscription")
        for name, field in schema._schema.get_type(root).fields.items()
    }
    taking = {
        name for name, f in fields.items() if any(takes_id(argument.type) for argument in f.args.values())
    }
    lists = {"sessions", "trainingPairs", "trainingRuns", "agentVersions", "proposedPairs", "auditLog"}
    assert taking - lists - {"node"} == OPERATIONS.keys()


@pytest.mark.parametrize("name", OPERATIONS)
async def test_what_belongs_to_others_does_not_exist(api: Api, theirs: dict[str, str], name: str) -> None:
    document = OPERATIONS[name] + (PROBLEM if "...P" in OPERATIONS[name] else "")
    variables = {key: id for key, id in theirs.items() if f"${key}:" in document}
    events = await Event.all().count()

    if document.startswith("subscription"):
        async with api.subscribed(document, **variables) as socket:
            answer = json.dumps(await socket.receive())
    else:
        answer = json.dumps(await api.graphql(document, **variables))

    assert '"code": "NOT_FOUND"' in answer
    assert (await Event.all().count(), api.bells.jobs, api.models.asked) == (events, [], [])


async def test_lists_and_nodes_show_nothing_of_others(api: Api, theirs: dict[str, str]) -> None:
    lists = await api.data(LISTS, agent=theirs["agent"], session=theirs["session"])

    assert {name: page["edges"] for name, page in lists.items()} == dict.fromkeys(lists, [])
    for id in theirs.values():
        assert await api.data("query ($id: ID!) { node(id: $id) { id } }", id=id) == {"node": None}
