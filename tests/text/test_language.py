import pytest

from app.text.language import is_in, language_of, likely_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bufete Arroyo es un despacho de abogados que defiende a inquilinos.", "es"),
        ("Die Abfallwirtschaft leert Mülltonnen und holt Sperrmüll ab.", "de"),
        ("みどり歯科クリニックは、虫歯の治療を行います。", "ja"),
        ("A Oficina do Zé conserta bicicletas e motos.", "pt"),
        ("Le Fournil livre du pain et des gâteaux.", "fr"),
        ("Pralnia pierze dywany, firany i odzież roboczą.", "pl"),
        ("We rent bikes.", "en"),
    ],
)
def test_the_language_of_a_description(text: str, code: str) -> None:
    assert likely_language(text) == code


def test_without_text_it_is_english() -> None:
    assert likely_language("", "  ") == "en"


@pytest.mark.parametrize(
    ("text", "language", "verdict"),
    [
        ("Was muss ich zum Thema Sperrmüll wissen?", "de", True),
        ("What do I need to know about bulky waste?", "de", False),
        ("料金について教えてください。", "ja", True),
        ("料金について教えてください。", "en", False),
        ("ok", "ja", True),
        ("¿Qué documentos necesito para recuperar la fianza?", "pt", False),
        ("Que documentos preciso para recuperar a caução?", "pt", True),
    ],
)
def test_whether_a_text_may_be_in_a_language(text: str, language: str, verdict: bool) -> None:
    assert is_in(text, language) is verdict


def test_a_text_that_is_too_short_tells_nothing() -> None:
    assert language_of("Refund?") is None
    assert language_of("Where can I find the invoice for my last order?") == "English"
