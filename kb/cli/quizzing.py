"""A quiz for trainers (试题): `kb quiz`."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import WholeNumber, print_json
from kb.config import load_settings
from kb.training.item import ItemType

_MOST = 200


@click.command(cls=ChineseCommand)
@options.data
@options.as_json
@click.option("--topic", "topics", metavar="T", multiple=True, help="出哪个专题的题，如 党费；可以写几次，默认全部。")
@click.option("--scope", "kinds", metavar="S", multiple=True,
              help="只出哪类单位的题，如 机关；可以写几次。")
@click.option("-n", "number", metavar="N", type=WholeNumber(1, _MOST), default=10, help="出几道题；默认 10。")
@click.option("--seed", metavar="N", type=WholeNumber(0, 2**31 - 1), default=1,
              help="第几套：同一个数出同一套题；默认 1。")
@click.option("--type", "types", metavar="TYPE", multiple=True, type=click.Choice(get_args(ItemType)),
              help="只出哪种题：single（单选）、multiple（多选）、truefalse（判断）、fill（填空）、match（配对）、"
                   "short（简答）；可以写几次。")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="另存为文件：.docx（试卷，答案另存一份）、.xlsx（题库表）或 .html（可以作答、打分的网页）。")
def quiz(data: str | None, as_json: bool, topics: tuple[str, ...], kinds: tuple[str, ...], number: int, seed: int,
         types: tuple[ItemType, ...], output: Path | None) -> None:
    """按条款出题：单选、多选、判断、填空、配对、简答，每道题的答案都附条款原文和出处。"""
    from kb.answer.opening import opened_library
    from kb.training.quiz.export.file import checked_ending, write_quiz
    from kb.training.quiz.library import library_quiz
    from kb.training.quiz.objects import item_object

    if output is not None:
        checked_ending(output)
    with opened_library(load_settings(data)) as library:
        found = library_quiz(library, topics=topics, kinds=kinds, n=number, seed=seed, types=types)
    if len(found) < number:
        click.echo(f"只出了 {len(found)} 道：再出就会重复，或者答案不唯一。", err=True)
    if output is not None:
        for path in write_quiz(output, found, topics=topics, seed=seed):
            click.echo(f"已导出 {len(found)} 道题到 {path}。", err=True)
    if as_json:
        print_json([item_object(i) for i in found])
    elif output is None:
        from kb.training.quiz.text import as_text

        click.echo(as_text(found, topics=topics))
