from collections import Counter

import pytest

from app.customers.manner import USUAL, Mix, signs
from app.customers.plan import Behaviour


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("How do I return a bike after closing time, please?", {Behaviour.PLAIN}),
        ("deposit back", {Behaviour.TERSE}),
        ("kaution zurück?", {Behaviour.TERSE}),
        ("my bike has no light and the lock is stuck since this morning at the lake", {Behaviour.TYPOS}),
        ("Where is my deposit?! I have waited long enough.", {Behaviour.UPSET}),
        ("¡¡Es la TERCERA VEZ que llamo por la misma fianza!!", {Behaviour.UPSET}),
        ("When do you open? And is there a child seat?", {Behaviour.TWO_PROBLEMS}),
        ("返金はいつですか？それから、予約は変更できますか？", {Behaviour.TWO_PROBLEMS}),
    ],
)
def test_signs_need_no_word_of_any_language(text: str, shown: set[Behaviour]) -> None:
    assert signs(text) == shown


def test_few_questions_say_little_and_many_decide() -> None:
    assert Mix.of([]).shares == pytest.approx(USUAL)
    few, many = (Mix.of(["deposit back"] * count) for count in (2, 60))
    assert 1 < few.lift(Behaviour.TERSE) < many.lift(Behaviour.TERSE)
    assert sum(many.shares.values()) == pytest.approx(1)
    assert Counter(many.shares).most_common(1)[0][0] is Behaviour.TERSE
