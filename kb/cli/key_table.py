"""Keys to the interface as a table in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kb.keys import ApiKey, rate_said


def print_keys(keys: Sequence[ApiKey]) -> None:
    """One line a key, those withdrawn last."""
    console = Console(highlight=False)
    if not keys:
        console.print("还没有密钥。新建一个：kb key add 名称", markup=False)
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("名称", "开头", "权限", "次数", "新建", "最近使用", "状态"):
        table.add_column(name, overflow="fold")
    for k in keys:
        state = f"{_moment(k.withdrawn_at)} 收回" if k.withdrawn_at else "有效"
        cells = (k.name, k.label, k.rights, rate_said(k.rate), _moment(k.made_at),
                 _moment(k.used_at) if k.used_at else "没有用过", state)
        table.add_row(*(Text(cell) for cell in cells), style="dim" if k.withdrawn_at else "")
    console.print(table)


def _moment(stored: str) -> str:
    return datetime.fromisoformat(stored).astimezone().strftime("%Y-%m-%d %H:%M")
