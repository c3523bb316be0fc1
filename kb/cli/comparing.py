"""Comparing (对照): `kb diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import print_json
from kb.config import load_settings


@click.command(cls=ChineseCommand)
@click.argument("old", metavar="旧文件")
@click.argument("new", metavar="新文件")
@options.data
@options.as_json
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.docx",
              help="另存为 Word 文件。")
def diff(old: str, new: str, data: str | None, as_json: bool, output: Path | None) -> None:
    """逐条对照两份文件或两个版本：写编号、名称或文件名，版本写成 编号@2；也可以写还没有入库的文件。"""
    from kb.answer.opening import opened_library
    from kb.errors import KBError
    from kb.show.difference import difference, difference_object, side_named

    if output is not None and output.suffix.lower() != ".docx":
        raise KBError(f"不支持导出为这种文件：{output.name}。请用 .docx 结尾的文件名。")
    with opened_library(load_settings(data)) as library:
        found = difference(side_named(library, old, files=True), side_named(library, new, files=True))
    if output is not None:
        from kb.show.export.difference import difference_docx
        from kb.store.atomic import atomic_write

        try:
            atomic_write(output, difference_docx(found, today=date.today()))
        except OSError as e:
            raise KBError(f"写不进文件：{output}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e
        click.echo(f"已导出对照到 {output}。", err=True)
    if as_json:
        print_json(difference_object(found))
    elif output is None:
        from kb.cli.difference import print_difference

        print_difference(found)
