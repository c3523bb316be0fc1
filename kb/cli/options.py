"""What commands share (各命令共用): their options, and JSON on standard output."""

from __future__ import annotations

import json
from typing import Any

import click


class _ScopeOption(click.Option):
    """Its help names the kinds of organisation, which are read only where help is asked for."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from kb.question.filters import scope_names

        self.help = f"只看这一类单位：{'、'.join(scope_names())}。"
        return super().get_help_record(ctx)


class WholeNumber(click.IntRange):
    """A whole number within bounds, which a complaint about anything else names."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value}，应为 {self.min}–{self.max} 的整数。", param, ctx)


data = click.option("--data", metavar="DIR", help="数据文件夹（知识库、索引、模型）；默认 ./data 或环境变量 KB_DATA。")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
scope = click.option("--scope", metavar="S", cls=_ScopeOption)
role = click.option("--role", metavar="R", help="只看这一角色，如 党支部书记。")
as_of = click.option("--as-of", metavar="DATE", help="按这一天有效的规定，如 2024-05-01；默认今天。")
document = click.option("--document", metavar="D", help="只看这个文件：编号，或名称中的几个字。")


def print_json(value: object) -> None:
    """One value as one line."""
    click.echo(json.dumps(value, ensure_ascii=False))
