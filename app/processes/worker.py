"""`coachable worker`: writes questions, starts trainings that are due, looks after what was forgotten."""

import asyncio
from functools import partial

from arq import cron
from arq.worker import func

from app.agents.erasure import erase_deleted
from app.config import Settings
from app.customers.jobs import (
    forget_words,
    generate_query,
    measure_confidence,
    propose_topics,
    propose_wanted,
    refine_guide,
)
from app.events.doorbell import (
    DELIVER_WEBHOOK,
    FETCH_BASE_MODEL,
    GENERATE_QUERY,
    PROPOSE_TOPICS,
    REFINE_GUIDE,
)
from app.infra.agent_answers import AgentAnswers
from app.infra.event_bus import forget_announced
from app.infra.jobs import DEFAULT_QUEUE
from app.infra.posting import Poster
from app.infra.writers import writers
from app.processes.jobs import DAY_S, work
from app.processes.retention import forget_old, sweep_files
from app.processes.upkeep import reconcile
from app.runs.jobs import start_due_trainings
from app.text.language import identifier
from app.versions.base_models import fetch_base_model, look_after_base_models
from app.webhooks.jobs import deliver_webhook

EVERY_FIVE_SECONDS = set(range(0, 60, 5))
TEN_MINUTES = set(range(0, 60, 10))


def run(settings: Settings) -> None:
    identifier()  # or the first question would wait for it
    asyncio.run(
        work(
            settings,
            "worker",
            DEFAULT_QUEUE,
            [
                func(generate_query, name=GENERATE_QUERY),
                func(refine_guide, name=REFINE_GUIDE),
                func(propose_topics, name=PROPOSE_TOPICS),
                func(fetch_base_model, name=FETCH_BASE_MODEL),
                func(deliver_webhook, name=DELIVER_WEBHOOK),
            ],
            context={
                "settings": settings,
                "writers": writers(settings),
                "agents": AgentAnswers.of(settings),
                "poster": Poster(),
            },
            cron_jobs=[
                cron(reconcile, second=EVERY_FIVE_SECONDS, unique=True, timeout=60, keep_result=0),
                cron(start_due_trainings, second=0, unique=True, timeout=60, keep_result=0),
                cron(forget_words, minute=7, second=15, unique=True, timeout=600, keep_result=0),
                cron(forget_old, hour=3, minute=20, second=25, unique=True, timeout=DAY_S, keep_result=0),
                cron(forget_announced, minute=TEN_MINUTES, second=35, unique=True, timeout=60, keep_result=0),
                cron(erase_deleted, second=50, unique=True, timeout=55, keep_result=0),
                cron(propose_wanted, second=45, unique=True, timeout=300, keep_result=0),
                cron(
                    look_after_base_models,
                    minute=TEN_MINUTES,
                    run_at_startup=True,
                    unique=True,
                    timeout=DAY_S,
                    keep_result=0,
                ),
                cron(measure_confidence, second=30, unique=True, timeout=55, keep_result=0),
            ],
            at_once=16,
            hourly=[partial(sweep_files, settings)],
        )
    )
