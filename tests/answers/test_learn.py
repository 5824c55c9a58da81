"""What is learned from responses, and how far others agree with it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.learn import house_style
from app.answers.overrides import MOST_WORDS, Overrides, active, own_rule, rules_of
from app.answers.rules import Rule, RuleKind
from app.errors import InvalidInput

LINES = (Path(__file__).parents[1] / "data" / "tidepool.jsonl").read_text().splitlines()
RESPONSES = [row["response"] for row in map(json.loads, LINES) if "response" in row]


def test_the_rules_of_a_real_collection() -> None:
    assert house_style(RESPONSES) == (
        Rule(RuleKind.CLOSING, "Next:", support=40, of=40),
        Rule(RuleKind.PHRASE, "Path:", support=40, of=40),
        Rule(RuleKind.SEPARATOR, ">", support=40, of=40),
        Rule(RuleKind.LENGTH, "", 32, 63, 40, 40),
    )
    assert [rule.sentence for rule in house_style(RESPONSES)] == [
        "The last sentence begins with “Next:”.",
        "Contains “Path:”.",
        "Writes paths with “>” between the steps.",
        "Has 32 to 63 words.",
    ]
    # A few responses show the same form.
    assert [rule.key for rule in house_style(RESPONSES[:6])] == [r.key for r in house_style(RESPONSES)]


def test_the_rules_tell_the_style_from_none() -> None:
    def kept(response: str) -> list[bool]:
        return [rule.kept_by(response) for rule in house_style(RESPONSES[:20])]

    assert all(all(kept(response)) for response in RESPONSES[20:])
    assert kept("I am not sure about that.") == [False] * 4
    assert kept("Click it. Next: press Save.") == [True, False, False, False]


def test_openings_lists_and_phrases() -> None:
    responses = [
        f"Thanks for writing, {name}!\n- Open {name}\n- Press {name}\nOur team is here for you, {name}."
        for name in ("Kim", "Jo", "Al", "Bo", "Cy", "Di")
    ] + ["No idea."] * 2
    assert [(rule.kind, rule.text, rule.support) for rule in house_style(responses)][:-1] == [
        ("opening", "Thanks for writing,", 6),
        ("closing", "Our team is here for", 6),
        ("list", "", 6),
    ]


def test_too_few_or_too_different_responses_teach_no_form() -> None:
    assert house_style(RESPONSES[:5]) == ()
    unlike = [f"w{n}a w{n}b w{n}c w{n}d" for n in range(8)]
    assert [rule.kind for rule in house_style(unlike)] == [RuleKind.LENGTH]


@pytest.mark.parametrize(
    ("rule", "kept", "broken"),
    [
        (Rule(RuleKind.OPENING, "Hi"), "hi, there", "History is long."),
        (Rule(RuleKind.CLOSING, "Bye."), "So it is.\n\nBye.", "Bye. So it is."),
        (Rule(RuleKind.CLOSING, "Bye"), "Bye for now", "So it is. Byes."),
        (Rule(RuleKind.CLOSING, "Thanks. Yours, Mo"), "So it is.\nThanks. Yours, Mo", "Thanks. Mo"),
        (Rule(RuleKind.PHRASE, "(a+)+ [b]"), "So (A+)+ [b].", "aaa b"),
        (Rule(RuleKind.PHRASE, "don't"), "We Don’t.", "We do."),
        (Rule(RuleKind.AVOID, "sorry"), "Fine.", "So.\nSorry!"),
        (Rule(RuleKind.SEPARATOR, ">"), "A > B", "A>B"),
        (Rule(RuleKind.LIST), "Do:\n1. this", "Do 1. this"),
        (Rule(RuleKind.LENGTH, "", 2, 3), "one two", "one"),
        (Rule(RuleKind.LENGTH, "", 1, 3), "one\n\ntwo  three", "one two three four"),
    ],
)
def test_each_rule(rule: Rule, kept: str, broken: str) -> None:
    assert rule.kept_by(kept)
    assert not rule.kept_by(broken)
    assert Rule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


def test_overrides() -> None:
    own = (own_rule(RuleKind.LENGTH, None, None, 40), own_rule(RuleKind.AVOID, " sorry ", None, None))
    rules = rules_of(RESPONSES, Overrides(frozenset({"phrase:Path:", "length:"}), own))
    assert [(one.id, one.is_own, one.is_on) for one in rules] == [
        ("own:length:", True, True),
        ("own:avoid:sorry", True, True),
        ("closing:Next:", False, True),
        ("phrase:Path:", False, False),
        ("separator:>", False, True),
    ]
    assert active(rules)[0] == Rule(RuleKind.LENGTH, "", 1, 40)
    for refused in ((0, 5), (9, 8), (1, MOST_WORDS + 1)):
        with pytest.raises(InvalidInput):
            own_rule(RuleKind.LENGTH, None, *refused)
    with pytest.raises(InvalidInput):
        own_rule(RuleKind.PHRASE, " ", None, None)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_learned_rule_is_a_habit(responses: list[str]) -> None:
    for rule in house_style(responses):
        kept = sum(rule.kept_by(response) for response in responses)
        assert rule.of == len(responses)
        assert kept == rule.support
        assert rule.sentence


@given(st.text(max_size=80), st.integers(1, 6), st.integers(0, 6))
def test_words_are_counted_as_everywhere(response: str, least: int, more: int) -> None:
    rule = Rule(RuleKind.LENGTH, "", least, least + more)
    assert rule.kept_by(response) == (least <= len(response.split()) <= least + more)


@given(
    st.sampled_from([RuleKind.OPENING, RuleKind.CLOSING, RuleKind.PHRASE, RuleKind.AVOID]),
    st.text(min_size=1, max_size=20).filter(lambda text: text == text.strip()),
    st.sampled_from(["", "So it is. ", "Well,\n"]),
)
def test_any_text_may_be_a_rule(kind: RuleKind, text: str, before: str) -> None:
    said = before if kind is not RuleKind.OPENING else ""
    assert Rule(kind, text).kept_by(f"{said}{text}") == (kind is not RuleKind.AVOID)
