"""The moments of a daily or weekly schedule, in the time zone of the people: pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.models import AutoTraining, Schedule


def next_moment(auto: AutoTraining, after: datetime) -> datetime | None:
    """The first scheduled moment later than `after` (UTC); None when the schedule is off."""
    return _moment(auto, after, step=1)


def last_moment(auto: AutoTraining, until: datetime) -> datetime | None:
    """The newest scheduled moment at or before `until` (UTC)."""
    return _moment(auto, until, step=-1)


def _moment(auto: AutoTraining, around: datetime, step: int) -> datetime | None:
    if auto.schedule is Schedule.OFF:
        return None
    zone = ZoneInfo(auto.time_zone)
    day = around.astimezone(zone).date()
    for distance in range(9):  # a week and both ends
        candidate = day + timedelta(days=step * distance)
        if auto.schedule is Schedule.WEEKLY and candidate.weekday() != auto.weekday:
            continue
        # An hour that the clock change skips is read with the offset before it, one that comes twice is its first.
        moment = datetime.combine(candidate, time(auto.hour), zone).astimezone(UTC)
        if (moment > around) == (step > 0):
            return moment
    raise AssertionError("a week has every weekday")
