"""The coach screen, as a person uses it."""

import itertools
import time
from typing import Any, Self
from urllib.parse import unquote

from playwright.sync_api import Locator, Page, Route, expect

from tests.web.installation import Installation

# The last thing in the conversation is a whole question without an answer.
OPEN = ".bubbles > li:last-child:not(:has(.mine, .bubble-note)) .bubble.customer[aria-busy=false]"
PREPARED = "query($id: ID!) { session(id: $id) { preparedQueries { id } } }"
COUNT_PREPARED = """
async ([query, id, count]) => {
  const body = JSON.stringify({ query, variables: { id } });
  const headers = { "content-type": "application/json" };
  const reply = await fetch("/graphql", { method: "POST", headers, body });
  return (await reply.json()).data.session.preparedQueries.length >= count;
}"""
_numbers = itertools.count(1)
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def wait_until(page: Page, function: str, arg: Any) -> None:
    """`function` is asynchronous: Playwright's `wait_for_function` takes its promise for true and waits for nothing."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(function, arg):
        assert time.monotonic() < deadline, f"still not true: {function}"


class Coaching:
    def __init__(self, page: Page, installation: Installation) -> None:
        self.page = page
        self.installation = installation
        self.box = page.get_by_label("Your ideal response", exact=True)
        self.save = page.get_by_role("button", name="Save & next")
        self.questions = page.locator(".conversation .bubble.customer")
        self.answers = page.locator(".conversation .bubble.own")
        self.notes = page.locator(".conversation .mine .bubble-note")

    @classmethod
    def start(cls, page: Page, installation: Installation, name: str | None = None) -> Self:
        page.get_by_label("What is the agent called?").fill(name or f"Tidepool {next(_numbers)}")
        page.get_by_label("What does your company do, and this agent?").fill(
            installation.customer.description
        )
        page.get_by_role("button", name="Next").click()
        skip_topics(page)
        return cls(page, installation)

    def show(self, tab: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=tab).click()

    @property
    def current(self) -> Locator:
        return self.questions.last

    def wait_for_question(self) -> str:
        """The whole text of the open question."""
        expect(self.page.locator(OPEN)).to_be_visible()
        return self.page.locator(OPEN).inner_text()

    @property
    def session(self) -> str:
        return unquote(self.page.url.rpartition("/")[2])

    def wait_until_prepared(self, count: int = 1) -> None:
        """Until the server has as many questions after the open one ready, and the page knows of them."""
        wait_until(self.page, COUNT_PREPARED, [PREPARED, self.session, count])
        self.page.reload()
        self.wait_for_question()

    def answer(self, text: str) -> None:
        self.wait_for_question()
        self.box.fill(text)
        self.save.click()

    def answer_many(self, first: int, last: int) -> None:
        """Brings the count of saved pairs from first - 1 to last."""
        for number in range(first, last + 1):
            self.answer(self.installation.customer.response_to(self.wait_for_question()))
            expect(self.page.locator(".progress")).to_contain_text(f"{number} of 20 pairs")


def skip_topics(page: Page) -> None:
    """The step between a new agent and its first customer."""
    page.wait_for_url("**/topics")
    page.get_by_role("button", name="Skip").click()
    page.wait_for_url("**/coach/*")


def smaller_pages(page: Page, asked: str, instead: str) -> None:
    """The page asks for shorter lists from now on, so that a few rows make several pages."""

    def shorten(route: Route) -> None:
        body = route.request.post_data or ""
        route.continue_(post_data=body.replace(asked, instead))

    page.route("**/graphql", shorten)
