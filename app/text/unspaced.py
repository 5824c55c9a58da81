"""Enumerations in Chinese, Japanese and Korean: between marks, with what leads up to them and follows them."""

import re
from collections.abc import Sequence

from app.text.grammar import Grammar

_SENTENCES = re.compile(r"[。！？!?\n]+|\.\s")
_MARKS = {"zh": re.compile(r"[、，,；;/]"), "ja": re.compile(r"[、，,・;；/]"), "ko": re.compile(r"[,、·;/]")}
_SHAPE = {
    "zh": re.compile(r"[\u4e00-\u9fffA-Za-z]{2,10}"),
    "ja": re.compile(
        r"[おご]?[\u4e00-\u9fff\u30a0-\u30ffーA-Za-z々]+(?:[のりしえけちめれみきいげびっ][\u4e00-\u9fff\u30a0-\u30ffー々]+){0,2}[りしえけちめれみきいげび]?"
    ),
    "ko": re.compile(r"[\uac00-\ud7a3A-Za-z]+(?: [\uac00-\ud7a3A-Za-z]+){0,2}"),
}
_STARTS = {
    "zh": re.compile(r"[：:]"),
    "ja": re.compile(r"[：:]|[はがで、](?=[^はが]*$)|[はが]|から"),
    "ko": re.compile(r"[:：]|\S[은는이가] "),
}
_FIRST = {
    "zh": 6,
    "ja": 8,
    "ko": 8,
}  # characters of a first item without a lead that are not a whole clause yet


def listed(text: str, grammar: Grammar, names: Sequence[str]) -> list[str]:
    sure: list[str] = []
    others: list[str] = []
    for sentence in _SENTENCES.split(text):
        items = [part.strip() for part in _MARKS[grammar.language].split(sentence) if part.strip()]
        if not items or any(word in sentence for word in grammar.words("negations")):
            continue
        leads = grammar.words("leads")
        start = next((place for place, part in enumerate(items) if any(word in part for word in leads)), 0)
        items = items[start:]
        first, led = _led(items[0], grammar)
        last, ended = _ended(items[-1] if len(items) > 1 else first, grammar)
        middle = [first, *items[1:-1], last] if len(items) > 1 else [last]
        if not led and len(first) > _FIRST[grammar.language]:
            middle = middle[1:]
        found = [item for part in middle for item in _parts(part, grammar, len(items) > 1)]
        found = [_without_owner(item, grammar) for item in found]
        kept = [item for item in found if _fits(item, grammar, names)]
        if len(items) < 2 and not ended:
            continue
        if led or ended or grammar.language == "zh" and len(items) > 2:
            sure += kept
        elif len(kept) > 2:
            others += kept
    return list(dict.fromkeys([*sure, *others]))


def _led(item: str, grammar: Grammar) -> tuple[str, bool]:
    place = max((item.rfind(word) + len(word) for word in grammar.words("leads") if word in item), default=0)
    for match in _STARTS[grammar.language].finditer(item):
        place = max(place, match.end())
    return item[place:].strip(), place > 0


def _ended(item: str, grammar: Grammar) -> tuple[str, bool]:
    for word in sorted(grammar.words("after"), key=len, reverse=True):
        if word in item:
            return _tail(item[: item.index(word)].strip(), grammar), True
    return _tail(item, grammar), False


def _tail(item: str, grammar: Grammar) -> str:
    for word in sorted(grammar.words("tails"), key=len, reverse=True):
        if word in item and item.index(word) > 1:
            return item[: item.index(word)].strip()
    return item


def _parts(item: str, grammar: Grammar, several: bool) -> list[str]:
    """An item that still has a conjunction: A和B."""
    for word in grammar.words("conjunctions"):
        if grammar.language == "ko":
            item = re.sub(
                rf"(?<=\S){word} |\s{word}\s" if len(word) == 1 and word != "및" else rf"\s?{word}\s",
                "\n",
                item,
            )
        else:
            item = item.replace(word, "\n")
    if grammar.language == "ja":
        item = re.sub(
            r"(?<=[\u4e00-\u9fff\u30a0-\u30ffー])[やと](?=[おご\u4e00-\u9fff\u30a0-\u30ff])", "\n", item
        )
    return [part.strip() for part in item.split("\n") if part.strip()]


def _without_owner(item: str, grammar: Grammar) -> str:
    """Invoices of small firms: invoices."""
    return next((item.rsplit(word, 1)[1] for word in grammar.words("owners") if word in item), item)


def _fits(item: str, grammar: Grammar, names: Sequence[str]) -> bool:
    if len(item) < 2 or any(name and name in item for name in names):
        return False
    if item.endswith(tuple(grammar.words("generic"))) or any(
        word in item for word in grammar.words("clauses")
    ):
        return False
    return bool(_SHAPE[grammar.language].fullmatch(item))
