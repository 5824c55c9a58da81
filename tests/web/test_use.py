"""Using an agent from the page: a conversation as customers have it, and the code for programs."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.accessibility import axe_in_both_themes, beyond_the_edge
from tests.web.coaching import Coaching
from tests.web.conftest import NewPage
from tests.web.installation import Installation


@pytest.mark.parametrize("width", [1280, 360])
def test_an_agent_is_talked_to_and_its_code_copied(
    new_page: NewPage, installation: Installation, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    coaching = Coaching.start(page, installation, f"Use {width}")
    question = coaching.wait_for_question()
    coaching.answer("Bring your ticket to the desk, and we sort it out there.")
    expect(coaching.notes.last).to_have_text("Training pair saved (1/20)")
    coaching.show("Training")
    page.get_by_role("link", name="Use it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Use Use {width}")
    chat = page.get_by_role("region", name="Talk to it")
    expect(chat).to_contain_text("No version is live yet")
    chat.get_by_label("Your message").fill(question)
    page.keyboard.press("Enter")
    expect(chat.locator(".bubble.customer")).to_have_text(
        "Bring your ticket to the desk, and we sort it out there."
    )
    expect(chat.locator(".grounds")).to_contain_text("Your answer, word for word")

    programs = page.get_by_role("region", name="From your own programs")
    expect(programs.get_by_text(f"{installation.url}/v1", exact=True)).to_be_visible()
    expect(programs.get_by_text(f"use-{width}", exact=True)).to_be_visible()
    expect(programs.get_by_role("link", name="Make one under API keys.")).to_have_attribute(
        "href", "/workspace/keys"
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for language, words in (("Python", "client.chat.completions.create("), ("JavaScript", "await client.")):
        programs.get_by_label("Language of the code").select_option(language)
        programs.get_by_role("button", name="Copy the code").click()
        expect(programs.get_by_text("Copied.")).to_be_visible()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert words in copied
        assert f'"use-{width}"' in copied
        assert re.search(f'base_?URL[=:] ?"{re.escape(installation.url)}/v1"', copied, re.IGNORECASE)
    assert axe_in_both_themes(page) == []
    assert beyond_the_edge(page) == []
