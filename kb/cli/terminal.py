"""What a person sees in a terminal: answers with the matching words marked and the source beneath."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kb.cite import citation, number_label
from kb.language.occurrences import pieces
from kb.show.quote import recognised
from kb.types import OUT_OF_FORCE, Answer, CitedClause, Clause, Document, Obligation

if TYPE_CHECKING:  # what reads files, and explains, is not loaded to print an answer
    from kb.manage.intake import FileResult
    from kb.show.explain import Explanation
    from kb.show.lookup import ClauseInContext

_STATUS = {"added": "新增", "updated": "更新", "unchanged": "未变", "removed": "已移除", "failed": "失败",
           "skipped": "跳过"}


def console_of() -> Console:
    """Where it is printed; lines are left to the reader where that is no terminal."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def file_status(result: FileResult) -> str:
    """What became of a file, in one word."""
    return _STATUS[result.status]


def print_files(results: Sequence[FileResult], warnings: Mapping[str, Sequence[str]]) -> None:
    """One line a file that changed, with what could not be read of it (by the document's id), or that was not taken in,
    with the reason, and a summary. Files that failed are for the error output.
    """
    console = console_of()
    for r in results:
        if r.status in ("added", "updated", "removed"):
            tail = f"（{r.clauses} 条）" if r.clauses else ""
            console.print(f"{_STATUS[r.status]}  {r.file}{tail}", markup=False)
            for warning in warnings.get(r.document_id or "", ()):
                console.print(f"      注意：{warning}", markup=False)
        elif r.status == "skipped":
            console.print(f"{_STATUS[r.status]}  {r.file}：{r.reason}", markup=False)
    counts = {s: sum(r.status == s for r in results) for s in _STATUS}
    console.print("，".join(f"{_STATUS[s]} {n} 个文件" for s, n in counts.items() if n) + "。")


def print_answer(answer: Answer) -> None:
    """The short answer, then each finding's clause with the answering words marked and its citation."""
    console = console_of()
    console.print(Text(answer.answer, style="bold"))
    cited = {c.clause.id: c for c in answer.clauses}
    if answer.understood_as:
        console.print(Text(f"理解为：{answer.understood_as}", style="dim"))
    for finding in answer.findings:
        c = cited[finding.clause_id]
        text = Text("\n" + c.clause.text.replace("\t", "  "))
        text.stylize("bold reverse" if console.is_terminal else "", finding.start + 1, finding.end + 1)
        if not console.is_terminal:
            before, after = c.clause.text[:finding.start], c.clause.text[finding.end:]
            text = Text(f"\n{before}【{finding.quote}】{after}")
        console.print(text)
        console.print(Text(f"—— {_cited(c)}（{'、'.join(finding.scope)}） {c.clause.id}", style="cyan"))
    for notice in answer.notices:
        if notice.old and notice.new:
            console.print(Text(f"\n{notice.text}对照：kb diff {notice.old} {notice.new}", style="dim"))
    if not answer.findings:
        for c in answer.clauses[:3]:
            console.print(Text(f"\n{_short(c.clause.text)}"))
            console.print(Text(f"—— {_cited(c)}  {c.clause.id}", style="cyan"))


def _cited(clause: CitedClause) -> str:
    """The citation, and how the document stands where it is not in force."""
    return clause.citation + (f"（{clause.status}）" if clause.status in OUT_OF_FORCE else "")


def print_explanation(explanation: Explanation) -> None:
    """How the answer was decided: the question's slots, then a table of the clauses that were weighed."""
    console = console_of()
    slots = "；".join(f"{name}：{said}" for name, said in explanation.slots.items())
    console.print(Text(f"\n问题读作：{explanation.question}（{slots}）"))
    console.print(Text(f"有条款作答的可能：{explanation.answerable:.2f}，够 {explanation.answer_at:.2f} 才答"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("结果", "可能", "说到", "所问的数", "谁", "出处", "字句"):
        table.add_column(name, overflow="fold")
    for w in explanation.weighed:
        cells = (w.decided, f"{w.probable:.2f}", f"{w.held:.0%}", w.number, w.owner, w.source, _short(w.quote, 40))
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)


def print_hits(query: str, hits: Sequence[CitedClause]) -> None:
    """Ranked clauses, the best first."""
    console = console_of()
    if not hits:
        console.print(f"没有找到与“{query}”有关的条款。", markup=False)
    for rank, c in enumerate(hits, start=1):
        text = Text(f"{rank}. {_short(c.clause.text)}")
        text.highlight_words([w for w in query.split() if w], "bold")
        console.print(text)
        console.print(Text(f"   —— {_cited(c)}  {c.clause.id}  {c.score:.4f}", style="cyan"))


def print_context(shown: ClauseInContext) -> None:
    """A clause, marked, between its neighbours."""
    console = console_of()
    console.print(Text(shown.citation, style="cyan"))
    if shown.before:
        console.print(Text(f"  {_short(shown.before.text)}", style="dim"))
    console.print(Text.assemble(("▶ ", "bold"), *((p.text, "bold underline" if p.unsure else "bold")
                                                  for p in pieces(shown.clause.text, unsure=shown.clause.unsure))))
    if shown.after:
        console.print(Text(f"  {_short(shown.after.text)}", style="dim"))
    c = shown.clause
    roles = f"；角色：{'、'.join(c.roles)}" if c.roles else ""
    seen = f"；{recognised(c)}" if c.ocr else ""
    console.print(Text(f"适用：{'、'.join(c.scope)}{roles}；状态：{shown.document.status}{seen}", style="dim"))


def print_documents(rows: Sequence[tuple[Document, dict[str, int]]]) -> None:
    """A table of documents and their lists."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("文件 / 清单", "条款", "适用", "状态", "编号"):
        table.add_column(name, justify="right" if name == "条款" else "left", overflow="fold")
    for d, lists in rows:
        total = str(sum(lists.values()))
        table.add_row(Text(f"《{d.title}》", style="bold"), total, "、".join(d.scope), d.status, d.id)
        for warning in d.warnings:
            table.add_row(Text(f"  注意：{warning}", style="yellow"), "", "", "", "")
        if list(lists) != [d.title]:
            for title, n in lists.items():
                table.add_row(Text(f"  {title}"), str(n), "", "", "")
    console_of().print(table)


def print_clauses(rows: Sequence[tuple[Clause, str, str]]) -> None:
    """Every clause as printed, with its citation beneath."""
    console = console_of()
    for c, title, _ in rows:
        console.print(Text(c.text.replace("\t", "  ")))
        console.print(Text(f"—— {citation(c, title)}  {c.id}\n", style="cyan"))
    console.print(f"共 {len(rows)} 条。")


def print_obligations(rows: Sequence[tuple[Obligation, Clause, str]]) -> None:
    """A table of obligations, one row each."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("谁", "做什么", "周期", "数量", "期限", "出处"):
        table.add_column(name, overflow="fold")
    for o, c, title in rows:
        named = "" if c.list_title == title else c.list_title
        source = f"《{title}》{named} {number_label(c) or ''}".strip()
        cells = (o.subject, o.action, o.period, o.value, o.deadline, source)
        table.add_row(*(Text(cell or "") for cell in cells))
    console = console_of()
    console.print(table)
    console.print(f"共 {len(rows)} 项。")


def _short(text: str, limit: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"
