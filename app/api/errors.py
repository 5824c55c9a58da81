"""What clients learn of an error: planned ones keep their words and get a code, the others only a reference."""

from collections.abc import Iterator
from dataclasses import asdict

import structlog
from asyncpg.exceptions import DataError  # type: ignore[import-untyped]
from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import SchemaExtension
from strawberry.relay.types import GlobalIDValueError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from tortoise.exceptions import OperationalError

from app.errors import AppError, ErrorCode, InvalidInput

log = structlog.get_logger()

# Mistakes in the request itself, which GraphQL and Strawberry report in their own words.
PLANNED = (
    GraphQLError,
    MissingQueryError,
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
    GlobalIDValueError,
)
UNSTORABLE = "A text holds a character, or a number a size, that can't be stored; U+0000 is one."


class Errors(SchemaExtension):
    def on_operation(self) -> Iterator[None]:
        yield
        self._rewrite(self.execution_context.result)

    def on_stream_result(self, result: object) -> Iterator[None]:
        self._rewrite(result)
        yield

    def _rewrite(self, result: object) -> None:
        errors = getattr(result, "errors", None)
        if errors:
            result.errors = [self._visible(error) for error in errors]  # type: ignore[attr-defined]

    def _visible(self, error: GraphQLError) -> GraphQLError:
        original = error.original_error
        if isinstance(original, OperationalError) and isinstance(original.__cause__, DataError):
            original = InvalidInput(UNSTORABLE)
        if isinstance(original, AppError) and original.code in list(ErrorCode):
            return _with_code(error, original)
        if original is None or isinstance(original, PLANNED):
            error.extensions = {"code": ErrorCode.BAD_REQUEST} | (error.extensions or {})
            # Names are not guessed for strangers.
            error.message = error.message.partition(" Did you mean ")[0]
            return error
        request_id = self.execution_context.context.request_id
        log.error("unexpected_error", request_id=request_id, path=error.path, exc_info=original)
        return GraphQLError(
            f"Unexpected error. Reference: {request_id}",
            nodes=error.nodes,
            path=error.path,
            extensions={"code": ErrorCode.UNEXPECTED, "requestId": request_id},
        )


def _with_code(error: GraphQLError, original: AppError) -> GraphQLError:
    extensions: dict[str, object] = {"code": original.code}
    if isinstance(original, InvalidInput):
        if original.field:
            extensions["field"] = original.field
        extensions["problems"] = [asdict(one) for one in original.problems]
    return GraphQLError(original.message, nodes=error.nodes, path=error.path, extensions=extensions)
