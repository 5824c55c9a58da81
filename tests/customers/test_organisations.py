"""Customers of this organisation, in its language, with no model at all: of eighteen that stand in no pack.

What a machine can tell; tests/benchmarks/questions.py prints them for reading.
"""

import pytest

from tests.benchmarks.questions import Organisation, asked, organisations

ALL = organisations()
SOON = 10


def test_there_are_enough_of_them_and_in_enough_languages() -> None:
    assert len(ALL) >= 16
    assert {"de", "es", "fr", "pt", "ja"} <= {organisation.language for organisation in ALL}


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ALL, ids=lambda organisation: organisation.name)
def test_the_first_ten_questions_fit(organisation: Organisation) -> None:
    agent = organisation.agent()
    assert agent.language == organisation.language
    assert len(agent.topics) >= 3
    for topic in agent.topics:
        assert organisation.faults(topic.name, []) in ([], [f"not {organisation.language}"])
    texts = asked(agent, SOON)
    assert len(texts) == SOON
    faults = {text: organisation.faults(text, texts[:number]) for number, text in enumerate(texts)}
    assert {text: found for text, found in faults.items() if found} == {}
