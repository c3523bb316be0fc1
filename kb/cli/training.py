"""Training material (培训材料): `kb training`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import WholeNumber
from kb.config import load_settings


@click.command(cls=ChineseCommand)
@options.data
@click.option("--topic", "topics", metavar="T", multiple=True, help="哪个专题，如 三会一课；可以写几次，照写的先后。")
@click.option("--scope", "kinds", metavar="S", multiple=True, help="只讲哪类单位，如 机关；可以写几次，默认全部。")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", required=True,
              help="写到哪个文件夹：讲义.docx、课件.pptx、试题.docx、答案.docx、试题.xlsx、试题.html。")
@click.option("--clause", "picked", metavar="ID", multiple=True, help="另外收进一条条款；可以写几次。")
@click.option("--without", metavar="ID", multiple=True, help="去掉一条条款；可以写几次。")
@click.option("--first", "order", metavar="ID", multiple=True, help="排在前面的条款；可以写几次，照写的先后。")
@click.option("--audience", metavar="A", default="", help="给谁讲：全体、党组织书记、党务工作者或党员。")
@click.option("--length", metavar="L", default="", help="篇幅：简要、标准或详细；默认标准。")
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="课件用自己的模板：.pptx 或 .potx。")
@click.option("--seed", metavar="N", type=WholeNumber(0, 2**31 - 1), default=1,
              help="第几套：同一个数出同一套题；默认 1。")
def training(data: str | None, topics: tuple[str, ...], kinds: tuple[str, ...], output: Path, picked: tuple[str, ...],
             without: tuple[str, ...], order: tuple[str, ...], audience: str, length: str, template: Path | None,
             seed: int) -> None:
    """做一套培训材料：讲义、课件、试题，每句话都有出处。"""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from kb.answer.opening import opened_library
    from kb.training.pack.files import checked_folder, made, template_bytes, write_files
    from kb.training.pack.wanted import Picked, Wanted

    wanted = Wanted(topics, kinds, tuple(map(Picked, picked)), without, order, audience, length, seed)
    own = None if template is None else template_bytes(template)
    with (opened_library(load_settings(data)) as library, Progress(
            BarColumn(20), TextColumn("{task.description}"), console=Console(stderr=True), transient=True,
            disable=not sys.stderr.isatty()) as shown):
        task = shown.add_task("")
        pack = made(library, wanted, template=own, tell=lambda step, done, total: shown.update(
            task, description=step, completed=done, total=total))
    write_files(checked_folder(output), pack.files)
    if not pack.items:
        click.echo("没有出题：这些条款里没有可考的次数、时间或内容。", err=True)
    click.echo(f"已写到 {output}：{'、'.join(pack.files)}（{len(pack.pack.sections)} 个专题，{pack.items} 道题）。",
               err=True)
