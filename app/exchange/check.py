"""Whether the rows of a file can become pairs of an agent: cleaned, measured, compared with what is there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from app.customers.topics import Filing
from app.errors import InvalidInput
from app.exchange.rows import Contents, Found, ImportFinding, Problem, Turn
from app.models import Category, Difficulty
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.pairs.batch import NewPair
from app.pairs.filing import CONTEXT_LENGTH
from app.text.fields import counted, is_whole, optional, required

Key = tuple[str, ...]
NAMED = 5  # unknown categories named in a notice


class RowStatus(StrEnum):
    NEW = "new"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    DUPLICATE_OF_PAIR = "duplicate_of_pair"


@dataclass(frozen=True, slots=True)
class Checked:
    line: int
    pair: NewPair
    status: RowStatus


@dataclass(slots=True)
class CheckedFile:
    """`otherwise_answered`: new rows whose question was answered differently before. `findings`: what looks wrong."""

    rows: list[Checked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    findings: list[ImportFinding] = field(default_factory=list)
    otherwise_answered: int = 0
    system_prompt: str | None = None

    def count(self, status: RowStatus) -> int:
        return sum(row.status is status for row in self.rows)

    def new(self) -> list[NewPair]:
        return [row.pair for row in self.rows if row.status is RowStatus.NEW]


def key(query: str, response: str, earlier: Iterable[str] = ()) -> Key:
    """Equal for pairs that differ in case and spacing only."""
    return tuple(" ".join(part.split()).casefold() for part in (query, response, *earlier))


def check(contents: Contents, existing: Set[Key], system_prompt: str, filing: Filing) -> CheckedFile:
    """`existing`: keys of the agent's pairs. `system_prompt`: the agent's, which all its pairs share. `filing`: by
    its topics, for rows whose category the file does not say."""
    found = CheckedFile(problems=list(contents.problems), findings=list(contents.findings))
    answered = {one[0] for one in existing}
    seen: set[Key] = set()
    unknown: Counter[str] = Counter()
    prompts: Counter[str] = Counter()
    for item in contents.rows:
        if item.row.system:
            prompts[item.row.system.strip()] += 1
        problems = list(_broken(item))
        if problems:
            found.problems += problems
            continue
        try:
            pair = _pair(item, unknown, filing)
        except InvalidInput as error:
            found.problems.append(Problem(item.line, error.message, error.field))
            continue
        one = key(pair.query, pair.response, (turn["content"] for turn in pair.earlier))
        status = RowStatus.NEW
        if one in existing:
            status = RowStatus.DUPLICATE_OF_PAIR
        elif one in seen:
            status = RowStatus.DUPLICATE_IN_FILE
        else:
            found.otherwise_answered += one[0] in answered
        seen.add(one)
        answered.add(one[0])
        found.rows.append(Checked(item.line, pair, status))
    found.problems.sort(key=lambda problem: problem.line)
    found.system_prompt = prompts.most_common(1)[0][0] if prompts else None
    found.notices += contents.notices
    found.notices += _notices(contents, found, unknown, prompts.keys() - {system_prompt.strip()})
    return found


def _pair(item: Found, unknown: Counter[str], filing: Filing) -> NewPair:
    row = item.row
    query = required(row.query, "question", QUERY_LENGTH)
    category = _named(row.category)
    if category and category not in set(Category):
        unknown[row.category or ""] += 1
        category = filing.category(f"{row.category} {query}")  # “Refunds” says more than nothing
    difficulty = _named(row.difficulty)
    return NewPair(
        query=query,
        response=required(row.response, "answer", RESPONSE_LENGTH),
        category=Category(category) if category else filing.category(query),
        context=optional(row.context, "context", CONTEXT_LENGTH) or "",
        difficulty=Difficulty(difficulty) if difficulty in set(Difficulty) else Difficulty.MEDIUM,
        draft=optional(row.draft, "draft", RESPONSE_LENGTH),
        earlier=_turns(row.earlier),
    )


def _turns(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """As chat templates want them: the customer first, then in turns. A greeting before that is left out."""
    said = turns[1:] if turns and turns[0].role == "assistant" else turns
    if len(said) % 2 or any(turn.role != ("user", "assistant")[i % 2] for i, turn in enumerate(said)):
        raise InvalidInput("The earlier turns have to alternate and end with an answer.", "earlier")
    lengths = {"user": QUERY_LENGTH, "assistant": RESPONSE_LENGTH}
    return [
        {"role": turn.role, "content": required(turn.content, "earlier message", lengths[turn.role])}
        for turn in said
    ]


def _named(value: str | None) -> str:
    """As the names of categories are spelled: “Edge case” is edge_case."""
    return re.sub(r"[\s-]+", "_", (value or "").strip().lower())


def _broken(item: Found) -> Iterator[Problem]:
    row = item.row
    for value in (row.query, row.response, row.context, row.draft, *(turn.content for turn in row.earlier)):
        if not is_whole(value or ""):
            yield Problem(item.line, "Half of a character pair is missing (a lone \\uD800 to \\uDFFF).")
            return


def _notices(
    contents: Contents, found: CheckedFile, unknown: Counter[str], other_prompts: Set[str]
) -> Iterator[str]:
    if contents.unlearned:
        yield f"{counted(contents.unlearned, 'conversation')} with no answer to learn left out."
    if unknown:
        names = ", ".join(name[:40] for name, _ in unknown.most_common(NAMED))
        rows = counted(unknown.total(), "row")
        yield f"{rows} with a category of another kind ({names}) will be filed by what the words speak of."
    if found.otherwise_answered:
        yield f"{counted(found.otherwise_answered, 'question')} answered differently before; both answers stay."
    if other_prompts:
        yield "The file has another system prompt; your agent's own is used in training."
    if nuls := sum("\x00" in one.row.query + one.row.response for one in contents.rows):
        yield f"Characters of no meaning (U+0000) taken out of {counted(nuls, 'row')}."
