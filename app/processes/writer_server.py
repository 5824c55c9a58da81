"""`python -m app.processes.writer_server FOLDER cpu|cuda PARENT_PID`: one writer model behind the OpenAI protocol.

A process of its own, because ending it is the only way to give all of its memory back.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.basemodels.fetching import Progress
from app.config import Settings, get_settings
from app.errors import AppError
from app.processes.logs import configure_logging
from app.processes.model_server import serve
from app.processes.parent import exit_with_parent

if TYPE_CHECKING:
    from app.inference.engines import Engines


def run(settings: Settings, folder: Path, device: str) -> None:
    def load(_tell: Progress) -> "Engines":
        from app.inference.engine import Engine, EngineLimits
        from app.inference.engines import Engines

        # A conversation holds 115 KB a token with Qwen3 1.7B, ten times what the small base model needs. Customers
        # write two or three questions ahead, all after the same beginning.
        limits = EngineLimits(width=4, active=4, waiting=32, prefix_tokens=2048)
        adapters = settings.home / "writer" / "adapters"  # there are none
        engine = Engine(
            folder,
            adapters,
            device=device,
            allow_bfloat16=settings.precision == "auto",
            all_bfloat16=True,
            template={"enable_thinking": False},  # a question needs no minute of thought; others ignore it
            limits=limits,
        )
        return Engines(engine, adapters)

    serve(settings, "127.0.0.1", settings.writer_port, load)


if __name__ == "__main__":
    exit_with_parent(int(sys.argv[3]))
    configure_logging(get_settings().log_level)
    try:
        run(get_settings(), Path(sys.argv[1]), sys.argv[2])
    except AppError as error:
        sys.exit(error.message)
