"""Signing a browser in and out: links that open once, wrong tokens that make the next one wait."""

import asyncio
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.api.brake import LONGEST_WAIT_S, Brake
from app.api.permissions import COOKIE
from app.config import Settings
from app.infra import login_links
from app.models import UsedLink
from tests.api.conftest import SECRET, Api, serving


async def printed(home: Path, **changed: str) -> tuple[int, str, str]:
    """What `coachable login` says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        "login",
        env={**os.environ, "COACHABLE_HOME": str(home), "COLUMNS": "20"} | changed,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    return process.returncode or 0, out.decode().strip(), errors.decode().strip()


@pytest.mark.slow
async def test_a_printed_link_opens_once(api: Api, tmp_path: Path) -> None:
    (tmp_path / "local.token").write_text(SECRET)
    (tmp_path / "local.token").chmod(0o600)
    code, link, _ = await printed(tmp_path, COACHABLE_PORT=str(api.port))
    target = urlsplit(link)
    assert (code, target.netloc, target.path) == (0, f"127.0.0.1:{api.port}", "/login")
    assert SECRET not in link
    where = f"{target.path}?{target.query}"
    assert (await api.http.head(where)).status_code == 204

    answers = await asyncio.gather(*(api.http.get(where) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [303, 401, 401]
    (cookie,) = [answer.cookies[COOKIE] for answer in answers if answer.status_code == 303]
    assert cookie.startswith("local.")
    assert "prints a new one" in next(answer.text for answer in answers if answer.status_code == 401)
    assert (await printed(tmp_path))[1] != link


@pytest.mark.slow
async def test_who_is_invited_needs_no_local_link(tmp_path: Path) -> None:
    code, out, errors = await printed(tmp_path, COACHABLE_AUTH="keys", COLUMNS="200")
    assert (code, out) == (1, "")
    assert errors.startswith("With COACHABLE_AUTH=keys people are invited")


async def test_a_late_or_forged_link_opens_nothing(
    api: Api, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = login_links.new_token(SECRET)
    monkeypatch.setattr(login_links, "VALID_S", -1)
    late = login_links.new_token(SECRET)
    for token in (
        late,
        login_links.new_token("another secret"),
        good[:-1],
        good + "0",
        "once_",
        "once_ü.x.y",
    ):
        assert login_links.read(SECRET, token) is None
    assert (await api.http.get("/login", params={"token": late})).status_code == 401
    assert await UsedLink.all().count() == 0
    async with serving(settings.model_copy(update={"auth": "keys"})) as keyed:
        assert (await keyed.http.get("/login", params={"token": good})).status_code == 401


async def test_wrong_tokens_make_the_next_one_wait() -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    brake = Brake(pause)

    async def tries(address: str, times: int) -> list[float]:
        waits.clear()
        for _ in range(times):
            await brake.before(address)
        return [*waits]

    assert await tries("1.1.1.1", 10) == [0.5, 1.0, 2.0, 4.0, *[LONGEST_WAIT_S] * 3]
    assert await tries("2.2.2.2", 3) == []
    brake.right("1.1.1.1")
    assert await tries("1.1.1.1", 3) == []


async def test_other_pages_sign_nobody_out(api: Api) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = await api.http.post("/logout", headers=headers)
        assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    own = await api.http.post("/logout", headers={"Origin": f"http://127.0.0.1:{api.port}"})
    assert (own.status_code, own.headers["set-cookie"].startswith(f'{COOKIE}="";')) == (303, True)
