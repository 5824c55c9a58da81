"""The command `coachable`. What a command needs is imported inside it: `coachable --help` answers at once."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from app import extras
from app.actor import Role
from app.errors import AppError, Misconfigured
from app.processes.environment import settings as _settings
from app.processes.environment import with_services as _with_services
from app.processes.ownership import keep_private, mend
from app.processes.parent import EXIT_MISCONFIGURED, announce_started, exit_with_parent
from app.processes.workspace_commands import InWorkspace, workspace_cli

if TYPE_CHECKING:
    from app.config import Settings

cli = typer.Typer(
    name="coachable",
    help="Make an AI agent better by chatting. Start with `coachable up`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

cli.add_typer(workspace_cli, name="workspace")

Parent = Annotated[int | None, typer.Option(hidden=True, help="End when this process is gone.")]


@cli.command()
def up() -> None:
    """Start everything on this machine; Ctrl-C stops it."""
    extras.require("train", "`coachable up`", "start `coachable api` and `coachable worker` alone")
    from app.processes.up import run

    run(_settings())


@cli.command()
def api(parent: Parent = None) -> None:
    """Serve the page and the GraphQL API."""
    settings = _process("api", parent)
    from app.processes.api import run

    run(settings)


@cli.command()
def worker(parent: Parent = None) -> None:
    """Write questions, start trainings that are due, look after lost ones."""
    settings = _process("worker", parent)
    from app.processes.worker import run

    run(settings)


@cli.command()
def trainer(parent: Parent = None) -> None:
    """Train, compare and publish new versions."""
    settings = _process("trainer", parent, needs="train")
    from app.processes.trainer import run

    run(settings)


@cli.command()
def models(
    parent: Parent = None,
    engine: Annotated[
        str | None, typer.Option(help="own or vllm; without it COACHABLE_MODELS_ENGINE.")
    ] = None,
) -> None:
    """Serve base model and trained versions over the OpenAI protocol."""
    settings = _process("models", parent, services=False, needs="train")
    if engine not in (None, "own", "vllm"):
        raise Misconfigured(f"--engine {engine}: say own or vllm.")
    if (engine or settings.models_engine) == "vllm":
        from app.processes.vllm_server import run
    else:
        from app.processes.model_server import run

    run(settings)


@cli.command()
def writer(parent: Parent = None) -> None:
    """Fetch and serve the local model that plays the customers."""
    settings = _process("writer", parent, services=False)
    from app.processes.writer import run

    run(settings)


@cli.command()
def migrate(
    draft: Annotated[
        str | None, typer.Option(help="For developers: write a migration for what changed in the tables.")
    ] = None,
) -> None:
    """Bring the database to the newest version."""
    url = str(_with_services().database_url)
    from app.models import migrate

    applied = asyncio.run(migrate.migrate(url))
    Console().print("\n".join(f"Applied {name}" for name in applied) or "The database is up to date.")
    if draft is not None:
        Console().print(asyncio.run(migrate.draft(url, draft)) or "The tables have not changed.")


@cli.command()
def login() -> None:
    """Print a link that signs one browser in, once, within 15 minutes."""
    from app.processes.login import run

    run(_settings())


@cli.command()
def token(
    name: Annotated[str, typer.Argument(help="What the key is for, shown in lists.")] = "command line",
    revoke: Annotated[
        str | None, typer.Option(metavar="KEY", help="End this API key instead; ck_ and eight characters do.")
    ] = None,
    workspace: InWorkspace = None,
    role: Annotated[Role, typer.Option(help="What the key may do.")] = Role.ADMIN,
    days: Annotated[
        int | None, typer.Option(min=1, help="How long it is valid; else until it is revoked.")
    ] = None,
) -> None:
    """Print the local token, or with COACHABLE_AUTH=keys make or revoke an API key."""
    settings = _settings()
    from app.processes.token import run

    there = settings if settings.auth == "local" else _with_services()
    run(there, name, revoke, workspace=workspace, role=role, days=days)


@cli.command()
def audit(
    workspace: InWorkspace = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV instead, for a spreadsheet.")] = False,
) -> None:
    """Print who did what when, as JSONL."""
    from app.processes.workspace import show_audit

    show_audit(_with_services(), workspace, csv=csv)


@cli.command()
def coach(
    agent: Annotated[str | None, typer.Option(help="Agent to coach, by name or slug.")] = None,
    answers: Annotated[
        Path | None, typer.Option(help="JSONL file that plays the expert.", exists=True, dir_okay=False)
    ] = None,
    company_line: Annotated[
        bool, typer.Option("--company-line", help="The first line of the file describes the agent.")
    ] = False,
    url: Annotated[
        str | None, typer.Option(help="API to talk to; without it the one of this machine.")
    ] = None,
    pairs: Annotated[int | None, typer.Option(min=1, help="Training pairs of this session.")] = None,
) -> None:
    """Coach an agent in the terminal."""
    from app.client.coach import run

    run(_settings(), agent=agent, answers=answers, company_line=company_line, url=url, pairs=pairs)


@cli.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A file in any format that `coachable formats` lists.", exists=True, dir_okay=False
        ),
    ],
    agent: Annotated[str, typer.Option(help="Agent that gets the pairs, by slug or name.")],
    format: Annotated[
        str | None,
        typer.Option(help="One that `coachable formats` lists; else found out."),
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="NAME=FIELD where a guessed column is wrong; may be repeated.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of the text, such as gb18030 or windows-1251; else found out.")
    ] = None,
    skip_problems: Annotated[bool, typer.Option("--skip-problems", help="Leave unusable rows out.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(help="CODE of something that looks wrong in the preview and is right; may be repeated."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask; what looks wrong still has to be accepted.")
    ] = False,
    material: Annotated[
        bool,
        typer.Option("--material", help="Help pages, FAQ or tickets: pairs in them wait to be confirmed."),
    ] = False,
    url: Annotated[
        str | None, typer.Option(help="API to talk to; without it the one of this machine.")
    ] = None,
) -> None:
    """Take over training pairs from a file, all or none."""
    from app.client import importing

    if material:
        importing.add_material(_settings(), file, agent=agent, encoding=encoding, url=url)
        return
    importing.run(
        _settings(),
        file,
        agent=agent,
        format=format,
        columns=column or [],
        encoding=encoding,
        skip_problems=skip_problems,
        accept=accept or [],
        yes=yes,
        url=url,
    )


@cli.command()
def export(
    agent: Annotated[str, typer.Option(help="Agent by slug or name.")],
    format: Annotated[
        str,
        typer.Option(help="One that `coachable formats` says is written, datasets, adapter, merged or gguf."),
    ] = "openai",
    out: Annotated[Path, typer.Option(help="Folder to write to.", file_okay=False)] = Path(),
    version: Annotated[
        int | None, typer.Option(min=1, help="For adapter, merged and gguf; without it the live one.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="API to talk to; without it the one of this machine.")
    ] = None,
) -> None:
    """Write pairs, a dataset or a trained version as files for other tools."""
    from app.client import exporting

    exporting.run(_settings(), agent=agent, format=format, out=out, version=version, url=url)


@cli.command()
def formats() -> None:
    """List the formats of files that are read and written."""
    from app.client.importing import show_formats

    show_formats()


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write, such as coachable.tar.gz.", dir_okay=False)],
) -> None:
    """Write all rows, versions and settings into one file; secrets and base models stay out."""
    from app.processes.backup import backup as write

    write(_settings(), file)


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `coachable backup` wrote.", exists=True, dir_okay=False)],
) -> None:
    """Bring a backup into an empty installation."""
    from app.processes.backup import restore as read

    read(_settings(), file)


@cli.command()
def doctor() -> None:
    """Say in plain words what is missing on this machine."""
    from app.processes.doctor import run

    raise typer.Exit(run(_settings()))


@cli.command()
def health(
    name: Annotated[
        str | None, typer.Argument(help="api, worker, trainer, models or writer; else all that were started.")
    ] = None,
) -> None:
    """Say whether the processes of this machine work; for container platforms."""
    from app.processes.health import run

    raise typer.Exit(run(_settings(), name))


def _process(
    name: str, parent: int | None, *, services: bool = True, needs: extras.Extra | None = None
) -> "Settings":
    if needs is not None:
        extras.require(needs, f"`coachable {name}`")
    from app.processes.logs import configure_logging

    if parent is not None:
        exit_with_parent(parent)
    settings = _with_services() if services else _settings()
    configure_logging(settings.log_level)
    if parent is None:  # `coachable up` has done it
        mend(settings.home)
    announce_started(settings.home, name)
    return settings


def main() -> None:
    keep_private()
    try:
        cli()
    except AppError as error:
        Console(stderr=True).print(f"[red]{escape(error.message)}[/]", highlight=False, soft_wrap=True)
        sys.exit(EXIT_MISCONFIGURED if isinstance(error, Misconfigured) else 1)


if __name__ == "__main__":
    main()
