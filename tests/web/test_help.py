"""Help and the keys that it lists, and inviting from any screen."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_dialog
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation
from tests.web.test_languages import english
from tests.web.test_workspace import sign_in

INVITATIONS = "{ invitations(first: 100) { edges { node { name role state } } } }"


def invitations(installation: Installation, name: str) -> list[dict[str, Any]]:
    edges = installation.graphql(INVITATIONS)["invitations"]["edges"]
    return [edge["node"] for edge in edges if edge["node"]["name"] == name]


def test_help_opens_by_a_key_and_gives_the_focus_back(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.box.focus()
    page.keyboard.type("Really?")
    expect(coaching.box).to_have_value("Really?")
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_have_count(0)

    page.get_by_role("link", name="Pairs").focus()
    page.keyboard.press("?")
    expect(dialog.get_by_role("heading", name="How coaching works")).to_be_focused()
    assert axe_in_both_themes(page) == []
    assert beyond_the_dialog(page) == []
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Pairs")).to_be_focused()

    button = page.get_by_role("button", name="Help and keys")
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("term")).to_have_text(["?", "Ctrl + Enter", "A, B or T", "Enter", "Esc"])
    dialog.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_the_keys_do_what_help_says(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.box.fill("Bring your ticket to the desk, and we sort it out there.")
    page.get_by_role("button", name="Not a real question…").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Not a real question, because it is")).to_have_count(0)
    expect(coaching.box).to_have_value("Bring your ticket to the desk, and we sort it out there.")
    coaching.box.press("Control+Enter")
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    coaching.show("Settings")
    topics = page.get_by_role("region", name="Topics")
    topics.get_by_label("Add topics").fill("lost goggles")
    topics.get_by_label("Add topics").press("Enter")
    expect(topics).to_contain_text("lost goggles")


@pytest.mark.parametrize(
    ("locale", "opens", "title", "key"),
    [("de-DE", "Hilfe und Tasten", "Hilfe", "Strg"), ("es-ES", "Ayuda y teclas", "Ayuda", "Intro")],
)
def test_help_speaks_the_language_of_the_page(
    new_page: NewPage, locale: str, opens: str, title: str, key: str
) -> None:
    page = new_page(locale=locale)
    page.get_by_role("button", name=opens).click()
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog.get_by_role("listitem")).to_have_count(5)
    expect(dialog.get_by_role("term").nth(1)).to_contain_text(key)
    if locale.startswith("de"):
        assert english(page) == []


def test_a_colleague_is_invited_by_one_click_and_one_button(
    coaching: Coaching, installation: Installation
) -> None:
    page = coaching.page
    coaching.wait_for_question()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Invite a colleague").click()
    dialog = page.get_by_role("dialog", name="Invite a colleague")
    expect(dialog.get_by_label("Name or address")).to_be_focused()
    page.keyboard.type("Dora One-Step")
    page.keyboard.press("Tab")
    page.keyboard.type("Tr")
    expect(dialog).to_contain_text("Trainer also makes and changes agents")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link = dialog.get_by_label("Invitation of Dora One-Step", exact=True)
    expect(link).to_be_focused()
    expect(dialog.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("() => navigator.clipboard.readText()") == link.input_value()
    expect(dialog).to_contain_text("It makes whoever opens it first a member, once, within three days.")
    expect(dialog).to_contain_text(re.compile(r"It is shown this once, and opens once, until .*\d"))
    assert invitations(installation, "Dora One-Step") == [
        {"name": "Dora One-Step", "role": "TRAINER", "state": "OPEN"}
    ]
    assert axe_in_both_themes(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Invite a colleague")).to_be_focused()


def test_a_link_that_could_not_be_copied_is_there_to_copy(page: Page) -> None:
    """As in a page without TLS, where browsers have no clipboard."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.reload()
    page.get_by_role("button", name="Invite a colleague").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name or address").fill("Emil Without-Clipboard")
    dialog.get_by_role("button", name="Make a link and copy it").click()
    expect(dialog.get_by_role("status")).to_have_text("It is selected: copy it with your keyboard.")
    link = dialog.get_by_label("Invitation of Emil Without-Clipboard", exact=True)
    assert link.evaluate("field => field.selectionEnd - field.selectionStart === field.value.length")


def test_who_may_not_invite_reads_who_may(page: Page, installation: Installation) -> None:
    sign_in(page, installation, "Tom Trainer", "TRAINER")
    expect(page.get_by_role("button", name="Help and keys")).to_be_visible()
    expect(page.get_by_role("button", name="Invite a colleague")).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Workspace: ")).click()
    expect(page.get_by_role("main")).to_contain_text("Admins of your workspace invite colleagues")


def test_what_the_server_says_is_marked_as_english(new_page: NewPage) -> None:
    page = new_page(locale="de-DE")
    page.get_by_role("button", name="Jemanden aus dem Team einladen").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name oder Adresse").fill("Ada")
    refused = {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "field": "name",
        "message": "No such name.",
    }
    page.route("**/graphql", lambda route: route.fulfill(json={"data": {"inviteMember": refused}}))
    dialog.get_by_role("button", name="Link anlegen und kopieren").click()
    alert = dialog.get_by_role("alert")
    expect(alert).to_have_text("No such name.")
    expect(alert).to_have_attribute("lang", "en")
    page.unroute("**/graphql")
    page.route("**/graphql", lambda route: route.abort())
    dialog.get_by_role("button", name="Link anlegen und kopieren").click()
    expect(alert).to_have_text(re.compile("^Coachable ist nicht erreichbar"))
    assert alert.get_attribute("lang") is None
