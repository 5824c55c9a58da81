"""The headings of a help page, by their form: marked, in bold, or a line of its own above prose. Pure."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

_PROSE_WORDS = 8  # at least, of the line that stands below a heading in plain text
_MARKED = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*|(?:\*\*|__)(?P<bold>[^*_]+?):?(?:\*\*|__):?")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).use(front_matter_plugin)
_MARKDOWN.core.ruler.disable("inline")
_PARSED = re.compile(r"`{3}|~{3}|^\W*<|^\s*(?:=+|-+)\s*$", re.M)  # what there is to be taken out or marked
_ANCHOR = re.compile(r"\s*\{[:#.][^}]*\}\s*$")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)]|[-*•])\s+")


def headings(text: str) -> list[str]:
    """As they stand, without marks and numbers; none twice. One that asks is a question already, and the title above
    all others says what the page is and not what it is about."""
    lines = list(map(str.strip, _said(text)))
    titles = [line for line in lines if re.match(r"#\s", line)]
    if len(titles) == 1 and any(re.match(r"#{2,6}\s", line) for line in lines):
        lines.remove(titles[0])
    found = (_NUMBER.sub("", line.strip("*_: \t")).strip("*_: ") for line in _lines(lines))
    return [line for line in dict.fromkeys(found) if line and not line.endswith(("?", "？", "؟"))]


def _said(text: str) -> list[str]:
    """The lines of the page without code, markup and what stands above it; anchors are not part of a heading."""
    lines = text.split("\n")
    for token in _MARKDOWN.parse(text) if _PARSED.search(text) else ():
        if token.map and token.type in ("fence", "html_block", "front_matter"):
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = ""
        elif token.map and token.type == "heading_open" and token.markup in ("=", "-"):
            number = token.map[1] - 2
            lines[number], lines[number + 1] = f"{'#' * int(token.tag[1])} {lines[number].strip()}", ""
    return [_ANCHOR.sub("", line) for line in lines]


def _lines(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if marked := _MARKED.fullmatch(line):
            yield marked["text"] or marked["bold"] or ""
        elif line[:1].isupper() and line[-1:].isalnum() and not (number and lines[number - 1]):
            below = next((text for text in lines[number + 1 : number + 4] if text.strip("=-~ \t")), "")
            if len(below.split()) >= _PROSE_WORDS and not _MARKED.fullmatch(below):
                yield line
