from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.checks import Reason, check
from app.customers.plan import Behaviour, Plan
from app.models import Category, Difficulty
from tests.customers.samples import RENTAL

PLAN = Plan(Category.BILLING, Difficulty.EASY, "angry commuter", Behaviour.PLAIN, "deposits", 1)
GERMAN = replace(RENTAL, language="de")
JAPANESE = replace(RENTAL, language="ja")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("  ?! ", Reason.EMPTY),
        ("Deposit?", Reason.TOO_SHORT),
        ("Can I have it back? " + "It was a long story about many other things too. " * 12, Reason.TOO_LONG),
        ("Hello, I am [name] and want my deposit back, can you help?", Reason.PLACEHOLDER),
        ("Where do I see {order_id} on your page?", Reason.PLACEHOLDER),
        ("I am an angry commuter, where is my deposit?", Reason.PLAN_LEAK),
        ("Where is my deposit now? Where is my deposit now? Where is my deposit now?", Reason.REPETITIVE),
        ("Wie bekomme ich meine Kaution zurück, wenn das Rad kaputt war?", Reason.WRONG_LANGUAGE),
        ("保証金はいつ返してもらえますか？", Reason.WRONG_LANGUAGE),
        ("How much is the deposit for two bikes, please?", Reason.TOO_SIMILAR),
    ],
)
def test_what_is_wrong_is_named(text: str, reason: Reason) -> None:
    earlier = ["How much is the deposit for three bikes, please?"]
    assert reason in [rejection.code for rejection in check(text, PLAN, RENTAL, earlier)]


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Our neighbour plays drums until midnight. What can we do?", RENTAL),
        ("how much", RENTAL),
        ("my tyre is flat again!!", RENTAL),
        ("And the lock, too?", RENTAL),
        ("Wann wird der Sperrmüll abgeholt, und was kostet das?", GERMAN),
        ("Kaution zurück?", GERMAN),
        ("自転車を返すのが遅れた場合、追加料金はかかりますか？", JAPANESE),
    ],
)
def test_what_customers_write_passes_in_the_agents_language(text: str, agent: object) -> None:
    assert check(text, PLAN, agent, ()) == []  # type: ignore[arg-type]


def test_what_nobody_asks_about_is_refused_in_any_form() -> None:
    agent = replace(RENTAL, avoided=("parcels",))
    found = check("Hi, my parcel has not arrived, can you look?", PLAN, agent, ())
    assert [rejection.code for rejection in found] == [Reason.AVOIDED]


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    for rejection in check(text, PLAN, RENTAL, ["How much is it?"]):
        assert rejection.sentence.endswith((".", "…")) or rejection.code is Reason.TOO_SIMILAR
