"""What the terminal shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

SHOWN = 3  # held-out questions in the comparison


class Screen:
    def __init__(self, console: Console) -> None:
        self.console = console

    def welcome(self, text: str) -> None:
        self.console.print(Panel(escape(text), border_style="green"))

    def notice(self, text: str) -> None:
        self.console.print(f"[green]✓[/] {escape(text)}", highlight=False)

    def problem(self, text: str) -> None:
        self.console.print(f"[red]{escape(text)}[/]", highlight=False)

    def customer(self, event: dict[str, Any]) -> None:
        details = f"{event['category'].lower().replace('_', ' ')} · {event['context']} · {event['difficulty'].lower()}"
        self.console.print(f"\n[dim]{escape(details)}[/]", highlight=False)
        self.console.print("[bold cyan]Customer:[/] ", end="")

    def words(self, text: str) -> None:
        self.console.print(escape(text), end="", highlight=False, soft_wrap=True)

    def own_pair(self, pair: dict[str, str]) -> None:
        self.console.print(f"[bold cyan]Asked before:[/] {escape(pair['query'])}", highlight=False)
        self.console.print(f"[bold]You:[/] {escape(pair['response'])}", highlight=False)

    @contextmanager
    def training(self) -> Iterator["TrainingBar"]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[figures]}"),
        )
        with Progress(*columns, console=self.console) as progress:
            yield TrainingBar(progress)

    def verdict(self, status: str, reason: str) -> None:
        colour = {"SUCCEEDED": "green", "REJECTED": "yellow"}.get(status, "red")
        self.console.print(Panel(escape(reason), border_style=colour, title=status.lower()))

    def before_and_after(self, questions: list[dict[str, Any]]) -> None:
        answered = [q for q in questions if q["candidateAnswer"] is not None][:SHOWN]
        table = Table("Held-out question", "Before", "After", "Your answer", show_lines=True, expand=True)
        for q in answered:
            table.add_row(
                *(escape(q[key] or "") for key in ("query", "baseAnswer", "candidateAnswer", "expected"))
            )
        if answered:
            self.console.print(table)


class TrainingBar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("Waiting for the trainer", total=None, figures="")

    def status(self, message: str) -> None:
        self._progress.update(self._task, description=escape(message))

    def step(self, event: dict[str, Any]) -> None:
        figures = [f"step {event['step']}/{event['totalSteps']}"]
        if event["loss"] is not None:
            figures.append(f"loss {event['loss']:.2f}")
        if event["holdoutLoss"] is not None:
            figures.append(f"held-out {event['holdoutLoss']:.2f}")
        if event["secondsLeft"] is not None:
            figures.append(f"{event['secondsLeft']:.0f} s left")
        self._progress.update(
            self._task, completed=event["step"], total=event["totalSteps"], figures=" · ".join(figures)
        )

    def samples(self, event: dict[str, Any]) -> None:
        if event["samples"]:
            sample = event["samples"][0]
            self._progress.console.print(
                f"[dim]After step {event['step']}, “{escape(sample['query'][:70])}”:[/] {escape(sample['answer'])}",
                highlight=False,
            )
