"""Live updates find their way back, whatever ends the connection: nothing lost, nothing doubled."""

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.web.coaching import Coaching

SUBMIT = """
mutation($id: ID!, $response: String!) {
  submitResponse(input: {queryId: $id, response: $response}) { __typename ... on Problem { message } }
}"""
CURRENT = "query($id: ID!) { session(id: $id) { currentQuery { id } } }"
# What graphql-ws takes for fatal and never tries again by itself.
FATAL = [1011, 4400, 4403, 4500]


def answer_elsewhere(coaching: Coaching, response: str) -> None:
    """As another program would."""
    installation = coaching.installation
    query = installation.graphql(CURRENT, id=coaching.session)["session"]["currentQuery"]["id"]
    saved = installation.graphql(SUBMIT, id=query, response=response)["submitResponse"]
    assert saved["__typename"] == "PairSaved", saved


class Line:
    """The WebSocket between page and server; it can be cut."""

    def __init__(self, coaching: Coaching, codes: list[int]) -> None:
        self.codes = codes
        self.opened = 0
        self._now: WebSocketRoute | None = None
        coaching.page.route_web_socket("**/graphql", self._open)
        coaching.page.reload()

    def cut(self, code: int) -> None:
        assert self._now is not None
        self._now.close(code=code)

    def _open(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        self._now = page
        self.opened += 1

        def to_page(message: str | bytes) -> None:
            if self.codes and "connection_ack" in str(message):
                page.close(code=self.codes.pop(0))
            else:
                page.send(message)

        server.on_message(to_page)


def test_codes_that_graphql_ws_takes_for_fatal_are_not(coaching: Coaching) -> None:
    coaching.wait_for_question()
    line = Line(coaching, list(FATAL))
    expect(coaching.page.get_by_text("Reconnecting…")).to_be_visible()
    expect(coaching.page.get_by_text("Reconnecting…")).to_be_hidden()
    assert line.codes == []
    assert line.opened == len(FATAL) + 1
    answer_elsewhere(coaching, "From elsewhere.")
    expect(coaching.answers).to_have_text(["From elsewhere."])
    expect(coaching.questions).to_have_count(2)
    coaching.wait_for_question()


@pytest.mark.signed_out
def test_a_new_token_takes_over_from_one_that_ran_out(coaching: Coaching) -> None:
    page = coaching.page
    line = Line(coaching, [])
    coaching.wait_for_question()
    coaching.box.fill("Typed with the old token.")
    page.context.clear_cookies()
    line.cut(4403)
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    page.context.new_page().goto(coaching.installation.link)  # signed in again, in another tab
    answer_elsewhere(coaching, "Said meanwhile.")
    expect(page.get_by_text("Reconnecting…")).to_be_hidden()
    expect(coaching.answers).to_have_text(["Said meanwhile."])
    expect(coaching.box).to_have_value("Typed with the old token.")
    coaching.wait_for_question()
    coaching.save.click()
    expect(coaching.notes.last).to_have_text("Training pair saved (2/20)")


def test_what_happened_while_the_computer_slept_is_there_when_it_wakes(coaching: Coaching) -> None:
    page = coaching.page
    line = Line(coaching, [])
    coaching.wait_for_question()
    chromium = page.context.new_cdp_session(page)
    chromium.send("Page.setWebLifecycleState", {"state": "frozen"})
    answer_elsewhere(coaching, "At night.")
    line.cut(1011)
    chromium.send("Page.setWebLifecycleState", {"state": "active"})
    expect(coaching.answers).to_have_text(["At night."])
    expect(coaching.questions).to_have_count(2)
    coaching.answer("In the morning.")
    expect(coaching.notes).to_have_text([f"Training pair saved ({n}/20)" for n in (1, 2)])
