"""Stands in for a process of `coachable up`: python stand_in.py KIND HOME NAME [--parent PID]."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.processes.parent import EXIT_MISCONFIGURED, announce_ready, exit_with_parent, ready_file

kind, home, name = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
exit_with_parent(int(sys.argv[-1]))

if kind == "dies":
    print("the disk fell out", file=sys.stderr)
    sys.exit(3)
if kind == "misconfigured":
    print("COACHABLE_HOST can't be that", file=sys.stderr)
    sys.exit(EXIT_MISCONFIGURED)
if kind == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if kind in ("parent", "stubborn"):  # has a child of its own, as the trainer does
    child = f"{name}-child"
    subprocess.Popen(
        [sys.executable, __file__, f"{kind} child", str(home), child, str(os.getpid())],
        start_new_session=kind == "stubborn",  # signals to the group of its parent miss it
    )
    while not ready_file(home, child).exists():
        time.sleep(0.02)
if kind == "stubborn child":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
(home / f"{name}.pid").write_text(str(os.getpid()))
print(
    '{"level": "info", "event": "not shown"}',
    '{"level": "warning", "event": "low on paper"}',
    sep="\n",
    flush=True,
)
announce_ready(home, name)
time.sleep(600)
