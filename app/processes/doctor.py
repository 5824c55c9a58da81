"""`coachable doctor`: what is missing on this machine, in plain words."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
from rich.console import Console
from rich.markup import escape

from app import extras
from app.basemodels.catalogue import CATALOGUE, by_id
from app.basemodels.default import AUTO, default_of
from app.basemodels.fetch_state import fetch_state
from app.basemodels.folders import folder_of, is_model, lack_of
from app.basemodels.hardware import hardware
from app.basemodels.listing import State, place_of, standing
from app.basemodels.needs import Fit, fit
from app.basemodels.probe import UNSEEN, probe
from app.config import Settings
from app.errors import Misconfigured
from app.infra import reachable, writer_state, writers
from app.infra.embedded import EmbeddedService
from app.infra.oidc import sign_on
from app.infra.postgres import EmbeddedPostgres
from app.infra.valkey import EmbeddedValkey
from app.infra.writer_models import writer_of
from app.processes.preflight import GIB, Finding, Verdict, before_start, gibibytes
from app.text import embedding
from app.text.fields import counted
from app.workspaces.identities import Grants

_MEMORY = 4 * GIB  # model server 1 GiB, a training run on the CPU 2 GiB, the rest 0.5 GiB
_SIGNS = {"ok": "[green]✓[/]", "note": "[yellow]·[/]", "problem": "[red]✗[/]"}


def run(settings: Settings) -> int:
    """Prints every finding; returns the exit code: 1 when something must be mended."""
    console = Console()
    findings = [*before_start(settings), *_machine(settings), *asyncio.run(_services(settings))]
    for finding in findings:
        console.print(f"{_SIGNS[finding.verdict]} {escape(finding.text)}", highlight=False, soft_wrap=True)
    problems = sum(finding.verdict == "problem" for finding in findings)
    console.print("[green]Nothing to mend.[/]" if not problems else f"[red]To mend: {problems}[/]")
    return 1 if problems else 0


def _machine(settings: Settings) -> Iterator[Finding]:
    total = psutil.virtual_memory().total
    if total < _MEMORY:
        yield Finding(
            "note",
            f"Memory: {gibibytes(total)}; below {gibibytes(_MEMORY)} a training may end for lack of it.",
        )
    else:
        yield Finding("ok", f"Memory: {gibibytes(total)}")
    if not extras.is_installed("train"):
        yield Finding(
            "note", "This host neither trains nor serves models; to do so, pip install 'coachable[train]'."
        )
    if hardware(settings.home).unified:
        yield Finding("note", "Apple silicon: models are trained and served by its cores, not by its GPU.")
    yield from _base_model(settings)
    yield _local_writer(settings)
    if embedding.is_available():
        yield Finding("ok", f"Finding answers: {embedding.MODEL}, on the processor")
    else:
        yield Finding("note", embedding.MISSING)
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        yield Finding("note", "No Chromium: only the tests of the page want it.")


def _base_model(settings: Settings) -> Iterator[Finding]:
    if settings.quantization == "4bit" and not hardware(settings.home).four_bits:
        yield Finding(
            "problem",
            "COACHABLE_QUANTIZATION=4bit needs a library that is not here: pip install 'coachable[quantized]', "
            "or unset it.",
        )
    choice = default_of(settings)
    model, folder = choice.model, folder_of(choice.model, settings.home)
    if model.folder is not None and (lack := lack_of(folder)) is not None:
        yield Finding("problem", f"COACHABLE_BASE_MODEL={model.id} {lack}: name another one, or mend it.")
        return
    if by_id(model.id) is None and not is_model(folder):
        yield Finding(
            "problem",
            f"COACHABLE_BASE_MODEL={settings.base_model} is neither a folder with a model nor a known name "
            f"({', '.join((AUTO, *(model.id for model in CATALOGUE)))}).",
        )
        return
    if is_model(folder):
        yield Finding("ok", f"Base model: {choice.reason} It lies in {folder}.")
        yield abilities(settings, model.title, folder)
    else:
        state = fetch_state(settings.home, model.id)
        yield Finding("note", f"Base model: {choice.reason} {state.sentence} `coachable up` fetches it once.")
    if choice.lacks is not None:
        yield Finding("note", " ".join(filter(None, (choice.lacks, choice.better))))
    elif choice.better is not None:
        yield Finding("note", choice.better)
    found = fit(model, hardware(settings.home))
    if found.fit is Fit.NO or (found.fit is Fit.FOUR_BITS and choice.quantization == "none"):
        yield Finding("note", f"{model.title}: {found.reason}")


def abilities(settings: Settings, title: str, folder: Path) -> Finding:
    """What the probe says of a base model that is here; takes seconds the first time."""
    found = probe(folder)
    if found is UNSEEN:
        return Finding(
            "note", f"{title} is looked at where it is trained and served: this host has no packages for it."
        )
    wrong = found.problem if settings.models_url is None else found.refusal  # another server may serve more
    if wrong is not None:
        return Finding("problem", wrong)
    exports = [name.replace("gguf", "GGUF") for name, can in found.can_export.items() if can is True]
    return Finding("ok", f"{title} can be trained, served and exported ({', '.join(exports)}).")


def _local_writer(settings: Settings) -> Finding:
    choice = writer_of(settings, hardware)
    state = writer_state.read(settings.home)
    news = f" {state.sentence}" if choice.model is not None and state.model == choice.model.id else ""
    return Finding("problem" if choice.is_mistake else "ok", f"Writer model: {choice.reason}{news}")


async def _services(settings: Settings) -> list[Finding]:
    return [
        await _service("Database", "DATABASE_URL", settings.database_url, EmbeddedPostgres(settings.home)),
        await _service("Redis", "REDIS_URL", settings.redis_url, EmbeddedValkey(settings.home)),
        await _writer(settings),
        *await _sign_on(settings),
        *await _base_models_in_use(settings),
    ]


async def _base_models_in_use(settings: Settings) -> list[Finding]:
    """Of agents whose base model is not here any more, or not yet."""
    embedded = EmbeddedPostgres(settings.home)
    if settings.database_url is None and embedded.process() is None:
        return []
    findings = []
    for name, count in (await reachable.base_models_in_use(settings.database_url or embedded.url)).items():
        if (place := place_of(name, settings.home)) is not None:
            if name != default_of(settings).model.id:
                findings.append(await asyncio.to_thread(abilities, settings, name, place))
            continue
        found = standing(name, settings.home)
        verdict: Verdict = "problem" if found.state is State.GONE else "note"
        findings.append(Finding(verdict, f"{counted(count, 'agent')}: {found.sentence}"))
    return findings


async def _writer(settings: Settings) -> Finding:
    if settings.llm_base_url:
        problem = await writers.reachable(settings)
        fine = Finding("ok", "Writer: reachable (COACHABLE_LLM_BASE_URL)")
        return Finding("problem", problem) if problem else fine
    if writer_of(settings, hardware).model is not None:
        return Finding("ok", "Writer: the local model, and the starter until it is there")
    return Finding(
        "note",
        "No writer: customers are played by the starter, with plain questions over your topics; "
        "set COACHABLE_LLM_BASE_URL for richer ones.",
    )


async def _sign_on(settings: Settings) -> list[Finding]:
    if settings.oidc_issuer is None:
        return []
    try:
        roles = Grants(settings.oidc_roles)
    except Misconfigured as error:
        return [Finding("problem", f"Sign-on: {error.message}")]
    if (problem := await sign_on.problem(settings)) is not None:
        return [Finding("problem", f"Sign-on: {problem}")]
    if not roles:
        return [Finding("problem", "Sign-on: no one gets in until COACHABLE_OIDC_ROLES names a group.")]
    return [Finding("ok", f"Sign-on: {settings.oidc_issuer} answers")]


async def _service(title: str, variable: str, url: str | None, embedded: EmbeddedService) -> Finding:
    if url is None and not extras.is_installed("embedded"):
        return Finding(
            "problem", f"{title}: set {variable}, or pip install 'coachable[embedded]' for an own one."
        )
    if url is None and embedded.process() is None:
        return Finding("ok", f"{title}: `coachable up` starts its own {embedded.title}")
    check = reachable.database_problem if variable == "DATABASE_URL" else reachable.redis_problem
    problem = await check(url or embedded.url)
    if problem is None:
        return Finding("ok", f"{title}: reachable ({variable if url else f'own {embedded.title}'})")
    way_out = f"check {variable}, or unset it to use the embedded one" if url else f"see {embedded.log}"
    return Finding("problem", f"{title} unreachable ({problem}): {way_out}.")
