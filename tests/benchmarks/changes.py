"""What it costs that all changes of a workspace have one order: transactions that tell of one and do nothing else.

python -m tests.benchmarks.changes
"""

import asyncio
import tempfile
import time
from pathlib import Path
from uuid import UUID

from app.actor import Actor
from app.events import changes, log
from app.infra.postgres import EmbeddedPostgres
from app.models import Workspace
from app.models.migrate import migrate
from app.models.orm import database
from app.models.transaction import transactional
from tests.factories import make_agent, make_session
from tests.telling import Told

AT_ONCE, EACH = 16, 200


@transactional
async def save_nothing(session_id: UUID) -> None:
    await log.append(session_id, Told("pair.saved", {"pair_id": str(session_id)}))


async def rate(with_changes: bool) -> float:
    actor = Actor((await Workspace.create(name="Busy")).id, "local")
    agent = await make_agent(actor)
    sessions = [await make_session(actor, agent) for _ in range(AT_ONCE)]
    kept = changes.note_events
    if not with_changes:
        changes.note_events = lambda *_: None

    async def write(number: int) -> None:
        for _ in range(EACH):
            await save_nothing(sessions[number].id)

    begun = time.perf_counter()
    await asyncio.gather(*(write(number) for number in range(AT_ONCE)))
    changes.note_events = kept
    return AT_ONCE * EACH / (time.perf_counter() - begun)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder))  # with fsync: a lock is held while the disk is waited for
        url = server.start()
        try:
            await migrate(url)
            async with database(url, pool=AT_ONCE):
                for told in (True, False, True, False):
                    print(f"{'told' if told else 'not told'}: {await rate(told):.0f} transactions a second")
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(main())
