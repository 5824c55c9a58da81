"""Tells the serving side about a new adapter, in vLLM's words."""

from pathlib import Path

import httpx

from app.config import Settings
from app.errors import UpstreamFailed
from app.infra.secrets import models_key

TIMEOUT_S = 30.0


async def load_adapter(settings: Settings, name: str, folder: Path) -> None:
    """Raises UpstreamFailed; the own server loads it at the first request anyway."""
    headers = {"Authorization": f"Bearer {models_key(settings)}"}
    body = {"lora_name": name, "lora_path": str(folder)}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            answer = await client.post(
                f"{settings.serving_url}/load_lora_adapter", json=body, headers=headers
            )
    except httpx.HTTPError as error:
        raise UpstreamFailed(
            f"The model server at {settings.serving_url} did not answer: {error}."
        ) from error
    if answer.is_error:
        raise UpstreamFailed(f"The model server refused adapter {name}: {answer.text[:300]}")
