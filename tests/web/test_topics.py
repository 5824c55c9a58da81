"""What customers write about: asked for once, edited in Settings, and asked for again when there is nothing left."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.web.accessibility import AXE, axe, axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation

GERMAN = (
    "Die Fahrradwerkstatt Speichenkranz repariert Fahrräder, verkauft Ersatzteile und verleiht Lastenräder in Leipzig. "
    "Der Assistent beantwortet Fragen zu Terminen, Preisen, Garantie und Reparaturen."
)
REAL = "Wann ist mein Rad nach dem Sturz wieder fahrbereit?"
STUCK_WITHIN_S = 90

CREATE = """mutation($d: String!) { createAgent(input: {name: "Corner shop", description: $d}) {
  ... on AgentCreated { agent { id } } } }"""
ONLY_TOPIC = """mutation($a: ID!) { updateTopics(input: {agentId: $a, topics: [{name: "Gift cards"}]}) {
  ... on TopicsUpdated { agent { topics { name } } } } }"""
START = (
    "mutation($a: ID!) { startSession(input: {agentId: $a}) { ... on SessionStarted { session { id } } } }"
)
CURRENT = "query($s: ID!) { session(id: $s) { currentQuery { id status needsTopics } } }"
SKIP = "mutation($q: ID!) { skipQuery(input: {queryId: $q}) { __typename } }"
TOPICS = "query($a: ID!) { agent(id: $a) { language topics { name isOn weight category questions } } }"


@pytest.fixture
def speechless(installation: Installation) -> Iterator[None]:
    """No model says anything of use: the starter plays the customers."""
    installation.customer.is_speechless = True
    yield
    installation.customer.is_speechless = False


def new_agent(page: Page, name: str, description: str) -> None:
    page.get_by_label("What is the agent called?").fill(name)
    page.get_by_label("What does your company do, and this agent?").fill(description)
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/topics")
    expect(page.get_by_role("heading", name="What do your customers write about?")).to_be_visible()


def agent_of(page: Page) -> str:
    found = re.search(r"/agents/([^/]+)/", page.url)
    assert found
    return found[1].replace("%3D", "=")


def tick(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name, exact=True)


def test_a_new_agent_asks_what_its_customers_write_about(
    page: Page, installation: Installation, speechless: None
) -> None:
    new_agent(page, "Speichenkranz", GERMAN)
    expect(tick(page, "Garantie")).to_be_checked()
    expect(page.get_by_label("Your customers write in")).to_have_value("de")
    tick(page, "Garantie").uncheck()
    adding = page.get_by_label("Something else they write about")
    adding.fill("Winterlagerung, Lastenrad mieten")
    adding.press("Enter")
    expect(adding).to_have_value("")
    expect(tick(page, "Winterlagerung")).to_be_checked()
    tick(page, "Lastenrad mieten").click()  # of one's own: it is gone
    expect(tick(page, "Lastenrad mieten")).to_have_count(0)
    page.get_by_label("Three real questions of your customers").fill(REAL)
    adding.fill("Pannenhilfe")  # not added yet, and saved all the same

    page.reload()  # nothing that was typed or ticked is lost
    expect(tick(page, "Garantie")).not_to_be_checked()
    expect(tick(page, "Winterlagerung")).to_be_checked()
    expect(page.get_by_label("Three real questions of your customers")).to_have_value(REAL)
    expect(adding).to_have_value("Pannenhilfe")

    page.get_by_role("button", name="Start coaching").click()
    page.wait_for_url("**/coach/*")
    coaching = Coaching(page, installation)
    first = coaching.wait_for_question()
    assert first
    page.reload()
    assert coaching.wait_for_question() == first

    agent = installation.graphql(TOPICS, a=agent_of(page))["agent"]
    assert agent["language"] == "de"
    topics = {topic["name"]: topic for topic in agent["topics"]}
    assert not topics["Garantie"]["isOn"]
    assert topics["Winterlagerung"]["isOn"]
    assert topics["Pannenhilfe"]["isOn"]
    assert "Lastenrad mieten" not in topics


def test_the_step_takes_packs_pages_and_another_language(
    page: Page, installation: Installation, speechless: None
) -> None:
    new_agent(page, "Corner shop", "We sell bread.")
    page.get_by_role("button", name="Add topics of a trade").click()
    dialog = page.get_by_role("dialog")
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    dialog.get_by_role("button", name=re.compile(r"Online shop \d+ topics")).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("checkbox")).not_to_have_count(0)
    page.get_by_text("A help page or a list of frequent questions").click()
    file = {"name": "rules.md", "mimeType": "text/plain", "buffer": b"# Bread ovens\n\nThey are hot.\n"}
    page.get_by_label("Choose a file").set_input_files(file)
    expect(page.get_by_text(re.compile("^Read: "))).to_be_visible()
    page.get_by_label("Your customers write in").select_option("Finnish")
    expect(page.get_by_role("button", name="Add topics of a trade")).to_have_count(0)  # there are none
    page.reload()
    expect(page.get_by_label("Your customers write in")).to_have_value("fi")


def test_what_was_typed_survives_a_failure_and_is_saved_once(
    page: Page, installation: Installation, speechless: None
) -> None:
    new_agent(page, "Speichenkranz", GERMAN)
    expect(tick(page, "Garantie")).to_be_checked()
    page.get_by_label("Something else they write about").fill("x" * 121)
    page.get_by_label("Three real questions of your customers").fill(REAL)
    page.get_by_text("A help page or a list of frequent questions").click()
    page.get_by_label("Or paste its text").fill("# Öffnungszeiten\n\nMontags geschlossen.")
    page.route("**/graphql", lambda route: route.abort())
    page.get_by_role("button", name="Start coaching").click()
    expect(page.get_by_role("alert")).to_contain_text("can't be reached")
    expect(page.get_by_label("Or paste its text")).to_have_value(re.compile("Öffnungszeiten"))
    page.unroute("**/graphql")
    page.get_by_role("button", name="Start coaching").click()
    expect(page.get_by_role("alert")).to_contain_text("120")  # beside the name that is too long
    expect(page.get_by_label("Three real questions of your customers")).to_have_value("")  # it has arrived
    adding = page.get_by_label("Something else they write about")
    expect(adding).to_have_value("x" * 121)
    adding.fill("Pannenhilfe")
    page.get_by_role("button", name="Start coaching").click()
    page.wait_for_url("**/coach/*")
    query = "query($a: ID!) { agent(id: $a) { materials { edges { node { name } } } } }"
    edges = installation.graphql(query, a=agent_of(page))["agent"]["materials"]["edges"]
    assert sorted(edge["node"]["name"] for edge in edges) == ["Pasted text", "Real questions"]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_step_is_accessible(new_page: NewPage, installation: Installation, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    new_agent(page, "Speichenkranz", GERMAN)
    expect(tick(page, "Garantie")).to_be_checked()
    page.get_by_text("A help page or a list of frequent questions").click()
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []


def test_settings_edit_the_list(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Settings")
    section = page.get_by_role("region", name="Topics")
    adding = section.get_by_label("Add topics")
    adding.fill("Lost goggles, Birthday parties")
    adding.press("Enter")
    rows = section.get_by_role("listitem")
    expect(section.get_by_role("switch", name="Birthday parties")).to_be_checked()

    section.get_by_role("button", name="Edit: Lost goggles").click()
    form = section.get_by_role("form", name="Change: Lost goggles")
    form.get_by_label("Topic").fill("Birthday parties")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("twice")
    form.get_by_label("Topic").fill("Lost property")
    form.get_by_label("Category").select_option("Complaint")
    form.get_by_label("Customers ask about it").select_option("often")
    form.get_by_label("Example questions").fill("Did you find my goggles?\n\nWho keeps lost towels?")
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    form.get_by_role("button", name="Save").click()
    row = rows.filter(has_text="Lost property")
    expect(row).to_contain_text("Complaint · often · from you · 2 examples")
    section.get_by_role("switch", name="Birthday parties").click()
    expect(section.get_by_role("switch", name="Birthday parties")).not_to_be_checked()
    count = rows.count()

    row.get_by_role("button", name="Delete: Lost property").click()
    expect(rows).to_have_count(count - 1)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(count)
    page.reload()
    expect(rows).to_have_count(count)
    expect(row).to_contain_text("Complaint · often · from you · 2 examples")
    expect(section.get_by_role("switch", name="Birthday parties")).not_to_be_checked()


def stuck_session(installation: Installation) -> str:
    """Path of a conversation that has asked all there is to ask about its agent's only topic."""
    ask = installation.graphql
    agent = ask(CREATE, d="A shop.")["createAgent"]["agent"]["id"]
    ask(ONLY_TOPIC, a=agent)
    session = ask(START, a=agent)["startSession"]["session"]["id"]
    deadline = time.monotonic() + STUCK_WITHIN_S
    while not (query := ask(CURRENT, s=session)["session"]["currentQuery"])["needsTopics"]:
        assert time.monotonic() < deadline, "it never ran out of questions"
        if query["status"] == "OPEN":
            ask(SKIP, q=query["id"])
        else:
            time.sleep(0.05)
    return f"/agents/{quote(agent)}/coach/{quote(session)}"


def test_asks_for_topics_when_there_is_nothing_left_to_ask(
    page: Page, installation: Installation, speechless: None
) -> None:
    page.goto(installation.url + stuck_session(installation))
    coaching = Coaching(page, installation)
    card = page.locator(".needs-topics")
    adding = card.get_by_label("I have asked everything I know about your topics.")
    expect(adding).to_be_visible()
    if AXE.is_file():
        assert axe(page) == []
    page.get_by_role("button", name="Skip", exact=True).click()  # the next one needs topics as well
    expect(page.locator(".bubble-note").last).to_have_text("Skipped")
    expect(adding).to_be_visible()
    page.get_by_role("button", name="Add my own question").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What does the customer ask?").fill("Do you open on Sundays?")
    dialog.get_by_label("Ideal response").fill("Yes, from ten to four.")
    dialog.get_by_role("button", name="Save this pair").click()
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")

    page.route("**/graphql", lambda route: route.abort())
    adding.fill("Opening hours, Returns")
    adding.press("Enter")
    expect(card.get_by_role("alert")).to_contain_text("can't be reached")
    page.unroute("**/graphql")
    expect(adding).to_have_value("Opening hours, Returns")
    adding.press("Enter")
    assert re.search("opening hours|returns", coaching.wait_for_question(), re.I)
    expect(card).to_be_hidden()
    topics = installation.graphql(TOPICS, a=agent_of(page))["agent"]["topics"]
    assert [topic["name"] for topic in topics] == ["Gift cards", "Opening hours", "Returns"]
    coaching.answer("From ten to six.")
    expect(coaching.notes.last).to_have_text("Training pair saved (2/20)")


def test_says_who_plays_the_customers(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    line = page.locator(".writer-line")
    expect(line).to_have_count(0)  # a model plays them: only Settings say so
    coaching.show("Settings")
    section = page.get_by_role("region", name="Who plays the customers")
    expect(section).to_contain_text("plays your customers.")
    expect(section).to_contain_text("In the last 24 hours your customers asked")

    writer: dict[str, Any] = {
        "__typename": "Writer",
        "kind": "STARTER",
        "sentence": "The model is being fetched.",
        "advice": "A larger one would be livelier.",
        "bytesDone": 399_000_000,
        "bytesTotal": 1_100_000_000,
        "canDecline": True,
        "canAccept": False,
    }
    declined = {**writer, "sentence": "No model.", "bytesDone": None, "bytesTotal": None} | {
        "canDecline": False,
        "canAccept": True,
    }
    said = [writer]

    def answer(route: Route) -> None:
        body = route.request.post_data or ""
        if "DeclineWriterModel" in body:
            said.append(declined)
            route.fulfill(json={"data": {"declineWriterModel": declined}})
        elif "query WhoWrites" in body:
            route.fulfill(json={"data": {"writer": said[-1]}})
        else:
            route.fallback()

    page.route("**/graphql", answer)
    coaching.show("Coach")
    page.reload()
    expect(line).to_contain_text("The model is being fetched.")
    expect(line).to_contain_text("0.4 of 1.1 GB (36 %)")
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    line.get_by_role("button", name="Don't fetch").click()
    expect(line).to_contain_text("No model.")
    expect(line.get_by_role("button", name="Use a local model")).to_be_visible()
