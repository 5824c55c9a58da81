"""Automatic training, as clients see and change it: a field for each setting of app/models/auto_training.py."""

from datetime import datetime
from typing import Any, TypeVar

import strawberry
from strawberry import Parent

from app import models
from app.api.context import Info
from app.errors import NotFound
from app.models.auto_training import SETTINGS
from app.runs.outlook import Outlook, outlook

Declared = TypeVar("Declared", bound=type)


def _with_settings(declared: Declared) -> Declared:
    fields = {name: strawberry.field(description=one.told) for name, one in SETTINGS.items()}
    return _with(declared, fields, {name: one.kind for name, one in SETTINGS.items()})


def _with_wishes(declared: Declared) -> Declared:
    fields = {name: strawberry.field(default=None, description=one.told) for name, one in SETTINGS.items()}
    return _with(declared, fields, {name: one.kind | None for name, one in SETTINGS.items()})


def _with(declared: Declared, fields: dict[str, Any], kinds: dict[str, Any]) -> Declared:
    for name, field in fields.items():
        setattr(declared, name, field)
    declared.__annotations__ = {**declared.__annotations__, **kinds}
    return declared


@strawberry.type(description="When the next automatic training will be, and why not yet.")
class NextTraining:
    sentence: str = strawberry.field(description="For people.")
    at: datetime | None = strawberry.field(description="Known moment; null while it depends on new pairs.")
    blocked_pairs: int = strawberry.field(
        description="Pairs that no training uses because of blocking findings; mend them or dismiss the findings."
    )
    new_pairs: int = strawberry.field(description="Pairs that are new or changed since the last training.")
    pairs_left: int | None = strawberry.field(
        description="Pairs still missing to the threshold; null when no threshold applies."
    )


@strawberry.type(description="When an agent retrains by itself. Change it with `updateAutoTraining`.")
@_with_settings
class AutoTraining:
    @strawberry.field(description="When the next automatic training will be.", graphql_type=NextTraining)
    async def next(root: Parent[models.AutoTraining], info: Info) -> Outlook:
        known = await info.context.loaders.training_facts.load(root.pk)
        if known is None:
            raise NotFound("The agent was deleted meanwhile.")
        return outlook(root, *known)


@strawberry.input(description="What is left out or null stays as it is.")
@_with_wishes
class UpdateAutoTrainingInput:
    agent_id: strawberry.ID
