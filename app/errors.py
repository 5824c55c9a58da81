"""Every error that Coachable raises on purpose.

AppError
├── NotFound            there is no such thing, or it belongs to somebody else
├── InvalidInput        a value was refused; `field` names it
├── Conflict            the thing is not in a state that allows this
├── LimitReached        a documented limit; the message says when to come back
├── Unauthorized        no valid credentials
├── Forbidden           valid ones, whose role does not cover this
├── UpstreamFailed      a model server did not answer usefully
│   ├── UpstreamRefused  it refuses what our settings make of the request; asking again is no use
│   │   ├── KeyRefused   it refuses the key
│   │   └── UpstreamLacks  it has no such model
│   ├── UpstreamBusy     it has too much to do; `retry_after_s` is when it wants to be asked again
│   ├── UpstreamBroken   nobody answers there, the connection broke, or what came is no answer
│   └── UpstreamSilent   it took longer than it may
├── TrainingFailed      a run ended without a result
│   └── DiskFull        as there was no space left for it
├── Unavailable         the database is away for now; the same request may work in a few seconds
└── Misconfigured       the installation can't work like this

Each takes one message that names the thing and the way out. `code` is stable: clients branch on it.
"""

import errno
from typing import ClassVar


class AppError(Exception):
    code: ClassVar[str] = "ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(AppError):
    code = "NOT_FOUND"


class InvalidInput(AppError):
    code = "INVALID_INPUT"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(AppError):
    code = "CONFLICT"


class LimitReached(AppError):
    code = "LIMIT_REACHED"


class Unauthorized(AppError):
    code = "UNAUTHORIZED"


class Forbidden(AppError):
    code = "FORBIDDEN"


class UpstreamFailed(AppError):
    code = "UPSTREAM_FAILED"


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


class DiskFull(TrainingFailed):
    code = "DISK_FULL"

    @classmethod
    def of(cls, error: BaseException) -> "DiskFull | None":
        """None when `error` says something else."""
        if not isinstance(error, OSError) or error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return None
        return cls("The disk is full. Your pairs are safe: free some space, then start the training again.")


class Unavailable(AppError):
    code = "UNAVAILABLE"


class Misconfigured(AppError):
    code = "MISCONFIGURED"
