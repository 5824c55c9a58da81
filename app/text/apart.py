"""Reading texts away from the event loop.

The dictionaries of most languages take one to nine seconds and up to 400 MB to load, all the while holding the
interpreter: those are read by a process of their own that ends with the answer. What HanTa knows loads in a third of a
second and stays.
"""

import asyncio
import json
import sys
from collections.abc import Sequence

import structlog

from app.text.phrases import heading, phrases, recurring

IN_THIS_PROCESS = ("de", "en", "ja", "ko", "zh")
_AT_ONCE = asyncio.Semaphore(2)
_LONGEST_S = 60.0

log = structlog.get_logger()


async def phrases_of(text: str, language: str, names: Sequence[str]) -> list[str] | None:
    """What a description names; None where it could not be read, which may go better another time."""
    return await _read("phrases", language, text, list(names))


async def headings_of(lines: Sequence[str], language: str) -> list[str]:
    """Headings of a help page as topics; without those that are none."""
    return await _read("headings", language, list(lines)) or []


async def recurring_in(questions: Sequence[str], language: str) -> list[str]:
    """What several real questions have in common."""
    return await _read("recurring", language, list(questions)) or []


def read(what: str, language: str, *values: object) -> list[str]:
    match what, values:
        case "phrases", (str(text), list(names)):
            return phrases(text, language, names)
        case "headings", (list(lines),):
            return [name for line in lines if (name := heading(line, language))]
        case "recurring", (list(questions),):
            return [name for name, _ in recurring(questions, language)]
    raise ValueError(f"{what} can not be read")


async def _read(what: str, language: str, *values: object) -> list[str] | None:
    if language in IN_THIS_PROCESS:
        return await asyncio.to_thread(read, what, language, *values)
    async with _AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.text.apart",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(_LONGEST_S):
                said, _ = await child.communicate(json.dumps([what, language, *values]).encode())
            return [str(name) for name in json.loads(said)]
        except (TimeoutError, ValueError) as error:
            log.error("text_not_read", what=what, language=language, exc_info=error)
            return None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read(*json.load(sys.stdin))))
