"""The sentence that says when the next training will be, and why not yet."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import AutoTraining, RunTrigger, Schedule
from app.runs.outlook import LEAST_PAIRS, Facts, outlook, schedule_missed
from app.runs.schedule import last_moment, next_moment

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday


def auto(**changes: object) -> AutoTraining:
    values: dict[str, object] = {"pair_threshold": 20, "cooldown_minutes": 30, "scheduled_until": NOON}
    return AutoTraining(**(values | changes))


def facts(total: int = 30, new: int = 0, **changes: object) -> Facts:
    values: dict[str, object] = {"blocked_pairs": 0, "active": False, "last_queued_at": None, "runs_today": 0}
    return Facts(total_pairs=total, new_pairs=new, **(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "known", "sentence", "due"),
    [
        (auto(), facts(new=20), "Training starts now.", RunTrigger.THRESHOLD),
        (auto(), facts(new=16), "Next training in 4 answers.", None),
        (auto(), facts(new=19), "Next training in 1 answer.", None),
        (auto(pair_threshold=3), facts(total=5, new=5), "Next training in 3 answers.", None),
        (
            auto(enabled=False),
            facts(new=99),
            "Automatic training is off; start one yourself whenever you like.",
            None,
        ),
        (
            auto(),
            facts(new=16, blocked_pairs=1),
            "Next training in 4 answers. 1 pair is left out until you mend it or dismiss its findings.",
            None,
        ),
        (
            auto(pair_threshold=3),
            facts(total=5, new=5, blocked_pairs=4),
            "Next training in 3 answers. 4 pairs are left out until you mend them or dismiss their findings.",
            None,
        ),
        (auto(), facts(new=20, blocked_pairs=4), "Training starts now.", RunTrigger.THRESHOLD),
        (auto(), facts(new=99, active=True), "A training is under way now.", None),
        (
            auto(),
            facts(new=20, last_queued_at=NOON - timedelta(minutes=10)),
            "Enough is new, but not yet, because trainings are at least 30 minutes apart; it starts in 20 minutes.",
            None,
        ),
        (
            auto(max_runs_per_day=2),
            facts(new=20, runs_today=2),
            "Enough is new, but not yet, because there were 2 trainings within a day, and 2 is the limit.",
            None,
        ),
        (
            auto(schedule=Schedule.DAILY, hour=2, time_zone="Europe/Berlin", min_new_pairs=5),
            facts(new=1),
            "Next training in 19 answers, or at 02:00 (Europe/Berlin) if at least 5 pairs are new by then.",
            None,
        ),
        (
            auto(schedule=Schedule.WEEKLY, weekday=6, hour=3, time_zone="UTC", min_new_pairs=1),
            facts(new=1),
            "Next training in 19 answers, or on Sunday at 03:00 (UTC) if at least 1 pair are new by then.",
            None,
        ),
        (
            auto(
                schedule=Schedule.DAILY, hour=11, scheduled_until=NOON - timedelta(hours=2), min_new_pairs=5
            ),
            facts(new=5),
            "Training starts now.",
            RunTrigger.SCHEDULE,
        ),
    ],
)
def test_outlook(settings: AutoTraining, known: Facts, sentence: str, due: RunTrigger | None) -> None:
    result = outlook(settings, known, NOON)
    assert result.sentence == sentence.replace("1 pair are", "1 pair is")
    assert result.due is due


def test_a_scheduled_moment_with_too_little_new_is_passed_over() -> None:
    settings = auto(
        schedule=Schedule.DAILY, hour=11, scheduled_until=NOON - timedelta(hours=2), min_new_pairs=5
    )
    assert schedule_missed(settings, facts(new=4), NOON) == datetime(2026, 3, 10, 11, tzinfo=UTC)
    assert schedule_missed(settings, facts(new=5), NOON) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from([Schedule.DAILY, Schedule.WEEKLY]),
    st.integers(0, 23),
    st.integers(0, 6),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Chatham"]),
)
def test_schedule_moments_surround_now(
    moment: datetime, schedule: Schedule, hour: int, weekday: int, zone: str
) -> None:
    settings = auto(schedule=schedule, hour=hour, weekday=weekday, time_zone=zone)
    following, previous = next_moment(settings, moment), last_moment(settings, moment)
    assert following is not None
    assert previous is not None
    assert previous <= moment < following
    period = timedelta(days=1 if schedule is Schedule.DAILY else 7)
    assert abs((following - previous) - period) <= timedelta(hours=1)  # a clock change lies between, at most
    assert last_moment(settings, following) == following


def test_the_first_training_waits_for_enough_to_judge_by() -> None:
    result = outlook(auto(pair_threshold=1), facts(total=LEAST_PAIRS - 1, new=7), NOON)
    assert result.due is None
    assert result.pairs_left == 1
