"""A run that ends with a version, without the minutes of training."""

import shutil
from pathlib import Path
from uuid import UUID

from app.contracts.report import Report
from app.runs import record
from app.trainer import dataset
from app.versions import service as versions
from app.versions.folders import FILES, adapter_folder, publish
from tests.proof.test_gate import report


async def finish(run_id: UUID, epoch: int, home: Path, better: bool) -> None:
    """What a trainer does once its child has finished. Raises LeaseLost."""
    await dataset.fix(run_id, epoch)
    await record.evaluating(run_id, epoch)
    version = await versions.candidate(run_id, epoch)
    made = home / "made"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for name in FILES:
        (made / name).write_text(f"{name} of {run_id}")
    files = publish(made, adapter_folder(home, version.agent_id, version.number), epoch)
    live = (await versions.live_of([version.agent_id])).get(version.agent_id)
    told = report(4.0, 3.0, 8, 0, 0, bool(live)) if better else report(4.0, 5.0, 0, 0, 8, bool(live))
    told |= {"rival": live.number if live else None}
    await versions.decide(run_id, epoch, files, Report.model_validate(told), {})
