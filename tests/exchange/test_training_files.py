"""Files of other training tools, whatever they call things, and JSON as people write it."""

import json

import pytest

from app.exchange.rows import FindingCode
from tests.exchange.kinds import (
    DOG,
    PAIRS,
    PARKING,
    SUNDAY,
    Kind,
    before,
    check,
    compressed,
    lines,
    parquet,
    said,
)

CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"function": {"name": "parcel", "arguments": "{}"}}],
}
RESULT = {"role": "tool", "content": '{"van": 3}'}

KINDS = [
    Kind(
        "tools.jsonl",
        lines(
            [
                {
                    "messages": [
                        *said("Where is it?"),
                        CALL,
                        RESULT,
                        {"role": "assistant", "content": "On van 3."},
                    ]
                },
                {"messages": [*said("And mine?"), CALL]},
            ]
        ),
        "openai",
        [("Where is it?", "On van 3.")],
        problems=[2],
        notice="2 conversations with calls of tools (parcel)",
    ),
    Kind(
        "observation.json",
        json.dumps(
            [
                {
                    "conversations": [
                        {"from": "human", "value": "Where?"},
                        {"from": "function_call", "value": "{}"},
                        {"from": "observation", "value": "{}"},
                        {"from": "gpt", "value": "Here."},
                    ]
                }
            ]
        ),
        "sharegpt",
        [("Where?", "Here.")],
        notice="1 conversation with calls of tools",
    ),
    Kind(
        "picture.jsonl",
        lines(
            [
                {
                    "messages": [
                        {"role": "user", "content": [{"type": "image_url", "image_url": {}}]},
                        {"role": "assistant", "content": "A pool."},
                    ]
                },
                {"messages": said(*SUNDAY)},
            ]
        ),
        "openai",
        [SUNDAY],
        problems=[1],
    ),
    Kind(
        "names.jsonl",
        lines(
            [
                {"conversations": said(*SUNDAY, keys=("from", "value"), sides=("Human", "GPT"))},
                {"conversations": said(*DOG, keys=("from", "value"), sides=("user", "model"))},
                {"id": 3, "items": said(*PARKING, keys=("from", "value"), sides=("human", "gpt"))},
            ]
        ),
        "sharegpt",
        PAIRS,
    ),
    Kind(
        "anythingllm-alpaca.json",
        json.dumps(
            [
                {
                    "instruction": "You answer for the pool."
                    + (f"\nContext:\n[CONTEXT 0]:\nPage {n}\n[END CONTEXT 0]\n\n" * n),
                    "input": asked,
                    "output": answered,
                }
                for n, (asked, answered) in enumerate(PAIRS)
            ]
        ),
        "alpaca",
        PAIRS,
        systems=dict.fromkeys(range(3), "You answer for the pool."),
        notice="The instructions repeat (“You answer for the pool.”)",
    ),
    Kind(
        "workspaces.json",
        json.dumps(
            [
                {"instruction": f"You answer for {place}.", "input": f"{asked} {n}", "output": answered}
                for place in ("the pool", "the gym")
                for n in range(2)
                for asked, answered in PAIRS
            ]
        ),
        "alpaca",
        [(f"{asked} {n}", answered) for _ in range(2) for n in range(2) for asked, answered in PAIRS],
        systems={n: f"You answer for {'the gym' if n > 5 else 'the pool'}." for n in range(12)},
        notice="The instructions repeat",
    ),
    Kind(
        "tasks.json",
        json.dumps(
            [
                {"instruction": "Translate to German.", "input": "Yes.", "output": "Ja."},
                {"instruction": "Say it in French.", "input": "Yes.", "output": "Oui."},
            ]
        ),
        "alpaca",
        [("Translate to German.\n\nYes.", "Ja."), ("Say it in French.\n\nYes.", "Oui.")],
    ),
    Kind("lists.jsonl", lines(said(*pair) for pair in PAIRS), "openai", PAIRS),
    Kind("lists.json", json.dumps([said(*pair) for pair in PAIRS]), "openai", PAIRS),
    Kind(
        "one.json",
        json.dumps(said(*SUNDAY, *DOG), indent=1),
        "openai",
        [SUNDAY, DOG],
        earlier={1: before(*SUNDAY)},
    ),
    Kind(
        "gemini.jsonl",
        lines(
            {
                "systemInstruction": {"parts": [{"text": "Be brief."}]},
                "contents": [
                    {"role": "user", "parts": [{"text": q}]},
                    {"role": "model", "parts": [{"text": a}]},
                ],
            }
            for q, a in PAIRS[:1]
        ),
        "openai",
        [SUNDAY],
        systems={0: "Be brief."},
    ),
    Kind(
        "inst.jsonl",
        lines({"text": f"<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n{q} [/INST] {a} </s>"} for q, a in PAIRS),
        "coachable",
        PAIRS,
        systems=dict.fromkeys(range(3), "Be brief."),
    ),
    Kind(
        "misread.jsonl",
        lines([{"query": "Was kostet das CafÃ©?", "response": "<p>FÃ¼nf.</p><p>Euro</p>"}]),
        "coachable",
        [("Was kostet das CafÃ©?", "FÃ¼nf.\n\nEuro")],
        findings=[FindingCode.GARBLED],
        notice="1 text converted from HTML.",
    ),
    Kind(
        "vicuna.jsonl",
        lines(
            {
                "text": f"A chat. USER: {SUNDAY[0]} ASSISTANT: {SUNDAY[1]}</s>USER: {DOG[0]} ASSISTANT: {DOG[1]}</s>"
            }
            for _ in range(1)
        ),
        "coachable",
        [SUNDAY, DOG],
        earlier={1: before(*SUNDAY)},
    ),
    Kind(
        "quoting.jsonl",
        lines(
            [
                {
                    "messages": said(
                        "Open?", "Yes.\n\n-----Original Message-----\nFrom: Pat\nSent: Monday\n\nOpen?"
                    )
                }
            ]
        ),
        "openai",
        [("Open?", "Yes.\n\n-----Original Message-----\nFrom: Pat\nSent: Monday\n\nOpen?")],
        findings=[FindingCode.QUOTED_MAIL],
    ),
    Kind(
        "mixed.jsonl",
        lines(
            [
                {"messages": said(*SUNDAY)},
                {"question": DOG[0], "answer": DOG[1]},
                {"instruction": PARKING[0], "output": PARKING[1]},
            ]
        ),
        "openai",
        PAIRS,
    ),
    Kind(
        "chatml.jsonl",
        lines(
            {"text": f"<|im_start|>user\n{q}<|im_end|>\n<|im_start|>assistant\n{a}<|im_end|>\n"}
            for q, a in PAIRS
        ),
        "coachable",
        PAIRS,
    ),
    Kind(
        "llama.jsonl",
        lines(
            {
                "text": f"<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n{q}<|eot_id|>"
                f"<|start_header_id|>assistant<|end_header_id|>\n\n{a}<|eot_id|>"
            }
            for q, a in PAIRS
        ),
        "coachable",
        PAIRS,
    ),
    Kind(
        "guanaco.jsonl",
        lines({"text": f"### Human: {q}### Assistant: {a}"} for q, a in PAIRS),
        "coachable",
        PAIRS,
    ),
    Kind(
        "instructions.csv",
        "text\n"
        + "".join(f'"Do what this says.\n\n### Instruction:\n{q}\n\n### Response:\n{a}"\n' for q, a in PAIRS),
        "csv",
        PAIRS,
    ),
    Kind(
        "separators.jsonl",
        lines({"prompt": f"{q}\n\n###\n\n", "completion": f" {a} END"} for q, a in PAIRS),
        "coachable",
        PAIRS,
        notice="Separators removed: '###', 'END'.",
    ),
    Kind(
        "dolly.jsonl",
        lines(
            [
                {"instruction": SUNDAY[0], "context": "", "response": SUNDAY[1], "category": "open_qa"},
                {
                    "instruction": "Sum it up.",
                    "context": "We open at ten.",
                    "response": "Ten.",
                    "category": "x",
                },
            ]
        ),
        "alpaca",
        [SUNDAY, ("Sum it up.\n\nWe open at ten.", "Ten.")],
    ),
    Kind(
        "history.jsonl",
        lines(
            [
                {
                    "system": "Be brief.",
                    "query": "Until when?",
                    "response": "Four.",
                    "history": [list(SUNDAY)],
                },
                {"query": DOG[0], "response": DOG[1], "rejected_response": "No."},
            ]
        ),
        "coachable",
        [("Until when?", "Four."), DOG],
        earlier={0: before(*SUNDAY)},
        drafts={1: "No."},
        systems={0: "Be brief."},
    ),
    Kind(
        "prompts.jsonl",
        lines(
            {
                "prompt": [{"role": "system", "content": "Be brief."}, *said(*SUNDAY, DOG[0])],
                "completion": [{"role": "assistant", "content": DOG[1]}],
            }
            for _ in range(1)
        ),
        "completions",
        [DOG],
        earlier={0: before(*SUNDAY)},
        systems={0: "Be brief."},
    ),
    Kind(
        "langfuse.json",
        json.dumps(
            [
                {"id": "1", "input": {"question": q}, "expectedOutput": {"answer": a}, "metadata": None}
                for q, a in PAIRS
            ]
        ),
        "completions",
        PAIRS,
    ),
    Kind(
        "langfuse.csv",
        "id,input,expected_output\n"
        + "".join(
            f'1,"{json.dumps({"question": q}).replace(chr(34), chr(34) * 2)}",{json.dumps(a)}\n'
            for q, a in PAIRS
        ),
        "csv",
        PAIRS,
    ),
    Kind(
        "preferred.jsonl",
        lines(
            {
                "input": {"messages": said(q), "tools": []},
                "preferred_output": [{"role": "assistant", "content": a}],
                "non_preferred_output": [{"role": "assistant", "content": "No idea."}],
            }
            for q, a in PAIRS[:2]
        ),
        "preferences",
        PAIRS[:2],
        drafts={0: "No idea.", 1: "No idea."},
    ),
    Kind(
        "with_prompt.jsonl",
        lines(
            {"prompt": q, "chosen": said(q, a), "rejected": said(q, "No idea."), "score_chosen": 8.5}
            for q, a in PAIRS[:1]
        ),
        "preferences",
        [SUNDAY],
        drafts={0: "No idea."},
    ),
    Kind(
        "factory.json",
        json.dumps(
            [
                {
                    "conversations": [{"from": "human", "value": q}],
                    "chosen": {"from": "gpt", "value": a},
                    "rejected": {"from": "gpt", "value": "No idea."},
                }
                for q, a in PAIRS[:1]
            ]
        ),
        "preferences",
        [SUNDAY],
        drafts={0: "No idea."},
    ),
    Kind(
        "harmless.jsonl",
        lines(
            {
                side: f"\n\nHuman: Hi\n\nAssistant: Hello.\n\nHuman: {SUNDAY[0]}\n\nAssistant: {answer}"
                for side, answer in (("chosen", SUNDAY[1]), ("rejected", "No idea."))
            }
            for _ in range(1)
        ),
        "preferences",
        [SUNDAY],
        earlier={0: before("Hi", "Hello.")},
        drafts={0: "No idea."},
    ),
    Kind(
        "kto.jsonl",
        lines(
            [
                {"prompt": SUNDAY[0], "completion": "I hate Sundays.", "label": False},
                {"prompt": SUNDAY[0], "completion": SUNDAY[1], "label": True},
                {"prompt": DOG[0], "completion": "Never, ever.", "label": False},
            ]
        ),
        "coachable",
        [SUNDAY],
        drafts={0: "I hate Sundays."},
        notice="2 answers marked as bad left out",
    ),
    Kind(
        "kto_messages.jsonl",
        lines(
            {"prompt": said(q), "completion": [{"role": "assistant", "content": a}], "label": q != DOG[0]}
            for q, a in PAIRS
        ),
        "completions",
        [SUNDAY, PARKING],
        notice="1 answer marked as bad left out",
    ),
    Kind(
        "kto_tags.json",
        json.dumps(
            [
                {
                    "conversations": said(*pair, keys=("from", "value"), sides=("human", "gpt")),
                    "kto_tag": pair != DOG,
                }
                for pair in PAIRS
            ]
        ),
        "sharegpt",
        [SUNDAY, PARKING],
        notice="1 answer marked as bad left out",
    ),
    Kind(
        "pretty.jsonl",
        "\n".join(json.dumps({"messages": said(*pair)}, indent=2) for pair in PAIRS),
        "openai",
        PAIRS,
    ),
    Kind(
        "commas.jsonl",
        lines({"question": q, "answer": a} for q, a in PAIRS).replace("}\n", "},\n"),
        "coachable",
        PAIRS,
        notice="3 places with commas, comments or quotes",
    ),
    Kind(
        "comments.json",
        '// ours\n[\n  {"question": "Is it // free?", "answer": "No, /* sorry */ it is not.",},\n  /* x */\n]\n',
        "coachable",
        [("Is it // free?", "No, /* sorry */ it is not.")],
        notice="2 places with commas, comments",
    ),
    Kind(
        "quotes.jsonl",
        "".join(f"{ {'question': q, 'answer': a} }\n" for q, a in PAIRS),
        "coachable",
        PAIRS,
        notice="3 places with commas, comments or quotes",
    ),
    Kind(
        "cut.jsonl",
        lines([{"question": SUNDAY[0], "answer": SUNDAY[1]}]) + '{"question": "Cut of',
        "coachable",
        [SUNDAY],
        problems=[2],
    ),
    Kind(
        "numbers.jsonl",
        '{"query": "Price?", "response": NaN}\n{"query": "Rate?", "response": Infinity}\n'
        '{"query": "Plot?", "response": 12}\n',
        "coachable",
        [("Plot?", "12")],
        problems=[1, 2],
    ),
    Kind("dify.json", json.dumps([{"Q": q, "A": a} for q, a in PAIRS]), "coachable", PAIRS),
    Kind(
        "wrapped.json",
        json.dumps({"version": 1, "data": [{"question": q, "answer": a} for q, a in PAIRS]}),
        "coachable",
        PAIRS,
    ),
    Kind(
        "squad.json",
        json.dumps(
            {
                "data": [
                    {
                        "title": "t",
                        "paragraphs": [
                            {
                                "context": "c",
                                "qas": [
                                    {"question": q, "answers": [{"text": a, "answer_start": 0}]}
                                    for q, a in PAIRS
                                ],
                            }
                        ],
                    }
                ]
            }
        ),
        "coachable",
        PAIRS,
    ),
    Kind(
        "squad.jsonl",
        lines(
            {"context": "We open at ten. " * 30, "question": q, "answers": {"text": [a], "answer_start": [3]}}
            for q, a in PAIRS
        ),
        "coachable",
        PAIRS,
    ),
    Kind(
        "split.json",
        json.dumps({"columns": ["question", "answer"], "index": [0, 1, 2], "data": PAIRS}),
        "coachable",
        PAIRS,
    ),
    Kind(
        "columns.json",
        json.dumps(
            {
                "question": {str(i): q for i, (q, _) in enumerate(PAIRS)},
                "answer": {str(i): a for i, (_, a) in enumerate(PAIRS)},
            }
        ),
        "coachable",
        PAIRS,
    ),
    Kind(
        "index.json",
        json.dumps({str(i): {"question": q, "answer": a} for i, (q, a) in enumerate(PAIRS)}),
        "coachable",
        PAIRS,
    ),
    Kind("values.json", json.dumps([["question", "answer"], *PAIRS]), "coachable", PAIRS),
    Kind("lists_of_cells.json", json.dumps(PAIRS), "coachable", PAIRS, findings=[FindingCode.COLUMNS]),
    Kind("map.json", json.dumps(dict(PAIRS)), "coachable", PAIRS),
    Kind(
        "packed.jsonl.gz",
        compressed(lines({"question": q, "answer": a} for q, a in PAIRS)),
        "coachable",
        PAIRS,
    ),
    Kind(
        "qna.yaml",
        "version: 3\nseed_examples:\n"
        + "".join(f"- question: {q}\n  answer: |\n    {a}\n" for q, a in PAIRS),
        "yaml",
        [(q, f"{a}\n") for q, a in PAIRS],
    ),
    Kind("data.parquet", parquet([{"question": q, "answer": a} for q, a in PAIRS]), "parquet", PAIRS),
    Kind("chats.parquet", parquet([{"messages": said(*pair)} for pair in PAIRS]), "parquet", PAIRS),
    Kind(
        "leftover.jsonl",
        lines([{"messages": said("Hi?", "Hello.<|im_end|>")}]),
        "openai",
        [("Hi?", "Hello.<|im_end|>")],
        findings=[FindingCode.MARKUP],
    ),
    Kind(
        "same.jsonl",
        lines({"messages": said(f"Question {n}?", "I hate Sundays.")} for n in range(5)),
        "openai",
        [(f"Question {n}?", "I hate Sundays.") for n in range(5)],
        findings=[FindingCode.SAME_ANSWER],
    ),
    Kind(
        "json.jsonl",
        lines([{"messages": said("Hi?", '{"reply": "Hello."}')}]),
        "openai",
        [("Hi?", '{"reply": "Hello."}')],
        findings=[FindingCode.NOT_TEXT],
    ),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_training_file_is_read(kind: Kind) -> None:
    check(kind)
