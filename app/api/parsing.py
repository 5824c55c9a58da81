"""Parse and validate every document text once."""

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import ExecutionContext


def refuse(context: ExecutionContext, error: GraphQLError) -> None:
    """Ends the operation with this error before its text is looked at: Strawberry reads nothing where a document is
    set, and validates nothing where there are errors. Raised by an extension, the error would end a WebSocket.
    """
    wanted = context._provided_operation_name
    name = None if wanted is None else NameNode(value=wanted)
    nothing = SelectionSetNode(selections=(FieldNode(name=NameNode(value="__typename")),))
    operation = OperationDefinitionNode(operation=OperationType.QUERY, name=name, selection_set=nothing)
    context.graphql_document = DocumentNode(definitions=(operation,))
    context.pre_execution_errors = [error]


class CachedParser(ParserCache):
    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        if context.graphql_document is None:
            try:
                context.graphql_document = self.cached_parse_document(context.query, **context.parse_options)
            except GraphQLError as error:
                refuse(context, error)
            else:
                _choose(context, context.graphql_document)
        yield


def _choose(context: ExecutionContext, document: DocumentNode) -> None:
    """Refuses what names no operation of the document, or leaves open which of several is meant: Strawberry would run
    the first one. https://spec.graphql.org/draft/#GetOperation()
    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    wanted = context._provided_operation_name  # `operation_name` falls back to the first one's
    if wanted is None and len(operations) > 1:
        refuse(context, GraphQLError("The document has several operations: choose one by operationName."))
    elif wanted is not None and wanted not in [one.name.value for one in operations if one.name]:
        told = (
            f"The document has no operation named {wanted[:80]!r}; operationName is the name of one, or null."
        )
        refuse(context, GraphQLError(told))


class CachedValidation(ValidationCache):
    def on_validate(self) -> Iterator[None]:
        if self.execution_context.pre_execution_errors is None:
            yield from super().on_validate()
        else:
            yield
