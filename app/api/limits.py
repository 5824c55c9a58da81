"""How large an operation may be, measured before anything of it runs.

One pass over the document: fragments are counted once and remembered, so doubled spreads (17 of them keep
Strawberry's own depth limiter busy for half a second) cost nothing. It is the first rule, and what is too large
ends the validation: 340 fields of one name keep the rule that merges them busy for five seconds. One rule class
for all requests, because the validation cache compares rules by identity.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

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
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import SchemaExtension

from app.api.paging import DEFAULT, LIMIT

MOST_TOKENS = 2_000
MOST_DEPTH = 15  # GraphiQL's introspection needs 13
MOST_FIELDS = 1_000
MOST_ALIASES = 30
MOST_DIRECTIVES = 30
MOST_ROWS = 20_000
MOST_REPEATS = 60
MOST_FRAGMENTS = 50


class Size(NamedTuple):
    """Of a selection set, with fragments written out."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    rows: int = 0  # list entries that connections may return, by their `first`
    repeats: int = 0  # fields beside others of the same name


MOST = Size(MOST_DEPTH, MOST_FIELDS, MOST_ALIASES, MOST_DIRECTIVES, MOST_ROWS, MOST_REPEATS)


class SizeRule(ValidationRule):
    def enter_document(self, node: DocumentNode, *_args: Any) -> None:
        fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
        if len(fragments) > MOST_FRAGMENTS:
            self._refuse(f"fragments {len(fragments)}, at most {MOST_FRAGMENTS}")
        measure = _Measure(self.context, fragments)
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode):
                size = measure.operation(definition)
                for name, found, most in zip(Size._fields, size, MOST, strict=True):
                    if found > most:
                        self._refuse(f"{name} {min(found, 10**9)}, at most {most}")

    def _refuse(self, what: str) -> NoReturn:
        message = f"The operation is too large: {what}."
        self.report_error(GraphQLError(message, extensions={"code": "TOO_LARGE"}))
        raise ValidationAbortedError("Nothing else was checked.")


class _Measure:
    """Linear in the document: each fragment is measured once."""

    def __init__(self, context: ValidationContext, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.schema = context.schema
        self.fragments = fragments
        self.known: dict[str, Size] = {}

    def operation(self, node: OperationDefinitionNode) -> Size:
        size = self._selection(node.selection_set, self.schema.get_root_type(node.operation))
        return size._replace(directives=size.directives + len(node.directives or ()))

    def _selection(
        self, node: SelectionSetNode, parent: GraphQLNamedType | None, beside: set[str] | None = None
    ) -> Size:
        """`beside`: names that an inline fragment finds around itself."""
        names = set() if beside is None else beside
        total = Size()
        for selection in node.selections:
            if isinstance(selection, FieldNode):
                part = self._field(selection, parent)
                name = (selection.alias or selection.name).value
                part = part._replace(repeats=part.repeats + (name in names))
                names.add(name)
            elif isinstance(selection, FragmentSpreadNode):
                part = self._fragment(selection.name.value)
            else:
                assert isinstance(selection, InlineFragmentNode)
                part = self._selection(selection.selection_set, self._narrowed(selection, parent), names)
            total = Size(max(total.depth, part.depth), *map(sum, zip(total[1:], part[1:], strict=True)))
            total = total._replace(directives=total.directives + len(selection.directives or ()))
        return total

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Size:
        definition = None
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            definition = parent.fields.get(node.name.value)
        inner = Size()
        if node.selection_set:
            inner = self._selection(
                node.selection_set, get_named_type(definition.type) if definition else None
            )
        return inner._replace(
            depth=inner.depth + 1,
            fields=inner.fields + 1,
            aliases=inner.aliases + (node.alias is not None),
            rows=_rows(node, definition, inner.rows),
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
            value = argument.value
            first = min(int(value.value), LIMIT) if isinstance(value, IntValueNode) else LIMIT
    return max(first, 1) * (1 + inner)  # a senseless `first` is refused by the field itself


class Limits(SchemaExtension):
    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        context.parse_options["max_tokens"] = MOST_TOKENS
        context.validation_rules = (SizeRule, *context.validation_rules)
        yield
