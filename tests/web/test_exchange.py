"""Pairs in and out by the page: looked at first, taken over as a whole, downloaded again."""

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.web.accessibility import axe_in_both_themes
from tests.web.coaching import Coaching

TABLE = """Frage,Antwort,Notiz
Do you open on Sundays?,"Yes, from ten to four.",a
Can I bring my dog?,"Yes, on a lead.",b
Can I bring my dog?,"Yes, on a lead.",c
Is there parking?,,d
"""


def test_a_table_is_shown_then_imported_then_exported(coaching: Coaching, tmp_path: Path) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Pairs")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Or paste it here").fill(TABLE)
    for column, meaning in (("Frage", "the customer's question"), ("Antwort", "the ideal response")):
        dialog.get_by_label(column).select_option(f"is {meaning}")
    expect(dialog.get_by_text("2 new pairs")).to_be_visible()
    expect(dialog.get_by_text("1 duplicate left out")).to_be_visible()
    expect(dialog.get_by_text("Line 5:")).to_be_visible()
    take = dialog.get_by_role("button", name="Import 2 pairs")
    expect(take).to_be_disabled()
    dialog.get_by_label("Import without the row that has a problem").check()
    assert axe_in_both_themes(page) == []
    take.click()
    expect(page.get_by_text("2 pairs imported")).to_be_visible()
    expect(page.locator(".pair")).to_have_count(2)
    expect(page.get_by_text("2 pairs in all")).to_be_visible()

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="OpenAI fine-tuning JSONL").click()
    downloading.value.save_as(tmp_path / "pairs.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert [line["messages"][-1]["content"] for line in lines] == [
        "Yes, from ten to four.",
        "Yes, on a lead.",
    ]


def test_a_file_is_read_and_a_broken_one_says_why(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Pairs")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    line = {
        "messages": [{"role": "user", "content": "Where is it?"}, {"role": "assistant", "content": "Here."}]
    }
    dialog.get_by_label("A file").set_input_files(
        {"name": "old.jsonl", "mimeType": "application/jsonl", "buffer": json.dumps(line).encode()}
    )
    expect(dialog.get_by_text("Read as OpenAI fine-tuning JSONL")).to_be_visible()
    expect(dialog.get_by_role("button", name="Import 1 pair")).to_be_enabled()
    dialog.get_by_label("A file").set_input_files(
        {"name": "cut.jsonl", "mimeType": "application/jsonl", "buffer": b'{"messages": ['}
    )
    expect(dialog.get_by_text("Line 1:").or_(dialog.get_by_role("alert"))).to_be_visible()
    expect(dialog.get_by_role("button", name="Import", exact=True)).to_be_disabled()
