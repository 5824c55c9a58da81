"""What sources cover, however they say it."""

import pytest

from app.facts import Known, clash, stance


@pytest.mark.parametrize(
    ("source", "text", "language"),
    [
        ("It is 14 EUR.", "It costs fourteen euros, €14.00.", "en"),
        ("It takes 90 minutes.", "It takes 1.5 hours.", "en"),
        ("It takes one day and a year.", "24 hours, 12 months.", "en"),
        ("We close at 6 pm.", "We close at 18:00.", "en"),
        ("Bis 18 Uhr.", "Until 18:00.", None),
        ("Open 9-17.", "From 9:00 to 17:00.", "en"),
        ("Call +49 30 901820.", "Call 030 901820.", "en"),
        ("The basket is like 32.", "It is 32 EUR.", "en"),
        ("It is 32 EUR.", "Some 32.", "en"),
        ("From 14 March 2026.", "In March, from March 14th.", "en"),
        ("It costs 15 EUR per month.", "15 EUR, paid for a month.", "en"),
        ("It fits the iPhone 12 with Covid-19 and E10.", "The iPhone 12, E10 and covid-19.", "en"),
        ("Settings > Billing > Plan.", "Open Settings > Billing. Then Billing > Plan.", "en"),
        ("Write to help@x.example.", "See x.example.", "en"),
        ("Ouvert de 9 h à 18 h.", "Ouvert jusqu'à 18:00.", "fr"),
        ("Ouvert jusqu'à 18:00.", "Ouvert jusqu'à 18 h.", "fr"),
        ("Es cuestan 1.500 €.", "Son 1500 euros.", "es"),
        ("14 EUR.", "Yes, 14 EUR.", "en"),
    ],
)
def test_covered(source: str, text: str, language: str | None) -> None:
    assert Known([source], language).missing(text) == []


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("It is 14 EUR.", "It is 15 EUR.", ["15 EUR"]),
        ("It is 30 %.", "It is 30 EUR.", ["30 EUR"]),
        ("It is 30 EUR.", "It is 30 %.", ["30 %"]),
        ("It takes 30 days.", "It takes a month, 30 minutes.", ["a month", "30 minutes"]),
        ("From 14 March.", "From 15 March, in May.", ["15 March", "May"]),
        ("We close at 18:00.", "We close at 19:00 on Monday.", ["19:00", "Monday"]),
        ("Model E10.", "Model E11.", ["E11"]),
        ("Settings > Billing.", "Settings > Plans.", ["Settings > Plans"]),
        ("12 dogs.", "13 dogs.", ["13"]),
    ],
)
def test_missing(source: str, text: str, missing: list[str]) -> None:
    assert [fact.text for fact in Known([source], "en").missing(text)] == missing


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("La livraison coûte 5 €.", "La livraison coûte 7 €.", "fr"),
        ("Es dauert 3 Tage.", "Es dauert zwei Wochen.", "de"),
        ("Abierto hasta las 20:00.", "Abierto hasta las 21:00.", "es"),
        ("3日以内に届きます。", "5日以内に届きます。", "ja"),
    ],
)
def test_clashes_in_other_languages(one: str, other: str, language: str) -> None:
    assert clash(one, other, language) is not None
    assert clash(one, one, language) is None


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Yes, at any time.", None, True),
        ("No, it runs on.", None, False),
        ("Ja, das geht jederzeit.", None, True),
        ("Nein, leider nicht.", None, False),
        ("Sí, claro.", "es", True),
        ("Non, ce n'est pas possible.", None, False),
        ("Tak, oczywiście.", "pl", True),
        ("はい、できます。", None, True),
        ("いいえ、できません。", None, False),
        ("Cancel it under Billing.", None, None),
        ("Notes are under Billing.", "en", None),
        ("", "en", None),
    ],
)
def test_yes_or_no(text: str, language: str | None, said: bool | None) -> None:
    assert stance(text, language) is said
