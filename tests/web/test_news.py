"""How far a training is, and that it is over, for those who look elsewhere meanwhile."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.web.accessibility import axe_in_both_themes
from tests.web.coaching import Coaching
from tests.web.test_proof import RUN

UNDER_WAY = RUN | {
    "status": "RUNNING",
    "reason": None,
    "finishedAt": None,
    "step": 5,
    "totalSteps": 10,
    "report": None,
    "version": None,
}
# As a browser that asks the person, who agrees; what it would show is kept.
AGREEABLE = """
window.shown = []; window.asked = 0;
window.Notification = class {
  static permission = "default";
  static async requestPermission() { window.asked++; return (this.permission = "granted"); }
  constructor(title, { body, tag }) { window.shown.push([title, body, tag]); }
  close() {}
};"""
LOOK = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Training:
    """A run that the test moves on; it is the newest one of whichever agent is open."""

    def __init__(self, page: Page) -> None:
        self.run: dict[str, Any] = UNDER_WAY
        self._page = page
        self._line: WebSocketRoute | None = None
        self._subscription = ""
        page.route("**/graphql", self._answer)
        page.route_web_socket(re.compile("/graphql"), self._connect)

    def stop(self) -> None:
        self._page.unroute_all(behavior="ignoreErrors")

    def ends(self, status: str) -> None:
        self.run = RUN | {"status": status}
        assert self._line is not None
        self._line.send(f'{{"id": "{self._subscription}", "type": "complete"}}')

    def _answer(self, route: Route) -> None:
        query = (route.request.post_data_json or {}).get("query", "")
        if "query AgentFrame" in query:
            response = route.fetch()
            body = response.json()
            last = {"__typename": "TrainingRun", "id": RUN["id"], "status": self.run["status"]}
            body["data"]["agent"]["stats"]["lastRun"] = last
            route.fulfill(response=response, json=body)
        elif "query Run(" in query:
            route.fulfill(json={"data": {"trainingRun": self.run}})
        else:
            route.fallback()

    def _connect(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def leaves(message: str | bytes) -> None:
            if "subscription FollowRun" not in str(message):
                server.send(message)
                return
            found = re.search(r'"id":"([^"]+)"', str(message))
            assert found
            self._line, self._subscription = line, found[1]

        line.on_message(leaves)
        server.on_message(line.send)


@pytest.fixture
def training(coaching: Coaching) -> Iterator[Training]:
    coaching.wait_for_question()
    coaching.page.add_init_script(AGREEABLE)
    training = Training(coaching.page)
    coaching.show("Training")
    coaching.page.reload()
    yield training
    training.stop()


def test_who_looks_elsewhere_is_told_when_they_asked(page: Page, training: Training) -> None:
    expect(page).to_have_title(re.compile("^48 % · Training · "))
    expect(page.get_by_text("tokens/s")).to_be_hidden()
    assert page.evaluate("window.asked") == 0  # nobody is asked at load
    page.get_by_role("button", name="Tell me when it ends").click()
    expect(page.get_by_role("button", name="Don't tell me")).to_be_visible()
    expect(page.get_by_text("Your browser will tell you when it ends")).to_be_visible()
    assert page.evaluate("window.asked") == 1
    assert axe_in_both_themes(page) == []
    page.evaluate(LOOK, True)
    training.ends("SUCCEEDED")
    expect(page).to_have_title(re.compile("^Training is over · "))
    told = page.evaluate("window.shown")
    assert told == [["Coachable", "Tidepool has learned: a new version is live.", "run-2"]]
    page.evaluate(LOOK, False)
    expect(page).to_have_title(re.compile("^Training · "))


def test_who_did_not_ask_is_told_by_the_title_alone(page: Page, training: Training) -> None:
    expect(page).to_have_title(re.compile("^48 % · Training · "))
    page.evaluate(LOOK, True)
    training.ends("REJECTED")
    expect(page).to_have_title(re.compile("^Training is over · "))
    assert page.evaluate("[window.asked, window.shown]") == [0, []]
