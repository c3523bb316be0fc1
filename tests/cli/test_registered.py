"""Commands of other packages: listed without being loaded, found where they are registered."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import click
import pytest

from kb.cli.registered import GROUP, RegisteredCommand, registered_commands
from kb.errors import KBError


def test_those_that_are_listed_are_those_that_are_registered() -> None:
    assert {c.name for c in registered_commands()} == set(entry_points(group=GROUP).names) == {"eval", "mcp", "serve"}


@pytest.mark.parametrize("listed", registered_commands(), ids=lambda c: str(c.name))
def test_each_is_listed_with_its_own_words(listed: RegisteredCommand) -> None:
    assert listed.name is not None
    (found,) = entry_points(group=GROUP, name=listed.name)
    command = found.load()
    assert isinstance(command, click.Command)
    assert command.name == listed.name
    assert (command.help or "").splitlines()[0] == listed.short_help


def test_one_that_is_not_registered_is_named_with_the_remedy() -> None:
    with pytest.raises(KBError, match="missing.*没有登记.*pip install"):
        RegisteredCommand("missing").make_context("missing", [])


def test_evaluating_without_its_packages_says_how_they_are_installed() -> None:
    script = "import sys\nsys.modules['ir_measures'] = None\nfrom kb.cli.main import main\nmain(['eval'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "评测需要另装的包（缺少 ir_measures）。请运行 pip install '.[eval]'。\n"
