"""How long the preview of 5,000 rows takes by kind of file: `python -m tests.benchmarks.files`.

The service with its database, without HTTP; the kinds take turns, five times each.
"""

import asyncio
import csv
import io
import json
import statistics
import time
from collections.abc import Iterator

from app.actor import Actor
from app.agents import service as agents
from app.errors import LimitReached
from app.exchange import service as exchange
from app.exchange.service import File
from app.models import Workspace
from app.models.migrate import migrate
from app.models.orm import database
from tests.benchmarks.database import own_database

ROWS = 5_000
TURNS = 5


def pairs(count: int) -> Iterator[tuple[str, str]]:
    for n in range(count):
        yield (
            f"How do I change setting number {n} in my account?",
            f"Open Settings, choose number {n}, and press Save. It takes effect within {n % 9} minutes.",
        )


def table(rows: Iterator[tuple[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("Ticket ID", "Question", "Answer", "Tags"))
    writer.writerows((n, query, response, "setting") for n, (query, response) in enumerate(rows))
    return text.getvalue()


def kinds() -> dict[str, File]:
    mails = (
        (
            q,
            f"Hi Pat,\n\n{a}\n\nKind regards,\nTom\n\nOn Mon, 6 May 2024 at 10:12, Pat <p@example.org> wrote:\n> {q}",
        )
        for q, a in pairs(ROWS)
    )
    html = (
        (f"<p>Hi,</p><p>{q}</p>", f"<div><p>{a}</p><ul><li>one</li><li>two</li></ul></div>")
        for q, a in pairs(ROWS)
    )
    chats = (
        {"messages": [{"role": "user", "content": q}, {"role": "assistant", "content": a}]}
        for q, a in pairs(ROWS)
    )
    page = "".join(f"## {q}\n\n{a}\n\n" for q, a in pairs(ROWS))
    shown = "".join(f"<h2>{q}</h2>\n<div><p>{a}</p></div>\n" for q, a in pairs(ROWS))
    site = f"<!doctype html><html><body><nav>Home</nav><main>{shown}</main></body></html>"
    return {
        "CSV": File(data=table(pairs(ROWS)).encode(), name="a.csv"),
        "CSV in Windows-1252": File(
            data=table(pairs(ROWS)).replace("account", "Größe").encode("cp1252"), name="a.csv"
        ),
        "CSV with HTML": File(data=table(html).encode(), name="a.csv"),
        "CSV with mails": File(data=table(mails).encode(), name="a.csv"),
        "OpenAI JSONL": File(data="\n".join(map(json.dumps, chats)).encode(), name="a.jsonl"),
        "Markdown": File(data=page.encode(), name="a.md"),
        "HTML page": File(data=site.encode(), name="a.html"),
    }


async def measure(url: str) -> None:
    await migrate(url)
    async with database(url):
        workspace = await Workspace.create(name="Benchmark")
        actor = Actor(workspace.id, "local")
        agent = await agents.create(actor, name="Tidepool", description="Bookings for swimming schools.")
        files = kinds()
        for file in files.values():
            await exchange.preview(actor, agent.id, file)  # what tells languages is loaded once
        taken: dict[str, list[float]] = {name: [] for name in files}
        computed: dict[str, list[float]] = {name: [] for name in files}
        for _ in range(TURNS):
            for name, file in files.items():
                begun, used = time.perf_counter(), time.process_time()
                shown = await exchange.preview(actor, agent.id, file)
                taken[name].append(time.perf_counter() - begun)
                computed[name].append(time.process_time() - used)
                assert len(shown.checked.rows) == ROWS, name
        print(
            f"Preview of {ROWS:,} rows, {TURNS} times each: median, least, most in seconds; least of the CPU"
        )
        for name, seconds in taken.items():
            print(
                f"{name:20} {statistics.median(seconds):6.2f} {min(seconds):6.2f} {max(seconds):6.2f} "
                f"{min(computed[name]):6.2f}"
            )
        many = File(data=table(pairs(50_000)).encode(), name="a.csv")
        begun = time.perf_counter()
        try:
            await exchange.preview(actor, agent.id, many)
        except LimitReached as error:
            print(f"50,000 rows: “{error.message}” after {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    with own_database() as (_, url):
        asyncio.run(measure(url))
