"""What is found in a pair, and what is not: each rule with its nearest harmless neighbour."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.check import check
from app.answers.earlier import Earlier, ask_the_same
from app.answers.finding import Finding, FindingCode, Part, Severity
from app.answers.neighbours import Neighbours
from app.answers.overrides import Overrides, rules_of
from app.answers.rules import Rule, RuleKind
from app.facts import clash, stance

CARD = "4111 1111 1111 1111"
IBAN = "DE89 3704 0044 0532 0130 00"
AWS = "AKIA" + "IOSFODNN7EXAMPLE"


def found(
    response: str, query: str = "How do I pay?", public: str = "", *old: tuple[str, str]
) -> list[Finding]:
    return check(query, response, [Earlier(uuid4(), *pair) for pair in old], public)


def codes(*arguments: str) -> list[str]:
    return [finding.code for finding in found(*arguments)]


@pytest.mark.parametrize(
    ("response", "code", "severity", "where"),
    [
        (f"Use {AWS} for it.", "secret", "blocking", AWS),
        ("Use ghp_" + "a1B2" * 9 + " for it.", "secret", "blocking", "ghp_" + "a1B2" * 9),
        ("Open https://shop:hunter2x@db.example.com/x", "secret", "blocking", "hunter2x"),
        (f"The card is {CARD}.", "personal_data", "blocking", CARD),
        (f"Pay to {IBAN} please.", "personal_data", "blocking", IBAN),
        ("Write to jane.doe@gmail.com.", "personal_data", "warning", "jane.doe@gmail.com"),
        ("Call +49 30 901820 now.", "personal_data", "warning", "+49 30 901820"),
        ("Call 212-555-2368 now.", "personal_data", "warning", "212-555-2368"),
        ("Hello [name], all is well.", "placeholder", "blocking", "[name]"),
        ("See [Order ID] in the mail.", "placeholder", "blocking", "[Order ID]"),
        ("It costs XXX a month.", "placeholder", "blocking", "XXX"),
        ("TODO ask Kim.", "placeholder", "blocking", "TODO"),
        ("Dear {{customer}}, hi.", "placeholder", "blocking", "{{customer}}"),
    ],
)
def test_what_must_not_be_learned(response: str, code: str, severity: str, where: str) -> None:
    findings = [finding for finding in found(response) if finding.code == code]
    assert [finding.severity for finding in findings] == [severity]
    assert findings[0].span is not None
    assert response[slice(*findings[0].span)] == where
    assert where not in findings[0].sentence or severity == "warning" or code == "placeholder"


@pytest.mark.parametrize(
    "response",
    [
        "Order 2025550123 and invoice 4111111111111112 are on their way.",
        "Write to support@brightdesk.example or billing@anything.com.",
        "Click [Save] or read the [name](https://example.com/name).",
        "Password: choose a new one with 12 characters.",
        "Path: Settings > Billing > Cards. Next: press Save.",
        "It is size XX or X; todo lists are under Tasks.",
    ],
)
def test_what_is_harmless(response: str) -> None:
    assert found(response) == []


def test_what_the_system_prompt_says_is_public() -> None:
    prompt = "Give out jo@brightdesk.io and +49 30 901820. Our IBAN is " + IBAN
    assert codes(f"Mail kim@brightdesk.io, call +49 30 901820, pay to {IBAN}.", "How?", prompt) == []


def test_a_customer_may_give_an_address_but_no_card() -> None:
    findings = found("We will look.", f"I am jo@gmail.com and my card {CARD} fails")
    assert [(f.code, f.part) for f in findings] == [(FindingCode.PERSONAL_DATA, Part.QUERY)]


def test_echo() -> None:
    question = "How do I add a colleague to the account?"
    assert [f.severity for f in found("how do i add a colleague to the account", question)] == [
        Severity.BLOCKING
    ]
    assert [f.severity for f in found(f"{question} Open Team and press Invite there.", question)] == [
        Severity.WARNING
    ]
    assert codes("Add the colleague under Team.", question) == []


def test_another_language() -> None:
    german = "Öffne die Einstellungen und wähle Team. Danach lädst du sie ein."
    assert codes(german, "How do I add a colleague to the account?") == ["other_language"]
    assert codes(german, "Wie füge ich einen Kollegen zu meinem Konto hinzu?") == []
    assert codes("Oui.", "How do I add a colleague to the account?") == []


def test_much_shorter_and_longer_than_usual() -> None:
    old = [(f"Question {n} about {n}?", " ".join(f"w{n}x{i}" for i in range(20 + n))) for n in range(6)]
    usual = " ".join(["other"] * 24)
    assert [f.code for f in found("No idea.", "Why?", "", *old)] == ["too_short"]
    assert [f.code for f in found(usual * 4, "Why?", "", *old)] == ["too_long"]
    assert found(usual, "Why?", "", *old) == []
    assert found("No idea.", "Why?", "", *old[:5]) == []


def test_what_breaks_the_house_style() -> None:
    habit = "Hello dear friend, it is {0} x{0} y{0} z{0}. Path: A{0} > B{0}. Next: press {0}."
    old = [Earlier(uuid4(), f"Question {n}?", habit.format(n)) for n in range(10)]
    good, bad = habit.format(77), "Go to A, then to B, then to C, then press the button D that is there."
    assert check("Why?", good, old) == []

    broken = check("Why?", bad, old)
    assert {(f.code, f.severity) for f in broken} == {(FindingCode.STYLE, Severity.WARNING)}
    assert broken[0].sentence == (
        "House style (10 of 10 answers do this): begins with “Hello dear friend, it is”. "
        "Follow it, or switch the rule off."
    )
    off = Overrides(frozenset(one.id for one in rules_of([p.response for p in old], Overrides())))
    assert check("Why?", bad, old, overrides=off) == []
    own = Overrides(off.off, (Rule(RuleKind.AVOID, "Button"), Rule(RuleKind.LENGTH, "", 1, 5)))
    found = check("Why?", bad, old, overrides=own)
    assert [(f.code, f.sentence) for f in found] == [
        ("style", "House style: it never says “Button”. Say it in other words."),
        (
            "too_long",
            "Longer than your answers: 17 words here, 1 to 5 words in the house style. "
            "Cut what the customer does not need.",
        ),
    ]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Refunds take 14 days.", "A refund takes 30 days."),
        ("It is $15 a month.", "The Team plan is 12 EUR."),
        ("On Monday.", "We deliver on Tuesdays."),
        ("You get 20 percent off.", "The discount is 25%."),
        ("It holds 25 children.", "At most 30 children."),
        ("We open at 9 am.", "From 10:00."),
    ],
)
def test_clashes(new: str, old: str) -> None:
    assert clash(new, old) is not None
    assert clash(new, new) is None


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Refunds take 30 days.", "A refund takes a month, so one month."),
        ("Two weeks.", "14 days."),
        ("15 EUR a month.", "15 EUR a month or 150 EUR a year."),
        ("25 children.", "It costs 30 EUR."),
        ("We open at 9 pm.", "Until 21:00."),
        ("Step 3 is next.", "Step 4 is next."),
    ],
)
def test_no_clash(new: str, old: str) -> None:
    assert clash(new, old) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("How long do refunds take?", "how long does a refund take", True),
        ("What does the Team plan cost?", "price of the team plan?", True),
        ("Can I invite a colleague?", "can i invite a colleauge", True),
        ("Can I cancel my plan?", "Can I cancel my order?", False),
        ("What does the Team plan cost?", "What does the Pro plan cost?", False),
        ("How do I get a refund?", "When do I get a refund?", False),
        ("Is it free for 2 users?", "Is it free for 10 users?", False),
        ("Can I pay with a card?", "Can I pay without a card?", False),
    ],
)
def test_questions_that_ask_the_same(one: str, other: str, same: bool) -> None:
    assert ask_the_same(one, other) is same
    assert ask_the_same(other, one) is same


@pytest.mark.parametrize(
    ("answer", "yes"),
    [
        ("Yes, at any time. It is not final.", True),
        ("You can cancel under Billing.", True),
        ("No, it runs to the end.", False),
        ("A merge cannot be undone.", False),
        ("Cancel under Billing.", None),
        ("You can pay by card, but not by cheque: that is not possible.", None),
    ],
)
def test_yes_or_no(answer: str, yes: bool | None) -> None:
    assert stance(answer) is yes


def test_contradictions_and_duplicates_name_the_other_pair() -> None:
    old = Earlier(uuid4(), "can i cancel the plan", "No, it runs to the end of the year.")
    other = Earlier(uuid4(), "Can I cancel my order?", "Yes.")

    findings = check("Can I cancel my plan?", "Yes, at any time.", [other, old], "")
    assert [(f.code, f.severity, f.pair_id) for f in findings] == [("contradiction", "warning", old.id)]
    findings = check("Can I cancel my plan?", "No, it runs to the year's end.", [other, old], "")
    assert [(f.code, f.pair_id) for f in findings] == [("duplicate", old.id)]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("A city bike is €15 a day.", "City bikes cost €25 per day."),
        ("Ein zweiteiliger Anzug kostet 21,50 EUR.", "Gern: Ein zweiteiliger Anzug kostet 24 EUR."),
        ("El menú individual cuesta 9,80 €.", "El menú individual vale 10,80 €, con pan."),
        ("La salle d'étude ferme à 21h00.", "La salle d'étude ferme à 20h00."),
        ("Dostawa kurierem kosztuje 19,99 zł.", "Dostawa kurierem kosztuje 14,99 zł."),
        ("市内の配送料金は500円です。", "市内の配送料金は700円です。"),
    ],
)
def test_another_value_for_the_same_thing(new: str, old: str) -> None:
    other = Earlier(uuid4(), "Tell me about something else, please?", old)
    findings = [f for f in check("What do you have?", new, [other]) if f.code == "contradiction"]
    assert [(f.severity, f.pair_id) for f in findings] == [("warning", other.id)]
    assert check("What do you have?", new, [other], is_follow_up=True) == []
    index = Neighbours([other], 10)
    assert index.claiming(new) == [other]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("A small bike is €15 a day.", "A big bike is €25 a day."),
        ("A bike is €15 a day.", "A bike is €80 a week."),
        ("A city bike is €15 a day.", "A city bike is fifteen euros a day."),
        ("A locker of 1 square metre is £19 a month.", "A locker of 4 square metres is £58 a month."),
        ("It costs 5 EUR.", "It costs 9 EUR."),
        ("The fee is 5 EUR.", "The fee is 9 EUR."),
        ("We open Monday to Friday at 9:00.", "We open Saturday at 10:00."),
    ],
)
def test_the_value_of_another_thing(new: str, old: str) -> None:
    other = Earlier(uuid4(), "Which one do you mean?", old)
    assert [f.code for f in check("Does it rain?", new, [other])] == []


@pytest.mark.slow
def test_a_real_collection_of_good_pairs_has_no_findings() -> None:
    lines = (Path(__file__).parents[1] / "data" / "tidepool.jsonl").read_text().splitlines()
    about, *rows = map(json.loads, lines)
    pairs = [Earlier(uuid4(), row["query"], row["response"]) for row in rows]
    for pair in pairs:
        others = [other for other in pairs if other is not pair]
        assert check(pair.query, pair.response, others, about["system"]) == []


@given(st.text(max_size=200), st.text(min_size=1, max_size=200), st.text(max_size=100))
def test_no_text_is_too_odd(query: str, response: str, old: str) -> None:
    for finding in found(response, query, old, (query, old), (old, response)):
        assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding
        text = query if finding.part is Part.QUERY else response
        assert finding.span is None or text[slice(*finding.span)]
