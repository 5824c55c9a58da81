"""The headings of a help page, by their form: marked, in bold, or a line of its own above prose. Pure."""

import re
from collections.abc import Iterator

_PROSE_WORDS = 8  # at least, of the line that stands below a heading in plain text
_MARKED = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*|(?:\*\*|__)(?P<bold>[^*_]+?):?(?:\*\*|__):?")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)]|[-*•])\s+")


def headings(text: str) -> list[str]:
    """As they stand, without marks and numbers; none twice. One that asks is a question already, and the title above
    all others says what the page is and not what it is about."""
    lines = list(map(str.strip, text.split("\n")))
    titles = [line for line in lines if re.match(r"#\s", line)]
    if len(titles) == 1 and any(re.match(r"#{2,6}\s", line) for line in lines):
        lines.remove(titles[0])
    found = (_NUMBER.sub("", line.strip("*_: \t")).strip("*_: ") for line in _lines(lines))
    return [line for line in dict.fromkeys(found) if line and not line.endswith(("?", "？", "؟"))]


def _lines(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if marked := _MARKED.fullmatch(line):
            yield marked["text"] or marked["bold"] or ""
        elif line[:1].isupper() and line[-1:].isalnum() and not (number and lines[number - 1]):
            below = next((text for text in lines[number + 1 : number + 4] if text.strip("=-~ \t")), "")
            if len(below.split()) >= _PROSE_WORDS and not _MARKED.fullmatch(below):
                yield line
