"""Commands of other packages (登记的命令), found among the installed entry points and loaded only when they are run."""

from __future__ import annotations

from typing import Any

import click

from kb.cli.chinese import ChineseCommand
from kb.data import load_toml
from kb.errors import KBError

GROUP = "dangjian_kb.commands"


class RegisteredCommand(ChineseCommand):
    """Stands in the list of commands for one that is registered under its name in GROUP."""

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
                     ) -> click.Context:
        """The context of the command itself. Raises KBError where it is not registered."""
        return self._loaded().make_context(info_name, args, parent, **extra)

    def _loaded(self) -> click.Command:
        from importlib.metadata import entry_points

        assert self.name is not None
        found = entry_points(group=GROUP, name=self.name)
        if not found:
            raise KBError(f"命令 {self.name} 没有登记：程序没有安装，或者安装之后更新过。"
                          "请在程序所在的文件夹里运行 pip install -e . 后再试。")
        command = next(iter(found)).load()
        assert isinstance(command, click.Command)
        return command


def registered_commands() -> list[RegisteredCommand]:
    """A stand-in for every command that kb/data/commands.toml describes."""
    return [RegisteredCommand(name, short_help=said) for name, said in load_toml("commands.toml")["command"].items()]
