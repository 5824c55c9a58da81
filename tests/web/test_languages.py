"""The page in another language: on no screen is anything English but what people and the server wrote."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessibility import axe
from tests.web.conftest import NewPage
from tests.web.installation import Installation
from tests.web.test_exchange import TABLE
from tests.web.test_materials import FAQ
from tests.web.test_proof import MadeUp

# Words that stand in nearly every English sentence and in no German one.
ENGLISH = re.compile(
    r"\b(the|your|you|and|of|is|it|this|what|when|with|by|for|all|who|no|not|to|are|edit|delete|show|close|save"
    r"|versions|answers?|questions?|pairs?|keys?)\b",
    re.I,
)
# Text on the screen and names for screen readers, without what people wrote and what the server says in English.
SAID = """
() => {
  const theirs = '[lang=en], .bubble, .chips .muted, .frame-name, .base-models, .language-choice, kbd, code, '
    + '.thread li, .topic-checks, .topics, .notice-welcome, .agent-card h3, .agent-about, [role=log], .toast, .rules, '
    + '.pair-query, .pair-response, .pair-context, .import-name, .import-example, .import-rows p:not(.row), '
    + '.truth-query, .truth blockquote, .before-after h4 .grow, .before-after dd, td:last-child, .address';
  // A button may name what it is for by a person's words.
  const quoted = [...document.querySelectorAll('.pair-query')].map((element) => element.textContent);
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    const isTheirs = parent.closest(theirs + ', textarea, script, style, noscript');
    if (!isTheirs && node.data.trim()) found.push(node.data.trim());
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder]')) {
    if (one.closest(theirs)) continue;
    found.push(one.getAttribute('aria-label') ?? '', one.getAttribute('placeholder') ?? '');
  }
  return found.map((text) => quoted.reduce((rest, quote) => rest.replace(quote, ''), text));
}"""


def english(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SAID)
    assert len(found) > 5
    return [text for text in found if ENGLISH.search(text)]


@pytest.fixture
def german(new_page: NewPage) -> Page:
    return new_page(locale="de-AT")


def new_agent(page: Page, installation: Installation) -> None:
    page.get_by_label("Wie heißt der Agent?").fill("Gezeiten")
    page.get_by_label("Was macht Ihre Firma, und was dieser Agent?").fill(installation.customer.description)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Worüber schreiben Ihre Kunden?")).to_be_visible()


def to_the_first_customer(page: Page) -> None:
    page.get_by_role("button", name="Überspringen").click()
    page.wait_for_url("**/coach/*")


def answer(page: Page) -> None:
    expect(page.locator(".bubble.customer[aria-busy=false]")).to_have_count(1)
    page.get_by_label("Ihre ideale Antwort", exact=True).fill("Kommen Sie einfach vorbei.")
    page.get_by_role("button", name="Speichern & weiter").click()
    expect(page.locator(".mine .bubble-note")).to_have_text("Trainingspaar gespeichert (1/20)")


def show(page: Page, tab: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=tab, exact=True).click()


def close(page: Page, by: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=by).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_journey_in_german(german: Page, installation: Installation) -> None:
    page = german
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Bringen Sie Ihrem Support-Agenten das Antworten bei"
    )
    assert page.locator("html").get_attribute("lang") == "de"
    expect(page.get_by_label("Wie heißt der Agent?")).to_be_visible()
    assert english(page) == []
    new_agent(page, installation)
    expect(page.get_by_role("button", name="Mit dem Coachen beginnen")).to_be_visible()
    assert english(page) == []
    to_the_first_customer(page)
    answer(page)
    page.get_by_role("button", name="Keine echte Frage …").click()
    assert english(page) == []
    assert axe(page) == []
    page.get_by_role("button", name="Unrealistisch").click()
    expect(page.get_by_text("Übersprungen: Unrealistisch")).to_be_visible()
    page.get_by_role("button", name="Eigene Frage hinzufügen").click()
    assert english(page) == []
    page.keyboard.press("Escape")
    show(page, "Einstellungen")
    expect(page.get_by_role("heading", name="Hausstil")).to_be_visible()
    expect(page.get_by_role("heading", name="Wie er antwortet")).to_be_visible()
    assert english(page) == []


def test_pairs_and_files_in_german(german: Page, installation: Installation) -> None:
    page = german
    new_agent(page, installation)
    to_the_first_customer(page)
    show(page, "Paare")
    expect(page.get_by_text("Noch keine Paare: Jede Antwort, die Sie speichern, wird eines.")).to_be_visible()
    assert english(page) == []
    show(page, "Coachen")
    answer(page)
    show(page, "Paare")
    expect(page.locator(".pair")).to_have_count(1)
    expect(page.get_by_text("insgesamt 1 Paar")).to_be_visible()
    expect(page.get_by_role("heading", name="Was Ihre Paare abdecken")).to_be_visible()
    assert english(page) == []
    page.get_by_role("button", name=re.compile("^Bearbeiten: ")).click()
    expect(page.get_by_role("button", name="So lassen, wie es war")).to_be_visible()
    assert english(page) == []
    page.get_by_role("button", name="So lassen, wie es war").click()

    page.get_by_role("button", name="Material").click()
    dialog = page.get_by_role("dialog", name="Material")
    dialog.get_by_label("Oder einen Text einfügen").fill(FAQ)
    dialog.get_by_role("button", name="Diesen Text hinzufügen").click()
    expect(dialog.get_by_role("status")).to_contain_text("2 Paare zu bestätigen")
    assert english(page) == []
    close(page, "Schließen")
    expect(page.get_by_role("heading", name="In Ihrem Material gefunden")).to_be_visible()
    page.get_by_role("button", name="Alle 2 als Paare speichern").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 Fragen werden mit den Antworten aus Ihrem Material")
    assert english(page) == []
    close(page, "So lassen")

    page.get_by_role("button", name="Importieren").click()
    dialog = page.get_by_role("dialog", name="Paare importieren")
    dialog.get_by_label("Oder hier einfügen").fill(TABLE)
    expect(dialog.get_by_text("2 neue Paare")).to_be_visible()
    expect(dialog.get_by_text("1 fehlerhafte Zeile")).to_be_visible()
    assert english(page) == []
    close(page, "Jetzt nicht")
    page.get_by_role("button", name="Exportieren").click()
    expect(page.get_by_role("dialog", name="Paare exportieren").get_by_role("link")).not_to_have_count(0)
    assert english(page) == []


def test_versions_and_comparing_in_german(german: Page, installation: Installation) -> None:
    page = german
    new_agent(page, installation)
    to_the_first_customer(page)
    show(page, "Vergleichen")
    expect(page.get_by_text("Bisher gibt es nur das Basismodell.")).to_be_visible()
    assert english(page) == []
    made_up = MadeUp(page)
    page.reload()
    expect(page.get_by_role("button", name="Beide fragen")).to_be_visible()
    assert english(page) == []
    show(page, "Trainings")
    versions = page.locator(".versions li")
    expect(versions.nth(1)).to_contain_text("in eigenen Worten · 24 von 24 richtig, keine falsch")
    page.get_by_role("button", name="Vorher und nachher").click()
    expect(page.get_by_role("heading", name="Ihre Fragen, vorher und nachher")).to_be_visible()
    page.get_by_text("Einzelheiten: Loss").click()
    assert english(page) == []
    versions.nth(0).get_by_role("button", name="Live schalten").click()
    assert english(page) == []
    page.get_by_role("button", name="Version 2 live schalten").click()
    expect(page.get_by_role("alert")).to_have_attribute("lang", "en")
    assert english(page) == []
    close(page, "So lassen")
    versions.nth(1).get_by_role("button", name="Offline nehmen").click()
    assert english(page) == []
    close(page, "Version 1 offline nehmen")
    expect(page.locator(".frame-agent")).to_contain_text("keine Version live")
    made_up.stop()


def test_the_workspace_in_german(german: Page, installation: Installation) -> None:
    page = german
    page.goto(f"{installation.url}/workspace/you")
    expect(page.get_by_role("main")).to_contain_text("Sie sind angemeldet als Dieser Rechner")
    assert english(page) == []
    for part in ("API-Schlüssel", "Webhooks", "Protokoll", "Arbeitsbereiche"):
        show(page, part)
        expect(page.get_by_role("heading", level=1)).to_have_text(part)
        expect(page.get_by_role("heading", level=2)).to_have_text(part)
        expect(page.get_by_role("main").get_by_text(re.compile("Wird (geladen|gesucht)"))).to_have_count(0)
        assert english(page) == []
    show(page, "API-Schlüssel")
    page.get_by_label("Wofür er ist").fill("Nachtexport")
    page.get_by_role("button", name="Schlüssel anlegen").click()
    expect(page.get_by_label("Schlüssel für Nachtexport")).to_be_focused()
    page.get_by_role("button", name="Nachtexport widerrufen").click()
    assert english(page) == []
    close(page, "Diesen Schlüssel widerrufen")
    expect(page.get_by_role("listitem").filter(has_text="Nachtexport")).to_contain_text("Widerrufen am")
    assert english(page) == []


def test_people_and_invitations_in_german(german: Page, installation: Installation) -> None:
    page = german
    page.goto(f"{installation.url}/workspace/people")
    members = page.get_by_role("region", name="Mitglieder")
    invitations = page.get_by_role("region", name="Einladungen")
    members.get_by_text("Was jede Rolle darf").click()
    assert english(page) == []
    for name in ("Ada Oberholzer", "Ben Zieht-Weiter"):
        invitations.get_by_label("Name oder Adresse").fill(name)
        invitations.get_by_label("Rolle des neuen Mitglieds").select_option("Leser")
        invitations.get_by_role("button", name="Link anlegen und kopieren").click()
        expect(invitations.get_by_label(f"Einladung von {name}", exact=True)).to_be_focused()
    assert english(page) == []
    address = invitations.get_by_label("Einladung von Ben Zieht-Weiter", exact=True).input_value()
    invitations.get_by_role("button", name="Einladung von Ada Oberholzer zurückziehen").click()
    expect(invitations.get_by_role("listitem").filter(has_text="Ada")).to_contain_text("Zurückgezogen")
    assert page.request.get(address).ok  # Ben has followed it, in place of whoever used this browser
    page.goto(installation.link)
    page.goto(f"{installation.url}/workspace/people")
    expect(invitations.get_by_role("listitem").filter(has_text="Ben")).to_contain_text("Angenommen")
    members.get_by_label("Rolle von Ben Zieht-Weiter").select_option("Trainer")
    expect(page.get_by_text("Ben Zieht-Weiter ist jetzt Trainer.")).to_be_visible()
    members.get_by_role("button", name="Ben Zieht-Weiter entfernen").click()
    assert english(page) == []
    close(page, "Ben Zieht-Weiter entfernen")
    expect(members.get_by_role("listitem").filter(has_text="Ben")).to_have_count(0)
    assert english(page) == []


@pytest.mark.parametrize(("code", "title"), [("es", "Enseñe a su agente"), ("de", "Bringen Sie Ihrem")])
def test_a_language_that_was_chosen_is_remembered(page: Page, code: str, title: str) -> None:
    page.get_by_label("What is the agent called?").fill("Typed before")
    page.get_by_label("Language of the page").select_option(code)
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator("form input").first).to_have_value("Typed before")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    assert page.locator("html").get_attribute("lang") == code
    page.locator(".language-choice select").select_option("en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Teach your support agent")
