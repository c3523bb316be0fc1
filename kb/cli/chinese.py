"""click in Chinese: its own messages from the catalogue in kb/data/locale, each failure one line with its exit code."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from kb.errors import KBError, NotFoundError

LOCALE = Path(__file__).resolve().parent.parent / "data" / "locale"
DOMAIN, LANGUAGE = "kb", "zh_CN"


@contextmanager
def chinese_messages() -> Iterator[None]:
    """For the time of a block click, which words everything through gettext, speaks Chinese, whatever the locale."""
    domain, language = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = LANGUAGE
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if language is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = language


class ChineseCommand(click.Command):
    """A command whose usage line is in Chinese, and whose every usage error knows the command it belongs to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as e:
            e.ctx = e.ctx or ctx
            raise


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands, in the order in which they were added, that ends every run as a user expects it to."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, complete_var: str | None = None,
             standalone_mode: bool = True, **extra: Any) -> NoReturn:
        """Runs the command line: 0 on success, 2 on wrong usage, 1 on any other failure, with one line on stderr.

        With nothing to run the help goes to stderr instead, with 2.
        """
        with chinese_messages():
            try:
                result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            except NoArgsIsHelpError as e:
                e.show()
                sys.exit(2)
            except click.UsageError as e:
                where = e.ctx.command_path if e.ctx else "kb"
                _fail(f"用法不对：{e.format_message().rstrip('.。')}。运行 {where} --help 查看用法。", 2)
            except NotFoundError as e:
                _fail(f"{e}{e.where}", 1)
            except KBError as e:
                _fail(str(e), 1)
            except (KeyboardInterrupt, click.Abort):
                _fail("已中断。知识库要么保持原样，要么已全部更新，可再次运行。", 1)
            except BrokenPipeError:
                sys.stderr.close()
                sys.exit(1)
            except Exception as e:  # the last line of defence: never a traceback for a user
                _fail(f"程序内部出错（{type(e).__name__}：{str(e).splitlines()[0] if str(e) else '无说明'}）。"
                      "请把这一行和所用的命令反馈给维护者。", 1)
        sys.exit(result if isinstance(result, int) else 0)


def _fail(message: str, code: int) -> NoReturn:
    """Says it in one line, also where what the user typed holds several."""
    click.echo(" ".join(message.splitlines()), err=True)
    sys.exit(code)
