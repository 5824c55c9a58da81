"""`python -m tests.benchmarks.first_load`: what a phone sees when it opens the page for the first time.

All real processes on a tiny model, a stand-in customer, Chromium with nothing in its cache. Processor and network are
slowed by what Lighthouse's mobile preset reckons with, here really: four times, 150 ms, 1.6 Mbit/s down, 750 kbit/s up.
Paints, shifts and long tasks are the browser's own entries until the network is quiet; bytes are what came over it.
"""

import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.tiny_model import make_tiny_model
from tests.web.coaching import OPEN, Coaching
from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.installation import Installation

TRIES = 5
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75}
KBIT = 1024 / 8
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * KBIT,
    "uploadThroughput": 750 * KBIT,
}
SLOWER = 4
# What Lighthouse calls good; of bytes it has no such number.
GOOD = {"FCP ms": 1800.0, "LCP ms": 2500.0, "TBT ms": 200.0, "CLS": 0.1, "KiB": None}
OBSERVE = """
window.seen = { fcp: 0, lcp: 0, tasks: [], cls: 0 };
const watch = (type, take) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("paint", (one) => { if (one.name === "first-contentful-paint") seen.fcp = one.startTime; });
watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
watch("longtask", (one) => seen.tasks.push([one.startTime, one.duration]));
watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
"""


def load(browser: Browser, installation: Installation, url: str, shown: str) -> dict[str, float]:
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.request.get(installation.link)  # signs in without opening the page
    page.add_init_script(OBSERVE)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url)
    page.locator(shown).first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("window.seen")
    context.close()
    blocked = sum(
        max(0.0, end - max(start, seen["fcp"]) - 50)
        for start, end in ((start, start + duration) for start, duration in seen["tasks"])
    )
    return {
        "FCP ms": seen["fcp"],
        "LCP ms": seen["lcp"],
        "TBT ms": blocked,
        "CLS": seen["cls"],
        "KiB": sum(sizes) / 1024,
    }


def report(name: str, loads: list[dict[str, float]]) -> None:
    print(f"| {name} | median of {len(loads)} | least to most | good |\n|---|---|---|---|")
    for figure, good in GOOD.items():
        values = [one[figure] for one in loads]
        digits = 3 if figure == "CLS" else 0
        spread = f"{min(values):,.{digits}f} to {max(values):,.{digits}f}"
        print(f"| {figure} | {statistics.median(values):,.{digits}f} | {spread} | {good or ''} |")


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="first-load-"))
    base_model = make_tiny_model(home / "tiny", context=4096)
    installation = Installation(home / "home", base_model)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page()
            page.goto(installation.link)
            coaching = Coaching.start(page, installation)
            coaching.answer_many(1, 3)
            coaching.wait_for_question()
            conversation = page.url
            page.close()
            for name, url, shown in (
                ("start page", installation.url, ".new-agent"),
                ("conversation", conversation, OPEN),
            ):
                report(name, [load(browser, installation, url, shown) for _ in range(TRIES)])
            browser.close()
    finally:
        installation.stop()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
