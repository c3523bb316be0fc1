"""The organisations that share an installation as a table in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kb.store.tenants import Tenant


def print_tenants(tenants: Sequence[Tenant]) -> None:
    """One line a tenant, by code."""
    console = Console(highlight=False)
    if not tenants:
        console.print("没有分单位：整处安装归一个单位用。分出一个：kb tenant add 代号 名称 --host 主机名", markup=False)
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("代号", "名称", "主机名", "新增"):
        table.add_column(name, overflow="fold")
    for t in tenants:
        table.add_row(*(Text(cell) for cell in (t.code, t.name, "、".join(t.hosts), t.made_at[:10])))
    console.print(table)
