"""The command `coachable`. What a command needs is imported inside it: `coachable --help` answers at once."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from app.actor import Role
from app.errors import AppError, Misconfigured
from app.processes.ownership import keep_private, mend
from app.processes.parent import EXIT_MISCONFIGURED, exit_with_parent

if TYPE_CHECKING:
    from app.config import Settings

cli = typer.Typer(
    name="coachable",
    help="Make an AI agent better by chatting. Start with `coachable up`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

workspace_cli = typer.Typer(help="Teams on this installation, and who belongs to them.", no_args_is_help=True)
cli.add_typer(workspace_cli, name="workspace")

InWorkspace = Annotated[
    str | None, typer.Option(help="Workspace by name; without it the one of this machine.")
]
Parent = Annotated[int | None, typer.Option(hidden=True, help="End when this process is gone.")]


@cli.command()
def up() -> None:
    """Start everything on this machine; Ctrl-C stops it."""
    from app.processes.up import run

    run(_settings())


@cli.command()
def api(parent: Parent = None) -> None:
    """Serve the page and the GraphQL API."""
    settings = _process(parent)
    from app.processes.api import run

    run(settings)


@cli.command()
def worker(parent: Parent = None) -> None:
    """Write questions, start trainings that are due, look after lost ones."""
    settings = _process(parent)
    from app.processes.worker import run

    run(settings)


@cli.command()
def trainer(parent: Parent = None) -> None:
    """Train, compare and publish new versions."""
    settings = _process(parent)
    from app.processes.trainer import run

    run(settings)


@cli.command()
def models(parent: Parent = None) -> None:
    """Serve base model and trained versions over the OpenAI protocol (loopback only)."""
    settings = _process(parent, services=False)
    from app.processes.model_server import run

    run(settings)


@cli.command()
def writer(parent: Parent = None) -> None:
    """Fetch and serve the local model that plays the customers."""
    settings = _process(parent, services=False)
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


@workspace_cli.command("create")
def workspace_create(name: Annotated[str, typer.Argument(help="Of the team.")]) -> None:
    """Make a workspace and print a link that makes its first admin."""
    from app.processes import workspace

    workspace.create(_with_services(), name)


@workspace_cli.command("list")
def workspace_list() -> None:
    """Print the names of all workspaces."""
    from app.processes import workspace

    workspace.show_all(_with_services())


@workspace_cli.command("invite")
def workspace_invite(
    person: Annotated[str, typer.Argument(help="A name or an address, by which lists show the person.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.COACH,
    workspace: InWorkspace = None,
) -> None:
    """Print a link that makes whoever opens it first a member."""
    from app.processes import workspace as workspaces

    workspaces.invite(_with_services(), person, workspace, role)


@cli.command()
def audit(workspace: InWorkspace = None) -> None:
    """Print who did what when, as JSONL."""
    from app.processes.workspace import show_audit

    show_audit(_with_services(), workspace)


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
    from app.processes.coach import run

    run(_settings(), agent=agent, answers=answers, company_line=company_line, url=url, pairs=pairs)


@cli.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="OpenAI JSONL, ShareGPT, Alpaca, CSV, own JSONL.", exists=True, dir_okay=False),
    ],
    agent: Annotated[str, typer.Option(help="Agent that gets the pairs, by slug or name.")],
    format: Annotated[
        str | None,
        typer.Option(help="coachable, openai, sharegpt, alpaca, csv or preferences; else found out."),
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="NAME=FIELD where a guessed column is wrong; may be repeated.")
    ] = None,
    skip_problems: Annotated[bool, typer.Option("--skip-problems", help="Leave unusable rows out.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    material: Annotated[
        bool,
        typer.Option("--material", help="Help pages, FAQ or tickets: pairs in them wait to be confirmed."),
    ] = False,
    url: Annotated[
        str | None, typer.Option(help="API to talk to; without it the one of this machine.")
    ] = None,
) -> None:
    """Take over training pairs from a file, all or none."""
    from app.processes import importing

    if material:
        importing.add_material(_settings(), file, agent=agent, url=url)
        return
    importing.run(
        _settings(), file, agent=agent, format=format, columns=column or [], skip_problems=skip_problems, yes=yes,
        url=url,
    )  # fmt: skip


@cli.command()
def export(
    agent: Annotated[str, typer.Option(help="Agent by slug or name.")],
    format: Annotated[
        str,
        typer.Option(
            help="openai, sharegpt, alpaca, csv, coachable, preferences, datasets, adapter, merged or gguf."
        ),
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
    from app.processes import exporting

    exporting.run(_settings(), agent=agent, format=format, out=out, version=version, url=url)


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write, such as coachable.tar.gz.", dir_okay=False)],
) -> None:
    """Write all rows and adapters into one file; tokens and base models stay out."""
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


def _settings() -> "Settings":
    from pydantic import ValidationError

    from app.config import get_settings

    try:
        return get_settings()
    except ValidationError as error:
        names = [str(item["loc"][0]) for item in error.errors()]
        variables = [name if name.isupper() else f"COACHABLE_{name.upper()}" for name in names]
        wrong = [f"{name}: {item['msg']}" for name, item in zip(variables, error.errors(), strict=True)]
        raise Misconfigured("\n".join(wrong)) from error


def _with_services() -> "Settings":
    from app.infra.embedded import resolve_urls

    return resolve_urls(_settings())


def _process(parent: int | None, *, services: bool = True) -> "Settings":
    from app.logs import configure_logging

    if parent is not None:
        exit_with_parent(parent)
    settings = _with_services() if services else _settings()
    configure_logging(settings.log_level)
    if parent is None:  # `coachable up` has done it
        mend(settings.home)
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
