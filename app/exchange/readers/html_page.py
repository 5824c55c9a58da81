"""Help pages in HTML: what is read on the page as Markdown, and the FAQ that it tells search engines."""

import json
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from app.exchange.format import Format
from app.exchange.html import is_page, markdown_of
from app.exchange.readers import page
from app.exchange.rows import Contents, Found, Row
from app.exchange.source import Source, Wishes
from app.exchange.unwrapping import unwrapped
from app.models import MaterialKind


def read(source: Source, wishes: Wishes) -> Contents:
    return contents_of(source.text)


def contents_of(html: str) -> Contents:
    """The pairs that stand on the page; those for search engines where the page shows none."""
    found = page.contents_of(markdown_of(html))
    if not found.rows:
        found.rows = list(_for_search_engines(html))
        told = "\n\n".join(f"## {one.row.query}\n\n{one.row.response}" for one in found.rows)
        found.page = "\n\n".join(filter(None, (found.page, told)))
    return found


def of_rst(text: str) -> str:
    """reStructuredText as Markdown. It may name files to include and pages to insert as they are: neither is done."""
    from docutils.core import publish_parts

    parts = publish_parts(
        text,
        writer="html5",
        settings_overrides={
            "file_insertion_enabled": False,
            "raw_enabled": False,
            "report_level": 5,
            "halt_level": 5,
            "doctitle_xform": False,
            "embed_stylesheet": False,
            "stylesheet_path": None,
            "_disable_config": True,
        },
    )
    return markdown_of(parts["html_body"])


def _for_search_engines(html: str) -> Iterator[Found]:
    """schema.org's FAQPage, https://schema.org/FAQPage."""
    for script in LexborHTMLParser(html).css('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text(deep=True))
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            graph = item.get("@graph", [item]) if isinstance(item, dict) else []
            for one in graph if isinstance(graph, list) else []:
                if not isinstance(one, dict) or one.get("@type") != "FAQPage":
                    continue
                for _, row in unwrapped(1, {"mainEntity": one.get("mainEntity")}):
                    if (
                        isinstance(row, dict)
                        and isinstance(row.get("question"), str)
                        and isinstance(row.get("answer"), str)
                    ):
                        yield Found(1, Row(row["question"].strip(), markdown_of(row["answer"])))


FORMAT = Format(
    name="html",
    title="web page (HTML)",
    reads="As a help page, without menus, footers and scripts; else the FAQ that the page tells search engines.",
    asks="Whether the pairs that were picked are right.",
    suffixes=(".html", ".htm", ".xhtml"),
    kind=MaterialKind.MARKDOWN,
    claims=lambda source: source.ends(".html", ".htm", ".xhtml") or is_page(source.text[:2000]),
    read=read,
)
