"""Bytes of files as spreadsheets and editors write them: read right, or said to be unsure."""

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import formats
from app.exchange.decoding import decoded
from app.exchange.findings import look
from app.exchange.rows import Contents, FindingCode
from app.exchange.source import Source
from tests.exchange.languages import LANGUAGES, Language, encoded, typed

TEXT = "Grüße, 5 €"
WIDE = ("utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "utf-32")
ROWS = len(LANGUAGES[0].texts) // 2
# Encodings that have the same letters at the same places but one or two, which both languages write.
ALIKE = {
    ("Romanian", "iso8859_16"),
    ("Romanian with cedillas", "cp1250"),
    ("Romanian with cedillas", "iso8859_2"),
}


def cases(pairs: int) -> Iterator[tuple[Language, str, str]]:
    """Files of so many rows of each language, in each of its encodings."""
    for language in LANGUAGES:
        for encoding in language.encodings:
            for first in range(0, ROWS - pairs + 1, pairs):
                yield language, encoding, typed(language.table(first, pairs), encoding)


def code_of(source: Source) -> FindingCode | None:
    found = Contents()
    look(found, source)
    return found.findings[0].code if found.findings else None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_survives(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)).text == TEXT


@settings(deadline=None)
@given(data=st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    found = decoded(data)
    assert codecs.lookup(found.encoding), "a person is told a name that Python does not know"
    assert 0 <= found.lost <= found.text.count("\ufffd")


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [1, 3, ROWS])
def test_an_old_encoding_is_read_right_or_doubted(pairs: int) -> None:
    silent, doubted, count = [], [], 0
    for language, encoding, text in cases(pairs):
        source = Source(data=encoded(text, encoding), name="a.csv")
        found = source.decoded
        count += 1
        if code_of(source) is FindingCode.ENCODING:
            doubted.append((language.name, encoding))
        elif found.text != text:
            silent.append((language.name, encoding, found.encoding, found.text[:60]))
    assert silent == []
    # A finding costs a person a look: a row alone may need it, a whole page of these languages does not.
    assert set(doubted) <= ALIKE if pairs == ROWS else len(doubted) < count / 8


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_unicode_is_read_in_every_width(language: Language, encoding: str) -> None:
    for pairs in (1, ROWS):
        text = language.table(0, pairs)
        found = decoded(text.encode(encoding))
        assert (found.text, found.is_sure, found.lost) == (text, True, 0)


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "cp1252", "cp1251"])
def test_a_stray_zero_makes_no_other_encoding(encoding: str) -> None:
    text = {"ascii": "Are you\x00 open?;Yes, we are.\n", "cp1251": "Вы\x00 открыты?;Да, каждый день.\n"}.get(
        encoding, "Haben\x00 Sie geöffnet?;Ja, täglich außer an Feiertagen.\n"
    )
    assert decoded(text.encode(encoding)).text == text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_broken_letters_of_utf8_are_doubted(language: Language) -> None:
    """A file that was cut, put together from two, or edited by a program that knew another encoding."""
    data = language.table(0, ROWS).encode()
    place = next(i for i in range(len(data) // 2, len(data)) if data[i] >= 0xC0)
    for broken in (data[: place + 1] + data[place + 2 :], data[: place + 1], data + b"\xfc\n"):
        found = decoded(broken)
        assert (found.encoding, found.lost > 0) == ("utf-8", True)
        assert code_of(Source(data=broken)) is FindingCode.ENCODING


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250", "cp1251"])
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_utf8_that_was_read_as_something_else_is_doubted(language: Language, encoding: str) -> None:
    try:
        garbled = language.table(0, ROWS).encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("these bytes are none of this encoding")
    _, found = formats.read(Source(data=garbled.encode(), name="a.csv"))
    assert FindingCode.GARBLED in {finding.code for finding in found.findings}


@pytest.mark.parametrize("answer", ["Până la șase.", "Și azi, până la șase și jumătate."])
def test_a_doubt_shows_both_readings_where_they_differ(answer: str) -> None:
    data = f"Întrebare;Răspuns\nPână când?;{answer}\n".encode("iso8859_16")
    _, found = formats.read(Source(data=data, name="a.csv"))
    [doubt] = [finding for finding in found.findings if finding.code is FindingCode.ENCODING]
    assert "la şase" in doubt.message
    assert "la șase" in doubt.message
    assert "iso8859_16" in doubt.message
    _, told = formats.read(Source(data=data, name="a.csv", encoding="iso8859_16"))
    assert [(one.row.query, one.row.response) for one in told.rows] == [("Până când?", answer)]
    assert told.findings == []


def test_letters_of_no_language_are_doubted() -> None:
    """TCVN3, an encoding of Vietnam that Python does not know, looks like Western letters."""
    data = "question;answer\nTr¶ hµng thÕ nµo?;B¹n göi l¹i trong b¶y ngµy nhÐ.\n".encode("cp1252")
    assert code_of(Source(data=data)) is FindingCode.ENCODING
