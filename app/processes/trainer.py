"""`coachable trainer`: carries out training runs, one after the other, each in a child process."""

import asyncio
import os
import secrets
import socket
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from arq.worker import func

from app.basemodels.choice import quantization_of
from app.basemodels.fetching import ensure_base_model
from app.basemodels.hardware import hardware
from app.basemodels.listing import State, known_as, place_of, standing
from app.config import Settings
from app.contracts.job import Quantization
from app.errors import Misconfigured
from app.events.doorbell import TRAIN
from app.infra import judge
from app.infra.jobs import TRAINING_QUEUE
from app.infra.serving import Serving
from app.processes.jobs import work
from app.processes.retention import sweep_files
from app.proof.opinion import Judge
from app.serving.store import store_of
from app.trainer.execution import Trainer
from app.trainer.jobs import train
from app.trainer.spare import Spare


def run(settings: Settings) -> None:
    async def find_base_model(name: str) -> Path:
        return await asyncio.to_thread(_base_model, name, settings.home)

    machine, serving = hardware(settings.home), Serving.of(settings)

    def quantization(name: str) -> Quantization:
        found = quantization_of(known_as(name, settings.home), machine, settings.quantization)
        return None if found == "none" else found

    async def ask(messages: list[dict[str, str]]) -> str:
        return await judge.ask(settings, messages)

    async def serve() -> None:
        # Several processes are started by torchrun, which has no spare ones.
        warm = settings.warm_trainer and settings.training_processes == 1
        async with Spare(settings.warm_trainer_bytes) if warm else nullcontext() as spare:
            trainer = Trainer(
                owner=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
                home=settings.home,
                lease_s=settings.lease_s,
                max_crashes=settings.max_attempts,
                find_base_model=find_base_model,
                ensure=serving.ensure,
                processes=settings.training_processes,
                quantization=quantization,
                precision=settings.precision,
                judge=Judge(settings.llm_model or "default", ask) if settings.llm_base_url else None,
                spare=spare,
                store=store_of(settings),
                prove=serving.unproven,
            )
            await work(
                settings,
                "trainer",
                TRAINING_QUEUE,
                [func(train, name=TRAIN)],
                context={"settings": settings, "trainer": trainer},
                at_once=1,
                hourly=[partial(sweep_files, settings)],
            )

    asyncio.run(serve())


def _base_model(name: str, home: Path) -> Path:
    """Where it lies, fetched first if it has to be. Raises Misconfigured with the way out."""
    if folder := place_of(name, home):
        return folder
    found = standing(name, home)
    if found.state is State.GONE:
        raise Misconfigured(found.sentence)
    return ensure_base_model(name, home)
