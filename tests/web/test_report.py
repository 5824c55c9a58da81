"""The page that shows around what an agent has learned, on the screen and on paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation
from tests.web.test_proof import NOW, REPORT, TRUTH

LEARNED: dict[str, Any] = {
    "__typename": "AgentVersion",
    "id": "version-1",
    "number": 1,
    "liveAt": NOW,
    "createdAt": NOW,
    "mayWrite": False,
    "run": {
        "__typename": "TrainingRun",
        "id": "run-1",
        "pairCount": 16,
        "receipt": {
            "__typename": "Receipt",
            "pairs": [
                {
                    "__typename": "ReceiptPair",
                    "pairId": "pair-1",
                    "query": "How much is a day?",
                    "learned": False,
                    "keyPoints": [
                        {"__typename": "KeyPoint", "text": text, "learned": False}
                        for text in ("€15", "a towel")
                    ],
                }
            ],
        },
    },
    "report": REPORT | {"truth": TRUTH | {"tries": 24, "right": 20, "invented": 1, "against": 2}},
}


def with_a_version(page: Page) -> None:
    def answer(route: Route) -> None:
        if "query Learned" not in (route.request.post_data_json or {}).get("query", ""):
            route.fallback()
            return
        response = route.fetch()
        body = response.json()
        body["data"]["agent"]["liveVersion"] = LEARNED
        route.fulfill(response=response, json=body)

    page.route("**/graphql", answer)


@pytest.mark.parametrize("width", [1280, 360])
def test_what_it_learned_is_shown_and_printed(
    new_page: NewPage, installation: Installation, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    coaching = Coaching.start(page, installation)
    coaching.answer("Bring your ticket to the desk, and we sort it out there.")
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    coaching.show("Training")
    page.get_by_role("link", name="Page to show around").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^What Tidepool .* has learned$"))
    expect(page.get_by_role("main")).to_contain_text("Your team has taught it 1 answer. No trained version")
    expect(page.get_by_role("region", name="What it can answer")).to_contain_text(
        "Your only taught answer is given word for word."
    )
    assert axe_in_both_themes(page) == []

    with_a_version(page)
    page.reload()
    proof = page.get_by_role("region", name="How we know")
    expect(proof).to_contain_text(
        "asked 4 questions whose answers it had never seen: 3 came out better than before"
    )
    expect(proof).to_contain_text(
        "In 24 tries to say taught answers in its own words, 20 were right and 3 said"
    )
    expect(proof.get_by_role("heading", level=4)).to_have_count(4)
    expect(page.get_by_role("region", name="Facts it is checked on")).to_contain_text("1 fact in 1 answer")
    expect(page.get_by_role("region", name="What it can't do yet")).to_contain_text("How much is a day?")
    words = page.get_by_role("main").inner_text().lower()
    assert [jargon for jargon in ("loss", "token", "step", "held-out", "epoch") if jargon in words] == []
    assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []

    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".frame-top")).to_be_hidden()
    expect(page.get_by_role("button", name="Print or save as PDF")).to_be_hidden()
    # All of it is on paper, not only what the screen had room for.
    assert page.evaluate("document.querySelector('.frame-main').scrollHeight <= document.body.scrollHeight")
    assert page.evaluate("getComputedStyle(document.querySelector('.report-frame')).color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")
    page.unroute_all(behavior="ignoreErrors")
