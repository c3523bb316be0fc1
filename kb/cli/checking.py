"""The checklist of a role (职责清单): `kb checklist`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kb.checklist.items import FIRST_YEAR, LAST_YEAR
from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import WholeNumber, print_json
from kb.config import load_settings


@click.command(cls=ChineseCommand)
@options.data
@options.as_json
@click.option("--role", metavar="R", required=True, help="哪个角色，如 党支部书记。")
@click.option("--scope", metavar="S", required=True, help="哪类单位，如 机关。")
@click.option("--year", metavar="Y", type=WholeNumber(FIRST_YEAR, LAST_YEAR), help="哪一年的到期日；默认今年。")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="另存为文件：.xlsx、.docx、.ics（日历）或 .md。")
def checklist(data: str | None, as_json: bool, role: str, scope: str, year: int | None, output: Path | None) -> None:
    """列出一个角色在一类单位一年里的全部职责：各多少、何时到期、留什么材料。"""
    from kb.answer.opening import opened_library
    from kb.checklist.library import library_checklist
    from kb.checklist.objects import checklist_object

    with opened_library(load_settings(data)) as library:
        found = library_checklist(library, role=role, scope=scope, year=year or date.today().year)
    if output is not None:
        from kb.checklist.export.file import write_checklist

        write_checklist(output, found)
        click.echo(f"已导出 {len(found.items)} 条到 {output}。", err=True)
    if as_json:
        print_json(checklist_object(found))
    elif output is None:
        from kb.cli.checklist_table import print_checklist

        print_checklist(found)
