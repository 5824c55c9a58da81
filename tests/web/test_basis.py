"""What replies and drafts stand on, what the agent did not know, and how each taught answer comes out."""

import json
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation

SLUG = "query($s: ID!) { session(id: $s) { agent { id slug } } }"
OPEN = "query($a: ID!) { agent(id: $a) { openQuestions { text count } } }"
COMPLETE = "mutation($s: ID!) { completeSession(sessionId: $s) { __typename } }"
UNKNOWN = "Do you also rent out inflatable unicorns for weddings?"
DRAFT = "A day pass costs €15. The deposit is €50."
SOURCES = [
    {
        "__typename": "ReplySource",
        "kind": "TAUGHT",
        "title": "How much is a day?",
        "text": "A day pass costs €15.",
        "pairId": None,
        "materialId": None,
    },
    {
        "__typename": "ReplySource",
        "kind": "PAGE",
        "title": "Prices",
        "text": "Day passes: €15.",
        "pairId": None,
        "materialId": None,
    },
]


def replies_with(page: Page, finished: dict[str, Any]) -> None:
    """Whatever the model writes, this is how its replies end from now on; the tiny model has no words of its own."""

    def connect(line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def arrives(message: str | bytes) -> None:
            data = json.loads(message)
            reply = (data.get("payload") or {}).get("data", {}).get("agentReply")
            if reply and reply["__typename"] == "ReplyFinishedEvent":
                reply.update(finished)
                line.send(json.dumps(data))
            else:
                line.send(message)

        server.on_message(arrives)

    page.route_web_socket(re.compile("/graphql"), connect)
    page.reload()


def agent_of(coaching: Coaching) -> dict[str, str]:
    agent: dict[str, str] = coaching.installation.graphql(SLUG, s=coaching.session)["session"]["agent"]
    return agent


def ask_in_use(coaching: Coaching, question: str) -> None:
    """As a customer of the company does."""
    installation = coaching.installation
    answer = httpx.post(
        f"{installation.url}/v1/chat/completions",
        json={"model": agent_of(coaching)["slug"], "messages": [{"role": "user", "content": question}]},
        headers={"Authorization": f"Bearer {installation.token}"},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text


def still_open(coaching: Coaching) -> list[dict[str, Any]]:
    agent = coaching.installation.graphql(OPEN, a=agent_of(coaching)["id"])["agent"]
    found: list[dict[str, Any]] = agent["openQuestions"]
    return found


def card(page: Page) -> Locator:
    return page.locator(".open-card")


def test_a_draft_says_what_it_stands_on_and_marks_the_rest(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    start = DRAFT.index("€50")
    unfounded = [{"__typename": "UnfoundedPart", "text": "€50", "start": start, "end": start + 3}]
    replies_with(page, {"text": DRAFT, "basis": "WRITTEN", "sources": SOURCES, "unfounded": unfounded})
    coaching.wait_for_question()
    page.get_by_role("button", name="Suggest an answer").click()
    expect(coaching.box).to_have_value(DRAFT)
    composer = page.get_by_role("region", name="Your answer")
    expect(composer.get_by_text("Nobody taught this – check it before you save:")).to_be_visible()
    expect(composer.locator("mark")).to_have_text(["€50"])
    expect(page.get_by_role("log")).to_contain_text("Nobody taught one part of it: check before you save.")
    composer.get_by_text("In its own words, from 2 sources").click()
    expect(composer.get_by_role("list", name="Sources")).to_contain_text(
        "Your answer to “How much is a day?”"
    )
    expect(composer.get_by_role("list", name="Sources")).to_contain_text("Your page “Prices”")
    assert axe_in_both_themes(page) == []

    composer.get_by_role("button", name="€50").click()  # shows where it stands
    expect(coaching.box).to_be_focused()
    page.keyboard.insert_text("€40")  # in its place
    expect(coaching.box).to_have_value("A day pass costs €15. The deposit is €40.")
    expect(composer.locator("mark")).to_have_count(0)
    expect(composer.get_by_text("Nobody taught this")).to_have_count(0)

    coaching.box.fill(f"Hello! {DRAFT}")  # it moves with what is typed before it
    expect(composer.locator("mark")).to_have_text(["€50"])
    page.reload()
    coaching.wait_for_question()
    expect(composer.locator("mark")).to_have_text(["€50"])
    coaching.save.click()  # warned, not hindered
    expect(coaching.notes).to_have_text([re.compile(r"^Training pair saved \(1/20\)")])


def test_a_draft_of_a_taught_answer_says_so(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    replies_with(
        page, {"text": "A day pass costs €15.", "basis": "TAUGHT", "sources": SOURCES[:1], "unfounded": []}
    )
    coaching.wait_for_question()
    page.get_by_role("button", name="Suggest an answer").click()
    expect(page.locator(".composer .grounds")).to_contain_text("Your answer, word for word")
    expect(page.get_by_text("Nobody taught this")).to_have_count(0)


def test_what_it_did_not_know_is_listed_answered_and_deleted(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    expect(card(page)).to_contain_text("All clear")
    ask_in_use(coaching, UNKNOWN)
    ask_in_use(coaching, UNKNOWN)
    ask_in_use(coaching, "May my parrot come along to the finals?")
    assert {entry["text"]: entry["count"] for entry in still_open(coaching)}[UNKNOWN] == 2
    page.reload()
    coaching.wait_for_question()
    expect(card(page)).to_contain_text("Open questions (2)")
    expect(card(page)).to_contain_text("Your next customers ask them anyway")
    expect(card(page).get_by_role("listitem").first).to_contain_text(f"{UNKNOWN}asked twice")
    assert axe_in_both_themes(page) == []

    card(page).get_by_role("button", name="Delete: May my parrot").click()
    expect(card(page)).to_contain_text("Open questions (1)")
    card(page).get_by_role("button", name=f"Answer: {UNKNOWN}").click()
    dialog = page.get_by_role("dialog", name="A question that it could not answer")
    expect(dialog.get_by_label("What does the customer ask?")).to_have_value(UNKNOWN)
    expect(dialog.get_by_label("Ideal response")).to_be_focused()  # only the answer is missing
    dialog.get_by_label("Ideal response").fill("No, we only rent out floats.")
    page.reload()  # what was typed is not lost, nor what it answers
    expect(dialog.get_by_label("Ideal response")).to_have_value("No, we only rent out floats.")
    dialog.get_by_role("button", name="Save this pair").click()
    expect(coaching.notes.last).to_contain_text("Training pair saved (1/20)")
    expect(card(page)).to_contain_text("All clear")
    page.reload()
    coaching.wait_for_question()
    expect(card(page)).to_contain_text("All clear")
    assert still_open(coaching) == []


def test_an_open_question_begins_a_conversation(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    ask_in_use(coaching, UNKNOWN)
    coaching.installation.graphql(COMPLETE, s=coaching.session)
    first = coaching.session
    page.goto(re.sub("/coach/.*", "/coach", page.url))
    section = page.get_by_role("region", name="Open questions")
    expect(section).to_contain_text(UNKNOWN)
    assert axe_in_both_themes(page) == []
    section.get_by_role("button", name="Answer: ").click()
    page.wait_for_url("**/coach/*")
    assert coaching.session != first
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("What does the customer ask?")).to_have_value(UNKNOWN)
    dialog.get_by_label("Ideal response").fill("No, we only rent out floats.")
    dialog.get_by_role("button", name="Save this pair").click()
    expect(coaching.notes.last).to_contain_text("Training pair saved (1/20)")


@pytest.mark.parametrize("width", [1280, 360])
def test_open_questions_fit_beside_or_above_the_conversation(
    new_page: NewPage, installation: Installation, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    coaching = Coaching.start(page, installation)
    coaching.wait_for_question()
    ask_in_use(coaching, UNKNOWN)
    page.reload()
    coaching.wait_for_question()
    expect(card(page)).to_be_visible()
    text = card(page).get_by_text(UNKNOWN)
    if width == 360:
        expect(text).to_be_hidden()
        card(page).get_by_text("Open questions").click()
    expect(text).to_be_visible()
    assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []
    expect(coaching.save).to_be_in_viewport()


def test_each_taught_answer_says_how_it_comes_out(coaching: Coaching) -> None:
    page = coaching.page
    coaching.answer("Bring your ticket to the desk, and we sort it out there.")
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    coaching.answer("Ask [name] at the office, they look it up for you.")  # a gap: no training uses it
    expect(coaching.notes.last).to_contain_text("Training pair saved (2/20)")
    coaching.show("Pairs")
    pairs = page.locator(".pair")
    expect(pairs.filter(has_text="Bring your ticket").get_by_text("Word for word")).to_be_visible()
    expect(pairs.filter(has_text="Ask [name]").get_by_text("Left out", exact=True)).to_be_visible()
    assert axe_in_both_themes(page) == []
    coaching.show("Training")
    section = page.get_by_role("region", name="How your answers come out")
    expect(section).to_contain_text(
        "Of 2 taught answers, 1 is given word for word and 1 is left out because of findings."
    )
    assert axe_in_both_themes(page) == []
    section.get_by_role("link", name="See each one").click()
    page.get_by_role("button", name=re.compile("It is right like this")).click()
    expect(pairs.filter(has_text="Ask [name]").get_by_text("Word for word")).to_be_visible()


def test_a_person_chooses_what_replies_stand_on(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Settings")
    section = page.get_by_role("region", name="How it replies")
    expect(section.get_by_role("radio", name="Only what has a source")).to_be_checked()
    free = section.get_by_role("radio", name="Its own words, unchecked")
    free.check()
    expect(section.get_by_role("status")).to_have_text("Saved")
    expect(section).to_contain_text("It may state prices, times or rules that nobody taught it.")
    sentence = section.get_by_label("What it says where it does not know")
    default = sentence.input_value()
    assert default.strip()
    sentence.fill("I'll ask the front desk; call 0123 if it can't wait.")
    section.get_by_role("button", name="Save this sentence").click()
    expect(section.get_by_role("status")).to_have_text("Saved")
    assert axe_in_both_themes(page) == []
    page.reload()
    expect(free).to_be_checked()
    expect(sentence).to_have_value("I'll ask the front desk; call 0123 if it can't wait.")
    section.get_by_role("button", name="Take back the default").click()
    expect(sentence).to_have_value(default)
    section.get_by_role("radio", name="Only what has a source").check()
    expect(section.get_by_role("status")).to_have_text("Saved")
    page.reload()
    expect(section.get_by_role("radio", name="Only what has a source")).to_be_checked()
