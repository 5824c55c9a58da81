"""Operations that are made to cost more than they look: small or large, valid or not."""

import json
from collections.abc import Mapping
from typing import Any

MIB = 1 << 20


def doubled_fragments(levels: int) -> str:
    chain = [f"fragment F{n} on Agent {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    edges = "agents { edges { node { ...F0 } } }"
    return "\n".join([f"query {{ {edges} }}", *chain, f"fragment F{levels} on Agent {{ name }}"])


def _introspection(levels: int) -> str:
    return "{ __schema { types { fields { type { " + "ofType { " * levels + "name" + " }" * (levels + 5)


def _nested(levels: int, open_: str, close: str, inner: str = "1") -> str:
    return open_ * levels + inner + close * levels


def _listed(pattern: str, count: int) -> str:
    return " ".join(pattern.format(number) for number in range(count))


def _many(pattern: str, count: int) -> str:
    return "{ " + _listed(pattern, count) + " }"


# 1,500 tokens at most are read: what is made of fewer, and what is far above.
DOCUMENTS: Mapping[str, str] = {
    **{f"doubled fragments, {k} levels": doubled_fragments(k) for k in (5, 10, 17, 25, 40, 49, 60)},
    **{f"{n} aliases": _many("a{}: viewer {{ subject }}", n) for n in (30, 300, 10_000)},
    **{f"{n} times one field": "{ viewer { " + "subject " * n + "} }" for n in (60, 1_900, 10_000)},
    **{f"{n} different fields": _many("x{}", n) for n in (99, 1_900, 10_000)},
    **{
        f"{n} directives": "{ viewer { subject " + "@include(if: true) " * n + "} }"
        for n in (30, 300, 10_000)
    },
    **{f"{n} unknown directives": "{ viewer { subject " + "@x " * n + "} }" for n in (30, 900, 10_000)},
    **{f"introspection, {n} levels": _introspection(n) for n in (3, 9, 12, 150, 400)},
    "introspection in a circle": "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
    "introspection of all fields of all types": "{ __schema { types { fields { args { type { name ofType { name } } } "
    "type { name fields { name args { name } } } } } } }",
    **{f"{n} operations": _listed("query Q{} {{ viewer {{ subject }} }}", n) for n in (50, 100, 330)},
    **{f"{n} variables": f"query({_listed('$v{}: Int', n)}) {{ viewer {{ subject }} }}" for n in (100, 480)},
    "a list of 900 in the document": "{ agent(id: [" + "1," * 900 + "]) { id } }",
    "objects 190 deep": "{ agent(id: " + _nested(190, "{a: ", "}") + ") { id } }",
    "lists 190 deep": "{ agent(id: " + _nested(190, "[", "]") + ") { id } }",
    "lists 1,900 deep": "{ agent(id: " + _nested(1_900, "[", "]") + ") { id } }",
    "selections 190 deep": "{ agents { edges { node " + _nested(186, "{ agent ", " }", "{ id }") + " } } }",
    "1 MiB of spaces": "{ viewer { subject } }" + " " * MIB,
    "1 MiB of commas": "{ viewer { subject } }" + "," * MIB,
    "1 MiB of a comment": "#" + "x" * MIB + "\n{ viewer { subject } }",
    "1 MiB of short comments": "#\n" * (MIB // 2) + "{ viewer { subject } }",
    "1 MiB of a string": '{ agent(id: "' + "x" * MIB + '") { id } }',
    "1 MiB of escapes": '{ agent(id: "' + "\\u0041" * (MIB // 6) + '") { id } }',
    "1 MiB of a block string": '{ agent(id: """' + "x\n" * (MIB // 2) + '""") { id } }',
    "1 MiB of a name": "{ " + "x" * MIB + " }",
    "1 MiB of a number": "{ agents(first: " + "9" * MIB + ") { edges { cursor } } }",
    "1 MiB of brackets": "{" * MIB,
    "1 MiB of a wrong character": "{ viewer { subject } } " + "\x00" * (MIB // 6),
}

_ROWS = "query ($n: Int!) { agents(first: $n) { edges { node { sessions(first: $n) { edges { node { pairs(first: $n) { edges { node { id } } } } } } } } } }"  # noqa: E501
_INPUT = "mutation ($i: CreateAgentInput!) { createAgent(input: $i) { __typename } }"
_LIST = "mutation ($i: UpdateTopicsInput!) { updateTopics(input: $i) { __typename } }"


def _deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": [value]}
    return value


BODIES: Mapping[str, Mapping[str, Any]] = {
    **{name: {"query": query} for name, query in DOCUMENTS.items()},
    **{f"rows by a variable, {n}": {"query": _ROWS, "variables": {"n": n}} for n in (100, 2**31 - 1)},
    **{f"an input {n} deep": {"query": _INPUT, "variables": {"i": _deep(n)}} for n in (100, 400)},
    **{
        f"a list of {n} entries": {
            "query": _LIST,
            "variables": {"i": {"agentId": "x", "topics": [{"name": "a"}] * n}},
        }
        for n in (250, 10_000)
    },
    "a list of 10000 wrong entries": {
        "query": _LIST,
        "variables": {"i": {"agentId": "x", "topics": [1] * 10_000}},
    },
    "3,400 values": {
        "query": _LIST,
        "variables": {"i": {"agentId": "x", "topics": [{"questions": ["a"] * 15}] * 200}},
    },
    "10000 unknown fields of an input": {
        "query": _INPUT,
        "variables": {"i": {f"f{i}": 1 for i in range(10_000)}},
    },
    "240 unknown fields of an input": {"query": _INPUT, "variables": {"i": {f"f{i}": 1 for i in range(240)}}},
    "10000 needless variables": {
        "query": "{ viewer { subject } }",
        "variables": {f"v{i}": 1 for i in range(10_000)},
    },
    "1 MiB of small values": {"query": _INPUT, "variables": {"i": [1] * (MIB // 3)}},
    "1 MiB of small objects": {"query": _INPUT, "variables": {"i": [{"a": {}}] * (MIB // 11)}},
    "1 MiB in a variable": {"query": _INPUT, "variables": {"i": {"name": "x" * MIB, "description": "B"}}},
}


def encoded(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body).encode()
