"""A description as people paste it, without its markup: HTML, Markdown, links, all capitals."""

import html
import re

_BLOCK = re.compile(r"</?(?:li|ul|ol|p|br|div|h\d|tr|td|table|section)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.I)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_HEADING = re.compile(r"^#{1,6}\s.*$", re.M)
_MARKS = re.compile(r"[`*_]{1,3}(?=\S)|(?<=\S)[`*_]{1,3}")
_LEAST_CAPITALS = 12  # letters; "IKEA" is a name


def plain(text: str) -> str:
    """Lines stay lines. What was written in capitals throughout becomes lower case."""
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", text)))
    text = _HEADING.sub("", _URL.sub("", _LINK.sub(r"\1", text)))
    text = _MARKS.sub("", text)
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= _LEAST_CAPITALS and not any(letter.islower() for letter in letters):
        text = text.lower()
    return text.strip()
