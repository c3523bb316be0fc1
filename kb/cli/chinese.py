"""click in Chinese: help pages and usage errors. Nothing that click itself words reaches the user."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from kb.errors import KBError

# What click says of a path or number; in each the first group is the value that was given.
_COMPLAINTS = (
    (re.compile(r"'(.*)' is a directory", re.DOTALL), "是文件夹，应为文件"),
    (re.compile(r"'(.*)' is a file", re.DOTALL), "是文件，应为文件夹"),
    (re.compile(r"'(.*)' does not exist", re.DOTALL), "不存在"),
    (re.compile(r"'(.*)' is not readable", re.DOTALL), "读不出，请检查权限"),
    (re.compile(r"'(.*)' is not writable", re.DOTALL), "写不进，请检查权限"),
    (re.compile(r"'?(.*?)'? is not ", re.DOTALL), "不对"),
)


class ChineseCommand(click.Command):
    """A command whose help is in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [record for p in self.get_params(ctx) if isinstance(p, click.Option)
                and (record := p.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助。"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, but an error always knows the command it belongs to."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as e:
            e.ctx = e.ctx or ctx
            raise


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help and errors are in Chinese."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        ChineseCommand.format_options(self, ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(80)) for name in self.commands])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; with nothing to parse it shows the help, as a usage error does, on stderr with 2."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]
                        ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令 {args[0]}", ctx)
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, complete_var: str | None = None,
             standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs the command line: 0 on success, 2 on wrong usage, 1 on any other failure, with one line on stderr."""
        try:
            result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
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
    """What is wrong, in one Chinese phrase."""
    if isinstance(e, click.NoSuchOption):
        return f"没有选项 {e.option_name}"
    if isinstance(e, click.BadOptionUsage):
        return f"选项 {e.option_name} {'不带值' if _is_flag(e) else '后面缺少它的值'}"
    if isinstance(e, click.MissingParameter):
        return f"缺少参数 {_name(e.param)}"
    if isinstance(e, click.BadParameter):
        return _bad_value(e)
    extra = re.search(r"unexpected extra argument.*?\((.*)\)", e.message, re.DOTALL)
    if extra:
        return f"多了参数 {extra[1]}"
    return e.message.rstrip(".。") if re.search("[一-鿿]", e.message) else "参数不对"


def _is_flag(e: click.BadOptionUsage) -> bool:
    options = e.ctx.command.get_params(e.ctx) if e.ctx else []
    return any(isinstance(o, click.Option) and o.is_flag and e.option_name in (*o.opts, *o.secondary_opts)
               for o in options)


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name.strip("[]…")


def _bad_value(e: click.BadParameter) -> str:
    value, complaint = next(((m[1], said) for p, said in _COMPLAINTS if (m := p.search(e.message))), ("", "不对"))
    kind = e.param.type if e.param is not None else None
    allowed = ""
    if isinstance(kind, click.Choice):
        allowed = f"，可用：{'、'.join(map(str, kind.choices))}"
    elif isinstance(kind, click.IntRange):
        allowed = f"，应为 {kind.min}–{kind.max} 的整数"
    return f"{_name(e.param)} 的值{f' {value} ' if value else ''}{complaint}{allowed}"
