"""`coachable import`: show what a file would bring, ask, take it over.

The API reads the file. Of what does, the names of formats alone are needed here, if at all: its import takes a second.
"""

import asyncio
import base64
import sys
import textwrap
import uuid
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.client import documents
from app.client.access import agent_called, api_of
from app.config import Settings
from app.errors import InvalidInput, LimitReached
from app.exchange.rows import LARGEST, Field, FindingCode
from app.text.fields import counted

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
    encoding: str | None,
    skip_problems: bool,
    accept: list[str],
    yes: bool,
    url: str | None,
) -> None:
    """Raises InvalidInput when the file has problems that are not to be skipped, or something in it looks wrong and was
    neither accepted nor agreed to."""
    sent: dict[str, Any] = {
        "base64": _encoded(file),
        "name": file.name,
        "columns": [_wish(c) for c in columns],
        "encoding": encoding,
    }
    if format is not None:
        from app.exchange import formats

        sent["format"] = formats.of_name(format).name.upper()
    accepted = {_code(name) for part in accept for name in part.split(",")}
    asyncio.run(_import(settings, url, agent, sent, skip_problems, accepted, yes))


def show_formats() -> None:
    """`coachable formats`: every format by its name, what is read in it and whether it is written."""
    from app.exchange import formats

    table = Table("Format", "Read", "Written", expand=True)
    for format in formats.ALL:
        table.add_row(format.name, escape(f"{format.title}: {format.reads}"), "yes" if format.write else "")
    Console().print(table)


def add_material(
    settings: Settings, file: Path, *, agent: str, encoding: str | None, url: str | None
) -> None:
    """`coachable import --material`: help pages, FAQ and tickets; what is found in them waits to be confirmed."""
    sent = _encoded(file)

    async def add() -> dict[str, Any]:
        async with api_of(settings, url) as api:
            wanted = await agent_called(api, agent)
            added: dict[str, Any] = await api.ask(
                documents.ADD_MATERIAL, agentId=wanted["id"], name=file.name, base64=sent, encoding=encoding
            )
            return added

    for notice in asyncio.run(add())["notices"]:
        Console().print(f"[green]✓[/] {escape(notice)}", highlight=False)


def _bytes_of(file: Path) -> bytes:
    """Raises LimitReached before a gigabyte is in memory. As UTF-16 a file has up to twice the bytes that count."""
    if (size := file.stat().st_size) > 2 * LARGEST:
        raise LimitReached(f"{file.name} has {size:,} bytes; {LARGEST:,} is the most. Import it in parts.")
    return file.read_bytes()


async def _import(
    settings: Settings,
    url: str | None,
    agent: str,
    sent: dict[str, Any],
    skip_problems: bool,
    accepted: set[str],
    yes: bool,
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
        doubts = sorted({finding["code"] for finding in preview["findings"]} - accepted)
        if doubts and (yes or not sys.stdin.isatty()):
            codes = ",".join(doubts).lower()
            raise InvalidInput(f"Nothing was imported. If all of that is right, say --accept {codes}.")
        if not yes and not await _agreed(console, preview["newCount"], wanted["name"], len(doubts)):
            console.print("Nothing was imported.")
            return
        done = await api.ask(
            documents.IMPORT_PAIRS,
            agentId=wanted["id"],
            file=sent,
            skipProblems=skip_problems,
            accept=sorted(accepted | set(doubts)),
            key=str(uuid.uuid4()),
        )
    for notice in done["notices"]:
        console.print(f"[green]✓[/] {escape(notice)}", highlight=False)


def show(console: Console, preview: dict[str, Any]) -> None:
    taken = [f"{c['name']} → {c['field'].lower()} ({c['reason']})" for c in preview["columns"] if c["field"]]
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
    for finding in preview["findings"]:
        console.print(
            f"[red]?[/] {escape(finding['message'])} [dim]({finding['code'].lower()})[/]", highlight=False
        )


async def _agreed(console: Console, count: int, name: str, doubts: int) -> bool:
    if not sys.stdin.isatty():
        raise InvalidInput("This can't ask for confirmation without a terminal; use --yes to import.")
    doubted = f" although {counted(doubts, 'thing')} above may be wrong" if doubts else ""
    question = f"Import {counted(count, 'pair')} into {escape(name)}{doubted}? \\[y/N] "
    return (await asyncio.to_thread(console.input, question)).strip().lower() in ("y", "yes")


def _encoded(file: Path) -> str:
    """As it lies on the disk; what is in it is found out by the API. Raises LimitReached."""
    if (size := file.stat().st_size) > LARGEST:
        raise LimitReached(f"{file.name} has {size:,} bytes; {LARGEST:,} is the most. Import it in parts.")
    return base64.b64encode(file.read_bytes()).decode()


def _code(name: str) -> str:
    """Raises InvalidInput."""
    if name.strip().lower() not in set(FindingCode):
        raise InvalidInput(f"--accept {name!r}: use one of {', '.join(FindingCode)}.")
    return name.strip().upper()


def _wish(column: str) -> dict[str, str | None]:
    """From NAME=FIELD; an empty field leaves the column out. Raises InvalidInput."""
    name, sign, field = column.rpartition("=")
    if not sign or (field and field.lower() not in set(Field)):
        known = ", ".join(Field)
        raise InvalidInput(f"--column {column!r}: write NAME=FIELD, with one of {known}.")
    return {"name": name, "field": field.upper() or None}
