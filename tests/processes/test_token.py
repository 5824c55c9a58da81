"""`coachable token` as a process of its own: API keys are made, and revoked by their first characters."""

import pytest

from app.config import Settings
from app.errors import Unauthorized
from app.models import ApiKey
from app.workspaces import service as workspaces
from tests.processes.cli import coachable

pytestmark = pytest.mark.slow


async def token(settings: Settings, auth: str, *arguments: str) -> tuple[int, str, str]:
    return await coachable(settings, "token", *arguments, auth=auth)


async def test_a_key_is_made_and_revoked(db: None, settings: Settings) -> None:
    code, text, _ = await token(settings, "keys", "ci")
    assert (code, (await workspaces.verify_key(text)).name) == (0, "ci")

    assert await token(settings, "keys", "--revoke", text[:11]) == (0, "The key 'ci' is revoked.", "")

    with pytest.raises(Unauthorized):
        await workspaces.verify_key(text)
    moment = (await ApiKey.get()).revoked_at
    assert await token(settings, "keys", "--revoke", text) == (0, "The key 'ci' is revoked.", "")
    assert (await ApiKey.get()).revoked_at == moment
    wrong = "There is no API key that begins with ck_00000000."
    assert await token(settings, "keys", "--revoke", "ck_00000000") == (1, "", wrong)
    refused = "Only API keys can be revoked, and COACHABLE_AUTH=local knows none."
    assert await token(settings, "local", "--revoke", text) == (1, "", refused)
