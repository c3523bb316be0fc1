"""The command `kb eval`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.config import load_settings
from kb.errors import KBError


@click.command("eval", cls=ChineseCommand)
@options.data
@options.as_json
@click.option("--set", "sets", multiple=True, metavar="S",
              help="评测哪几组题：test、fresh、unseen、cross、wordings、checklists、topics、quiz、dev、"
                   "wordings-dev、train；默认前七组。")
@click.option("--stard", type=click.Path(path_type=Path), metavar="FILE",
              help="另用 STARD 的 train.json 做通用检验；默认取 KB_STARD，没有就跳过。")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE.html", help="另存一份网页报告。")
@click.option("--gates", is_flag=True, help="只测有门槛的指标，把测得的分数和门槛并排列出。")
def evaluate(data: str | None, as_json: bool, sets: tuple[str, ...], stard: Path | None, report: Path | None,
             gates: bool) -> None:
    """评测检索与回答，并检查分数没有跌破门槛。"""
    if gates and (sets or stard or report):
        raise KBError("--gates 不能与 --set、--stard、--report 一起用：它只测有门槛的那几组。请去掉其余几项。")
    try:
        from evals.console import run_evaluation, run_gates
    except ModuleNotFoundError as e:
        raise KBError(f"评测需要另装的包（缺少 {e.name}）。请运行 pip install '.[eval]'。") from e
    settings = load_settings(data)
    failed = (run_gates(settings, as_json=as_json) if gates else
              run_evaluation(settings, sets=sets, as_json=as_json, report=report, stard=stard))
    if failed:
        for line in failed:
            click.echo(f"低于门槛：{line}", err=True)
        sys.exit(1)
