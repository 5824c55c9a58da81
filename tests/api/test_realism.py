"""The realism guide: a skip teaches it, people see, change and delete its lines; coverage comes counted."""

from app.api.ids import encode
from app.models import Agent, GeneratedQuery
from app.sessions import service as sessions
from tests.api.conftest import Api
from tests.factories import make_agent

SKIP = """mutation($input: SkipQueryInput!) { skipQuery(input: $input) {
  ... on QuerySkipped { query { skipCode skipReason } nextQuery { id } learned { id kind text origin } }
  ... on Problem { code message } } }"""
UPDATE = """mutation($input: UpdateRealismGuideInput!) { updateRealismGuide(input: $input) {
  ... on RealismGuideUpdated { agent { realismGuide { id kind text origin } } }
  ... on Problem { code message } } }"""
READ = """query($id: ID!) { agent(id: $id) { followUpRate realismGuide { text }
  coverage { cells { category difficulty pairCount skipCount } topics { name } categories { category confidence } }
} }"""


async def test_a_skip_teaches_and_a_person_edits(api: Api) -> None:
    agent = await make_agent(api.actor)
    started = await sessions.start(api.actor, agent.id)
    id_ = encode("Agent", agent.id)
    skipped = (
        await api.data(
            SKIP, input={"queryId": encode("GeneratedQuery", started.query.id), "code": "NOT_OUR_TOPIC"}
        )
    )["skipQuery"]
    topic = started.query.plan["topic"]
    assert skipped["query"] == {"skipCode": "NOT_OUR_TOPIC", "skipReason": None}
    learned = skipped["learned"]
    assert [(rule["kind"], rule["text"], rule["origin"]) for rule in learned] == [
        ("AVOID_TOPIC", f"Nobody asks about {topic}.", "SKIP")
    ]
    data = (await api.data(READ, id=id_))["agent"]
    assert data["realismGuide"] == [{"text": f"Nobody asks about {topic}."}]
    assert len(data["coverage"]["cells"]) == 18
    assert sum(cell["skipCount"] for cell in data["coverage"]["cells"]) == 1
    assert [c["confidence"] for c in data["coverage"]["categories"]] == [None] * 6

    written = [
        {"kind": "WRITE", "value": "You never mention the weather."},
        {"kind": "AT_MOST", "difficulty": "EASY", "category": "BILLING"},
    ]
    guide = (await api.data(UPDATE, input={"agentId": id_, "rules": written}))["updateRealismGuide"]["agent"]
    assert [rule["text"] for rule in guide["realismGuide"]] == [
        "You never mention the weather.",
        "Only easy questions about billing.",
    ]
    assert {rule["origin"] for rule in guide["realismGuide"]} == {"PERSON"}
    refused = await api.data(UPDATE, input={"agentId": id_, "rules": [{"kind": "AT_MOST"}]})
    assert refused["updateRealismGuide"]["code"] == "INVALID_INPUT"


async def test_words_of_a_reason_count_as_its_code(api: Api) -> None:
    agent = await make_agent(api.actor)
    started = await sessions.start(api.actor, agent.id)
    input = {"queryId": encode("GeneratedQuery", started.query.id), "reason": "Not our topic"}
    skipped = (await api.data(SKIP, input=input))["skipQuery"]
    assert skipped["query"] == {"skipCode": "NOT_OUR_TOPIC", "skipReason": "Not our topic"}
    assert len((await Agent.get(id=agent.id)).realism_guide) == 1


async def test_what_was_prepared_under_another_plan_is_thrown_away(api: Api) -> None:
    agent = await make_agent(api.actor)
    started = await sessions.start(api.actor, agent.id)
    old = await GeneratedQuery.filter(session=started.session, opened_at=None).values_list("id", flat=True)
    rules = [{"kind": "WRITE", "value": "You are always brief."}]
    await api.data(UPDATE, input={"agentId": encode("Agent", agent.id), "rules": rules})
    input = {"queryId": encode("GeneratedQuery", started.query.id)}
    skipped = (await api.data(SKIP, input=input))["skipQuery"]
    assert skipped["nextQuery"]["id"] not in {encode("GeneratedQuery", i) for i in old}
    statuses = await GeneratedQuery.filter(id__in=old).values_list("status", flat=True)
    assert statuses == ["discarded", "discarded"]
