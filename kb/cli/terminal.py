"""What a person sees in a terminal: answers with the matching words marked and the source beneath."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from kb.cite import citation, number_label
from kb.language.occurrences import pieces
from kb.manage.intake import FileResult
from kb.show.difference import KINDS, Difference, summary, where
from kb.show.explain import Explanation
from kb.show.lookup import ClauseInContext
from kb.show.quote import recognised
from kb.types import OUT_OF_FORCE, Answer, CitedClause, Clause, Document, Obligation

_STATUS = {"added": "新增", "updated": "更新", "unchanged": "未变", "removed": "已移除", "failed": "失败",
           "skipped": "跳过"}
_EDITS = {"removed": ("〔删：{}〕", "red strike"), "added": ("〔加：{}〕", "green underline"), "same": ("{}", "")}


def _console() -> Console:
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


class Progress:
    """A progress bar on standard error; silent where that is no terminal, but for the steps that take long."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bar = Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=self._console,
                        transient=True, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("读取文件", total=None)
        self._pages: TaskID | None = None

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._bar.stop()

    def say(self, message: str) -> None:
        self._console.print(message, markup=False, soft_wrap=True)

    def file(self, name: str) -> None:
        self._bar.update(self._task, description=f"读取 {name}")

    def page(self, name: str, done: int, total: int) -> None:
        """So many of the pages of a scan are recognised; `total` is 0 where it is not known yet."""
        if self._pages is None:
            self._pages = self._bar.add_task("", total=None)
        self._bar.update(self._pages, description=f"识别 {name}", completed=done, total=total or None)
        if done and done == total:
            self._bar.remove_task(self._pages)
            self._pages = None

    def passage(self, done: int, total: int) -> None:
        self._bar.update(self._task, description="计算句向量", completed=done, total=total)


def file_status(result: FileResult) -> str:
    """What became of a file, in one word."""
    return _STATUS[result.status]


def print_files(results: Sequence[FileResult], warnings: Mapping[str, Sequence[str]]) -> None:
    """One line a file that changed, with what could not be read of it (by the document's id), or that was not taken in,
    with the reason, and a summary. Files that failed are for the error output.
    """
    console = _console()
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
    console = _console()
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


def print_difference(found: Difference) -> None:
    """What changed, clause by clause: what went struck out, what came underlined, in brackets where that is no
    terminal.
    """
    console = _console()
    console.print(Text(f"{found.old.label} → {found.new.label}", style="bold"))
    console.print(Text(summary(found)))
    for kind, change in found.changes:
        console.print(Text(f"\n{KINDS[kind]}　{where(change)}", style="cyan"))
        text = Text()
        for e in change.edits:
            said, style = _EDITS[e.kind]
            text.append(e.text if console.is_terminal else said.format(e.text), style if console.is_terminal else "")
        console.print(text)


def print_explanation(explanation: Explanation) -> None:
    """How the answer was decided: the question's slots, then a table of the clauses that were weighed."""
    console = _console()
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
    console = _console()
    if not hits:
        console.print(f"没有找到与“{query}”有关的条款。", markup=False)
    for rank, c in enumerate(hits, start=1):
        text = Text(f"{rank}. {_short(c.clause.text)}")
        text.highlight_words([w for w in query.split() if w], "bold")
        console.print(text)
        console.print(Text(f"   —— {_cited(c)}  {c.clause.id}  {c.score:.4f}", style="cyan"))


def print_context(shown: ClauseInContext) -> None:
    """A clause, marked, between its neighbours."""
    console = _console()
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
    _console().print(table)


def print_clauses(rows: Sequence[tuple[Clause, str, str]]) -> None:
    """Every clause as printed, with its citation beneath."""
    console = _console()
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
    console = _console()
    console.print(table)
    console.print(f"共 {len(rows)} 项。")


def _short(text: str, limit: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"
