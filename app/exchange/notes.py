"""What was done to the texts of a file while it was read, told once for the whole file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.text.fields import counted

NAMED = 5
SHOWN = 80  # characters of a text


@dataclass(slots=True)
class Notes:
    """`tools`: calls by their names. `cleaned`: texts without the mails quoted below them and their signatures.
    `converted`: from HTML. `internal`: messages that customers never saw. `rejected`: answers marked as bad.
    `shared_instruction`: of every row. `names`: of saved replies, which stand for questions.
    `separators`: marks between question and answer. `silent`: threads of one side alone. `thoughts`: of models."""

    tools: Counter[str] = field(default_factory=Counter)
    tool_conversations: int = 0
    cleaned: int = 0
    converted: int = 0
    internal: int = 0
    rejected: int = 0
    silent: int = 0
    thoughts: int = 0
    shared_instruction: str = ""
    separators: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    guessed_speakers: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> Iterator[str]:
        if self.tool_conversations:
            names = ", ".join(name for name, _ in self.tools.most_common(NAMED)) or "no name given"
            yield (
                f"{counted(self.tool_conversations, 'conversation')} with calls of tools ({names}): the calls and "
                "their results are left out, the answers in words are kept."
            )
        if self.cleaned:
            yield f"Quoted mails and signatures were taken out of {counted(self.cleaned, 'text')}."
        if self.converted:
            yield f"{counted(self.converted, 'text')} converted from HTML."
        if self.internal:
            yield f"{counted(self.internal, 'internal note')} left out."
        if self.rejected:
            yield (
                f"{counted(self.rejected, 'answer')} marked as bad left out; a better one to the same question has "
                "it as its draft."
            )
        if self.silent:
            yield f"{counted(self.silent, 'conversation')} without an answer left out."
        if self.thoughts:
            yield f"What a model thought before it answered (<think>) taken out of {counted(self.thoughts, 'answer')}."
        if self.shared_instruction:
            yield (
                f"The instructions repeat (“{self.shared_instruction[:SHOWN]}”): they were taken for the system "
                "prompt, and the inputs for the questions."
            )
        if self.separators:
            yield f"Separators removed: {', '.join(sorted(map(repr, self.separators)))}."
