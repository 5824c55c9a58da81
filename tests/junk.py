"""Requests that no honest client sends: every operation of the schema, and every other path, with junk by type."""

import base64
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import uuid4

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

LONGEST = 131_073  # characters of a cell, one above what Python's csv reads by default
NUL, LONE = "\x00", "\ud800"
TEXTS = (
    "",
    " ",
    NUL,
    f"a{NUL}b",
    LONE,
    f"a{LONE}b",
    "\udfff\ud800",
    "\ufffe\uffff",
    "\u202e\u2028",
    "🦑" * 40,
    "a" * 5_000,
    "a" * LONGEST,
    "null",
    "NaN",
    "%00",
    "../../etc/passwd",
    "'; DROP TABLE agent; --",
    "Brightdesk support",
    "openai",
    "# Help\n\nHow do I pay?\nBy card.",
    '[{"instruction": "\\ud800", "output": "b"}]',
    "{" * 3_000,
    "[" * 3_000,
    '{"query": "q", "response": "' + LONE + '"}',
    '{"query": "a\\u0000", "response": "b"}',
    '{"query": "\\ud800", "response": "b"}',
    f"question,answer\n{'q' * LONGEST},a\n",
    'question,answer\n"open',
    "1" * 5_000,
)
FITTING = (0, 1, -1, 3, 20, 100, 2**31 - 1)
WHOLE = tuple(text for text in TEXTS if not any("\ud800" <= character <= "\udfff" for character in text))
NUMBERS: tuple[Any, ...] = (
    0,
    1,
    -1,
    3,
    20,
    100,
    2**31 - 1,
    2**31,
    -(2**31),
    2**63,
    2**64,
    10**400,
    1.5,
    -0.0,
    1e308,
    float("inf"),
    float("nan"),
    "1",
    True,
    None,
    [],
    {},
)
PATHS = (
    b"",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"..",
    b"%2e%2e",
    b"a" * 4_000,
    b"@",
    b"x@0",
    b"x@999999999",
    b"x@9" + b"9" * 30,
    "é".encode(),
    b"brightdesk-support",
    b"brightdesk-support@1",
)
TYPES = (
    "Agent",
    "Session",
    "GeneratedQuery",
    "TrainingPair",
    "TrainingRun",
    "AgentVersion",
    "Material",
    "ProposedPair",
    "OpenQuestion",
    "Topic",
    "Nothing",
    "String",
    "Problem",
    "Query",
)


@dataclass(frozen=True)
class Request:
    """`path` is percent-encoded; `body` is sent as JSON where it is one of GraphQL or `/v1`."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    kind: str = ""  # what it asks, for the list of what went wrong


@dataclass
class Junk:
    """`ids`: global ids of rows that exist, by type."""

    schema: GraphQLSchema
    ids: Mapping[str, Sequence[str]]
    random: random.Random

    def __post_init__(self) -> None:
        roots = {
            "query": self.schema.query_type,
            "mutation": self.schema.mutation_type,
            "subscription": self.schema.subscription_type,
        }
        self.operations = [
            (kind, name, operation)
            for kind, root in roots.items()
            if root
            for name, operation in root.fields.items()
        ]

    def request(self) -> Request:
        return self.graphql() if self.random.random() < 0.75 else self.http()

    def graphql(self) -> Request:
        kind, name, operation = self.random.choice(self.operations)
        if self.random.random() < 0.02:
            return self._odd_document()
        asked = [
            (n, a) for n, a in operation.args.items() if _is_required(a.type) or self.random.random() < 0.7
        ]
        heads = ", ".join(f"${n}: {a.type}" for n, a in asked)
        passed = ", ".join(f"{n}: ${n}" for n, _ in asked)
        head, call = (f"{kind}({heads})", f"{name}({passed})") if asked else (kind, name)
        document = f"{head} {{ {call} {_selected(operation)} }}"
        variables = {n: self.value(a.type, n) for n, a in asked}
        body = json.dumps({"query": document, "variables": variables}).encode()
        headers = {"content-type": "application/json"}
        if kind == "subscription":
            headers["accept"] = "text/event-stream"
        return Request("POST", "/graphql", body, headers, f"{kind} {name} {json.dumps(variables)[:300]}")

    def value(self, type_: GraphQLInputType, name: str = "", depth: int = 0) -> Any:
        if self.random.random() < 0.01:
            return self.random.choice((None, [], {}, "x", 1, self._nested()))
        if isinstance(type_, GraphQLNonNull):
            return self.value(type_.of_type, name, depth)
        if isinstance(type_, GraphQLList):
            return [
                self.value(type_.of_type, name, depth) for _ in range(self.random.choice((0, 1, 1, 2, 70)))
            ]
        if isinstance(type_, GraphQLInputObjectType):
            fields = type_.fields.items()
            return {
                n: self.value(f.type, n, depth + 1)
                for n, f in fields
                if _is_required(f.type) or self.random.random() < 0.5
            }
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice([*type_.values] * 8 + ["NOTHING", LONE, 1])
        match type_.name:
            case "ID":
                return self._id(name)
            case "Int" | "Float":
                return self.random.choice(FITTING if self.random.random() < 0.8 else NUMBERS)
            case "Boolean":
                return self.random.choice((True, False) * 8 + ("true", 1, None))
            case _ if self.random.random() < 0.3:
                return "How do I pay the invoice of May?"
            case _:
                return self.random.choice(TEXTS if self.random.random() < 0.3 else WHOLE)

    def _id(self, name: str) -> str:
        known = [type_ for type_ in self.ids if type_.lower().endswith(name.removesuffix("Id").lower())]
        likely = self.random.choice(known or list(self.ids))
        if self.random.random() < 0.6 and self.ids[likely]:
            return self.random.choice(self.ids[likely])
        row = self.random.choice((str(uuid4()), "", NUL, "not-a-uuid", "1", "a" * 3_000, "0" * 32, "é"))
        made = base64.b64encode(f"{self.random.choice(TYPES)}:{row}".encode()).decode()
        return self.random.choice(
            (made, made, made, "", NUL, LONE, "====", "a", base64.b64encode(b"\xff:\xfe").decode())
        )

    def _nested(self) -> Any:
        value: Any = 1
        for _ in range(500):
            value = [value] if self.random.random() < 0.5 else {"a": value}
        return value

    def _odd_document(self) -> Request:
        document = self.random.choice(
            (
                "{a(x:" + "[" * 1_900,
                "{" + "a{" * 900,
                "{a(x:" + "[" * 900 + "]" * 900 + ")}",
                "{ viewer { subject } }" + NUL,
                '{ agent(id: "\\ud800") { id } }',
                f'{{ agent(id: "{LONE}") {{ id }} }}',
                "query($a: Nope) { viewer { subject } }",
                "fragment F on Agent { ...F } { agents { edges { node { ...F } } } }",
                '{ node(id: "QWdlbnQ6MQ==") { id } }',
                "{ agents(first: " + "9" * 400 + ") { edges { cursor } } }",
                "query " + LONE + " { viewer { subject } }",
            )
        )
        body = {"query": document, "operationName": self.random.choice((None, LONE, "x"))}
        return Request(
            "POST", "/graphql", json.dumps(body).encode(), {"content-type": "application/json"}, document[:80]
        )

    def http(self) -> Request:
        path, other = (quote_from_bytes(self.random.choice(PATHS), safe=b"") for _ in range(2))
        text = quote_from_bytes(self.random.choice(TEXTS)[:2_000].encode("utf-8", "surrogatepass"))
        method, target, body = self.random.choice(
            (
                ("GET", f"/v1/models/{path}", b""),
                ("GET", "/v1/models", b""),
                ("POST", "/v1/chat/completions", self._chat()),
                ("POST", "/v1/chat/completions", self._chat()),
                ("GET", f"/agents/{path}/export?format={text}&split={other}", b""),
                ("GET", f"/agents/{path}/export?format=openai", b""),
                ("GET", f"/login?token={text}", b""),
                ("GET", f"/login?token={other}", b""),
                ("POST", "/logout", b""),
                ("GET", f"/assets/{path}", b""),
                ("GET", f"/{path}/{other}", b""),
                ("GET", "/metrics", b""),
                ("GET", f"/graphql?query={text}&variables={other}", b""),
                ("DELETE", f"/{path}", b""),
                ("POST", "/graphql", self.random.choice(TEXTS).encode("utf-8", "surrogatepass")),
            )
        )
        headers: dict[str, str | bytes] = {
            "content-type": self.random.choice(("application/json", "text/csv", ""))
        }
        if self.random.random() < 0.2:
            odd = self.random.choice(
                (b"Bearer \xff\xfe", b"Bearer", b"Basic eDp5", b"Bearer " + b"a" * 9_000, b"\xe9")
            )
            headers[self.random.choice(("authorization", "cookie", "origin", "accept"))] = odd
        if self.random.random() < 0.1:
            headers["cookie"] = self.random.choice(
                (b"coachable=\xff.\xe9", b"coachable=local.", b"coachable=a.b.c", b"=;;")
            )
            headers["authorization"] = b""
        return Request(
            method, target, body, headers, f"{method} {target[:120]} {body[:200]!r} {dict(headers)}"[:500]
        )

    def _chat(self) -> bytes:
        text = self.random.choice(TEXTS)
        messages = self.random.choice(
            (
                [{"role": "user", "content": text}],
                [{"role": "user", "content": [{"text": text}]}],
                [],
                None,
                [None],
                [text],
                [{"role": text, "content": "x"}],
                [{"role": "user", "content": self.random.choice(NUMBERS)}],
                self._nested(),
                [{"role": "system", "content": text}, {"role": "user", "content": "How do I pay?"}],
            )
        )
        body: dict[str, Any] = {
            "model": self.random.choice(
                (*TEXTS, "brightdesk-support", "brightdesk-support", "brightdesk-support@1", 1, None)
            ),
            "messages": messages,
            "stream": self.random.choice((True, False, "x", None)),
            "temperature": self.random.choice(NUMBERS),
            "coachable": self.random.choice((None, {"unchecked": True}, 1)),
            "stream_options": self.random.choice((None, 1, {"include_usage": True})),
        }
        whole = json.dumps(body).encode()
        return self.random.choice(
            (whole, whole, whole, b"[" * 100_000, b"\xff", b"", b'{"model": ' + b"1" * 5_000 + b"}")
        )


def _is_required(type_: GraphQLInputType) -> bool:
    return isinstance(type_, GraphQLNonNull)


def _selected(operation: GraphQLField) -> str:
    """Leaves of what comes back, one level deep, and what clients read of a problem."""
    return _leaves(get_named_type(operation.type), 1)


def _leaves(type_: GraphQLNamedType, depth: int) -> str:
    if is_leaf_type(type_):
        return ""
    parts = ["__typename"]
    if isinstance(type_, GraphQLUnionType):
        for member in type_.types:
            wanted = (
                "... on Problem { code message }"
                if "message" in member.fields and "code" in member.fields
                else ""
            )
            parts.append(wanted or f"... on {member.name} {_leaves(member, depth)}")
    elif isinstance(type_, GraphQLObjectType):
        for name, one in type_.fields.items():
            inner = get_named_type(one.type)
            if any(_is_required(argument.type) for argument in one.args.values()):
                continue
            if is_leaf_type(inner):
                parts.append(name)
            elif depth > 0:
                parts.append(f"{name} {_leaves(inner, depth - 1)}")
    return "{ " + " ".join(dict.fromkeys(parts)) + " }"
