"""`python -m tests.benchmarks.answers [FILE...] [--quiet]`

What agents answer that were taught twenty pairs and may only copy and decline, as the default model does: questions in
other words than the taught ones, and ones that nobody taught, of companies in tests/data/companies. Prints a row for
each company, then every answer that is not right. No model is asked, so before and after a training are the same.
"""

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path
from statistics import median
from typing import Any

from app.actor import Actor
from app.agents import service as agents
from app.exchange import service as exchange
from app.exchange.service import File
from app.facts import Known, read
from app.models import Agent, Workspace
from app.models.migrate import migrate
from app.models.orm import database
from app.replies import service as replies
from app.replies.reply import Basis, Reply
from app.replies.sentences import unsure_sentence
from app.text.degenerate import REPEATS, degenerations
from tests.benchmarks.database import own_database

COMPANIES = sorted(Path("tests/data/companies").glob("*.json"))


async def silent(_messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
    raise AssertionError("no model is asked")
    yield ""


def holds(alternative: str, answer: str) -> bool:
    """A value ("14 EUR", "48 hours", "16") is compared by value, anything else is a regular expression."""
    values = read(alternative)
    if len(values) == 1 and values[0].text.strip() == alternative.strip():
        return Known([answer]).covers(values[0])
    return re.search(alternative, answer, re.IGNORECASE) is not None


def is_right(asked: dict[str, Any], taught: str, answer: str) -> bool:
    return all(any(holds(alternative, answer) for alternative in must) for must in asked["must"]) and not any(
        holds(value, answer) and not holds(value, taught) for value in asked["must_not"]
    )


class Company:
    """One agent that was taught the company's pairs, and what became of each question."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.count: Counter[str] = Counter()
        self.milliseconds: list[float] = []
        self.noted: list[str] = []

    async def ask_all(self, agent: Agent) -> None:
        taught = {pair["id"]: pair["response"] for pair in self.data["taught"]}
        known = Known(
            [self.data["system"], self.data["description"], self.data["company"]]
            + [pair[key] for pair in self.data["taught"] for key in ("query", "response")],
            self.data["language"],
        )
        for asked in self.data["paraphrases"]:
            reply = await self._reply(agent, asked["query"], known)
            right = is_right(asked, taught[asked["taught_id"]], reply.text)
            self.count["right"] += right
            self.count["word for word"] += right and reply.basis is Basis.TAUGHT
            if not right:
                wrong = "unsure" if reply.basis is Basis.UNSURE and not reply.sources else "another answer"
                self.count[wrong] += 1
                self.noted.append(f"{wrong}: {asked['query']} => {self._shown(agent, reply)}")
        for asked in self.data["untaught"]:
            reply = await self._reply(agent, asked["query"], known)
            said_so = reply.basis is Basis.UNSURE
            self.count["said so"] += said_so
            if not said_so:
                self.noted.append(f"untaught: {asked['query']} => {self._shown(agent, reply)}")

    async def _reply(self, agent: Agent, question: str, known: Known) -> Reply:
        began = time.perf_counter()
        asked = [{"role": "user", "content": question}]
        pieces = [piece async for piece in replies.reply(agent, asked, may_write=False, ask=silent)]
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        (reply,) = [piece for piece in pieces if isinstance(piece, Reply)]
        self.count["invented"] += bool(known.missing(reply.text))
        self.count["loops"] += REPEATS in degenerations(reply.text, "")
        return reply

    def _shown(self, agent: Agent, reply: Reply) -> str:
        text = reply.text.replace(unsure_sentence(agent), "[unsure]")
        return " ".join(text.split())[:160]

    def row(self) -> str:
        taught, untaught = len(self.data["paraphrases"]), len(self.data["untaught"])
        c = self.count
        return (
            f"| {self.data['company']}, {self.data['language']} | {c['right']} of {taught} ({c['word for word']}) "
            f"| {c['another answer']} | {c['unsure']} | {c['said so']} of {untaught} | {c['invented']} | {c['loops']} "
            f"| {median(self.milliseconds):.0f} |"
        )


async def measured(files: list[Path]) -> list[Company]:
    found = []
    with own_database() as (_, url):
        await migrate(url)
        async with database(url, pool=5):
            actor = Actor((await Workspace.create(name="Benchmark")).id, "local")
            for file in files:
                company = Company(json.loads(file.read_text()))
                await company.ask_all(await taught_agent(actor, company.data))
                found.append(company)
    return found


async def taught_agent(actor: Actor, data: dict[str, Any]) -> Agent:
    agent = await agents.create(
        actor, name=data["company"], description=data["description"], system_prompt=data["system"]
    )
    rows = [json.dumps({"query": pair["query"], "response": pair["response"]}) for pair in data["taught"]]
    await exchange.take_over(actor, agent.id, File("\n".join(rows), "taught.jsonl"))
    return agent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=COMPANIES)
    parser.add_argument("--quiet", action="store_true", help="leave out the answers that are not right")
    options = parser.parse_args()
    found = asyncio.run(measured(options.files))
    print("| company | right (word for word) | another answer | unsure | untaught: said so ", end="")
    print("| invented | loops | ms (p50) |")
    print("|---|---|---|---|---|---|---|---|")
    for company in found:
        print(company.row())
    for company in [] if options.quiet else found:
        print(f"\n{company.data['company']}\n")
        for line in company.noted:
            print(f"- {line}")


if __name__ == "__main__":
    main()
