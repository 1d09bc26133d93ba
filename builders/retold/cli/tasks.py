"""How a command does a large corpus: its options, what is shown while it runs, and what it cost."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from retold.files import SEEDS, SETTINGS, CorpusFolder

if TYPE_CHECKING:
    from retold.engine.survey import Done, Engine, Options


class EngineName(StrEnum):
    """Where tasks run."""

    local = "local"
    ray = "ray"


JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        help="Tasks at a time. Default: one a processor. It changes no byte of what comes out.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    EngineName, typer.Option("--engine", help="Where tasks run: processes here, or Ray.")
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="ADDRESS",
        help="Of a Ray cluster: head:6379, auto, ray://head:10001. Default: one on this machine.",
        show_default=False,
    ),
]


@dataclass
class Stages:
    """What is shown of the stages: a bar or a spinner on a terminal, a line each in a log.

    ``spent`` has the wall time of each, in seconds.
    """

    spent: dict[str, float] = field(default_factory=dict)
    done: Done | None = None
    _shown: Any = None
    _bar: Any = None

    @contextmanager
    def shown(self) -> Iterator[Stages]:
        """While this is open, stages are shown."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        if not console.is_terminal:
            yield self
            return
        columns = (
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as progress:
            self._shown = progress
            yield self

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """One stage, from its beginning to its end."""
        start = time.perf_counter()
        if self._shown is not None:
            self._bar = self._shown.add_task(name, total=1, said="")
        elif name != "documents":
            typer.echo(f"retold: {name}", err=True)
        yield
        self.spent[name] = seconds = time.perf_counter() - start
        if self._shown is not None:
            self._shown.update(self._bar, total=1, completed=1)
        elif name == "documents" and self.done is not None:
            typer.echo(f"retold: {name}: {_counted(self.done, seconds)}", err=True)

    def report(self, done: Done) -> None:
        """How far the documents are."""
        if self._shown is not None:
            new = done.documents - done.reused
            elapsed = self._shown.tasks[self._bar].elapsed or 0
            said = f"{done.documents:,} of {done.of_documents:,}"
            if new and elapsed:
                left = (done.of_documents - done.documents) * elapsed / new
                said += f", {new / elapsed:,.0f}/s, {_minutes(left)} left"
            self._shown.update(self._bar, total=done.of_documents, completed=done.documents, said=said)
        self.done = done


def options_of(
    folder: CorpusFolder,
    stages: Stages,
    jobs: int | None,
    engine: EngineName = EngineName.local,
    address: str | None = None,
) -> Options | None:
    """How the corpus is done in tasks; None where it is so small that one task does it here.

    How many tasks there are depends on the corpus alone, so that bytes do not depend on the rest.
    """
    from retold.engine.machine import processors
    from retold.engine.planning import PER_TASK
    from retold.engine.survey import Options

    if address is not None and engine is not EngineName.ray:
        raise typer.BadParameter("an address is for --engine ray", param_hint="--address")
    asked = jobs is not None or engine is not EngineName.local
    if not asked and not _in_shards(folder) and _documents(folder) <= PER_TASK:
        return None
    count = jobs or processors()
    chosen = None
    if engine is EngineName.ray:
        chosen = _on_ray(address, jobs)
    return Options(jobs=count, engine=chosen, report=stages.report, stage=stages.stage)


@contextmanager
def undone() -> Iterator[None]:
    """Exit status 3 where tasks could not be done, with all of them."""
    from retold.engine.survey import TasksError

    try:
        yield
    except TasksError as error:
        typer.echo(f"retold: could not run: {error}", err=True)
        raise typer.Exit(3) from None


def _on_ray(address: str | None, jobs: int | None) -> Engine:
    from retold.engine.on_ray import on_ray

    try:
        return on_ray(address, jobs)
    except ImportError as error:
        if error.name != "ray":
            raise
        typer.echo("retold: could not run: Ray is not installed: pip install 'retold[ray]'", err=True)
        raise typer.Exit(3) from None


def cost(stages: Stages) -> str:
    """A table of the time and the memory of each stage; the tasks' own are of all of them together."""
    from rich.console import Console
    from rich.table import Table

    from retold.engine.machine import peak_memory

    table = Table("stage", "seconds", "peak memory, MiB")
    for column in table.columns[1:]:
        column.justify = "right"
    own = peak_memory() / 2**20
    tasks = stages.done.cost if stages.done else {}
    for name, seconds in stages.spent.items():
        table.add_row(name, f"{seconds:,.1f}", "")
        if name == "documents":
            for of_task, spent in tasks.items():
                if of_task != "memory":
                    table.add_row(f"  {of_task}, all tasks", f"{spent:,.1f}", "")
            if "memory" in tasks:
                table.add_row("  the largest task", "", f"{tasks['memory'] / 2**20:,.0f}")
    table.add_row("all", f"{sum(stages.spent.values()):,.1f}", f"{own:,.0f}")
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _in_shards(folder: CorpusFolder) -> bool:
    """Whether documents are in shards, here or at an address that the settings name."""
    text = folder.read_text(SETTINGS)
    try:
        settings = tomllib.loads(text) if isinstance(text, str) else {}
    except tomllib.TOMLDecodeError:  # RT008 says so
        settings = {}
    return "shards" in settings or bool(folder.shard_files())


def _documents(folder: CorpusFolder) -> int:
    """Lines of the manifest."""
    if not folder.exists(SEEDS):
        return 0
    with (folder.root / SEEDS).open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _counted(done: Done, seconds: float) -> str:
    new = done.documents - done.reused
    said = f"{done.documents:,} in {_minutes(seconds)}"
    if new:
        said += f", {new / seconds:,.0f}/s"
    return said + (f"; {done.reused:,} done before" if done.reused else "")


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
