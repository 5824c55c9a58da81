"""Settings that are more than a word."""

import pytest
from pydantic import ValidationError

from app.config import Settings
from app.limits import RATES, SOCKETS, Rate


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


def test_limits_change_what_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Settings().rate_limits, Settings().socket_limits) == (RATES, SOCKETS)
    monkeypatch.setenv("COACHABLE_RATE_LIMITS", "address=50/second, downloads = none,")
    monkeypatch.setenv("COACHABLE_SOCKET_LIMITS", "waiting=7")
    assert Settings().rate_limits == RATES | {"address": Rate(50, 1), "downloads": None}
    assert Settings().socket_limits == SOCKETS | {"waiting": 7}
    monkeypatch.setenv("COACHABLE_RATE_LIMITS", "none")
    assert set(Settings().rate_limits.values()) == {None}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "RATE_LIMITS",
            "adress=5/minute",
            "adress=5/minute is none of them; write address=6000/minute or address=none, "
            "with operations, replies, downloads, sign-in, address, shared, visitor.",
        ),
        ("RATE_LIMITS", "address=5", "address=5 is none of them"),
        ("RATE_LIMITS", "address=0/minute", "address=0/minute is none of them"),
        ("RATE_LIMITS", "5/minute", "5/minute is none of them"),
        ("SOCKET_LIMITS", "waiting=-1", "waiting=-1 is none of them; write waiting=500 or waiting=none"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, *", "* is not an address or a network such as 10.0.0.0/8."),
    ],
)
def test_limits_that_are_none(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(f"COACHABLE_{name}", value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    (error,) = caught.value.errors()
    assert error["msg"].startswith(sentence)


def test_host_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHABLE_ALLOWED_HOSTS", "coach.example.org, coach.internal,")
    assert Settings().allowed_hosts == ("coach.example.org", "coach.internal")


def test_origins_are_whole_and_named_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHABLE_ALLOWED_ORIGINS", "https://App.example.org, http://localhost:5173")
    assert Settings().allowed_origins == ("https://app.example.org", "http://localhost:5173")
    for wrong in ("*", "app.example.org", "https://app.example.org/", "null", "https://*.example.org"):
        monkeypatch.setenv("COACHABLE_ALLOWED_ORIGINS", wrong)
        with pytest.raises(ValidationError, match="is not an origin"):
            Settings()


def test_roles_of_groups_are_one_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHABLE_OIDC_ROLES", '{"support": "coach", "north": "North/trainer"}')
    monkeypatch.setenv("COACHABLE_OIDC_AUDIENCES", "api://coachable, other")
    settings = Settings()
    assert list(settings.oidc_roles) == ["support", "north"]  # their order decides between workspaces
    assert settings.oidc_audiences == ("api://coachable", "other")
    for value in ("support=coach", '["support"]', '{"support": 1}', '{"support": ["coach"]}'):
        monkeypatch.setenv("COACHABLE_OIDC_ROLES", value)
        with pytest.raises(ValidationError, match="write one JSON object"):
            Settings()


@pytest.mark.parametrize(
    "url",
    [
        "coach.example.com",
        "https://a.example/path",
        "https://a@b.example",
        "https://a.example?x",
        "javascript:1",
    ],
)
def test_the_public_address_is_an_origin(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_url=url)
