"""A text as the patterns want it, letter for letter as long as the original, and its numbers as values."""

import re
import unicodedata

# Dashes, spaces and quotes in all their widths; marks of direction, which stand between an amount and its sign.
_SAME = {ord(c): "-" for c in "‐‑‒–—−〜～－"} | {
    ord(c): " " for c in "\u00a0\u202f\u2009\u3000\u200e\u200f\u061c"
}
_SAME |= {
    ord("’"): "'",
    ord("％"): "%",
    ord("٪"): "%",
    ord("："): ":",
    ord("＞"): ">",
    ord("￥"): "¥",
    ord("．"): ".",
    ord("，"): ",",
    ord("*"): " ",
}
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
# With the vowel signs of Hindi, Hebrew and Arabic, which regular expressions do not count as letters.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094d])"
WORD = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*")
_NUMERAL = {"两": 2, "兩": 2, "〇": 0}
MYRIADS = {"万": 1e4, "萬": 1e4, "만": 1e4, "億": 1e8, "亿": 1e8, "억": 1e8, "千": 1e3, "천": 1e3}


def plain(text: str) -> str:
    text = text.translate(_SAME)
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)


def lowered(text: str) -> str:
    """Lower case of the same length: "İ" would become two letters."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def value_of(written: str, decimal: str, group: str, is_money: bool = False) -> float | None:
    """`decimal` and `group` are the marks of the language; they decide only what the number itself leaves open."""
    if "٫" in written or "٬" in written:
        return _float(written.replace("٬", "").replace("٫", "."))
    written = written.replace("'", "").replace(" ", "")
    marks = [c for c in written if c in ".,"]
    if len(set(marks)) == 2:
        last = marks[-1]
        if marks.count(last) > 1:
            return None
        return _float(written.replace("." if last == "," else ",", "").replace(last, "."))
    if not marks:
        return _float(written)
    mark = marks[0]
    head, *tail = written.split(mark)
    if len(tail) > 1:
        grouped = len(tail[-1]) == 3 and all(len(part) in (2, 3) for part in tail)
        return _float(written.replace(mark, "")) if grouped else None
    thousands = len(tail[0]) == 3 and 1 <= len(head) <= 3 and head.lstrip("0") == head
    if thousands and (mark == group or is_money or mark != decimal):
        return _float(written.replace(mark, ""))
    return _float(written.replace(mark, "."))


def numeral_value(run: str) -> float | None:
    """Of Chinese and Japanese numerals: 三十五 is 35."""
    total = section = digit = 0.0
    for c in run:
        if MYRIADS.get(c, 0) >= 1e4:
            total, section, digit = total + (section + digit or 1) * MYRIADS[c], 0, 0
            continue
        worth = _NUMERAL.get(c, unicodedata.numeric(c, -1))
        if worth < 0:
            return None
        if worth >= 10:
            section, digit = section + (digit or 1) * worth, 0
        else:
            digit = digit * 10 + worth if digit else worth
    return total + section + digit


def _float(written: str) -> float | None:
    try:
        return round(float(written), 4)
    except ValueError:
        return None
