from dataclasses import replace

from app.customers.guide import Guide, Rule, RuleKind
from app.customers.plan import Behaviour, Plan
from app.customers.prompts import build_messages, reaction_messages
from app.models import Category, Difficulty
from tests.customers.samples import RENTAL

PLAN = Plan(Category.BILLING, Difficulty.MEDIUM, "first-time renter", Behaviour.UPSET, "deposits", 7)
GUIDE = Guide(
    (
        Rule(RuleKind.WRITE, "You never mention the weather."),
        Rule(RuleKind.AVOID_TOPIC, "parcels"),
        Rule(RuleKind.NOT_LIKE, "Dear Sirs, I beg to enquire."),
    )
)
SYSTEM = """You play a customer who writes to the support of Pedalpoint.
What the organisation does: Pedalpoint rents bikes near the station.
What its support is told, and you have not read:
You are friendly.

Rules:
- Write only the message itself: no quotation marks, no subject line, no label, no explanation, no answer.
- Write in German, as a native speaker types it into a chat, and in no other language.
- Stay in the customer's voice from first word to last; you know only what a customer can know.
- Ask only what customers of exactly this organisation ask; nothing that belongs to another trade.
- Be concrete: everyday details (days, amounts, things) are yours to invent, but no placeholders and no other \
organisation's name.
- Sound like a real message, not like advertising and not like a test.
- You never mention the weather.
- You never write about parcels.
Real customers never write like these, so don't either:
- Dear Sirs, I beg to enquire."""
USER = """You are: first-time renter.
Your message is about money. It is about: deposits.
You are angry and it shows, but you stay with your problem and insult nobody.
Two sentences: what you want, and one detail that matters.

The organisation's pages say this; you may have read it or not, or got it wrong:
- The deposit is 50 euro.

Real customers wrote these; write like them, but about your own case:
- deposit back??

Other customers already wrote these; write something different in subject and wording:
- Do you rent tandems?"""


def test_the_writer_is_told_exactly_this() -> None:
    agent = replace(RENTAL, language="de", asked=("deposit back??",), shown=("deposit back??",))
    messages = build_messages(PLAN, agent, ["Do you rent tandems?"], GUIDE, ["The deposit is 50 euro."])
    assert messages == [{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER}]


def test_held_out_and_private_questions_are_never_shown() -> None:
    asked = (
        "deposit back??",
        "my deposit for order 48213?",
        "deposit, mail me at a@b.de",
        "is a deposit needed",
    )
    agent = replace(RENTAL, asked=asked, shown=asked[:3], filed={"deposits": asked})
    said = build_messages(PLAN, agent, [])[1]["content"]
    assert [text in said for text in asked] == [True, False, False, False]


def test_only_the_newest_earlier_questions_are_shown() -> None:
    _, user = build_messages(PLAN, RENTAL, [f"question {n}?" for n in range(30)])
    assert [f"question {n}?" in user["content"] for n in (17, 18, 29)] == [False, True, True]


def test_a_reaction_reads_the_conversation() -> None:
    turns = [{"role": "user", "content": "Deposit?"}, {"role": "assistant", "content": "50 euro."}]
    system, user = reaction_messages(PLAN, RENTAL, turns, GUIDE)
    assert "You never write about parcels." in system["content"]
    assert "The conversation so far:\nYou: Deposit?\nSupport: 50 euro." in user["content"]
