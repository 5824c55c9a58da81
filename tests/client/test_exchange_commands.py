"""`coachable import` and `export` as processes of their own, against a running API."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.agents import service as agents
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.api.ids import encode
from app.client import exporting
from app.config import Settings
from app.errors import TrainingFailed
from app.exchange import formats
from app.exchange import service as exchange
from app.exchange.service import File
from app.models import Agent, AgentVersion, PairSplit, RunStatus, TrainingPair, TrainingRun, VersionStatus
from app.models.clock import now
from app.models.run import RunTrigger
from app.training.export import ExportJob, export
from app.versions.folders import adapter_folder
from tests.api.conftest import SECRET, Api, serving
from tests.api.test_training import PAIR, REPORT
from tests.factories import make_agent, unlike_text
from tests.inference.tiny_base import peft_quiet, write_adapter, write_base_model

pytestmark = pytest.mark.slow

RULE = "\n\nEach of your answers:\n- Never says “sorry”."


@pytest.fixture
async def api(db: None, settings: Settings) -> AsyncIterator[Api]:
    async with serving(settings) as api:
        yield api


@pytest.fixture
async def agent(api: Api) -> Agent:
    return await make_agent(api.actor)


async def coachable(api: Api, *arguments: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        *arguments,
        env={
            **os.environ,
            "COACHABLE_PORT": str(api.port),
            "COACHABLE_TOKEN": SECRET,
            "COLUMNS": "200",
            "OMP_NUM_THREADS": "1",
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    return process.returncode or 0, out.decode(), errors.decode()


async def test_an_import_is_shown_asked_for_and_made(api: Api, agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_bytes("Frage;Antwort;Queue\nGrüße?;Hallo [b].;General\n".encode("cp1252"))
    command = ("import", str(file), "--agent", agent.slug)

    code, _, errors = await coachable(api, *command)
    assert (code, errors) == (1, "This can't ask for confirmation without a terminal; use --yes to import.\n")
    assert await TrainingPair.all().count() == 0

    code, out, _ = await coachable(api, *command, "--yes")
    assert code == 0
    assert "csv: 1 new, 0 there already, 0 twice in the file, 0 with a problem" in out
    assert (
        "Frage → query (by its name) · Antwort → response (by its name) · Queue → category (by its name)"
        in out
    )
    assert "✓ 1 training pair imported from tickets.csv." in out
    pair = await TrainingPair.get()
    assert (pair.query, pair.response) == ("Grüße?", "Hallo [b].")


async def test_problems_refuse_an_import_with_their_lines(api: Api, agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("a,b\nWhy?,So.\nWho?,\n")
    command = (
        "import",
        str(file),
        "--agent",
        agent.slug,
        "--yes",
        "--column",
        "a=query",
        "--column",
        "b=response",
    )

    code, out, errors = await coachable(api, *command)
    assert code == 1
    assert "Line 3: The answer is missing." in out
    assert errors.startswith("Nothing was imported.")
    assert await TrainingPair.all().count() == 0

    code, out, _ = await coachable(api, *command, "--skip-problems")
    assert (code, await TrainingPair.all().count()) == (0, 1)


@pytest.mark.parametrize("more", [(), ("--material",)])
async def test_a_line_of_a_gigabyte_is_not_read(
    api: Api, agent: Agent, tmp_path: Path, more: tuple[str, ...]
) -> None:
    file = tmp_path / "huge.jsonl"
    with file.open("wb") as content:
        content.truncate(1 << 30)  # takes no room on the disk

    code, out, errors = await coachable(api, "import", str(file), "--agent", agent.slug, "--yes", *more)

    assert (code, out) == (1, "")
    assert errors == "huge.jsonl has 1,073,741,824 bytes; 8,388,608 is the most. Import it in parts.\n"
    assert await TrainingPair.all().count() == 0


async def test_what_looks_wrong_is_not_imported_by_yes_alone(api: Api, agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "faq.md"
    file.write_text("## Is it free?\nNo.\n")
    command = ("import", str(file), "--agent", agent.slug, "--yes")

    code, out, errors = await coachable(api, *command)
    assert (code, errors) == (1, "Nothing was imported. If all of that is right, say --accept page.\n")
    assert "? The pairs were picked from a text" in out
    code, _, errors = await coachable(api, *command, "--accept", "encoding")
    assert (code, errors) == (1, "Nothing was imported. If all of that is right, say --accept page.\n")
    code, _, errors = await coachable(api, *command, "--accept", "all")
    assert (code, errors.startswith("--accept 'all': use one of encoding, garbled,")) == (1, True)
    assert await TrainingPair.all().count() == 0

    code, out, _ = await coachable(api, *command, "--accept", "page")
    assert (code, await TrainingPair.all().count()) == (0, 1)


async def test_a_files_bytes_are_read_in_its_encoding(api: Api, agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "faq.csv"
    file.write_bytes("вопрос;ответ\nЭто бесплатно?;Да.\n".encode("koi8-r"))
    command = ("import", str(file), "--agent", agent.slug, "--yes")
    code, _, errors = await coachable(api, *command, "--encoding", "klingon")
    assert (code, errors.startswith("'klingon' is not a text encoding; such as utf-8,")) == (1, True)
    code, out, _ = await coachable(api, *command, "--encoding", "koi8-r")
    assert code == 0, out
    assert (await TrainingPair.get()).query == "Это бесплатно?"


async def test_the_formats_are_listed(api: Api) -> None:
    code, out, _ = await coachable(api, "formats")
    assert code == 0
    listed = [line.split("│")[1].strip() for line in out.split("\n") if line.startswith("│")]
    assert [name for name in listed if name] == [format.name for format in formats.ALL]


async def test_material_is_added(api: Api, agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "faq.md"
    file.write_text("## Is it free?\nNo.\n")
    code, out, _ = await coachable(api, "import", str(file), "--agent", agent.name, "--material")
    assert (code, out) == (0, "✓ 1 pair found in faq.md, to be confirmed.\n")


async def test_wrong_names_are_told(api: Api, agent: Agent, tmp_path: Path) -> None:
    for arguments, message in (
        (("--agent", "nobody"), f"There is no agent 'nobody'; yours: {agent.slug}.\n"),
        (
            ("--agent", agent.slug, "--format", "pdf"),
            "'pdf' is not a format; use one of coachable, openai, preferences,",
        ),
        (("--agent", agent.slug, "--format", "merged"), f"{agent.name} has no live version yet;"),
        (("--agent", agent.slug, "--format", "datasets"), f"{agent.name} has no training pairs yet.\n"),
    ):
        code, _, errors = await coachable(api, "export", *arguments, "--out", str(tmp_path))
        assert (code, errors.startswith(message)) == (1, True), errors


async def test_pairs_and_a_dataset_are_written(api: Api, agent: Agent, tmp_path: Path) -> None:
    drafts = (None, None, "Hm.")
    content = "".join(
        json.dumps({"query": unlike_text(n), "response": f"Answer {n}.", "draft": draft}) + "\n"
        for n, draft in enumerate(drafts)
    )
    await exchange.take_over(api.actor, agent.id, File(content))
    last = await TrainingPair.all().order_by("-id").first()
    await TrainingPair.filter(id=last.id).update(split=PairSplit.HOLDOUT)

    for format, name in (("csv", "csv.csv"), ("preferences", "preferences.jsonl"), ("datasets", "datasets")):
        command = ("export", "--agent", agent.slug, "--format", format, "--out", str(tmp_path))
        code, out, errors = await coachable(api, *command)
        assert (code, errors) == (0, "")
        assert (tmp_path / f"{agent.slug}-{name}").exists(), out

    preferred = json.loads((tmp_path / f"{agent.slug}-preferences.jsonl").read_text())
    assert (preferred["chosen"][0]["content"], preferred["rejected"][0]["content"]) == ("Answer 2.", "Hm.")
    data = tmp_path / f"{agent.slug}-datasets" / "data"
    rows = {
        file.name: [json.loads(line) for line in file.read_text().splitlines()] for file in data.iterdir()
    }
    assert {name: len(lines) for name, lines in rows.items()} == {"train.jsonl": 2, "holdout.jsonl": 1}
    assert rows["holdout.jsonl"] == [
        {
            "prompt": [
                {"role": "system", "content": agent.system_prompt},
                {"role": "user", "content": unlike_text(2)},
            ],
            "completion": [{"role": "assistant", "content": "Answer 2."}],
            "category": "general",
            "context": "",
            "difficulty": "medium",
            "draft": "Hm.",
        }
    ]


async def test_a_version_is_written_when_it_answers_as_the_served_one(
    api: Api, settings: Settings, tmp_path: Path
) -> None:
    agent = await agents.create(api.actor, name="Tiny", description="Tiny.", system_prompt="You help.")
    base = write_base_model(tmp_path / "tiny")
    await Agent.filter(id=agent.id).update(base_model=str(base))
    await style.update(api.actor, agent.id, own=[Rule(RuleKind.AVOID, "sorry")])
    run = await TrainingRun.create(
        agent=agent,
        trigger=RunTrigger.MANUAL,
        pair_count=1,
        new_pair_count=1,
        queued_at=await now(),
        status=RunStatus.SUCCEEDED,
        reason="Version 1 is live.",
        report=REPORT,
    )
    await AgentVersion.create(agent=agent, run=run, number=1, status=VersionStatus.LIVE, files={"a": {}})
    made = write_adapter(adapter_folder(settings.home, agent.id, 1), base, seed=1)
    command = ("export", "--agent", "tiny", "--format", "merged", "--out", str(tmp_path))

    code, _, errors = await coachable(api, *command)
    assert (code, errors) == (
        1,
        "Only 0 of 1 answers are those of the served version 1; see "
        f"{tmp_path / 'tiny-1-merged' / 'README.md'}.\n",
    )
    asked = api.models.asked[-1]
    assert asked["temperature"] == 0
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    # The version was trained with the house style that a larger model is told.
    assert asked["messages"][0]["content"] == f"You help.{RULE}"

    job = ExportJob(
        "adapter",
        "Tiny, version 1",
        base,
        str(base),
        made,
        tmp_path / "expected",
        f"You help.{RULE}",
        ("What can you help me with?",),
        ("",),
        96,
    )
    with peft_quiet():
        api.models.pieces, _ = export(job)
    code, out, errors = await coachable(api, *command[:-1], str(tmp_path / "again"))
    assert (code, errors) == (0, "")
    assert "Merged of version 1 in" in out
    card = (tmp_path / "again" / "tiny-1-merged" / "README.md").read_text()
    assert "1 of 1 greedy answers" in card
    assert "- Never says “sorry”." in card
    assert "## Receipt\n\nVersion 1 is live. `receipt.json` says" in card
    pair_id = encode("TrainingPair", PAIR)
    points = [{"text": "12 EUR", "learned": True}, {"text": "yearly", "learned": False}]
    change = {"query": "q", "outcome": "BETTER", "lossChange": -1.75, "qualityChange": None}
    assert json.loads((tmp_path / "again" / "tiny-1-merged" / "receipt.json").read_text()) == {
        "version": 1,
        "reason": "Version 1 is live.",
        "learned": 1,
        "pairs": [{"pairId": pair_id, "query": "q", "learned": True, "share": 0.5, "keyPoints": points}],
        "heldOut": [{"pairId": pair_id, **change}],
    }


async def test_the_export_child_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it was given is what its own environment says."""
    monkeypatch.setenv("COACHABLE_LLM_API_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    started: list[dict[str, str]] = []
    real = asyncio.create_subprocess_exec

    async def noted(*command: str, env: dict[str, str] | None = None, **others: Any) -> Any:
        started.append(dict(os.environ) if env is None else env)
        return await real(*command, env=env, **others)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    with pytest.raises(TrainingFailed, match="The export failed"):
        await exporting._in_child({"adapter": "/nowhere", "base_model": "/nowhere", "output_dir": "/nowhere"})
    (given,) = started
    assert "secret" not in " ".join(given.values())
    assert given["HF_HUB_OFFLINE"] == "1"
