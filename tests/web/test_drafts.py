"""A draft of the agent: whole or not at all, kept beside the answer that was made of it, also when thrown away."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from app.text.fields import storable
from tests.web.accessibility import axe_in_both_themes
from tests.web.coaching import Coaching

PAIRS = """
query($id: ID!) { session(id: $id) {
  pairs(first: 9) { edges { node { response draft draftVersion editedShare } } }
  agent { stats { preferenceCount } }
} }"""


class Line:
    """The page's WebSocket; the ends of drafts can be kept back on it."""

    def __init__(self, page: Page) -> None:
        self._is_open = True
        self._kept: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket(re.compile("/graphql"), self._connect)
        page.reload()

    def hold(self) -> None:
        self._is_open = False

    def go_on(self) -> None:
        self._is_open = True
        for line, message in self._kept:
            line.send(message)
        self._kept.clear()

    def _connect(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        held: set[str] = set()

        def arrives(message: str | bytes) -> None:
            data = json.loads(message)
            if not self._is_open and "ReplyFinishedEvent" in str(message):
                held.add(data["id"])
            if data.get("id") in held and not self._is_open:
                self._kept.append((line, message))
            else:
                line.send(message)

        server.on_message(arrives)


@pytest.fixture
def line(coaching: Coaching) -> Line:
    coaching.wait_for_question()
    line = Line(coaching.page)
    coaching.wait_for_question()
    return line


def ask_for_a_draft(coaching: Coaching) -> None:
    coaching.page.get_by_role("button", name="Suggest an answer").click()


def whole_draft(coaching: Coaching) -> str:
    expect(coaching.page.get_by_text("Draft of the base model")).to_be_visible()
    return coaching.box.input_value()


def words(text: str) -> list[str]:
    """The tiny model writes signs that a text box and a database treat each in its own way; U+0000 is not stored."""
    return re.findall(r"\w+", storable(text))


def saved(coaching: Coaching) -> tuple[list[dict[str, Any]], int]:
    """Its pairs, and how many preferences were made of them."""
    session = coaching.installation.graphql(PAIRS, id=coaching.session)["session"]
    return [edge["node"] for edge in session["pairs"]["edges"]], session["agent"]["stats"]["preferenceCount"]


def test_half_a_draft_is_not_saved(coaching: Coaching, line: Line) -> None:
    page = coaching.page
    line.hold()
    ask_for_a_draft(coaching)
    expect(coaching.box).to_have_value(re.compile(r"\S"))
    expect(coaching.save).to_be_disabled()
    coaching.box.press("Control+Enter")
    expect(coaching.answers).to_have_count(0)

    page.reload()  # what nobody wrote and nobody finished is not kept
    coaching.wait_for_question()
    expect(coaching.box).to_have_value("")
    ask_for_a_draft(coaching)
    expect(coaching.box).to_have_value(re.compile(r"\S"))
    line.go_on()
    draft = whole_draft(coaching)
    coaching.box.press("Control+Enter")
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    (pair,), preferences = saved(coaching)
    assert words(pair["draft"]) == words(pair["response"]) == words(draft)
    assert pair["editedShare"] == 0
    assert preferences == 0


def test_a_draft_goes_with_its_question(coaching: Coaching, line: Line) -> None:
    page = coaching.page
    line.hold()
    ask_for_a_draft(coaching)
    expect(coaching.box).to_have_value(re.compile(r"\S"))
    page.get_by_role("button", name="Skip", exact=True).click()
    expect(coaching.box).to_have_value("")
    line.go_on()
    coaching.wait_for_question()
    ask_for_a_draft(coaching)
    whole_draft(coaching)
    page.get_by_role("button", name="Skip", exact=True).click()
    expect(coaching.box).to_have_value("")
    coaching.box.fill("My own words stay.")
    page.get_by_role("button", name="Not a real question…").click()
    page.get_by_role("button", name="Not realistic").click()
    expect(page.locator(".bubble-note").last).to_have_text("Skipped: not realistic")
    coaching.wait_for_question()
    expect(coaching.box).to_have_value("My own words stay.")


def test_a_draft_is_stopped_and_leaves_nothing(coaching: Coaching, line: Line) -> None:
    page = coaching.page
    line.hold()
    ask_for_a_draft(coaching)
    expect(coaching.box).to_have_value(re.compile(r"\S"))
    page.get_by_role("button", name="Stop writing").click()
    expect(coaching.box).to_have_value("")
    expect(coaching.box).to_be_focused()
    line.go_on()
    coaching.box.fill("My own words.")
    coaching.save.click()
    expect(coaching.answers).to_have_text(["My own words."])
    expect(page.locator(".draft-diff")).to_have_count(0)


def test_a_draft_that_is_not_to_be_trusted_says_so(coaching: Coaching) -> None:
    coaching.wait_for_question()
    ask_for_a_draft(coaching)
    whole_draft(coaching)
    composer = coaching.page.get_by_role("region", name="Your answer")
    expect(composer.get_by_text("The base model has learned nothing from you")).to_be_visible()
    expect(coaching.page.get_by_role("log")).to_contain_text("check every fact before you save.")


def test_a_draft_that_is_thrown_away_is_kept_as_rejected(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    ask_for_a_draft(coaching)
    draft = whole_draft(coaching)
    page.get_by_role("button", name="Throw it away").click()
    expect(coaching.box).to_have_value("")
    page.get_by_role("button", name="Put it back").click()
    expect(coaching.box).to_have_value(draft)
    page.get_by_role("button", name="Throw it away").click()
    page.reload()
    expect(page.get_by_text("Thrown away")).to_be_visible()
    assert axe_in_both_themes(page) == []
    coaching.answer("Nothing of it was right.")
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    (pair,), preferences = saved(coaching)
    assert (words(pair["draft"]), pair["response"]) == (words(draft), "Nothing of it was right.")
    assert (pair["draftVersion"], pair["editedShare"]) == (0, 1)
    assert preferences == 1


def test_shows_what_was_changed_while_one_types(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    ask_for_a_draft(coaching)
    draft = whole_draft(coaching)
    changes = page.get_by_text("What you changed in the draft")
    expect(changes).to_be_hidden()
    coaching.box.fill(f"{draft.strip()} And a towel.")
    changes.click()
    expect(page.locator(".composer ins")).to_have_text("And a towel.")
    assert axe_in_both_themes(page) == []
    coaching.box.fill(draft)
    expect(changes).to_be_hidden()


def test_editing_a_refused_answer_keeps_its_draft(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    ask_for_a_draft(coaching)
    draft = whole_draft(coaching)
    page.route("**/graphql", refuse)
    coaching.answer("Changed by hand.")
    expect(coaching.notes.last).to_contain_text("Not now.")
    page.unroute("**/graphql")
    coaching.notes.last.get_by_role("button", name="Edit").click()
    expect(coaching.box).to_have_value("Changed by hand.")
    expect(page.get_by_text("Draft of the base model")).to_be_visible()
    coaching.save.click()
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    (pair,), preferences = saved(coaching)
    assert (words(pair["draft"]), pair["response"]) == (words(draft), "Changed by hand.")
    assert preferences == 1


def refuse(route: Route) -> None:
    if "submitResponse" not in (route.request.post_data or ""):
        route.continue_()
        return
    problem = {"__typename": "Conflict", "code": "CONFLICT", "message": "Not now."}
    route.fulfill(json={"data": {"submitResponse": problem}})


def test_says_all_that_saving_says(coaching: Coaching) -> None:
    page = coaching.page
    coaching.answer("Ask [name] at the office, they will look it up. Path: A > B > C. Next: call.")
    said = page.locator(".conversation .bubble-more")
    expect(said).to_contain_text(re.compile(r"^No training will use this pair yet\. .*\[name\]"))
    page.reload()
    expect(said).to_contain_text("No training uses this pair until it is mended")
