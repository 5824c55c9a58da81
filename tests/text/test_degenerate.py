"""What counts as going to pieces, and what people may write without being told so."""

import pytest

from app.text.degenerate import CUT, EMPTY, LANGUAGE, REPEATS, SCRIPT, degenerations

SOUND = (
    "A deposit of 50 EUR is due when you collect the bike. You get it back within three days of the return."
)


@pytest.mark.parametrize(
    ("answer", "expected", "found"),
    [
        (SOUND, SOUND, []),
        ("Yes.", SOUND, []),
        ("50 EUR", SOUND, []),
        ("", SOUND, [EMPTY]),
        (" … ", SOUND, [EMPTY]),
        # One word over and over, in a row or between others.
        (
            "Die Rechnung " + "Rechnung " * 17,
            "Die Rechnung finden Sie in Ihrem Konto unter Zahlungen.",
            [REPEATS, CUT],
        ),
        ("Please ask, please call, please write, please wait, please.", SOUND, [REPEATS]),
        ("No no no no, there is none.", SOUND, [REPEATS]),
        # The same six words three times.
        (" ".join(["You can pay it with your card."] * 3), SOUND, [REPEATS]),
        (" ".join(["You can pay it with your card."] * 2), SOUND, []),
        ("如果您需要退款请联系我们的客服团队。" * 3, "请联系我们的客服团队，他们会帮助您。", [REPEATS]),
        ("如果您需要退款请联系客服。您需要退款时请带上收据。", "请联系我们的客服团队，他们会帮助您。", []),
        # An expert who repeats something may be repeated.
        ("Ja, ja, ja, ja, das geht.", "Ja, ja, ja, ja, so ist es.", []),
        # Digits of a number are no words.
        ("Call 0 0 0 0 0 0 0 0 now, or write to us.", SOUND, []),
        # Another language, another script; words of two languages in one answer are none.
        ("Sie bekommen die Kaution innerhalb von drei Tagen nach der Rückgabe zurück.", SOUND, [LANGUAGE]),
        ("Вы получите залог обратно в течение трёх дней.", SOUND, [SCRIPT]),
        ("Open Settings and choose 日本語 there.", SOUND, []),
        ("押金会在三天内退还给您。", SOUND, [SCRIPT]),
        ("カードで支払えます。", "カードでお支払いいただけます。三日以内に返金します。", []),
        # Broken off: no end where the expert's has one, and no shorter than it.
        (SOUND.replace(" of the return.", " of the return and then we"), SOUND, [CUT]),
        ("Within three days", SOUND, []),
        (SOUND[:-1] + " and more", SOUND[:-1], []),
    ],
)
def test_degenerations(answer: str, expected: str, found: list[str]) -> None:
    assert degenerations(answer, expected) == found
