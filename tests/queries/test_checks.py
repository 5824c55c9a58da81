import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.queries.checks import Reason, check
from app.queries.plan import Behaviour, Category, Difficulty, Plan
from tests.queries.companies import COMPANIES

AGENT = COMPANIES["help desk"]
PLAN = Plan(Category.BILLING, Difficulty.EASY, "baker", Behaviour.PLAIN, "refunds", 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("  ?! ", Reason.EMPTY),
        ("refund now", Reason.TOO_SHORT),
        ("Can I have a refund? " + "It was a long story about many other things too. " * 10, Reason.TOO_LONG),
        ("The invoice was paid on Monday.", Reason.NOT_A_QUESTION),
        ("Thank you for contacting us, our team will refund you. Anything else?", Reason.NOT_THE_CUSTOMER),
        ("I'm happy to help with your refund! Which order is it?", Reason.NOT_THE_CUSTOMER),
        ("Here is a question a customer may ask: can I get a refund?", Reason.META_TEXT),
        ("Customer: can I get a refund for my last invoice?", Reason.META_TEXT),
        ("Hello, I am [name] and want a refund for my invoice, can you help?", Reason.PLACEHOLDER),
        ("Can I get a refund? (difficulty: easy, category: billing)", Reason.PLAN_LEAK),
        ("Can I get a refund? Can I get a refund? Can I get a refund?", Reason.REPETITIVE),
        ("Wie bekomme ich mein Geld zurück, wenn die Rechnung falsch war?", Reason.WRONG_LANGUAGE),
        ("Où est ma facture, et pourquoi est-ce que je dois payer un remboursement ?", Reason.WRONG_LANGUAGE),
        ("Где мой refund?", Reason.WRONG_LANGUAGE),
        ("If I get no refund I will kill somebody, ok?", Reason.HARMFUL),
        ("Why did I get an invoice from Acmesoft and not a refund?", Reason.INVENTED_COMPANY),
        ("As an AI language model, can I ask for a refund?", Reason.SAYS_IT_IS_AN_AI),
        ("Do horses like carrots more than apples?", Reason.OFF_TOPIC),
    ],
)
def test_what_is_wrong_is_named(text: str, reason: Reason) -> None:
    assert reason in [rejection.code for rejection in check(text, PLAN, AGENT, ())]


@pytest.mark.parametrize(
    "text",
    [
        "I need a refund. How can I do that?",
        "where is the invoice for february, finance is asking since days",
        "You charged me TWICE again. I want my money back and I want to know why!!",
        "pls cancel, we close for winter",
    ],
)
def test_what_customers_write_passes(text: str) -> None:
    assert check(text, PLAN, AGENT, ()) == []


def test_a_near_copy_of_an_earlier_question_is_refused() -> None:
    earlier = ["When do I get my money back for the helmet I sent back?"]
    found = check("When do I get my money back for the saddle I sent back?", PLAN, AGENT, earlier)
    assert [rejection.code for rejection in found] == [Reason.TOO_SIMILAR]
    assert "helmet" in found[0].sentence


@pytest.mark.parametrize(
    "text", ["What is your refund plan, and how do you plan to make your business succeed?"]
)
def test_fluent_nonsense_is_refused_from_small_models_only(text: str) -> None:
    assert check(text, PLAN, AGENT, ()) == []
    assert [r.code for r in check(text, PLAN, AGENT, (), small_model=True)] == [Reason.NO_SENSE]


def test_a_small_model_may_put_known_sentences_together_in_a_new_way() -> None:
    text = (
        "My bank says there was not even an attempt from your side. Why is my new card declined? I mean it."
    )
    assert check(text, PLAN, AGENT, (), small_model=True) == []


def test_known_sentences_of_a_small_model_have_to_be_about_one_thing() -> None:
    text = "Why is my new card declined? The link in your email says the document has expired."
    found = check(text, PLAN, AGENT, (), small_model=True)
    assert [r.code for r in found] == [Reason.NO_SENSE]
    assert "nothing to do with the rest" in found[0].sentence


@pytest.mark.parametrize("behaviour", [Behaviour.TWO_PROBLEMS, Behaviour.CHANGES_MIND])
def test_a_small_model_has_to_bring_up_both_things_of_a_customer_who_has_two(behaviour: Behaviour) -> None:
    two = replace(PLAN, behaviour=behaviour)
    first, second = "Why is my new card declined?", "Why was I charged twice?!"
    assert check(f"{first} {second}", two, AGENT, (), small_model=True) == []
    found = check(f"{first}?? I mean it.", two, AGENT, (), small_model=True)
    assert [r.code for r in found] == [Reason.ONE_SUBJECT]
    assert check(f"{first} I mean it.", two, AGENT, ()) == []  # a strong model may say it in one sentence


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Is it cheaper if we pay for a year at first?", "year at first"),
        ("Sole, what does it cost for five people per month?", "sole what"),
        ("What is the import of my file?", "is the import"),
    ],
)
def test_one_wrong_word_of_a_small_model_is_found(text: str, strange: str) -> None:
    """All three are among 400 samples of SmolLM2-135M, and nearly known sentences."""
    found = check(text, PLAN, AGENT, (), small_model=True)
    assert [(r.code, r.sentence) for r in found] == [(Reason.NO_SENSE, f"No customer would say: {strange}")]


def test_real_questions_pass() -> None:
    """At least 45 of the 48 questions that people wrote for the sample company."""
    lines = (Path(__file__).parent / "brightdesk_questions.json").read_text(encoding="utf-8")
    questions = json.loads(lines)
    refused = {
        q: reasons for q in questions if (reasons := [r.code.value for r in check(q, PLAN, AGENT, ())])
    }
    assert len(refused) <= 3, refused
