"""What people copy out of their chat tools, helpdesks and labelling tools, and what each becomes."""

import json

import pytest

from app.exchange.rows import FindingCode, Turn
from tests.exchange.kinds import DOG, PAGE, PAIRS, SUNDAY, Kind, before, check, lines, said, workbook

SPEAKERS = [FindingCode.SPEAKERS]
COLUMNS = [FindingCode.COLUMNS]


GREETING = Turn("assistant", "Good morning!")

# fmt: off
CHATS = [
    Kind(
        "whatsapp.txt",
        "3/9/26, 10:01 - Messages and calls are end-to-end encrypted.\n"
        f"3/9/26, 10:02 - Ines: {SUNDAY[0]}\n3/9/26, 10:05 - Hall: {SUNDAY[1]}\n3/9/26, 10:05 - Hall: <Media omitted>\n"
        f"3/9/26, 10:09 - Ines: {DOG[0]}\n3/9/26, 10:10 - Hall: {DOG[1]}\n",
        "page",
        [SUNDAY, DOG],
        findings=PAGE,
        earlier={1: before(*SUNDAY)},
    ),
    Kind(
        "whatsapp of a house that wrote first.txt",
        "[09.03.26, 10:01:00] Halle: \u200eNachrichten sind verschlüsselt.\n"
        f"[09.03.26, 10:02:00] Ines B.: {SUNDAY[0]}\n[09.03.26, 10:05:00] Halle: {SUNDAY[1]}\nBis dann!\n"
        f"[09.03.26, 10:09:00] Ines B.: {DOG[0]}\n[09.03.26, 10:09:30] Ines B.: \u200eBild weggelassen\n"
        f"[09.03.26, 10:10:00] Halle: {DOG[1]}\n[09.03.26, 10:11:00] Halle: Bitte.\n",
        "page",
        [(SUNDAY[0], f"{SUNDAY[1]}\nBis dann!"), (DOG[0], f"{DOG[1]}\n\nBitte.")],
        findings=PAGE,
        earlier={1: before(SUNDAY[0], f"{SUNDAY[1]}\nBis dann!")},
    ),
    Kind(
        "teams.txt",
        f"[3/9/2026 10:01 AM] Tom Support\nGood morning!\n\n[3/9/2026 10:02 AM] Ines Berg\n{SUNDAY[0]}\n\n"
        f"[3/9/2026 10:05 AM] Tom Support\n{SUNDAY[1]}\n\n[3/9/2026 10:06 AM] Ines Berg\n{DOG[0]}\n\n"
        f"[3/9/2026 10:07 AM] Tom Support\n{DOG[1]}\n",
        "page",
        [SUNDAY, DOG],
        findings=PAGE,
        earlier={0: (GREETING,), 1: (GREETING, *before(*SUNDAY))},
    ),
    Kind(
        "slack.json",
        json.dumps([
            {"type": "message", "subtype": "channel_join", "user": "U1", "ts": "1.0", "text": "has joined"},
            {"type": "message", "user": "U1", "ts": "2.0", "text": SUNDAY[0], "user_profile": {"real_name": "Ines"}},
            {"type": "message", "user": "U2", "ts": "3.0", "text": SUNDAY[1], "user_profile": {"real_name": "Tom"}},
            {"type": "message", "user": "U1", "ts": "4.0", "text": DOG[0]},
            {"type": "message", "user": "U2", "ts": "5.0", "text": DOG[1]},
        ]),
        "openai",
        [SUNDAY, DOG],
        findings=SPEAKERS,
        earlier={1: before(*SUNDAY)},
    ),
    Kind(
        "slack with threads.json",
        json.dumps([
            {"type": "message", "user": "U1", "ts": "2.0", "thread_ts": "2.0", "text": SUNDAY[0]},
            {"type": "message", "user": "U3", "ts": "2.5", "thread_ts": "2.5", "text": DOG[0]},
            {"type": "message", "user": "U2", "ts": "3.0", "thread_ts": "2.0", "text": SUNDAY[1]},
            {"type": "message", "user": "U2", "ts": "4.0", "thread_ts": "2.5", "text": DOG[1]},
        ]),
        "openai",
        [SUNDAY, DOG],
        findings=SPEAKERS,
    ),
    Kind(
        "telegram.json",
        json.dumps({"name": "Hall", "type": "personal_chat", "id": 1, "messages": [
            {"id": 1, "type": "service", "actor": "Ines", "action": "phone_call", "text": ""},
            {"id": 2, "type": "message", "from": "Ines", "text": SUNDAY[0]},
            {"id": 3, "type": "message", "from": "Hall", "text": [
                "Yes, ", {"type": "bold", "text": "from ten to four"}, ".",
            ]},
        ]}),
        "openai",
        [SUNDAY],
        findings=SPEAKERS,
    ),
    Kind(
        "livechat.json",
        json.dumps({"chats": [{
            "id": "P1",
            "users": [{"id": "t@hall.example", "type": "agent"}, {"id": "c1", "type": "customer"}],
            "thread": {"id": "T1", "events": [
                {"type": "system_message", "text": "The chat has begun."},
                {"type": "message", "author_id": "t@hall.example", "text": "Good morning!"},
                {"type": "message", "author_id": "c1", "text": SUNDAY[0]},
                {"type": "message", "author_id": "t@hall.example", "text": SUNDAY[1]},
            ]},
        }]}),
        "helpdesk",
        [SUNDAY],
        earlier={0: (GREETING,)},
    ),
    Kind(
        "crisp.json",
        json.dumps({"conversations": [{"session_id": "s1", "messages": [
            {"type": "text", "from": "user", "content": SUNDAY[0]},
            {"type": "note", "from": "operator", "content": "He owes us money."},
            {"type": "text", "from": "operator", "content": SUNDAY[1]},
        ]}]}),
        "openai",
        [SUNDAY],
        notice="1 internal note",
    ),
    Kind(
        "gorgias.json",
        json.dumps({"data": [{"id": 1, "subject": "Sunday", "messages": [
            {"id": 1, "from_agent": False, "public": True, "body_text": SUNDAY[0]},
            {"id": 2, "from_agent": True, "public": False, "body_text": "Who knows?"},
            {"id": 3, "from_agent": True, "public": True, "body_text": SUNDAY[1]},
        ]}]}),
        "helpdesk",
        [SUNDAY],
        notice="1 internal note",
    ),
    Kind(
        "front.json",
        json.dumps({"_results": [{"id": "c1", "subject": "Sunday", "messages": [
            {"id": "m1", "is_inbound": True, "text": SUNDAY[0]}, {"id": "m2", "is_inbound": False, "text": SUNDAY[1]},
        ]}]}),
        "helpdesk",
        [SUNDAY],
    ),
    Kind(
        "articles.json",
        json.dumps({"count": 3, "articles": [
            {"id": n, "author_id": 3, "title": asked, "body": f"<p>{answered}</p>", "draft": False}
            for n, (asked, answered) in enumerate(PAIRS)
        ]}),
        "coachable",
        PAIRS,
        findings=COLUMNS,
    ),
    Kind(
        "argilla.json",
        json.dumps([
            {"id": str(n), "fields": {"prompt": asked, "response": answered}, "metadata": {}, "responses": {}}
            for n, (asked, answered) in enumerate(PAIRS)
        ]),
        "coachable",
        PAIRS,
    ),
    Kind(
        "label-studio.json",
        json.dumps([
            {"id": n, "data": {"prompt": asked}, "annotations": [
                {"result": [{"from_name": "response", "type": "textarea", "value": {"text": [answered]}}]}
            ]}
            for n, (asked, answered) in enumerate(PAIRS)
        ]),
        "coachable",
        PAIRS,
    ),
    Kind(
        "botpress.json",
        json.dumps({"qnas": [
            {"id": "n", "data": {"answers": {"en": [SUNDAY[1]]}, "questions": {"en": [SUNDAY[0], "open sundays"]}}}
        ]}),
        "coachable",
        [SUNDAY, ("open sundays", SUNDAY[1])],
    ),
    Kind(
        "ultrafeedback.jsonl",
        lines([{
            "conversation": [{"input": SUNDAY[0], "output": None}],
            "chosen": [{"role": "user", "content": SUNDAY[0]}, {"role": "assistant", "content": SUNDAY[1]}],
            "rejected": [{"role": "user", "content": SUNDAY[0]}, {"role": "assistant", "content": "No."}],
        }]),
        "preferences",
        [SUNDAY],
        drafts={0: "No."},
    ),
    Kind(
        "numbers of China.txt",
        "常见问题\n\n1、周日开门吗？\n开，十点到四点。\n\n2、可以带狗吗？\n可以，只能在外面。\n",
        "page",
        [("周日开门吗？", "开，十点到四点。"), ("可以带狗吗？", "可以，只能在外面。")],
        findings=PAGE,
    ),
    Kind(
        "numbers of Arabia.txt",
        "١- هل تفتحون يوم الأحد؟\nنعم، من العاشرة.\n\n٢- هل أحضر كلبي؟\nنعم، في الخارج فقط.\n",
        "page",
        [("هل تفتحون يوم الأحد؟", "نعم، من العاشرة."), ("هل أحضر كلبي؟", "نعم، في الخارج فقط.")],
        findings=PAGE,
    ),
    Kind(
        "two languages.csv",
        "question_en,answer_en,question_de,answer_de\n"
        "Do you open on Sundays?,From ten to four.,Haben Sie sonntags auf?,Von zehn bis vier.\n",
        "csv",
        [("Do you open on Sundays?", "From ten to four.")],
        findings=COLUMNS,
    ),
    Kind(
        "two blocks.xlsx",
        workbook(FAQ=[["Frage", "Antwort"] * 2, ["Wann auf?", "Ab zehn Uhr.", "Wo genau?", "In der Mitte."]]),
        "workbook",
        [("Wann auf?", "Ab zehn Uhr.")],
        findings=COLUMNS,
    ),
    Kind(
        "unfinished.csv",
        f'question,answer\n{SUNDAY[0]},"{SUNDAY[1]}"\n{DOG[0]},TODO\nIs there parking?,tbd\nAnd a café?,…\n',
        "csv",
        [SUNDAY],
        problems=[3, 4, 5],
    ),
]
# fmt: on

RECORDS = [
    Kind(
        "thoughts.jsonl",
        lines([{"messages": said(SUNDAY[0], f"<think>Sunday? Four.</think>\n\n{SUNDAY[1]}")}]),
        "openai",
        [SUNDAY],
        notice="What a model thought before it answered (<think>) taken out of 1 answer",
    ),
    Kind(
        "thoughts.csv",
        f'question,answer\n{DOG[0]},"<think>\nA dog.\n</think>{DOG[1]}"\n',
        "csv",
        [DOG],
        notice="What a model thought",
    ),
    Kind(
        "nothing but thoughts.jsonl",
        lines([{"messages": said(SUNDAY[0], "<think>Sunday?</think>")}]),
        "openai",
        [(SUNDAY[0], "<think>Sunday?</think>")],
        findings=[FindingCode.MARKUP],
    ),
    Kind(
        "lists below a name.json",
        json.dumps({"conversations": [said(*SUNDAY), said(*DOG)]}),
        "openai",
        [SUNDAY, DOG],
    ),
    Kind(
        "kiln.jsonl",
        lines(
            [
                {"v": 1, "input": SUNDAY[0], "output": {"output": SUNDAY[1], "rating": {"value": 5}}},
                {"v": 1, "input": DOG[0], "output": {"output": DOG[1], "rating": {"value": 2}}},
            ]
        ),
        "coachable",
        [SUNDAY, DOG],
        findings=[FindingCode.RATINGS],
    ),
    Kind(
        "stars.csv",
        f'question,answer,stars\n{SUNDAY[0]},"{SUNDAY[1]}",5\n{DOG[0]},"{DOG[1]}",1\n',
        "csv",
        [SUNDAY, DOG],
        findings=[FindingCode.RATINGS],
    ),
    Kind(
        "pasted together.csv",
        f'question,answer\n{SUNDAY[0]},"{SUNDAY[1]}"\nquestion,answer\n{DOG[0]},"{DOG[1]}"\n',
        "csv",
        [SUNDAY, DOG],
        notice="The header stands 1 time more below",
    ),
    Kind(
        "questions by topic.json",
        json.dumps({"opening": {SUNDAY[0]: SUNDAY[1]}, "animals": {DOG[0]: DOG[1]}}),
        "coachable",
        [SUNDAY, DOG],
    ),
    Kind(
        "lists by topic.json",
        json.dumps(
            {
                "sections": [
                    {"name": "opening", "faqs": [{"question": SUNDAY[0], "answer": SUNDAY[1]}]},
                    {"title": "animals", "items": [{"question": DOG[0], "answer": DOG[1]}]},
                ]
            }
        ),
        "coachable",
        [SUNDAY, DOG],
    ),
    *(
        Kind(f"{name}.txt", text, "page", [SUNDAY, DOG], findings=PAGE)
        for name, text in (
            ("wiki", f"= Help =\n== {SUNDAY[0]} ==\n{SUNDAY[1]}\n\n== {DOG[0]} ==\n{DOG[1]}\n"),
            ("jira", f"h1. Help\nh2. {SUNDAY[0]}\n{SUNDAY[1]}\n\nh2. {DOG[0]}\n{DOG[1]}\n"),
            ("asciidoc", f"= Help\n\n{SUNDAY[0]}::\n{SUNDAY[1]}\n{DOG[0]}::\n{DOG[1]}\n"),
        )
    ),
]


THREADS = [
    *(
        Kind(
            f"{name}.csv",
            "ticket id;sent at;sender;message\n"
            f"1;{late};agent;{SUNDAY[1]}\n1;{early};customer;{SUNDAY[0]}\n"
            f"2;{early};customer;{DOG[0]}\n2;{late};agent;{DOG[1]}\n",
            "csv",
            [SUNDAY, DOG],
        )
        for name, early, late in (
            ("iso", "2026-03-09T09:00:00Z", "2026-03-09T10:30:00Z"),
            ("german", "09.03.2026 09:00", "09.03.2026 10:30"),
            ("american", "3/9/2026, 9:00 AM", "3/9/2026, 10:30 AM"),
            ("british", "29/03/2026 09:00:00", "29/03/2026 10:30:00"),
            ("japanese", "2026/03/09 9:00", "2026/03/09 10:30"),
        )
    ),
    Kind(
        "upside down.csv",
        "ticket id,sender,message\n1,agent,You are welcome!\n1,customer,Thank you\n"
        f'1,agent,"{SUNDAY[1]}"\n1,customer,{SUNDAY[0]}\n',
        "csv",
        [("Thank you", SUNDAY[1])],
        findings=SPEAKERS,
        earlier={0: (Turn("assistant", "You are welcome!"),)},
    ),
    Kind(
        "hubspot.json",
        json.dumps(
            {
                "results": [
                    {
                        "id": "t1",
                        "messages": [
                            {"type": "MESSAGE", "direction": "INCOMING", "text": SUNDAY[0]},
                            {"type": "COMMENT", "direction": "OUTGOING", "text": "Ask Tom."},
                            {"type": "MESSAGE", "direction": "OUTGOING", "text": SUNDAY[1]},
                        ],
                    }
                ]
            }
        ),
        "helpdesk",
        [SUNDAY],
        notice="1 internal note",
    ),
    Kind(
        "pictures.json",
        json.dumps(
            [
                {"messages": said("<image>What is this?", "A pool."), "images": ["a.jpg"]},
                {"messages": said(*SUNDAY), "images": []},
            ]
        ),
        "openai",
        [SUNDAY],
        problems=[1],
    ),
    Kind(
        "test.csv",
        "question,answer\nWhen do we open?,B\nWhat may dogs do?,(a)\n",
        "csv",
        [("When do we open?", "B"), ("What may dogs do?", "(a)")],
        findings=[FindingCode.NOT_TEXT],
    ),
]


@pytest.mark.parametrize("kind", CHATS + RECORDS + THREADS, ids=lambda kind: kind.name)
def test_a_file_of_a_tool_becomes_its_pairs(kind: Kind) -> None:
    check(kind)
