"""Questions and answers in running text: headings and bold lines that ask, and lines marked Q and A. Pure."""

import re
from collections.abc import Iterator

from app.exchange.rows import Found, Row

_Q = re.compile(r"(?:\*\*)?(?:q|question|frage|customer|kunde)\s*\d*\s*[:.)](?:\*\*)?\s*(?P<text>.+)", re.I)
_A = re.compile(r"(?:\*\*)?(?:a|answer|antwort|agent|support)\s*\d*\s*[:.)](?:\*\*)?\s*(?P<text>.*)", re.I)
# A heading, a bold line or a numbered line that ends with a question mark.
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*")
_BOLD = re.compile(r"(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)(?P<text>.+?)(?:\*\*|__)")
_NUMBERED = re.compile(r"\d+[.)]\s+(?P<text>.+)")
_ITEM = re.compile(r"(?:\d+[.)]|[-*+])\s+(?P<text>.+)")
_QUESTION_MARKS = ("?", "？", "؟")
_LONGEST = 300  # characters of a line that asks; longer ones are prose


def found_in(text: str) -> Iterator[Found]:
    """Each question with what stands between it and the next heading or question."""
    question, begun, answer = "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        asked = _question(line.strip())
        if asked is None and not _HEADING.fullmatch(line.strip()):
            answer.append(line)
            continue
        yield from _pair(question, begun, answer)
        question, begun, answer = asked or "", number, []
    yield from _pair(question, begun, answer)


def questions_in(text: str) -> Iterator[str]:
    """Lines of plain text that ask something, such as a list of customers' questions."""
    for line in text.split("\n"):
        said = _ITEM.fullmatch(line.strip())
        asked = _question(line.strip()) or (said["text"] if said else line.strip())
        if asked.endswith(_QUESTION_MARKS) and len(asked) <= _LONGEST:
            yield asked


def _question(line: str) -> str | None:
    if marked := _Q.fullmatch(line):
        return marked["text"].strip("* ")
    for form in (_HEADING, _BOLD, _NUMBERED):
        if (match := form.fullmatch(line)) and match["text"].strip("*_ ").endswith("?"):
            return match["text"].strip("*_ ") if len(line) <= _LONGEST else None
    return None


def _pair(question: str, line: int, answer: list[str]) -> Iterator[Found]:
    lines = [_without_mark(text) if i == _first(answer) else text for i, text in enumerate(answer)]
    said = "\n".join(lines).strip()
    if question and said:
        yield Found(line, Row(question, re.sub(r"\n{3,}", "\n\n", said)))


def _first(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if line.strip()), 0)


def _without_mark(line: str) -> str:
    marked = _A.fullmatch(line.strip())
    return marked["text"] if marked else line
