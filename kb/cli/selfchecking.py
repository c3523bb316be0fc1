"""Holding one's own plan against the checklist (对照检查): `kb selfcheck`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import WholeNumber, print_json
from kb.config import load_settings


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@options.data
@options.as_json
@click.option("--role", metavar="R", required=True, help="对照哪个角色的清单，如 党支部书记。")
@click.option("--scope", metavar="S", required=True, help="对照哪类单位的清单，如 机关。")
@click.option("--year", metavar="Y", type=WholeNumber(1921, 9998),
              help="对照哪一年的清单；默认取文件里写的年份，没有写就是今年。")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="另存为文件：.docx 或 .xlsx。")
def selfcheck(file: Path, data: str | None, as_json: bool, role: str, scope: str, year: int | None,
              output: Path | None) -> None:
    """拿本支部的计划或记录对照清单：哪些已列入，哪些次数不足，哪些没有。"""
    from kb.answer.opening import opened_library
    from kb.checklist.export.selfcheck_file import checked_ending, write_selfcheck
    from kb.checklist.library import library_checklist
    from kb.checklist.selfcheck.running import Comparing, checked, read_plan

    if output is not None:
        checked_ending(output)
    settings, today = load_settings(data), date.today()
    with opened_library(settings) as library:
        library_checklist(library, role=role, scope=scope, year=today.year)  # what is misspelt is said before reading
        reading = read_plan(file)
        report = checked(reading, file.name, lambda y: library_checklist(library, role=role, scope=scope, year=y),
                         Comparing.of_settings(settings), year=year, today=today)
    if output is not None:
        write_selfcheck(output, report, today=today)
        click.echo(f"已导出对照检查到 {output}。", err=True)
    if as_json:
        from kb.checklist.selfcheck.objects import selfcheck_object

        print_json(selfcheck_object(report))
    elif output is None:
        from kb.cli.selfcheck_report import print_selfcheck

        print_selfcheck(report)
