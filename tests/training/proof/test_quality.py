"""Generated answers beside the expert's."""

import pytest

from app.training.proof.quality import mean, outcome, rate
from tests.training.test_style import STYLE

EXPECTED = "Yes, open the course and press Book. Path: Office > Courses > Book. Next: check the list."
OTHER = "No, a voucher stays valid for a year. Path: Office > Vouchers. Next: print it again."


def test_the_experts_own_answer_is_the_best() -> None:
    quality = rate(EXPECTED, EXPECTED, STYLE)
    assert (quality.chrf, quality.style, quality.length_ratio) == pytest.approx((100, 1, 1))
    assert quality.total == pytest.approx(1)


def test_no_answer_is_the_worst() -> None:
    quality = rate("", EXPECTED, STYLE)
    assert (quality.chrf, quality.length_ratio) == (0, 0)
    assert quality.total < 0.05


def test_wording_style_and_length_all_count() -> None:
    own_style = rate(OTHER, EXPECTED, STYLE)
    own_words = rate("Yes, open the course, press Book, and check the list in the Office.", EXPECTED, STYLE)
    twice = rate(f"{EXPECTED} {EXPECTED}", EXPECTED, STYLE)
    assert own_style.style > own_words.style
    assert own_words.chrf > own_style.chrf
    assert twice.length_ratio == 2.0
    assert twice.total < rate(EXPECTED, EXPECTED, STYLE).total


def test_outcome() -> None:
    good, poor = rate(EXPECTED, EXPECTED, STYLE), rate("I can help.", EXPECTED, STYLE)
    assert outcome(good, poor) == "better"
    assert outcome(poor, good) == "worse"
    assert outcome(good, good) == "same"


def test_mean() -> None:
    good, none = rate(EXPECTED, EXPECTED, STYLE), rate("", EXPECTED, STYLE)
    assert mean([good, none]).chrf == pytest.approx(50)
    assert mean([good, none]).total == pytest.approx((good.total + none.total) / 2)
