"""Word, PowerPoint, PDF, EPUB and OpenDocument texts, read as help pages."""

import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from app.errors import InvalidInput
from app.exchange.format import Format
from app.exchange.html import markdown_of
from app.exchange.readers import html_page, page
from app.exchange.rows import Contents
from app.exchange.source import Source, Wishes
from app.models import MaterialKind

_CONTAINER = "META-INF/container.xml"
_MOST_PAGES = 500  # of a PDF


def read(source: Source, wishes: Wishes) -> Contents:
    """Raises InvalidInput."""
    if source.data.startswith((b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        raise InvalidInput(
            "This is an old Word or RTF file; save it as .docx, or export it as PDF.", "content"
        )
    for is_it, reader in _READERS:
        if is_it(source):
            return reader(source)
    raise InvalidInput(
        "This is a ZIP with none of the files that Coachable reads; unpack it first.", "content"
    )


def _word(source: Source) -> Contents:
    import mammoth

    try:
        html = mammoth.convert_to_html(io.BytesIO(source.data)).value
    except Exception as error:  # whatever a damaged file makes of a parser
        raise InvalidInput(
            f"The Word file can't be read ({type(error).__name__}); save it again.", "content"
        ) from None
    return html_page.contents_of(html)


def _slides(source: Source) -> Contents:
    try:
        from pptx import Presentation
    except ImportError:
        raise InvalidInput(
            "This is a PowerPoint file; reading it needs python-pptx: pip install 'coachable[documents]', or "
            "export it as "
            "PDF.",
            "content",
        ) from None
    try:
        slides = Presentation(io.BytesIO(source.data)).slides
        parts = []
        for slide in slides:
            title = slide.shapes.title
            parts.append(
                f"## {title.text_frame.text.strip()}" if title is not None and title.has_text_frame else ""
            )
            parts += [
                shape.text_frame.text
                for shape in slide.shapes
                if shape.has_text_frame and (title is None or shape.shape_id != title.shape_id)
            ]
    except Exception as error:
        raise InvalidInput(
            f"The slides can't be read ({type(error).__name__}); save them again.", "content"
        ) from None
    return page.contents_of("\n\n".join(part.replace("\x0b", "\n") for part in parts if part.strip()))


def _pdf(source: Source) -> Contents:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(source.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidInput("The PDF has a password; save it without one.", "content")
        texts = [one.extract_text() for one in reader.pages[:_MOST_PAGES]]
    except InvalidInput:
        raise
    except Exception as error:
        raise InvalidInput(
            f"The PDF can't be read ({type(error).__name__}); save it again.", "content"
        ) from None
    text = "\n".join(texts).strip()
    if not text:
        raise InvalidInput(
            "The PDF has pictures of text and no text; run it through text recognition first.", "content"
        )
    return page.contents_of(_paragraphs(text))


def _paragraphs(text: str) -> str:
    """A PDF has lines and no paragraphs: one that asks stands alone, those that a margin broke become one."""
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", text)
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join(
        f"\n{line}\n" if line.endswith(("?", "？", "؟")) and len(line) <= 120 else line for line in lines
    )


def _epub(source: Source) -> Contents:
    """The chapters in the order of its spine, https://www.w3.org/TR/epub-33/."""
    container = _xml(source.member(_CONTAINER))
    root = next((one.get("full-path") for one in container.iter() if one.tag.endswith("rootfile")), None)
    if root is None:
        raise InvalidInput("The EPUB is damaged: it names no content.", "content")
    package = _xml(source.member(root))
    places = {one.get("id"): one.get("href") for one in package.iter() if one.tag.endswith("}item")}
    chapters = [places.get(one.get("idref")) for one in package.iter() if one.tag.endswith("}itemref")]
    names = [normpath(join(dirname(root), unquote(name))) for name in chapters if name]
    texts = [
        markdown_of(source.member(name).decode("utf-8", "replace"))
        for name in names
        if name in source.members
    ]
    return page.contents_of("\n\n".join(texts))


def _open_document(source: Source) -> Contents:
    """OpenDocument text: headings and paragraphs."""
    parts = []
    for one in _xml(source.member("content.xml")).iter():
        name = one.tag.rsplit("}", 1)[-1]
        if name in ("h", "p"):
            text = "".join(one.itertext()).strip()
            level = next((value for key, value in one.attrib.items() if key.endswith("outline-level")), "2")
            parts.append(
                f"{'#' * int(level if level.isdecimal() else 2)} {text}" if name == "h" and text else text
            )
    return page.contents_of("\n\n".join(filter(None, parts)))


def _xml(data: bytes) -> ElementTree.Element:
    """Raises InvalidInput. A document type could name entities that multiply; these files have none."""
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise InvalidInput("The file has a document type, which such files do not have.", "content")
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        raise InvalidInput("The file is damaged: its XML can't be read.", "content") from None


_READERS: tuple[tuple[Callable[[Source], bool], Callable[[Source], Contents]], ...] = (
    (lambda source: source.data.startswith(b"%PDF"), _pdf),
    (lambda source: "word/document.xml" in source.members, _word),
    (lambda source: "ppt/presentation.xml" in source.members, _slides),
    (lambda source: _CONTAINER in source.members, _epub),
    (lambda source: "content.xml" in source.members, _open_document),
)

FORMAT = Format(
    name="document",
    title="document (Word, PDF, PowerPoint, EPUB)",
    reads=".docx, .pdf, .epub, .odt and .pptx as help pages; the last one needs `pip install 'coachable[documents]'`.",
    asks="Whether the pairs that were picked are right.",
    suffixes=(".docx", ".pdf", ".pptx", ".epub", ".odt"),
    kind=MaterialKind.MARKDOWN,
    claims=lambda source: source.data.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")),
    read=read,
)
