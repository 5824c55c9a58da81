"""Tables, exports of helpdesks and mails: which column is what, who speaks, and what no customer ever saw."""

import json

import pytest

from app.exchange import formats
from app.exchange.rows import Contents, Field, FindingCode
from app.exchange.source import Source
from tests.exchange.kinds import DOG, PAIRS, PARKING, SUNDAY, Kind, before, check, lines, workbook

HEADERS = {  # of the twenty languages that most people use, and some more
    "en": "Question;Answer",
    "zh": "问题;答案",
    "zh-TW": "問題;答案",
    "hi": "प्रश्न;उत्तर",
    "es": "Pregunta;Respuesta",
    "fr": "Question;Réponse",
    "ar": "السؤال;الجواب",
    "bn": "প্রশ্ন;উত্তর",
    "pt": "Pergunta;Resposta",
    "ru": "Вопрос;Ответ",
    "ur": "سوال;جواب",
    "id": "Pertanyaan;Jawaban",
    "de": "Frage;Antwort",
    "ja": "質問;回答",
    "vi": "Câu hỏi;Trả lời",
    "tr": "Soru;Cevap",
    "ta": "கேள்வி;பதில்",
    "te": "ప్రశ్న;సమాధానం",
    "ko": "질문;답변",
    "it": "Domanda;Risposta",
    "th": "คำถาม;คำตอบ",
    "fa": "پرسش;پاسخ",
    "pl": "Pytanie;Odpowiedź",
    "nl": "Vraag;Antwoord",
    "uk": "Питання;Відповідь",
    "sw": "Swali;Jibu",
}
MAIL = "Mon, 06 May 2024 10:00:00 +0000"
PERSONS = "Customer email,Subject,Agent,Message,Reply\n"
QUOTED = """Hello,

how do I get my deposit back?

Thanks
Pat

--
Sent from my iPhone

On Tue, 7 May 2024 at 09:01, Tide Pool <hi@example.org> wrote:
> Your towel is here."""
ANSWERED = """Guten Tag,

innerhalb von drei Werktagen.

Mit freundlichen Grüßen
Tom Fuller

________________________________
Von: Muster
Gesendet: Dienstag, 7. Mai 2024 09:30
An: Tide Pool
Betreff: Kaution"""


def mails(*some: str) -> str:
    return "".join(f"From x@example.org {MAIL}\n{mail}\n\n" for mail in some)


def mail(sender: str, receiver: str, number: int, text: str, answers: int = 0) -> str:
    reply = f"In-Reply-To: <{answers}@x>\n" if answers else ""
    return (
        f"From: {sender}\nTo: {receiver}\nSubject: {'Re: ' if answers else ''}{answers or number}\nDate: {MAIL}\n"
        f"Message-ID: <{number}@x>\n{reply}\n{text}"
    )


TICKET = {
    "id": 7,
    "requester_id": 90,
    "subject": "Sunday",
    "description": SUNDAY[0],
    "comments": [
        {"author_id": 90, "public": True, "plain_body": SUNDAY[0]},
        {"author_id": 7, "public": False, "plain_body": "he is on the blacklist"},
        {"author_id": 7, "public": True, "plain_body": f"{SUNDAY[1]}\n\nBest,\nTom"},
        {"author_id": 90, "public": True, "html_body": "<p>And with <b>my dog</b>?</p>"},
        {"author_id": 7, "public": True, "plain_body": DOG[1]},
    ],
}
FRESH = {
    "id": 1,
    "subject": "x",
    "description": "<div>Do you open on Sundays?</div>",
    "requester_id": 5,
    "conversations": [
        {"body_text": "call him first", "incoming": False, "private": True, "user_id": 7},
        {"body_text": SUNDAY[1], "incoming": False, "private": False, "user_id": 7},
    ],
}
INTERCOM = {
    "type": "conversation",
    "id": "0",
    "source": {"author": {"type": "user"}, "body": f"<p>{SUNDAY[0]}</p>"},
    "conversation_parts": {
        "conversation_parts": [
            {"part_type": "assignment", "author": {"type": "bot"}, "body": None},
            {"part_type": "note", "author": {"type": "admin"}, "body": "<p>VIP</p>"},
            {"part_type": "comment", "author": {"type": "admin"}, "body": f"<p>{SUNDAY[1]}</p>"},
        ]
    },
}
SCOUT = {
    "id": 1,
    "subject": "x",
    "primaryCustomer": {"id": 3},
    "_embedded": {
        "threads": [
            {
                "type": "message",
                "body": f"{SUNDAY[1]}<br>Best,<br>Tom",
                "createdBy": {"type": "user"},
                "createdAt": "2024-05-02T10:00:00Z",
            },
            {
                "type": "note",
                "body": "he is rude",
                "createdBy": {"type": "user"},
                "createdAt": "2024-05-01T11:00:00Z",
            },
            {
                "type": "customer",
                "body": SUNDAY[0],
                "createdBy": {"type": "customer"},
                "createdAt": "2024-05-01T10:00:00Z",
            },
        ]
    },
}

KINDS = [
    Kind(
        "agents.csv",
        PERSONS + f'pat@x.org,Re: Sunday,Tom Fuller,{SUNDAY[0]},"{SUNDAY[1]}"\n',
        "csv",
        [SUNDAY],
    ),
    Kind(
        "no_answers.csv",
        f"Customer email,Subject,Agent\npat@x.org,{SUNDAY[0]},Tom Fuller\nkim@x.org,{PARKING[0]},Ann Lee\n",
        "csv",
        [],
        problems=[2],
    ),
    Kind(
        "counts.csv",
        f"Description,Agent,Customer interactions,Agent interactions\n{SUNDAY[0]},Tom,1,2\n{PARKING[0]},Ann,1,1\n",
        "csv",
        [],
        problems=[2],
    ),
    Kind(
        "title.csv",
        f"FAQ of Tide Pool,,\n,,\nQuestion,Answer,Stand\n{PARKING[0]},{PARKING[1]},2024\n",
        "csv",
        [PARKING],
        notice="1 row above the header left out.",
    ),
    Kind("told.csv", f"sep=;\nQuestion;Answer\n{SUNDAY[0]};{SUNDAY[1]}\n", "csv", [SUNDAY]),
    Kind("written_out.csv", f'text\n"Q: {SUNDAY[0]}\nA: {SUNDAY[1]}"\n', "csv", [SUNDAY]),
    Kind(
        "types.csv",
        "Conversation ID,Customer,Thread Type,Body,Created At\n"
        f"1,Pat,customer,{PARKING[0]},2024-05-01 10:00\n1,Pat,message,{PARKING[1]},2024-05-01 10:05\n"
        "1,Pat,note,he is rude,2024-05-01 10:06\n",
        "csv",
        [PARKING],
        findings=[FindingCode.SPEAKERS],
        notice="1 internal note left out.",
    ),
    Kind(
        "no_header.csv",
        f'{SUNDAY[0]},"{SUNDAY[1]}"\n{PARKING[0]},{PARKING[1]}\n',
        "csv",
        [SUNDAY, PARKING],
        findings=[FindingCode.COLUMNS, FindingCode.HEADER],
    ),
    Kind(
        "own_header.csv",
        f'What they said,What we said\n{SUNDAY[0]},"{SUNDAY[1]}"\n{PARKING[0]},{PARKING[1]}\n',
        "csv",
        [SUNDAY, PARKING],
        findings=[FindingCode.COLUMNS],
    ),
    Kind(
        "two_answers.csv",
        f'question,answer,output\n{SUNDAY[0]},"{SUNDAY[1]}",We do not open on Sundays.\n',
        "csv",
        [SUNDAY],
        findings=[FindingCode.COLUMNS],
    ),
    Kind(
        "commas.csv",
        f"prompt,output\n{PARKING[0]},{PARKING[1]}\nWhy, please?,So.\n{DOG[0]},{DOG[1]}\n",
        "csv",
        [PARKING],
        problems=[3, 4],
    ),
    Kind(
        "nan.csv",
        f'question,answer\nWhy?,nan\nWho?,None\n{SUNDAY[0]},"{SUNDAY[1]}"\n',
        "csv",
        [SUNDAY],
        problems=[2, 3],
    ),
    Kind(
        "apostrophes.csv",
        "question,answer\nWhat does it do?,'=' confirms.\nHow much?,'-5% in March\n",
        "csv",
        [("What does it do?", "'=' confirms."), ("How much?", "'-5% in March")],
    ),
    Kind(
        "rated.csv",
        f'prompt,response,rating\n{SUNDAY[0]},"{SUNDAY[1]}",GOOD\n{DOG[0]},No way.,BAD\n',
        "csv",
        [SUNDAY],
        notice="1 answer marked as bad left out",
    ),
    Kind(
        "stars.csv",
        f'question,answer,rating\n{SUNDAY[0]},"{SUNDAY[1]}",5\n{DOG[0]},"Go away, please.",1\n',
        "csv",
        [SUNDAY, (DOG[0], "Go away, please.")],
        findings=[FindingCode.RATINGS],
    ),
    Kind(
        "cells.csv",
        "id,messages\n1,"
        + json.dumps(
            json.dumps([{"role": "user", "content": "Hi?"}, {"role": "assistant", "content": "Hello."}])
        ).replace('\\"', '""')
        + "\n",
        "csv",
        [("Hi?", "Hello.")],
    ),
    Kind("pipes.txt", f"Question\tAnswer\n{SUNDAY[0]}\t{SUNDAY[1]}\n", "csv", [SUNDAY]),
    Kind(
        "html.csv",
        "Ticket ID,Subject,Description (HTML),Agent response (HTML),Internal notes,Agent\n1,Re: Mower,"
        '"<div><p>Hi,</p><p>it won&#39;t start &amp; I need it <b>today</b>.</p></div>'
        '<div class=""gmail_quote"">On Mon '
        'Tom wrote:<blockquote>Thanks.</blockquote></div>","<p>Close the choke.</p><ul><li>Pull twice</li></ul>'
        '<p>Kind regards,<br>Tom</p>",offer him 10 %,Tom Fuller\n',
        "csv",
        [("Hi,\n\nit won't start & I need it **today**.", "Close the choke.\n\n- Pull twice")],
        notice="2 texts converted from HTML.",
    ),
    Kind(
        "mails.csv",
        f'Customer message,Reply\n"{QUOTED}","{ANSWERED}"\n',
        "csv",
        [("Hello,\n\nhow do I get my deposit back?", "Guten Tag,\n\ninnerhalb von drei Werktagen.")],
        notice="Quoted mails and signatures were taken out of 2 texts.",
    ),
    Kind(
        "messages.csv",
        "conversation_id,sender,created_at,text\n"
        f'c0,agent,2024-05-01T10:10,"{SUNDAY[1]}"\nc0,customer,2024-05-01T10:00,{SUNDAY[0]}\n'
        f"c1,customer,2024-05-01T10:00,{PARKING[0]}\nc1,agent,2024-05-01T10:10,{PARKING[1]}\n",
        "csv",
        [SUNDAY, PARKING],
    ),
    Kind(
        "messages_of_names.csv",
        "ticket_id;from;private;body\n"
        f"1;Pat Doe;false;{SUNDAY[0]}\n1;Tom;true;he is rude\n1;Tom;false;{SUNDAY[1]}\n2;Kim;false;{PARKING[0]}\n"
        f"2;Tom;false;{PARKING[1]}\n",
        "csv",
        [SUNDAY, PARKING],
        findings=[FindingCode.SPEAKERS],
        notice="1 internal note left out.",
    ),
    Kind(
        "people.csv",
        "question,answer\nWho helps?,Tom Fuller\nWho else?,Ann Lee\nAnd who?,Kim Moe\n",
        "csv",
        [("Who helps?", "Tom Fuller"), ("Who else?", "Ann Lee"), ("And who?", "Kim Moe")],
        findings=[FindingCode.COLUMNS],
    ),
    Kind(
        "book.xlsx",
        workbook(
            Notes=[["to do"], ["call Pat"]],
            Faq=[["Question", "Answer", "Stock"], [*SUNDAY, 3.0], ["Plot?", 12.0]],
            hidden=[["Question", "Answer"], ["Secret?", "Yes."]],
        ),
        "workbook",
        [SUNDAY, ("Plot?", "12")],
        notice="Sheet “Notes” left out",
    ),
    Kind("renamed.csv", workbook(Faq=[["Question", "Answer"], *map(list, PAIRS)]), "workbook", PAIRS),
    Kind(
        "zendesk.json",
        json.dumps({"tickets": [TICKET], "count": 1}),
        "helpdesk",
        [SUNDAY, ("And with **my dog**?", DOG[1])],
        earlier={1: before(*SUNDAY)},
        notice="1 internal note left out.",
    ),
    Kind(
        "zendesk.jsonl",
        lines([TICKET]),
        "helpdesk",
        [SUNDAY, ("And with **my dog**?", DOG[1])],
        earlier={1: before(*SUNDAY)},
    ),
    Kind("freshdesk.json", json.dumps([FRESH]), "helpdesk", [SUNDAY], notice="1 internal note left out."),
    Kind(
        "old_freshdesk.json",
        json.dumps(
            [
                {
                    "helpdesk_ticket": {
                        "description": SUNDAY[0],
                        "requester_id": 5,
                        "notes": [
                            {
                                "helpdesk_note": {
                                    "body": SUNDAY[1],
                                    "incoming": False,
                                    "private": False,
                                    "user_id": 7,
                                }
                            }
                        ],
                    }
                }
            ]
        ),
        "helpdesk",
        [SUNDAY],
    ),
    Kind(
        "intercom.json",
        json.dumps({"type": "conversation.list", "conversations": [INTERCOM]}),
        "helpdesk",
        [SUNDAY],
        notice="1 internal note left out.",
    ),
    Kind(
        "helpscout.json",
        json.dumps({"_embedded": {"conversations": [SCOUT]}}),
        "helpdesk",
        [SUNDAY],
        notice="1 internal note left out.",
    ),
    Kind(
        "threads.mbox",
        mails(
            mail("hi@example.org", "all@x.org", 9, "Welcome to our pool."),
            mail("Pat <pat@x.org>", "hi@example.org", 1, f"{SUNDAY[0]}\n\n-- \nPat"),
            mail(
                "Tide <hi@example.org>",
                "pat@x.org",
                2,
                f"Hi Pat,\n\n{SUNDAY[1]}\n\nOn Mon Pat <pat@x.org> wrote:\n> x",
                1,
            ),
            mail("kim@x.org", "hi@example.org", 3, PARKING[0]),
            mail("hi@example.org", "kim@x.org", 4, PARKING[1], 3),
        ),
        "mail",
        [(SUNDAY[0], f"Hi Pat,\n\n{SUNDAY[1]}"), PARKING],
        notice="Mails of hi@example.org were taken for your",
    ),
    Kind(
        "one.eml",
        mail("Pat <pat@x.org>", "hi@example.org", 1, "Do you open?\n\n> On Monday Tom wrote:\n> Hi.", 8),
        "mail",
        [],
        problems=[1],
    ),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_table_is_read(kind: Kind) -> None:
    check(kind)


def read(content: str | bytes, name: str = "a.csv", **wishes: Field | None) -> Contents:
    data = content if isinstance(content, bytes) else content.encode()
    return formats.read(Source(data=data, name=name), None, wishes)[1]


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_headers_are_known_in_the_most_used_languages(header: str) -> None:
    found = read(f"{header}\nWas?;So.\nWo?;Da.\n")
    assert [(one.row.query, one.row.response) for one in found.rows] == [("Was?", "So."), ("Wo?", "Da.")]
    assert (found.findings, [column.reason for column in found.columns]) == (
        [],
        ["by its name", "by its name"],
    )


OLD = {
    "gb18030": "问题,答案\n你们周末营业吗？,营业的，周六日都是九点到十八点。\n",
    "big5": "問題,答案\n週末有營業嗎？,有的，週六九點到十八點。\n押金什麼時候退？,機器歸還後三個工作天內退回。\n",
    "cp932": "質問,回答\n保証金はいつ戻りますか？,返却後3営業日以内です。\n",
    "cp1251": "Вопрос;Ответ\nКак вернуть?;В течение недели.\n",
    "koi8_r": "Вопрос;Ответ\nКак вернуть?;В течение недели.\n",
    "cp1250": "Pytanie;Odpowiedź\nCzy mogę zwrócić?;Tak, do poniedziałku, łącznie z częściami.\n",
    "cp1252": "Question;Réponse\nOù est la clé ?;Sous le paillasson, à côté de l’entrée — 5 €.\n",
    "cp1253": "Ερώτηση;Απάντηση\nΠότε ανοίγετε;;Στις εννέα το πρωί.\n",
    "cp1254": "Soru;Cevap\nKaç gün sürer?;Üç iş günü içinde, şöyle.\n",
    "cp1256": "سؤال,جواب\nمتى تفتحون؟,من التاسعة حتى الرابعة\n",
    "cp874": "คำถาม,คำตอบ\nเปิดวันเสาร์ไหม,เปิดเก้าโมงถึงสี่โมง\n",
    "cp850": "Frage;Antwort\nLiefern Sie nach Köln?;Ja, für 18 je Strecke. Größere Geräte können länger dauern.\n",
    "utf-16-le": "Question\tAnswer\nDo you open?\tYes, from ten.\n",
}


@pytest.mark.parametrize("encoding", OLD)
def test_old_encodings_are_found_out_and_told(encoding: str) -> None:
    source = Source(data=OLD[encoding].encode(encoding), name="a.csv")
    assert (source.text, source.decoded.is_sure) == (OLD[encoding], True)
    notices = formats.read(source)[1].notices
    assert [one for one in notices if one.startswith("Read as")] or source.decoded.encoding.startswith("utf")


def test_an_encoding_is_found_out_by_letters_that_come_late() -> None:
    plain = "".join(f"Is number {n} open?;Yes, it is.\n" for n in range(5_000))
    text = f"question;answer\n{plain}Как вернуть?;В течение недели.\n"
    source = Source(data=text.encode("cp1251"), name="a.csv")
    assert (source.text, source.decoded.encoding) == (text, "cp1251")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("question,answer\nWas kostet das CafÃ©?,FÃ¼nf Euro.\n".encode(), FindingCode.GARBLED),
        ("question,answer\nWas kostet das Caf\ufffd?,Viel.\n".encode(), FindingCode.ENCODING),
        ("question,answer\nGrüße?,Ja.\n".encode()[:-1] + b"\xc3", FindingCode.ENCODING),
        (b"question,answer\nWhy?,So \x02 it is \x03 here.\n", FindingCode.NOT_TEXT),
    ],
)
def test_lost_letters_are_doubted(content: bytes, code: FindingCode) -> None:
    assert [one.code for one in read(content).findings] == [code]


def test_a_large_cell_ends_nothing_but_its_row() -> None:
    found = read(f"question,answer\nWhy?,{'x' * 140_000}\nWho?,You.\n")
    assert [(one.row.query, len(one.row.response)) for one in found.rows] == [("Why?", 140_000), ("Who?", 4)]


def test_a_choice_settles_a_doubt() -> None:
    content = f'What they said,What we said\n{SUNDAY[0]},"{SUNDAY[1]}"\n'
    wishes = {"What they said": Field.QUERY, "What we said": Field.RESPONSE}
    assert {one.code for one in read(content).findings} == {FindingCode.COLUMNS}
    assert read(content, **wishes).findings == []
