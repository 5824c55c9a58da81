"""Help pages in Markdown, reStructuredText or plain text, and chats: the questions with answers in them."""

import re

from app.exchange import faq, transcripts
from app.exchange.format import Format
from app.exchange.rows import Contents, FindingCode
from app.exchange.source import Source, Wishes
from app.models import MaterialKind
from app.text.headings import headings

MARKDOWN = (".md", ".markdown", ".mdx")
_LOOKED_AT = 20_000  # characters by which a text without a telling name is found out to be a page
_WIKI = re.compile(r"^(?P<level>={1,6})[ \t]*(?P<text>[^=\s][^\n]*?)[ \t]*=*[ \t]*$", re.M)
_JIRA = re.compile(r"^h(?P<level>[1-6])\.[ \t]+(?P<text>\S[^\n]*)$", re.M)
_TERM = re.compile(r"^(?P<text>\S[^\n]*[?？؟])::[ \t]*$", re.M)
_NAMED = 2  # pairs that a person sees beside the doubt


def read(source: Source, wishes: Wishes) -> Contents:
    text = source.text
    if source.ends(".rst"):
        from app.exchange.readers.html_page import of_rst

        text = of_rst(text)
    return contents_of(text)


def contents_of(page: str) -> Contents:
    """Of Markdown or plain text."""
    page = _of_wiki(page)
    said = transcripts.found_in(page)
    found = Contents(rows=said or [], page=page)
    if said is None:
        found.rows, found.unanswered = faq.found_and_asked(page)
        found.headings = headings(page)
    if found.rows:
        shown = "; ".join(f"“{one.row.query[:80]}”" for one in found.rows[:_NAMED])
        found.doubt(
            FindingCode.PAGE,
            f"The pairs were picked from a text, as "
            f"{'a chat' if said else 'its questions with what stands below them'}: "
            f"{shown}. Look at them, or add the file as material to confirm them one by one.",
        )
    return found


def _of_wiki(page: str) -> str:
    """Headings of MediaWiki, Jira and AsciiDoc, and AsciiDoc's terms that ask, as Markdown's."""
    page = _WIKI.sub(lambda found: f"{'#' * len(found['level'])} {found['text']}", page)
    page = _JIRA.sub(lambda found: f"{'#' * int(found['level'])} {found['text']}", page)
    return _TERM.sub(r"**\g<text>**\n", page)


def _has_pairs(text: str) -> bool:
    text = _of_wiki(text)
    return bool(faq.found_in(text) or transcripts.found_in(text))


FORMAT = Format(
    name="page",
    title="help page or chat (text, Markdown)",
    reads="Questions with what stands below them: headings, bold or numbered lines, definition lists, tables, "
    "`<details>`, `Q:` and `A:` in thirty languages; chats with names before or above the lines, as WhatsApp "
    "and Teams have them. .rst too.",
    asks="Whether the pairs that were picked are right.",
    suffixes=(*MARKDOWN, ".rst", ".txt"),
    kind=MaterialKind.MARKDOWN,
    claims=lambda source: (
        source.ends(*MARKDOWN, ".rst")
        or ((source.ends(".txt") or not source.name) and _has_pairs(source.text[:_LOOKED_AT]))
    ),
    read=read,
)
