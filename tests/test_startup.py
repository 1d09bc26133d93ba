"""What `import retold` and `retold --help` load: nothing heavy, and no command before it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from retold.cli import app
from retold.cli.commands import COMMANDS

HELP = {"annotated_doc", "attr", "markdown_it", "mdurl", "pygments", "rich", "shellingham", "typer"}
"""What shows the help; rich looks for attr."""
OURS = {"retold", "retold.__main__", "retold.cli", "retold.cli.commands"}
RUN = "import runpy, sys; sys.argv = {words}; runpy.run_module('retold', run_name='__main__')"


def loaded(tmp_path: Path, code: str) -> set[str]:
    """The modules that are there at the end of some code, without those of every run of this Python."""
    saying = "import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    ends = [
        subprocess.run(
            [sys.executable, "-c", saying + some],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        ).stderr.splitlines()[-1]
        for some in ("", code)
    ]
    found = set(ends[1].split()) - set(ends[0].split())
    return {name for name in found if name.partition(".")[0] not in sys.stdlib_module_names}


def test_import_retold_loads_nothing_else(tmp_path: Path) -> None:
    assert loaded(tmp_path, "import retold") == {"retold"}


def test_help_loads_no_command_and_no_library_but_those_that_show_it(tmp_path: Path) -> None:
    found = loaded(tmp_path, RUN.format(words=["retold", "--help"]))
    ours = {name for name in found if name.partition(".")[0] == "retold"}
    assert ours <= OURS
    assert {name.partition(".")[0] for name in found - ours} <= HELP


def test_a_command_loads_no_other_command(tmp_path: Path) -> None:
    found = loaded(tmp_path, RUN.format(words=["retold", "explain", "RT203"]))
    commands = {f"retold.cli.{command.module}" for command in COMMANDS.values()}
    assert found & commands == {"retold.cli.explain"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_what_the_command_says_of_itself(name: str) -> None:
    command = COMMANDS[name].load(name)
    assert command.name == name
    assert COMMANDS[name].help == str(command.help).partition("\n\n")[0].replace("\n", " ")


def test_every_command_is_in_the_help() -> None:
    group = typer.main.get_command(app)
    assert list(group.commands) == list(COMMANDS)  # type: ignore[attr-defined]
