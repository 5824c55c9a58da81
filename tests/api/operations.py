"""Operations made from the schema: each field of each root, with arguments that make sense and all that it returns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    parse,
    validate,
)

from app.api.limits import SizeRule
from app.api.schema import schema

GRAPHQL = schema._schema
ROOTS = ("Query", "Mutation", "Subscription")
DEEPEST = 4
NODES = {"node", "nodes"}  # which take the id of anything
NAMED_OTHERWISE = {"agent"}  # by its id or else by its slug; it must be one of them

# Of which type an argument `id` is the id; those called `agentId` and the like say it themselves.
ID_OF = {
    "agent": "Agent",
    "session": "Session",
    "trainingRun": "TrainingRun",
    "DeleteOpenQuestionInput": "OpenQuestion",
    "ConfirmProposedPairInput": "ProposedPair",
    "DismissProposedPairInput": "ProposedPair",
    "RevokeApiKeyInput": "ApiKey",
    "WithdrawInvitationInput": "Invitation",
    "TopicInput": "Topic",
}
NAMED = {
    "agentId": "Agent",
    "sessionId": "Session",
    "queryId": "GeneratedQuery",
    "nextQueryId": "GeneratedQuery",
    "pairId": "TrainingPair",
    "pairIds": "TrainingPair",
    "runId": "TrainingRun",
    "versionId": "AgentVersion",
    "materialId": "Material",
    "memberId": "Member",
    "webhookId": "Webhook",
    "shareLinkId": "ShareLink",
}
# Names of rules inside of one agent's own settings, which are no ids of rows.
NO_ROWS = {"off", "switchOff", "switchOn", "remove", "RealismRuleInput.id"}
# What stands in the place of the others, where it is given.
INSTEAD_OF = {
    "AgentReplyInput.queryId": {"messages"},
    "CheckResponseInput.queryId": {"agentId", "query", "pairId"},
    "CheckResponseInput.agentId": {"queryId"},
}
# Values of arguments that have to make sense; others are "x", 1, true, or the first of their enum.
VALUES: dict[str, Any] = {
    "pack": "en/gym",
    "language": "en",
    "content": '{"query": "Where do I park?", "response": "Behind the house."}',
    "text": "# Parking\n\n## Where do I park?\n\nBehind the house.",
    "questions": ["Where do I park?"],
    "hour": 3,
    "rightVersion": 0,
    "role": "COACH",
    "UpdateMemberInput.role": "VIEWER",
    "response": "Behind the house.",
    "query": "Where do I park my car?",
    "value": "parking",
    "name": "parking",
    "ChatMessage.role": "USER",
    "CreateWebhookInput.url": "https://hooks.example.com/coachable",
}
ALWAYS = {
    "hour",
    "pack",
    "query",
    "response",
    "messages",
    "FileInput.content",
    "AddMaterialInput.text",
    "RealismRuleInput.value",
    "CheckResponseInput.agentId",
    "CheckResponseInput.query",
}


@dataclass(frozen=True)
class Operation:
    """`at`: the path of the one id that is somebody's; all others are the caller's own. None: it takes no id."""

    root: str
    field: str
    at: str | None

    def __str__(self) -> str:
        return self.field if self.at is None else f"{self.field}({self.at})"

    @property
    def is_mixed(self) -> bool:
        """Whether an id of the caller's own goes along."""
        marked = {name: f"own {name}" for name in [*node_types(), "Topic"]}
        return "own " in str(self.variables(marked, "other"))

    @property
    def of_type(self) -> str | None:
        return None if self.at is None else dict(ids_of(self.root, self.field))[self.at]

    def build(self, own: Mapping[str, str], other: str | None) -> tuple[str, dict[str, Any]]:
        """A document with its variables; `own` maps type names to ids, `other` goes to `at`."""
        variables = self.variables(own, other)
        return document_of(self.root, self.field, tuple(variables)), variables

    def variables(self, own: Mapping[str, str], other: str | None) -> dict[str, Any]:
        builder = _Builder(self, own, other)
        return {
            name: value
            for name, argument in _args(self.root, self.field).items()
            if (value := builder.argument(name, argument)) is not _ABSENT
        }


@cache  # to find out how much may be asked for takes longer than to ask for it
def document_of(root: str, field: str, arguments: tuple[str, ...]) -> str:
    """Asks for as much as is allowed at once."""
    definition = GRAPHQL.get_type(root).fields[field]  # type: ignore[union-attr]
    declared = ", ".join(f"${name}: {definition.args[name].type}" for name in arguments)
    passed = ", ".join(f"{name}: ${name}" for name in arguments)
    head = f"{root.lower()}{f' ({declared})' if declared else ''}"
    call = f"{field}{f'({passed})' if passed else ''}"
    for depth in range(DEEPEST, 0, -1):
        document = f"{head} {{ {call} {selection(definition.type, depth)} }}"
        if len(document.split()) < 1_500 and not validate(GRAPHQL, parse(document), [SizeRule]):
            return document
    raise AssertionError(f"{field} is too large to be asked for")


def operations() -> Iterator[Operation]:
    """One for each field of a root and each place in its arguments that takes an id."""
    for root in ROOTS:
        for field in GRAPHQL.get_type(root).fields:  # type: ignore[union-attr]
            if field in NODES:
                continue
            places = [at for at, _ in ids_of(root, field)]
            required = any(
                isinstance(a.type, GraphQLNonNull) or name == "input"
                for name, a in _args(root, field).items()
                if _takes_id(a.type)
            )
            if not (required and places) and field not in NAMED_OTHERWISE:
                yield Operation(root, field, None)
            for at in places:
                yield Operation(root, field, at)


def ids_of(root: str, field: str) -> list[tuple[str, str]]:
    """The path of each id in the arguments, and the type that it is the id of."""
    found: list[tuple[str, str]] = []

    def look(type_: Any, path: str, owner: str, name: str) -> None:
        named = get_named_type(type_)
        if str(named) == "ID":
            if name not in NO_ROWS and f"{owner}.{name}" not in NO_ROWS:
                found.append((path, type_of_id(owner, name)))
        elif isinstance(named, GraphQLInputObjectType):
            for inner, definition in named.fields.items():
                look(definition.type, f"{path}.{inner}", named.name, inner)

    for name, argument in _args(root, field).items():
        look(argument.type, name, field, name)
    return found


def type_of_id(owner: str, name: str) -> str:
    if name in NAMED:
        return NAMED[name]
    assert owner in ID_OF, f"Say in ID_OF what {owner}.{name} is the id of."
    return ID_OF[owner]


def node_types() -> list[str]:
    node = GRAPHQL.get_type("Node")
    assert isinstance(node, GraphQLInterfaceType)
    return sorted(type_.name for type_ in GRAPHQL.get_possible_types(node))


def selection(type_: Any, depth: int, path: tuple[str, ...] = ()) -> str:
    """All fields that need no argument, `depth` levels of them; nothing for a scalar."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLUnionType | GraphQLInterfaceType) and named.name != "Node":
        # What all members have is asked for once: the size of an operation counts what is repeated.
        shared = set(named.fields) if isinstance(named, GraphQLInterfaceType) else set()
        taken: dict[str, str] = {}
        of_all = (
            _fields(named, depth, path, taken) if isinstance(named, GraphQLInterfaceType) else "__typename"
        )
        members = [_fields(one, depth, path, taken, shared) for one in GRAPHQL.get_possible_types(named)]
        parts = zip(GRAPHQL.get_possible_types(named), members, strict=True)
        asked = [of_all, *(f"... on {one.name} {{ {some} }}" for one, some in parts)]
        return "{ " + " ".join(asked) + " }"
    if isinstance(named, GraphQLObjectType):
        return "{ " + _fields(named, depth, path, {}) + " }"
    return "{ __typename id }" if named.name == "Node" else ""


def _fields(
    named: GraphQLObjectType | GraphQLInterfaceType,
    depth: int,
    path: tuple[str, ...],
    taken: dict[str, str],
    shared: Collection[str] = (),
) -> str:
    """`taken`: fields of other members of a union, which have to be of the same type to be asked for beside."""
    chosen = ["__typename"]
    for name, field in named.fields.items():
        if name in shared:
            continue
        if any(
            isinstance(a.type, GraphQLNonNull) and a.default_value is Undefined for a in field.args.values()
        ):
            continue
        inner = get_named_type(field.type)
        if inner.name in path or taken.setdefault(name, str(field.type)) != str(field.type):
            continue
        wrapper = inner.name.endswith(("Connection", "Edge"))  # Relay's own levels count for nothing
        if isinstance(inner, GraphQLObjectType | GraphQLUnionType | GraphQLInterfaceType):
            if depth <= 1 and not wrapper:
                continue
            below = selection(inner, depth - (not wrapper), (*path, named.name))
            chosen.append(f"{name}{'(first: 3)' if 'first' in field.args else ''} {below}")
        else:
            chosen.append(name)
    return " ".join(chosen)


def _args(root: str, field: str) -> dict[str, GraphQLArgument]:
    """Without those that `input` takes the place of."""
    arguments = GRAPHQL.get_type(root).fields[field].args  # type: ignore[union-attr]
    return {name: argument for name, argument in arguments.items() if argument.deprecation_reason is None}


def _takes_id(type_: Any) -> bool:
    """Whether a value of it has to hold the id of a row."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        return any(
            isinstance(one.type, GraphQLNonNull) and one.default_value is Undefined and _takes_id(one.type)
            for one in named.fields.values()
        )
    return str(named) == "ID"


_ABSENT = object()


@dataclass
class _Builder:
    operation: Operation
    own: Mapping[str, str]
    other: str | None

    def argument(self, name: str, argument: GraphQLArgument) -> Any:
        return self._value(argument, name, self.operation.field, name, frozenset())

    def _value(
        self,
        wanted: GraphQLArgument | GraphQLInputField,
        path: str,
        owner: str,
        name: str,
        without: frozenset[str],
    ) -> Any:
        at, full = self.operation.at or "", f"{owner}.{name}"
        needed = (
            isinstance(wanted.type, GraphQLNonNull) and wanted.default_value is Undefined or path == "input"
        )
        leads_there = at == path or at.startswith(f"{path}.")
        if name in without or not (needed or leads_there or name in ALWAYS or full in ALWAYS):
            return _ABSENT
        return self._of_type(wanted.type, path, owner, name)

    def _of_type(self, type_: Any, path: str, owner: str, name: str) -> Any:
        if isinstance(type_, GraphQLNonNull):
            return self._of_type(type_.of_type, path, owner, name)
        named = get_named_type(type_)
        if isinstance(named, GraphQLInputObjectType):
            value = self._object(named, path)
            return [value] if isinstance(type_, GraphQLList) else value
        if str(named) == "ID":
            value = self.other if path == self.operation.at else self.own[type_of_id(owner, name)]
            return [value] if isinstance(type_, GraphQLList) else value
        for key in (f"{owner}.{name}", name):
            if key in VALUES:
                return VALUES[key]
        if isinstance(named, GraphQLEnumType):
            value = next(iter(named.values))
        else:
            value = {"Int": 1, "Float": 1.0, "Boolean": True}.get(named.name, "x")
        return [value] if isinstance(type_, GraphQLList) else value

    def _object(self, named: GraphQLInputObjectType, path: str) -> dict[str, Any]:
        at = self.operation.at or ""
        taken = next(
            (
                gone
                for key, gone in INSTEAD_OF.items()
                if key.startswith(f"{named.name}.") and at == f"{path}.{key.partition('.')[2]}"
            ),
            set(),
        )
        values = {
            name: self._value(field, f"{path}.{name}", named.name, name, frozenset(taken))
            for name, field in named.fields.items()
        }
        return {name: value for name, value in values.items() if value is not _ABSENT}
