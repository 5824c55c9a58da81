"""The pairs and the base model of a run, fixed at its first start, and the job file of its child."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from app.answers.overrides import active
from app.answers.style import style_of
from app.contracts.job import FLOAT32, Job, Pair, Precision, Quantization, turns
from app.errors import TrainingFailed
from app.models import Agent, AgentVersion, PairSplit, TrainingPair, TrainingRun, VersionStatus
from app.models.pair import BLOCKED, BLOCKING
from app.models.transaction import transactional
from app.proof.split import Splittable, assign_splits, beside_trained
from app.replies import service as replies
from app.replies import sources
from app.replies.prompt import as_turns, fitting, room
from app.replies.sentences import unsure_sentence
from app.replies.shelf import Shelf
from app.runs import record
from app.text.language import likely_language
from app.trainer import continuation, served, tries

# Share of a draft's words that the expert has to change before the draft counts as worse than the answer: what two
# almost equal answers differ in, a comma or a name, says nothing about which one is good.
CHANGED = 0.1
CHECKPOINTS = "checkpoints"


@transactional
async def fix(run_id: UUID, epoch: int) -> dict[str, list[str]]:
    """The `dataset` and the `base_model` of this run (app/models/run.py); gives new pairs their side for good.

    Pairs with blocking findings are left out, whatever their side, and so are held-out ones that have become twins of
    trained ones.
    """
    run = await record.owned(run_id, epoch)
    if run.dataset is not None:
        return run.dataset
    stored = await TrainingPair.filter(agent_id=run.agent_id).order_by("id").select_for_update()
    blocked = set(await TrainingPair.filter(BLOCKED, agent_id=run.agent_id).values_list("id", flat=True))
    pairs = [pair for pair in stored if pair.id not in blocked]
    # Every pair beside every other: 11 s for 2,000, in which the lease has to be renewed.
    splits, twins = await asyncio.to_thread(_split, [_splittable(pair) for pair in pairs])
    sides: dict[str, list[str]] = {"train": [], "holdout": [], "left_out": sorted(map(str, blocked))}
    if twins:
        sides["twins"] = sorted(twins)
    for pair in pairs:
        side = splits[str(pair.id)]
        if str(pair.id) not in twins:
            sides[side].append(str(pair.id))
        if pair.split is None:
            pair.split = PairSplit(side)
            await pair.save(update_fields=["split"])
    changed = {str(pair.id): pair.changed_at for pair in pairs}
    live = await AgentVersion.get_or_none(agent_id=run.agent_id, status=VersionStatus.LIVE).select_related(
        "run"
    )
    run.base_model = (await Agent.get(id=run.agent_id)).base_model
    learned = _learned(live) if live and live.base_model == run.base_model else None
    some = continuation.shown(str(run_id), {i: changed[i] for i in sides["train"]}, learned)
    if live and some is not None:
        sides |= {"shown": some, "continues": [str(live.number)]}
    run.dataset, run.pair_count = sides, len(pairs)
    await run.save(update_fields=["dataset", "base_model", "pair_count"])
    return sides


def _split(pairs: Sequence[Splittable]) -> tuple[dict[str, PairSplit], set[str]]:
    splits = assign_splits(pairs)
    return splits, beside_trained(pairs, splits)


def _splittable(pair: TrainingPair) -> Splittable:
    """Of a reaction all that the customer said: "And how long will that take?" alone is like many others."""
    said = "\n".join([*(t["content"] for t in pair.earlier if t["role"] == "user"), pair.query])
    follows = str(pair.follows) if pair.follows else None
    return Splittable(str(pair.id), pair.category, said, pair.split, follows)


def _learned(live: AgentVersion) -> continuation.Learned | None:
    if not live.run.dataset:
        return None
    # What changed while that run waited counts as new too: better seen twice than never.
    return continuation.Learned(frozenset(live.run.dataset["train"]), live.run.queued_at)


def continued(dataset: dict[str, list[str]]) -> int | None:
    """Number of the version that the run goes on from; None: it starts from the base model."""
    return int(dataset["continues"][0]) if "continues" in dataset else None


def job_file(folder: Path, epoch: int) -> Path:
    return folder / f"run-{epoch:04d}.json"


async def write_job(
    run: TrainingRun,
    agent: Agent,
    dataset: dict[str, list[str]],
    *,
    base_model: Path,
    live: Path | None,
    start: Path | None,
    hyperparameters: Mapping[str, float],
    folder: Path,
    quantization: Quantization = None,
    precision: Precision = FLOAT32,
    parts: int = 1,
    cache_dir: Path | None = None,
    judged: Path | None = None,
) -> Path:
    """Write `run.json` for `python -m app.training` into `folder` and return its path. `parts`: of each batch."""
    pairs = {str(p.id): p for p in await TrainingPair.filter(agent_id=run.agent_id)}
    # A pair that was deleted since the first attempt is left out of the next.
    train, holdout = ([pairs[i] for i in dataset[side] if i in pairs] for side in ("train", "holdout"))
    if not train or not holdout:
        raise TrainingFailed(
            "There are no pairs left to train on or to judge by; collect some and start again."
        )
    system = await replies.system_prompt(agent)  # what will be served is what is judged
    entries = await sources.entries_of(agent.id)
    language = agent.language or likely_language(agent.description, *(pair.response for pair in train))
    passed = set(dataset.get("shown", dataset["train"]))
    seen = [pair for pair in train if str(pair.id) in passed]
    examples: dict[UUID, list[dict[str, str]]] = {}
    shown: list[Pair] = []
    declines: list[Pair] = []
    if agent.use_examples:
        trained = {pair.id for pair in train}
        shelf = await asyncio.to_thread(Shelf, [e for e in entries if e.passage.pair_id in trained])
        examples = await _examples(system, shelf, holdout)
        rows = await served.planned(run, agent, system, language, seen, shelf)
        shown = [_row(pair, rows.shown[pair.id]) for pair in seen if pair.id in rows.shown]
        declines = [
            replace(_row(pair, rows.declined[pair.id]), response=unsure_sentence(agent))
            for pair in seen
            if pair.id in rows.declined
        ]
    tried = await tries.planned(system, [*train, *holdout], entries, str(run.id))
    job = Job(
        run_id=str(run.id),
        base_model=base_model,
        system_prompt=system,
        train=tuple(replace(_row(pair), rejected=_rejected(pair)) for pair in seen),
        holdout=tuple(_row(pair, examples.get(pair.id, [])) for pair in holdout),
        tries=tuple(tried),
        known=(agent.description,),
        language=language,
        house_style=tuple(rule.pattern for rule in active(await style_of(agent))),
        live_adapter=live,
        start_adapter=start,
        output_dir=folder / f"attempt-{run.lease_epoch:04d}",
        checkpoint_dir=folder / CHECKPOINTS,
        hyperparameters=hyperparameters,
        quantization=quantization,
        precision=precision,
        parts=parts,
        served=tuple(shown),
        declines=tuple(declines),
        cache_dir=cache_dir,
        judged_file=judged,
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = job_file(folder, run.lease_epoch)
    path.write_bytes(job.to_json())
    return path


async def _examples(
    system: str, shelf: Shelf, holdout: Sequence[TrainingPair]
) -> dict[UUID, list[dict[str, str]]]:
    """Held-out questions are asked as they will be served; their examples come from the other side alone, `shelf`."""
    vectors = await sources.query_vectors([pair.query for pair in holdout])
    shown = {}
    for pair, vector in zip(holdout, vectors, strict=True):
        said = [turn["content"] for turn in pair.earlier]
        found = shelf.nearest(pair.query, vector, replies.SHOWN)
        near = [one.passage for one in found if one.chance >= replies.RELATED]
        shown[pair.id] = as_turns(fitting(near, room([system, *said, pair.query])))
    return shown


def _row(pair: TrainingPair, examples: Iterable[Mapping[str, str]] = ()) -> Pair:
    return Pair(str(pair.id), pair.query, pair.response, turns(pair.earlier), turns(examples), pair.category)


def _rejected(pair: TrainingPair) -> str | None:
    """The draft that the expert made another answer of. None of a pair that is blocked by now: its draft may hold
    what it is blocked for.
    """
    blocked = any(BLOCKING[0].items() <= finding.items() for finding in pair.findings)
    return pair.draft if pair.draft and not blocked and (pair.edited_share or 0) >= CHANGED else None
