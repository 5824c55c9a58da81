"""A share link from the page to those without an account: opened, asked, embedded by a site, and revoked."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.accessibility import AXE, axe, axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import NETWORK, PATIENCE_MS, REFUSED, REPORT_VIOLATIONS, NewPage
from tests.web.installation import Installation

ANSWER = "Bring your ticket to the desk, and we sort it out there."
OVER = "This link does not work, or no longer. Ask the person you have it from for a new one."

REVOKE = "mutation ($id: ID!) { revokeShareLink(input: {shareLinkId: $id}) { __typename } }"
# Of a link that has ended, of a site that it does not name, and of a network that is away.
EXPECTED = (REFUSED, "Framing '", "Refused to frame", *NETWORK)

NewVisitor = Callable[..., Page]


@pytest.fixture
def new_visitor(browser: Browser) -> Iterator[NewVisitor]:
    """Browsers that nobody is signed in with; what they complain of fails the test, but for what is expected."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(REPORT_VIOLATIONS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if not one.startswith(EXPECTED)] == []


@dataclass
class Site:
    """Of a customer, which holds one line of ours, and allows as little as it can."""

    port: int
    line: str = ""
    policy: str = ""

    def at(self, host: str) -> str:
        return f"http://{host}:{self.port}"


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<!doctype html><html lang=en><title>Shop</title>{site.line}<main><h1>Shop</h1></main>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def taught(page: Page, installation: Installation, name: str) -> str:
    """The question that an agent has an answer to; its page of use is open."""
    coaching = Coaching.start(page, installation, name)
    question = coaching.wait_for_question()
    coaching.answer(ANSWER)
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    coaching.show("Training")
    page.get_by_role("link", name="Use it").click()
    return question


def make_link(page: Page, name: str, *sites: str) -> str:
    card = page.get_by_role("region", name="Share")
    card.get_by_label("Whom it is for").fill(name)
    card.get_by_label("Sites that may embed it").fill("\n".join(sites))
    card.get_by_role("button", name="Make a link").click()
    field = card.get_by_label(f"Link for {name}", exact=True)
    expect(field).to_be_focused()
    return field.input_value()


def link_id(installation: Installation, prefix: str) -> str:
    links = installation.graphql("{ shareLinks { nodes { id prefix } } }")["shareLinks"]["nodes"]
    return next(link["id"] for link in links if link["prefix"] == prefix)


def ask(visitor: Page, question: str, label: str = "Your message") -> None:
    visitor.get_by_label(label).fill(question)
    visitor.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_link_is_passed_on_asked_and_revoked(
    new_page: NewPage, new_visitor: NewVisitor, installation: Installation, width: int
) -> None:
    size = {"width": width, "height": 800}
    page, visitor = new_page(viewport=size, reduced_motion="reduce"), new_visitor(viewport=size)
    name = f"Shared {width}"
    question = taught(page, installation, name)
    address = make_link(page, "The newsletter")
    card = page.get_by_role("region", name="Share")
    row = card.get_by_role("listitem").filter(has_text="The newsletter")
    expect(row).to_contain_text("made by: This machine · never asked")
    expect(card.get_by_role("group", name="Code for embedding")).to_have_count(0)
    if AXE.is_file():
        assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []
    card.get_by_role("button", name="Done").click()
    secret = urlsplit(address).fragment
    assert secret not in page.content()

    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)
    expect(visitor).to_have_title(name)
    expect(visitor.get_by_label("Your message")).to_be_focused()
    ask(visitor, question)
    talk = visitor.get_by_role("list", name="Conversation")
    expect(talk.get_by_role("listitem")).to_have_text([f"You: {question}", f"{name}: {ANSWER}"])
    expect(visitor.get_by_role("log")).to_have_text(ANSWER)
    expect(talk.locator("[aria-busy]")).to_have_count(0)
    if AXE.is_file():
        assert axe_in_both_themes(visitor) == []
    assert beyond_the_edge(visitor) == []
    visitor.get_by_role("button", name="Start over").click()
    expect(talk.get_by_role("listitem")).to_have_count(0)
    assert visitor.context.cookies() == []

    page.reload()
    expect(row).to_contain_text("last asked")
    row.get_by_role("button", name="Revoke The newsletter").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke this link").click()
    expect(row).to_contain_text("Revoked")
    ask(visitor, question)
    expect(visitor.get_by_role("alert")).to_have_text(OVER)
    expect(visitor.get_by_label("Your message")).to_have_count(0)
    expect(visitor.get_by_role("button")).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_role("alert")).to_have_text(OVER)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Chat")
    if AXE.is_file():
        assert axe(visitor) == []
    logs = [path for path in installation.home.glob("logs/*") if path.is_file()]
    assert "api.log" in {log.name for log in logs}
    assert [log.name for log in logs if secret in log.read_text()] == []


def test_visitors_read_their_own_language(
    page: Page, new_visitor: NewVisitor, installation: Installation
) -> None:
    question = taught(page, installation, "Shared abroad")
    address = make_link(page, "Friends")
    for locale, about, message in (
        ("de-AT", "Sie sprechen mit einem KI-Agenten. Er weiß nicht alles.", "Ihre Nachricht"),
        ("es-MX", "Está hablando con un agente de IA. No lo sabe todo.", "Su mensaje"),
        ("fr-FR", "You are talking to an AI agent. It does not know everything.", "Your message"),
    ):
        visitor = new_visitor(locale=locale)
        visitor.goto(address)
        expect(visitor.get_by_text(about)).to_be_visible()
        assert visitor.evaluate("document.documentElement.lang") == {"fr": "en"}.get(locale[:2], locale[:2])
        ask(visitor, question, message)
        expect(visitor.get_by_role("log")).to_have_text(ANSWER)


def test_a_question_that_got_lost_is_asked_again(
    page: Page, new_visitor: NewVisitor, installation: Installation
) -> None:
    question = taught(page, installation, "Shared network")
    address = make_link(page, "Friends")
    visitor = new_visitor()
    visitor.goto(address)
    expect(visitor.get_by_label("Your message")).to_be_focused()
    visitor.route("**/share/**", lambda route: route.abort(), times=1)
    ask(visitor, question)
    lost = visitor.get_by_role("alert")
    expect(lost).to_contain_text("The server can't be reached.")
    lost.get_by_role("button", name="Try again").click()
    expect(visitor.get_by_role("log")).to_have_text(ANSWER)
    expect(lost).to_have_count(0)
    talk = visitor.get_by_role("list", name="Conversation")
    expect(talk.get_by_role("listitem")).to_have_text([f"You: {question}", f"Shared network: {ANSWER}"])


def test_a_wrong_address_says_what_to_do(new_visitor: NewVisitor, installation: Installation) -> None:
    visitor = new_visitor()
    for path in ("/chat/0123456789abcdef#cs_nothing", "/chat/0123456789abcdef", "/chat/nothing#cs_nothing"):
        visitor.goto("about:blank")
        visitor.goto(f"{installation.url}{path}")
        expect(visitor.get_by_role("alert")).to_have_text(OVER)


def test_a_site_that_the_link_names_embeds_it_and_no_other(
    page: Page, new_visitor: NewVisitor, installation: Installation, site: Site
) -> None:
    question = taught(page, installation, "Shared widget")
    address = make_link(page, "The shop", site.at("localhost"))
    code = page.get_by_role("group", name="Code for embedding")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    code.get_by_role("button", name="Copy the code").click()
    expect(code.get_by_text("Copied.")).to_be_visible()
    site.line = page.evaluate("() => navigator.clipboard.readText()")
    prefix, secret = urlsplit(address).path.removeprefix("/chat/"), urlsplit(address).fragment
    assert site.line == (
        f'<script src="{installation.url}/embed.js" data-chat="{prefix}#{secret}" async></script>'
    )
    site.policy = f"default-src 'none'; script-src {installation.url}; frame-src {installation.url}"

    visitor = new_visitor()
    visitor.goto(site.at("localhost"))
    button = visitor.get_by_role("button", name="Open the chat")
    expect(button).to_have_text("Chat")
    button.focus()
    visitor.keyboard.press("Enter")
    chat = visitor.frame_locator("iframe[title=Chat]")
    expect(chat.get_by_role("heading", level=1)).to_have_text("Shared widget")
    field = chat.get_by_label("Your message")
    expect(field).to_be_focused()
    field.press_sequentially(question)
    field.press("Enter")
    expect(chat.get_by_role("log")).to_have_text(ANSWER)
    field.press("Escape")
    expect(visitor.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("button", name="Close the chat")).to_be_visible()
    expect(chat.get_by_role("log")).to_have_text(ANSWER)  # what was said is still there

    installation.graphql(REVOKE, id=link_id(installation, prefix))
    visitor.reload()
    visitor.get_by_role("button", name="Open the chat").click()
    expect(chat.get_by_role("alert")).to_have_text(OVER)

    other = new_visitor()
    other.goto(site.at("127.0.0.1"))
    with other.expect_console_message(lambda told: "frame-ancestors" in told.text):
        other.get_by_role("button", name="Open the chat").click()
    expect(other.locator("iframe[title=Chat]")).to_be_visible()
    assert [frame.url for frame in other.frames if re.match(re.escape(installation.url), frame.url)] == []
