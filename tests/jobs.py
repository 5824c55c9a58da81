"""A job of the training child as far as a test needs one."""

from typing import Any

from app.contracts.job import Job


def job_of(**values: Any) -> Job:
    nowhere = {"base_model": "/nowhere", "output_dir": "/nowhere", "checkpoint_dir": "/nowhere"}
    return Job.parse({"run_id": "run-1", "system_prompt": "", **nowhere, **values})
