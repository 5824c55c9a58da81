"""Gives every operation a context of its own, and counts it."""

import time
from collections.abc import Iterator
from dataclasses import replace

from prometheus_client import Histogram
from strawberry.extensions import SchemaExtension

from app.api.context import new_request_id
from app.api.loaders import Loaders

SECONDS = Histogram(
    "coachable_graphql_operation_seconds",
    "Time from the start to the last result of a GraphQL operation; subscriptions last as long as they live.",
    ["type"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


class Operation(SchemaExtension):
    def on_operation(self) -> Iterator[None]:
        # On a WebSocket the context was made once for the socket: a loader in it would remember rows for hours.
        shared = self.execution_context.context
        over_socket = shared.connection_params is not None
        request_id = new_request_id() if over_socket else shared.request_id
        self.execution_context.context = replace(shared, loaders=Loaders(), request_id=request_id)
        started = time.perf_counter()
        yield
        if (
            self.execution_context.graphql_document is not None
            and not self.execution_context.pre_execution_errors
        ):
            kind = self.execution_context.operation_type.value
            SECONDS.labels(kind).observe(time.perf_counter() - started)
