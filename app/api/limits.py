"""How large an operation may be, measured before anything of it runs.

One pass over the document: fragments are counted once and remembered, so doubled spreads (17 of them keep
Strawberry's own depth limiter busy for half a second) cost nothing. One rule class for all requests, because
the validation cache compares rules by identity.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    get_named_type,
)
from strawberry.extensions import SchemaExtension

from app.api.paging import DEFAULT, LIMIT

MOST_TOKENS = 2_000
MOST_DEPTH = 15  # GraphiQL's introspection needs 13
MOST_FIELDS = 1_000
MOST_ALIASES = 30
MOST_DIRECTIVES = 30
MOST_ROWS = 20_000


class Size(NamedTuple):
    """Of a selection set, with fragments written out."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    rows: int = 0  # list entries that connections may return, by their `first`


MOST = Size(MOST_DEPTH, MOST_FIELDS, MOST_ALIASES, MOST_DIRECTIVES, MOST_ROWS)


class SizeRule(ValidationRule):
    def enter_document(self, node: DocumentNode, *_args: Any) -> None:
        fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
        measure = _Measure(self.context, fragments)
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode):
                size = measure.operation(definition)
                for name, found, most in zip(Size._fields, size, MOST, strict=True):
                    if found > most:
                        self.report_error(
                            GraphQLError(
                                f"The operation is too large: {name} {min(found, 10**9)}, at most {most}.",
                                definition,
                                extensions={"code": "TOO_LARGE"},
                            )
                        )


class _Measure:
    """Linear in the document: each fragment is measured once."""

    def __init__(self, context: ValidationContext, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.schema = context.schema
        self.fragments = fragments
        self.known: dict[str, Size] = {}

    def operation(self, node: OperationDefinitionNode) -> Size:
        size = self._selection(node.selection_set, self.schema.get_root_type(node.operation))
        return size._replace(directives=size.directives + len(node.directives or ()))

    def _selection(self, node: SelectionSetNode, parent: GraphQLNamedType | None) -> Size:
        depth = fields = aliases = directives = rows = 0
        for selection in node.selections:
            if isinstance(selection, FieldNode):
                part = self._field(selection, parent)
            elif isinstance(selection, FragmentSpreadNode):
                part = self._fragment(selection.name.value)
            else:
                assert isinstance(selection, InlineFragmentNode)
                part = self._selection(selection.selection_set, self._narrowed(selection, parent))
            depth = max(depth, part.depth)
            fields += part.fields
            aliases += part.aliases
            directives += part.directives + len(selection.directives or ())
            rows += part.rows
        return Size(depth, fields, aliases, directives, rows)

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Size:
        known = isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
        definition = parent.fields.get(node.name.value) if known else None
        inner = Size()
        if node.selection_set:
            inner = self._selection(
                node.selection_set, get_named_type(definition.type) if definition else None
            )
        return Size(
            inner.depth + 1,
            inner.fields + 1,
            inner.aliases + (node.alias is not None),
            inner.directives,
            _rows(node, definition, inner.rows),
        )

    def _fragment(self, name: str) -> Size:
        if name not in self.known:
            self.known[name] = Size()  # a cycle counts as nothing; another rule refuses it
            if (fragment := self.fragments.get(name)) is not None:
                on = self.schema.get_type(fragment.type_condition.name.value)
                size = self._selection(fragment.selection_set, on)
                self.known[name] = size._replace(directives=size.directives + len(fragment.directives or ()))
        return self.known[name]

    def _narrowed(self, node: InlineFragmentNode, parent: GraphQLNamedType | None) -> GraphQLNamedType | None:
        return self.schema.get_type(node.type_condition.name.value) if node.type_condition else parent


def _rows(node: FieldNode, definition: GraphQLField | None, inner: int) -> int:
    if definition is None or "first" not in definition.args:
        return inner
    first = DEFAULT
    for argument in node.arguments or ():
        if argument.name.value == "first":
            literal = isinstance(argument.value, IntValueNode)
            first = min(abs(int(argument.value.value)), LIMIT) if literal else LIMIT
    return first * (1 + inner)


class Limits(SchemaExtension):
    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        context.parse_options["max_tokens"] = MOST_TOKENS
        context.validation_rules = (SizeRule, *context.validation_rules)
        yield
