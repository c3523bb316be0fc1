"""From one file to a document with its clauses and their obligations (读取)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.attached import attached_path
from kb.ingest.catalog import Entry
from kb.ingest.obligations import obligations
from kb.ingest.readers import read_file
from kb.ingest.structure.canonical import canonical
from kb.ingest.structure.clauses import PARSER_VERSION, split
from kb.ingest.structure.outline import outline, printed_title
from kb.language.vocabulary import GENERAL_SCOPE
from kb.types import Document, Split


def build(path: Path, *, key: str, entry: Entry | None = None) -> tuple[Document, Split]:
    """Reads one file into a document, its clauses and their obligations. Raises ReadError."""
    entry = entry or Entry()
    data = path.read_bytes() if path.is_file() else b""
    reading = read_file(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if entry.sha256 and entry.sha256 != sha256:
        raise ReadError(f"文件内容与目录登记的校验值不符：{path.name}。如确为更新，请同时改 corpus.toml 里的 sha256。")
    text = canonical(reading.blocks)
    blocks = outline(text)
    title = entry.title or printed_title(blocks) or path.stem
    own_id = document_id(key)
    parts = split(text.text, blocks, document_id=own_id, title=title, scope=entry.scope,
                  page_starts=text.page_starts)
    if not parts.clauses:
        raise ReadError(f"没有找到条款：{path.name}。请确认文件是规章、清单一类的正文。")
    scope = entry.scope or tuple(dict.fromkeys(s for c in parts.clauses for s in c.scope)) or (GENERAL_SCOPE,)
    document = Document(
        id=own_id, title=title, source=key, sha256=sha256, parser=f"{reading.parser}+{PARSER_VERSION}",
        text=text.text, scope=scope, issuer=entry.issuer, date=entry.date, status=entry.status,
        warnings=reading.warnings, page_starts=text.page_starts)
    found = {c.id: tuple(obligations(c)) for c in parts.clauses}
    return document, replace(parts, obligations={i: own for i, own in found.items() if own})


def document_id(key: str) -> str:
    """The id of the document that bears this key."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def fingerprint_of(path: Path, entry: Entry) -> str:
    """Changes whenever the file, its catalogue entry or the parser does: PARSER_VERSION is raised where clauses or
    obligations come out otherwise than before. Raises ReadError.
    """
    if not path.is_file():
        raise ReadError(f"找不到文件：{path}。请检查路径。")
    try:
        data = path.read_bytes()
        questions = attached_path(path)
        data += questions.read_bytes() if questions.is_file() else b""
    except OSError as e:
        raise ReadError(f"读不出文件：{path.name}（{e.strerror or e}）。请检查权限。") from e
    return hashlib.sha256(data + f"{entry}{PARSER_VERSION}".encode()).hexdigest()
