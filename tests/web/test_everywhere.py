"""Dialogs and the screens after a training: from a phone to 4K, in both themes, by keyboard alone, without motion."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_dialog, beyond_the_edge, needs_axe
from tests.web.coaching import Coaching
from tests.web.test_proof import HEADLINE, LACKS, MadeUp
from tests.web.test_report import with_a_version

SIZES = [(360, 640), (1280, 800), (3840, 2160)]
PHONE: ViewportSize = {"width": 360, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
# What opens each dialog, by the screen that it is on; the last button inside closes it.
DIALOGS = [
    ("Coach", "Add my own question", "Not now"),
    ("Coach", "Invite a colleague", "Close"),
    ("Coach", "Help and keys", "Close"),
    ("Pairs", "Material", "Close"),
    ("Pairs", "Import", "Not now"),
    ("Pairs", "Export", "Close"),
    ("Training", "Put live", "Keep as it is"),
    ("Training", "Take offline", "Keep as it is"),
    ("Settings", "Delete this agent", "Keep as it is"),
]
# What would move for longer than nobody sees.
MOVING = """
() => {
  const milliseconds = (one) => parseFloat(one) * (one.includes("ms") ? 1 : 1000);
  const longest = (list) => Math.max(...list.split(",").map(milliseconds));
  const moves = (style) =>
    (style.animationName !== "none" && longest(style.animationDuration) > 10) || longest(style.transitionDuration) > 10;
  const found = [...document.querySelectorAll("*")].filter((element) =>
    [null, "::before", "::after"].some((part) => moves(getComputedStyle(element, part))));
  const running = document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > 10);
  return [...found.map((element) => element.outerHTML.slice(0, 120)), ...running.map((one) => String(one.id))];
}"""


@pytest.fixture
def trained(coaching: Coaching) -> Iterator[Coaching]:
    """With a version live and one that was refused."""
    coaching.page.emulate_media(reduced_motion="reduce")
    coaching.wait_for_question()
    made_up = MadeUp(coaching.page)
    coaching.page.reload()
    coaching.wait_for_question()
    yield coaching
    made_up.stop()


def tab_to(page: Page, target: Locator) -> None:
    """By the keyboard alone, as often as the dialog has stops."""
    for _ in range(30):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
        # Past its last stop the browser's own buttons follow, never the page below.
        assert page.evaluate(
            "!!document.activeElement.closest('dialog') || document.activeElement === document.body"
        )
    expect(target).to_be_focused()


def open_by_key(page: Page, name: str) -> Locator:
    opener = page.get_by_role("button", name=name, exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    return opener


@needs_axe
def test_every_dialog_fits_and_is_worked_by_keyboard(trained: Coaching) -> None:
    page = trained.page
    dialog = page.get_by_role("dialog")
    trained.answer("Bring your ticket to the desk, and we sort it out there.")
    expect(trained.notes.last).to_have_text("Training pair saved (1/20)")
    for tab, name, closes in DIALOGS:
        trained.show(tab)
        opener = open_by_key(page, name)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert beyond_the_dialog(page) == [], (name, width)
        page.set_viewport_size(PHONE)
        assert axe_in_both_themes(page) == [], name
        page.set_viewport_size(DESK)
        assert page.evaluate(MOVING) == [], name
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()
        open_by_key(page, name)
        tab_to(page, dialog.get_by_role("button", name=closes, exact=True))
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()


def test_what_dialogs_are_for_is_done_by_keyboard(trained: Coaching) -> None:
    page = trained.page
    dialog = page.get_by_role("dialog")
    trained.show("Pairs")
    open_by_key(page, "Import")
    tab_to(page, dialog.get_by_label("Or paste it here"))
    page.keyboard.insert_text("question,answer\nDo you open on Sundays?,We open at ten.\n")
    takes = dialog.get_by_role("button", name="Import 1 pair")
    expect(takes).to_be_enabled()
    tab_to(page, takes)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator(".pair-query")).to_have_text("Do you open on Sundays?")

    trained.show("Training")
    open_by_key(page, "Put live")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text(LACKS)
    tab_to(page, dialog.get_by_role("button", name="Put version 2 live all the same"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 2 is live.")).to_be_visible()
    # The list follows a moment later: until then the button is still that of version 1.
    expect(page.locator(".versions li").nth(0).get_by_role("button", name="Take offline")).to_be_visible()
    open_by_key(page, "Take offline")
    expect(page.get_by_role("dialog", name="Take version 2 offline?")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 2 is offline.")).to_be_visible()

    trained.show("Settings")
    name = page.locator(".frame-name").inner_text()
    open_by_key(page, "Delete this agent")
    page.keyboard.type("Another")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name=f"Delete {name}")).to_be_disabled()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} is deleted in ten seconds.")).to_be_visible()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".frame-name")).to_have_text(name)


@needs_axe
def test_what_a_training_left_fits_every_screen(trained: Coaching) -> None:
    page = trained.page
    trained.show("Training")
    training = page.url
    page.get_by_role("button", name="Before and after").click()
    page.get_by_text("Details: loss, speed").click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    fits(page, "before and after")
    with_a_version(page)
    for link, region in (("Page to show around", "How we know"), ("Use it", "Talk to it")):
        page.goto(training)
        page.get_by_role("link", name=link).click()
        expect(page.get_by_role("region", name=region)).to_be_visible()
        fits(page, link)


def fits(page: Page, screen: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert beyond_the_edge(page) == [], (screen, width)
    page.set_viewport_size(PHONE)
    assert axe_in_both_themes(page) == [], screen
    page.set_viewport_size(DESK)
    assert page.evaluate(MOVING) == [], screen
