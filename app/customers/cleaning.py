"""What is taken off a model's text before anybody sees it: labels, prefaces, quotation marks, markup, a second turn.

By form alone, as it has to work in every language.
"""

import re

_FENCE = re.compile(r"^```\w*\n?|\n?```$")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,40}>")
# "Subject: …", "**Message:** …", "Betreff: …": a label of a few words with nothing before it.
_LABEL = re.compile(
    r"^\s*(?:[-*>#]+\s*)?[*_]{0,2}[^\W\d_][^\s:：]{0,24}(?:[ -][^\s:：]{1,24}){0,2}\s?[:：][*_]{0,2}(?:\s+|$)"
)
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "‘": "’", "'": "'"}
_QUOTED_REST = re.compile(r"^[^\n\"“„«「]{0,120}[:：]\s*([\"“„«「].+[\"”“»」])\s*$", re.S)
_MARKUP = re.compile(r"[*_`#]{2,}|(?<!\w)[*_`]|[*_`](?!\w)")
_END = re.compile(r"[.?!。？！؟…]+[\"')”»」]*(?=\s|$)|[。？！]")
_RULE = re.compile(r"[-*_=~]{3,}")
_HEADER_WORDS = 8
_LEFT_OPEN = 3  # words without an end mark: how people write; more were cut off by the limit


def clean(text: str) -> str:
    """The bare message."""
    text = _FENCE.sub("", text.replace("\r", "").strip()).strip()
    text = _TAG.sub(" ", text).strip()
    if quoted := _QUOTED_REST.match(text):
        text = quoted[1]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    rule = next((number for number, line in enumerate(lines) if number and _RULE.fullmatch(line)), len(lines))
    lines = lines[:rule]  # what stands below a line of dashes speaks about the message
    # "Sure! Here is a message from a customer:" and "Subject: my deposit" stand on lines of their own before it.
    while len(lines) > 1 and (lines[0].endswith((":", "：")) or _is_header(lines[0])):
        lines.pop(0)
    kept = lines[:1]
    for line in lines[1:]:
        if (label := _LABEL.match(line)) and _is_short_label(label[0]):
            break  # "Support: …" begins the next turn
        kept.append(line)
    text = " ".join(kept)
    if (label := _LABEL.match(text)) and len(text) > label.end():
        text = text[label.end() :] if text[label.end() - 1].isspace() and _is_short_label(label[0]) else text
    text = _MARKUP.sub("", text)
    text = _unquoted(re.sub(r"\s+", " ", text).strip())
    return _whole_sentences(text)


def _is_header(line: str) -> bool:
    """A label with a few words behind it that are not a sentence: "Subject: my deposit"."""
    label = _LABEL.match(line)
    if label is None or not _is_short_label(label[0]):
        return False
    return len(line[label.end() :].split()) <= _HEADER_WORDS and not _END.search(line)


def _is_short_label(label: str) -> bool:
    """One word with a capital or in bold: "Two things: …" is how a customer may begin."""
    return len(label.strip("*_#>- :：").split()) == 1 and (
        label.strip()[0] in "*#" or label.strip()[0].isupper()
    )


def _unquoted(text: str) -> str:
    close = _QUOTES.get(text[:1])
    if close and len(text) > 1 and text.endswith((close, text[0])) and text.find(close, 1) == len(text) - 1:
        return text[1:-1].strip()
    return text


def _whole_sentences(text: str) -> str:
    """Drops what follows the last end of a sentence, unless the text is a single line without one."""
    ends = [match.end() for match in _END.finditer(text)]
    if not ends or len(text[ends[-1] :].split()) <= _LEFT_OPEN:
        return text
    return text[: ends[-1]].strip()
