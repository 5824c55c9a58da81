"""Figures of the writer for `/metrics`, read from the questions of the last hour."""

from prometheus_client import Gauge

from app.customers.writing import record

HOURS = 1
_HELP = "of the last hour, in all workspaces"

QUESTIONS = Gauge("coachable_questions", f"Questions that were written, {_HELP}.")
FALLBACK_SHARE = Gauge("coachable_question_fallback_share", f"Share of them that the starter wrote, {_HELP}.")
SECONDS = Gauge(
    "coachable_question_seconds", f"Median seconds until a question of a model was whole, {_HELP}."
)
REJECTIONS = Gauge(
    "coachable_question_rejections", f"Texts of the model that were thrown away, {_HELP}.", ["reason"]
)


async def measure() -> None:
    found = await record(hours=HOURS)
    QUESTIONS.set(found.questions)
    FALLBACK_SHARE.set(found.fallback_share)
    SECONDS.set(found.median_seconds or 0.0)
    REJECTIONS.clear()
    for reason, count in found.rejections.items():
        REJECTIONS.labels(reason).set(count)
