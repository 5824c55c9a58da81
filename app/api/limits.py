"""How large an operation may be, measured before anything of it runs.

One pass over the document: fragments are counted once and remembered, so doubled spreads (17 of them keep
Strawberry's own depth limiter busy for half a second) cost nothing. It is the first rule, and what is too large
ends the validation: 340 fields of one name keep the rule that merges them busy for five seconds. One rule class
for all requests, because the validation cache compares rules by identity.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
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
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListTypeNode,
    ListValueNode,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeNode,
    ValidationRule,
    ValueNode,
    VariableNode,
    get_named_type,
)
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import SchemaExtension

from app.api.paging import DEFAULT, LIMIT
from app.api.parsing import refuse
from app.errors import ErrorCode

MOST_CHARACTERS = 64 * 1024  # of the document; a MiB of string in it takes 120 ms to read, in a variable 6
MOST_TOKENS = 1_500  # the page's largest operation has 109, GraphiQL's introspection 163
MOST_ENTRIES = 250  # of one list or object in the variables; 200 real questions are the most that is taken
MOST_VALUES = 3_500  # in the variables; 100 topics with 20 questions each are 2,700
MOST_DEPTH = 15  # GraphiQL's introspection needs 13
MOST_FIELDS = 1_000
MOST_ALIASES = 30
MOST_DIRECTIVES = 30
MOST_ROWS = 20_000
MOST_REPEATS = 60
MOST_FRAGMENTS = 50
MOST_OPERATIONS = 50
NO_VARIABLES: Mapping[str, object] = MappingProxyType({})


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
        operations = len(node.definitions) - len(fragments)
        if operations > MOST_OPERATIONS:
            self._refuse(f"operations {operations}, at most {MOST_OPERATIONS}")
        measure = _Measure(self.context.schema, fragments)
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode):
                size = measure.operation(definition)
                for name, found, most in zip(Size._fields, size, MOST, strict=True):
                    if found > most:
                        self._refuse(f"{name} {min(found, 10**9)}, at most {most}")

    def _refuse(self, what: str) -> NoReturn:
        self.report_error(_too_large(what))
        raise ValidationAbortedError("Nothing else was checked.")


def _too_large(what: str) -> GraphQLError:
    return GraphQLError(f"The operation is too large: {what}.", extensions={"code": ErrorCode.TOO_LARGE})


class _Measure:
    """Linear in the document: each fragment is measured once."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, object] = NO_VARIABLES,
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
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
            rows=_rows(node, definition, inner.rows, self.variables),
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


def _rows(
    node: FieldNode, definition: GraphQLField | None, inner: int, variables: Mapping[str, object]
) -> int:
    if definition is None or not definition.args.keys() & {"first", "ids"}:
        return inner
    asked = {argument.name.value: argument.value for argument in node.arguments or ()}
    if "ids" in definition.args:
        return _length(asked.get("ids"), variables) * (1 + inner)
    sizes = (_number(asked[name], variables) for name in ("last", "first") if name in asked)
    rows = next((size for size in sizes if size is not None), DEFAULT)
    return min(max(rows, 1), LIMIT) * (1 + inner)  # a senseless number is refused by the field itself


def _number(value: ValueNode, variables: Mapping[str, object]) -> int | None:
    """Of a variable whose value is not known yet: the least, as it is counted once more when it is. None: of null."""
    if isinstance(value, IntValueNode):
        return int(value.value)
    given = variables.get(value.name.value, 1) if isinstance(value, VariableNode) else None
    return given if isinstance(given, int) else None


def _length(value: ValueNode | None, variables: Mapping[str, object]) -> int:
    if isinstance(value, ListValueNode):
        return len(value.values)
    given = variables.get(value.name.value) if isinstance(value, VariableNode) else None
    return len(given) if isinstance(given, list) else 1


def _may_count(type_: TypeNode) -> bool:
    """Whether a variable of this type may be the size of a page, or the ids of one."""
    named = type_.type if isinstance(type_, NonNullTypeNode) else type_
    return isinstance(named, ListTypeNode) or (isinstance(named, NamedTypeNode) and named.name.value == "Int")


def _rows_of(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object]) -> int:
    """Most rows that an operation of `document` asks for whose size its variables may say."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    most = 0
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode) and any(
            _may_count(variable.type) for variable in definition.variable_definitions or ()
        ):
            defaults = {
                variable.variable.name.value: int(variable.default_value.value)
                if isinstance(variable.default_value, IntValueNode)
                else None
                for variable in definition.variable_definitions or ()
            }
            measure = _Measure(schema, fragments, defaults | dict(variables))
            most = max(most, measure.operation(definition).rows)
    return most


class NoIntrospection(ValidationRule):
    def enter_field(self, node: FieldNode, *_args: Any) -> None:
        if node.name.value in ("__schema", "__type"):
            told = "This installation doesn't tell its schema; schema.graphql of the release has it."
            self.report_error(GraphQLError(told, node, extensions={"code": ErrorCode.FORBIDDEN}))


class Limits(SchemaExtension):
    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        context.parse_options["max_tokens"] = MOST_TOKENS
        hidden = () if context.context.settings.explorer else (NoIntrospection,)
        context.validation_rules = (SizeRule, *hidden, *context.validation_rules)
        if len(context.query or "") > MOST_CHARACTERS:
            refuse(
                context, _too_large(f"characters, at most {MOST_CHARACTERS}; send long texts as variables")
            )
        elif _are_many(context.variables):
            refuse(
                context,
                _too_large(f"variables, at most {MOST_ENTRIES} in a list or object and {MOST_VALUES} in all"),
            )
        yield


def _are_many(variables: object) -> bool:
    seen, rest = 0, [variables]
    while rest:
        value = rest.pop()
        if isinstance(value, dict | list):
            seen += len(value)
            if len(value) > MOST_ENTRIES or seen > MOST_VALUES:
                return True
            rest.extend(value.values() if isinstance(value, dict) else value)
    return False


class RowLimit(SchemaExtension):
    """Behind the validation, which is remembered by document and so can't look at the values of variables."""

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        if not context.pre_execution_errors and context.graphql_document is not None:
            rows = _rows_of(context.schema._schema, context.graphql_document, context.variables or {})
            if rows > MOST_ROWS:
                context.pre_execution_errors = [_too_large(f"rows {rows}, at most {MOST_ROWS}")]
        yield
