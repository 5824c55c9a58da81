"""Lines that say who speaks: `Q:` and `A:` in many languages, chats with names at their lines. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.exchange import conversation
from app.exchange.message import Message
from app.exchange.rows import Extras, Found, Unreadable
from app.exchange.speakers import ASSISTANT, USER, side_of

# fmt: off
# What stands before a question and before its answer. A letter is a mark only beside its fellow.
_PAIRS = (
    ("q", "a"), ("question", "answer"), ("f", "a"), ("frage", "antwort"), ("p", "r"), ("pregunta", "respuesta"),
    ("pergunta", "resposta"), ("question", "réponse"), ("q", "r"), ("d", "r"), ("domanda", "risposta"), ("в", "о"),
    ("вопрос", "ответ"), ("з", "в"), ("питання", "відповідь"), ("问", "答"), ("問", "答"), ("问题", "答案"),
    ("問題", "答案"),
    ("質問", "回答"), ("问题", "回答"), ("질문", "답변"), ("질문", "답"), ("문", "답"), ("س", "ج"),
    ("سؤال", "جواب"), ("پرسش", "پاسخ"), ("s", "c"),
    ("soru", "cevap"), ("s", "y"), ("v", "a"), ("vraag", "antwoord"), ("p", "o"), ("pytanie", "odpowiedź"),
    ("h", "đ"), ("hỏi", "đáp"),
    ("hỏi", "trả lời"), ("t", "j"), ("tanya", "jawab"), ("pertanyaan", "jawaban"), ("fråga", "svar"),
    ("spørgsmål", "svar"), ("otázka", "odpověď"),
    ("kérdés", "válasz"), ("întrebare", "răspuns"), ("प्रश्न", "उत्तर"), ("ถาม", "ตอบ"), ("คำถาม", "คำตอบ"),
    ("שאלה", "תשובה"), ("ש", "ת"), ("ερώτηση", "απάντηση"),
    ("প্রশ্ন", "উত্তর"), ("সওয়াল", "জবাব"), ("سوال", "جواب"), ("swali", "jibu"),
)
# fmt: on
_WORDS = {word for pair in _PAIRS for word in pair}
_MARK = r"(?:\*\*|__)?(?:{names})\s*\d{{0,3}}\s*{end}(?:\*\*|__)?\s*(?P<text>{text})"
_STARTS = re.compile(r"^[\s>*_#+-]*(?P<name>[^\W\d_]+(?: [^\W\d_]+)?)\s*\d{0,3}\s*(?P<end>[:：.)])", re.M)
_NEVER = re.compile(r"(?!)(?P<text>)")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DAY = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
_TIME = rf"(?:\[[^\]\n]{{4,30}}\]|{_DAY},? {_CLOCK}(?: ?[ap]m)?(?: -)?|\[?{_CLOCK}\]?)\s*-?\s*"
_LABEL = re.compile(
    rf"^(?:{_TIME})?(?:\*\*|__)?(?P<name>[^\W\d_][^:：\n*]{{0,28}}?)\s?(?:\([^)]{{1,30}}\))?\s*(?:\*\*|__)?"
    r"[:：](?:\*\*|__)?(?:[ \t]+|$)(?P<said>.*)$",
    re.I,
)
# Teams and others have the name with the time above the message.
_STAMPED = re.compile(
    rf"(?:\[[^\]\n]*{_CLOCK}[^\]\n]*\]|{_DAY},? {_CLOCK}(?: ?[ap]m)?)\s+(?P<name>[^\W\d_][^:：\n]{{0,40}}?)(?P<said>)",
    re.I,
)
# WhatsApp begins what no person wrote with a mark of the writing direction, or has it in angle brackets.
_BY_THE_APP = re.compile(r"\u200e|<[^<>\n]{3,40}>$")
_APPS_LINE = re.compile(_LABEL.pattern.replace("(?P<said>.*)$", r"(?:\u200e|<[^<>\n]{3,40}>$).*"), re.I)
_MOST_WORDS = 3
_LEAST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Marks:
    """What a page has before its questions and answers; `question` and `answer` match a line and have its `text`."""

    question: re.Pattern[str] = _NEVER
    answer: re.Pattern[str] = _NEVER


def marks_of(page: str) -> Marks:
    """Those whose fellow is on the page too: “P:” alone may be anything. A letter with a full stop may be a name."""
    there = {(found["name"].casefold(), found["end"] in ":：") for found in _STARTS.finditer(page)}
    names = {name for name, is_colon in there if is_colon or len(name) > 1 or name in "qa"}
    pairs = [pair for pair in _PAIRS if names.issuperset(pair)]
    asked = {pair[0] for pair in pairs} | {
        pair[0] for pair in _PAIRS if len(pair[0]) > 2 and pair[0] in names
    }
    answered = {pair[1] for pair in pairs}
    return Marks(_pattern(asked, r"\S.*"), _pattern(answered, r".*", lead=r"(?:[-*+]\s+)?"))


def _pattern(names: set[str], text: str, lead: str = "") -> re.Pattern[str]:
    if not names:
        return _NEVER
    ordered = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(lead + _MARK.format(names=ordered, end="[:：.)]", text=text), re.I)


def found_in(text: str) -> list[Found] | None:
    """The pairs of a chat whose lines begin with the names of its speakers; None for any other text."""
    lines = text.split("\n")
    labels = {
        i: match
        for i, line in enumerate(lines)
        if (match := _LABEL.match(line.strip()) or _STAMPED.fullmatch(line.strip()))
        and not _BY_THE_APP.match(match["said"])
    }
    names = {match["name"].strip().casefold() for match in labels.values()} - _WORDS
    known = {name: side for name in names if (side := side_of(name)) in (USER, ASSISTANT)}
    wanted = set(known) if {USER, ASSISTANT} <= set(known.values()) else _alternating(labels)
    if not wanted:
        return None
    turns = list(_turns(lines, labels, wanted))
    if not turns or turns[0][0] > len(lines) // 2:
        return None
    sides = known if wanted == set(known) else _sides(turns[0][1], wanted, known)
    found: list[Found] = []
    for some in _conversations(turns, sides):
        messages = [Message(sides[name], said) for _, name, said, _ in some if said]
        try:
            found += [Found(some[0][0] + 1, row) for row in conversation.rows(messages, Extras({}))]
        except Unreadable:
            continue
    return found or None


def _sides(first: str, names: set[str], known: Mapping[str, str]) -> dict[str, str]:
    """Of two names: the other side of the one that tells its own, else the first one asks."""
    asking = next((name for name in names if known.get(name) == USER), None)
    answering = next((name for name in names if known.get(name) == ASSISTANT), None)
    asking = asking or next((name for name in names if answering and name != answering), first)
    return {name: USER if name == asking else ASSISTANT for name in names}


_Turn = tuple[int, str, str, bool]  # line from 0, name, text, whether an empty line stands above it


def _alternating(labels: dict[int, re.Match[str]]) -> set[str]:
    """Two names that take turns, and nothing else before a colon more than once."""
    order = [match["name"].strip().casefold() for _, match in sorted(labels.items())]
    often = [
        name
        for name, count in Counter(order).most_common()
        if count >= _LEAST_TURNS and len(name.split()) <= _MOST_WORDS
    ]
    if len(often) != 2:
        return set()
    spoken = [name for name in order if name in often]
    changes = sum(one != two for one, two in zip(spoken, spoken[1:], strict=False))
    is_pair = any(name.rstrip("0123456789 ") in _WORDS for name in often)
    # Without a time before it, a name may be any word above a colon, unless the two take turns strictly.
    timed = sum(match.start("name") > 0 for match in labels.values()) > 0.8 * len(labels)
    return (
        set(often)
        if changes >= (0.3 if timed else 0.8) * (len(spoken) - 1)
        and len(spoken) >= 0.8 * len(order)
        and not is_pair
        else set()
    )


def _turns(lines: Sequence[str], labels: dict[int, re.Match[str]], wanted: set[str]) -> Iterator[_Turn]:
    place, name, said = -1, "", list[str]()
    for i, line in enumerate(lines):
        match = labels.get(i)
        if match is not None and match["name"].strip().casefold() in wanted:
            if place >= 0:
                yield place, name, "\n".join(said).strip(), place > 0 and not lines[place - 1].strip()
            place, name, said = i, match["name"].strip().casefold(), [match["said"]]
        elif place >= 0 and not _APPS_LINE.match(line):
            said.append(line)
    if place >= 0:
        yield place, name, "\n".join(said).strip(), place > 0 and not lines[place - 1].strip()


def _conversations(turns: Sequence[_Turn], sides: dict[str, str]) -> Iterator[list[_Turn]]:
    """An empty line before a customer begins another one, unless one stands before every turn."""
    parted = sum(turn[3] for turn in turns[1:]) * 2 > len(turns[1:])
    now: list[_Turn] = []
    for turn in turns:
        if now and turn[3] and not parted and sides[turn[1]] == USER:
            yield now
            now = []
        now.append(turn)
    if now:
        yield now
