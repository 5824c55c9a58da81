"""The topics of descriptions in many languages; the expected ones were written before the code ran."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.text.phrases import heading, is_clause, phrases, recurring

DESCRIPTIONS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "descriptions.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("sample", DESCRIPTIONS, ids=lambda one: f"{one['language']}: {one['text'][:40]}")
def test_only_and_all_the_topics_a_description_names(sample: dict[str, Any]) -> None:
    found = phrases(sample["text"], sample["language"], sample["names"])
    assert [one for one in found if one not in sample["must"] + sample["may"]] == []
    assert [one for one in sample["must"] if one not in found] == []
    assert len(found) <= 14


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("A small, friendly bakery near the old town.", "en"),
        ("It never talks about politics, religion or betting.", "en"),
        ("For families, seniors and students.", "en"),
        ("Wir sind ein kleiner Familienbetrieb in Lindau, Bregenz und Kempten.", "de"),
        ("Hablamos con cercanía, humor y respeto.", "es"),
        ("Xin chào các bạn", "vi"),
    ],
)
def test_nothing_where_nothing_is_sure(text: str, language: str) -> None:
    assert phrases(text, language) == []


def test_what_is_asked_comes_before_what_is_sold() -> None:
    found = phrases(
        "Radix rents bikes, scooters and trailers. People ask about deposits and prices.", "en", ["Radix"]
    )
    assert found == ["deposits", "prices", "bikes", "scooters", "trailers"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We help nurses, doctors and porters.", "en"),
        ("The agent supports tourists, families and carers of patients.", "en"),
        ("Wir beraten Gründerinnen, Handwerker und Rentner.", "de"),
        ("Ayudamos a jubilados, migrantes y cuidadores.", "es"),
        ("Nous accompagnons les jeunes, les retraités et les artisans.", "fr"),
        ("Aiutiamo pensionati, sportivi e lavoratori.", "it"),
        ("Ajudamos enfermeiros, médicos e professores.", "pt"),
        ("Wij helpen ouders, leraren en verzorgers.", "nl"),
        ("Pomagamy emerytom, nauczycielom i lekarzom.", "pl"),
        ("Vi hjälper lärare, pensionärer och sjuksköterskor.", "sv"),
        ("Мы помогаем врачам, учителям и пенсионерам.", "ru"),
    ],
)
def test_people_who_are_helped_are_no_topics(text: str, language: str) -> None:
    assert phrases(text, language) == []


def test_who_asks_is_no_topic() -> None:
    text = "We insure skippers, yachts and jetties. Skippers ask about premiums, storms and theft."
    assert phrases(text, "en") == ["premiums", "storms", "theft", "yachts", "jetties"]


def test_one_topic_in_two_forms_comes_once() -> None:
    found = phrases(
        "We repair bikes, scooters and prams. People ask about a bike, a scooter and prices.", "en"
    )
    assert found == ["bike", "scooter", "prices", "prams"]


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("1. Opening hours", "en", "opening hours"),
        ("The deposit", "en", "deposit"),
        ("How do I cancel?", "en", "how do I cancel"),
        ("VAT and invoices", "en", "VAT and invoices"),
        ("Öffnungszeiten", "de", "Öffnungszeiten"),
        ("Wie kündige ich?", "de", "wie kündige ich"),
        ("  ", "en", None),
        ("A heading that goes on and on for far too many words", "en", None),
    ],
)
def test_heading(text: str, language: str, topic: str | None) -> None:
    assert heading(text, language) == topic


def test_indirect_questions_are_clauses() -> None:
    assert is_clause("how to bring a bike back", "en")
    assert is_clause("wie man ein Rad zurückgibt", "de")
    assert is_clause("cómo devolver una bici", "es")
    assert not is_clause("howling dogs", "en")
    assert not is_clause("opening hours", "en")


class TestRecurring:
    def test_things_that_several_questions_name(self) -> None:
        questions = [
            "How much is the deposit for an e-bike?",
            "Do I get my deposit back if it rains?",
            "When are deposits returned?",
            "What are your opening hours on Sunday?",
            "Are the opening hours different in winter?",
            "Hello there!",
        ]
        found = recurring(questions, "en")
        assert found == [("deposit", questions[:3]), ("opening hours", questions[3:5])]

    def test_each_question_is_under_one_thing(self) -> None:
        questions = [
            "Was kostet die Kaution?",
            "Wann kommt die Kaution zurück?",
            "Gibt es Helme?",
            "Sind Helme Pflicht?",
        ]
        found = recurring(questions, "de")
        assert sorted(name for name, _ in found) == ["Helme", "Kaution"]
        assert sum(len(named) for _, named in found) == 4

    def test_no_questions(self) -> None:
        assert recurring([], "en") == []
