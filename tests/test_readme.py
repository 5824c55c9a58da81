"""README names every setting with its default and every command."""

from pathlib import Path

import pytest
from typer.main import get_command

from app.cli import cli
from app.config import Settings

README = (Path(__file__).parents[1] / "README.md").read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting(name: str) -> None:
    variable = name.upper() if name in ("database_url", "redis_url") else f"COACHABLE_{name.upper()}"
    (row,) = [line for line in README.splitlines() if line.startswith(f"| `{variable}` |")]
    default = Settings.model_fields[name].default
    if isinstance(default, bool):
        assert f"| `{str(default).lower()}` |" in row
    elif isinstance(default, (str, int, float)):
        assert f"| `{default:g}` |" in row if isinstance(default, float) else f"| `{default}` |" in row


@pytest.mark.parametrize("name", get_command(cli).commands)  # type: ignore[attr-defined]
def test_command(name: str) -> None:
    assert f"| `coachable {name}` |" in README
