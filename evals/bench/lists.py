"""`python -m evals.bench.lists`: how soon kept lists come where the library holds many, over real HTTP.

Lists of as many items as wanted are made in a copy of the data folder, every other day of theirs ticked.
"""

from __future__ import annotations

import json
import statistics
import time
import urllib.request
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from evals.bench.command import measured, on_a_copy, options
from evals.bench.load import service
from kb.checklist.library import library_checklist
from kb.checklist.standing import seen
from kb.config import Settings
from kb.kept.form import list_object
from kb.kept.lists import KeptList, Tick
from kb.store.library import Library, open_library
from kb.store.lists import make_list

ROLE, SCOPE = "党支部书记", "机关"
LISTS, ITEMS, ROUNDS = 200, 100, 30


def main() -> None:
    """Measures and prints medians and 95th percentiles in milliseconds."""
    for what, (middle, high) in measured(options("测量清单的用时").parse_args(), measure).items():
        print(f"{what}：中位 {middle:.1f} ms，p95 {high:.1f} ms")


def measure(settings: Settings, *, lists: int = LISTS, items: int = ITEMS) -> dict[str, tuple[float, float]]:
    """By what is asked for: median and 95th percentile in milliseconds."""
    with on_a_copy(settings) as copy:
        with closing(open_library(copy.library)) as library:
            kept = _list(library, items)
            keys = [make_list(library, replace(kept, name=f"第{n}支部")) for n in range(lists)]
        year = kept.year
        asked = urlencode({"scope": SCOPE, "role": ROLE, "year": year})
        with service(copy) as running:
            base = f"http://127.0.0.1:{running.port}"
            (list_id, key), line = keys[lists // 2], kept.items[0]
            due = line.due[0].isoformat() if line.due else None
            tick = {"do": "tick", "item": line.id, "due": due}
            return {
                "清单页": _timed(f"{base}/checklist?{asked}"),
                "打开存着的一份": _timed(f"{base}/api/lists/{list_id}", key=key),
                "在存着的一份里勾选": _timed(f"{base}/api/lists/{list_id}/changes", key=key, body=tick),
                "浏览器里的一份，对照今天的规定": _timed(f"{base}/api/lists/board", body={"kept": list_object(kept)}),
            }


def _list(library: Library, items: int) -> KeptList:
    """A list of so many items, those of the checklist first, then entries of one's own."""
    year = date.today().year
    found = library_checklist(library, role=ROLE, scope=SCOPE, year=year)
    kept = seen(KeptList("", ROLE, SCOPE, year), found.items)
    more = tuple(replace(k, id=f"own-{n}", item=None, own=True)
                 for n, k in enumerate((kept.items * items)[:max(0, items - len(kept.items))]))
    whole = (*kept.items, *more)[:items]
    ticks = tuple(Tick(k.id, day, day, by="张三", note="全体党员参加", evidence="会议记录.pdf", at=day.isoformat())
                  for k in whole for day in k.due[::2])
    return replace(kept, items=whole, ticks=ticks)


def _timed(address: str, *, key: str = "", body: Any = None) -> tuple[float, float]:
    headers = {"X-List-Key": key} if key else {}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, headers | ({"Content-Type": "application/json"} if data else {}))
    took = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as response:
            response.read()
        took.append((time.perf_counter() - began) * 1000)
    warm = took[1:]  # the first draws up the checklist
    return statistics.median(warm), statistics.quantiles(warm, n=20)[-1]


if __name__ == "__main__":
    main()
