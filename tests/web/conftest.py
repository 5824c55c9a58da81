"""A browser and all real processes. Skipped where no Chromium or no built page is."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.tiny_model import make_tiny_model
from tests.web.coaching import Coaching
from tests.web.installation import Installation

WEB = Path(__file__).parents[2] / "app" / "web"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 30_000
# What Chromium itself logs while a server is away; the page has nothing to do with it.
NETWORK = ("Failed to load resource: net::ERR_", "WebSocket connection to ")
REFUSED = "Failed to load resource: the server responded with a status of 401"
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("Content-Security-Policy:", event.effectiveDirective, event.blockedURI));
"""

FIRST_STEPS = ("test_coach", "test_coming_back")  # files of `make test`; the others are of `make slow`

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.path.stem not in FIRST_STEPS:
                item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With BROWSER_TESTS=required (.ci/run sets it where there is a Chromium) a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("BROWSER_TESTS") == "required":
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(
            "There is no Chromium: install the package chromium, or name one by CHROMIUM=/path/to/it."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def installation(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    if not (WEB / "dist" / "index.html").is_file():
        pytest.skip("The page is not built: pip install -e . builds it, or npm run build in app/web.")
    # Its tokens are little more than letters: real questions and answers need the room.
    base_model = make_tiny_model(tmp_path_factory.mktemp("tiny"), context=4096)
    installation = Installation(tmp_path_factory.mktemp("web"), base_model)
    yield installation
    installation.stop()


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, browser: Browser, installation: Installation
) -> Iterator[NewPage]:
    """Opens signed-in pages, each in a browser profile of its own; the test fails if one of them logs an error."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    expected = (*NETWORK, REFUSED) if request.node.get_closest_marker("signed_out") else NETWORK

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(expected):
            complaints.append(message.text)

    def open_page(context: BrowserContext | None = None, **options: object) -> Page:
        if context is None:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
            context.set_default_timeout(PATIENCE_MS)
            context.add_init_script(REPORT_VIOLATIONS)
            contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(installation.link)
        return page

    yield open_page
    for context in contexts:
        for one in context.pages:
            one.unroute_all(behavior="ignoreErrors")  # an answer that is read just now goes with the context
        context.close()
    installation.customer.go_on()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture
def coaching(page: Page, installation: Installation) -> Coaching:
    """A fresh agent with its first conversation open."""
    return Coaching.start(page, installation)
