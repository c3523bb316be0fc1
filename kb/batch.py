"""Many questions in one process (批量): one JSON line in, one JSON line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kb.answer.engine import Answerer
from kb.errors import KBError, ReadError
from kb.render import answer_object
from kb.types import Query


def read_lines(path: Path) -> Iterator[str]:
    """Non-empty lines of a UTF-8 file, or of standard input for "-". Raises ReadError where it cannot be read."""
    try:
        stream = sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig")
        with stream:
            yield from (line for line in stream if line.strip())
    except OSError as e:
        raise ReadError(f"读不出文件：{path}（{e.strerror or e}）。请检查路径。") from e
    except UnicodeDecodeError as e:
        raise ReadError(f"文件不是 UTF-8：{path}。请另存为 UTF-8 的 JSONL。") from e


def answer_lines(answerer: Answerer, lines: Iterable[str], *, scope: str | None, role: str | None
                 ) -> Iterator[dict[str, Any]]:
    """The answer object of each line with its `id`; a line that cannot be taken gives one with `error`."""
    for n, line in enumerate(lines, start=1):
        row: Any = None
        try:
            row = json.loads(line)
            query = _query(row, n, scope=scope, role=role)
            yield {"id": row.get("id")} | answer_object(answerer.answer(query))
        except (ValueError, KBError) as e:
            reason = str(e) if isinstance(e, KBError) else f"第 {n} 行不是 JSON"
            identity = row.get("id") if isinstance(row, dict) else None
            yield {"id": identity, "question": None, "status": "invalid", "answer": reason, "findings": [],
                   "clauses": [], "took_ms": 0.0, "error": reason}


def _query(row: Any, n: int, *, scope: str | None, role: str | None) -> Query:
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise ReadError(f"第 {n} 行缺少 question。")
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(h, str) for h in history):
        raise ReadError(f"第 {n} 行的 history 应为问题的列表。")
    return Query(row["question"], tuple(history), scope=scope, role=role)
