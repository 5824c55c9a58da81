"""Questions with answers on a page of Markdown or plain text, by its blocks and by the marks at its lines. Pure.

markdown-it tells what a line belongs to; the answer is the source below the question, as its author wrote it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from app.exchange.columns import names_of
from app.exchange.html import markdown_of
from app.exchange.inline import asks, plain_line, told
from app.exchange.rows import Field, Found, Row
from app.exchange.transcripts import Marks, marks_of

_MARKDOWN = (
    MarkdownIt("commonmark", {"html": True}).enable("table").use(deflist_plugin).use(front_matter_plugin)
)
_MARKDOWN.core.ruler.disable("inline")  # half of the time, and inline.py reads the lines
LONGEST = 300  # characters of a line that asks; longer ones are prose
_ALONE = 120  # of one that asks without any mark, above its answer
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>.+?)(?:\*\*|__)[:：]?")
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}[.):]|\d+(?:\.\d+)+\.?|[A-Z][.)]|[IVX]+\.|\d{1,3}\s?[-–—])\s+"
    r"|(?:[(（]?\d{1,3}[、．）]|[一二三四五六七八九十]{1,3}[、．])\s*"
)
_SUMMARY = re.compile(r"<summary[^>]*>(?P<text>.*?)</summary>", re.I | re.S)
_LEFT_OUT = re.compile(
    r"^(?:import\s.+\sfrom\s.+|export\s+(?:const|default)\b.*|:::.*|</?[A-Z]\w*[^>]*>|\[\[?toc\]?\]|\{:.*\})$"
)


@dataclass(slots=True)
class _Line:
    """`level`: of the heading that it is, 0 for none. `asked`: the question that it asks. `answer`: a whole one, of a
    table. `is_code`: kept as it stands. `rest`: what follows the question in its line."""

    text: str
    level: int = 0
    asked: str | None = None
    answer: str | None = None
    is_code: bool = False
    depth: int = 0  # columns that a list moved it to the right
    rest: str = ""


@dataclass(slots=True)
class _Question:
    line: int
    text: str
    level: int
    lines: list[_Line] = field(default_factory=list)


def found_in(page: str) -> list[Found]:
    """Each question with what stands between it and the next one or the next heading of its level."""
    return found_and_asked(page)[0]


def found_and_asked(page: str) -> tuple[list[Found], list[str]]:
    """Also lines of plain text that ask something, such as a list of customers' questions."""
    marks = marks_of(page)
    lines = _lines(page, marks)
    asked = list(_asked(lines))
    return list(_pairs(lines, marks)) or list(_pairs(_alone(lines), marks)), asked


def _asked(lines: Sequence[_Line]) -> Iterator[str]:
    for line in lines:
        asked = line.asked or plain_line(line.text)
        if not line.is_code and not line.answer and asks(asked) and len(asked) <= LONGEST:
            yield asked


def _pairs(lines: Sequence[_Line], marks: Marks) -> Iterator[Found]:
    now: _Question | None = None
    for number, line in enumerate(lines, start=1):
        if line.asked is not None or (line.level and (now is None or not 0 < now.level < line.level)):
            yield from _pair(now, marks)
            now = _Question(number, line.asked, line.level) if line.asked else None
            if now is not None and line.answer is not None:
                yield Found(number, Row(now.text, line.answer))
                now = None
            elif now is not None and line.rest:
                now.lines.append(_Line(line.rest, depth=line.depth))
        elif now is not None:
            now.lines.append(line)
    yield from _pair(now, marks)


def _pair(question: _Question | None, marks: Marks) -> Iterator[Found]:
    if question is None:
        return
    answer = told([(line.text, line.is_code) for line in question.lines])
    if marked := marks.answer.fullmatch(answer.split("\n", 1)[0].strip()):
        answer = f"{marked['text']}{answer.removeprefix(answer.split(chr(10), 1)[0])}".strip()
    if answer:
        yield Found(question.line, Row(question.text, answer))


def _lines(page: str, marks: Marks) -> list[_Line]:
    """Every line of the source with what markdown-it says of it."""
    lines = [_Line(line) for line in page.split("\n")]
    tokens = _MARKDOWN.parse(page)
    for token, following in zip(tokens, [*tokens[1:], *tokens[:1]], strict=True):
        if token.map is None:
            continue
        begin, end = token.map[0], min(token.map[1], len(lines))
        match token.type:
            case "front_matter":
                for i in range(begin, end):
                    lines[i].text = ""
            case "fence" | "code_block":
                for i in range(begin, end):
                    lines[i].is_code = True
            case "heading_open":
                _heading(lines, begin, end, int(token.tag[1]), following.content, marks)
            case "html_block":
                _html(lines, begin, end, token.content, marks)
            case "dt_open":
                _ask(lines[begin], following.content, marks)
            case "dd_open":
                _definition(lines, begin, end)
            case "list_item_open":
                _item(lines, begin, end, marks, is_ordered=token.markup in (".", ")"))
            case "paragraph_open" if not any(lines[i].asked for i in range(begin, end)):
                for i in range(begin, end):
                    _paragraph_line(lines[i], marks)
    _tables(lines, tokens)
    for line in lines:
        if not line.is_code and _LEFT_OUT.match(line.text.strip()):
            line.text = ""
    return lines


def _heading(lines: list[_Line], begin: int, end: int, level: int, content: str, marks: Marks) -> None:
    """A setext heading takes its underline with it; several lines above one are a paragraph to its author."""
    text = plain_line(content.split("\n")[-1])
    place = end - 2 if end - begin > 1 else begin
    lines[place].level, lines[place].text = level, "#" * level + " " + text
    if end - begin > 1:
        lines[end - 1].text = ""
    _ask(lines[place], content.split("\n")[-1], marks)


def _ask(line: _Line, content: str, marks: Marks) -> None:
    text = _NUMBER.sub("", plain_line(content))
    marked = marks.question.fullmatch(text)
    if marked:
        text = marked["text"].strip()
    if text and (asks(text) or marked) and len(text) <= LONGEST:
        line.asked = text


def _html(lines: list[_Line], begin: int, end: int, content: str, marks: Marks) -> None:
    summary = _SUMMARY.search(content)
    rest = markdown_of(_SUMMARY.sub("", content))
    for i in range(begin, end):
        lines[i].text = ""
    if summary and begin < len(lines):
        _ask(lines[begin], markdown_of(summary["text"]), marks)
        lines[begin].rest = rest
    elif rest:
        for i, text in zip(range(begin, end), _fitted(rest.split("\n"), end - begin), strict=False):
            lines[i].text = text
            if match := re.match(r"(#{1,6}) ", text):
                _heading(lines, i, i + 1, len(match[1]), text, marks)


def _fitted(texts: list[str], count: int) -> list[str]:
    """In so many lines: what is too much goes into the last one."""
    return texts if len(texts) <= count else [*texts[: count - 1], "\n".join(texts[count - 1 :])]


def _definition(lines: list[_Line], begin: int, end: int) -> None:
    """Without its colon, and moved to the left by its width."""
    width = 0
    for line in lines[begin:end]:
        if mark := re.match(r"\s*[:~]\s+", line.text):
            width = mark.end()
            line.text = line.text[width:]
        else:
            line.text = line.text.removeprefix(" " * width)


def _item(lines: list[_Line], begin: int, end: int, marks: Marks, *, is_ordered: bool) -> None:
    """An item that asks and goes on is a question; one that asks alone is one when something stands below the list."""
    line = lines[begin]
    mark = re.match(r"(?P<indent>\s*)(?P<mark>[-*+]|\d{1,9}[.)])\s+", line.text)
    if mark is None or line.asked:
        return
    said = line.text[mark.end() :].strip()
    bold = _BOLD.match(said)
    has_more = any(other.text.strip() for other in lines[begin + 1 : end])
    if bold and (not said[bold.end() :].strip() or asks(plain_line(bold["text"]))):
        _ask(line, bold["text"], marks)
        line.rest = said[bold.end() :].strip(" -–—:") if line.asked else ""
    elif (is_ordered or marks.question.fullmatch(plain_line(said))) and "](#" not in said:
        _ask(line, said, marks)
    if line.asked and has_more:
        for other in lines[begin + 1 : end]:
            if other.text[: mark.end()].strip() == "":
                other.text = other.text[mark.end() :]


def _paragraph_line(line: _Line, marks: Marks) -> None:
    text = line.text.strip().removeprefix("> ").strip()
    if line.asked or line.level:
        return
    if bold := _BOLD.fullmatch(text):
        _ask(line, bold["text"], marks)
    elif (bold := _BOLD.match(text)) and asks(plain_line(bold["text"])):
        _ask(line, bold["text"], marks)
        line.rest = text[bold.end() :].strip(" -–—:") if line.asked else ""
    elif (marked := marks.question.fullmatch(plain_line(text))) and len(marked["text"]) <= LONGEST:
        line.asked = marked["text"].strip()
    elif (number := _NUMBER.match(text)) and asks(plain_line(text)) and "](#" not in text:
        _ask(line, text[number.end() :], marks)


def _tables(lines: list[_Line], tokens: Sequence[Token]) -> None:
    """Two columns whose header names questions and answers, or the first of which asks in most rows."""
    rows: list[tuple[int, list[str]]] = []
    for i, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type in ("th_open", "td_open") and rows:
            rows[-1][1].append(plain_line(tokens[i + 1].content, keep=True))
        elif token.type == "table_close" and len(rows) > 1:
            _table(lines, rows)


def _table(lines: list[_Line], rows: list[tuple[int, list[str]]]) -> None:
    header, below = rows[0][1], rows[1:]
    asked = next((i for i, name in enumerate(header) if names_of(Field.QUERY, name)), -1)
    answered = next((i for i, name in enumerate(header) if names_of(Field.RESPONSE, name)), -1)
    is_named = asked >= 0 and answered >= 0
    if not is_named:
        if len(header) != 2 or 2 * sum(asks(cells[0]) for _, cells in below) <= len(below):
            return
        asked, answered = 0, 1
    for line, cells in below if is_named else rows:
        lines[line].text = ""
        if len(cells) > max(asked, answered) and cells[answered] and (is_named or asks(cells[asked])):
            lines[line].asked, lines[line].answer = plain_line(cells[asked]) or None, cells[answered]


def _alone(lines: Sequence[_Line]) -> list[_Line]:
    """Of a page without any marks, such as a PDF's text: short lines that ask, each with a text below it."""
    found = [_Line(line.text, line.level, is_code=line.is_code) for line in lines]
    asked = 0
    for i, line in enumerate(found):
        text = plain_line(line.text)
        above = found[i - 1].text.strip() if i else ""
        below = next((other.text.strip() for other in found[i + 1 : i + 3] if other.text.strip()), "")
        ended = not above or above[-1:] in ".!。！:" or found[i - 1].level > 0
        if (
            not line.is_code
            and asks(text)
            and len(text) <= _ALONE
            and ended
            and below
            and not asks(below)
            and len(below) > 2
        ):
            line.asked = text
            asked += 1
    return found if asked > 1 else []
