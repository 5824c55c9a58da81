"""Which of the ways to end without a result an exception of a training run is, in words for people."""

import errno

from app.errors import AppError, DiskFull, Internal, OutOfMemory

# What torch's CPU allocator says: on Windows, on Linux and macOS, and where a file is mapped.
_NO_MEMORY = ("not enough memory", "can't allocate memory", "Cannot allocate memory")


def is_out_of_memory(error: BaseException) -> bool:
    """CUDA raises OutOfMemoryError; the CPU allocator a RuntimeError that only its text tells apart."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError | OSError) and any(text in str(error) for text in _NO_MEMORY)


def out_of_memory(halved: bool) -> OutOfMemory:
    """`halved`: fewer pairs at once were tried too."""
    tried = " even with half batches" if halved else ""
    return OutOfMemory(
        f"The machine ran out of memory{tried}. Close other programs or choose a smaller base model."
    )


def _disk_full(error: Exception) -> DiskFull | None:
    """safetensors is written in Rust: its errors are no OSError and have the number in their text."""
    codes = [code for code in (errno.ENOSPC, errno.EDQUOT) if f"(os error {code})" in str(error)]
    return DiskFull.of(OSError(codes[0], str(error)) if codes else error)


def as_failure(error: Exception) -> AppError:
    """The failure that the parent shows. Unplanned errors keep their text out of it: that is for the log."""
    if isinstance(error, AppError):
        return error
    if full := _disk_full(error):
        return full
    if is_out_of_memory(error):
        return out_of_memory(halved=False)
    return Internal(
        f"Training stopped on an unexpected {type(error).__name__}. The log has the details; your pairs are safe."
    )
