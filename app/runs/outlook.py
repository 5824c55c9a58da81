"""Whether the next training is due, when it will be and why not yet, in a sentence: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.models import AutoTraining, RunTrigger, Schedule
from app.runs.schedule import last_moment, next_moment
from app.text.fields import counted

LEAST_PAIRS = 8  # four to train on and four to judge by


@dataclass(frozen=True, slots=True)
class Facts:
    total_pairs: int  # without those that blocking findings keep out
    new_pairs: int  # created or edited since the last run that used them
    blocked_pairs: int
    active: bool
    last_queued_at: datetime | None
    runs_today: int  # queued within the last 24 hours


@dataclass(frozen=True, slots=True)
class Outlook:
    sentence: str
    due: RunTrigger | None = None
    at: datetime | None = None
    new_pairs: int = 0
    pairs_left: int | None = None
    blocked_pairs: int = 0


def outlook(auto: AutoTraining, facts: Facts, now: datetime) -> Outlook:
    missing = max(0, LEAST_PAIRS - facts.total_pairs)
    left = max(missing, auto.pair_threshold - facts.new_pairs, 0)

    def say(sentence: str, due: RunTrigger | None = None, at: datetime | None = None) -> Outlook:
        if facts.blocked_pairs and due is None and not facts.active:
            sentence += f" {left_out(facts.blocked_pairs)}"
        return Outlook(
            sentence, due, at, facts.new_pairs, left if auto.enabled else None, facts.blocked_pairs
        )

    if facts.active:
        return say("A training is under way now.")
    if not auto.enabled:
        return say("Automatic training is off; start one yourself whenever you like.")
    trigger = _trigger(auto, facts, now) if not missing else None
    if trigger is not None:
        rested_at = _rested_at(auto, facts)
        if rested_at and rested_at > now:
            minutes = max(1, round((rested_at - now).total_seconds() / 60))
            return say(
                f"Enough is new, but not yet, because trainings are at least {auto.cooldown_minutes} minutes"
                f" apart; it starts in {counted(minutes, 'minute')}.",
                at=rested_at,
            )
        if facts.runs_today >= auto.max_runs_per_day:
            return say(
                f"Enough is new, but not yet, because there were {facts.runs_today} trainings within a day,"
                f" and {auto.max_runs_per_day} is the limit."
            )
        return say("Training starts now.", due=trigger)
    at = next_moment(auto, now)
    sentence = f"Next training in {counted(left, 'answer')}"
    if at is not None:
        least = "1 pair is" if auto.min_new_pairs == 1 else f"{auto.min_new_pairs} pairs are"
        sentence += f", or {_when(auto, at)} if at least {least} new by then"
    return say(sentence + ".", at=at)


def schedule_missed(auto: AutoTraining, facts: Facts, now: datetime) -> datetime | None:
    """A scheduled moment that has come with too little new; it is passed over, not caught up later."""
    moment = _due_moment(auto, now)
    return moment if moment and facts.new_pairs < auto.min_new_pairs else None


def _trigger(auto: AutoTraining, facts: Facts, now: datetime) -> RunTrigger | None:
    if facts.new_pairs >= auto.pair_threshold:
        return RunTrigger.THRESHOLD
    if _due_moment(auto, now) and facts.new_pairs >= auto.min_new_pairs:
        return RunTrigger.SCHEDULE
    return None


def _due_moment(auto: AutoTraining, now: datetime) -> datetime | None:
    moment = last_moment(auto, now)
    if moment is None or auto.scheduled_until is None or moment <= auto.scheduled_until:
        return None
    return moment


def _rested_at(auto: AutoTraining, facts: Facts) -> datetime | None:
    if facts.last_queued_at is None:
        return None
    return facts.last_queued_at + timedelta(minutes=auto.cooldown_minutes)


def _when(auto: AutoTraining, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(auto.time_zone))
    day = f"on {local:%A} " if auto.schedule is Schedule.WEEKLY else ""
    return f"{day}at {local:%H:%M} ({auto.time_zone})"


def left_out(pairs: int) -> str:
    """What is said of pairs that blocking findings keep out of trainings."""
    if pairs == 1:
        return "1 pair is left out until you mend it or dismiss its findings."
    return f"{pairs} pairs are left out until you mend them or dismiss their findings."


def started_with(pairs: int) -> str:
    """What is said when pairs have started a training."""
    return f"Training has started with {pairs} pairs."
