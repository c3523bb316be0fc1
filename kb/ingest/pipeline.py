"""From one file to a document with its clauses and their obligations (读取)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.cite import number_label
from kb.config import read_limits
from kb.errors import ReadError
from kb.ingest.attached import attached_path
from kb.ingest.catalog import Entry
from kb.ingest.obligations import obligations
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import SHORT, fits
from kb.ingest.structure.amendments import amendments, is_amending, new_words, only_amends
from kb.ingest.structure.canonical import canonical
from kb.ingest.structure.clauses import PARSER_VERSION, split
from kb.ingest.structure.imprint import imprint
from kb.ingest.structure.outline import outline
from kb.ingest.structure.repeals import repeals
from kb.ingest.structure.titles import printed_title
from kb.language.vocabulary import GENERAL_SCOPE
from kb.types import Clause, Document, Obligation, Repeal, Split

# Characters; the longest articles of real regulations have some 1,500.
_LONG = 3000


def build(path: Path, *, key: str, entry: Entry | None = None) -> tuple[Document, Split]:
    """Reads one file into a document, its clauses and their obligations. Raises ReadError."""
    entry = entry or Entry()
    data = path.read_bytes() if path.is_file() else b""
    reading = read_file(path)
    most = read_limits().characters
    if not fits(reading, most):
        raise ReadError(f"文字太多：{path.name}（超过 {most} 字，或 {most // SHORT} 段）。请拆分后再加入，"
                        "或调大 KB_READ_CHARACTERS。")
    sha256 = hashlib.sha256(data).hexdigest()
    if entry.sha256 and entry.sha256 != sha256:
        raise ReadError(f"文件内容与目录登记的校验值不符：{path.name}。如确为更新，请同时改 corpus.toml 里的 sha256。")
    text = canonical(reading.blocks)
    blocks = outline(text)
    title = entry.title or printed_title(blocks) or path.stem
    own_id = document_id(key)
    stated = tuple(Repeal(name) for name in entry.replaces)
    printed = imprint(text.text, title)
    issuer = entry.issuer or printed.issuer
    parts = split(text.text, blocks, document_id=own_id, title=title, scope=entry.scope, issuer=issuer,
                  page_starts=text.page_starts, recognised=text.recognised, unsure=text.unsure)
    if not parts.clauses:
        raise ReadError(f"没有找到条款：{path.name}。请确认文件是规章、清单一类的正文。")
    scope = entry.scope or tuple(dict.fromkeys(s for c in parts.clauses for s in c.scope)) or (GENERAL_SCOPE,)
    document = Document(
        id=own_id, title=title, source=key, sha256=sha256, parser=f"{reading.parser}+{PARSER_VERSION}",
        text=text.text, scope=scope, issuer=issuer, number=entry.number or printed.number,
        date=entry.date or printed.date, effective_from=entry.effective_from or printed.effective_from,
        effective_to=entry.effective_to or printed.effective_to, status=entry.status,
        warnings=(*reading.warnings, *_doubts(parts)), page_starts=text.page_starts,
        repeals=(*stated, *repeals(text.text, title), *amendments(text.text, title)), followed_by=entry.replaced_by)
    if is_amending(title):
        parts = replace(parts, clauses=tuple(replace(c, lead=c.lead or only_amends(c.text)) for c in parts.clauses))
        found = {c.id: tuple(_newly_bound(c)) for c in parts.clauses}
    else:
        found = {c.id: tuple(obligations(c)) for c in parts.clauses}
    return document, replace(parts, obligations={i: own for i, own in found.items() if own})


def _newly_bound(clause: Clause) -> Iterator[Obligation]:
    """The obligations in the words that a clause puts into another document; where it puts none, its own."""
    if clause.lead:
        return
    words = new_words(clause.text)
    for o in obligations(replace(clause, text=words, number=None) if words.strip() else clause):
        if clause.text[o.start:o.end] == o.quote:
            yield o


def _doubts(parts: Split) -> Iterator[str]:
    """What looks as if it had not been parted into its clauses, in words for people."""
    longest = max(parts.clauses, key=lambda c: len(c.text))
    if len(longest.text) > _LONG:
        label = number_label(longest) or f"“{longest.text[:12].strip()}……”"
        yield f"{label}长达 {len(longest.text)} 字，可能没有按条分开。请核对原文件的分段和编号。"


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
