"""Settings that are more than a word."""

import pytest
from pydantic import ValidationError

from app.config import Settings


def test_parameters_of_the_strong_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().llm_parameters == {}
    monkeypatch.setenv("COACHABLE_LLM_PARAMETERS", '{"reasoning_effort": "low", "temperature": null}')
    assert Settings().llm_parameters == {"reasoning_effort": "low", "temperature": None}

    monkeypatch.setenv("COACHABLE_LLM_PARAMETERS", " ")
    assert Settings().llm_parameters == {}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("reasoning_effort=low", 'write one JSON object, for example {"reasoning_effort": "low"}.'),
        ("[1]", 'write one JSON object, for example {"reasoning_effort": "low"}.'),
        ("5", 'write one JSON object, for example {"reasoning_effort": "low"}.'),
        ('{"stream": false, "model": "x"}', "leave out model, stream: Coachable sets it itself."),
    ],
)
def test_parameters_that_are_none(monkeypatch: pytest.MonkeyPatch, value: str, sentence: str) -> None:
    monkeypatch.setenv("COACHABLE_LLM_PARAMETERS", value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert [item["msg"] for item in caught.value.errors()] == [sentence]


def test_host_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHABLE_ALLOWED_HOSTS", "coach.example.org, coach.internal,")
    assert Settings().allowed_hosts == ("coach.example.org", "coach.internal")
