"""`coachable coach`: the journey in a terminal."""

import asyncio
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from app.client.expert import Company, Expert, FromFile, Keyboard, read_answers
from app.client.journey import FINISHED_WELL, Journey
from app.client.screen import Screen
from app.client.socket import Client
from app.config import Settings
from app.errors import NotFound
from app.infra.secrets import sign_in_secret


def run(
    settings: Settings,
    *,
    agent: str | None,
    answers: Path | None,
    company_line: bool,
    url: str | None,
    pairs: int | None,
) -> None:
    """Exits with 1 when a training ended without a verdict."""
    console = Console()
    company, rows = read_answers(answers, company_line) if answers else (None, [])
    expert: Expert = FromFile(iter(rows)) if answers else Keyboard(console)
    address = url or f"http://{settings.host}:{settings.port}"
    token = sign_in_secret(settings)

    async def journey() -> str | None:
        async with Client.connect(address, token) as client:
            trip = Journey(client, Screen(console), expert)
            return await trip.coach(await _choose(trip, console, agent, company), pairs)

    status = asyncio.run(journey())
    if status is not None and status not in FINISHED_WELL:
        raise typer.Exit(1)


async def _choose(trip: Journey, console: Console, wanted: str | None, company: Company | None) -> str:
    """The id of the agent to coach: the wanted one, the file's company, or what the person picks."""
    agents = await trip.agents()
    name = wanted or (company.name if company else None)
    if name is not None:
        for agent in agents:
            if name in (agent["slug"], agent["name"]):
                return str(agent["id"])
        if company is None:
            raise NotFound(
                f"There is no agent {name!r}; yours: {', '.join(a['slug'] for a in agents) or 'none yet'}."
            )
        return str((await trip.create_agent(company))["id"])
    for number, agent in enumerate(agents, start=1):
        live = f"version {agent['liveVersion']['number']} live" if agent["liveVersion"] else "base model"
        console.print(
            f"  {number}  {escape(agent['name'])} [dim]({agent['stats']['pairCount']} pairs, {live})[/]"
        )
    if agents:
        choice = (
            await asyncio.to_thread(console.input, "Number of an agent, or enter for a new one: ")
        ).strip()
        if choice.isdigit() and 1 <= int(choice) <= len(agents):
            return str(agents[int(choice) - 1]["id"])
    new_name = (await asyncio.to_thread(console.input, "Name of the agent: ")).strip()
    about = (await asyncio.to_thread(console.input, "What does your company and this agent do? ")).strip()
    return str((await trip.create_agent(Company(new_name, about, None)))["id"])
