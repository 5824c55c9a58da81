import pytest

from app.text.similarity import TOO_SIMILAR, similarity
from app.text.stopwords import language_by_stop_words
from app.text.words import content_words, tokens


def test_tokens_are_words_and_letters_of_unspaced_scripts() -> None:
    assert tokens("Where's my bike No. 7?") == ("where", "s", "my", "bike", "no", "7")
    assert tokens("予約は？") == ("予", "約", "は")
    assert tokens("예약 변경") == ("예약", "변경")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "How do refunds work?", "refund"),
        ("de", "Wie hoch sind die Gebühren?", "Gebühr"),
        ("es", "¿Cuándo devuelven las fianzas?", "fianza"),
        ("fr", "Quelles sont les factures ?", "facture"),
        ("ja", "予約を変更したい", "予約"),
    ],
)
def test_inflected_words_are_one(language: str, one: str, other: str) -> None:
    assert content_words(other, language) <= content_words(one, language)


def test_function_words_carry_nothing() -> None:
    assert content_words("what is it that you have for me") == frozenset()
    assert content_words("wie ist das bei Ihnen mit der", "de") == frozenset()


def test_the_language_is_guessed_from_function_words() -> None:
    assert language_by_stop_words(tokens("Was muss ich über Sperrmüll wissen")) == "de"
    assert language_by_stop_words(tokens("zorgvuldig xyzzy")) is None


def test_near_duplicates_in_any_language() -> None:
    assert similarity("Where is my refund?", "where is my refund") >= TOO_SIMILAR
    assert similarity("Wann kommt mein Geld zurück?", "Wann kommt das Geld zurück?") >= TOO_SIMILAR
    assert similarity("返金はいつですか？", "返金はいつになりますか？") >= 0.6
    assert similarity("Where is my refund?", "When do you open on Sundays?") < 0.5
