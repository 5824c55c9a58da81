"""What is wrong with an answer that a model wrote: facts that nobody told it, facts against the expert's, bad form.

The child of a training asks while it tries its candidate (to stop early), the trainer once more for the report.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.facts.comparing import clash
from app.facts.fact import FactKind
from app.facts.known import Known
from app.facts.reading import read
from app.text.degenerate import degenerations
from app.text.words import content_words

RIGHT = 0.9  # share of the tries that has to come out right before a version may write
SAID = 0.5  # of the meaningful words of an answer that holds no fact; as much as a key point asks (proof/receipt.py)


@dataclass(frozen=True, slots=True)
class Faults:
    invented: tuple[str, ...]  # facts that stand in none of the known texts, as they were written
    against: tuple[str, ...]  # facts that contradict the expert's
    form: tuple[str, ...]  # sentences

    def __bool__(self) -> bool:
        return bool(self.invented or self.against or self.form)

    @property
    def sentences(self) -> list[str]:
        return [
            *(f"it says {text}, which nobody taught" for text in self.invented),
            *(f"it says {text}, which is against your answer" for text in self.against),
            *self.form,
        ]


def faults_of(answer: str, expected: str, known: Iterable[str], language: str) -> Faults:
    """`known`: all that the model may repeat. What is against the expert's answer is not told as invented too."""
    against = _against(answer, expected, language)
    missing = Known(known, language).missing(answer)
    invented = [text for text in dict.fromkeys(fact.text for fact in missing) if text not in against]
    invented = [text for text in invented if not any(text in other for other in invented if other != text)]
    return Faults(tuple(invented), tuple(against), tuple(degenerations(answer, expected)))


def comes_out(answer: str, expected: str, language: str) -> bool:
    """Whether an answer without faults says what the expert's says.

    All facts of it, or some of them and no other: who asks for the price wants no opening hours, and an expert's answer
    often holds both. Whether a yes became a no is told as a contradiction (`against`), so a stance need not come again.
    An answer without facts has to hold half of the expert's meaningful words.
    """
    if any(fact.kind is not FactKind.STANCE for fact in read(expected, language)):
        if not Known([answer], language).missing(expected):
            return True
        said = [fact for fact in read(answer, language) if fact.kind is not FactKind.STANCE]
        return bool(said) and not Known([expected], language).missing(answer)
    words = content_words(expected, language)
    return len(words & content_words(answer, language)) >= SAID * len(words)


def within_reach(right: int, tried: int, planned: int) -> bool:
    """Whether as many of the planned tries can still come out right as a version needs that may write."""
    return right + planned - tried >= RIGHT * planned


def _against(answer: str, expected: str, language: str) -> list[str]:
    """Another value of the same thing, and a yes where the expert says no."""
    found = clash(answer, expected, language)
    texts = [found[0].text] if found else []
    said, meant = (
        [fact for fact in read(text, language) if fact.kind is FactKind.STANCE] for text in (answer, expected)
    )
    if said and meant and said[0].value != meant[0].value:
        texts.append(said[0].text)
    return texts
