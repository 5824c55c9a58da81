"""What a run proved stands first, a version without proof goes live only when asked for twice, and any goes offline."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation

NOW = "2026-11-28T20:00:00+00:00"
HEADLINE = "14 of 16 taught answers come out right, 1 false in 24 tries: practice only."
LACKS = "Version 2 invented a fact in 1 of 24 tries: “The deposit is €500.” Its own words may be false."
WRONG = ["The deposit is €500.", "You can pay by cheque.", "We open at 5.", "There is no deposit."]
TRUTH: dict[str, Any] = {
    "__typename": "Truth",
    "tries": 24,
    "right": 20,
    "invented": 1,
    "against": 2,
    "degenerate": 1,
    "wrong": [
        {
            "__typename": "WrongTry",
            "query": f"Question {number}",
            "answer": answer,
            "faults": ["nobody taught it"],
        }
        for number, answer in enumerate(WRONG)
    ],
}
REPORT: dict[str, Any] = {
    "__typename": "Report",
    "sentence": HEADLINE,
    "truth": TRUTH,
    "verdict": "WORSE",
    "reasons": ["Held-out loss 2.31, before 4.42."],
    "better": 3,
    "same": 0,
    "worse": 1,
    "questions": [
        {
            "__typename": "ReportQuestion",
            "pairId": f"pair-{number}",
            "query": f"Held out {number}",
            "expected": "As you said.",
            "outcome": outcome,
            "baseAnswer": "By the base model.",
            "liveAnswer": "By version 1.",
            "candidateAnswer": "By version 2.",
        }
        for number, outcome in enumerate(("BETTER", "BETTER", "BETTER", "WORSE"))
    ],
}
RUN: dict[str, Any] = {
    "__typename": "TrainingRun",
    "id": "run-2",
    "trigger": "MANUAL",
    "status": "REJECTED",
    "pairCount": 16,
    "newPairCount": 4,
    "leftOutPairs": 0,
    "reason": HEADLINE,
    "failureCode": None,
    "queuedAt": NOW,
    "startedAt": NOW,
    "finishedAt": NOW,
    "step": 12,
    "totalSteps": 12,
    "loss": 1.87,
    "holdoutLoss": 2.31,
    "tokensPerSecond": 900.0,
    "secondsLeft": None,
    "lastEventCursor": "9",
    "curve": [
        {"__typename": "CurvePoint", "step": step, "loss": 4 - step / 6, "holdoutLoss": 4 - step / 8}
        for step in (1, 6, 12)
    ],
    "samples": [],
    "version": {"__typename": "AgentVersion", "id": "version-2", "number": 2, "status": "REJECTED"},
    "agent": {
        "__typename": "Agent",
        "id": "agent-1",
        "name": "Tidepool",
        "liveVersion": {"__typename": "AgentVersion", "id": "version-1", "number": 1},
    },
    "receipt": None,
    "report": REPORT,
}


class MadeUp:
    """Two versions and a run of an agent that was never trained: nothing here depends on what a model learned."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.live: int | None = 1
        self.sent: list[str] = []
        page.route("**/graphql", self._answer)

    def stop(self) -> None:
        self._page.unroute_all(behavior="ignoreErrors")

    def _answer(self, route: Route) -> None:
        request: dict[str, Any] = route.request.post_data_json or {}
        query, variables = request.get("query", ""), request.get("variables", {})
        if "query AgentFrame" in query:
            response = route.fetch()
            body = response.json()
            body["data"]["agent"]["liveVersion"] = self._live()
            body["data"]["agent"]["stats"]["versionCount"] = 2
            route.fulfill(response=response, json=body)
        elif "query Versions" in query:
            edges = [{"__typename": "Edge", "node": self._version(number)} for number in (2, 1)]
            live = self._live()
            agent = {
                "__typename": "Agent",
                "id": variables["agentId"],
                "liveVersion": live and live | {"deletedPairs": 0},
            }
            versions = {"__typename": "Connection", "edges": edges}
            route.fulfill(json={"data": {"agent": agent, "agentVersions": versions}})
        elif "query Runs" in query:
            page = {"__typename": "PageInfo", "hasNextPage": False, "endCursor": None}
            runs = {
                "__typename": "Connection",
                "pageInfo": page,
                "edges": [{"__typename": "Edge", "node": RUN}],
            }
            route.fulfill(json={"data": {"trainingRuns": runs}})
        elif "query Run(" in query:
            route.fulfill(json={"data": {"trainingRun": RUN}})
        elif "mutation Promote" in query:
            self.sent.append(f"promote {variables['versionId']} {variables['confirm']}")
            route.fulfill(json={"data": {"promoteVersion": self._promoted(variables["confirm"])}})
        elif "mutation RetireVersion" in query:
            self.sent.append("retire")
            self.live = None
            agent = {"__typename": "Agent", "id": variables["agentId"], "liveVersion": None}
            retired = {"__typename": "VersionRetired", "agent": agent}
            route.fulfill(json={"data": {"retireVersion": retired}})
        else:
            route.fallback()

    def _live(self) -> dict[str, Any] | None:
        if self.live is None:
            return None
        return {"__typename": "AgentVersion", "id": f"version-{self.live}", "number": self.live}

    def _version(self, number: int) -> dict[str, Any]:
        status = "LIVE" if number == self.live else "REJECTED" if number == 2 else "RETIRED"
        truth = TRUTH | ({"right": 24, "invented": 0, "against": 0} if number == 1 else {})
        return {
            "__typename": "AgentVersion",
            "id": f"version-{number}",
            "number": number,
            "status": status,
            "createdAt": NOW,
            "liveAt": None,
            "mayWrite": number == 1,
            "report": REPORT | {"truth": truth},
        }

    def _promoted(self, confirm: bool) -> dict[str, Any]:
        if not confirm:
            return {"__typename": "Conflict", "code": "CONFLICT", "message": LACKS}
        self.live = 2
        version = {"__typename": "AgentVersion", "id": "version-2", "number": 2, "status": "LIVE"}
        return {"__typename": "VersionPromoted", "version": version}


@pytest.fixture
def made_up(coaching: Coaching) -> Iterator[MadeUp]:
    coaching.wait_for_question()
    made_up = MadeUp(coaching.page)
    coaching.show("Training")
    coaching.page.reload()
    yield made_up
    made_up.stop()


def test_a_run_says_first_what_it_proved(page: Page, made_up: MadeUp) -> None:
    run = page.locator(".past-run")
    expect(run.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(run).to_contain_text(
        "20 of 24 tries right, 1 with an invented fact, 2 against your answers, 1 repeating, cut or empty."
    )
    wrong = run.get_by_role("list", name="Wrong answers").get_by_role("listitem")
    quoted = [f"Question {number}{answer}nobody taught it" for number, answer in enumerate(WRONG)]
    expect(wrong).to_have_text(quoted[:3])
    run.get_by_role("button", name="1 more").click()
    expect(wrong).to_have_text(quoted)
    run.get_by_role("button", name="Before and after").click()
    answers = run.get_by_role("region", name="Answers to held-out questions")
    expect(answers.get_by_role("heading", level=4)).to_have_text(
        ["Held out 3Worse", "Held out 0Better", "Held out 1Better", "Held out 2Better"]  # what decided it
    )
    expect(answers.get_by_role("definition").nth(0)).to_have_text("By version 1.")
    expect(answers.get_by_role("definition").nth(1)).to_have_text("By version 2.")
    steps = run.get_by_role("region", name="What to do next")
    expect(steps).to_contain_text("It got worse at something that customers would notice.")
    expect(steps).to_contain_text("Nothing changed for your customers: version 1 still answers them.")
    expect(steps.get_by_role("listitem")).to_have_count(3)
    expect(steps.get_by_role("link", name="Open Pairs")).to_be_visible()
    words = " ".join(run.locator(".run-panel").first.inner_text().split()).lower()
    assert [jargon for jargon in ("held-out loss", "tokens/s", "nats") if jargon in words] == []
    loss = run.get_by_text("Held-out loss", exact=True)
    expect(loss).to_be_hidden()
    run.get_by_text("Details: loss, speed").click()
    expect(loss).to_be_visible()
    expect(run.get_by_text("Held-out loss 2.31, before 4.42.")).to_be_visible()
    expect(run.get_by_role("img", name=re.compile("^Loss .* at step 12"))).to_be_visible()
    assert axe_in_both_themes(page) == []


def test_a_version_goes_offline_at_once(page: Page, made_up: MadeUp) -> None:
    versions = page.locator(".versions li")
    expect(versions.nth(0)).to_contain_text("your answers word for word · 20 of 24 right, 3 false")
    expect(versions.nth(1)).to_contain_text("in its own words · 24 of 24 right, none false")
    expect(page.get_by_role("button", name="Take offline")).to_have_count(1)
    versions.nth(1).get_by_role("button", name="Take offline").click()
    dialog = page.get_by_role("dialog", name="Take version 1 offline?")
    expect(dialog).to_contain_text("gives your answers word for word, or says that it does not know")
    assert axe_in_both_themes(page) == []
    dialog.get_by_role("button", name="Keep as it is").click()
    assert made_up.sent == []
    versions.nth(1).get_by_role("button", name="Take offline").click()
    dialog.get_by_role("button", name="Take version 1 offline").click()
    expect(page.get_by_text("Version 1 is offline.")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(page.locator(".frame-agent")).to_contain_text("no version live")
    expect(page.get_by_role("button", name="Take offline")).to_have_count(0)
    assert made_up.sent == ["retire"]


def test_a_version_without_proof_is_asked_for_twice(page: Page, made_up: MadeUp) -> None:
    page.locator(".versions li").nth(0).get_by_role("button", name="Put live").click()
    dialog = page.get_by_role("dialog", name="Put version 2 live?")
    expect(dialog).to_contain_text("will answer with version 2 instead of version 1")
    dialog.get_by_role("button", name="Put version 2 live", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(LACKS)
    assert made_up.sent == ["promote version-2 False"]
    assert axe_in_both_themes(page) == []
    dialog.get_by_role("button", name="Put version 2 live all the same").click()
    expect(page.get_by_text("Version 2 is live.")).to_be_visible()
    expect(dialog).to_be_hidden()
    assert made_up.sent == ["promote version-2 False", "promote version-2 True"]


def test_the_proof_fits_on_a_small_screen(new_page: NewPage, installation: Installation) -> None:
    page = new_page(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    coaching = Coaching.start(page, installation)
    coaching.wait_for_question()
    made_up = MadeUp(page)
    coaching.show("Training")
    page.reload()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    page.get_by_role("button", name="Before and after").click()
    page.get_by_text("Details: loss, speed").click()
    assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []
    made_up.stop()
