"""`python -m tests.benchmarks.page`: from the click on Save & next to the next question on the screen.

All real processes on a tiny model, a stand-in customer, Chromium. The clock is the page's own: from the click event to
the first frame painted after the next question's text stood in the conversation, and to the server's confirmation.
A question counts as prepared when the server had it ready before the click.
"""

import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.tiny_model import make_tiny_model
from tests.web.coaching import COUNT_PREPARED, OPEN, PREPARED, Coaching, wait_until
from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.installation import Installation

WARM_UP, SAVES = 3, 15
CLOCK = """
(open) => {
  window.waits = [];
  const last = () => document.querySelector(open)?.innerText;
  const saved = () => document.querySelectorAll(".conversation .mine .bubble-note svg").length;
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".composer .button.primary")) return;
    const wait = {}, before = last(), count = saved();
    window.waits.push(wait);
    const look = () => {
      const text = last();
      if (wait.shown === undefined && text && text !== before) wait.shown = performance.now() - event.timeStamp;
      if (wait.saved === undefined && saved() > count) wait.saved = performance.now() - event.timeStamp;
      if (wait.shown === undefined || wait.saved === undefined) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true });
}
"""


def save(coaching: Coaching, number: int) -> None:
    question = coaching.wait_for_question()
    wait_until(coaching.page, COUNT_PREPARED, [PREPARED, coaching.session, 1])
    coaching.box.fill(f"{coaching.installation.customer.response_to(question)} ({number})")
    coaching.save.click()
    coaching.page.wait_for_function(
        "n => window.waits.length === n && window.waits[n - 1].shown && window.waits[n - 1].saved", arg=number
    )


def measure(page: Page, installation: Installation) -> list[dict[str, float]]:
    page.goto(installation.link)
    coaching = Coaching.start(page, installation)
    coaching.wait_for_question()
    page.evaluate(CLOCK, OPEN)
    for number in range(1, WARM_UP + SAVES + 1):
        save(coaching, number)
    waits: list[dict[str, float]] = page.evaluate("window.waits")
    return waits[WARM_UP:]


def report(name: str, waits: list[float]) -> None:
    p95 = statistics.quantiles(waits, n=20, method="inclusive")[18]
    print(
        f"{name}: median {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms, max {max(waits):.0f} ms, n {len(waits)}"
    )


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="page-"))
    base_model = make_tiny_model(home / "tiny", context=4096)
    installation = Installation(home / "home", base_model)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            waits = measure(browser.new_page(viewport={"width": 1280, "height": 800}), installation)
            browser.close()
    finally:
        installation.stop()
    report("Save & next to the next, prepared question", [wait["shown"] for wait in waits])
    report("Save & next to 'Training pair saved'", [wait["saved"] for wait in waits])
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
