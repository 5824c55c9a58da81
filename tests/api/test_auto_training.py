"""Each setting of automatic training is declared once: its column, the API and the page hold the same ones."""

from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, get_named_type

from app.api.schema import schema
from app.models import AutoTraining
from app.models.auto_training import SETTINGS

PAGE = Path(__file__).parents[2] / "app/web/src/screens/settings"


def in_graphql(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def test_every_setting_has_a_column_with_its_default() -> None:
    columns = AutoTraining._meta.fields_map
    assert SETTINGS.keys() == columns.keys() - {"agent", "agent_id", "scheduled_until"}
    assert {name: columns[name].default for name in SETTINGS} == {
        name: setting.default for name, setting in SETTINGS.items()
    }


def test_every_setting_is_read_and_changed_by_the_api() -> None:
    names = {in_graphql(name) for name in SETTINGS}
    read, asked = (schema._schema.type_map[one] for one in ("AutoTraining", "UpdateAutoTrainingInput"))
    assert names == read.fields.keys() - {"next"}
    assert isinstance(asked, GraphQLInputObjectType)
    assert names == asked.fields.keys() - {"agentId"}
    for name, setting in SETTINGS.items():
        for fields in (read.fields, asked.fields):
            assert fields[in_graphql(name)].description == setting.told
    assert isinstance(get_named_type(asked.fields["goLiveWhen"].type), GraphQLEnumType)


def test_every_setting_is_on_the_page() -> None:
    form, documents = ((PAGE / name).read_text() for name in ("AutoTrainingForm.tsx", "documents.ts"))
    for name in map(in_graphql, SETTINGS):
        assert f"values.{name}" in form, name
        assert f"    {name}\n" in documents, name


@pytest.mark.parametrize(
    ("name", "right", "wrong", "why"),
    [
        ("pair_threshold", 2_000, 2_001, "is 2001; choose 1 to 2000."),
        ("hour", 0, 24, "is 24; choose 0 to 23."),
        ("cooldown_minutes", 0, -1, "is -1; choose 0 to 10080."),
        (
            "time_zone",
            "Europe/Berlin",
            "Mars",
            "is 'Mars', which is no time zone; use a name such as Europe/Berlin.",
        ),
    ],
)
def test_what_a_setting_may_be(name: str, right: object, wrong: object, why: str) -> None:
    assert SETTINGS[name].wrong(right) is None
    assert SETTINGS[name].wrong(wrong) == why
