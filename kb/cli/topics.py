"""Topics compared (专题对照): `kb topics` and `kb topic`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import print_json
from kb.config import load_settings


@click.command(cls=ChineseCommand)
@options.as_json
def topics(as_json: bool) -> None:
    """列出可以对照的专题，每个专题包括哪几件事。"""
    from kb.training.topics.objects import topics_object
    from kb.training.topics.topic import topics as known

    if as_json:
        print_json(topics_object(known()))
        return
    for t in known():
        parts = "、".join(m.name for m in t.matters)
        click.echo(t.name if parts == t.name else f"{t.name}：{parts}")


@click.command(cls=ChineseCommand)
@click.argument("name", metavar="专题")
@options.data
@options.as_json
@click.option("--scope", "scope", metavar="S", multiple=True, help="只看这一类单位，如 机关；可以写几次。")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="另存为文件：.docx、.xlsx、.csv 或 .md。")
def topic(name: str, data: str | None, as_json: bool, scope: tuple[str, ...], output: Path | None) -> None:
    """把一个专题（也可以是自己的说法）在各类单位的规定放在一起：对谁、多少、出处，哪些单位没有规定。"""
    from kb.answer.opening import opened_library
    from kb.training.topics.grid import grid
    from kb.training.topics.library import kinds_named, library_topic
    from kb.training.topics.objects import topic_object

    kinds = kinds_named(scope)
    with opened_library(load_settings(data)) as library:
        found = library_topic(library, name=name, scopes=kinds)
    if output is not None:
        from kb.training.topics.export.file import write_topic

        write_topic(output, grid(found, kinds))
        click.echo(f"已导出 {len(found.rows)} 条到 {output}。", err=True)
    if as_json:
        print_json(topic_object(found))
    elif output is None:
        from kb.cli.topic_table import print_topic

        print_topic(grid(found, kinds))
