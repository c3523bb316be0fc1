"""Many questions in one process (批量): one JSON line in, one JSON line out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from kb.answer.dated import DatedAnswerer
from kb.errors import KBError, QuestionError, ReadError
from kb.question.filters import checked_day, checked_question, checked_role, checked_scope
from kb.show.objects import answer_object
from kb.types import Query

_FIELDS = ("id", "question", "history", "scope", "role", "as_of")


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, or of standard input for "-". Raises ReadError where it cannot be read."""
    try:
        with _open(path) as stream:
            yield from stream
    except OSError as e:
        raise ReadError(f"读不出文件：{path}（{e.strerror or e}）。请检查路径。") from e
    except UnicodeDecodeError as e:
        raise ReadError(f"文件不是 UTF-8：{path}。请另存为 UTF-8 的 JSONL。") from e


def answer_lines(answerer: DatedAnswerer, lines: Iterable[str], *, scope: str | None, role: str | None,
                 as_of: date | None = None) -> Iterator[dict[str, Any]]:
    """The answer object of each line with its `id`; a line that cannot be taken gives one with `error`.

    Empty lines give nothing, but count in the line numbers that errors name.
    """
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity = None
        try:
            row = _row(line)
            identity = _identity(row)
            yield {"id": identity} | answer_object(answerer.answer(_query(row, scope=scope, role=role, as_of=as_of)))
        except KBError as e:
            reason = f"第 {n} 行：{e}"
            yield {"id": identity, "question": None, "status": "invalid", "answer": reason, "findings": [],
                   "clauses": [], "took_ms": 0.0, "error": reason}


def _open(path: Path) -> io.TextIOWrapper:
    """Standard input too is UTF-8, whatever the locale says."""
    if str(path) == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as e:
        raise QuestionError("不是合法的 JSON。请写成 {\"id\": …, \"question\": \"…\"}。") from e
    if not isinstance(row, dict):
        raise QuestionError("不是 JSON 对象。请写成 {\"id\": …, \"question\": \"…\"}。")
    return row


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _identity(row: dict[str, Any]) -> Any:
    """The line's id, which must be such that it can be printed again."""
    try:
        json.dumps({"id": row.get("id")}, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as e:
        raise QuestionError("id 不能原样写回。请用普通的文字或数字作 id。") from e
    return row.get("id")


def _query(row: dict[str, Any], *, scope: str | None, role: str | None, as_of: date | None) -> Query:
    """The question of a line; what the line says of scope, role and day goes before what the command says."""
    unknown = next((name for name in row if name not in _FIELDS), None)
    if unknown is not None:
        raise QuestionError(f"不认识的字段：{unknown[:40]}。可用：{'、'.join(_FIELDS)}。")
    wrong = next((name for name in ("scope", "role", "as_of") if not isinstance(row.get(name) or "", str)), None)
    if wrong is not None:
        raise QuestionError(f"{wrong} 应为文字。")
    scope, role = checked_scope(row.get("scope")) or scope, checked_role(row.get("role")) or role
    as_of = checked_day(row.get("as_of")) or as_of
    question, history = row.get("question"), row.get("history") or []
    if not isinstance(question, str):
        raise QuestionError("缺少 question，或它不是文字。")
    if not isinstance(history, list) or not all(isinstance(h, str) for h in history):
        raise QuestionError("history 应为先前问题的列表。")
    return Query(checked_question(question), tuple(checked_question(h) for h in history), scope=scope, role=role,
                 as_of=as_of)
