"""Counting in a real Valkey, by several processes; and alone while it is away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from arq.connections import ArqRedis

from app.errors import RateLimited
from app.infra import rate_limits
from app.infra.rate_limits import PREFIX, RateLimits
from app.infra.valkey import EmbeddedValkey
from app.limits import Rate

RATES: dict[str, Rate | None] = {"few": Rate(3, 60), "many": Rate(200, 60), "any": None, "soon": Rate(1, 1)}


async def allowed(limits: RateLimits, times: int, kind: str = "few", who: str = "a") -> int:
    count = 0
    for _ in range(times):
        try:
            await limits.count(kind, who)
        except RateLimited:
            continue
        count += 1
    return count


@pytest.fixture
async def two(redis: ArqRedis, redis_url: str) -> AsyncIterator[tuple[RateLimits, RateLimits]]:
    """As in two processes."""
    made = RateLimits(RATES, redis_url), RateLimits(RATES, redis_url)
    yield made
    for limits in made:
        await limits.aclose()


async def test_processes_count_together_and_each_key_alone(two: tuple[RateLimits, RateLimits]) -> None:
    one, other = two
    assert await allowed(one, 2) == 2
    assert await allowed(other, 5) == 1
    assert await allowed(one, 1) == 0
    assert await allowed(one, 5, who="b") == 3
    assert await allowed(one, 500, kind="any") == 500
    assert await allowed(one, 500, kind="unheard of") == 500


async def test_blocks_keep_a_high_limit_and_ask_seldom(
    two: tuple[RateLimits, RateLimits], redis: ArqRedis
) -> None:
    one, other = two
    before = (await redis.info("commandstats"))["cmdstat_evalsha"]["calls"] if await allowed(one, 1) else 0
    assert await allowed(one, 300, kind="many") == 200
    asked = (await redis.info("commandstats"))["cmdstat_evalsha"]["calls"] - before
    assert asked == 50 + 100  # blocks of four, then each that is refused
    assert await allowed(other, 10, kind="many") == 0


async def test_the_sentence_says_when_to_come_back(
    two: tuple[RateLimits, RateLimits], redis: ArqRedis
) -> None:
    one, _ = two
    await allowed(one, 3)
    with pytest.raises(RateLimited) as caught:
        await one.count("few", "a")
    assert 1 <= caught.value.retry_after_s <= 60
    assert caught.value.message == (
        f"Too many requests: at most 3 few a minute. Try again in {caught.value.retry_after_s} s."
    )
    (key,) = await redis.keys("*")
    assert key.decode().startswith(PREFIX)
    assert 0 < await redis.ttl(key) <= 60
    await redis.delete(key)  # as the end of the minute does
    assert await allowed(one, 5) == 3


async def test_without_redis_no_request_fails_and_the_log_says_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedValkey(tmp_path, durable=False)
    moment = 0.0
    limits = RateLimits(RATES, server.start(), clock=lambda: moment)
    assert await allowed(limits, 3) == 3
    server.stop()
    try:
        with structlog.testing.capture_logs() as logs:
            assert await allowed(limits, 5) == 3  # counted anew, alone
            moment += rate_limits.AWAY_S
            assert await allowed(limits, 2, who="b") == 2
        assert [entry["event"] for entry in logs] == ["rate_limits_counted_alone"]
        server.start()
        with structlog.testing.capture_logs() as logs:
            assert await allowed(limits, 1, who="c") == 1  # it is left alone for some seconds
            moment += rate_limits.AWAY_S
            assert await allowed(limits, 5, who="d") == 3
        assert [entry["event"] for entry in logs] == ["rate_limits_shared_again"]
    finally:
        await limits.aclose()
        server.stop()


@pytest.mark.slow
async def test_a_redis_that_does_not_answer_costs_no_request(
    redis_url: str, redis: ArqRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = RateLimits(RATES, redis_url)
    await allowed(limits, 1)
    await redis.execute_command("CLIENT", "PAUSE", "2000", "ALL")
    try:
        with structlog.testing.capture_logs() as logs:
            assert await allowed(limits, 5, who="paused") == 3
        assert [entry["event"] for entry in logs] == ["rate_limits_counted_alone"]
    finally:
        await redis.execute_command("CLIENT", "UNPAUSE")
        await limits.aclose()


async def test_the_rights_that_the_docs_name_are_enough(redis: ArqRedis, redis_url: str) -> None:
    rules = ("on", ">pass", "resetchannels", "allchannels", "~coachable:*", "~arq:*", "+@all", "-@dangerous")
    await redis.execute_command("ACL", "SETUSER", "coach", *rules)
    limits = RateLimits(RATES, redis_url.replace("unix://", "unix://coach:pass@"))
    try:
        with structlog.testing.capture_logs() as logs:
            assert await allowed(limits, 5, who="acl") == 3
        assert logs == []
        assert len(await redis.keys(f"{PREFIX}:*acl*")) == 1
    finally:
        await limits.aclose()
        await redis.execute_command("ACL", "DELUSER", "coach")


async def test_one_process_alone_needs_no_redis() -> None:
    limits = RateLimits(RATES)
    assert await allowed(limits, 5) == 3
    assert await allowed(limits, 250, kind="many") == 200
