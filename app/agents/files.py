"""What an agent has on the disk of a trainer beside its adapters, and loses when it is deleted."""

from pathlib import Path
from uuid import UUID


def judged_file(home: Path, agent_id: UUID) -> Path:
    """What its bare base model was measured at (app/training/remembered.py)."""
    return home.absolute() / "judged" / f"{agent_id}.json"
