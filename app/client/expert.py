"""Who answers: a person at the keyboard, or a file that plays one."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console

from app.errors import InvalidInput

CATEGORIES = {"general", "technical", "billing", "account", "complaint", "edge_case"}
HELP = "Type the ideal answer. /skip [reason] · /own to ask and answer yourself · /train · /quit"


@dataclass(frozen=True, slots=True)
class Answer:
    text: str


@dataclass(frozen=True, slots=True)
class Skip:
    reason: str | None


@dataclass(frozen=True, slots=True)
class Own:
    """A pair whose question the expert brings along."""

    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Train:
    pass


@dataclass(frozen=True, slots=True)
class Quit:
    pass


Move = Answer | Skip | Own | Train | Quit


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    description: str
    system_prompt: str | None


class Expert(Protocol):
    async def move(self) -> Move: ...


class Keyboard:
    def __init__(self, console: Console) -> None:
        self._console = console

    async def move(self) -> Move:
        while True:
            try:
                line = (await self._ask("[bold]You:[/] ")).strip()
            except EOFError:
                return Quit()
            command, _, rest = line.partition(" ")
            match command:
                case "":
                    self._console.print(HELP, style="dim")
                case "/skip":
                    return Skip(rest.strip() or None)
                case "/own":
                    query = await self._ask("[bold]Customer asks:[/] ")
                    return Own({"query": query, "response": await self._ask("[bold]You answer:[/] ")})
                case "/train":
                    return Train()
                case "/quit":
                    return Quit()
                case _:
                    return Answer(line)

    async def _ask(self, prompt: str) -> str:
        return await asyncio.to_thread(self._console.input, prompt)


class FromFile:
    """Brings the pairs of a JSONL file along, one after the other, then stops."""

    def __init__(self, pairs: Iterator[dict[str, str]]) -> None:
        self._pairs = pairs

    async def move(self) -> Move:
        pair = next(self._pairs, None)
        return Quit() if pair is None else Own(pair)


def read_answers(path: Path, company_line: bool) -> tuple[Company | None, list[dict[str, str]]]:
    """The company of the first line, if there is one, and the pairs; raises InvalidInput naming the line."""
    lines = [(n, line) for n, line in enumerate(path.read_text().splitlines(), start=1) if line.strip()]
    company = None
    if company_line:
        number, line = lines.pop(0) if lines else (1, "{}")
        first = _object(path, number, line)
        name, description = first.get("company"), first.get("description")
        if not name or not description:
            raise InvalidInput(f'{path}, line {number}: the first line needs "company" and "description".')
        company = Company(str(name), str(description), first.get("system"))
    pairs = [_pair(path, number, _object(path, number, line)) for number, line in lines]
    if not pairs:
        raise InvalidInput(f"{path} has no pairs.")
    return company, pairs


def _pair(path: Path, number: int, row: dict[str, Any]) -> dict[str, str]:
    missing = [name for name in ("query", "response") if not str(row.get(name) or "").strip()]
    if missing:
        raise InvalidInput(f"{path}, line {number}: {' and '.join(missing)} missing.")
    pair = {"query": str(row["query"]), "response": str(row["response"])}
    if row.get("context"):
        pair["context"] = str(row["context"])
    if row.get("category") in CATEGORIES:
        pair["category"] = str(row["category"]).upper()
    if row.get("difficulty") in {"easy", "medium", "hard"}:
        pair["difficulty"] = str(row["difficulty"]).upper()
    return pair


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InvalidInput(f"{path}, line {number}: this is not valid JSON ({error}).") from error
    if not isinstance(row, dict):
        raise InvalidInput(f"{path}, line {number}: expected an object with query and response.")
    return row
