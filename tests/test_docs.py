"""What the documents say: operations are ones of the schema, commands and settings are there, links lead somewhere."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from graphql import parse, validate
from typer.main import get_command

from app.api.schema import schema
from app.cli import cli
from app.processes.settings_page import page

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "tests" / "README.md",
]
COMMANDS = get_command(cli)
README_LINES = 120


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(kind: str) -> Iterator[object]:
    for path in PAGES:
        for number, found in enumerate(re.findall(rf"^```{kind}\n(.*?)^```", path.read_text(), re.M | re.S)):
            yield pytest.param(found, id=f"{name(path)}-{number}")


@pytest.mark.parametrize("block", list(blocks("graphql")))
def test_operations_are_ones_of_the_schema(block: str) -> None:
    operations = re.split(r"^(?=query|mutation|subscription)", block, flags=re.M)
    for operation in filter(str.strip, operations):
        assert validate(schema._schema, parse(operation)) == [], operation


def shell_lines() -> list[tuple[str, str]]:
    return [
        (name(path), line)
        for path in PAGES
        for block in re.findall(r"^```(?:sh|bash)?\n(.*?)^```", path.read_text(), re.M | re.S)
        for line in block.splitlines()
        if re.match(r"(\.venv/bin/)?coachable ", line)
    ]


@pytest.mark.parametrize(("path", "line"), shell_lines())
def test_commands_take_what_is_written(path: str, line: str) -> None:
    _, *words = shlex.split(line, comments=True)
    command: click.Command = COMMANDS
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    command.make_context(command.name, words)


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if re.match(r"https?:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file) if file else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("command", COMMANDS.commands)  # type: ignore[attr-defined]
def test_every_command_is_listed(command: str) -> None:
    assert f"| `coachable {command}` |" in (ROOT / "docs" / "commands.md").read_text()


def test_settings_are_those_of_the_code() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == page(), (
        "python -m app.processes.settings_page > docs/settings.md"
    )


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= README_LINES
