"""What an import shows before and after: rows, columns, problems, counts."""

from typing import Self

import strawberry

from app import models
from app.api.enums import Category, Difficulty, ExchangeFormat, ImportField, ImportFindingCode, RowStatus
from app.api.exchange.files import bytes_of
from app.api.pairs.types import Turn, turns
from app.api.runs.types import TrainingRun
from app.api.sessions.types import Session
from app.exchange import formats
from app.exchange import service as exchange
from app.exchange.check import Checked
from app.exchange.format import Format
from app.exchange.rows import LARGEST

FIRST = 20
MOST_SHOWN = 100  # rows and problems of one preview


@strawberry.input(description="What a column of a CSV or a key of JSON objects is to be taken for.")
class ColumnInput:
    name: str = strawberry.field(description="As the preview shows it.")
    field: ImportField | None = strawberry.field(default=None, description="Null: leave the column out.")


@strawberry.input
class FileInput:
    content: str | None = strawberry.field(
        default=None, description=f"The text of the file, at most {LARGEST >> 20} MiB; or send `base64`."
    )
    base64: str | None = strawberry.field(
        default=None,
        description="The bytes of the file in Base64: of any encoding, packed by gzip, or no text at all.",
    )
    encoding: str | None = strawberry.field(
        default=None, description="Of `base64`, such as gb18030 or windows-1251. Null: found out."
    )
    name: str | None = strawberry.field(
        default=None, description=f"Its name, for people, at most {exchange.NAME_LENGTH} characters."
    )
    format: ExchangeFormat | None = strawberry.field(default=None, description="Null: found out.")
    columns: list[ColumnInput] | None = strawberry.field(
        default=None, description="Where the guess is to be overruled, for formats whose columns are guessed."
    )

    def file(self) -> exchange.File:
        """Raises InvalidInput."""
        wishes = {column.name: column.field for column in self.columns or ()}
        format = formats.of_name(self.format.value) if self.format else None
        data = bytes_of(self.content, self.base64)
        return exchange.File(self.content, self.name, format, wishes, data, self.encoding)


@strawberry.type(description="A column of a CSV, or a key of JSON objects.")
class ImportColumn:
    name: str
    field: ImportField | None = strawberry.field(description="What it was taken for; null: for nothing.")
    reason: str = strawberry.field(description="For people: why; empty where it was taken for nothing.")
    examples: list[str] = strawberry.field(description="Up to three of its texts, shortened.")


@strawberry.type(description="A row of the file, as the pair that it would become.")
class ImportRow:
    line: int = strawberry.field(description="Where it begins in the file, from 1.")
    status: RowStatus
    query: str
    response: str
    category: Category
    context: str
    difficulty: Difficulty
    draft: str | None
    earlier: list[Turn] = strawberry.field(description="What was said before the question, oldest first.")

    @classmethod
    def of(cls, row: Checked) -> Self:
        pair = row.pair
        return cls(
            line=row.line,
            status=row.status,
            query=pair.query,
            response=pair.response,
            category=pair.category,
            context=pair.context,
            difficulty=pair.difficulty,
            draft=pair.draft,
            earlier=turns(pair.earlier),
        )


@strawberry.type(description="Why a row can't become a pair.")
class ImportProblem:
    line: int = strawberry.field(description="From 1.")
    message: str
    field: str | None


@strawberry.type(description="What looks wrong in a file: nothing is imported until it is accepted.")
class ImportFinding:
    code: ImportFindingCode
    message: str = strawberry.field(description="For people: what, with an example.")


@strawberry.type(description="A format of files that is read or written.")
class ExchangeFormatInfo:
    format: ExchangeFormat
    title: str
    reads: str = strawberry.field(description="For people: what is read in it.")
    writes: str = strawberry.field(description="For people: what is written in it; empty where nothing is.")
    asks: str = strawberry.field(description="For people: what a person may be asked about such a file.")
    purpose: str = strawberry.field(description="For people: what a written file is good for.")
    suffixes: list[str] = strawberry.field(description="Ends of the names of such files.")

    @classmethod
    def of(cls, format: Format) -> Self:
        return cls(
            format=ExchangeFormat(format.name),
            title=format.title,
            reads=format.reads,
            writes=format.writes,
            asks=format.asks,
            purpose=format.purpose,
            suffixes=list(format.suffixes),
        )


@strawberry.type(description="What `importPairs` would do with a file; nothing is changed yet.")
class ImportPreview:
    format: ExchangeFormat
    encoding: str | None = strawberry.field(
        description="In which the text was read; null for a file that is not text."
    )
    columns: list[ImportColumn] = strawberry.field(description="Empty for formats that name everything.")
    rows: list[ImportRow] = strawberry.field(description="The first usable rows, as many as were asked for.")
    problems: list[ImportProblem] = strawberry.field(description=f"The first {MOST_SHOWN}, by line.")
    row_count: int = strawberry.field(description="Usable rows: new ones and duplicates.")
    new_count: int = strawberry.field(description="Pairs that would be saved.")
    duplicate_in_file_count: int
    duplicate_of_pair_count: int = strawberry.field(description="The agent has the same pair already.")
    problem_count: int = strawberry.field(description="Above 0 `importPairs` needs `skipProblems`.")
    findings: list[ImportFinding] = strawberry.field(
        description="What looks wrong; `importPairs` wants each code in `acceptFindings`."
    )
    notices: list[str] = strawberry.field(description="For people: what else is to be known.")
    system_prompt: str | None = strawberry.field(
        description="The file's most frequent one. Not taken over; `updateAgent` can."
    )

    @classmethod
    def of(cls, preview: exchange.Preview, first: int) -> Self:
        found = preview.checked
        return cls(
            format=ExchangeFormat(preview.format.name),
            encoding=preview.encoding,
            columns=[
                ImportColumn(name=c.name, field=c.field, reason=c.reason, examples=list(c.examples))
                for c in preview.columns
            ],
            rows=[ImportRow.of(row) for row in found.rows[:first]],
            problems=[
                ImportProblem(line=p.line, message=p.message, field=p.field)
                for p in found.problems[:MOST_SHOWN]
            ],
            row_count=len(found.rows),
            new_count=found.count(RowStatus.NEW),
            duplicate_in_file_count=found.count(RowStatus.DUPLICATE_IN_FILE),
            duplicate_of_pair_count=found.count(RowStatus.DUPLICATE_OF_PAIR),
            problem_count=len(found.problems),
            findings=[ImportFinding(code=f.code, message=f.message) for f in found.findings],
            notices=found.notices,
            system_prompt=found.system_prompt,
        )


@strawberry.type
class PairsImported:
    session: models.Session = strawberry.field(
        graphql_type=Session, description="Completed; holds the imported pairs."
    )
    pair_count: int = strawberry.field(description="Pairs that were saved.")
    duplicate_count: int = strawberry.field(description="Rows left out because the same was there already.")
    skipped_count: int = strawberry.field(description="Problems that were passed over by `skipProblems`.")
    training_run: models.TrainingRun | None = strawberry.field(
        graphql_type=TrainingRun | None, description="The training that the import started, when it did."
    )
    notices: list[str] = strawberry.field(description="For people.")

    @classmethod
    def of(cls, done: exchange.Imported) -> Self:
        return cls(
            session=done.session,
            pair_count=done.pair_count,
            duplicate_count=done.duplicate_count,
            skipped_count=done.skipped_count,
            training_run=done.run,
            notices=done.notices,
        )
