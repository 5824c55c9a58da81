"""Every screen: nothing for axe to find in either theme, and what it is there for."""

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe, axe_in_both_themes, beyond_the_edge, needs_axe
from tests.web.coaching import Coaching, skip_topics
from tests.web.conftest import WEB, NewPage
from tests.web.installation import Installation

FIRST_LOAD_BYTES = 200_000


@needs_axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_is_accessible(new_page: NewPage, installation: Installation, theme: str, width: int) -> None:
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    assert axe(page) == []
    coaching = Coaching.start(page, installation)
    coaching.answer_many(1, 2)
    coaching.wait_for_question()
    coaching.page.get_by_role("button", name="Not a real question…").click()
    assert axe(page) == []
    assert beyond_the_edge(page) == []
    page.get_by_role("button", name="Add my own question").click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    for tab, heading in (
        ("Compare", "Compare"),
        ("Pairs", "Pairs"),
        ("Training", "Training"),
        ("Settings", "Settings"),
    ):
        coaching.show(tab)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_role("main").get_by_text("Loading…")).to_have_count(0)
        assert axe(page) == [], tab
        assert beyond_the_edge(page) == []


def test_pairs_are_found_changed_and_deleted(coaching: Coaching) -> None:
    page = coaching.page
    for count, words in enumerate(("towel", "ticket", "trainer"), 1):
        coaching.answer(f"Bring your {words} to the desk, and we sort it out there.")
        expect(coaching.notes.last).to_have_text(f"Training pair saved ({count}/20)")
    coaching.show("Pairs")
    pairs = page.locator(".pair")
    expect(pairs).to_have_count(3)

    page.get_by_label("Search in questions and answers").fill("your towel")
    expect(pairs).to_have_count(1)
    pairs.get_by_role("button", name=re.compile("Edit")).click()
    page.get_by_label("Your ideal response").fill("Shorter now.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".pair-response")).to_have_text("Shorter now.")

    page.get_by_role("button", name="Show all").click()
    expect(pairs).to_have_count(3)
    pairs.nth(0).get_by_role("button", name=re.compile("Delete")).click()
    expect(pairs).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(pairs).to_have_count(3)
    pairs.nth(0).get_by_role("button", name=re.compile("Delete")).click()
    expect(pairs).to_have_count(2)
    page.reload()  # leaving the page does what was announced
    expect(page.get_by_text("2 pairs in all")).to_be_visible()
    expect(pairs).to_have_count(2)
    expect(page.get_by_role("button", name=re.compile(": 1 pair$"))).not_to_have_count(0)


def test_settings_are_saved_as_they_change(coaching: Coaching) -> None:
    page = coaching.page
    coaching.show("Settings")
    page.get_by_label("New pairs that start a training").fill("35")
    page.get_by_label("New pairs that start a training").press("Enter")
    expect(page.get_by_text("Next training in 35 answers.")).to_be_visible()
    page.get_by_label("Schedule", exact=True).select_option("every night")
    page.get_by_label("Hour").select_option("04:00")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("New pairs that start a training")).to_have_value("35")
    expect(page.get_by_label("Hour")).to_have_value("4")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    page.get_by_label("Trainings a day").fill("97")
    page.get_by_label("Trainings a day").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("maxRunsPerDay is 97; choose 1 to 96.")
    expect(page.get_by_label("Trainings a day")).to_have_value("12")
    page.get_by_role("switch", name="Train by itself").click()
    expect(page.get_by_text("Automatic training is off")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Renamed")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".frame-name")).to_have_text("Renamed")


def test_customers_and_style_are_taught_by_sentences(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    page.get_by_role("button", name="Not a real question…").click()
    page.get_by_role("button", name="Not our topic").click()
    told = page.locator(".toast", has_text="Learned: ")
    expect(told).to_be_visible()
    told.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_have_text(["Forgotten again."])
    coaching.wait_for_question()
    page.get_by_role("button", name="Not a real question…").click()
    page.get_by_role("button", name="Not our topic").click()
    expect(page.get_by_text("Learned: ")).to_be_visible()
    coaching.show("Settings")
    customers = page.get_by_role("region", name="Its customers")
    expect(customers).to_contain_text("learned from what you skipped")
    customers.get_by_role("button", name=re.compile("^Delete: ")).click()
    expect(customers).to_contain_text("Nothing learned yet.")
    customers.get_by_label("The rule").fill("They write from the pool.")
    customers.get_by_role("button", name="Add").click()
    expect(customers.get_by_role("listitem")).to_contain_text(["They write from the pool."])
    customers.get_by_role("button", name="Edit: They write from the pool.").click()
    customers.get_by_label("Change: They write from the pool.").fill("They write with wet hands.")
    customers.get_by_role("button", name="Save").click()
    expect(customers.get_by_role("listitem")).to_contain_text(["They write with wet hands. (yours)"])

    style = page.get_by_role("region", name="House style")
    style.get_by_label("Kind of style rule").select_option("An answer never says")
    style.get_by_label("Its words").fill("unfortunately")
    style.get_by_role("button", name="Add rule").click()
    expect(style.get_by_role("listitem")).to_contain_text(["unfortunately"])
    style.get_by_label("Kind of style rule").select_option("An answer's length is")
    style.get_by_label("Fewest words").fill("3")
    style.get_by_label("Most words").fill("40")
    style.get_by_role("button", name="Add rule").click()
    expect(style.get_by_role("listitem")).to_contain_text(["unfortunately", "Has 3 to 40 words."])
    style.get_by_label("Kind of style rule").select_option("Steps of a path are joined by")
    style.get_by_label("Its words").fill("→")
    style.get_by_role("button", name="Add rule").click()
    style.get_by_label("Kind of style rule").select_option("An answer has a list")
    style.get_by_role("button", name="Add rule").click()
    expect(style.get_by_role("listitem")).to_have_count(4)
    for switch in style.get_by_role("switch").all()[2:]:
        switch.click()
        expect(switch).not_to_be_checked()
    style.get_by_role("button", name="Edit: Has 3 to 40 words.").click()
    assert axe_in_both_themes(page) == []
    style.get_by_role("listitem").get_by_label("Most words").fill("9")
    style.get_by_role("button", name="Save").click()
    expect(style.get_by_text("Has 3 to 9 words.")).to_be_visible()
    expect(style.get_by_role("switch", checked=True)).to_have_count(2)
    assert axe_in_both_themes(page) == []
    coaching.show("Coach")
    coaching.wait_for_question()
    coaching.box.fill("Unfortunately the pool is closed on Mondays, so come on Tuesday.")
    expect(page.get_by_role("list", name="Worth a look")).to_contain_text(re.compile("unfortunately", re.I))


def test_an_agent_that_could_not_be_made_keeps_what_was_typed(page: Page) -> None:
    page.get_by_label("What is the agent called?").fill("Typed once")
    page.get_by_label("What does your company do, and this agent?").fill("A shop.")
    page.route("**/graphql", lambda route: route.abort())
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("can't be reached. Check that it is running"))
    page.unroute("**/graphql")
    page.reload()
    expect(page.get_by_label("What is the agent called?")).to_have_value("Typed once")
    page.get_by_role("button", name="Next").click()
    skip_topics(page)


def test_house_rules_follow_the_prompt_that_the_server_writes(page: Page) -> None:
    page.get_by_label("What is the agent called?").fill("Ruled")
    page.get_by_label("What does your company do, and this agent?").fill("A shop.")
    page.get_by_text("More: house rules, base model").click()
    page.get_by_label("House rules").fill("Never promise a refund.")
    page.get_by_role("button", name="Next").click()
    skip_topics(page)
    page.get_by_role("link", name="Settings").click()
    prompt = page.get_by_label("What the agent is told before every conversation")
    expect(prompt).to_have_value(
        re.compile(r"^You are Ruled.*\n\nHouse rules:\nNever promise a refund\.$", re.S)
    )


def test_graphiql_runs_queries_with_the_session_of_the_browser(
    page: Page, installation: Installation
) -> None:
    page.goto(f"{installation.url}/graphiql")
    expect(page.locator(".graphiql-query-editor")).to_contain_text("liveVersion")
    page.get_by_role("button", name=re.compile("^Execute query")).click()
    expect(page.locator(".graphiql-response")).to_contain_text('"agents"')
    page.get_by_role("button", name="Show GraphiQL Explorer").click()
    expect(page.locator(".graphiql-plugin")).to_contain_text("trainingPairs")


def test_graphiql_subscribes_with_the_session_of_the_browser(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    session = page.url.rpartition("/")[2].replace("%3D", "=")
    page.goto(f"{coaching.installation.url}/graphiql")
    page.locator(".graphiql-query-editor .monaco-editor").first.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(
        f'subscription Live {{ sessionUpdated(sessionId: "{session}") {{ __typename cursor }} }}'
    )
    # GraphiQL reads the name of what is typed a moment later, and would ask for the operation that stood there before.
    expect(page.get_by_role("tab", name="Live")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Execute query")).click()
    expect(page.locator(".graphiql-response")).to_contain_text(
        re.compile(r"sessionUpdated.*__typename.*Event", re.S)
    )


def test_the_coach_screen_loads_little() -> None:
    index = WEB / "dist" / "index.html"
    if not index.is_file():
        pytest.skip("The page is not built: npm run build in app/web.")
    files = [WEB / "dist" / name for name in re.findall(r'(?:src|href)="/(assets/[^"]+)"', index.read_text())]
    assert len(files) > 1
    assert sum(len(gzip.compress(Path(file).read_bytes())) for file in files) < FIRST_LOAD_BYTES


def test_what_happens_elsewhere_is_shown_without_asking_again(
    coaching: Coaching, new_page: NewPage, installation: Installation
) -> None:
    """A program or another person changes the agent; the page looks only because it was told."""
    page = coaching.page
    coaching.answer("Bring your towel to the desk, and we sort it out there.")
    second = new_page(page.context)
    second.goto(page.url)
    name = page.locator(".frame-name").inner_text()
    expect(second.locator(".frame-name")).to_have_text(name)
    found = installation.graphql("{ agents(first: 50) { edges { node { id name } } } }")["agents"]["edges"]
    agent_id = next(edge["node"]["id"] for edge in found if edge["node"]["name"] == name)
    installation.graphql(
        'mutation ($id: ID!) { updateAgent(input: {agentId: $id, name: "The tide desk"}) { __typename } }',
        id=agent_id,
    )

    for one in (page, second):
        expect(one.locator(".frame-name")).to_have_text("The tide desk")


def test_who_comes_back_finds_the_agents_first(new_page: NewPage, installation: Installation) -> None:
    """Two of one name are told apart by their slugs."""
    for page in (new_page(), new_page()):
        page.goto(installation.url)
        Coaching.start(page, installation, "Harbour Twins")
    page.goto(installation.url)
    twins = (
        page.get_by_role("region", name="Your agents").get_by_role("link").filter(has_text="Harbour Twins")
    )
    expect(twins.get_by_role("heading")).to_have_text(
        ["Harbour Twins harbour-twins-2", "Harbour Twins harbour-twins"]
    )
    headings = page.get_by_role("main").get_by_role("heading", level=2).all_text_contents()
    assert headings == ["Your agents", "A new agent"]
