"""What is wrong with a generated answer, and when it says what the expert's says; in several languages."""

import pytest

from app.facts.faults import comes_out, faults_of, within_reach
from app.text.degenerate import REPEATS

DEPOSIT = "A deposit of 50 EUR is due, and you get it back within 3 days."


@pytest.mark.parametrize(
    ("answer", "expected", "known", "language", "sentences"),
    [
        ("It is 50 EUR.", DEPOSIT, [DEPOSIT], "en", []),
        ("It is 30 EUR.", DEPOSIT, [DEPOSIT], "en", ["it says 30 EUR, which is against your answer"]),
        # From the source beside it: known, and yet false here.
        (
            "It is 30 EUR.",
            DEPOSIT,
            [DEPOSIT, "30 EUR"],
            "en",
            ["it says 30 EUR, which is against your answer"],
        ),
        (
            "It is 50 EUR, open from 9:30.",
            DEPOSIT,
            [DEPOSIT],
            "en",
            ["it says 9:30, which nobody taught"],
        ),
        (
            "No, none is needed.",
            "Yes, 50 EUR.",
            ["Yes, 50 EUR."],
            "en",
            ["it says No, which is against your answer"],
        ),
        ("Yes, 50 EUR.", "Yes, 50 EUR.", ["Yes, 50 EUR."], "en", []),
        (
            "Nein, das kostet 12 Euro.",
            "Ja, das kostet 15 Euro.",
            [],
            "de",
            ["it says 12 Euro, which is against your answer", "it says Nein, which is against your answer"],
        ),
        ("Das kostet fünfzehn Euro.", "Ja, das kostet 15 Euro.", ["Ja, das kostet 15 Euro."], "de", []),
        (
            "Give her 100 ml of water every 24 hours.",
            "Call a vet at once.",
            ["Call a vet at once."],
            "en",
            ["it says 100 ml, which nobody taught", "it says 24 hours, which nobody taught"],
        ),
        ("Rechnung " * 18 + ".", "Die Rechnung kommt am Monatsende.", [], "de", [REPEATS]),
    ],
)
def test_faults(answer: str, expected: str, known: list[str], language: str, sentences: list[str]) -> None:
    faults = faults_of(answer, expected, known, language)
    assert faults.sentences == sentences
    assert bool(faults) is bool(sentences)


@pytest.mark.parametrize(
    ("answer", "expected", "language", "right"),
    [
        (DEPOSIT, DEPOSIT, "en", True),
        ("You leave 50 EUR and see it again after 3 days, like all others.", DEPOSIT, "en", True),
        ("50 EUR.", DEPOSIT, "en", True),  # all that was asked for, and nothing else
        ("50 EUR, after 9 days.", DEPOSIT, "en", False),
        ("You leave a deposit.", DEPOSIT, "en", False),
        ("Fünfzig Euro.", "Das Pfand beträgt 50 EUR.", "de", True),
        ("Please call a vet at once.", "Call a vet at once, please.", "en", True),
        ("Give her some water.", "Call a vet at once, please.", "en", False),
    ],
)
def test_what_comes_out(answer: str, expected: str, language: str, right: bool) -> None:
    assert comes_out(answer, expected, language) is right


@pytest.mark.parametrize(
    ("right", "tried", "planned", "within"),
    [
        (4, 4, 24, True),
        (2, 4, 24, True),
        (1, 4, 24, False),
        (18, 20, 20, True),
        (17, 20, 20, False),
        (7, 8, 8, False),
    ],
)
def test_nine_in_ten(right: int, tried: int, planned: int, within: bool) -> None:
    assert within_reach(right, tried, planned) is within
