"""Base models, as clients see them."""

import strawberry

from app.api.enums import BaseModelFit, BaseModelState
from app.basemodels.listing import Listed


@strawberry.type(description="A model that versions of agents are trained from.")
class BaseModel:
    id: strawberry.ID = strawberry.field(description="For `createAgent` and `updateAgent`.")
    title: str
    licence: str = strawberry.field(description="Empty where that is not known.")
    # A GraphQL Int ends at 2 GiB.
    parameters: float = strawberry.field(description="Weights; 0 where that is not known.")
    size: float = strawberry.field(description="Bytes to fetch, or on the disk; 0 where that is not known.")
    context: int = strawberry.field(description="Tokens that it reads; 0 where that is not known.")
    languages: list[str] = strawberry.field(
        description="ISO 639-1, as its makers say; empty where they name a hundred, or none."
    )
    thinks: bool = strawberry.field(description="It can think before it answers; here it never does.")
    gated: bool = strawberry.field(description="The Hub gives it only to who has agreed to its terms.")
    is_starter: bool = strawberry.field(description="Too small for more than a house style.")
    is_default: bool = strawberry.field(description="New agents get it unless they name another one.")
    notice: str | None = strawberry.field(
        description="For people, of the default: what it can't do, and what would be better on this machine."
    )
    fit: BaseModelFit
    fit_reason: str = strawberry.field(description="For people.")
    state: BaseModelState
    sentence: str = strawberry.field(
        description="For people: whether it is here, and what to do where it is not."
    )
    bytes_done: float | None = strawberry.field(description="While it is FETCHING; else null.")
    bytes_total: float | None
    can_train: bool | None = strawberry.field(description="Null before its files were looked at.")
    can_serve: bool | None = strawberry.field(
        description="By the own model server. Null before its files were looked at."
    )
    problem: str | None = strawberry.field(
        description="For people: why it can't be trained or served; null: it can, or its files were not looked at yet."
    )

    @classmethod
    def of(cls, listed: Listed) -> "BaseModel":
        model, standing, probed = listed.model, listed.standing, listed.probed
        fetching = standing.state is BaseModelState.FETCHING
        return cls(
            id=strawberry.ID(model.id),
            title=model.title,
            licence=model.licence,
            parameters=model.parameters,
            size=model.bytes,
            context=model.context,
            languages=list(model.languages),
            thinks=model.thinks,
            gated=model.gated,
            is_starter=model.is_starter,
            is_default=listed.is_default,
            notice=listed.notice,
            fit=listed.fitting.fit,
            fit_reason=listed.fitting.reason,
            state=standing.state,
            sentence=standing.sentence,
            bytes_done=standing.bytes_done if fetching else None,
            bytes_total=standing.bytes_total if fetching else None,
            can_train=probed.can_train is True if probed else None,
            can_serve=probed.can_serve is True if probed else None,
            problem=probed.problem if probed else None,
        )
