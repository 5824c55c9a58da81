"""A person who comes back: conversations are found, begun and named, an address that leads nowhere leads home, and no
agent is deleted by a slip of the hand."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe_in_both_themes
from tests.web.coaching import Coaching
from tests.web.installation import Installation

AGENTS = "{ agents(first: 100) { edges { node { name } } } }"


def names(installation: Installation) -> list[str]:
    return [edge["node"]["name"] for edge in installation.graphql(AGENTS)["agents"]["edges"]]


def test_conversations_are_begun_named_and_found_again(coaching: Coaching) -> None:
    page = coaching.page
    coaching.answer("Bring your towel to the desk.")
    expect(coaching.notes).to_have_text(["Training pair saved (1/20)"])
    coaching.wait_for_question()
    first = page.url
    menu = page.locator(".sessions")
    menu.locator("summary").click()
    menu.get_by_label("Name of this conversation").fill("Lost towels")
    menu.get_by_role("button", name="Save").click()
    expect(menu.locator("summary")).to_have_text("Lost towels")
    assert axe_in_both_themes(page) == []
    menu.get_by_role("button", name="New conversation").click()
    page.wait_for_url(lambda url: url != first)
    coaching.wait_for_question()
    expect(coaching.answers).to_have_count(0)
    page.reload()
    menu.locator("summary").click()
    expect(menu.get_by_role("listitem")).to_have_text(
        [re.compile("^Conversation of .* 0 pairs$"), "Lost towels 1 pair"]
    )
    menu.get_by_role("link", name="Lost towels").click()
    expect(page).to_have_url(first)
    expect(coaching.answers).to_have_text(["Bring your towel to the desk."])


def test_a_wrong_address_leads_home(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    home = coaching.installation.url
    page.goto(f"{home}/nowhere/at/all")
    expect(page).to_have_url(f"{home}/")
    expect(page.locator(".toast")).to_contain_text("leads nowhere")
    page.goto(f"{home}/agents/QWdlbnQ6MDE5YjAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw")
    page.get_by_role("link", name="All your agents").click()
    expect(page).to_have_url(f"{home}/")


def test_deleting_an_agent_asks_for_its_name_and_can_be_undone(
    coaching: Coaching, installation: Installation
) -> None:
    page = coaching.page
    coaching.wait_for_question()
    name = page.locator(".frame-name").inner_text()
    coaching.show("Settings")

    def delete() -> None:
        page.get_by_role("button", name="Delete this agent").click()
        sure = page.get_by_role("dialog").get_by_role("button", name=f"Delete {name}")
        expect(sure).to_be_disabled()
        page.get_by_label(f"Type “{name}” to confirm").fill(name)
        sure.click()
        expect(page).to_have_url(f"{installation.url}/")
        expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(0)

    page.get_by_role("button", name="Delete this agent").click()
    assert axe_in_both_themes(page) == []
    page.keyboard.press("Escape")
    delete()
    page.locator(".toast", has_text=f"{name} is deleted").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    assert name in names(installation)
    delete()
    page.reload()  # leaving the page does what was announced
    expect(page.get_by_role("heading", name="A new agent")).to_be_visible()
    expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(0)
    assert name not in names(installation)


@pytest.mark.signed_out
def test_every_screen_says_the_same_when_one_is_signed_out(page: Page, installation: Installation) -> None:
    coaching = Coaching.start(page, installation)
    coaching.wait_for_question()
    addresses = [
        installation.url,
        page.url,
        *(page.url.replace("/coach/", f"/{tab}/") for tab in ("pairs", "settings")),
    ]
    page.context.clear_cookies()
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(page.get_by_role("alert")).to_contain_text(
            re.compile("You are signed out here.*Ask whoever runs Coachable for you for a new link", re.S)
        )
