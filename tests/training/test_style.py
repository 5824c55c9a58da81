"""The share of a house style's rules that an answer keeps; the patterns are those that app/answers writes."""

from hypothesis import given
from hypothesis import strategies as st

from app.answers.rules import Rule, RuleKind
from app.training.style import HouseStyle

RULES = (
    Rule(RuleKind.CLOSING, "Next:"),
    Rule(RuleKind.PHRASE, "Path:"),
    Rule(RuleKind.SEPARATOR, ">"),
    Rule(RuleKind.LENGTH, "", 5, 40),
)
STYLE = HouseStyle(tuple(rule.pattern for rule in RULES))


def test_agreement_falls_with_what_is_missing() -> None:
    assert STYLE.agreement("Sure, that works today. Path: Shop > Gifts. Next: pick one.") == 1
    assert STYLE.agreement("Sure, that works today. Look at the gifts. Next: pick one.") == 0.5
    assert STYLE.agreement("I am so sorry about that! Please contact our team.") == 0.25
    assert STYLE.agreement("Sorry.") == 0


def test_nothing_to_break_is_kept_by_any_answer_but_none() -> None:
    assert HouseStyle().agreement("anything") == 1
    assert HouseStyle().agreement(" ") == 0
    assert HouseStyle((Rule(RuleKind.AVOID, "sorry").pattern,)).agreement("") == 0


@given(st.text(max_size=200))
def test_agreement_counts_the_rules_that_people_see_kept(answer: str) -> None:
    kept = sum(rule.kept_by(answer) for rule in RULES) / len(RULES)
    assert STYLE.agreement(answer) == (kept if answer.strip() else 0)
