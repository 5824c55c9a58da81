"""Every error that Coachable raises on purpose.

AppError
├── NotFound            there is no such thing, or it belongs to someone else
│   └── UnknownUrl       the OpenAI dialect has no such address
├── InvalidInput        a value was refused; `field` names it, `problems` has all that are wrong
│   └── Unsupported      a parameter of the OpenAI dialect that has no effect here
├── Conflict            the thing is not in a state that allows this
├── LimitReached        a documented limit; the message says when to come back
├── RateLimited         too many requests in a short time; `retry_after_s` is when to come back
├── Unauthorized        no valid credentials
├── Forbidden           valid ones, whose role does not cover this
├── UpstreamFailed      a model server did not answer usefully
│   ├── UpstreamRefused  it refuses what our settings make of the request; asking again will not help
│   │   ├── KeyRefused   it refuses the key
│   │   └── UpstreamLacks  it has no such model
│   ├── UpstreamBusy     it has too much to do; `retry_after_s` is when it wants to be asked again
│   ├── UpstreamBroken   it could not be reached, the connection broke, or its reply made no sense
│   └── UpstreamSilent   it took longer than it may
├── TrainingFailed      a run ended without a result
│   ├── BadInput, NoPairs, NanLoss, OutOfMemory, Internal  each with its `RunFailure`
│   └── DiskFull        as there was no space left for it
├── LeaseLost           the run belongs to another trainer now
├── Refused             what the API answered to a client of ours
├── Unavailable         the database is away for now; the same request may work in a few seconds
└── Misconfigured       the installation can't work like this

Each takes one message that names the thing and the way out. `code` is stable: clients branch on it. `ErrorCode` has all
that the API answers with, `RunFailure` those of runs.
"""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_INPUT = "INVALID_INPUT"
    CONFLICT = "CONFLICT"
    LIMIT_REACHED = "LIMIT_REACHED"
    RATE_LIMITED = "RATE_LIMITED"
    UNAUTHORIZED = "UNAUTHORIZED"
    FORBIDDEN = "FORBIDDEN"
    UPSTREAM_FAILED = "UPSTREAM_FAILED"
    UNAVAILABLE = "UNAVAILABLE"
    BAD_REQUEST = "BAD_REQUEST"
    TOO_LARGE = "TOO_LARGE"
    UNEXPECTED = "UNEXPECTED"


class RunFailure(StrEnum):
    NO_PAIRS = "NO_PAIRS"
    BAD_INPUT = "BAD_INPUT"
    NAN_LOSS = "NAN_LOSS"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    DISK_FULL = "DISK_FULL"
    CRASHED = "CRASHED"
    INTERNAL = "INTERNAL"


class AppError(Exception):
    code: ClassVar[str] = "ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(AppError):
    code: ClassVar[str] = ErrorCode.NOT_FOUND


class UnknownUrl(NotFound):
    code = "UNKNOWN_URL"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """`field`: the argument or input field, where it is one; in a list with its place, such as `pairIds.0`."""

    field: str | None
    code: ErrorCode
    message: str


class InvalidInput(AppError):
    """Message and field are those of the first problem. `problems` has them all, where more than one field was looked
    at (`every_field`)."""

    code: ClassVar[str] = ErrorCode.INVALID_INPUT

    def __init__(
        self, message: str, field: str | None = None, problems: Sequence[FieldProblem] | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.problems = tuple(problems or [FieldProblem(field, ErrorCode.INVALID_INPUT, message)])


class Unsupported(InvalidInput):
    """A parameter that would change what the reply is, and that has no effect here."""

    code = "UNSUPPORTED_PARAMETER"


@contextmanager
def every_field() -> Iterator[Callable[..., AbstractContextManager[None]]]:
    """Looks at all fields before any of them refuses the input, so that a person can mend them in one go:

        with every_field() as field:
            with field():
                name = required(...)

    What is refused inside of `field()` raises one InvalidInput at the end. `field("rules.0")` says the place in a list.
    """
    errors: list[InvalidInput] = []
    problems: list[FieldProblem] = []

    @contextmanager
    def field(at: str | None = None) -> Iterator[None]:
        try:
            yield
        except InvalidInput as error:
            errors.append(error)
            problems.extend(replace(one, field=at or one.field) for one in error.problems)

    yield field
    if errors:
        raise InvalidInput(errors[0].message, errors[0].field, problems)


class Conflict(AppError):
    code = ErrorCode.CONFLICT


class LimitReached(AppError):
    code = ErrorCode.LIMIT_REACHED


class RateLimited(AppError):
    code = ErrorCode.RATE_LIMITED

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Unauthorized(AppError):
    code = ErrorCode.UNAUTHORIZED


class Forbidden(AppError):
    code = ErrorCode.FORBIDDEN


class UpstreamFailed(AppError):
    code = ErrorCode.UPSTREAM_FAILED


class UpstreamRefused(UpstreamFailed):
    pass


class KeyRefused(UpstreamRefused):
    pass


class UpstreamLacks(UpstreamRefused):
    pass


class UpstreamBusy(UpstreamFailed):
    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class UpstreamBroken(UpstreamFailed):
    pass


class UpstreamSilent(UpstreamFailed):
    pass


class TrainingFailed(AppError):
    code = "TRAINING_FAILED"


class BadInput(TrainingFailed):
    code = RunFailure.BAD_INPUT


class NoPairs(TrainingFailed):
    code = RunFailure.NO_PAIRS


class NanLoss(TrainingFailed):
    code = RunFailure.NAN_LOSS


class OutOfMemory(TrainingFailed):
    code = RunFailure.OUT_OF_MEMORY


class Internal(TrainingFailed):
    code = RunFailure.INTERNAL


class DiskFull(TrainingFailed):
    code = RunFailure.DISK_FULL

    @classmethod
    def of(cls, error: BaseException) -> "DiskFull | None":
        """None when `error` says something else."""
        if not isinstance(error, OSError) or error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return None
        return cls("The disk is full. Your pairs are safe: free some space, then start the training again.")


class LeaseLost(AppError):
    code = "LEASE_LOST"


class Refused(AppError):
    """A problem that the API answered with; its message is for people."""

    code = "REFUSED"


class Unavailable(AppError):
    code = ErrorCode.UNAVAILABLE


class Misconfigured(AppError):
    code = "MISCONFIGURED"
