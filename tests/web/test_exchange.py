"""Pairs in and out by the page: looked at first, taken over as a whole, downloaded again."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.exchange.kinds import word
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
    expect(page.get_by_role("dialog")).to_contain_text("--format merged --out exported")
    expect(page.get_by_role("dialog")).to_contain_text("--format gguf --out exported")
    assert axe_in_both_themes(page) == []
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


def test_files_of_spreadsheets_are_read_in_their_encodings(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Pairs")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    table = "question,answer\nWas kostet das Café?,“Fünf” €.\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        data = table.encode(encoding)
        dialog.get_by_label("A file").set_input_files(
            {"name": f"{encoding}.csv", "mimeType": "text/csv", "buffer": data}
        )
        expect(dialog.get_by_text("Reading…")).to_be_visible()
        expect(dialog.get_by_text("Reading…")).to_be_hidden()
        expect(dialog.locator(".import-query")).to_have_text("Was kostet das Café?")
        expect(dialog.get_by_text("“Fünf” €.", exact=True).last).to_be_visible()


def test_another_encoding_is_chosen_by_its_letters(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Pairs")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    # Windows-1250 and ISO 8859-16 differ by ş and ș alone: nothing tells which it is.
    table = "Întrebare;Răspuns\nPână când?;Până la șase.\n".encode("iso8859_16")
    dialog.get_by_label("A file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": table})
    expect(dialog.get_by_text("The file is not in UTF-8")).to_be_visible()
    expect(dialog.get_by_role("button", name="Import 1 pair")).to_be_disabled()
    dialog.get_by_label("Its letters are in").select_option("Central Europe (Windows)")
    expect(dialog.locator(".import-query")).to_have_text("Până când?")
    expect(dialog.get_by_role("list", name="What looks wrong")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Import 1 pair")).to_be_enabled()


def test_what_looks_wrong_is_looked_at_before_it_is_imported(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Pairs")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog")
    document = word(("Heading2", "Can I bring my dog?"), ("Normal", "No, dogs wait outside."))
    dialog.get_by_label("A file").set_input_files({"name": "rules.docx", "mimeType": "", "buffer": document})
    expect(dialog.get_by_text("Read as document (Word, PDF, PowerPoint, EPUB)")).to_be_visible()
    doubts = dialog.get_by_role("list", name="What looks wrong")
    expect(doubts).to_contain_text("The pairs were picked from a text")
    take = dialog.get_by_role("button", name="Import 1 pair")
    expect(take).to_be_disabled()
    dialog.get_by_label("I looked at this, and it is right").check()
    expect(take).to_be_enabled()
    assert axe_in_both_themes(page) == []
    # What was accepted holds for that file alone.
    guessed = b"What they said,What we said\nWhere do I swim?,In the large hall.\n"
    dialog.get_by_label("A file").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": guessed}
    )
    expect(doubts).to_contain_text("“What they said” was taken for the questions")
    expect(take).to_be_disabled()
    dialog.get_by_label("What we said").select_option("is the ideal response")
    dialog.get_by_label("What they said").select_option("is the customer's question")
    expect(doubts).to_be_hidden()
    take.click()
    expect(page.get_by_text("1 pair imported")).to_be_visible()
    expect(page.locator(".pair-response")).to_have_text("In the large hall.")


def test_the_prompt_of_a_file_is_taken_over_when_wanted(coaching: Coaching) -> None:
    page = coaching.page
    coaching.wait_for_question()
    coaching.show("Pairs")
    for prompt, is_wanted in (("You are a pool.", False), ("You are a calm pool.", True)):
        page.get_by_role("button", name="Import").click()
        dialog = page.get_by_role("dialog")
        messages = [("system", prompt), ("user", f"Who? {prompt}"), ("assistant", "Me.")]
        line = {"messages": [{"role": role, "content": content} for role, content in messages]}
        dialog.get_by_label("Or paste it here").fill(json.dumps(line))
        dialog.get_by_text("What the file tells its agent").click()
        expect(dialog.locator(".import-prompt p")).to_have_text(prompt)
        if is_wanted:
            dialog.get_by_label("Use this prompt for the agent").check()
            assert axe_in_both_themes(page) == []
        dialog.get_by_role("button", name="Import 1 pair").click()
        expect(dialog).to_be_hidden()
        coaching.show("Settings")
        told = page.get_by_label("What the agent is told before every conversation")
        if is_wanted:
            expect(told).to_have_value(prompt)
        else:
            expect(told).to_have_value(re.compile(r"^You are Tidepool"))
        coaching.show("Pairs")
