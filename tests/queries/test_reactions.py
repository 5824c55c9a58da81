"""A customer without a strong model reacts to what the answer does, or not at all."""

import pytest

from app.queries.kinds import Behaviour
from app.queries.reactions import reaction


def turns(answer: str, question: str = "How do I add a colleague?") -> list[dict[str, str]]:
    return [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "Sorry, we cannot refund a plan that was used.",
            {"exception", "writing", "instead", "other way", "change"},
        ),
        (
            "Open Settings > Team and click Invite.",
            {"screen", "changed", "phone", "undo", "lose", "for me", "worked"},
        ),
        ("We will send it within two days.", {"by then", "writing", "speed", "message", "myself", "wrong"}),
        ("A second seat costs 12 euro.", {"costs", "cheaper", "pay", "tax", "parts"}),
    ],
)
def test_it_fits_the_answer(answer: str, words: set[str]) -> None:
    for seed in range(12):
        said = reaction(turns(answer), Behaviour.PLAIN, seed)
        assert said is not None
        assert any(word in said for word in words), said


@pytest.mark.parametrize(
    "answer",
    ["Which browser do you use?", "Please send us the number of the order.", "We are a team of five."],
)
def test_nothing_fits(answer: str) -> None:
    assert reaction(turns(answer), Behaviour.PLAIN, 1) is None


def test_nobody_says_the_same_twice() -> None:
    said = "Is there anything cheaper?"
    conversation = turns("It costs 12 euro.") + turns("There is one for 8 euro.", said)
    assert all(said not in str(reaction(conversation, Behaviour.PLAIN, seed)) for seed in range(20))


@pytest.mark.parametrize("behaviour", [Behaviour.PLAIN, Behaviour.TERSE])
def test_no_reaction_comes_twice_before_all_have_come(behaviour: Behaviour) -> None:
    answer = turns("Open Settings > Team and click Invite.")
    said: list[str] = []
    for seed in range(7):
        said.append(str(reaction(answer, behaviour, seed, said)))
    endings = {text.lower()[-12:] for text in said}
    assert len(endings) == 7
    assert reaction(answer, behaviour, 7, said) is not None
