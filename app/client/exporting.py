"""`coachable export`: pairs in any format, a dataset, or a version as files for other tools."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape

from app.basemodels.catalogue import by_id
from app.basemodels.fetching import ensure_base_model
from app.client import documents
from app.client.access import agent_called, api_of
from app.client.http import Http
from app.config import Settings
from app.contracts.lines import Exported, Failed
from app.errors import Conflict, InvalidInput, NotFound, TrainingFailed
from app.exchange import formats
from app.exchange.cards import dataset_card, model_card
from app.exchange.format import Format
from app.exchange.readers import completions, openai
from app.exchange.source import Source
from app.serving.store import store_of
from app.text.fields import counted
from app.trainer.launch import environment
from app.versions.folders import FILES, at_hand

CANARIES = 5  # questions whose answers have to be the same as the served version's
ANSWER_TOKENS = 96


DATASETS = "datasets"  # a folder of files in the format of TRL
VERSIONS = {"adapter": "Adapter", "merged": "Merged", "gguf": "GGUF"}  # what writes a version
NAMES = (*(format.name for format in formats.WRITTEN), DATASETS, *VERSIONS)


def run(
    settings: Settings, *, agent: str, format: str, out: Path, version: int | None, url: str | None
) -> None:
    """Raises Conflict when the exported files answer otherwise than the served version."""
    if format not in NAMES:
        raise InvalidInput(f"{format!r} is not a format; use one of {', '.join(NAMES)}.")
    asyncio.run(_export(settings, agent, format, out, version, url))


async def _export(
    settings: Settings, name: str, format: str, out: Path, version: int | None, url: str | None
) -> None:
    console = Console()

    def say(text: str) -> None:
        console.print(f"[green]✓[/] {escape(text)}", highlight=False, soft_wrap=True)

    async with api_of(settings, url) as api:
        agent = await agent_called(api, name)
        out.mkdir(parents=True, exist_ok=True)
        if format in VERSIONS:
            await _version(settings, api, agent, format, out, version, say)
        elif format == DATASETS:
            say(await _dataset(api, agent, out / f"{agent['slug']}-datasets"))
        else:
            written = formats.of_name(format, written=True)
            file = out / f"{agent['slug']}-{format}.{written.written_suffix}"
            say(f"{await _pairs(api, agent, written, file)} in {file}.")


async def _pairs(api: Http, agent: dict[str, Any], format: Format, file: Path) -> str:
    """Written aside and renamed, so that a broken download leaves no half a file."""
    aside = file.with_name(f".{file.name}.part")
    with aside.open("wb") as target:
        async for piece in api.download(f"/agents/{agent['slug']}/export", format=format.name):
            target.write(piece)
    aside.rename(file)
    _, found = formats.read(Source(data=file.read_bytes()), format)
    return counted(len(found.rows), "pair")


async def _dataset(api: Http, agent: dict[str, Any], folder: Path) -> str:
    """The layout that Hugging Face `datasets` loads: a card, and a file per split."""
    if folder.exists():
        raise InvalidInput(f"{folder} is there already; choose another folder.")
    pieces = [p async for p in api.download(f"/agents/{agent['slug']}/export", format=openai.FORMAT.name)]
    _, found = formats.read(Source(data=b"".join(pieces)), openai.FORMAT)
    rows = [one.row for one in found.rows]
    if not rows:
        raise NotFound(f"{agent['name']} has no training pairs yet.")
    sides = {
        "train": [row for row in rows if row.split != "holdout"],
        "holdout": [row for row in rows if row.split == "holdout"],
    }
    counts = {split: len(side) for split, side in sides.items() if side}
    (folder / "data").mkdir(parents=True)
    for split in counts:
        lines = "".join(completions.write(row) for row in sides[split])
        (folder / "data" / f"{split}.jsonl").write_text(lines, encoding="utf-8")
    card = dataset_card(agent["name"], agent["description"], counts)
    (folder / "README.md").write_text(card, encoding="utf-8")
    return f"{' and '.join(f'{count} {split}' for split, count in counts.items())} in {folder}."


async def _version(
    settings: Settings,
    api: Http,
    agent: dict[str, Any],
    kind: str,
    out: Path,
    wanted: int | None,
    say: Callable[[str], None],
) -> None:
    live = agent["liveVersion"]
    number = wanted or (live["number"] if live else None)
    if number is None:
        raise NotFound(f"{agent['name']} has no live version yet; train it first, or name one by --version.")
    store = store_of(settings)
    made = await asyncio.to_thread(at_hand, store, settings.home, UUID(agent["rowId"]), number)
    if not all((made / file).is_file() for file in FILES):
        raise NotFound(
            f"The files of version {number} are not in {settings.store_url}."
            if store
            else f"The files of version {number} are not in {made}; run this on the machine that trains, with its "
            "COACHABLE_HOME, or share a COACHABLE_STORE_URL."
        )
    version = await _version_called(api, agent["id"], number)
    base_model = version["baseModel"] or agent["baseModel"]
    known = by_id(base_model)
    base = known.hub_id if known else base_model
    folder = out.absolute() / f"{agent['slug']}-{number}-{kind}"
    questions, receipt = await _canaries(api, agent), await _receipt(api, version, number)
    model = f"{agent['slug']}@{number}"
    system = version["servedPrompt"]
    served = [await api.reply(model, system, question, ANSWER_TOKENS) for question in questions]
    job = {
        "kind": kind,
        "name": f"{agent['name']}, version {number}",
        "base_model": str(await asyncio.to_thread(ensure_base_model, base_model, settings.home)),
        "base_name": base,
        "adapter": str(made),
        "output_dir": str(folder),
        "system_prompt": system,
        "questions": questions,
        "served": served,
        "most_tokens": ANSWER_TOKENS,
    }
    own, close_calls = await _in_child(job)
    answers = list(zip(questions, served, own, strict=True))
    card = model_card(
        kind=kind,
        name=agent["name"],
        slug=agent["slug"],
        number=number,
        description=agent["description"],
        system=system,
        base=base,
        answers=answers,
        close_calls=close_calls,
        receipt=receipt["reason"] if receipt else None,
    )
    if receipt:
        text = json.dumps(receipt, ensure_ascii=False, indent=2)
        (folder / "receipt.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / "README.md").write_text(card, encoding="utf-8")
    same = sum(one == two for _, one, two in answers)
    told = f"{same} of {len(answers)} answers are those of the served version {number}"
    if same < len(answers):
        raise Conflict(f"Only {told}; see {folder / 'README.md'}.")
    say(f"{VERSIONS[kind]} of version {number} in {folder}: {told}.")


async def _canaries(api: Http, agent: dict[str, Any]) -> list[str]:
    """Held-out questions first: nothing was learned from them."""
    page = await api.ask(documents.CANARIES, agentId=agent["id"], first=CANARIES)
    questions = [edge["node"]["query"] for edge in page["edges"]]
    return questions or ["What can you help me with?"]


async def _version_called(api: Http, agent_id: str, number: int) -> dict[str, Any]:
    """Raises NotFound."""
    more, after = True, None
    while more:
        page = await api.ask(documents.VERSION_IDS, agentId=agent_id, after=after)
        for edge in page["edges"]:
            if edge["node"]["number"] == number:
                found = await api.ask(documents.VERSION, id=edge["node"]["id"])
                return {**edge["node"], **found}
        more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    raise NotFound(f"There is no version {number} of this agent.")


async def _receipt(api: Http, version: dict[str, Any], number: int) -> dict[str, Any] | None:
    """What the run of this version taught, under the names of GraphQL. None where the run left no report."""
    made = await api.ask(documents.RECEIPT, versionId=version["id"])
    found, reason = made["run"]["receipt"], made["run"]["reason"]
    return {"version": number, "reason": reason, **found} if found else None


async def _in_child(job: dict[str, Any]) -> tuple[list[str], int]:
    """The answers of the exported files and their close calls; torch stays in the child. Raises TrainingFailed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "job.json"
        file.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.training.export",
            str(file),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
        )
        try:
            out, errors = await child.communicate()
        except asyncio.CancelledError:
            child.kill()
            await child.wait()
            raise
    lines = out.splitlines()
    last = TypeAdapter(Exported | Failed).validate_json(lines[-1]) if lines else None
    if isinstance(last, Exported):
        return last.answers, last.close_calls
    told = last.message if last else errors.decode("utf-8", "replace").strip()[-500:]
    raise TrainingFailed(f"The export failed: {told}")
