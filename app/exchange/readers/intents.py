"""Intents of chatbots: many ways to ask for the same thing, and what the bot says to it. Dialogflow's and Rasa's.

https://cloud.google.com/dialogflow/es/docs/agents-settings#export, https://rasa.com/docs/rasa/training-data-format
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.errors import InvalidInput
from app.exchange.format import Format
from app.exchange.notes import Notes
from app.exchange.rows import Row, Unreadable
from app.text.fields import counted

# [next Monday](day), [next Monday]{"entity": "day"}
_ENTITY = re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\{[^}\n]*\})")
_POINT = re.compile(r"^\s*-\s+(.+)$", re.M)


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """A pair for each way to ask of one of Dialogflow's intents. Raises Unreadable."""
    answer = next(filter(None, map(_spoken, _messages(data))), None)
    asked = ["".join(part["text"] for part in one["data"]) for one in data.get("userSays") or ()]
    name = data.get("name")
    if not asked:
        raise Unreadable(
            f"The intent {name!r} has no questions: Dialogflow keeps them in a file beside this one, with “_usersays_” "
            "in its name. Put its list into this object as “userSays”."
        )
    if answer is None:
        raise Unreadable(f"The intent {name!r} has no answer in words.")
    category = name if isinstance(name, str) else None
    return (Row(question, answer, category=category) for question in asked)


def _messages(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for response in data["responses"]:
        yield from (one for one in response.get("messages") or () if isinstance(one, dict))


def _spoken(message: Mapping[str, Any]) -> str:
    """The first of several ways to say it."""
    said = message.get("speech")
    said = said[0] if isinstance(said, list) and said else said
    return said if isinstance(said, str) and said.strip() else ""


def rasa(document: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Questions with answers of a file that has both Rasa's `nlu` and its `responses`. Raises InvalidInput."""
    said = {
        name: text
        for name, variants in (document.get("responses") or {}).items()
        if (text := _first(variants))
    }
    intents = [
        one for one in document["nlu"] or () if isinstance(one, dict) and isinstance(one.get("intent"), str)
    ]
    if not said:
        raise InvalidInput(
            f"The file has the questions of {counted(len(intents), 'intent')} and no answers: put the `responses:` of "
            "Rasa's domain.yml below them.",
            "content",
        )
    actions = _actions(document)
    answers = {
        name: said.get(actions.get(name, f"utter_{name}"), "") for name in (one["intent"] for one in intents)
    }
    if not any(answers.values()):
        raise InvalidInput(
            "No intent of the file has an answer: one is named after its intent (`utter_opening_hours`), or follows it "
            "in one of the `rules`.",
            "content",
        )
    for one in intents:
        for example in _POINT.findall(str(one.get("examples", ""))):
            question = _ENTITY.sub(r"\1", example)
            yield {"question": question, "answer": answers[one["intent"]], "category": one["intent"]}


def _first(variants: Any) -> str:
    found = (
        variants[0].get("text")
        if isinstance(variants, list) and variants and isinstance(variants[0], dict)
        else ""
    )
    return found if isinstance(found, str) else ""


def _actions(document: Mapping[str, Any]) -> dict[str, str]:
    """What follows an intent in a rule or story."""
    found: dict[str, str] = {}
    for one in [*(document.get("rules") or ()), *(document.get("stories") or ())]:
        steps = [step for step in one.get("steps") or () if isinstance(step, dict)]
        for step, behind in zip(steps, steps[1:], strict=False):
            if "intent" in step and str(behind.get("action", "")).startswith("utter_"):
                found.setdefault(str(step["intent"]), str(behind["action"]))
    return found


def _signs(data: Mapping[str, Any]) -> bool:
    responses = data.get("responses")
    if not isinstance(responses, list) or not all(isinstance(one, dict) for one in responses):
        return False
    return any("messages" in one for one in responses) and bool(
        {"userSays", "webhookUsed", "auto"} & data.keys()
    )


FORMAT = Format(
    name="intents",
    title="intents of chatbots",
    reads="Dialogflow's intents as JSON, with `userSays` and `responses`: of each way to ask a pair. Rasa's `nlu` and "
    "`responses` are read from one YAML file.",
    suffixes=(".json",),
    signs=_signs,
    shape=read,
)
