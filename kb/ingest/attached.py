"""Questions attached to clauses (相似问): `<document>.questions.jsonl` beside a document, one a line.

A line names its clause by list, printed number and first words, so that people can edit the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kb.errors import ReadError
from kb.types import Clause

SUFFIX = ".questions.jsonl"
MAX_LENGTH = 200


def attached_path(document: Path) -> Path:
    """Where the questions of a document file lie."""
    return document.with_name(document.stem + SUFFIX)


def is_attached(path: Path) -> bool:
    """Whether a file holds the questions of a document."""
    return path.name.endswith(SUFFIX)


def load_attached(path: Path, clauses: Sequence[Clause]) -> list[tuple[str, str]]:
    """The questions of one file as (clause id, question), in file order; none where there is no file.

    Raises ReadError naming the line: not JSON, a field missing, or no such clause.
    """
    if not path.is_file():
        return []
    out = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as e:
        raise ReadError(f"相似问文件读不出：{path.name}。请存为 UTF-8 的 JSONL。") from e
    for n, line in enumerate(lines, start=1):
        if line.strip():
            out.append(_question(path, n, line, clauses))
    return out


def _question(path: Path, n: int, line: str, clauses: Sequence[Clause]) -> tuple[str, str]:
    try:
        row = json.loads(line)
        list_title, number, start, question = row["list"], row["number"], row["clause"], row["question"]
        if not all(isinstance(x, str) for x in (list_title, start, question)):
            raise TypeError("list, clause and question are texts")
    except (ValueError, KeyError, TypeError) as e:
        raise ReadError(f"相似问写错了：{path.name} 第 {n} 行。每行应有 list、number、clause、question。") from e
    found = [c for c in clauses if c.list_title == list_title and c.number == number and c.text.startswith(start)]
    if not found:
        raise ReadError(f"相似问找不到条款：{path.name} 第 {n} 行（{list_title} {number or ''} {start[:12]}…）。")
    if not isinstance(question, str) or not 0 < len(question.strip()) <= MAX_LENGTH:
        raise ReadError(f"相似问太长或是空的：{path.name} 第 {n} 行。每问 1–{MAX_LENGTH} 个字。")
    return found[0].id, question.strip()
