"""Signing on in a real browser at a real provider, a process of its own, and signing on anew when it has ended."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.oidc_provider import CLIENT, SECRET
from tests.tiny_model import make_tiny_model
from tests.web.accessibility import axe, beyond_the_edge, needs_axe
from tests.web.coaching import Coaching
from tests.web.conftest import PATIENCE_MS, REPORT_VIOLATIONS, WEB
from tests.web.installation import Installation, free_port

PEOPLE = {
    "ada": {"name": "Ada Lovelace", "groups": ["leads"]},
    "eve": {"name": "Eve", "groups": ["guests"]},
}
MEMBERS = "{ members { edges { node { id name } } } }"
REMOVE = "mutation ($id: ID!) { removeMember(memberId: $id) { __typename } }"
AUDIT = "{ auditLog(order: OLDEST_FIRST) { edges { node { action } } } }"


@dataclass
class Provider:
    url: str
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.oidc_provider", str(port), json.dumps(PEOPLE)])
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < deadline
    yield Provider(f"http://127.0.0.1:{port}", process)
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def company(
    browser: Browser, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation whose people sign on."""
    if not (WEB / "dist" / "index.html").is_file():
        pytest.skip("The page is not built: pip install -e . builds it, or npm run build in app/web.")
    installation = Installation(
        tmp_path_factory.mktemp("company"),
        make_tiny_model(tmp_path_factory.mktemp("tiny")),
        COACHABLE_OIDC_ISSUER=provider.url,
        COACHABLE_OIDC_CLIENT_ID=CLIENT,
        COACHABLE_OIDC_CLIENT_SECRET=SECRET,
        COACHABLE_OIDC_ROLES=json.dumps({"leads": "trainer"}),
        COACHABLE_OIDC_NAME="Example",
    )
    yield installation
    installation.stop()


@pytest.fixture
def page(browser: Browser, company: Installation) -> Iterator[Page]:
    """Signed out."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and message.location["url"].startswith(
            company.url
        ):  # not the provider's icon
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(company.url)
    yield page
    context.close()
    # What Chromium itself says of requests that were refused is no fault of the page.
    assert [text for text in complaints if "401" not in text and "WebSocket" not in text] == []


def sign_on(page: Page, person: str) -> None:
    page.get_by_role("link", name="Sign in with Example").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    page.get_by_role("link", name=person).click()


def test_a_person_signs_on_and_goes_on_where_the_sign_on_ended(page: Page, company: Installation) -> None:
    expect(page.get_by_role("alert")).to_contain_text("You are signed out here")
    expect(page.get_by_text("Open the link that Coachable printed")).to_have_count(0)
    sign_on(page, "ada")
    expect(page).to_have_url(f"{company.url}/")
    expect(page.get_by_text("You are signed out here")).to_have_count(0)

    coaching = Coaching.start(page, company)
    coaching.wait_for_question()
    coaching.box.fill("Half of an answer")
    where = page.url
    (ada,) = [
        edge["node"]
        for edge in company.graphql(MEMBERS)["members"]["edges"]
        if edge["node"]["name"] == "Ada Lovelace"
    ]
    assert company.graphql(REMOVE, id=ada["id"])["removeMember"]["__typename"] == "MemberRemoved"
    expect(page.get_by_role("alert")).to_contain_text("You are signed out here")

    sign_on(page, "ada")
    expect(page).to_have_url(where)
    expect(coaching.box).to_have_value("Half of an answer")
    coaching.box.fill("Half of an answer, and the rest.")
    coaching.save.click()
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    actions = [edge["node"]["action"] for edge in company.graphql(AUDIT)["auditLog"]["edges"]]
    assert [action for action in actions if action.startswith("MEMBER")] == [
        "MEMBER_JOINED",
        "MEMBER_SIGNED_IN",
        "MEMBER_REMOVED",
        "MEMBER_JOINED",
        "MEMBER_SIGNED_IN",
    ]

    assert page.evaluate("async () => (await fetch('/logout', {method: 'POST'})).ok")
    page.reload()
    expect(page.get_by_role("link", name="Sign in with Example")).to_be_visible()


def test_who_is_in_no_group_is_told_so(page: Page, company: Installation) -> None:
    sign_on(page, "eve")
    expect(page.get_by_text("Eve: none of your groups may use Coachable.")).to_be_visible()
    page.goto(company.url)
    expect(page.get_by_role("link", name="Sign in with Example")).to_be_visible()


@needs_axe
def test_the_way_in_is_accessible(page: Page) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.get_by_role("link", name="Sign in with Example")).to_be_visible()
        assert axe(page) == []
        assert beyond_the_edge(page) == []


def test_no_log_holds_what_was_exchanged(page: Page, company: Installation) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    sign_on(page, "ada")
    expect(page).to_have_url(f"{company.url}/")
    (back,) = [address for address in addresses if "/login/oidc/callback?" in address]
    values = [
        part.partition("=")[2] for part in back.partition("?")[2].split("&") if not part.startswith("iss=")
    ]
    (cookie,) = [found["value"] for found in page.context.cookies() if found["name"] == "coachable"]
    logs = [path for path in Path(company.home).glob("logs/*") if path.is_file()]
    assert "api.log" in {log.name for log in logs}
    for secret in [*values, cookie.partition(".")[2], SECRET, "eyJ"]:
        assert [log.name for log in logs if secret in log.read_text()] == []
