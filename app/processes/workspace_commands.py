"""The commands of `coachable workspace`. What one needs is imported inside it, as in app/cli.py."""

from typing import Annotated

import typer

from app.actor import Role
from app.processes.environment import with_services

workspace_cli = typer.Typer(help="Teams on this installation, and who belongs to them.", no_args_is_help=True)

InWorkspace = Annotated[
    str | None, typer.Option(help="Workspace by name; without it the one of this machine.")
]
Person = Annotated[
    str, typer.Argument(help="A member's name or id, as `coachable workspace members` has it.")
]


@workspace_cli.command("create")
def create(name: Annotated[str, typer.Argument(help="Of the team.")]) -> None:
    """Make a workspace and print a link that makes its first admin."""
    from app.processes import workspace

    workspace.create(with_services(), name)


@workspace_cli.command("list")
def list_() -> None:
    """Print the names of all workspaces."""
    from app.processes import workspace

    workspace.show_all(with_services())


@workspace_cli.command("invite")
def invite(
    person: Annotated[str, typer.Argument(help="A name or an address, by which lists show the person.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.COACH,
    workspace: InWorkspace = None,
) -> None:
    """Print a link; the first person to open it becomes a member."""
    from app.processes import workspace as workspaces

    workspaces.invite(with_services(), person, workspace, role)


@workspace_cli.command("invitations")
def invitations(workspace: InWorkspace = None) -> None:
    """Print the invitations: name, role, state, time."""
    from app.processes import people

    people.show_invitations(with_services(), workspace)


@workspace_cli.command("withdraw")
def withdraw(
    person: Annotated[str, typer.Argument(help="Name in the invitation.")], workspace: InWorkspace = None
) -> None:
    """Let the open invitations of a person open nothing."""
    from app.processes import people

    people.withdraw(with_services(), workspace, person)


@workspace_cli.command("members")
def members(workspace: InWorkspace = None) -> None:
    """Print the members: name, role, subject in the audit log."""
    from app.processes import people

    people.show_members(with_services(), workspace)


@workspace_cli.command("role")
def role(
    person: Person,
    role: Annotated[Role, typer.Argument(help="What the person may do from now on.")],
    workspace: InWorkspace = None,
) -> None:
    """Give a member another role."""
    from app.processes import people

    people.change_role(with_services(), workspace, person, role)


@workspace_cli.command("remove")
def remove(person: Person, workspace: InWorkspace = None) -> None:
    """Sign a member out for good; what they taught stays."""
    from app.processes import people

    people.remove(with_services(), workspace, person)


@workspace_cli.command("keys")
def keys(workspace: InWorkspace = None) -> None:
    """Print the API keys: beginning, role, name, last use, end. `coachable token` makes and revokes them."""
    from app.processes import people

    people.show_keys(with_services(), workspace)
