"""The preview of a draft (预览): how it was split, before it is put in force, and what is odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from kb.ingest.confined import build
from kb.ingest.structure.numbering import parse_marker
from kb.language.vocabulary import GENERAL_SCOPE
from kb.manage.drafts import Draft
from kb.manage.editions import effects
from kb.show.difference import Difference, Side, difference, side_of
from kb.store.corrections import applied
from kb.store.library import Library
from kb.types import Clause, Document, Obligation

_ODD_MAX = 5


@dataclass(frozen=True, slots=True)
class PreviewedClause:
    """A clause, the headings above it below the list's, and its obligations."""

    clause: Clause
    headings: tuple[str, ...]
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What putting the draft in force would bring. `same_title` is the document in force that it may replace;
    `effects` say what becomes of the others, and `beside` is the id of the edition to compare it with.
    """

    document: Document
    lists: tuple[tuple[str, tuple[PreviewedClause, ...]], ...]
    clauses: int
    obligations: int
    matter: tuple[str, ...]
    warnings: tuple[str, ...]
    same_title: Document | None
    effects: tuple[str, ...] = ()
    beside: str | None = None


def preview(draft: Draft, in_force: Sequence[Document], *, today: date | None = None) -> Preview:
    """Reads the draft as it stands. Raises ReadError."""
    document, parts = build(draft.path, key=draft.id, entry=draft.entry)
    found = applied(parts.obligations, draft.corrections, parts.clauses) if draft.corrections else parts.obligations
    shown = [PreviewedClause(c, tuple(h for h in c.path if h not in (c.list_title, document.title)),
                             found.get(c.id, ())) for c in parts.clauses]
    lists = tuple((title, tuple(group)) for title, group in groupby(shown, lambda p: p.clause.list_title))
    texts = (document.text[s.start:s.end].strip() for s in parts.segments if s.kind == "matter")
    others = [d for d in in_force if d.id != draft.replaces]
    said, beside = effects(document, in_force, today or date.today())
    same = next((d for d in others if d.title == document.title), None)
    return Preview(document, lists, len(shown), sum(len(p.obligations) for p in shown), tuple(t for t in texts if t),
                   tuple(_warnings(draft, document, parts.clauses, in_force, same if not beside else None)), same,
                   tuple(said), draft.replaces or beside)


def comparison(library: Library, draft: Draft, seen: Preview) -> Difference | None:
    """What the draft changes in the document that it replaces, or in the edition next to it; None where there is none.
    """
    if seen.beside is None:
        return None
    clauses = tuple(p.clause for _, own in seen.lists for p in own)
    new = Side(seen.document, clauses, f"《{seen.document.title}》（{draft.name}）", held=False)
    return difference(side_of(library, seen.beside), new)


def _odd_numbers(clauses: Sequence[Clause]) -> list[str]:
    """Articles that are missing between two others, or that bear the same number."""
    out = []
    articles = [(c.number, m) for c in clauses if c.number and (m := parse_marker(f"{c.number} ")) is not None
                and m.kind == "article"]
    for (before, first), (after, then) in pairwise(articles):
        if then.value > first.value + 1:
            out.append(f"条号不连续：{before}之后是{after}。请核对中间是否漏了内容。")
        elif (then.value, then.sub) == (first.value, first.sub):
            out.append(f"有两条都是{after}。请核对原文件。")
    return out[:_ODD_MAX]


def _warnings(draft: Draft, document: Document, clauses: Sequence[Clause], in_force: Sequence[Document],
              same_title: Document | None) -> list[str]:
    out = list(document.warnings)
    same_content = next((d for d in in_force if d.sha256 == draft.sha256), None)
    if same_content is not None:
        out.append(f"内容与已生效的《{same_content.title}》完全相同。")
    if same_title is not None:
        out.append(f"知识库里已有同名文件《{same_title.title}》。如果这是它的新版本，请选“替换”，否则两份会同时有效。")
    out += _odd_numbers(clauses)
    unnumbered = sum(c.number is None for c in clauses)
    if unnumbered * 2 > len(clauses):
        out.append(f"{len(clauses)} 条里有 {unnumbered} 条没有编号。请核对拆分是否正确；Word 的自动编号不是文字，"
                   "可先在 Word 里转为普通文字再上传。")
    if not draft.entry.scope and document.scope == (GENERAL_SCOPE,):
        out.append("看不出适用于哪类单位，暂按“通用”。如只适用于某类单位，请在左侧勾选。")
    if not any(c.roles for c in clauses):
        out.append("没有看出条款约束的角色（如党支部书记、党员）。不影响使用，按角色筛选时会一并列出。")
    return out
