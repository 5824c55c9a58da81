"""GraphQL over server-sent events, in graphql-sse's words.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

from functools import lru_cache

from graphql import GraphQLError, OperationType, get_operation_ast, parse
from strawberry.http.streaming import SSETransport

EVENT_STREAM = "text/event-stream"
JSON_TYPES = ("application/json", "application/graphql-response+json", "application/graphql+json", "*/*")


class EventStream(SSETransport):
    """Lines end in LF: clients split events at an empty line, and many of them know only LF."""

    def encode_event(self, event: str, data: str | None = None) -> str:
        return super().encode_event(event, data).replace("\r\n", "\n")

    def encode_comment(self, comment: str) -> str:
        return super().encode_comment(comment).replace("\r\n", "\n")


def takes_json(accept: str) -> bool:
    """Whether a client that accepts events would also take the answer whole; urql names both by default."""
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    return not kinds.isdisjoint(JSON_TYPES)


@lru_cache(1000)
def is_subscription(query: str, operation_name: str | None) -> bool:
    """Of a document that may be wrong."""
    if "subscription" not in query:
        return False
    try:
        operation = get_operation_ast(parse(query, no_location=True), operation_name)
    except (GraphQLError, RecursionError):
        return False
    return operation is not None and operation.operation is OperationType.SUBSCRIPTION
