"""When an agent retrains by itself, and what goes live then: each setting is declared here, and nowhere else.

`SETTINGS` has what there is to say about one: its column takes its default from it, `updateAutoTraining` what may be
asked for, and the schema what clients are told. The page has a label for it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from tortoise import Model, fields

from app.models.agent import Agent


class Schedule(StrEnum):
    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class GoLiveWhen(StrEnum):
    """How sure a win has to be for a version to go live by itself."""

    BETTER = "better"  # certain by the sign test
    PROBABLY_BETTER = "probably_better"  # by the same test at 25 %, or by the loss on very few questions
    NOT_WORSE = "not_worse"


@dataclass(frozen=True, slots=True)
class Setting:
    """`meaning` is for clients, who know other settings by their names in GraphQL; `clock`: it moves the schedule."""

    default: Any
    meaning: str
    clock: bool = False

    @property
    def kind(self) -> type:
        return type(self.default)

    @property
    def told(self) -> str:
        """What it means, what it may be and what it is at first."""
        default = self.default.name if isinstance(self.default, StrEnum) else str(self.default)
        if self.kind is bool:
            default = default.lower()
        return f"{self.meaning} Default {default}."

    def wrong(self, value: object) -> str | None:
        """Why it can't be that, as the rest of a sentence that begins with its name."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Setting):
    least: int
    most: int

    @property
    def told(self) -> str:
        return f"{self.meaning} {self.least} to {self.most}. Default {self.default}."

    def wrong(self, value: object) -> str | None:
        if isinstance(value, int) and self.least <= value <= self.most:
            return None
        return f"is {value}; choose {self.least} to {self.most}."


@dataclass(frozen=True, slots=True)
class TimeZone(Setting):
    def wrong(self, value: object) -> str | None:
        if value in available_timezones():
            return None
        return f"is {value!r}, which is no time zone; use a name such as Europe/Berlin."


SETTINGS: dict[str, Setting] = {
    "enabled": Setting(True, "Off: only `startTraining` trains."),
    "pair_threshold": Whole(20, "New or changed pairs that start a training.", least=1, most=2_000),
    "schedule": Setting(Schedule.OFF, "Also train by the clock.", clock=True),
    "hour": Whole(2, "Hour of the schedule in `timeZone`.", clock=True, least=0, most=23),
    "weekday": Whole(0, "Day of a WEEKLY schedule; 0 is Monday.", clock=True, least=0, most=6),
    "time_zone": TimeZone("UTC", "IANA name, such as Europe/Berlin.", clock=True),
    "cooldown_minutes": Whole(
        30, "Minutes between an automatic run and the run before it.", least=0, most=10_080
    ),
    "min_new_pairs": Whole(5, "Fewer new pairs than this never train automatically.", least=1, most=2_000),
    "max_runs_per_day": Whole(12, "Most automatic runs in 24 hours.", least=1, most=96),
    "go_live_when": Setting(
        GoLiveWhen.PROBABLY_BETTER,
        "How sure a win has to be for a version to go live by itself. The first 20 pairs leave four questions to judge "
        "by, too few to be certain.",
    ),
}


def _default(name: str) -> Any:
    return SETTINGS[name].default


class AutoTraining(Model):
    """One row per agent. Its row lock orders everything that may start a run of that agent."""

    agent: fields.OneToOneRelation[Agent] = fields.OneToOneField(
        "models.Agent", related_name="auto_training", on_delete=fields.CASCADE, primary_key=True
    )
    agent_id: UUID
    enabled = fields.BooleanField(default=_default("enabled"))
    pair_threshold = fields.IntField(default=_default("pair_threshold"))
    schedule = fields.CharEnumField(Schedule, max_length=8, default=_default("schedule"))
    hour = fields.IntField(default=_default("hour"))
    weekday = fields.IntField(default=_default("weekday"))
    time_zone = fields.CharField(max_length=64, default=_default("time_zone"))
    cooldown_minutes = fields.IntField(default=_default("cooldown_minutes"))
    min_new_pairs = fields.IntField(default=_default("min_new_pairs"))
    max_runs_per_day = fields.IntField(default=_default("max_runs_per_day"))
    go_live_when = fields.CharEnumField(GoLiveWhen, max_length=16, default=_default("go_live_when"))
    scheduled_until = fields.DatetimeField(null=True)  # scheduled moments up to here are dealt with

    class Meta:
        table = "auto_training"
