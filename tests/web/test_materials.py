"""Help pages brought along: what is found in them becomes pairs only when a person confirms it."""

import json

from playwright.sync_api import Locator, expect

from tests.web.accessibility import axe_in_both_themes
from tests.web.coaching import Coaching

FAQ = """# Pool rules

## Can I bring my dog?

No, dogs wait outside. There are hooks and water at the door.

## How do I move a lesson?

Open the lesson and choose another day. It is free until the evening before.
"""


TALK = json.dumps(
    {
        "messages": [
            {"role": "user", "content": "Can I swim on Sundays?"},
            {"role": "assistant", "content": "Yes, from ten."},
            {"role": "user", "content": "Until when?"},
            {"role": "assistant", "content": "Until four."},
        ]
    }
)


def with_material(coaching: Coaching, name: str, text: str) -> Locator:
    """The dialog in which a file with two pairs was added."""
    coaching.wait_for_question()
    coaching.show("Pairs")
    coaching.page.get_by_role("button", name="Material").click()
    dialog = coaching.page.get_by_role("dialog")
    dialog.get_by_label("Add a file").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    expect(dialog.get_by_role("status")).to_contain_text("2 pairs to confirm")
    return dialog


def test_a_faq_becomes_pairs_to_confirm(coaching: Coaching) -> None:
    page = coaching.page
    dialog = with_material(coaching, "rules.md", FAQ)
    assert axe_in_both_themes(page) == []
    dialog.get_by_role("button", name="Close").click()

    page.get_by_label("Answer to: Can I bring my dog?").fill("No, dogs wait outside.")
    page.get_by_role("button", name="Save as a pair: Can I bring my dog?").click()
    expect(page.locator(".pair")).to_have_count(1)
    expect(page.locator(".pair-response")).to_have_text("No, dogs wait outside.")
    page.get_by_role("button", name="Not this one: How do I move a lesson?").click()
    expect(page.get_by_role("heading", name="Found in your material")).to_be_hidden()
    expect(page.locator(".pair")).to_have_count(1)


def test_all_that_was_found_is_saved_at_once(coaching: Coaching) -> None:
    page = coaching.page
    dialog = with_material(coaching, "rules.md", FAQ)
    dialog.get_by_role("button", name="Close").click()

    page.get_by_role("button", name="Save all 2 as pairs").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 questions with the answers from your material")
    page.get_by_role("button", name="Save 2 pairs").click()
    expect(page.locator(".pair")).to_have_count(2)
    expect(page.get_by_text("2 training pairs saved.")).to_be_visible()
    expect(page.get_by_role("heading", name="Found in your material")).to_be_hidden()


def test_a_later_turn_shows_what_was_said_before(coaching: Coaching) -> None:
    page = coaching.page
    dialog = with_material(coaching, "talk.jsonl", TALK)
    dialog.get_by_role("button", name="Close").click()

    expect(page.locator(".proposal")).to_have_count(2)
    first, later = page.locator(".proposal").all()
    expect(first.locator(".thread")).to_have_count(0)
    later.get_by_text("Goes on from an earlier answer").click()
    expect(later.get_by_role("listitem")).to_have_text(
        ["Customer: Can I swim on Sundays?", "You: Yes, from ten."]
    )
    assert axe_in_both_themes(page) == []
