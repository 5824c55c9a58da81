"""What real customers ask about, found in their words."""

from hypothesis import given
from hypothesis import strategies as st

from app.queries.kinds import Category
from app.queries.subjects import MOST_SUBJECTS, category_of, is_private, subjects
from tests.queries.tickets import PARCELS

ASKED = (
    "Can I move my appointment to Thursday?",
    "Can I bring my son to the appointment?",
    "Where do I book a second appointment?",
    "Why is the invoice higher than the estimate? Does it have a fee in it?",
    "Can you send the invoice to my insurance? I have to pay it by Friday.",
    "I never got an invoice, how do I pay?",
    "Where do I stick the return label?",
    "The return label does not print, the page shows an error.",
    "Your page has no return label for me, only an error.",
)


def test_things_that_come_again_are_subjects_by_how_many_ask() -> None:
    found = subjects(ASKED)

    assert [(s.category, s.topic, s.matter, len(s.questions)) for s in found] == [
        (Category.TECHNICAL, "the return label", "the return label", 2),
        (Category.GENERAL, "appointments", "my appointment", 2),
        (Category.BILLING, "invoices", "the invoice", 3),
    ]
    assert found[-1].share == 3 / 9


def test_thirty_tickets_about_one_thing_have_one_subject() -> None:
    [subject] = subjects(PARCELS)

    assert (subject.category, subject.topic, subject.matter) == (Category.COMPLAINT, "parcels", "my parcel")
    assert len(subject.questions) >= 20


def test_what_only_one_customer_names_is_no_subject() -> None:
    assert subjects(["Where is my umbrella?", "Can I bring the dog?"]) == ()


@given(st.lists(st.sampled_from([*ASKED, *PARCELS, "", "?", "my my my", "the the"]), max_size=60))
def test_every_subject_is_about_questions_that_were_asked(questions: list[str]) -> None:
    found = subjects(questions)

    assert len({s.topic for s in found}) <= MOST_SUBJECTS
    for subject in found:
        assert set(subject.questions) <= set(questions)
        assert 0 < subject.share <= 1


def test_the_category_comes_from_the_words() -> None:
    assert category_of("Why was I charged twice for one invoice?") is Category.BILLING
    assert category_of("I can't log in, the password is wrong") is Category.ACCOUNT
    assert category_of("the app shows an error") is Category.TECHNICAL
    assert category_of("Third time I ask, this is ridiculous") is Category.COMPLAINT
    assert category_of("Do you have something for beginners?") is Category.GENERAL


def test_what_may_belong_to_one_customer_is_private() -> None:
    assert is_private("Write to me at anna@example.org")
    assert is_private("Order 48213 is missing")
    assert not is_private("Where is my order of May?")
