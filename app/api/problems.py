"""Failures that a client branches on: members of every mutation's result union.

`HANDLERS` is the one place that turns an error of `app.errors` into such a member. Errors without a member
(no credentials, a model server that is down) stay GraphQL errors with `extensions.code`.
"""

from dataclasses import asdict

import strawberry

from app import errors
from app.api.enums import ErrorCode


@strawberry.interface(description="Why nothing was changed.")
class Problem:
    code: str = strawberry.field(description="Stable; for programs: one of ErrorCode.")
    message: str = strawberry.field(description="For people: names the thing and the way out.")


@strawberry.type(description="A value that was refused.")
class FieldProblem:
    field: str | None = strawberry.field(
        description="The argument or input field, where it is one; in a list with its place from 0, as `topics.0`."
    )
    code: ErrorCode
    message: str = strawberry.field(description="For people: names the thing and the way out.")


@strawberry.type(description="Values were refused. Code, message and field are those of the first.")
class InvalidInput(Problem):
    field: str | None = strawberry.field(description="The argument or input field, where it is one.")
    problems: list[FieldProblem] = strawberry.field(
        description="All that were refused, to show each at its place."
    )


@strawberry.type(description="There is no such thing, or it belongs to someone else.")
class NotFound(Problem):
    pass


@strawberry.type(description="The thing is not in a state that allows this.")
class Conflict(Problem):
    pass


@strawberry.type(description="A documented limit was reached; the message says when to come back.")
class LimitReached(Problem):
    pass


class ToProblem:
    """Strawberry asks it for every field whose union contains `error_type`."""

    def __init__(self, exception_type: type[errors.AppError], error_type: type[Problem]) -> None:
        self.exception_type = exception_type
        self.error_type = error_type

    def handle(self, exception: errors.AppError, *, field: object, info: object) -> Problem:
        if isinstance(exception, errors.InvalidInput):
            return InvalidInput(
                code=exception.code,
                message=exception.message,
                field=exception.field,
                problems=[FieldProblem(**asdict(one)) for one in exception.problems],
            )
        return self.error_type(code=exception.code, message=exception.message)


HANDLERS = (
    ToProblem(errors.InvalidInput, InvalidInput),
    ToProblem(errors.NotFound, NotFound),
    ToProblem(errors.Conflict, Conflict),
    ToProblem(errors.LimitReached, LimitReached),
)
