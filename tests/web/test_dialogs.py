"""Dialogs on small screens, zoomed, and by the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_dialog
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation

# Long words, long columns, an address: what real tables hold.
WIDE_TABLE = (
    "Frage,Antwort,What_the_front_desk_noted\n"
    f'Do you open on Sundays?,"Yes, from ten: https://tidepool.example/{"opening-hours/" * 12}",{"x" * 150}\n'
    "Can I bring my dog?,,b\n"
    "Is there parking?,Yes.,c\n"
)
# A browser at 200 % on a laptop lays the page out for half the pixels.
SIZES = [(360, 640), (640, 400), (1280, 800)]


def opened(new_page: NewPage, installation: Installation, width: int, height: int) -> Coaching:
    page = new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    coaching = Coaching.start(page, installation)
    coaching.wait_for_question()
    return coaching


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_import_dialog_stays_within_its_edges(
    new_page: NewPage, installation: Installation, width: int, height: int
) -> None:
    coaching = opened(new_page, installation, width, height)
    page: Page = coaching.page
    coaching.show("Pairs")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog", name="Import pairs")
    expect(dialog).to_be_visible()
    assert beyond_the_dialog(page) == []
    dialog.get_by_label("Or paste it here").fill(WIDE_TABLE)
    for column, meaning in (("Frage", "the customer's question"), ("Antwort", "the ideal response")):
        dialog.get_by_label(column).select_option(f"is {meaning}")
    expect(dialog.get_by_label("What_the_front_desk")).to_be_visible()
    expect(dialog.get_by_text("1 row with a problem")).to_be_visible()
    assert beyond_the_dialog(page) == []
    assert axe_in_both_themes(page) == []
