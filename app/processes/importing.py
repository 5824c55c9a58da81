"""`coachable import`: show what a file would bring, ask, take it over."""

import asyncio
import sys
import textwrap
import uuid
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.coach import documents
from app.config import Settings
from app.errors import InvalidInput
from app.exchange.decoding import decoded
from app.exchange.rows import Field
from app.processes.api_access import agent_called, api_of

SHOWN = 5
SHOWN_LENGTH = 120  # characters of a text
PROBLEMS = 10
_COLOURS = {"NEW": "green", "DUPLICATE_IN_FILE": "dim", "DUPLICATE_OF_PAIR": "dim"}


def run(
    settings: Settings,
    file: Path,
    *,
    agent: str,
    format: str | None,
    columns: list[str],
    skip_problems: bool,
    yes: bool,
    url: str | None,
) -> None:
    """Raises InvalidInput when the file has problems and they are not to be skipped."""
    content = decoded(file.read_bytes())
    sent: dict[str, Any] = {"content": content, "name": file.name, "columns": [_wish(c) for c in columns]}
    if format is not None:
        sent["format"] = format.upper()
    asyncio.run(_import(settings, url, agent, sent, skip_problems, yes))


def add_material(settings: Settings, file: Path, *, agent: str, url: str | None) -> None:
    """`coachable import --material`: help pages, FAQ and tickets; what is found in them waits to be confirmed."""
    text = decoded(file.read_bytes())

    async def add() -> dict[str, Any]:
        async with api_of(settings, url) as api:
            wanted = await agent_called(api, agent)
            added: dict[str, Any] = await api.ask(
                documents.ADD_MATERIAL, agentId=wanted["id"], name=file.name, text=text
            )
            return added

    for notice in asyncio.run(add())["notices"]:
        Console().print(f"[green]✓[/] {escape(notice)}", highlight=False)


async def _import(
    settings: Settings, url: str | None, agent: str, sent: dict[str, Any], skip_problems: bool, yes: bool
) -> None:
    console = Console()
    async with api_of(settings, url) as api:
        wanted = await agent_called(api, agent)
        preview = await api.ask(documents.PREVIEW_IMPORT, agentId=wanted["id"], file=sent, first=SHOWN)
        show(console, preview)
        if preview["problemCount"] and not skip_problems:
            raise InvalidInput(
                "Nothing was imported. Mend these lines, or leave them out by --skip-problems."
            )
        if not preview["newCount"]:
            raise InvalidInput("There is nothing new in this file.")
        if not yes and not await _agreed(console, preview["newCount"], wanted["name"]):
            console.print("Nothing was imported.")
            return
        done = await api.ask(
            documents.IMPORT_PAIRS,
            agentId=wanted["id"],
            file=sent,
            skipProblems=skip_problems,
            key=str(uuid.uuid4()),
        )
    for notice in done["notices"]:
        console.print(f"[green]✓[/] {escape(notice)}", highlight=False)


def show(console: Console, preview: dict[str, Any]) -> None:
    taken = [f"{c['name']} → {c['field'].lower()}" for c in preview["columns"] if c["field"]]
    about = f"{preview['format'].lower()}: {preview['newCount']} new, " + ", ".join(
        f"{preview[key]} {words}"
        for key, words in (
            ("duplicateOfPairCount", "there already"),
            ("duplicateInFileCount", "twice in the file"),
            ("problemCount", "with a problem"),
        )
    )
    console.print(escape(about), highlight=False)
    if taken:
        console.print(f"[dim]{escape(' · '.join(taken))}[/]", highlight=False)
    table = Table("Line", "Question", "Answer", "Category", expand=True)
    for row in preview["rows"]:
        table.add_row(
            str(row["line"]),
            escape(textwrap.shorten(row["query"], SHOWN_LENGTH, placeholder=" …")),
            escape(textwrap.shorten(row["response"], SHOWN_LENGTH, placeholder=" …")),
            row["category"].lower(),
            style=_COLOURS[row["status"]],
        )
    if preview["rows"]:
        console.print(table)
    for problem in preview["problems"][:PROBLEMS]:
        console.print(f"[red]Line {problem['line']}:[/] {escape(problem['message'])}", highlight=False)
    if preview["problemCount"] > PROBLEMS:
        console.print(f"[red]And {preview['problemCount'] - PROBLEMS} more.[/]", highlight=False)
    for notice in preview["notices"]:
        console.print(f"[yellow]·[/] {escape(notice)}", highlight=False)


async def _agreed(console: Console, count: int, name: str) -> bool:
    if not sys.stdin.isatty():
        raise InvalidInput("Nobody can be asked here; say --yes to import.")
    question = f"Import {count} pairs into {escape(name)}? \\[y/N] "
    return (await asyncio.to_thread(console.input, question)).strip().lower() in ("y", "yes")


def _wish(column: str) -> dict[str, str | None]:
    """From NAME=FIELD; an empty field leaves the column out. Raises InvalidInput."""
    name, sign, field = column.rpartition("=")
    if not sign or (field and field.lower() not in set(Field)):
        known = ", ".join(Field)
        raise InvalidInput(f"--column {column!r}: write NAME=FIELD, with one of {known}.")
    return {"name": name, "field": field.upper() or None}
