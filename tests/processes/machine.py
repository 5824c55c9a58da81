"""`coachable up` with stand-ins: python machine.py HOME NAME=KIND ...; settings come from the environment."""

import sys
from pathlib import Path

from rich.console import Console

from app.config import Settings
from app.errors import AppError
from app.processes import supervisor
from app.processes.supervisor import ChildSpec
from app.processes.up import keep_up

STAND_IN = str(Path(__file__).with_name("stand_in.py"))

home = Path(sys.argv[1])
specs = []
for argument in sys.argv[2:]:
    name, _, kind = argument.partition("=")
    specs.append(ChildSpec(name, (sys.executable, STAND_IN, kind, str(home), name)))
supervisor._STOP_S = 1.0
supervisor._FIRST_PAUSE_S = 0.01
try:
    keep_up(Settings(home=home), specs, Console(width=200))
except AppError as error:
    print(error.message, flush=True)
    sys.exit(1)
