"""Help pages, documents and chats: each question with what stands below it, and nothing of the page around them."""

import pytest

from app.errors import InvalidInput
from app.exchange import formats
from app.exchange.rows import FindingCode
from app.exchange.source import Source
from tests.exchange.kinds import PAGE, PAIRS, PARKING, SUNDAY, Kind, before, check, pdf, slides, word, zipped

REPLY = ("Reply to what?", "To the last one.")
DEFINITIONS = f"{SUNDAY[0]}\n:   {SUNDAY[1]}\n\n{PARKING[0]}\n:   {PARKING[1]}\n\n    And on the roof.\n"
DETAILS = "".join(f"<details>\n<summary>{q}</summary>\n\n{a}\n\n</details>\n\n" for q, a in PAIRS)
FAQ_PAGE = (
    '{"@context": "https://schema.org", "@type": "FAQPage", '
    '"mainEntity": [{"@type": "Question", "name": "Is it free?", '
    '"acceptedAnswer": {"@type": "Answer", "text": "<p>Yes, <b>it is</b>.</p>"}}]}'
)
EPUB = {
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>',
    "in/book.opf": '<package xmlns="p"><manifest><item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/></manifest>'
    '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
    "in/a.xhtml": f"<html><body><h2>{SUNDAY[0]}</h2><p>{SUNDAY[1]}</p></body></html>",
    "in/b.xhtml": f"<html><body><h2>{PARKING[0]}</h2><p>{PARKING[1]}</p></body></html>",
}

KINDS = [
    Kind(
        "headings.md",
        "# FAQ\n\n" + "".join(f"## {q}\n\n{a}\n\n" for q, a in PAIRS),
        "page",
        PAIRS,
        findings=PAGE,
    ),
    Kind(
        "anchors.md",
        "---\ntitle: FAQ\n---\n\nimport Tabs from '@theme/Tabs';\n\n:::tip\nCan't find it? Write.\n:::\n\n"
        + "".join(f"### {q} {{#q{i}}}\n\n{a}\n\n" for i, (q, a) in enumerate(PAIRS)),
        "page",
        PAIRS,
        findings=PAGE,
    ),
    Kind(
        "contents.md",
        '# FAQ\n\n- [Is it free?](#free)\n- [Why?](#why)\n\n## Is it free?\n<a name="free"></a>\nYes.\n\n'
        "[Back to top](#faq)\n\n## Why?\n\nSo, see [ours](https://x.org).\n\n![van](van.png)\n\n[Back to top](#faq)\n",
        "page",
        [("Is it free?", "Yes."), ("Why?", "So, see [ours](https://x.org).")],
        findings=PAGE,
    ),
    Kind(
        "nested.md",
        "## How do I reset it?\n\nPress R.\n\n### On a phone\n\nHold R.\n\n## Prices\n\nTen.\n",
        "page",
        [("How do I reset it?", "Press R.\n\n### On a phone\n\nHold R.")],
        findings=PAGE,
    ),
    Kind(
        "underlined.md",
        "Is it free?\n-----------\n\nYes.\n\nWhy?\n====\n\nSo.\n",
        "page",
        [("Is it free?", "Yes."), ("Why?", "So.")],
        findings=PAGE,
    ),
    Kind(
        "bold.md",
        f"**{SUNDAY[0]}** {SUNDAY[1]}\n\n**Q: {PARKING[0]}**\n\nA: {PARKING[1]}\n",
        "page",
        [SUNDAY, PARKING],
        findings=PAGE,
    ),
    Kind("bullets.md", "".join(f"- **{q}**\n  - {a}\n" for q, a in PAIRS), "page", PAIRS, findings=PAGE),
    Kind(
        "numbers.md",
        f"1. {SUNDAY[0]}\n\n   {SUNDAY[1]}\n\n   - a\n   - b\n\n2. {PARKING[0]}\n\n   {PARKING[1]}\n",
        "page",
        [(SUNDAY[0], f"{SUNDAY[1]}\n\n- a\n- b"), PARKING],
        findings=PAGE,
    ),
    Kind(
        "numbered_headings.md",
        "## 1. Do you ship?\n\nYes.\n\n## 3.1 How fast?\n\nFast.\n",
        "page",
        [("Do you ship?", "Yes."), ("How fast?", "Fast.")],
        findings=PAGE,
    ),
    Kind(
        "definitions.md",
        DEFINITIONS,
        "page",
        [SUNDAY, (PARKING[0], f"{PARKING[1]}\n\nAnd on the roof.")],
        findings=PAGE,
    ),
    Kind("details.md", f"# FAQ\n\n{DETAILS}", "page", PAIRS, findings=PAGE),
    Kind(
        "table.md",
        "| # | Frage | Antwort |\n|---|---|---|\n| 1 | Liefern Sie? | Ja, **immer**. |\n| 2 | Wann genau | "
        "Montags. |\n",
        "page",
        [("Liefern Sie?", "Ja, **immer**."), ("Wann genau", "Montags.")],
        findings=PAGE,
    ),
    Kind(
        "code.md",
        "## How do I call it?\n\n```bash\n# How do I get a token?\ncurl x\n```\n\nThen read.\n\n## Why 429?\n\n  "
        "  too many\n",
        "page",
        [
            ("How do I call it?", "```bash\n# How do I get a token?\ncurl x\n```\n\nThen read."),
            ("Why 429?", "    too many"),
        ],
        findings=PAGE,
    ),
    Kind(
        "statements.md",
        "# Help\n\n## How to cancel\n\nIn the portal. Clear? Good.\n\n## Paying\n\nBy card.\n",
        "page",
        [],
    ),
    Kind(
        "people.txt",
        "D. Smith is the owner. R. Jones cooks.\nP. Brown cleans.\nR. Green sells.\n",
        "page",
        [],
    ),
    Kind(
        "alone.txt",
        f"Frequent questions\n\n{SUNDAY[0]}\n{SUNDAY[1]}\n\n{PARKING[0]}\n{PARKING[1]}\n",
        "page",
        [SUNDAY, PARKING],
        findings=PAGE,
    ),
    Kind(
        "faq.rst",
        "FAQ\n===\n\nIs it free?\n-----------\n\nYes, ``always``.\n\nWhy?\n~~~~\n\n* so\n* and so\n\n.. "
        "code-block:: sh\n\n   # What?\n",
        "page",
        [("Is it free?", "Yes, always."), ("Why?", "- so\n- and so\n\n```\n# What?\n```")],
        findings=PAGE,
    ),
    Kind(
        "zh.md",
        "## 你们周末营业吗？\n\n营业的。\n\n**问：可以送货吗？**\n\n答：可以。\n",
        "page",
        [("你们周末营业吗？", "营业的。"), ("可以送货吗？", "可以。")],
        findings=PAGE,
    ),
    Kind(
        "es.md",
        "## ¿Entregan en Getafe?\n\nSí.\n\n**P: ¿Cómo pago la fianza?**\nR: Con tarjeta.\n",
        "page",
        [("¿Entregan en Getafe?", "Sí."), ("¿Cómo pago la fianza?", "Con tarjeta.")],
        findings=PAGE,
    ),
    Kind(
        "de.txt",
        "F: Liefern Sie?\nA: Ja.\n\nF: Wann\nA: Montags.\nUnd dienstags.\n",
        "page",
        [("Liefern Sie?", "Ja."), ("Wann", "Montags.\nUnd dienstags.")],
        findings=PAGE,
    ),
    Kind(
        "ru.txt", "В: Как вернуть?\nО: За неделю.\n", "page", [("Как вернуть?", "За неделю.")], findings=PAGE
    ),
    Kind(
        "ja.txt",
        "質問：営業時間は？\n回答：9時からです。\n\n質問：駐車場はありますか\n回答：あります。\n",
        "page",
        [("営業時間は？", "9時からです。"), ("駐車場はありますか", "あります。")],
        findings=PAGE,
    ),
    Kind("ar.md", "## متى تفتحون؟\n\nمن التاسعة.\n", "page", [("متى تفتحون؟", "من التاسعة.")], findings=PAGE),
    Kind(
        "el.md",
        "## Πότε ανοίγετε;\n\nΣτις εννέα.\n",
        "page",
        [("Πότε ανοίγετε;", "Στις εννέα.")],
        findings=PAGE,
    ),
    Kind(
        "chat.txt",
        "user1:\nHey, do you hire out boats?\n\nuser2:\nYes, from 60 a day.\n\nuser1:\nAnd on "
        "Sunday?\n\nuser2:\nFrom 9.\n",
        "page",
        [("Hey, do you hire out boats?", "Yes, from 60 a day."), ("And on Sunday?", "From 9.")],
        earlier={1: before("Hey, do you hire out boats?", "Yes, from 60 a day.")},
        findings=PAGE,
    ),
    Kind(
        "roles.txt",
        f"Customer: {SUNDAY[0]}\nAgent: {SUNDAY[1]}\n\nCustomer: {PARKING[0]}\nAgent: {PARKING[1]}\n",
        "page",
        [SUNDAY, PARKING],
        findings=PAGE,
    ),
    Kind(
        "times.txt",
        "[12.05.24, 10:01:22] Pat: Do you open?\n[12.05.24, 10:02:00] Tide Pool: Yes.\n"
        "[12.05.24, 10:03:00] Pat: And parking?\n[12.05.24, 10:04:00] Tide Pool: Behind the hall.\n",
        "page",
        [("Do you open?", "Yes."), ("And parking?", "Behind the hall.")],
        earlier={1: before("Do you open?", "Yes.")},
        findings=PAGE,
    ),
    Kind(
        "page.html",
        "<!doctype html><html><head><title>x?</title><script>var a='y?'</script></head><body><nav>Home?</nav>"
        + "".join(f"<h3>{q}</h3><p>{a}</p>" for q, a in PAIRS)
        + "<footer>Any questions?</footer></body></html>",
        "html",
        PAIRS,
        findings=PAGE,
    ),
    Kind(
        "lists.html",
        f"<html><body><dl><dt>{SUNDAY[0]}</dt><dd>{SUNDAY[1]}</dd></dl><details><summary>{PARKING[0]}</summary>"
        f"<p>{PARKING[1]}</p></details></body></html>",
        "html",
        [SUNDAY, PARKING],
        findings=PAGE,
    ),
    Kind(
        "accordion.html",
        "".join(
            f"<div><button aria-expanded='false'>{q}</button><div><p>{a}</p></div></div>" for q, a in PAIRS
        ),
        "html",
        PAIRS,
        findings=PAGE,
    ),
    Kind(
        "search.html",
        f"<html><head><script type='application/ld+json'>{FAQ_PAGE}</script></head><body></body></html>",
        "html",
        [("Is it free?", "Yes, **it is**.")],
    ),
    Kind(
        "faq.docx",
        word(
            ("Heading2", SUNDAY[0]), ("Normal", SUNDAY[1]), ("Heading2", PARKING[0]), ("Normal", PARKING[1])
        ),
        "document",
        [SUNDAY, PARKING],
        findings=PAGE,
    ),
    Kind(
        "saved_as.csv",
        word(("Heading2", SUNDAY[0]), ("Normal", SUNDAY[1])),
        "document",
        [SUNDAY],
        findings=PAGE,
    ),
    Kind(
        "faq.pdf",
        pdf("FAQ", SUNDAY[0], SUNDAY[1], PARKING[0], PARKING[1]),
        "document",
        [SUNDAY, PARKING],
        findings=PAGE,
    ),
    Kind("faq.pptx", slides([SUNDAY, PARKING]), "document", [SUNDAY, PARKING], findings=PAGE),
    Kind("faq.epub", zipped(**EPUB), "document", [SUNDAY, PARKING], findings=PAGE),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_page_is_read(kind: Kind) -> None:
    check(kind)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
            "This is not a text file; save it as",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "old Word or RTF file; save it as .docx"),
        ("a.rtf", rb"{\rtf1 Is it free?}", "old Word or RTF file; save it as .docx"),
        ("a.docx", b"PK\x03\x04 broken", "damaged: its ZIP directory can't be read"),
        ("a.zip", zipped(a="b"), "a ZIP with none of the files that Coachable reads"),
        ("a.pdf", b"%PDF-1.4 broken", "The PDF can't be read"),
        ("a.gz", b"\x1f\x8b broken", "its gzip data can't be unpacked"),
        ("a.parquet", b"PAR1 broken", "The Parquet file can't be read"),
        ("a.yaml", b"a: [", "This YAML can't be read: line "),
        ("a.epub", zipped(**{"META-INF/container.xml": "<!DOCTYPE x><container/>"}), "has a document type"),
    ],
)
def test_what_can_not_be_read_says_the_way_out(name: str, data: bytes, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        formats.read(Source(data=data, name=name))
    assert message in refused.value.message


def test_a_page_is_asked_about_before_its_pairs_are_taken() -> None:
    _, found = formats.read(Source(f"## {SUNDAY[0]}\n\n{SUNDAY[1]}\n", name="faq.md"))
    [finding] = found.findings
    assert (finding.code, SUNDAY[0] in finding.message) == (FindingCode.PAGE, True)
    assert found.page == f"## {SUNDAY[0]}\n\n{SUNDAY[1]}\n"
