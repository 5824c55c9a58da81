"""Phones, also with their keyboard open, and windows at 200 %: the conversation stays in sight, and no note covers what
is pressed next."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.accessibility import axe, beyond_the_edge, needs_axe
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation

# A window of 1280 x 800 at 200 %, a phone, and the same phone while somebody types on it.
WINDOWS = {"zoomed": (640, 400), "phone": (360, 640), "typing": (360, 300)}
# Beside the three, windows in which nothing should have to fold.
ALL = {**WINDOWS, "tablet": (820, 1180), "desk": (1280, 800), "4K": (3840, 2160)}
RUN_ID = "VHJhaW5pbmdSdW46eA=="
RUN = {
    "__typename": "TrainingRun",
    "id": RUN_ID,
    "status": "RUNNING",
    "trigger": "MANUAL",
    "step": 3,
    "totalSteps": 12,
    "secondsLeft": 80,
    "pairCount": 20,
    "newPairCount": 20,
    "leftOutPairs": 0,
    "loss": 2.5,
    "holdoutLoss": None,
    "tokensPerSecond": 90,
    "reason": None,
    "failureCode": None,
    "queuedAt": "2026-01-01T00:00:00Z",
    "startedAt": "2026-01-01T00:00:00Z",
    "finishedAt": None,
    "lastEventCursor": "0",
    "curve": [],
    "samples": [],
    "version": None,
    "receipt": None,
    "report": None,
}
# What of the element is on the screen and covered by nothing else.
SEEN = """
(element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const at = (x, y) => element.contains(document.elementFromPoint(x, y));
  return [[left + 4, top + 4], [right - 4, top + 4], [(left + right) / 2, (top + bottom) / 2], [left + 4, bottom - 4]]
    .every(([x, y]) => at(x, y));
}"""
# How many pixels of height only the conversation has.
ROOM = """
() => {
  const scroller = [document.querySelector(".conversation"), document.querySelector(".coach")]
    .find((one) => getComputedStyle(one).overflowY === "auto");
  const top = scroller.getBoundingClientRect().top;
  return document.querySelector(".composer").getBoundingClientRect().top - top;
}"""


def pretend_to_train(page: Page) -> None:
    """As while a training is under way; none is, so that the strip stays as long as it is looked at."""

    def train(route: Route) -> None:
        body = route.request.post_data or ""
        if "query Run(" in body:
            route.fulfill(json={"data": {"trainingRun": RUN}})
        elif "query AgentFrame(" in body:
            answer = route.fetch()
            data = answer.json()
            data["data"]["agent"]["stats"]["lastRun"] = {
                name: RUN[name] for name in ("__typename", "id", "status")
            }
            route.fulfill(json=data)
        else:
            route.fallback()

    page.route("**/graphql", train)
    page.reload()
    expect(page.get_by_role("region", name="Training")).to_contain_text("about 1 min left")


def show_a_note(page: Page) -> None:
    """As after a question that was skipped with a reason."""
    page.get_by_role("button", name="Not a real question…").click()
    page.get_by_role("button", name="Not our topic").click()
    expect(page.locator(".toast", has_text="Learned: ")).to_be_visible()


@pytest.mark.parametrize("window", ALL)
def test_notes_cover_no_button(coaching: Coaching, window: str) -> None:
    page = coaching.page
    width, height = ALL[window]
    page.set_viewport_size({"width": width, "height": height})
    coaching.wait_for_question()
    show_a_note(page)
    coaching.wait_for_question()
    coaching.box.fill("An answer.")
    for button in (coaching.save, page.get_by_role("button", name="Skip", exact=True)):
        assert button.evaluate(SEEN)
    assert page.locator(".toast").evaluate(SEEN)
    assert beyond_the_edge(page) == []


@pytest.mark.parametrize("window", WINDOWS)
def test_the_conversation_keeps_its_height(coaching: Coaching, window: str) -> None:
    page = coaching.page
    width, height = WINDOWS[window]
    coaching.answer_many(1, 2)
    page.set_viewport_size({"width": width, "height": height})
    pretend_to_train(page)
    coaching.wait_for_question()
    strip = page.get_by_role("region", name="Training").bounding_box()
    assert strip is not None
    assert strip["height"] <= 48
    coaching.box.focus()
    assert page.evaluate(ROOM) >= height / 3
    expect(coaching.current).to_be_in_viewport(ratio=0.5)
    assert coaching.save.evaluate(SEEN)


@needs_axe
@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_lost_in_a_small_window(
    new_page: NewPage, installation: Installation, window: str
) -> None:
    width, height = WINDOWS[window]
    page = new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    coaching = Coaching.start(page, installation)
    coaching.wait_for_question()
    for tab in ("Compare", "Pairs", "Training", "Settings", "Coach"):
        link = page.get_by_role("navigation").get_by_role("link", name=tab)
        # In reach and covered by nothing for good; in the lowest window it can still be moving as the question comes.
        link.scroll_into_view_if_needed()
        page.wait_for_function(SEEN, arg=link.element_handle())
    page.locator(".progress").scroll_into_view_if_needed()
    assert page.locator(".progress-next").evaluate(SEEN)
    page.get_by_role("button", name="Add my own question").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Not now").scroll_into_view_if_needed()
    assert dialog.get_by_role("button", name="Not now").evaluate(SEEN)
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert axe(page) == []
