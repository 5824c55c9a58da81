"""Mutations take one `input`. Those that took loose arguments before take both, until the loose ones may go."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from app.api.context import Info
from app.errors import InvalidInput

INPUT = "input"


class OneInput(FieldExtension):
    """Of a resolver with loose arguments it makes the input type, which has them as its fields. A resolver that has an
    `input` of its own, or no arguments, stays as it is."""

    def __init__(self) -> None:
        self.loose: list[StrawberryArgument] = []

    def apply(self, field: StrawberryField) -> None:
        if [argument.python_name for argument in field.arguments] in ([], [INPUT]):
            return
        self.loose = field.arguments
        kind = _input_type(field.python_name, self.loose)
        whole = StrawberryArgument(INPUT, None, StrawberryAnnotation(kind | None), default=None)
        field.arguments = [whole, *map(_deprecated, self.loose)]

    async def resolve_async(
        self, next_: Callable[..., Awaitable[Any]], source: Any, info: Info, **arguments: Any
    ) -> Any:
        if self.loose:
            arguments = self._chosen(**arguments)
        return await next_(source, info, **arguments)

    def _chosen(self, input: Any = None, **given: Any) -> dict[str, Any]:
        known = {argument.python_name: argument.default for argument in self.loose}
        if input is None:
            if any(given.get(name) is None for name, default in known.items() if default is UNSET):
                raise InvalidInput("Nothing says what this is about: fill in `input`.", INPUT)
            return given
        if any(value not in (None, known[name]) for name, value in given.items()):
            raise InvalidInput("Give all arguments in `input`; those beside it are deprecated.", INPUT)
        return {name: getattr(input, name) for name in known}


def _input_type(mutation: str, arguments: list[StrawberryArgument]) -> Any:
    name = "".join(map(str.capitalize, mutation.split("_"))) + "Input"
    fields: dict[str, Any] = {
        argument.python_name: strawberry.field(default=argument.default, description=argument.description)
        if argument.default is not UNSET
        else strawberry.field(description=argument.description)
        for argument in arguments
    }
    annotations = {argument.python_name: argument.type_annotation.annotation for argument in arguments}
    return strawberry.input(type(name, (), fields | {"__annotations__": annotations, "__module__": __name__}))


def _deprecated(argument: StrawberryArgument) -> StrawberryArgument:
    annotation: Any = argument.type_annotation.annotation
    return StrawberryArgument(
        argument.python_name,
        None,
        StrawberryAnnotation(annotation | None if argument.default is UNSET else annotation),
        description=argument.description,
        default=None if argument.default is UNSET else argument.default,
        deprecation_reason=f"Give it in `{INPUT}`.",
    )
