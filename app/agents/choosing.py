"""Which base models an agent may have: looked at when one is chosen, not after twenty answers."""

import asyncio
from pathlib import Path

from app.basemodels import here
from app.config import get_settings
from app.errors import InvalidInput
from app.text.fields import trimmed


async def chosen(wanted: str | None) -> str:
    """The name that the agent keeps; nothing wanted is the default. Raises InvalidInput."""
    settings = get_settings()
    name = trimmed(wanted) or settings.base_model
    if name == settings.base_model or settings.models_url is not None:
        return name
    if here.is_path(Path(name)):
        raise InvalidInput(
            f"{name} is a path: put the model into {settings.home.absolute() / 'models'} and give its folder's name.",
            "baseModel",
        )
    if await asyncio.to_thread(here.folder_of, name, settings.home) is None:
        raise InvalidInput(
            f"Base model {name} is unknown: choose one of `baseModels`, or put its files into "
            f"{settings.home.absolute() / 'models' / name}.",
            "baseModel",
        )
    return name
