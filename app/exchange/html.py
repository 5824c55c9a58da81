"""HTML to Markdown: what a person reads on the page, without menus, scripts and pictures.

selectolax parses and has no Markdown writer. A cell takes 0.05 ms, so that a table of 5,000 tickets is shown at once.
"""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

_LEFT_OUT = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "footer",
    "svg",
    "iframe",
    "form",
    "img",
    "picture",
    "video",
    "audio",
    "canvas",
    "object",
    "select",
    "textarea",
    "aside",
    "-comment",
    "#comment",
    "-doctype",
}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "figure",
    "figcaption",
    "address",
    "body",
    "html",
    "center",
    "fieldset",
    "details",
    "dl",
    "tbody",
    "thead",
    "tfoot",
    "hgroup",
}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_DEEPEST = 6  # level of the headings that questions without one get
_QUOTES = (
    "gmail_quote",
    "gmail_extra",
    "yahoo_quoted",
    "moz-cite-prefix",
    "OutlookMessageHeader",
    "zd_quote",
)
_QUOTED = re.compile("|".join((*_QUOTES, "<blockquote")), re.I)
_QUOTED_NODES = ",".join((*(f'[class*="{name}"]' for name in _QUOTES), "blockquote"))
_TRAILING = re.compile(r"[ \t]+\n")
_EMPTY_LINES = re.compile(r"\n{3,}")
_GAP = re.compile(r"(?<=\S) {2,}")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(
    r"<(?:/?(?:p|div|br|span|ul|ol|li|b|strong|em|i|a|table|tr|td|h[1-6]|html|body|blockquote|font|dl|details)\b[^<>]*"
    r"|!doctype[^<>]*)/?>",
    re.I,
)
_WHOLE = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|br|span|ul|ol|table|h[1-6]|b|strong|article|section)\b.*>\s*",
    re.I | re.S,
)
_LINES = re.compile(r"\S ?<br ?/?>|</(?:p|div|li|span|blockquote)>", re.I)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)


def is_page(text: str) -> bool:
    return _PAGE.match(text) is not None


def is_html(text: str) -> bool:
    """A text that was HTML as a whole or in its lines; one that speaks of a tag, or has code in it, isn't."""
    if "<" not in text:
        return False
    if _LINES.search(text) and "`" not in text:
        return True
    return _WHOLE.fullmatch(text) is not None and len(_TAG.findall(text)) > 1


def markdown_of(html: str, *, mail: bool = False) -> str:
    """`mail`: without the mails that are quoted in it."""
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return ""
    if mail and _QUOTED.search(html):
        for node in root.css(_QUOTED_NODES):
            node.decompose()
    return _EMPTY_LINES.sub("\n\n", _TRAILING.sub("\n", _Writer().blocks(root))).strip()


class _Writer:
    """Blocks are parted by empty lines; texts within one have their spaces joined, as browsers do."""

    def blocks(self, node: LexborNode) -> str:
        parts: list[str] = []
        line = ""
        for child in node.iter(include_text=True):
            block = self._block(child)
            if block is None:
                line += self._inline(child)
                continue
            parts += [line, block]
            line = ""
        parts.append(line)
        return "\n\n".join(stripped for part in parts if part and (stripped := _trimmed(part)))

    def _block(self, node: LexborNode) -> str | None:
        tag = node.tag or ""
        if tag == "-text" or tag in _LEFT_OUT:
            return None
        if tag in _HEADINGS:
            return self._heading(node, _HEADINGS[tag])
        special = _SPECIAL.get(tag)
        if special is not None:
            return special(self, node)
        expands = (node.attributes or {}).get("aria-expanded") is not None
        if tag == "button" or (expands and tag in ("div", "a", "p")):
            return self._asked(node) if expands else ""
        return self.blocks(node) if tag in _BLOCKS or _holds_blocks(node) else None

    def _heading(self, node: LexborNode, level: int) -> str:
        text = " ".join(self._inlines(node).split())
        return f"{'#' * level} {text}" if text else ""

    def _asked(self, node: LexborNode) -> str:
        return self._heading(node, _DEEPEST)

    def _list(self, node: LexborNode) -> str:
        items = [child for child in node.iter() if child.tag == "li"]
        ordered = node.tag == "ol"
        lines = []
        for number, item in enumerate(items, start=1):
            mark = f"{number}. " if ordered else "- "
            text = re.sub(r"\n\n(?=- |\d+\. )", "\n", self.blocks(item))
            if text:
                lines.append(
                    mark + text.replace("\n", "\n" + " " * len(mark)).replace(" " * len(mark) + "\n", "\n")
                )
        return "\n".join(lines)

    def _quote(self, node: LexborNode) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.blocks(node).split("\n"))

    def _code(self, node: LexborNode) -> str:
        return f"```\n{node.text(deep=True).strip(chr(10))}\n```"

    def _table(self, node: LexborNode) -> str:
        rows = [
            [
                " ".join(self.blocks(cell).split()).replace("|", "\\|")
                for cell in row.iter()
                if cell.tag in ("td", "th")
            ]
            for row in node.css("tr")
        ]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        if width < 2:  # a table that only lays the page out
            return "\n\n".join(self.blocks(cell) for row in node.css("tr") for cell in _cells(row))
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])

    def _inlines(self, node: LexborNode) -> str:
        return "".join(self._inline(child) for child in node.iter(include_text=True))

    def _inline(self, node: LexborNode) -> str:
        tag = node.tag or ""
        if tag == "-text":
            return _SPACES.sub(" ", (node.text_content or "").replace("\xa0", " "))
        if tag in _LEFT_OUT:
            return ""
        if tag == "br":
            return "\n"
        text = self._inlines(node)
        if not text.strip():
            return text
        if tag in ("b", "strong"):
            return _around(text, "**")
        if tag in ("i", "em"):
            return _around(text, "*")
        if tag in ("code", "kbd", "tt"):
            return _around(text, "`")
        address = (node.attributes or {}).get("href") or "" if tag == "a" else ""
        if re.match(r"https?://", address) and address.strip() != text.strip():
            return f"[{text.strip()}]({address.strip()})"
        return text


_SPECIAL: dict[str, Callable[[_Writer, LexborNode], str]] = {
    "ul": _Writer._list,
    "ol": _Writer._list,
    "menu": _Writer._list,
    "blockquote": _Writer._quote,
    "pre": _Writer._code,
    "table": _Writer._table,
    "hr": lambda writer, node: "",
    "summary": _Writer._asked,
    "dt": _Writer._asked,
    "dd": _Writer.blocks,
    "li": _Writer.blocks,
}


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _holds_blocks(node: LexborNode) -> bool:
    return any(
        (child.tag or "") in _BLOCKS
        or (child.tag or "") in _SPECIAL
        or (child.tag or "") in _HEADINGS
        or _holds_blocks(child)
        for child in node.iter()
    )


def _trimmed(part: str) -> str:
    """A code block keeps its spaces."""
    if part.startswith("```"):
        return part
    part = part.strip()
    if "  " not in part and " \n" not in part:
        return part
    return "\n".join(
        _GAP.sub(" ", line).rstrip() if line[:1] == " " or "|" not in line else line
        for line in part.split("\n")
    )


def _around(text: str, mark: str) -> str:
    inner = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
