"""Parse every document text once."""

from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.extensions import ParserCache


class CachedParser(ParserCache):
    """Strawberry's own, but for syntax errors: raised by an extension they end a WebSocket in a traceback."""

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        try:
            context.graphql_document = self.cached_parse_document(context.query, **context.parse_options)
        except GraphQLError:
            context.graphql_document = None  # Strawberry parses it itself, and reports the error as one
        yield
