"""Files of every kind that people have, made here, with what each becomes."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.exchange import formats
from app.exchange.rows import FindingCode, Turn
from app.exchange.source import Source

SUNDAY = ("Do you open on Sundays?", "Yes, from ten to four.")
DOG = ("Can I bring my dog?", "Yes, on a lead and only outside.")
PARKING = ("Is there parking?", "There are 40 places behind the hall.")
PAIRS = [SUNDAY, DOG, PARKING]
PAGE = [FindingCode.PAGE]


@dataclass(frozen=True)
class Kind:
    """`pairs`: (question, answer) of all rows. `problems`: lines. `notice`: how one begins. `drafts`, `earlier`: of
    the rows that have any, by their number."""

    name: str
    content: str | bytes
    format: str
    pairs: Sequence[tuple[str, str]]
    problems: Sequence[int] = ()
    findings: Sequence[FindingCode] = ()
    notice: str = ""
    drafts: dict[int, str] = field(default_factory=dict)
    earlier: dict[int, tuple[Turn, ...]] = field(default_factory=dict)
    systems: dict[int, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else self.content.encode()


def check(kind: Kind) -> None:
    format, found = formats.read(Source(data=kind.data, name=kind.name))
    rows = [one.row for one in found.rows]
    assert [(row.query, row.response) for row in rows] == list(kind.pairs)
    assert [problem.line for problem in found.problems] == list(kind.problems)
    assert list(dict.fromkeys(finding.code for finding in found.findings)) == list(kind.findings)
    assert format.name == kind.format
    assert {i: row.draft for i, row in enumerate(rows) if row.draft} == kind.drafts
    assert {i: row.earlier for i, row in enumerate(rows) if row.earlier} == kind.earlier
    assert {i: row.system for i, row in enumerate(rows) if row.system} == kind.systems
    assert not kind.notice or [one for one in found.notices if one.startswith(kind.notice)], found.notices


def lines(rows: Iterable[object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def said(
    *turns: str, keys: tuple[str, str] = ("role", "content"), sides: tuple[str, str] = ("user", "assistant")
) -> Any:
    """A conversation in which the customer begins."""
    return [{keys[0]: sides[i % 2], keys[1]: turn} for i, turn in enumerate(turns)]


def before(*turns: str) -> tuple[Turn, ...]:
    return tuple(Turn("assistant" if i % 2 else "user", turn) for i, turn in enumerate(turns))


def zipped(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return file.getvalue()


def pdf(*text: str) -> bytes:
    """One page with these lines."""
    drawn = f"BT /F 12 Tf 14 TL 72 720 Td {' '.join(f'({line}) Tj T*' for line in text)} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = "%PDF-1.4\n", list[int]()
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def word(*paragraphs: tuple[str, str]) -> bytes:
    """(style, text) of each; the styles are Word's own, such as Heading2."""
    office = "http://schemas.openxmlformats.org"
    space = f'xmlns:w="{office}/wordprocessingml/2006/main"'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{types}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r" '
        f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {space}><w:style w:type="paragraph" w:styleId="Heading2">'
        '<w:name w:val="Heading 2"/></w:style></w:styles>',
    }
    return zipped(**members)


def workbook(**sheets: list[list[object]]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name.startswith("hidden"):
                sheet.hide()
    return file.getvalue()


def parquet(rows: list[dict[str, object]]) -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    file = io.BytesIO()
    write_table(pyarrow.Table.from_pylist(rows), file)
    return file.getvalue()


def slides(pairs: Sequence[tuple[str, str]]) -> bytes:
    from pptx import Presentation

    show = Presentation()
    for title, text in pairs:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, text
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def compressed(content: str) -> bytes:
    return gzip.compress(content.encode())
