"""Results as an assistant reads them (可读的结果): what is answered, the words it stands on, and how to cite them."""

from __future__ import annotations

from collections.abc import Sequence

from kb.cite import citation
from kb.show.lookup import ClauseInContext
from kb.types import Answer, CitedClause, Clause, Obligation, Status

_RELATED = 5
_BEGINNING = 60


def answer_text(answer: Answer) -> str:
    """The short answer, then every finding verbatim with its citation; where there is none, the nearest clauses."""
    cited = {c.clause.id: c for c in answer.clauses}
    lines = [f"理解为：{answer.understood_as}"] if answer.understood_as else []
    lines.append(answer.answer)
    if answer.findings:
        lines += ["", f"依据（逐字引文，共 {len(answer.findings)} 处）："]
    for n, f in enumerate(answer.findings, start=1):
        c = cited[f.clause_id]
        lines += [f"{n}. “{f.quote}”", f"   ——{_where(c.citation, c.clause, c.status)}"]
    related = [c for c in answer.clauses if c.clause.id not in {f.clause_id for f in answer.findings}][:_RELATED]
    if related:
        lines += ["", "其他相关条款（不是依据）：" if answer.findings else "最接近的条款（不是答案，不要引用）："]
        lines += [f"- {_where(c.citation, c.clause, c.status)}：{_beginning(c.clause.text)}" for c in related]
    return "\n".join(lines)


def search_text(query: str, found: Sequence[CitedClause]) -> str:
    """The ranked clauses, each whole with its citation."""
    if not found:
        return f"没有检索到与“{query}”有关的条款。"
    lines = [f"与“{query}”有关的条款 {len(found)} 条，最相关的在前（只是检索，不等于回答）："]
    for n, c in enumerate(found, start=1):
        lines += ["", f"{n}. {_where(c.citation, c.clause, c.status)}", c.clause.text]
    return "\n".join(lines)


def clause_text(shown: ClauseInContext) -> str:
    """The clause as printed with its citation, between the clauses before and after it."""
    lines = [_where(shown.citation, shown.clause, shown.document.status), "", shown.clause.text]
    for name, near in (("上一条", shown.before), ("下一条", shown.after)):
        if near is not None:
            lines += ["", f"{name}（编号 {near.id}）：{near.text}"]
    return "\n".join(lines)


def obligations_text(rows: Sequence[tuple[Obligation, Clause, str]], *, total: int) -> str:
    """One line an obligation, verbatim, under the citation of its clause."""
    if not rows:
        return "没有符合条件的职责事项。"
    more = "" if total == len(rows) else f"，这里列出前 {len(rows)} 项，可用 document、scope、role 缩小范围"
    lines = [f"有次数、数量或期限的职责事项共 {total} 项{more}："]
    last = None
    for o, clause, title in rows:
        if clause.id != last:
            lines += ["", _where(citation(clause, title), clause, None)]
            last = clause.id
        facts = " · ".join(x for x in (o.subject, o.period, o.value, o.deadline) if x)
        lines.append(f"- “{o.quote}”" + (f"（{facts}）" if facts else ""))
    return "\n".join(lines)


def _where(cited: str, clause: Clause, status: str | None) -> str:
    """The citation, for whom the clause is, whether it is repealed, and its id for the next call."""
    repealed = f"，{status}" if status in (Status.REPEALED, Status.EXPIRED, Status.COMING) else ""
    return f"{cited}（适用：{'、'.join(clause.scope)}{repealed}；编号 {clause.id}）"


def _beginning(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _BEGINNING else f"{flat[:_BEGINNING]}…"
