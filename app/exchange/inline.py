"""Lines of Markdown as a reader sees them, and whether one asks. Pure."""

import re
from collections.abc import Sequence

_MARKS = "?？؟\u037e⸮՞፧"  # of Greek U+037E; Greek keyboards write ";"
_ENDS = "*_\"'”»」』）)]~ \t"
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^}]*\}\s*$")  # {#anchor} of Docusaurus, Pandoc and others
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]*)(?:\s+\"[^\"]*\")?\)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]")
_TAG = re.compile(
    r"</?(?:a|span|p|div|br|b|i|strong|em|sup|sub|font|center|details|summary|img)\b[^>]*>", re.I
)
_HEADING_OR_QUOTE = re.compile(r"^(?:#{1,6}\s+|>\s*)+")
_CLOSING = re.compile(r"\s+#+$")
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`)")
_PLAIN = re.compile(r"[^\W\d_][^*_`\[\]<>{}#\n]*")  # most lines, and nothing is to be taken out of them
_ITEM = re.compile(r"^\s*(?:[-*+•·▪]|\d{1,3}[.)])\s+")


def asks(text: str) -> bool:
    end = text.rstrip(_ENDS)[-1:]
    if end == ";":
        return any("Ͱ" <= letter <= "Ͽ" or "ἀ" <= letter <= "῿" for letter in text)
    return end != "" and end in _MARKS


def plain_line(text: str, *, keep: bool = False) -> str:
    """Without marks of headings, lists, links, emphasis and anchors. `keep`: emphasis and links to other pages stay."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return text
    text = _TAG.sub("", _IMAGE.sub("", _ATTRIBUTES.sub("", text))).strip()
    text = _CLOSING.sub("", _HEADING_OR_QUOTE.sub("", text))
    if keep:
        return text
    text = _ITEM.sub("", text)
    text = _LINK.sub(lambda link: link["text"], text)
    return _EMPHASIS.sub("", text).strip()


def told(lines: Sequence[tuple[str, bool]]) -> str:
    """An answer as its author wrote it, without what belongs to the page: anchors, pictures, links to its top.

    `lines`: (text, whether it is code).
    """
    kept = [(text.rstrip() if is_code else _without_page(text), is_code) for text, is_code in lines]
    text = _dedented([(line, is_code) for line, is_code in kept if line is not None])
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
    items = re.findall(r"^(?:[-*+]|\d{1,3}[.)])\s+", text, re.M)
    if len(items) == 1 and text.startswith(items[0]) and "\n" not in text.strip():
        text = text[len(items[0]) :]
    return re.sub(r"\n(?:-{3,}|\*{3,}|_{3,})\s*$", "", text.rstrip()).strip("\n").rstrip()


def _without_page(line: str) -> str | None:
    """None for a line that holds nothing else."""
    stripped = line.strip()
    if not stripped or _PLAIN.fullmatch(stripped):
        return line.rstrip()
    links = _LINK.fullmatch(stripped.strip("-*+ ^↑⬆️"))
    if links and links["to"].startswith("#"):
        return None
    text = _TAG.sub("", _IMAGE.sub("", line))
    text = re.sub(r"\[(?P<text>[^\]]*)\]\(#[^)]*\)", lambda link: link["text"], _ATTRIBUTES.sub("", text))
    return text.rstrip() if text.strip() else None


def _dedented(lines: Sequence[tuple[str, bool]]) -> str:
    """Moved to the left as a whole, as the answer of an item in a list stands to the right."""
    widths = [len(line) - len(line.lstrip(" ")) for line, is_code in lines if line.strip() and not is_code]
    width = min(widths, default=0)
    return "\n".join(line[width:] if line[:width].isspace() else line for line, _ in lines)
