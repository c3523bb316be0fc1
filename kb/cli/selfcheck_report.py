"""A self-check in a terminal (对照检查的结果): the counts, then the verdicts, gaps first."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from kb.checklist.selfcheck.report import TITLE, Report, heading, numbers, places, summary
from kb.checklist.selfcheck.verdicts import VERDICTS

_STYLES = {"未列入": "bold red", "次数不足": "bold yellow", "拿不准": "bold", "已列入": "green"}


def print_selfcheck(report: Report) -> None:
    """The counts, then each item: what is asked for, what the plan says and where, and the clause."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(Text(f"{TITLE}：{heading(report)}，{report.file}", style="bold"))
    console.print(Text(summary(report)))
    for said in report.notices:
        console.print(Text(f"注意：{said}"))
    for name in VERDICTS:
        own = [v for v in report.ordered if v.verdict == name]
        if own:
            console.print(Text(f"\n{name}（{len(own)} 项）", style=_STYLES[name]))
        for v in own:
            said = "；".join(filter(None, (numbers(v), v.reason)))
            console.print(Text(f"· {v.item.action}" + (f"（{said}）" if said else "")))
            for words, place in places(v)[:3]:
                console.print(Text(f"    计划：“{words}” {place}"))
            console.print(Text(f"    规定：{' '.join(v.item.quote.split())}"))
            console.print(Text(f"    —— {v.item.citation}", style="cyan"))
