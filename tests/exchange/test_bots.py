"""What other bots and helpdesks say by themselves: intents, saved replies, and texts in labelled pieces."""

import json

import pytest

from app.errors import InvalidInput
from app.exchange import formats
from app.exchange.rows import FindingCode
from app.exchange.source import Source
from tests.exchange.kinds import DOG, SUNDAY, Kind, before, check, lines

HOURS = "From nine to five."


def pieces(*texts: str) -> dict[str, object]:
    """The second, fourth, ... are learned."""
    return {"segments": [{"label": bool(place % 2), "text": text} for place, text in enumerate(texts)]}


RASA = """
version: "3.1"
nlu:
- intent: ask_hours
  examples: |
    - When are you open?
    - Open on [Sunday](day)?
- intent: faq/dogs
  examples: |
    - Can I bring my [dog]{"entity": "pet"}?
rules:
- rule: hours
  steps:
  - intent: ask_hours
  - action: utter_hours
responses:
  utter_hours:
  - text: "From nine to five."
  - text: "Nine to five!"
  utter_faq/dogs:
  - text: "Yes, on a lead and only outside."
"""

# fmt: off
KINDS = [
    Kind("turns.jsonl", lines([pieces("Where is it?", "Here.", "And mine?", "There.")]), "segments",
         [("Where is it?", "Here."), ("And mine?", "There.")], earlier={1: before("Where is it?", "Here.")}),
    Kind("headed.jsonl", lines([pieces(f"<s>### Question:\n{SUNDAY[0]}\n### Answer:\n", f"{SUNDAY[1]}</s>")]),
         "segments", [SUNDAY]),
    Kind("chatml.jsonl",
         lines([pieces("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhere?<|im_end|>\n"
                       "<|im_start|>assistant\n", "Here.<|im_end|>")]),
         "segments", [("Where?", "Here.")], systems={0: "Be brief."}),
    Kind("labelled.jsonl", lines([{"segments": [{"label": True}]}, pieces(*SUNDAY)]), "segments", [SUNDAY],
         problems=[1]),
    Kind("intent.json",
         json.dumps({
             "name": "hours", "auto": True, "responses": [{"messages": [{"speech": [HOURS, "9 to 5"]}]}],
             "userSays": [{"data": [{"text": "When do you "}, {"text": "open", "meta": "@x"}]},
                          {"data": [{"text": "Hours?"}]}],
         }),
         "intents", [("When do you open", HOURS), ("Hours?", HOURS)]),
    Kind("unasked.json", json.dumps({"name": "a", "auto": True, "responses": [{"messages": [{"speech": HOURS}]}]}),
         "intents", [], problems=[1]),
    Kind("rasa.yml", RASA, "yaml",
         [("When are you open?", HOURS), ("Open on Sunday?", HOURS), ("Can I bring my dog?", DOG[1])]),
    Kind("macros.json",
         json.dumps({"macros": [
             {"id": 1, "title": "Hours::Sunday",
              "actions": [{"field": "comment_value", "value": ["channel:all", SUNDAY[1]]}]},
             {"id": 2, "title": "Dogs", "actions": [{"field": "comment_value_html", "value": f"<p>{DOG[1]}</p>"}]},
             {"id": 3, "title": "Old", "active": False, "actions": [{"field": "comment_value", "value": "No."}]},
             {"id": 4, "title": "Close", "actions": [{"field": "status", "value": "solved"}]},
         ]}),
         "macros", [("Sunday", SUNDAY[1]), ("Dogs", DOG[1])], findings=[FindingCode.COLUMNS]),
    Kind("replies.json",
         json.dumps([{"name": "Parcel", "actions": [{"arguments": {"body_text": "It comes on {{ticket.date}}."}}]}]),
         "macros", [("Parcel", "It comes on {{ticket.date}}.")], findings=[FindingCode.COLUMNS, FindingCode.MARKUP]),
]
# fmt: on


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind(kind: Kind) -> None:
    check(kind)


@pytest.mark.parametrize(
    ("responses", "told"),
    [
        (
            "",
            "The file has the questions of 1 intent and no answers: put the `responses:` of Rasa's domain.yml",
        ),
        (
            "responses: {utter_bye: [{text: Bye}]}",
            "No intent of the file has an answer: one is named after its intent",
        ),
    ],
)
def test_questions_of_intents_without_answers_are_told(responses: str, told: str) -> None:
    text = f"nlu:\n- intent: hours\n  examples: |\n    - Open?\n{responses}\n"
    with pytest.raises(InvalidInput, match=told):
        formats.read(Source(data=text.encode(), name="nlu.yml"))
