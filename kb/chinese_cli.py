"""click in Chinese: help pages and usage errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from kb.errors import KBError


class ChineseCommand(click.Command):
    """A command whose help is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help and errors are in Chinese."""

    command_class = ChineseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        ChineseCommand.format_options(self, ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(80)) for name in self.commands])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助。"
        return option

    def main(self, args: Sequence[str] | None = None, **kwargs: Any) -> Any:
        """Runs the command line: 0 on success, 2 on wrong usage, 1 on any other failure, with one line on stderr."""
        kwargs.pop("standalone_mode", None)
        try:
            result = super().main(args, standalone_mode=False, **kwargs)
        except click.UsageError as e:
            _fail(f"用法不对：{_usage(e)}。运行 {e.ctx.command_path if e.ctx else 'kb'} --help 查看用法。", 2)
        except KBError as e:
            _fail(str(e), 1)
        except (KeyboardInterrupt, click.Abort):
            _fail("已中断。已经完成的部分保留着，可再次运行。", 1)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(1)
        except Exception as e:  # the last line of defence: never a traceback for a user
            _fail(f"程序内部出错（{type(e).__name__}：{str(e).splitlines()[0] if str(e) else '无说明'}）。"
                  "请把这一行和所用的命令反馈给维护者。", 1)
        sys.exit(result if isinstance(result, int) else 0)


def _fail(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _usage(e: click.UsageError) -> str:
    if isinstance(e, click.NoSuchOption):
        return f"没有选项 {e.option_name}"
    if isinstance(e, click.MissingParameter):
        return f"缺少参数 {e.param.human_readable_name if e.param is not None else ''}"
    if isinstance(e, click.BadParameter):
        name = e.param.human_readable_name if e.param is not None else "参数"
        return f"{name} 的值不对（{e.message.rstrip('.')}）"
    if "No such command" in e.message:
        return "没有命令 " + e.message.split("'")[1]
    if "unexpected extra argument" in e.message:
        return "多了参数 " + e.message.split("(")[-1].rstrip(".)")
    return e.message.rstrip(".。")
