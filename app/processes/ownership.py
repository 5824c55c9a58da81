"""Whose files a data folder holds: those of the account that Coachable runs as, and no other account may read them."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077  # the bits of group and others
PASSAGE = 0o001  # lets others through a folder that they can't list, which the database's own account needs


def keep_private() -> None:
    """Whatever this process and its children make from now on is readable by this account alone."""
    os.umask(OTHERS)


def mend(home: Path) -> int:
    """Takes group and others their rights in a data folder of an earlier release; returns how many paths had any.

    Links are left alone (a base model may lie elsewhere), and so is what belongs to the database's account.
    """
    return sum(_close(path) for path in (home, *_below(home)))


def _below(home: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(home):
        names[:] = [name for name in names if _is_ours(Path(folder, name))]
        yield from (Path(folder, name) for name in (*names, *files))


def _is_ours(path: Path) -> bool:
    with suppress(OSError):
        return path.lstat().st_uid == os.getuid()
    return False


def _excess(path: Path) -> int:
    """The bits to take away; none of links and sockets, whose folder decides."""
    with suppress(OSError):
        found = path.lstat()
        rights = found.st_mode & OTHERS
        if stat.S_ISDIR(found.st_mode):
            return 0 if rights == PASSAGE else rights
        if stat.S_ISREG(found.st_mode):
            return rights
    return 0


def _close(path: Path) -> bool:
    excess = _excess(path)
    if excess:
        with suppress(OSError):  # it went away meanwhile, or is another account's
            path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~excess)
    return excess != 0
